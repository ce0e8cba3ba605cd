#include "reports/store/account_history.hpp"

#include <fmt/format.h>

namespace drawdown::reports {

namespace {

tl::unexpected<error> unknown_lot(lot_id lot) {
  return fail(error_code::corrupt, fmt::format("lot {} is named before it was granted", lot));
}

tl::unexpected<error> unknown_payment(payment_id payment) {
  return fail(error_code::corrupt, fmt::format("payment {} is named before it was charged", payment));
}

bool is_change(const command& step) {
  return std::holds_alternative<set_agent_command>(step.body) ||
         std::holds_alternative<set_account_command>(step.body);
}

}  // namespace

account_history::account_history(const world& in, account_index account)
    : in_(in), spec_(in.accounts.at(account)), recharges_(spec_.auto_recharge.has_value()) {
  // Of two changes with one key at one instant the first is the one that was accepted (R4.3).
  for (const auto& step : spec_.commands)
    if (is_change(*step)) changes_.emplace(std::pair{step->order.at, step->key}, step.get());
}

result<void> account_history::apply(const event& next) {
  return std::visit([&](const auto& body) { return take(next.at, body); }, next.body);
}

std::optional<gateway_index> account_history::gateway_of(payment_id payment, std::uint32_t attempt) const {
  const auto found = payments_.find(payment);
  if (found == payments_.end()) return std::nullopt;
  const auto sent = found->second.gateways.find(attempt);
  if (sent == found->second.gateways.end()) return std::nullopt;
  return sent->second;
}

std::string account_history::reason_of(const heard_event& heard) const {
  if (heard.answer != payment_answer::declined || heard.by_hand) return {};
  const auto gateway = gateway_of(heard.payment, heard.attempt);
  if (!gateway || *gateway >= in_.gateways.size()) return {};
  const auto& reasons = in_.gateways[*gateway].reasons;
  return heard.reason < reasons.size() ? reasons[heard.reason] : std::string();
}

const command* account_history::change_of(instant at, const command_event& answer) const {
  if (answer.of != command_event::what::set || answer.result != outcome::changed || answer.repeated)
    return nullptr;
  const auto found = changes_.find({at, answer.key});
  return found == changes_.end() ? nullptr : found->second;
}

result<void> account_history::take(instant, const usage_event& usage) {
  for (const slice& taken : usage.slices) {
    const auto lot = lots_.find(taken.lot);
    if (lot == lots_.end()) return unknown_lot(taken.lot);
    lot->second.used += taken.amount;
  }
  balance_ = usage.balance;
  return {};
}

result<void> account_history::take(instant, const lot_event& lot) {
  lot_record& record = lots_[lot.lot];
  record.made = lot;
  record.booked = lot.result == outcome::granted;
  balance_ = lot.balance;
  return {};
}

result<void> account_history::take(instant at, const lot_end_event& end) {
  const auto lot = lots_.find(end.lot);
  if (lot == lots_.end()) return unknown_lot(end.lot);
  lot->second.expired += end.expired;
  lot->second.ended = at;
  balance_ = end.balance;
  return {};
}

result<void> account_history::take(instant at, const command_event& answer) {
  const command* change = change_of(at, answer);
  const auto* terms = change == nullptr ? nullptr : std::get_if<set_account_command>(&change->body);
  if (terms == nullptr || !terms->auto_recharge) return {};
  recharges_ = terms->auto_recharge->has_value();
  if (recharges_) return {};
  // A recharge that waits for its next attempt has no further one once recharging is switched off (R10.4).
  for (auto& [id, payment] : payments_) {
    if (!payment.waits_for_retry) continue;
    payment.waits_for_retry = false;
    payment.failed = true;
  }
  return {};
}

result<void> account_history::take(instant at, const charge_event& charge) {
  payment_record& payment = payments_[charge.payment];
  if (payment.attempts == 0) {
    payment.first = charge;
    payment.requested = at;
  }
  ++payment.attempts;
  payment.gateways[charge.attempt] = charge.gateway;
  payment.waits_for_retry = false;
  return {};
}

result<void> account_history::take(instant at, const heard_event& heard) {
  if (heard.payment == 0) return {};
  const auto found = payments_.find(heard.payment);
  if (found == payments_.end()) return unknown_payment(heard.payment);
  payment_record& payment = found->second;
  if (heard.effect == notice_effect::credited) {
    payment.credited = at;
    payment.waits_for_retry = false;
  } else if (heard.effect == notice_effect::failed) {
    payment.last_reason = reason_of(heard);
    // A person's payment is not tried again; a recharge is, while recharging is on (R10.4).
    payment.waits_for_retry = payment.first.recharge && recharges_;
    payment.failed = !payment.waits_for_retry;
  }
  return {};
}

result<void> account_history::take(instant, const recharge_failed_event&) {
  return {};
}

result<void> account_history::take(instant, const recharge_off_event& off) {
  const auto payment = payments_.find(off.payment);
  if (payment == payments_.end()) return unknown_payment(off.payment);
  payment->second.waits_for_retry = false;
  payment->second.failed = true;
  recharges_ = false;
  return {};
}

result<void> account_history::take(instant, const figures_event&) {
  return {};
}

}  // namespace drawdown::reports
