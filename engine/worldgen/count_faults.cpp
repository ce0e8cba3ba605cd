#include "engine/worldgen/count_faults.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <type_traits>
#include <utility>

namespace drawdown::worldgen {
namespace {

constexpr duration late = duration::hours(1);
constexpr unsigned declines_in_a_storm = 3;
constexpr unsigned boundaries_in_a_row = 3;

// An attempt at a payment, as far as anything was heard of it.
struct attempt {
  std::uint64_t number = 0;  // among the charges of the account
  instant sent;
  gateway_index gateway = 0;
  std::optional<payment_answer> answer;
  instant answered;
  unsigned notices = 0;
};

class counter {
 public:
  counter(const world& in, account_index account, fault_counts& into)
      : in_(in), account_(account), counts_(into) {}

  void read(const std::vector<event>& events) {
    for (const event& one : events) {
      now_ = one.at;
      std::visit(*this, one.body);
    }
    for (const auto& [which, made] : attempts_)
      if (is_lost(made)) add(fault::notice_lost);
  }

  void operator()(const charge_event& e) {
    attempts_[{e.payment, e.attempt}] = {attempts_.size(), now_, e.gateway, {}, {}, 0};
    const auto is_down = [&](const outage& down) { return down.from <= now_ && now_ < down.until; };
    const std::vector<outage>& outages = in_.gateways[e.gateway].outages;
    if (std::any_of(outages.begin(), outages.end(), is_down)) add(fault::gateway_outage);
  }
  void operator()(const heard_event& e) {
    if (e.effect == notice_effect::unknown_payment)
      return add(is_of_other_account(e.key) ? fault::notice_of_other_account : fault::notice_unknown);
    attempt& of = attempts_[{e.payment, e.attempt}];
    if (e.is_answer) hear_answer(of, e);
    if (!e.is_answer && !e.by_hand) hear_notice(of);
    if (e.answer == payment_answer::declined) declined_.insert(e.payment);
    if (e.effect == notice_effect::credited) hear_credit(of, e.payment);
    if (e.effect == notice_effect::ignored && e.answer != payment_answer::succeeded &&
        credited_.contains(e.payment))
      add(fault::failure_after_success);
  }
  void operator()(const subscription_event& e) {
    if (e.of == subscription_event::what::past_due) add(fault::renewal_fails);
    if (e.of == subscription_event::what::turned) meet_boundary();
  }
  void operator()(const chargeback_event& e) {
    begin_doing();
    if (e.is_won) return add(fault::chargeback_won);
    if (e.debt > credits{}) add(fault::chargeback_after_spend);
    for (const slice& taken : e.slices) charged_back_.insert(taken.lot);
  }
  void operator()(const refund_event& e) {
    begin_doing();
    note_answer(e);
    for (const refunded_slice& part : e.slices) {
      if (part.went == refunded_to::expired || part.went == refunded_to::regranted)
        return add(fault::refund_after_expiry);
      if (part.went == refunded_to::debt ||
          (part.went == refunded_to::revoked && charged_back_.contains(part.lot)))
        return add(fault::refund_after_chargeback);
    }
  }
  void operator()(const command_event& e) {
    begin_doing();
    note_answer(e);
    if (e.of == command_event::what::chargeback && e.result == outcome::already_charged_back)
      add(fault::chargeback_twice);
    if (e.of == command_event::what::pay_invoice && e.result == outcome::already_voided)
      add(fault::success_after_void);
  }
  void operator()(const usage_event& e) {
    begin_doing();
    note_answer(e);
    if (e.result == outcome::charged) meet_debit();
  }
  void operator()(const hold_event& e) {
    begin_doing();
    note_answer(e);
    if (e.result != outcome::held || e.repeated) return;
    meet_debit();
    if (e.quantity > 0) held_by_quantity_[e.key] = now_;
  }
  void operator()(const capture_event& e) {
    begin_doing();
    note_answer(e);
    if (e.result != outcome::captured || e.repeated) return;
    const auto has_ended = [&](const slice& taken) { return ended_.contains(taken.lot); };
    if (std::any_of(e.slices.begin(), e.slices.end(), has_ended)) add(fault::hold_outlives_lot);
    const auto held = held_by_quantity_.find(e.hold);
    if (e.quantity > 0 && held != held_by_quantity_.end() && prices_changed_since(held->second))
      add(fault::price_change_under_hold);
  }
  void operator()(const release_event& e) {
    note_answer(e);
    if (e.ran_out) return meet_boundary();
    begin_doing();
  }
  void operator()(const lot_end_event& e) {
    ended_.insert(e.lot);
    lot_ended_at_ = now_;
    meet_boundary();
  }
  void operator()(const refill_event&) { meet_boundary(); }
  void operator()(const carry_event&) { meet_boundary(); }
  void operator()(const adjust_event&) { begin_doing(); }
  void operator()(const revoke_event&) { begin_doing(); }
  void operator()(const figures_event&) { begin_doing(); }
  template <class Other>
  void operator()(const Other&) {}

 private:
  void add(fault f) { ++counts_[static_cast<std::size_t>(f)]; }

  // What a client was told under its key.
  template <class Event>
  void note_answer(const Event& e) {
    if (e.repeated) add(fault::same_key_again);
    if (e.result == outcome::idempotency_conflict) add(fault::same_key_other_content);
    if (e.result == outcome::too_late) add(fault::usage_too_late);
  }

  void hear_answer(attempt& of, const heard_event& e) {
    of.answer = e.answer;
    of.answered = now_;
    declines_in_a_row_ = e.answer == payment_answer::declined ? declines_in_a_row_ + 1 : 0;
    if (declines_in_a_row_ == declines_in_a_storm) add(fault::decline_storm);
  }
  void hear_notice(attempt& of) {
    if (++of.notices > 1) add(fault::notice_doubled);
    if (of.answer && now_ - of.answered >= late) add(fault::notice_late);
    if (of.number < newest_noticed_) add(fault::notice_out_of_order);
    newest_noticed_ = std::max(newest_noticed_, of.number);
  }
  void hear_credit(const attempt& of, payment_id payment) {
    credited_.insert(payment);
    if (of.answer == payment_answer::timed_out) add(fault::success_after_timeout);
    if (declined_.contains(payment)) add(fault::success_after_decline);
  }

  // Whether a success was answered whose notice would have come long before the end.
  bool is_lost(const attempt& made) const {
    if (made.answer != payment_answer::succeeded || made.notices > 0) return false;
    return made.answered + in_.gateways[made.gateway].delay_max < in_.end;
  }

  bool is_of_other_account(const effect_key& key) const {
    if (!key.was_given()) return false;
    for (account_index other = 0; other < in_.accounts.size(); ++other) {
      if (other == account_) continue;
      for (const auto& step : in_.accounts[other].commands)
        if (step->key == key && std::holds_alternative<top_up_command>(step->body)) return true;
    }
    return false;
  }

  bool prices_changed_since(instant held) const {
    const account_spec& spec = in_.accounts[account_];
    const auto& versions = spec.own_prices.empty() ? in_.versions : spec.own_prices;
    return std::any_of(versions.begin(), versions.end(), [&](const catalog_version& one) {
      return held < one.effective && one.effective <= now_;
    });
  }

  // Somebody did something: the account is not idle any more.
  void begin_doing() { boundaries_ = 0; }
  void meet_boundary() {
    if (boundaries_ > 0 && boundary_at_ == now_) return;
    boundary_at_ = now_;
    if (++boundaries_ == boundaries_in_a_row) add(fault::boundaries_while_idle);
  }
  // Where a lot ended at this instant.
  void meet_debit() {
    if (lot_ended_at_ != now_) return;
    lot_ended_at_ = instant::never();
    add(fault::expiry_tied_with_debit);
  }

  const world& in_;
  account_index account_;
  fault_counts& counts_;
  instant now_;
  std::map<std::pair<payment_id, std::uint32_t>, attempt> attempts_;
  std::uint64_t newest_noticed_ = 0;
  std::set<payment_id> credited_;
  std::set<payment_id> declined_;
  unsigned declines_in_a_row_ = 0;
  std::set<lot_id> ended_;
  std::set<lot_id> charged_back_;
  std::map<effect_key, instant> held_by_quantity_;
  instant lot_ended_at_ = instant::never();
  instant boundary_at_;
  unsigned boundaries_ = 0;
};

}  // namespace

void count_faults(const world& in, account_index account, const std::vector<event>& events,
                  fault_counts& into) {
  counter(in, account, into).read(events);
}

}  // namespace drawdown::worldgen
