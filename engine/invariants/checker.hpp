// What is always true (R14), checked after every event of an account. It reads events alone and knows no
// ledger, so it holds either to what was promised; it keeps only what is alive.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/ledger/chart.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::invariants {

// An invariant that does not hold.
struct breach {
  std::string rule;     // `R14.2`
  std::string message;  // what should be, and what is
};

// Follows one account. A value: it can be copied and continued.
class checker {
 public:
  checker(std::shared_ptr<const world> in, account_index account);

  // Checks the next event; the first breach, if there is one. After a breach the checker is of no further
  // use.
  std::optional<breach> see(const event& next);

 private:
  // A lot as the events tell of it (R14.1).
  struct lot_account {
    lot_event terms;
    credits left;
    credits used;
  };
  // A payment as far as its credit goes (R14.4).
  struct payment_account {
    credits brings;
    bool credited = false;
  };
  // An agent as far as limits go (R14.6).
  struct agent_account {
    when_exhausted policy = when_exhausted::use_balance;
    std::optional<credits> monthly_limit;
    credits spent;
  };

  std::optional<breach> check(instant, const usage_event& e);
  std::optional<breach> check(instant at, const lot_event& e);
  std::optional<breach> check(instant at, const lot_end_event& e);
  std::optional<breach> check(instant at, const command_event& e);
  std::optional<breach> check(instant at, const charge_event& e);
  std::optional<breach> check(instant at, const heard_event& e);
  std::optional<breach> check(instant at, const figures_event& e);
  std::optional<breach> check(instant at, const recharge_failed_event&);
  std::optional<breach> check(instant at, const recharge_off_event&);

  std::optional<breach> check_sequence(const event& next) const;
  std::optional<breach> check_payment(const lot_event& e);
  std::optional<breach> check_slices(const usage_event& e);
  std::optional<breach> check_order(const usage_event& e) const;
  std::optional<breach> check_limit(const usage_event& e) const;
  std::optional<breach> check_balance(credits stated);
  std::optional<breach> check_books(const event& e);
  bool burns_before(const lot_event& a, const lot_event& b) const;
  void turn_periods(instant at);

  std::shared_ptr<const world> world_;
  account_index account_ = 0;
  std::map<lot_id, lot_account> lots_;  // booked, not ended; and those that can't end until they are used up
  std::set<std::pair<instant, lot_id>> ends_;  // of booked lots: when each ends, also one that was used up
  std::map<payment_id, payment_account> payments_;
  payment_id succeeded_ = 0;  // a notice of its success was heard: its lot is the next event
  instant last_;              // of the event before
  std::vector<agent_account> agents_;
  instant period_end_;
  credits balance_;                                       // the sum of the credits of all movements (R14.2)
  credits granted_, used_, expired_;                      // of the account, ever (R14.3)
  std::array<credits, ledger::ledger_accounts> books_{};  // R13.1
};

}  // namespace drawdown::invariants
