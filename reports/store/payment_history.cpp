#include "reports/store/payment_history.hpp"

#include <fmt/format.h>

#include "engine/units/words.hpp"

namespace drawdown::reports {

namespace {

tl::unexpected<error> unknown_payment(payment_id payment) {
  return fail(error_code::corrupt, fmt::format("payment {} is named before it was charged", payment));
}

money sum(money a, money b) {
  return money::from_minor(a.minor() + b.minor());
}

}  // namespace

std::string_view name_of(payment_record::dispute d) {
  constexpr word_table<payment_record::dispute, 3> words{{"", "charged_back", "won"}};
  return words.of(d);
}

payment_state payment_record::how_far() const {
  if (disputed == dispute::charged_back) return payment_state::charged_back;
  if (!given_back.is_zero()) return payment_state::refunded;
  if (credited) return payment_state::succeeded;
  return failed ? payment_state::failed : payment_state::in_flight;
}

const payment_record* payment_history::find(payment_id id) const {
  const auto found = payments_.find(id);
  return found == payments_.end() ? nullptr : &found->second;
}

const payment_record* payment_history::under(const effect_key& key) const {
  const auto found = under_.find(key);
  return found == under_.end() ? nullptr : &payments_.at(found->second);
}

std::optional<gateway_index> payment_history::gateway_of(payment_id payment, std::uint32_t attempt) const {
  const payment_record* found = find(payment);
  if (found == nullptr) return std::nullopt;
  const auto sent = found->gateways.find(attempt);
  if (sent == found->gateways.end()) return std::nullopt;
  return sent->second;
}

std::string payment_history::reason_of(const heard_event& heard) const {
  if (heard.answer != payment_answer::declined || heard.by_hand) return {};
  const auto gateway = gateway_of(heard.payment, heard.attempt);
  if (!gateway || *gateway >= in_.gateways.size()) return {};
  const auto& reasons = in_.gateways[*gateway].reasons;
  return heard.reason < reasons.size() ? reasons[heard.reason] : std::string();
}

void payment_history::take(instant at, const charge_event& charge) {
  unsent_.erase(charge.payment);
  payment_record& payment = payments_[charge.payment];
  if (payment.attempts == 0) {
    payment.key = charge.key;
    payment.of = charge.of;
    payment.amount = charge.amount;
    payment.brings = charge.brings;
    payment.overage = overage_of(charge.payment);
    payment.requested = at;
    under_.try_emplace(charge.key, charge.payment);
  }
  ++payment.attempts;
  payment.gateways[charge.attempt] = charge.gateway;
  payment.waits_for_retry = false;
}

// A person's payment is not tried again; a recharge is while recharging is on, unless failures have another
// consequence (R10.4), and a renewal while its subscription waits for it (R8.3).
bool payment_history::is_tried_again(const payment_record& declined) const {
  if (declined.of == payment_for::renewal) return !declined.given_up;
  return declined.is_recharge() && recharges_ && in_.settings.on_failure == failure_policy::retry;
}

// The payment that was heard of; a renewal that no gateway was asked for becomes known by that (R8.3).
payment_record* payment_history::heard_of(const heard_event& heard) {
  if (auto unsent = unsent_.extract(heard.payment)) {
    unsent.mapped().key = heard.key;
    under_.try_emplace(heard.key, heard.payment);
    payments_.insert(std::move(unsent));
  }
  const auto found = payments_.find(heard.payment);
  return found == payments_.end() ? nullptr : &found->second;
}

result<void> payment_history::take(instant at, const heard_event& heard) {
  if (heard.payment == 0) return {};
  payment_record* const found = heard_of(heard);
  if (found == nullptr) return unknown_payment(heard.payment);
  payment_record& payment = *found;
  if (heard.effect == notice_effect::credited) {
    payment.credited = at;
    payment.paid = payment.amount;
    payment.waits_for_retry = false;
    payment.in_vain = !payment.is_purchase() && (payment.failed || payment.given_up);
  } else if (heard.effect == notice_effect::failed) {
    payment.last_reason = reason_of(heard);
    payment.waits_for_retry = is_tried_again(payment);
    payment.failed = !payment.waits_for_retry;
  }
  return {};
}

result<void> payment_history::take(const recharge_off_event& off) {
  const auto payment = payments_.find(off.payment);
  if (payment == payments_.end()) return unknown_payment(off.payment);
  payment->second.waits_for_retry = false;
  payment->second.failed = true;
  recharges_ = false;
  return {};
}

credits payment_history::overage_of(payment_id payment) const {
  const auto found = overage_.find(payment);
  return found == overage_.end() ? credits{} : found->second;
}

payment_record& payment_history::issued(instant at, const invoice_event& invoice) {
  payment_record& payment = payments_[invoice.payment];
  payment.key = invoice.invoice;
  payment.of = invoice.why;
  payment.amount = invoice.amount;
  payment.brings = invoice.brings;
  payment.overage = overage_of(invoice.payment);
  payment.requested = at;
  payment.invoice = invoice_record{at, invoice.due, invoice.open, invoice_state::open, std::nullopt};
  under_.try_emplace(payment.key, invoice.payment);
  return payment;
}

result<void> payment_history::take(instant at, const invoice_event& invoice) {
  if (invoice.of == invoice_event::what::issued) {
    issued(at, invoice);
    return {};
  }
  const auto found = payments_.find(invoice.payment);
  if (found == payments_.end() || !found->second.invoice) return unknown_payment(invoice.payment);
  payment_record& payment = found->second;
  invoice_record& record = *payment.invoice;
  record.open = invoice.open;
  switch (invoice.of) {
    case invoice_event::what::issued:
      break;
    case invoice_event::what::paid:
      record.state = invoice_state::paid;
      record.ended = at;
      payment.credited = at;
      payment.in_vain = !payment.is_purchase() && (payment.failed || payment.given_up);
      [[fallthrough]];
    case invoice_event::what::paid_part:
      payment.paid = sum(payment.paid, invoice.amount);
      break;
    case invoice_event::what::overdue:
      record.state = invoice_state::overdue;
      break;
    case invoice_event::what::voided:
      record.state = invoice_state::voided;
      record.ended = at;
      payment.paid = {};
      payment.failed = true;
      break;
  }
  return {};
}

result<void> payment_history::take(const payment_refund_event& refund) {
  const auto found = payments_.find(refund.id);
  if (found == payments_.end()) return unknown_payment(refund.id);
  found->second.given_back = sum(found->second.given_back, refund.given_back);
  return {};
}

result<void> payment_history::take(const chargeback_event& chargeback) {
  const auto found = payments_.find(chargeback.id);
  if (found == payments_.end()) return unknown_payment(chargeback.id);
  found->second.disputed =
      chargeback.is_won ? payment_record::dispute::won : payment_record::dispute::charged_back;
  found->second.taken_back = chargeback.is_won ? money{} : chargeback.amount;
  return {};
}

void payment_history::take(instant at, const subscription_event& change) {
  if (change.of == subscription_event::what::past_due && !payments_.contains(change.payment)) {
    payment_record& renewal = unsent_[change.payment];
    renewal.of = payment_for::renewal;
    renewal.overage = overage_of(change.payment);
    renewal.requested = at;
    renewal.waits_for_retry = true;
  }
  if (change.of == subscription_event::what::ended) end_retries(payment_for::subscription, payment_for::user);
}

void payment_history::switch_recharging(bool on) {
  recharges_ = on;
  if (!on) end_retries(payment_for::recharge, payment_for::recharge);
}

void payment_history::end_retries(payment_for least, payment_for last) {
  for (auto* known : {&payments_, &unsent_})
    for (auto& [id, payment] : *known) {
      if (payment.of < least || payment.of > last || payment.credited) continue;
      payment.given_up = true;
      if (payment.waits_for_retry) payment.failed = true;
      payment.waits_for_retry = false;
    }
}

}  // namespace drawdown::reports
