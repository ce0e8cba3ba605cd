#include "engine/invariants/payment_accounts.hpp"

#include <algorithm>
#include <iterator>

#include "engine/time/text.hpp"

namespace drawdown::invariants {

payment_account* payment_accounts::find(payment_id id) {
  const auto found = payments_.find(id);
  return found == payments_.end() ? nullptr : &found->second;
}
const payment_account* payment_accounts::find(payment_id id) const {
  const auto found = payments_.find(id);
  return found == payments_.end() ? nullptr : &found->second;
}

payment_account& payment_accounts::note_renewal(payment_id id) {
  payment_account& of = payments_[id];
  of.id = id;
  of.of = payment_for::renewal;
  return of;
}

void payment_accounts::turn_cycle() {
  for (auto& [id, of] : payments_) of.is_of_past_cycle = of.credited && of.is_of_subscription();
}

bool payment_accounts::is_past(payment_id id) const {
  const auto behind = std::ranges::upper_bound(past_, id, {}, &id_range::first);
  return behind != past_.begin() && id <= std::prev(behind)->second;
}

void payment_accounts::note_past(payment_id id) {
  const auto next = std::ranges::upper_bound(past_, id, {}, &id_range::first);
  const bool meets_next = next != past_.end() && next->first == id + 1;
  const bool meets_last = next != past_.begin() && std::prev(next)->second + 1 == id;
  if (meets_last) {
    std::prev(next)->second = meets_next ? next->second : id;
    if (meets_next) past_.erase(next);
  } else if (meets_next) {
    next->first = id;
  } else {
    past_.insert(next, {id, id});
  }
}

finding payment_accounts::charge(const charge_event& e) {
  if (is_past(e.payment))
    return broken("R9.4", "payment {} is attempted again after it was credited", e.payment);
  payment_account& of = payments_[e.payment];
  if (!of.was_sent && !of.is_invoice) {
    of.id = e.payment;
    of.key = e.key;
    of.of = e.of;
    of.price = e.amount;
    of.brings = e.brings;
    of.was_sent = true;
  }
  return check_attempt(of, e);
}

finding payment_accounts::check_attempt(const payment_account& of, const charge_event& e) const {
  if (of.is_invoice) return broken("R9.3", "payment {} is an invoice, and was charged", e.payment);
  if (of.brings != e.brings || of.price != e.amount || of.of != e.of)
    return broken("R9.4", "attempt {} at payment {} promises {} where the first promised {}", e.attempt,
                  e.payment, text_of(e.brings), text_of(of.brings));
  if (!of.is_purchase() && !e.brings.is_zero())
    return broken("R14.4", "payment {} buys no credit and promises {}", e.payment, text_of(e.brings));
  if (of.credited) return broken("R9.4", "payment {} is attempted again after it was credited", e.payment);
  return std::nullopt;
}

finding payment_accounts::succeed(payment_id id, const effect_key& key, const char* by) {
  payment_account* of = find(id);
  if (of == nullptr && !is_past(id))
    return broken("R14.4", "{} credits payment {}, which was never made", by, id);
  if (of == nullptr || of->credited) return broken("R14.4", "{} credits payment {} a second time", by, id);
  of->credited = true;
  if (!of->was_sent && !of->is_invoice) of->key = key;  // so far only its number was told
  return std::nullopt;
}

finding payment_accounts::issue(instant at, const invoice_event& e) {
  if (find(e.payment) != nullptr || is_past(e.payment))
    return broken("R9.3", "invoice {} was issued twice", e.payment);
  if (e.amount <= money{} || e.open != e.amount || e.due < at)
    return broken("R9.3", "an invoice of {} has {} open, due {}", e.amount.minor(), e.open.minor(),
                  to_string(e.due));
  payment_account& of = payments_[e.payment];
  of.id = e.payment;
  of.key = e.key;
  of.of = e.why;
  of.price = e.amount;
  of.brings = e.brings;
  of.is_invoice = true;
  due_.emplace(e.due, e.payment);
  return std::nullopt;
}

finding payment_accounts::see(instant at, const invoice_event& e) {
  if (e.of == invoice_event::what::issued) return issue(at, e);
  payment_account* const found = find(e.payment);
  if (found == nullptr || !found->is_invoice || found->key != e.invoice)
    return broken("R9.3", "invoice {} was never issued", e.payment);
  payment_account& of = *found;
  if (of.credited || of.is_voided)
    return broken("R9.3", "invoice {} was {} after its end", e.payment, name_of(e.of));
  const std::int64_t open = of.price.minor() - of.paid.minor();
  switch (e.of) {
    case invoice_event::what::overdue:
      if (due_.erase({at, e.payment}) == 0)
        return broken("R9.3", "invoice {} was overdue at {}", e.payment, to_string(at));
      if (e.open.minor() != open) break;
      return std::nullopt;
    case invoice_event::what::voided:
      if (e.amount != of.paid || !e.open.is_zero()) break;
      of.is_voided = true;
      due_.erase({e.due, e.payment});
      return std::nullopt;
    default:
      if (e.amount <= money{} || e.amount.minor() + e.open.minor() != open) break;
      if (e.open < money{} || e.open.is_zero() != (e.of == invoice_event::what::paid)) break;
      of.paid += e.amount;
      if (!e.open.is_zero()) return std::nullopt;
      due_.erase({e.due, e.payment});
      return succeed(e.payment, e.invoice, "an invoice");
  }
  return broken("R9.3", "of invoice {} {} was {} and {} is open, {} was", e.payment, e.amount.minor(),
                name_of(e.of), e.open.minor(), open);
}

finding payment_accounts::check_overdue(instant at, bool at_is_due) const {
  if (due_.empty()) return std::nullopt;
  const auto& [due, payment] = *due_.begin();
  if (due > at || (due == at && !at_is_due)) return std::nullopt;
  return broken("R9.3", "invoice {} is overdue since {}, and that was not told", payment, to_string(due));
}

}  // namespace drawdown::invariants
