// What is always true (R14), checked after every event of an account. It reads events alone and knows no
// ledger, so it holds either to what was promised; it keeps only what is alive.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "engine/invariants/breach.hpp"
#include "engine/invariants/debt_accounts.hpp"
#include "engine/invariants/hold_accounts.hpp"
#include "engine/invariants/lot_accounts.hpp"
#include "engine/ledger/chart.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::invariants {

// Follows one account. A value: it can be copied and continued.
class checker {
 public:
  checker(std::shared_ptr<const world> in, account_index account);

  // Checks the next event; the first breach, if there is one. After a breach the checker is of no further
  // use.
  finding see(const event& next);

 private:
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
    credits held;

    credits count() const { return spent + held; }  // R5.3
  };
  // What must happen before anything that comes later in R2.4: a hold runs out, a lot ends, is reset or
  // recurs, debt is dropped.
  struct due {
    enum class phase : std::uint8_t { runs_out, ends, resets, drops, recurs, later };
    instant at;
    phase in = phase::later;
    lot_id lot = 0;
    effect_key hold;
  };

  finding check(instant, const usage_event& e);
  finding check(instant at, const lot_event& e);
  finding check(instant at, const lot_end_event& e);
  finding check(instant at, const command_event& e);
  finding check(instant, const charge_event& e);
  finding check(instant, const heard_event& e);
  finding check(instant, const figures_event& e);
  finding check(instant at, const hold_event& e);
  finding check(instant, const capture_event& e);
  finding check(instant at, const release_event& e);
  finding check(instant, const debt_paid_event& e);
  finding check(instant at, const debt_dropped_event& e);
  finding check(instant, const adjust_event& e);
  finding check(instant, const revoke_event& e);
  finding check(instant at, const refill_event& e);
  finding check(instant, const low_balance_event& e);
  // Failures and waits of auto-recharge move nothing.
  template <class Other>
  finding check(instant, const Other&) {
    return std::nullopt;
  }

  // When what happens in which order (R2.4).
  finding check_sequence(const event& next);
  finding check_due(const event& next);
  std::optional<due> first_due() const;
  static due::phase phase_of(const event& next);
  static bool is_what_is_due(const due& expected, const event& next);
  void turn_period();
  void begin_reset(instant at);
  bool begins_item(const event& next) const;
  finding check_looks();

  finding check_promised(const event& next);
  finding check_payment(const lot_event& e);
  finding check_nothing_moved(const usage_event& e) const;
  finding check_paid(const std::vector<slice>& slices, credits amount);
  finding check_exhausted(const usage_event& e, const payable& may_pay) const;
  finding check_limit(agent_index index, credits amount, const char* what) const;
  same_part parts_of(agent_index index) const;
  finding check_balance(credits stated) const;
  finding check_books(const event& e);
  void change(const set_agent_command& changed);
  void change(const set_account_command& changed);
  template <class Command>
  const Command* said(instant at, const effect_key& key) const;

  std::shared_ptr<const world> world_;
  account_index account_ = 0;
  lot_accounts lots_;
  hold_accounts holds_;
  debt_accounts debts_;
  std::map<payment_id, payment_account> payments_;
  payment_id succeeded_ = 0;            // a notice of its success was heard: its lot is the next event
  std::uint64_t seen_ = 0;              // events
  instant last_;                        // of the event before; at first of the start
  std::optional<effect_key> captured_;  // the event before captured, under this key: its excess may follow
  std::vector<agent_account> agents_;
  instant period_end_;
  instant reset_at_;                    // of the resets that are due
  std::set<lot_id> resets_;             // lots that are to be reset (R3.10)
  bool drops_debt_ = false;             // and then debt is to be dropped
  std::optional<credits> low_balance_;  // the level (R10.6)
  bool low_balance_said_ = false;
  credits charged_;                                       // of the account, ever (R14.3)
  credits committed_;                                     // that was ever promised (R1.6)
  std::array<credits, ledger::ledger_accounts> books_{};  // R13.1
};

}  // namespace drawdown::invariants
