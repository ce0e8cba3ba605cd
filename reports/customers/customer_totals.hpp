// What a run comes to for one customer: the figures that a change of prices is judged by. Folded from events
// as they come, so that no event has to be kept.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/ledger/ageing.hpp"
#include "engine/ledger/money_books.hpp"
#include "engine/ledger/month_close.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reports {

// Usage of one meter that was charged.
struct metered_usage {
  std::uint64_t count = 0;
  int128 quantity = 0;  // of the meter, in its smallest unit
  int128 cost = 0;      // micro-credits

  friend bool operator==(const metered_usage&, const metered_usage&) = default;
};

// Payments that succeeded, by what they were for.
struct payments_made {
  std::uint64_t top_ups = 0;
  std::uint64_t recharges = 0;
  std::uint64_t others = 0;    // of subscriptions and overage
  std::uint64_t declined = 0;  // attempts that failed

  friend bool operator==(const payments_made&, const payments_made&) = default;
};

struct customer_totals {
  std::uint64_t events = 0;
  std::optional<instant> began;          // its first event; nothing: it has none
  std::vector<metered_usage> meters;     // of the catalog, in its order
  std::uint64_t refused_for_credit = 0;  // usages and holds that credit or a limit did not allow
  std::uint64_t refused_otherwise = 0;
  duration blocked;    // from such a refusal until something was charged or granted, or they left
  int128 used = 0;     // micro-credits charged, less refunds
  int128 expired = 0;  // micro-credits written off
  credits left;        // at the end
  credits owed;        // at the end
  payments_made payments;
  subscription_state subscription = subscription_state::none;  // at the end
  trial_balance money{};                                       // at the end (R13.5)
  std::array<int128, ledger::ages> deferred_by_age{};  // minor units in lots, by when they end (ledger::age)
  std::vector<ledger::month_close> months;

  // What the customer paid, in minor units: all that was received, less what was given back and taken back.
  int128 bill() const;
  // What was earned: by use, by time and beyond the credit, without breakage.
  int128 revenue() const;
  int128 breakage() const { return -money.at(static_cast<std::size_t>(money_account::breakage)); }
  // What is owed in credit and in time to come; and of that what is for time.
  int128 deferred() const;
  int128 deferred_fees() const { return -money.at(static_cast<std::size_t>(money_account::deferred_fees)); }

  friend bool operator==(const customer_totals&, const customer_totals&) = default;
};

// Follows one account from its first event to its last.
class customer_fold {
 public:
  // Keeps a reference to the world. Who leaves is blocked no longer from that instant on.
  explicit customer_fold(const world& in, instant leaves = instant::never());

  // The next event of the account.
  void see(const event& what);

  // After the last event: what it all comes to, with what falls due until `end`, that instant included.
  customer_totals finish(instant end, const figures& at_end) &&;

 private:
  void count(instant at, const usage_event& e);
  void count(instant at, const hold_event& e);
  void count(instant at, const capture_event& e);
  void count(instant at, const lot_event& e);
  void count(instant at, const carry_event& e);
  void count(instant at, const charge_event& e);
  void count(instant at, const heard_event& e);
  void count(instant at, const invoice_event& e);
  void count(instant at, const subscription_event& e);
  template <class Other>
  void count(instant, const Other&) {}

  void note_refusal(instant at, outcome why);
  void note_credit(instant at);
  void note_paid(payment_for what);
  void close_until(instant t);
  void add(const ledger::money_entry& entry);

  customer_totals totals_;
  ledger::money_books books_;
  ledger::month_closer months_;
  std::map<payment_id, payment_for> payments_;
  std::map<lot_id, instant> ends_;  // of lots that cost something
  instant leaves_;
  std::optional<instant> blocked_since_;
};

}  // namespace drawdown::reports
