// Faults that are brought about: each kind of the table strikes a world with its probability, and then its
// steps are put into the timelines of accounts (faults.hpp).
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/worldgen/faults.hpp"
#include "engine/worldgen/sales_drawing.hpp"

namespace drawdown::worldgen {

class fault_drawing : protected sales_drawing {
 protected:
  using sales_drawing::sales_drawing;

  // Which kinds strike this world; to be called before anything asks. What strikes the recorder is planned
  // with the runs, and draws nothing here, so that seeds have the worlds that they had before it.
  void draw_strikes() {
    for (const fault_entry& one : fault_table())
      if (one.kind != fault::recorder_when_asked)
        strikes_[static_cast<std::size_t>(one.kind)] = chance_of(one.probability);
  }
  bool strikes(fault f) const { return strikes_[static_cast<std::size_t>(f)]; }

  void trouble(gateway_spec& gateway) {
    gateway.duplicate_rate = strikes(fault::notice_doubled) ? one_of({100'000U, 500'000U}) : 0;
    gateway.lost_rate = strikes(fault::notice_lost) ? one_of({100'000U, 300'000U}) : 0;
    if (strikes(fault::notice_late) || strikes(fault::notice_out_of_order))
      gateway.delay_max = duration::hours(12);
    if (strikes(fault::success_after_timeout) && chance(50)) gateway.timeout = duration::seconds(1);
    if (!strikes(fault::gateway_outage)) return;
    // Where things happen: on the grid.
    const instant from = some_instant();
    gateway.outages = {{from, from + duration::hours(12)}};
  }

  // Before anything else of the account is drawn.
  void trouble_terms(account_spec& spec) {
    if (strikes(fault::success_after_void) && !spec.invoice_terms && chance(50))
      spec.invoice_terms = some_delay();
    if (strikes(fault::renewal_fails) && chance(50))
      spec.payment_methods.insert(spec.payment_methods.begin(),
                                  method_of({card_answer::ok, card_answer::declines}));
  }

  // Puts the steps of what strikes into the account; steps are numbered on from `ordinal`.
  void trouble_timeline(account_spec& spec, account_index index, std::uint64_t& ordinal) {
    into_ = &spec;
    ordinal_ = &ordinal;
    if (strikes(fault::notice_unknown)) say(some_instant(), notice_of(new_key("nobodys")));
    if (strikes(fault::notice_of_other_account)) notice_of_others(index);
    if (strikes(fault::notice_out_of_order)) pay_twice_at_once();
    if (strikes(fault::success_after_void)) pay_after_void();
    if (strikes(fault::success_after_decline)) succeed_after_decline();
    if (strikes(fault::failure_after_success)) fail_after_success();
    if (strikes(fault::decline_storm)) storm();
    const bool goes_back = strikes(fault::chargeback_after_spend) || strikes(fault::chargeback_twice) ||
                           strikes(fault::chargeback_won) || strikes(fault::refund_after_chargeback);
    if (goes_back) charge_back();
    if (strikes(fault::refund_after_expiry)) refund_after_expiry();
    if (strikes(fault::same_key_again) || strikes(fault::same_key_other_content)) repeat_under_key();
    if (strikes(fault::usage_too_late)) use_too_late();
    if (strikes(fault::expiry_tied_with_debit)) tie_with_expiry();
    if (strikes(fault::hold_outlives_lot)) hold_beyond_lot();
    if (strikes(fault::price_change_under_hold)) change_price_under_hold();
    if (strikes(fault::boundaries_while_idle)) idle();
  }

 private:
  static constexpr duration hour = duration::hours(1);

  void say(instant at, command_body body, std::optional<effect_key> key = {}) {
    command step;
    step.order = {std::min(at, made->end), turn_order::phase::timeline, 0, ++*ordinal_};
    step.key = key.value_or(effect_key{effect_key::space::timeline, 0, *ordinal_});
    if (auto* used = std::get_if<usage>(&body)) {
      used->order = step.order;
      used->key = step.key;
    }
    step.body = std::move(body);
    into_->commands.push_back(std::make_shared<const command>(std::move(step)));
  }

  effect_key new_key(const std::string& name) {
    made->key_names.push_back(name + "-" + std::to_string(made->key_names.size()));
    return {effect_key::space::given, 0, made->key_names.size() - 1};
  }

  static notice_command notice_of(const effect_key& payment,
                                  payment_answer answer = payment_answer::succeeded) {
    return {payment, std::nullopt, answer};
  }
  static top_up_command top_up_of(std::int64_t minor) { return {money::from_minor(minor)}; }
  static usage use_of(std::int64_t units) {
    usage used;
    used.meter = message_meter;
    used.quantity = units * 1'000'000;
    return used;
  }
  payment_method method_of(std::vector<card_answer> card) {
    payment_method method = some_method();
    method.card = std::move(card);
    return method;
  }
  void pay_with(instant at, std::vector<card_answer> card) {
    set_account_command change;
    change.payment_methods = std::vector<payment_method>{method_of(std::move(card))};
    say(at, std::move(change));
  }
  // A lot that ends at that instant and is burned before others.
  effect_key grant_until(instant from, instant ends) {
    grant_command grant;
    grant.amount = credits::whole(100);
    grant.expires = ends;
    grant.priority = 0;
    const effect_key key = new_key("ending");
    say(from, grant, key);
    return key;
  }

  void notice_of_others(account_index index) {
    if (index == 0) {
      of_first_ = new_key("of-the-first");
      say(some_instant(), top_up_of(2500), of_first_);
    } else if (of_first_.was_given()) {
      say(some_instant(), notice_of(of_first_));
    }
  }
  void pay_twice_at_once() {
    const instant t = some_instant();
    pay_with(t, {card_answer::ok});
    for (int n = 0; n < 4; ++n) say(t, top_up_of(2500), new_key("paid"));
  }
  void pay_after_void() {
    const instant t = some_instant();
    const effect_key invoice = new_key("invoice");
    say(t, invoice_command{money::from_minor(2500)}, invoice);
    say(t + hour, void_invoice_command{invoice});
    say(t + duration::hours(2), pay_invoice_command{invoice, std::nullopt});
  }
  void succeed_after_decline() {
    const instant t = some_instant();
    const effect_key paid = new_key("declined");
    pay_with(t, {card_answer::declines});
    say(t, top_up_of(2500), paid);
    say(t + duration::hours(20), notice_of(paid));
  }
  void fail_after_success() {
    const instant t = some_instant();
    const effect_key paid = new_key("paid");
    pay_with(t, {card_answer::ok});
    say(t, top_up_of(2500), paid);
    say(t + duration::hours(18), notice_of(paid));
    say(t + duration::hours(24), notice_of(paid, payment_answer::declined));
  }
  void storm() {
    const instant t = some_instant();
    const auto no = card_answer::declines;
    pay_with(t, {no, no, no, no, card_answer::ok});
    for (int n = 0; n < 5; ++n) say(t + duration::hours(n), top_up_of(2500), new_key("storm"));
  }
  // A purchase, its use, the bank that takes it back, and what may follow.
  void charge_back() {
    const instant t = some_instant();
    const effect_key paid = new_key("paid");
    const effect_key used = new_key("used");
    pay_with(t, {card_answer::ok});
    say(t, top_up_of(5000), paid);
    say(t + duration::hours(18), notice_of(paid));
    say(t + duration::hours(19), use_of(200), used);
    say(t + duration::hours(24), chargeback_command{paid, false});
    if (strikes(fault::chargeback_twice)) say(t + duration::hours(30), chargeback_command{paid, false});
    if (strikes(fault::refund_after_chargeback))
      say(t + duration::hours(36), refund_command{used, std::nullopt});
    if (strikes(fault::chargeback_won)) say(t + duration::days(3), chargeback_command{paid, true});
  }
  void refund_after_expiry() {
    const instant t = some_instant();
    const effect_key used = new_key("used");
    grant_until(t, t + duration::hours(6));
    say(t + hour, use_of(20), used);
    say(t + duration::hours(12), refund_command{used, std::nullopt});
  }
  void repeat_under_key() {
    const instant t = some_instant();
    const effect_key key = new_key("sent");
    const bool is_other = strikes(fault::same_key_other_content);
    say(t, use_of(3), key);
    if (strikes(fault::same_key_again)) say(t + duration::seconds(2), use_of(3), key);
    if (is_other) say(t + duration::seconds(4), use_of(4), key);
  }
  void use_too_late() {
    usage used = use_of(2);
    const instant t = some_instant();
    used.occurred_at = std::max(made->start, t + duration::from_us(-(duration::hours(24).us() + 1)));
    say(t, used);
  }
  void tie_with_expiry() {
    const instant t = some_instant();
    const instant ends = t + duration::hours(6);
    grant_until(t, ends);
    say(ends + duration::from_us(-1), use_of(1));
    say(ends, use_of(1));
    say(ends.next(), use_of(1));
  }
  void hold_beyond_lot() {
    const instant t = some_instant();
    const effect_key held = new_key("held");
    grant_until(t, t + duration::hours(6));
    hold_command hold;
    hold.amount = credits::whole(40);
    hold.ttl = duration::days(7);
    say(t + hour, hold, held);
    say(t + duration::hours(12), capture_command{held, credits::whole(25), false});
  }
  void change_price_under_hold() {
    if (made->versions.empty()) return;
    const instant change = made->versions[below(made->versions.size())].effective;
    if (change - made->start < hour) return;
    const effect_key held = new_key("held");
    hold_command hold;
    hold.meter = message_meter;
    hold.quantity = 8'000'000;
    hold.ttl = duration::days(7);
    grant_until(change + duration::from_us(-hour.us()), change + duration::days(2));
    say(change + duration::from_us(-1), hold, held);
    say(change + hour, capture_command{held, metered_quantity{message_meter, 6'000'000}, false});
  }
  // Nothing is done for the last two thirds of the run, in which a grant comes again and again.
  void idle() {
    if (chance(50)) return;
    const instant from = made->start + duration::from_us((made->end - made->start).us() / 3);
    const auto is_later = [&](const auto& step) { return step->order.at > from; };
    std::erase_if(into_->commands, is_later);
    for (agent_spec& agent : into_->agents) {
      if (auto* told = std::get_if<timeline_source>(&agent.source))
        std::erase_if(told->items, [&](const usage& used) { return used.order.at > from; });
      else
        agent.source = timeline_source{};
    }
    grant_command grant;
    grant.amount = credits::whole(5);
    grant.recurs = recurrence{duration::days(1), std::nullopt};
    say(from, grant, new_key("daily"));
  }

  static constexpr meter_index message_meter = 1;
  std::array<bool, faults> strikes_{};
  effect_key of_first_{effect_key::space::timeline, 0, 0};
  account_spec* into_ = nullptr;
  std::uint64_t* ordinal_ = nullptr;
};

}  // namespace drawdown::worldgen
