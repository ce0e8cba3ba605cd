// Writes the books of money of a run store: entries, what falls due between events, months (R13).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/ledger/money_books.hpp"
#include "engine/ledger/month_close.hpp"
#include "engine/world/world.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

// One account after the other.
class money_writer {
 public:
  money_writer(sql::session& session, const world& what);

  // What follows is of that account.
  void begin(account_index account);

  // The entry of the account's next event, of which so many lines are written already.
  void write(std::uint64_t number, std::size_t position, const event& next);

  // All that falls due until the end of the run, that instant included, and the months.
  void finish(instant end);

 private:
  void close_until(instant t);
  void write_closing(const ledger::closing_entry& entry);

  const world& in_;
  account_index account_ = 0;
  std::uint64_t closings_ = 0;  // of the account
  std::optional<ledger::money_books> books_;
  std::optional<ledger::month_closer> months_;
  sql::statement posting_;
  sql::statement closing_;
  sql::statement month_;
};

}  // namespace drawdown::reports
