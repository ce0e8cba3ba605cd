// What is left of a payment's credit goes, for its money (R9.5).
#include <algorithm>

#include "engine/account/account_core.hpp"
#include "engine/lots/money_share.hpp"
#include "engine/pricing/rounded_credits.hpp"

namespace drawdown {

void account_core::act_on(const command& step, const refund_payment_command& body, effects& out) {
  if (!answer_repeated_or_forbidden(step, command_event::what::refund_payment, out))
    remember(step, refund_payment(step, body, out));
  look(step.order.at, out);
}

// Takes back what is there of the payment's lots, or the part asked for, or writes down why not.
outcome account_core::refund_payment(const command& step, const refund_payment_command& body, effects& out) {
  payment* const of = payments_.find(body.payment);
  const auto amount = to_take_back(of, body);
  if (!amount) {
    tell(step, command_event::what::refund_payment, amount.error(), out);
    return amount.error();
  }
  payment_refund_event told;
  told.key = step.key;
  told.payment = of->key;
  told.id = of->id;
  credits missing = *amount;
  for (const lot_id id : alive_lots_of(of->id)) {
    const lot before = lots_.kept(id);
    const credits part = std::min(missing, before.available());
    if (part.is_zero()) continue;
    lots_.take_back(id, part);
    told.given_back += money_share(before, before.left) - money_share(before, before.left - part);
    told.slices.push_back({id, part});
    missing -= part;
  }
  of->given_back += told.given_back;
  told.balance = lots_.left().balance();
  note_nothing_left();
  emit(step.order.at, told, out);
  return outcome::refunded;
}

// How much credit a refund of the payment takes, or why there is none.
tl::expected<credits, outcome> account_core::to_take_back(const payment* of,
                                                          const refund_payment_command& body) {
  if (of == nullptr || !of->credited) return tl::unexpected(outcome::unknown_payment);
  const chargeback* const back = payments_.chargeback_of(of->id);
  if (back != nullptr && !back->is_won) return tl::unexpected(outcome::already_charged_back);
  const bool bought_credit = of->of == payment_for::top_up || of->of == payment_for::recharge;
  if (!bought_credit || !sold().top_ups.refundable) return tl::unexpected(outcome::non_refundable);
  credits there;
  for (const lot_id id : alive_lots_of(of->id)) there += lots_.kept(id).available();
  if (there.is_zero()) return tl::unexpected(outcome::used_up);
  if (!body.amount) return there;
  const auto amount = rounded_credits(*body.amount, rules(), rules().usage_rounding);
  if (!amount) return tl::unexpected(outcome::amount_out_of_range);
  if (*amount <= credits{}) return tl::unexpected(outcome::amount_too_small);
  if (*amount > there) return tl::unexpected(outcome::exceeds_debit);
  return *amount;
}

// The lots that the payment brought and that are alive, by id: the paid one before its bonus.
std::vector<lot_id> account_core::alive_lots_of(payment_id payment) const {
  std::vector<lot_id> lots = lots_.brought_by(payment);
  std::erase_if(lots, [&](lot_id id) { return lots_.state_of(id) != lot_state::alive; });
  return lots;
}

}  // namespace drawdown
