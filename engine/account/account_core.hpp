// The fast core of one billing account: its state, and the steps that move it. Pure: a step takes a stimulus
// and leaves effects; what a step did is appended to the commit block. Actors, tests and benchmarks run this
// same core.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/account/key_memory.hpp"
#include "engine/agents/spender.hpp"
#include "engine/lots/lot_book.hpp"
#include "engine/payments/payment_book.hpp"
#include "engine/payments/recharge.hpp"
#include "engine/record/block.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// What a step leaves to be done: events that happened, and charges to be made before anything else happens.
struct effects {
  record::block_writer events;
  std::vector<charge> charges;
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
  const figures& now() const { return lots_.left(); }

  // A digest of the whole state at `t`, the same wherever the same things happened.
  std::uint64_t digest(instant t);

 private:
  // Usage: use.cpp
  struct debit_check {
    outcome result = outcome::charged;
    credits cost;
    credits beyond_limit;  // the part that comes from the wallet alone (R5.3)
  };
  debit_check check(const usage& used) const;
  outcome answer_again(const usage& used, const seen_usage& first, effects& out);
  outcome refuse_conflict(const usage& used, effects& out);
  void charge_usage(const usage& used, const debit_check& checked, effects& out);

  // Commands: command.cpp
  void act_on(const command& step, const usage& body, effects& out);
  void act_on(const command& step, const top_up_command& body, effects& out);
  void act_on(const command& step, const grant_command& body, effects& out);
  void act_on(const command& step, const set_agent_command& body, effects& out);
  void act_on(const command& step, const set_account_command& body, effects& out);
  void act_on(const command& step, const notice_command& body, effects& out);
  void act_on(const command& step, const crash_command& body, effects& out);
  void act_on(const command& step, const expect_command& body, effects& out);
  bool came_before(const command& step, command_event::what of, effects& out);
  void remember(const command& step, command_event::what of, outcome result);
  outcome grant(const command& step, const grant_command& body, effects& out);

  // Lots: account.cpp
  void book(const lot& booked, instant t, effects& out);
  void note_nothing_left();
  bool has_room_for(credits amount) const;

  // Payments: payment.cpp
  void begin_payment(effect_key key, const purchase& bought, bool recharge, instant t, effects& out);
  void send_attempt(payment& of, instant t, effects& out);
  void hear(const notice& heard, bool by_hand, instant t, effects& out);
  void credit(payment& of, instant t, effects& out);
  void fail(payment& of, std::uint16_t reason, instant t, effects& out);
  void schedule_retry_or_give_up(payment& of, instant t, effects& out);
  void retry(payment& of, instant t, effects& out);
  void look(instant t, effects& out);

  void emit(instant t, const event_body& body, effects& out) { out.events.append(t, body); }

  std::shared_ptr<const world> world_;
  account_index index_ = 0;
  bool begun_ = false;
  lot_book lots_;
  std::vector<spender> agents_;
  key_memory keys_;
  payment_book payments_;
  recharge_state recharge_;
  std::vector<payment_method> methods_;  // the first is the default
  instant period_end_;                   // when the usage period turns (R2.6)
  credits committed_;          // granted, scheduled and being paid for, ever: bounds every sum (R1.5)
  std::vector<slice> slices_;  // of the debit in hand

  const account_spec& spec() const { return world_->accounts[index_]; }
  const zone_table& zone() const { return world_->zones[spec().zone]; }
  const settings& rules() const { return world_->settings; }
};

}  // namespace drawdown
