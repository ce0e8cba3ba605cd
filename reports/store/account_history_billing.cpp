// What subscriptions, invoices and estimates add to the history of an account.
#include <fmt/format.h>

#include "reports/store/account_history.hpp"

namespace drawdown::reports {

result<void> account_history::take(instant, const carry_event& carry) {
  const auto lot = lots_.find(carry.lot);
  if (lot == lots_.end())
    return fail(error_code::corrupt, fmt::format("lot {} is named before it was granted", carry.lot));
  // A smaller plan trims what was carried before; the lot's end stays then (R8.7).
  const bool is_turn = lot->second.made.expires != carry.expires;
  if (is_turn) ++lot->second.carried;
  lot->second.made.expires = carry.expires;
  balance_ = carry.balance;
  if (is_turn)
    if (auto moved = moves(carry.lot, movement::carried, {}, {}); !moved) return moved;
  if (!carry.expired.is_zero())
    if (auto moved = moves(carry.lot, movement::expired, -carry.expired, {}); !moved) return moved;
  if (carry.refilled.is_zero()) return {};
  return moves(carry.lot, movement::refilled, carry.refilled, {});
}

// What is invoiced and not billed yet becomes more, or less.
void account_history::invoices(credits more) {
  invoiced_change_ += more;
  now_.invoiced += more;
}

// What was billed with a payment is paid for.
void account_history::settles(payment_id payment) {
  billed_.erase(payment);
}

// A payment failed for good: what it was to pay for is to be billed anew (R4.5).
void account_history::bills_again(payment_id payment) {
  const auto billed = billed_.find(payment);
  if (billed == billed_.end()) return;
  invoices(billed->second);
  billed_.erase(billed);
}

result<void> account_history::take(instant, const overage_event& billed) {
  payments_.take(billed);
  billed_[billed.payment] += billed.amount;
  invoices(-billed.amount);
  return {};
}

result<void> account_history::take(instant at, const subscription_event& change) {
  payments_.take(at, change);
  // A subscription that is over waits for none of its payments.
  if (change.of == subscription_event::what::ended) {
    std::vector<payment_id> given_up;
    for (const auto& [id, amount] : billed_) {
      const payment_record* payment = payments_.find(id);
      if (payment == nullptr || payment->of != payment_for::overage) given_up.push_back(id);
    }
    for (const payment_id id : given_up) bills_again(id);
  }
  if (subscription_.take(at, change)) begin_period(at);
  return {};
}

// What asks for no more than its event says has the key of the payment itself (R9.3).
result<void> account_history::take(instant at, const invoice_event& invoice) {
  subscription_.take(invoice);
  if (invoice.key != invoice.invoice) {
    const bool voids = invoice.of == invoice_event::what::voided;
    answers({voids ? "void_invoice" : "pay_invoice", invoice.key, no_agent,
             voids ? outcome::voided : outcome::changed, false});
  }
  if (auto known = payments_.take(at, invoice); !known) return known;
  if (invoice.of == invoice_event::what::paid) settles(invoice.payment);
  const bool is_over = invoice.of == invoice_event::what::voided && invoice.why == payment_for::overage;
  if (is_over) bills_again(invoice.payment);
  return {};
}

result<void> account_history::take(instant, const estimate_event& estimate) {
  answers({"estimate", estimate.key, estimate.agent, outcome::shown, false});
  estimates_[estimate.key] = estimate;
  return {};
}

result<void> account_history::take(instant, const quote_event& quote) {
  answers({"quote", quote.key, no_agent, outcome::shown, false});
  quotes_[quote.key] = quote;
  return {};
}

}  // namespace drawdown::reports
