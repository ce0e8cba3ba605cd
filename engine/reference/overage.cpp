#include "engine/reference/overage.hpp"

#include <algorithm>

#include "engine/reference/accounts.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/subscription.hpp"
#include "engine/units/rounding.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {

overage_id invoice_later(desk& d, agent_index agent, credits amount) {
  if (amount.is_zero()) return 0;
  books& b = d.books;
  b.committed += amount;
  b.history.push_back({movement::what::invoiced, 0, agent, amount});
  b.overages.push_back({.id = ++b.last_overage, .amount = amount});
  return b.last_overage;
}

credits not_billed(const books& b) {
  credits sum;
  for (const overage& one : b.overages)
    if (one.billed_by == 0) sum += one.amount;
  return sum;
}

credits not_billed(const books& b, overage_id id) {
  for (const overage& one : b.overages)
    if (one.id == id && one.billed_by == 0) return one.amount;
  return {};
}

void lower_overage(books& b, overage_id id, credits amount) {
  if (amount.is_zero()) return;
  const auto of = std::find_if(b.overages.begin(), b.overages.end(),
                               [&](const overage& one) { return one.id == id && one.billed_by == 0; });
  ensure(of != b.overages.end() && of->amount >= amount, "R9.7: no more comes back than is to be billed");
  of->amount -= amount;
}

std::optional<money> due_with_overage(const desk& d, money besides) {
  const std::optional<credit_rate>& price = d.sold().overage_price;
  const credits sum = not_billed(d.books);
  if (!price || sum.is_zero()) return std::nullopt;
  const int128 exact =
      int128{besides.minor()} * price->brings.micro() + int128{sum.micro()} * price->price.minor();
  const int128 rounded = divide(exact, price->brings.micro(), d.rules().money_rounding);
  if (rounded > INT64_MAX) return std::nullopt;
  return money::from_minor(static_cast<std::int64_t>(rounded));
}

void bill_overage(desk& d, payment& by, money price) {
  const credits sum = not_billed(d.books);
  for (overage& one : d.books.overages)
    if (one.billed_by == 0) one.billed_by = by.id;
  by.for_overage = price;
  d.tell(overage_event{.payment = by.id, .key = by.key, .amount = sum, .price = price});
}

void send_overage(desk& d) {
  const std::optional<money> due = due_with_overage(d, money{});
  if (!due || *due <= money{} || lacks_payment_method(d)) return;
  d.books.overage_payments += 1;
  const effect_key key{effect_key::space::overage, 0, d.books.overage_payments};
  payment& p = make_payment(d, key, {*due, credits{}}, payment_for::overage);
  bill_overage(d, p, *due);
  send_payment(d, p);
}

void overage_was_paid(books& b, payment_id by) {
  std::erase_if(b.overages, [&](const overage& one) { return one.billed_by == by; });
}

void bill_again(books& b, payment_id by) {
  for (overage& one : b.overages)
    if (one.billed_by == by) one.billed_by = 0;
}

void overage_payment_succeeded(desk& d, payment& p) {
  // It had failed: what it was for is billed by another one, or will be.
  if (p.latest_failed) return give_back(d, p);
  overage_was_paid(d.books, p.id);
  post(d.books, money_account::unsettled, money_account::overage_revenue, p.for_overage.minor());
}

void overage_payment_failed(desk& d, payment& p) {
  p.latest_failed = true;
  d.books.in_flight.erase(p.id);
  bill_again(d.books, p.id);
}

}  // namespace drawdown::reference
