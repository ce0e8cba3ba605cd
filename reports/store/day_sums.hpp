// What happened on each day of UTC, over all accounts: events by what they say, what they did to credit and
// debt, and the entries of both books. Folded as events come, so that no transaction has to be kept.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "engine/ledger/money_books.hpp"
#include "engine/ledger/postings.hpp"
#include "engine/time/instant.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/event_columns.hpp"
#include "reports/store/sql.hpp"
#include "reports/store/wide_sums.hpp"

namespace drawdown::reports {

class day_sums {
 public:
  // The last event of an account: `history` has taken it in, `row` are its columns.
  void see(const account_history& history, const event& next, const event_columns& row);
  // What it is in the books.
  void post(instant at, std::span<const ledger::posting> lines);
  void post(instant at, const ledger::money_entry& lines);
  // An entry that no event made belongs to the time before its instant (R13.3).
  void post(const ledger::closing_entry& closing);

  // Writes the tables `day_events`, `day_movements` and `day_postings`.
  void write(sql::session& session, currency unit) const;

 private:
  // By what events of a day are told apart.
  struct event_key {
    std::string_view kind;
    std::string_view step;
    std::string_view outcome;
    std::string_view purpose;
    std::string_view answer;
    std::string_view effect;
    std::uint32_t gateway = none;
    std::string reason;
    static constexpr std::uint32_t none = UINT32_MAX;

    std::strong_ordering operator<=>(const event_key&) const = default;
  };
  enum sum : std::uint8_t {
    count,
    first_attempts,
    amount_micro,
    change_micro,
    forgiven_micro,
    invoiced_micro,
    moved_minor,
    declined_minor
  };
  static constexpr std::size_t sums_of_events = 8;

  // Movements by the kind of credit, and of debt behind the kinds.
  struct movement_sums {
    std::uint64_t times = 0;
    wide_sums<2> moved{};  // what is left, or owed; what is held
  };
  static constexpr std::size_t of_debt = lot_kinds;

  struct day {
    std::map<event_key, wide_sums<sums_of_events>> events;
    std::array<std::array<movement_sums, movements>, lot_kinds> lots{};
    std::array<movement_sums, 4> debts{};  // made, paid, dropped, withdrawn
    std::array<int128, ledger::ledger_accounts> credit{};
    std::array<int128, money_accounts> money{};
  };

  day& day_of(instant at);

  std::map<std::int64_t, day> days_;  // by days since 1970
  day* last_ = nullptr;               // that was asked for, and when it began
  std::int64_t last_begins_ = 0;
};

}  // namespace drawdown::reports
