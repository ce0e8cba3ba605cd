// What payments bring, and how subscriptions go on (R8, R9, R14.4): the part of the checker that follows
// money.
#include <algorithm>
#include <utility>

#include "engine/invariants/checker.hpp"
#include "engine/time/text.hpp"

namespace drawdown::invariants {

// R14.4: a purchase's credit is granted once, after its success, and as much as was promised when it was
// charged; a subscription's payment grants once, when it is told what it paid for.
finding checker::check_payment(instant at, const lot_event& e) {
  payment_account* of = payments_.find(e.payment);
  const bool at_boundary = world_->settings.renewal_grants == renewal_grant::at_boundary;
  if (of == nullptr && e.of_cycle && at_boundary && at == turned_at_) {
    of = &payments_.note_renewal(e.payment);
    lets_grant(*of);
  }
  if (of == nullptr)
    return broken("R14.4", "lot {} is of payment {}, which was never made", e.lot, e.payment);
  if (of->is_purchase()) return check_purchase(*of, e);
  if (e.of_cycle && granting_ == e.payment) return std::nullopt;
  return broken("R14.4", "payment {} of the subscription granted lot {}, and was not to grant now", e.payment,
                e.lot);
}

finding checker::check_purchase(payment_account& of, const lot_event& e) {
  if (e.of_cycle) return broken("R3.2", "lot {} was bought, and is said to be of the cycle", e.lot);
  if (std::exchange(bought_, 0) == of.id && e.kind == lot_kind::free && e.cost.is_zero())
    return std::nullopt;  // the bonus (R9.1)
  if (succeeded_ != of.id)
    return broken("R14.4", "payment {} was credited {}, with lot {}", e.payment,
                  of.credited ? "a second time" : "and no success was heard", e.lot);
  succeeded_ = 0;
  bought_ = of.id;
  if (of.brings != e.amount && brought_now(of, e) != e.amount)
    return broken("R14.4", "payment {} was to bring {} and brought {}", e.payment, text_of(of.brings),
                  text_of(e.amount));
  return std::nullopt;
}

// R9.1: what the money of a purchase buys by the rates of now, where these decide.
credits checker::brought_now(const payment_account& of, const lot_event& e) const {
  const settings& rules = world_->settings;
  if (rules.rate_fixed_at == rate_time::request) return of.brings;
  const catalog& sold = *sold_at(*world_, account_, e.created).terms;
  return credits_for(of.price, sold.purchase_rates(), rules.grant_rounding, rules.credit_decimals)
      .value_or(of.brings);
}

// R3.2, R8.3: a lot of the cycle is plan or add-on credit of a subscription that is paid, or of a change that
// was paid for after all, and ends with the cycle at the latest.
finding checker::check_cycle(instant at, const lot_event& e) const {
  const subscription_figures& now = subscription_.now();
  if (e.kind != lot_kind::plan && e.kind != lot_kind::addon)
    return broken("R3.2", "lot {} is of the cycle and {}", e.lot, name_of(e.kind));
  const bool at_boundary = world_->settings.renewal_grants == renewal_grant::at_boundary;
  const payment_account* of = payments_.find(e.payment);
  const bool is_of_change = of != nullptr && of->of != payment_for::renewal;
  const bool may_grant =
      now.state == subscription_state::active ||
      (now.state == subscription_state::past_due && (is_of_change || (at_boundary && at == turned_at_)));
  if (!may_grant)
    return broken("R8.3", "lot {} was granted while the subscription is {}", e.lot, name_of(now.state));
  if (e.expires > now.renews || e.amount.is_zero())
    return broken("R3.2", "lot {} of {} goes on until {}, the cycle ends at {}", e.lot, text_of(e.amount),
                  to_string(e.expires), to_string(now.renews));
  return std::nullopt;
}

finding checker::check(instant at, const charge_event& e) {
  const bool is_new = payments_.find(e.payment) == nullptr;
  if (auto found = check_recharge(e.of, is_new)) return found;
  if (auto found = payments_.charge(e)) return found;
  if (is_new)
    if (auto found = check_made(e.payment, e.of, e.amount, at)) return found;
  if (is_new && e.of == payment_for::renewal && world_->settings.renewal_grants == renewal_grant::at_boundary)
    lets_grant(*payments_.find(e.payment));
  return std::nullopt;
}

// R10.3: no recharge begins while the account is suspended.
finding checker::check_recharge(payment_for of, bool is_new) const {
  if (of == payment_for::recharge && is_new && debts_.is_suspended())
    return broken("R10.3", "a recharge began while the account is suspended");
  return std::nullopt;
}

// Lots of the cycle may follow, once for each payment.
void checker::lets_grant(payment_account& of) {
  if (!std::exchange(of.has_granted, true)) granting_ = of.id;
}

finding checker::check(instant, const heard_event& e) {
  granting_ = 0;
  if (to_be_told_ != 0)
    return broken("R14.4", "payment {} succeeded, and what it paid for was not told", to_be_told_);
  const payment_account* of = payments_.find(e.payment);
  if (e.effect == notice_effect::failed && of != nullptr && of->of == payment_for::overage)
    take_overage_back(e.payment);
  if (e.effect != notice_effect::credited) return std::nullopt;
  if (auto found = payments_.succeed(e.payment, e.key, "a notice")) return found;
  return check_success(e.payment);
}

finding checker::check_success(payment_id payment) {
  const payment_account& of = *payments_.find(payment);
  const bool pays_overage = overage_.settle(payment);
  if (of.is_purchase())
    succeeded_ = payment;
  else if (of.of != payment_for::overage || !pays_overage)
    to_be_told_ = payment;  // what it paid for, or that it is given back
  return std::nullopt;
}

// R4.5: a payment for overage alone, or for a cycle.
finding checker::check_made(payment_id payment, payment_for of, money price, instant at) const {
  return overage_.check_made(payment, of, price, *sold_at(*world_, account_, at).terms,
                             world_->settings.money_rounding);
}

void checker::take_overage_back(payment_id payment) {
  overage_.take_back(payment);
  debits_.take_back(payment);
}

finding checker::check(instant, const overage_event& e) {
  if (auto found = overage_.bill(e)) return found;
  debits_.bill(e.payment);
  return std::nullopt;
}

finding checker::check(instant at, const invoice_event& e) {
  if (!world_->accounts[account_].invoice_terms)
    return broken("R9.3", "an invoice was {} on an account that pays by card", name_of(e.of));
  granting_ = 0;
  const bool is_issued = e.of == invoice_event::what::issued;
  if (auto found = check_recharge(e.why, is_issued)) return found;
  if (auto found = payments_.see(at, e)) return found;
  if (is_issued)
    if (auto found = check_made(e.payment, e.why, e.amount, at)) return found;
  if (e.of == invoice_event::what::voided) take_overage_back(e.payment);
  if (is_issued && e.why == payment_for::renewal &&
      world_->settings.renewal_grants == renewal_grant::at_boundary)
    lets_grant(*payments_.find(e.payment));
  return e.of == invoice_event::what::paid ? check_success(e.payment) : std::nullopt;
}

finding checker::check(instant at, const subscription_event& e) {
  using what = subscription_event::what;
  const bool is_due = at == subscription_.cycle_end();
  std::optional<effect_key> paid;
  granting_ = 0;
  if (e.payment != 0) {
    payment_account* of = payments_.find(e.payment);
    if (of == nullptr && e.of == what::past_due) of = &payments_.note_renewal(e.payment);
    if (of == nullptr) return broken("R14.4", "payment {} is told of, and was never made", e.payment);
    const bool is_paid = e.of != what::past_due && e.of != what::refused && e.of != what::ended;
    if (is_paid && !of->credited)
      return broken("R14.4", "payment {} paid for something, and never succeeded", e.payment);
    paid = of->key;
    if (to_be_told_ == e.payment) to_be_told_ = 0;
    const bool grants = of->credited || world_->settings.renewal_grants == renewal_grant::at_boundary;
    if (grants && of->is_of_subscription() && e.of != what::ended && e.of != what::refused) lets_grant(*of);
  }
  if (e.of == what::turned || e.of == what::ended) {
    if (e.of == what::ended && is_due && at == turned_at_ && !carried_.empty())
      return broken("R8.2", "credit was carried, and the subscription ends");
    carried_.clear();
    turned_at_ = at;
    payments_.turn_cycle();
  }
  if (e.of == what::ended)
    for (const payment_id of_cycle : overage_.take_back_cycles()) debits_.take_back(of_cycle);
  if (e.of == what::ended || e.of == what::plan_changed) {
    plan_changed_ = at;
    ended_early_.reset();
    carried_.clear();
  }
  if (subscription_.see(at, e, paid)) restart_counts();
  return std::nullopt;
}

// R8.2: no more is carried over a turn than the plan lets, of each owner, and no lot more often.
finding checker::check_carried(instant at, const carry_event& e) {
  const lot_account* lot = lots_.find(e.lot);
  if (lot == nullptr) return std::nullopt;
  // A trim; or a cycle that began anew and ends as before, then what is carried is not known to be.
  if (e.expires == lot->terms.expires) {
    same_end_ = at;
    if (e.refilled.is_zero()) return std::nullopt;
  }
  if (turned_at_ != at) carried_.clear();
  turned_at_ = at;
  // What comes with the turn goes by the version before, what is asked for by that of its instant.
  credits most;
  bool is_least = e.refilled.is_zero();
  std::uint32_t lives = 0;
  credits& of_owner = carried_[lot->terms.only.user];
  of_owner += e.carried;
  for (const instant t : {at + duration::from_us(-1), at}) {
    const plan_terms* plan = subscription_.plan_at(t);
    if (plan == nullptr || !plan->rollover) continue;
    most = std::max(most, plan->rollover->max);
    lives = std::max(lives, plan->rollover->lives.value_or(UINT32_MAX));
    is_least =
        is_least || of_owner == plan->rollover->min || (same_end_ == at && of_owner < plan->rollover->min);
  }
  if (lot->turns_carried >= lives)
    return broken("R8.2", "lot {} was carried {} times before, and may be {} times", e.lot,
                  lot->turns_carried, lives);
  if (!is_least)
    return broken("R8.2", "lot {} was refilled with {}, and {} go on then", e.lot, text_of(e.refilled),
                  text_of(of_owner));
  if (of_owner > most)
    return broken("R8.2", "{} were carried, with lot {}, and {} may be", text_of(of_owner), e.lot,
                  text_of(most));
  return std::nullopt;
}

finding checker::check(instant at, const carry_event& e) {
  if (auto found = check_carried(at, e)) return found;
  if (auto found = lots_.carry(at, e)) return found;
  return check_balance(e.balance);
}

// What a step is answered with about the subscription is what was told of it; what is only to come with the
// next cycle, and who belongs to the account, no event says.
finding checker::check_subscription(const subscription_figures& stated) const {
  const subscription_figures& told = subscription_.now();
  const bool in_force = subscription_.is_in_force();
  const bool said_in_force =
      stated.state == subscription_state::active || stated.state == subscription_state::past_due;
  if (in_force != said_in_force || (in_force && stated.state != told.state))
    return broken("R8.1", "the subscription is said to be {}, it was told to be {}", name_of(stated.state),
                  name_of(told.state));
  if (in_force && (stated.plan != told.plan || stated.renews != told.renews || stated.units != told.units))
    return broken("R8.2", "plan, renewal or units of the subscription are not what was told last");
  return std::nullopt;
}

}  // namespace drawdown::invariants
