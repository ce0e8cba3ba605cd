// The fast core of one billing account: its state, and the steps that move it. Pure: a step takes a stimulus
// and leaves effects; what a step did is appended to the commit block. Actors, tests and benchmarks run this
// same core.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/account/key_memory.hpp"
#include "engine/agents/spender.hpp"
#include "engine/debts/debt_book.hpp"
#include "engine/holds/hold_book.hpp"
#include "engine/lots/lot_book.hpp"
#include "engine/payments/payment_book.hpp"
#include "engine/payments/recharge.hpp"
#include "engine/pricing/meter_counts.hpp"
#include "engine/pricing/usage_price.hpp"
#include "engine/record/block.hpp"
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
  instant next_due() const;

  // The phases A–F of the instant `t`, and the look at auto-recharge after them (R2.4).
  void turn(instant t, effects& out);

  // One usage (R4, R5), and the look after it. Returns what became of it: for a repeated one the first
  // outcome.
  outcome use(const usage& used, effects& out);

  // One step of the timeline, and the look after it. Crashes are nobody's business here.
  void act(const command& step, effects& out);

  // What a gateway will say of a charge that was made (R10.1).
  void expect(const script& heard_later) { payments_.expect(heard_later); }

  // The figures of R3.12.
  figures now() const {
    figures seen = lots_.left();
    seen.debt = debts_.total();
    return seen;
  }

  // A digest of the whole state at `t`, the same wherever the same things happened.
  std::uint64_t digest(instant t);

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
    credits within{};    // from the lots that the agent may spend
    credits beyond{};    // its limit: from the wallet alone (R5.3)
    credits debt{};      // R4.5
    credits forgiven{};  // R4.5
  };

  // Debits: debit.cpp
  user_index user_of(agent_index agent, user_index named) const;
  cover cover_for(const spending_of& who, std::optional<credits> cost, bool asks_for_balance,
                  short_of_credit when_short) const;
  cover within_and_beyond(const spending_of& who, credits cost) const;
  cover go_short(cover covered, short_of_credit when_short) const;
  void take(const cover& covered, const spending_of& who, const effect_key& key);
  void owe(credits amount, const effect_key& key, const spending_of& who, bool of_usage);
  void pay_debts(instant t, effects& out);

  // Usage: use.cpp
  spending_of spending(const usage& used) const;
  cover check(const usage& used, std::int64_t& billed) const;
  outcome answer_again(const usage& used, const seen_usage& first, effects& out);
  outcome refuse_conflict(const usage& used, effects& out);
  void charge_usage(const usage& used, const cover& covered, effects& out);

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
  struct first_answer {
    outcome result;
    bool repeated;
  };
  std::optional<first_answer> answer_before(const command& step);
  bool came_before(const command& step, command_event::what of, effects& out);
  void remember(const command& step, outcome result);
  void tell(const command& step, command_event::what of, outcome result, effects& out);

  // Holds: hold.cpp
  std::optional<usage_cost> price_now(meter_index meter, const measured& used) const;
  std::optional<credits> asked_of(const hold_command& body) const;
  std::optional<usage_cost> asked_of(const hold& of, const capture_command& body) const;
  outcome place_hold(const command& step, const hold_command& body, effects& out);
  outcome capture(const command& step, const capture_command& body, effects& out);
  void capture_from(hold& of, credits amount, capture_event told, bool keep_rest, instant t, effects& out);
  void debit_overrun(const capture_event& captured, credits excess, instant t, effects& out);
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
  void begin_counts();
  void note_plan_credit(lot_kind kind);
  void note_nothing_left();
  credits room() const { return credits::largest() - committed_; }
  bool has_room_for(credits amount) const { return amount <= room(); }

  // After the phases A–F of an instant, and after each step and usage: debt is paid, then low balance and
  // auto-recharge are looked at (R2.4).
  void look(instant t, effects& out);
  void look_at_balance(instant t, effects& out);

  // Payments: payment.cpp
  void begin_payment(effect_key key, const purchase& bought, bool recharge, instant t, effects& out);
  void send_attempt(payment& of, instant t, effects& out);
  void hear(const notice& heard, bool by_hand, instant t, effects& out);
  void credit(payment& of, instant t, effects& out);
  void fail(payment& of, std::uint16_t reason, instant t, effects& out);
  void schedule_retry_or_give_up(payment& of, instant t, effects& out);
  void retry(payment& of, instant t, effects& out);
  void change_methods(const std::vector<payment_method>& methods);
  void change_recharge(const std::optional<recharge_terms>& terms);
  void look_at_recharge(instant t, effects& out);
  void wait(const recharge_state::hindrance& for_what, instant t, effects& out);

  void emit(instant t, const event_body& body, effects& out) { out.events.append(t, body); }

  std::shared_ptr<const world> world_;
  account_index index_ = 0;
  bool begun_ = false;
  lot_book lots_;
  std::vector<spender> agents_;
  key_memory keys_;
  meter_counts counted_;
  payment_book payments_;
  recharge_state recharge_;
  std::vector<payment_method> methods_;  // the first is the default
  hold_book holds_;
  debt_book debts_;
  std::map<effect_key, granted_lot> grants_;  // that can be revoked
  std::optional<credits> low_balance_;        // the level (R10.6)
  bool said_low_ = false;                     // since what is available fell below it
  instant period_begin_;                      // of the usage period (R2.6)
  instant period_end_;                        // when it turns
  credits committed_;  // granted, refilled, scheduled, being paid for and owed, ever: bounds every sum (R1.6)
  std::vector<slice> slices_;  // of the debit in hand

  const account_spec& spec() const { return world_->accounts[index_]; }
  const zone_table& zone() const { return world_->zones[spec().zone]; }
  const settings& rules() const { return world_->settings; }
};

}  // namespace drawdown
