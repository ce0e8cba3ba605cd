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
#include "engine/invariants/debit_accounts.hpp"
#include "engine/invariants/debt_accounts.hpp"
#include "engine/invariants/hold_accounts.hpp"
#include "engine/invariants/lot_accounts.hpp"
#include "engine/invariants/overage_account.hpp"
#include "engine/invariants/payment_accounts.hpp"
#include "engine/invariants/subscription_account.hpp"
#include "engine/ledger/chart.hpp"
#include "engine/ledger/money_books.hpp"
#include "engine/units/wide.hpp"
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

  // What the books of money come to behind all that falls due before `t`, in the order of the chart (R13.5).
  // No event before `t` may follow.
  const trial_balance& money_before(instant t);

  // Forgets what no event can name any more. To be called between two instants.
  void forget_what_is_over();
  // How many payments are not forgotten.
  std::size_t payments_remembered() const { return payments_.size(); }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.lots_, self.holds_, self.debts_, self.payments_, self.debits_, self.overage_,
            self.subscription_, self.succeeded_, self.bought_, self.to_be_told_, self.granting_,
            self.returning_, self.turned_at_, self.plan_changed_, self.ended_early_, self.carried_,
            self.same_end_, self.seen_, self.last_, self.item_, self.captured_, self.agents_, self.reset_at_,
            self.resets_, self.drops_debt_, self.low_balance_, self.low_balance_said_, self.charged_,
            self.committed_, self.books_, self.money_, self.money_books_);
  }

 private:
  // An agent as far as limits go (R14.6).
  struct agent_account {
    when_exhausted policy = when_exhausted::use_balance;
    std::optional<credits> monthly_limit;
    credits spent;
    credits held;

    credits count() const { return spent + held; }  // R5.3

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.policy, self.monthly_limit, self.spent, self.held);
    }
  };
  // What must happen before anything that comes later in R2.4: a hold runs out, a lot ends, ends with its
  // grant period or is carried, is reset or recurs, debt is dropped, the cycle turns.
  struct due {
    enum class phase : std::uint8_t { runs_out, ends, period_ends, resets, drops, recurs, turns, later };
    instant at;
    phase in = phase::later;
    lot_id lot = 0;
    effect_key hold;
  };

  finding check(instant at, const usage_event& e);
  finding check(instant at, const lot_event& e);
  finding check(instant at, const lot_end_event& e);
  finding check(instant at, const command_event& e);
  finding check(instant at, const charge_event& e);
  finding check(instant, const overage_event& e);
  finding check(instant, const heard_event& e);
  finding check(instant, const figures_event& e);
  finding check(instant at, const hold_event& e);
  finding check(instant at, const capture_event& e);
  finding check(instant at, const release_event& e);
  finding check(instant, const debt_paid_event& e);
  finding check(instant at, const debt_dropped_event& e);
  finding check(instant, const adjust_event& e);
  finding check(instant, const revoke_event& e);
  finding check(instant at, const refill_event& e);
  finding check(instant, const low_balance_event& e);
  finding check(instant at, const carry_event& e);
  finding check(instant at, const subscription_event& e);
  finding check(instant at, const refund_event& e);
  finding check(instant, const payment_refund_event& e);
  finding check(instant at, const chargeback_event& e);
  finding check(instant at, const invoice_event& e);
  // Failures and waits of auto-recharge move nothing; nor do estimates and quotes.
  template <class Other>
  finding check(instant, const Other&) {
    return std::nullopt;
  }

  // When what happens in which order (R2.4).
  finding check_sequence(const event& next);
  finding check_due(const event& next);
  std::optional<due> first_due() const;
  due::phase phase_of(const event& next) const;
  bool is_what_is_due(const due& expected, const event& next) const;
  void turn_period();
  void begin_reset(instant at);
  void restart_counts();
  bool begins_item(const event& next) const;
  finding begin_item(const event& next);
  finding check_looks();

  finding check_promised(const event& next);
  finding check_payment(instant at, const lot_event& e);
  finding check_purchase(payment_account& of, const lot_event& e);
  credits brought_now(const payment_account& of, const lot_event& e) const;
  finding check_cycle(instant at, const lot_event& e) const;
  finding check_success(payment_id payment);
  finding check_made(payment_id payment, payment_for of, money price, instant at) const;
  void take_overage_back(payment_id payment);
  finding check_recharge(payment_for of, bool is_new) const;
  void lets_grant(payment_account& of);
  finding check_carried(instant at, const carry_event& e);
  finding check_returned(const lot_event& e);
  std::vector<refunded_slice> unwound(debit_account& debit, credits amount, instant at);
  void unwind(std::vector<refunded_slice>& told, const slice& part, instant at);
  void expect_returns(const chargeback_event& e, const payment_account& of, instant at);
  finding check_subscription(const subscription_figures& stated) const;
  finding check_nothing_moved(const usage_event& e) const;
  finding check_paid(const std::vector<slice>& slices, credits amount);
  finding check_exhausted(const usage_event& e, const payable& may_pay) const;
  finding check_limit(agent_index index, credits amount, const char* what) const;
  same_part parts_of(agent_index index) const;
  finding check_balance(credits stated) const;
  finding check_books(const event& e);
  finding check_money(const event& e);
  void close_books(instant t);
  finding check_cash() const;
  void change(const set_agent_command& changed);
  void change(const set_account_command& changed);
  template <class Command>
  const Command* said(instant at, const effect_key& key) const;

  std::shared_ptr<const world> world_;
  account_index account_ = 0;
  lot_accounts lots_;
  hold_accounts holds_;
  debt_accounts debts_;
  payment_accounts payments_;
  debit_accounts debits_;
  overage_account overage_;
  subscription_account subscription_;
  payment_id succeeded_ = 0;              // a purchase: its lot is the next event
  payment_id bought_ = 0;                 // the event before is its lot: a bonus may follow (R9.1)
  payment_id to_be_told_ = 0;             // a subscription's payment that succeeded: what it paid for comes
  payment_id granting_ = 0;               // lots of the cycle may be granted on this one now
  std::vector<lot_event> returning_;      // lots that a refund or a won dispute brings, next (R9.6, R9.7)
  instant turned_at_ = instant::never();  // the last turn
  instant plan_changed_ = instant::never();  // or it ended: lots may end with that, before their period does
  std::optional<lot_id> ended_early_;        // and one did, for no reason yet
  std::map<user_index, credits> carried_;    // at the turn at hand, by owner (R8.2)
  instant same_end_ = instant::never();      // something was carried to where it ended before
  std::uint64_t seen_ = 0;                   // events
  instant last_;                             // of the event before; at first of the start
  effect_key item_;                          // of the item at hand: its key (R2.4)
  std::optional<effect_key> captured_;  // the event before captured, under this key: its excess may follow
  std::vector<agent_account> agents_;
  instant reset_at_;                    // of the resets that are due
  std::set<lot_id> resets_;             // lots that are to be reset (R3.10)
  bool drops_debt_ = false;             // and then debt is to be dropped
  std::optional<credits> low_balance_;  // the level (R10.6)
  bool low_balance_said_ = false;
  credits charged_;                                       // of the account, ever (R14.3)
  credits committed_;                                     // that was ever promised (R1.6)
  std::array<credits, ledger::ledger_accounts> books_{};  // R13.1
  ledger::money_books money_;
  trial_balance money_books_{};
};

}  // namespace drawdown::invariants
