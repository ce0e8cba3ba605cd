// What the events of one account add up to while they are read in order: its lots, holds, debts, payments and
// subscription, its figures, and what each agent spent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"
#include "reports/store/payment_history.hpp"
#include "reports/store/records.hpp"
#include "reports/store/subscription_history.hpp"

namespace drawdown::reports {

class account_history {
 public:
  account_history(const world& in, account_index account);

  // Takes the next event in. `corrupt` where it names a lot, hold, debt or payment that never came before.
  result<void> apply(const event& next);

  // -- What stands after the last event.
  const std::map<lot_id, lot_record>& lots() const { return lots_; }
  const std::vector<hold_record>& holds() const { return holds_; }  // in the order in which they were placed
  const std::map<debt_id, debt_record>& debts() const { return debts_; }
  const payment_history& payments() const { return payments_; }
  const subscription_history& subscription() const { return subscription_; }
  // The latest answers to estimates and quotes by their keys (R7.4).
  const std::map<effect_key, estimate_event>& estimates() const { return estimates_; }
  const std::map<effect_key, quote_event>& quotes() const { return quotes_; }
  // The figures of R3.12, added up from the movements.
  const figures& now() const { return now_; }
  // As the last event that says one says it.
  credits balance() const { return balance_; }
  // What an agent spent in the running usage period, and what it has in open holds (R5.3).
  credits agent_spent(agent_index agent) const { return agents_.at(agent).spent; }
  credits agent_held(agent_index agent) const { return agents_.at(agent).held; }

  // The lot that a grant or a positive adjustment under this key was accepted as; null where there is none.
  const lot_record* lot_of_grant(const effect_key& key) const;
  // The accepted hold under a key, from 1 in the order of holds(); nothing where there is none.
  std::optional<std::uint32_t> hold_under(const effect_key& key) const;
  // How the last step or usage of the account, or of an agent, ended; nothing where there was none.
  std::optional<outcome> last_outcome() const { return last_; }
  std::optional<outcome> last_outcome_of(agent_index agent) const { return agents_.at(agent).last; }
  // How the first step or usage under a key ended that was given, or comes from a step's place (R4.3).
  std::optional<outcome> outcome_under(const effect_key& key) const;

  // -- Of the last event.
  std::uint64_t number() const { return number_; }
  // What it did to lots, in the order in which it says so.
  std::span<const lot_movement> movements() const { return movements_; }
  // How it changed what the lots hold, and the debt.
  credits held_change() const { return held_change_; }
  credits debt_change() const { return debt_change_; }
  // How it changed what usage is invoiced and not billed yet (R4.5).
  credits invoiced_change() const { return invoiced_change_; }
  // What it did to debts, in the order in which it did it.
  std::span<const debt_movement> debt_movements() const { return debt_movements_; }
  // The one debt that it made or changed; 0: none, or more than one.
  debt_id debt() const { return debt_movements_.size() == 1 ? debt_movements_.front().debt : 0; }
  // What it answers, if it answers a step or a usage.
  const std::optional<step_answer>& answered() const { return answered_; }
  // Whether it is the debit of what a capture took beyond its hold (R6.2).
  bool is_overrun() const { return is_overrun_; }
  // Whether it is a lot in which refunded credit of a lot that had ended comes back (R9.7).
  bool is_regrant() const { return is_regrant_; }
  // Whether it is a lot that a chargeback gave back as it was won (R9.6).
  bool is_returned() const { return is_returned_; }

  // The kind of a lot that came before.
  lot_kind kind_of(lot_id lot) const { return lots_.at(lot).made.kind; }
  // The step under a key at an instant, if there is one and reports ask what it wanted: any but usage, holds,
  // top-ups and grants.
  const command* step_at(instant at, const effect_key& key) const;
  // The `set` step that such an event answers, if it is one that changed something.
  const command* change_of(instant at, const command_event& answer) const;

 private:
  // What an agent comes to.
  struct agent_record {
    credits spent;
    credits held;
    std::optional<outcome> last;
  };

  result<void> take(instant at, const usage_event& usage);
  result<void> take(instant at, const lot_event& lot);
  result<void> take(instant at, const lot_end_event& end);
  result<void> take(instant at, const command_event& answer);
  result<void> take(instant at, const charge_event& charge);
  result<void> take(instant at, const heard_event& heard);
  result<void> take(instant at, const recharge_failed_event& failure);
  result<void> take(instant at, const recharge_off_event& off);
  result<void> take(instant at, const figures_event& seen);
  result<void> take(instant at, const hold_event& hold);
  result<void> take(instant at, const capture_event& capture);
  result<void> take(instant at, const release_event& release);
  result<void> take(instant at, const debt_paid_event& paid);
  result<void> take(instant at, const debt_dropped_event& dropped);
  result<void> take(instant at, const adjust_event& adjustment);
  result<void> take(instant at, const revoke_event& revocation);
  result<void> take(instant at, const refill_event& refill);
  result<void> take(instant at, const low_balance_event& notice);
  result<void> take(instant at, const recharge_waits_event& waits);
  result<void> take(instant at, const carry_event& carry);
  result<void> take(instant at, const subscription_event& change);
  result<void> take(instant at, const refund_event& refund);
  result<void> take(instant at, const payment_refund_event& refund);
  result<void> take(instant at, const chargeback_event& chargeback);
  result<void> take(instant at, const invoice_event& invoice);
  result<void> take(instant at, const overage_event& billed);
  result<void> take(instant at, const estimate_event& estimate);
  result<void> take(instant at, const quote_event& quote);

  void begin_event(instant at);
  void answers(const step_answer& answer);
  void spends(agent_index agent, credits amount);
  void begin_period(instant at);
  void restart_spending();
  void counts_back(const refund_event& refund);
  void invoices(credits more);
  void settles(payment_id payment);
  void bills_again(payment_id payment);
  void owes(instant at, debt_record made, credits amount);
  result<void> owes_less(debt_id debt, debt_movement::how what, credits amount);
  debt_id open_debt_of(const effect_key& debit) const;
  debt_id open_chargeback_of(payment_id payment) const;
  result<void> unwinds(const refunded_slice& part);
  result<void> moves(lot_id lot, movement what, credits left, credits held);
  result<void> takes(const std::vector<slice>& slices);
  result<void> gives_back(hold_record& hold, const std::vector<released_slice>& released);
  result<hold_record*> hold_named(const effect_key& key);

  const world& in_;
  const account_spec& spec_;
  std::map<lot_id, lot_record> lots_;
  std::map<effect_key, lot_id> granted_under_;
  std::vector<hold_record> holds_;
  std::map<effect_key, std::uint32_t> held_under_;
  std::map<debt_id, debt_record> debts_;
  payment_history payments_;
  subscription_history subscription_;
  std::map<effect_key, estimate_event> estimates_;
  std::map<effect_key, quote_event> quotes_;
  std::set<effect_key> refunded_;             // keys of debits that steps refund
  std::map<effect_key, instant> debited_at_;  // of those that were made
  std::map<payment_id, credits> billed_;  // usage beyond the credit, in payments without an outcome (R4.5)
  std::vector<agent_record> agents_;
  std::map<effect_key, outcome> answered_under_;
  std::map<std::pair<instant, effect_key>, const command*> steps_;
  figures now_;
  credits balance_;
  std::optional<outcome> last_;
  instant period_begin_;  // of the usage period (R2.6)

  // Of the last event.
  std::uint64_t number_ = 0;
  std::vector<lot_movement> movements_;
  credits held_change_;
  credits debt_change_;
  credits invoiced_change_;
  std::vector<debt_movement> debt_movements_;
  std::optional<step_answer> answered_;
  bool is_overrun_ = false;
  bool is_regrant_ = false;
  bool is_returned_ = false;
  std::optional<effect_key> captured_by_;   // the key of a capture that took something
  std::optional<effect_key> regranted_by_;  // the key of a refund after which lots are made
  std::optional<effect_key> returned_by_;   // the key of a chargeback that was won
};

}  // namespace drawdown::reports
