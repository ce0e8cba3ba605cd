// The fast core of one billing account: its state, and the steps that move it. Pure: a step takes a stimulus
// and leaves effects; what a step did is appended to the commit block. Actors, tests and benchmarks run this
// same core.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <boost/container/flat_map.hpp>

#include "engine/account/debit_memory.hpp"
#include "engine/account/key_memory.hpp"
#include "engine/agents/spender.hpp"
#include "engine/debts/debt_book.hpp"
#include "engine/holds/hold_book.hpp"
#include "engine/lots/lot_book.hpp"
#include "engine/payments/overage_book.hpp"
#include "engine/payments/payment_book.hpp"
#include "engine/payments/recharge.hpp"
#include "engine/pricing/meter_counts.hpp"
#include "engine/pricing/usage_price.hpp"
#include "engine/record/block_writer.hpp"
#include "engine/subscriptions/subscription.hpp"
#include "engine/units/rarely.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// What a step leaves to be done: events that happened, and charges to be made before anything else happens.
struct effects {
  record::block_writer events;
  std::vector<charge> charges;
};

// A lot that was granted under a key, for who revokes it (R3.11).
struct granted_lot {
  lot_id id = 0;
  instant end;
  bool revoked = false;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.id, self.end, self.revoked);
  }
};

// One billing account as a value. Stimuli must come in the order of R2.4; `visit` sees to that.
class account_core {
 public:
  account_core(std::shared_ptr<const world> in, account_index index);

  account_index index() const { return index_; }
  bool has_begun() const { return begun_; }

  // The account begins at the start of the run: declared lots are booked, then auto-recharge is looked at
  // (R2.10).
  void begin(effects& out);

  // When the phases A–F of R2.4 have something to do next; never if nothing is due.
  instant next_due() const { return next_due_; }

  // The phases A–F of the instant `t`, and the look at auto-recharge after them (R2.4).
  void turn(instant t, effects& out);

  // One usage (R4, R5), and the look after it. Returns what became of it: for a repeated one the first
  // outcome.
  outcome use(const usage& used, effects& out);

  // One step of the timeline, and the look after it. Crashes are nobody's business here.
  void act(const command& step, effects& out);

  // What a gateway will say of a charge that was made (R10.1).
  void expect(const script& heard_later) {
    payments_.expect(heard_later);
    note_next_due();
  }

  // The figures of R3.12.
  figures now() const {
    figures seen = lots_.left();
    seen.debt = debts_.total();
    seen.invoiced = overage_.unbilled();
    return seen;
  }

  // How many payments the account had not forgotten when its last digest was made, and was asked for since.
  std::size_t payments_remembered() const { return payments_.size(); }

  // A digest of the whole state at `t`, the same wherever the same things happened. Before, what nothing asks
  // for any more is forgotten: keys whose window is over, payments that are.
  std::uint64_t digest(instant t);

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.begun_, self.said_low_, self.next_due_, self.lots_, self.agents_, self.keys_, self.counted_,
            self.payments_, self.overage_, self.recharge_, self.changed_methods_, self.subscription_,
            self.holds_, self.debts_, self.grants_, self.low_balance_, self.period_begin_, self.period_end_,
            self.committed_, self.debits_);
    auto version = self.sold_.version;
    archive(version);
    if constexpr (Archive::is_reading)
      while (self.sold_.version < version && !self.sold_.until.is_never())
        self.sold_ = sold_at(*self.world_, self.index_, self.sold_.until);
  }

 private:
  // Who spends, and for what.
  struct spending_of {
    agent_index agent = no_agent;
    purpose of;
  };
  // How a debit or a hold would be covered, or why it is refused (R4.7).
  struct cover {
    outcome result = outcome::charged;
    credits cost{};
    credits within{};            // from the lots that the agent may spend
    credits beyond{};            // its limit: from the wallet alone (R5.3)
    credits debt{};              // R4.5
    credits forgiven{};          // R4.5
    credits invoiced{};          // R4.5
    std::int64_t billed = 0;     // of its quantity, for the counters of tiers (R7.2)
    std::int64_t uncharged = 0;  // of its quantity (R4.1)
    std::uint16_t version = 0;   // of the catalog that priced it (R7.3)
  };

  // Debits: debit.cpp
  // On whose behalf something is spent: whom it names, else whom its agent acts for (R5.5).
  user_index user_of(agent_index agent, user_index named) const {
    return named != no_user || agent == no_agent ? named : agents_[agent].user;
  }
  cover cover_for(const spending_of& who, credits cost, bool asks_for_balance,
                  short_of_credit when_short) const;
  outcome why_refused(const spending_of& who, credits cost, bool asks_for_balance) const;
  void find_credit(const spending_of& who, cover& covered) const;
  void go_short(cover& covered, short_of_credit when_short) const;
  void take(const cover& covered, const spending_of& who, const effect_key& key);
  void owe(credits amount, const effect_key& key, const spending_of& who, bool of_usage);
  void pay_debts(instant t, effects& out);
  void note_debt_paid(const debt& of, credits paid);
  bool is_suspended() const { return !debts_.of_chargebacks().is_zero(); }

  // Usage: use.cpp
  spending_of spending(const usage& used) const;
  sold_catalog pricing(const usage& used) const;
  cover check(const usage& used, const spending_of& who) const;
  cover cover_whole_or_part(const usage& used, const spending_of& who, const meter& priced) const;
  cover cover_whole(const spending_of& who, const meter& priced, const usage_cost& price,
                    short_of_credit when_short) const;
  cover cover_divisible(const usage& used, const spending_of& who, const meter& priced,
                        const usage_cost& price) const;
  std::optional<cover> cover_part(const usage& used, const spending_of& who, const meter& priced) const;
  bool asks_for_balance(const meter& priced) const {
    return priced.requires_positive_balance.value_or(rules().requires_positive_balance);
  }
  outcome answer_again(const usage& used, const seen_usage& first, effects& out);
  outcome refuse_conflict(const usage& used, effects& out);
  void charge_usage(const usage& used, const spending_of& who, const cover& covered, effects& out);

  // Commands: command.cpp
  void act_on(const command& step, const usage& body, effects& out);
  void act_on(const command& step, const top_up_command& body, effects& out);
  void act_on(const command& step, const grant_command& body, effects& out);
  void act_on(const command& step, const set_agent_command& body, effects& out);
  void act_on(const command& step, const set_account_command& body, effects& out);
  void act_on(const command& step, const notice_command& body, effects& out);
  void act_on(const command& step, const crash_command& body, effects& out);
  void act_on(const command& step, const expect_command& body, effects& out);
  void act_on(const command& step, const hold_command& body, effects& out);
  void act_on(const command& step, const capture_command& body, effects& out);
  void act_on(const command& step, const void_command& body, effects& out);
  void act_on(const command& step, const revoke_command& body, effects& out);
  void act_on(const command& step, const adjust_command& body, effects& out);
  void act_on(const command& step, const reset_command& body, effects& out);
  void act_on(const command& step, const subscribe_command& body, effects& out);
  void act_on(const command& step, const change_plan_command& body, effects& out);
  void act_on(const command& step, const cancel_command& body, effects& out);
  void act_on(const command& step, const resume_command& body, effects& out);
  void act_on(const command& step, const add_on_command& body, effects& out);
  void act_on(const command& step, const seat_command& body, effects& out);
  void act_on(const command& step, const refund_command& body, effects& out);
  void act_on(const command& step, const refund_payment_command& body, effects& out);
  void act_on(const command& step, const chargeback_command& body, effects& out);
  void act_on(const command& step, const view_usage_command& body, effects& out);
  void act_on(const command& step, const invoice_command& body, effects& out);
  void act_on(const command& step, const pay_invoice_command& body, effects& out);
  void act_on(const command& step, const void_invoice_command& body, effects& out);
  void act_on(const command& step, const estimate_command& body, effects& out);
  void act_on(const command& step, const quote_command& body, effects& out);
  struct first_answer {
    outcome result;
    bool repeated;
  };
  std::optional<first_answer> answer_before(const command& step);
  bool answer_repeated_or_forbidden(const command& step, command_event::what of, effects& out);
  void remember(const command& step, outcome result);
  void tell(const command& step, command_event::what of, outcome result, effects& out);

  // Holds: hold.cpp
  std::optional<usage_cost> price_now(meter_index meter, const measured& used, const catalog& by) const;
  std::optional<credits> asked_of(const hold_command& body) const;
  std::optional<usage_cost> asked_of(const hold& of, const capture_command& body) const;
  outcome place_hold(const command& step, const hold_command& body, effects& out);
  outcome capture(const command& step, const capture_command& body, effects& out);
  void capture_from(hold& of, credits amount, capture_event told, bool keep_rest, instant t, effects& out);
  void debit_overrun(const hold& of, const capture_event& captured, credits excess, instant t, effects& out);
  outcome void_hold(const command& step, const void_command& body, effects& out);
  void run_out(hold& of, effects& out);
  std::vector<released_slice> give_back(hold& of, hold_state as);

  // Lots: lots.cpp
  outcome grant(const command& step, const grant_command& body, effects& out);
  outcome revoke(const command& step, const revoke_command& body, effects& out);
  outcome adjust(const command& step, const adjust_command& body, effects& out);
  outcome adjust_down(const command& step, credits amount, bool into_debt, effects& out);
  outcome accept(lot made, instant t, effects& out);
  void book(const lot& booked, instant t, effects& out);
  void tell_of(const lot& told, outcome result, instant t, effects& out);
  void reset_lots(instant t, effects& out);
  void recur_lots(instant t, effects& out);
  void tell_refilled(const refilled_lot& of, refill_event::why because, instant t, effects& out);

  // account_core.cpp
  instant earliest_due() const;
  // Whoever may have changed when something is due says so. Usage can't, but for the look after it.
  void note_next_due() { next_due_ = earliest_due(); }
  void forget_payments();
  void begin_counts();
  void note_plan_credit(lot_kind kind);
  void note_nothing_left() {
    if (lots_.left().without_paid().is_zero()) stop_without_plan_credit();
  }
  void stop_without_plan_credit();
  credits room() const { return credits::largest() - committed_; }
  bool has_room_for(credits amount) const { return amount <= room(); }
  bool has_room_for(const purchase& bought) const {
    return has_room_for(bought.brings) && bought.bonus <= room() - bought.brings;
  }

  // After the phases A–F of an instant, and after each step and usage: debt is paid, then low balance and
  // auto-recharge are looked at (R2.4).
  void look(instant t, effects& out) {
    if (!debts_.open().empty() || low_balance_ || recharge_->terms) look_closely(t, out);
  }
  void look_closely(instant t, effects& out);
  void look_at_balance(instant t, effects& out);

  // Refunds of usage: refund.cpp
  outcome refund(const command& step, const refund_command& body, effects& out);
  std::optional<outcome> why_no_refund(const remembered_debit* of, const refund_command& body,
                                       std::optional<credits> asked, instant t) const;
  credits refundable(const remembered_debit& of) const;
  void unwind(remembered_debit& of, credits amount, instant t, std::vector<refunded_slice>& slices,
              std::vector<lot>& regranted);
  void put_back(const slice& part, instant t, std::vector<refunded_slice>& slices,
                std::vector<lot>& regranted);
  credits pay_chargeback(payment_id payment, credits amount);
  lot regrant_of(const slice& part, instant t);
  void bring_back(lot made, instant t, effects& out);

  // Refunds of payments: payment_refund.cpp
  outcome refund_payment(const command& step, const refund_payment_command& body, effects& out);
  tl::expected<credits, outcome> to_take_back(const payment* of, const refund_payment_command& body);
  std::vector<lot_id> alive_lots_of(payment_id payment) const;

  // Chargebacks: chargeback.cpp
  std::optional<outcome> why_not_charged_back(const payment* of);
  std::optional<outcome> why_nothing_to_win(const payment* of, instant t);
  credits used_of(const payment& of) const;
  void charge_back(payment& of, const effect_key& key, instant t, effects& out);
  void void_for(hold& of, const effect_key& key, instant t, effects& out);
  std::vector<slice> to_return(const chargeback& of, instant t) const;
  void win_chargeback(payment& of, const effect_key& key, instant t, effects& out);

  // Invoices: invoice.cpp
  void issue_invoice(const payment& of, instant t, effects& out);
  tl::expected<payment*, outcome> open_invoice(const effect_key& key);
  outcome pay_invoice(payment& of, const command& step, std::optional<money> asked, effects& out);
  void tell_overdue(payment& of, instant t, effects& out);

  // Payments: payment.cpp
  void top_up(const command& step, const asked_amount& asked, command_event::what told, effects& out);
  purchase_or_refusal asked_purchase(const asked_amount& asked, bool by_invoice) const;
  credits brought_by(const payment& of);
  void grant_bonus(const payment& of, instant t, effects& out);
  void begin_payment(effect_key key, const purchase& bought, payment_for of, instant t, effects& out);
  void credit_purchase(payment& of, instant t, effects& out);
  void send_attempt(payment& of, instant t, effects& out);
  void hear(const notice& heard, bool by_hand, instant t, effects& out);
  void credit(payment& of, instant t, effects& out);
  void fail(payment& of, std::uint16_t reason, instant t, effects& out);
  void schedule_retry_or_give_up(payment& of, instant t, effects& out);
  void retry(payment& of, instant t, effects& out);
  void change_methods(const std::vector<payment_method>& changed);
  void change_recharge(const std::optional<recharge_terms>& terms);
  void look_at_recharge(instant t, effects& out);
  void wait(const recharge_state::hindrance& for_what, instant t, effects& out);

  // Usage that is paid in money: overage.cpp
  std::optional<money> due_with_overage(int128 minor) const;
  void bill_overage_in(payment_id payment, const effect_key& key, money price, instant t, effects& out);
  void charge_overage(instant t, effects& out);
  void settle_overage(payment& of, instant t, effects& out);
  void take_overage_back(payment_id from);

  // Estimates: estimate.cpp
  outcome estimate(const command& step, const estimate_command& body, effects& out);
  std::optional<credits> planned_cost(const estimate_command& body, instant t) const;
  credits available_for(const estimate_command& body) const;

  // Who may do what: roles.cpp, membership.cpp
  bool is_forbidden(const command& step, command_event::what of) const;
  bool opens_feature(const meter& of) const { return of.feature.empty() || opens_feature(of.feature); }
  bool opens_feature(const std::string& feature) const;
  bool is_member() const;
  bool may_top_up() const;

  // Subscriptions: subscription.cpp
  bool can_pay() const { return spec().invoice_terms.has_value() || !methods().empty(); }
  const plan_terms& plan_now() const { return sold().plans[subscription_->plan]; }
  void declare_plan(effects& out);
  outcome subscribe(const command& step, const subscribe_command& body, effects& out);
  void begin_subscription(const first_cycle_order& order, payment_id paid_by, effect_key key, instant t,
                          effects& out);
  outcome cancel(const command& step, const cancel_command& body, effects& out);
  std::optional<outcome> why_not_there() const;
  money rest_of_cycle(instant t);
  void end_subscription(instant t, payment_id because_of, effects& out);
  void settle(payment& of, instant t, effects& out);
  void give_back(payment& of, money amount, const effect_key& key, instant t, effects& out);
  void fail_order(payment& of, instant t, effects& out);
  void drop_order(payment& of, instant t, effects& out);
  cycle_part left_of(const cycle_period& period, instant t) const;
  void tell_subscription(subscription_event::what of, payment_id payment, instant t, effects& out);
  void begin_usage_period(instant t);
  instant end_of_usage_period(instant t) const;

  // The turn of a cycle or grant period: renewal.cpp
  void turn_lots(instant t, effects& out);
  cycle_period next_grant_period(instant t) const;
  std::vector<lot> who_stay(std::vector<lot> lots, instant t) const;
  void carry_or_end(const std::vector<lot>& due, const std::optional<carry_terms>& carries, instant until,
                    instant t, effects& out);
  void carry(lot_id id, credits keep, credits refilled, instant until, instant t, effects& out);
  void end_cycle_lots(const std::vector<lot>& which, instant t, effects& out);
  void trim_carried(instant t, effects& out);
  void turn_subscription(instant t, effects& out);
  bool has_unpaid_cycle() const;
  void turn_cycle(instant t, effects& out);
  bool is_offered(add_on_index add_on, plan_index plan) const;
  void charge_cycle(instant t, effects& out);
  void pay_units();
  void settle_renewal(const payment& of, const renewal_order& order, instant t, effects& out);
  void fail_renewal(payment& of, renewal_order& order, instant t, effects& out);
  void become_past_due(const payment& of, renewal_order& order, instant t, effects& out);
  void retry_renewal(payment& of, instant t, effects& out);
  void try_new_method(instant t, effects& out);
  void grant_cycle(const effect_key& key, payment_id paid_by, instant t, effects& out);
  void grant_allocation(std::optional<credits> each, const effect_key& key, payment_id paid_by, instant t,
                        effects& out);
  void grant_units(add_on_index add_on, std::optional<credits> each, money price, const effect_key& key,
                   payment_id paid_by, instant t, effects& out);
  void grant_of_cycle(lot made, std::optional<credits> amount, instant t, effects& out);

  // What a change within a cycle costs, and what it does.
  struct planned_change {
    std::optional<outcome> refused = {};
    money due = {};
    bool at_renewal = false;  // nothing is due, nothing happens before
    std::optional<subscription_order> order = {};
  };

  // Changes within a cycle: plan_change.cpp
  std::optional<outcome> why_no_change() const;
  planned_change plan_of(const change_plan_command& body, instant t) const;
  outcome pay_for(const command& step, const planned_change& change, payment_for of, command_event::what told,
                  effects& out);
  void carry_out(const subscription_order& order, const effect_key& key, payment_id paid_by, instant t,
                 effects& out);
  void change_plan(const plan_change_order& order, const effect_key& key, payment_id paid_by, instant t,
                   effects& out);
  std::optional<credits> brought_by(const plan_change_order& order, const plan_terms& from,
                                    const plan_terms& to, bool prorates) const;

  // Units and users: units_and_seats.cpp
  planned_change plan_of(const add_on_command& body, instant t) const;
  planned_change plan_of(const seat_command& body, instant t) const;
  void add_units(const units_order& order, const effect_key& key, payment_id paid_by, instant t,
                 effects& out);
  bool seats_are_sold() const;
  outcome join(const command& step, const seat_command& body, effects& out);
  outcome leave(const command& step, const seat_command& body, effects& out);
  void seat_user(const seat_order& order, const effect_key& key, payment_id paid_by, instant t, effects& out);

  // Quotes: quote.cpp
  template <class Change>
  outcome quote(const command& step, const Change& change, effects& out);
  template <class Change>
  planned_change plan_to_quote(const Change& change, instant t) const {
    return plan_of(change, t);
  }
  planned_change plan_to_quote(const change_plan_command& change, instant t) const;
  planned_change plan_to_quote(const seat_command& change, instant t) const;
  credits granted_by(const planned_change& change) const;
  template <class Change>
  int128 cost_after(const Change& change) const;

  void emit(instant t, const event_body& body, effects& out) { out.events.append(t, body); }

  std::shared_ptr<const world> world_;
  account_index index_ = 0;
  bool begun_ = false;
  bool fills_allocations_ = false;  // some plan carries at least so much: used-up lots are kept for it (R8.2)
  bool said_low_ = false;           // since what is available fell below the level
  sold_catalog sold_;               // in force (R7.3)
  instant next_due_;                // asked for before every debit
  lot_book lots_;
  std::vector<spender> agents_;
  key_memory keys_;
  meter_counts counted_;
  payment_book payments_;
  overage_book overage_;
  rarely<recharge_state> recharge_;
  rarely<std::vector<payment_method>> changed_methods_;  // untouched: those that were declared
  rarely<subscription> subscription_;
  hold_book holds_;
  debt_book debts_;
  boost::container::flat_map<effect_key, granted_lot> grants_;  // that can be revoked
  std::optional<credits> low_balance_;                          // the level (R10.6)
  instant period_begin_;                                        // of the usage period (R2.6)
  instant period_end_;                                          // when it turns
  credits committed_;  // granted, refilled, scheduled, being paid for and owed, ever: bounds every sum (R1.6)
  std::vector<slice> slices_;  // of the debit in hand
  debit_memory debits_;        // that may be refunded (R9.7)

  const account_spec& spec() const { return world_->accounts[index_]; }
  const zone_table& zone() const { return world_->zones[spec().zone]; }
  const settings& rules() const { return world_->settings; }
  const catalog& sold() const { return *sold_.terms; }
  // The first is the default.
  const std::vector<payment_method>& methods() const {
    return changed_methods_.is_untouched() ? spec().payment_methods : *changed_methods_;
  }
};

}  // namespace drawdown
