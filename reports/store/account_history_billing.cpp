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
  if (carry.expired.is_zero()) return {};
  return moves(carry.lot, movement::expired, -carry.expired, {});
}

result<void> account_history::take(instant at, const subscription_event& change) {
  payments_.take(change);
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
  return payments_.take(at, invoice);
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
