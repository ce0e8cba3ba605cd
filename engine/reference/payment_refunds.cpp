#include "engine/reference/payment_refunds.hpp"

#include <algorithm>
#include <optional>

#include "engine/reference/amounts.hpp"
#include "engine/reference/deferred.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/takings.hpp"

namespace drawdown::reference {
namespace {

// R9.5: why nothing of the payment is given back, whatever is left of it.
std::optional<outcome> refusal_of(const desk& d, const payment* paid) {
  if (!paid || !paid->credited) return outcome::unknown_payment;
  if (paid->disputed && !paid->disputed->won) return outcome::already_charged_back;
  if (!brings_credit(paid->what) || !d.sold().top_ups.refundable) return outcome::non_refundable;
  return std::nullopt;
}

// R9.5: what is left and not held of the lots that a payment brought.
std::vector<slice> available_of(books& b, const payment& paid) {
  std::vector<slice> found;
  for (const lot_id id : lots_of_payment(b, paid.id)) {
    const lot& l = *find_lot(b, id);
    if (l.is_alive() && !l.available().is_zero()) found.push_back({id, l.available()});
  }
  return found;
}

credits sum_of(const std::vector<slice>& slices) {
  credits sum;
  for (const slice& s : slices) sum += s.amount;
  return sum;
}

// So much of it, from the first lot on.
std::vector<slice> first_of(const std::vector<slice>& slices, credits amount) {
  std::vector<slice> taken;
  for (const slice& s : slices) {
    if (amount.is_zero()) break;
    taken.push_back({s.lot, std::min(s.amount, amount)});
    amount -= taken.back().amount;
  }
  return taken;
}

// R9.5: takes so much from a lot and answers the money behind it (R13.2). A lot of which nothing is left is
// over.
money take_back(desk& d, const slice& taken) {
  lot& l = open_lot(d.books, taken.lot);
  const credits left = l.left - taken.amount;
  const money behind = money_behind(l, l.left) - money_behind(l, left);
  move_deferred(d, l, l.left, left, money_account::refunds);
  l.left = left;
  d.books.history.push_back({movement::what::written_off, l.id, no_agent, taken.amount});
  if (left.is_zero()) revoke_lot(d, taken.lot, money_account::refunds);
  return behind;
}

}  // namespace

outcome work_refund_payment(desk& d, const effect_key& key, const refund_payment_command& asked) {
  const auto refuse = [&](outcome why) {
    d.tell(command_event{key, command_event::what::refund_payment, why, false});
    return why;
  };
  payment* paid = payment_under(d.books, asked.payment);
  if (const auto refusal = refusal_of(d, paid)) return refuse(*refusal);
  const std::vector<slice> available = available_of(d.books, *paid);
  const credits most = sum_of(available);
  if (most.is_zero()) return refuse(outcome::used_up);
  const std::optional<credits> amount = asked.amount ? round_used(*asked.amount, d.rules()) : most;
  if (!amount) return refuse(outcome::amount_out_of_range);
  if (*amount <= credits{}) return refuse(outcome::amount_too_small);
  if (*amount > most) return refuse(outcome::exceeds_debit);
  payment_refund_event told;
  told.key = key;
  told.payment = paid->key;
  told.id = paid->id;
  told.slices = first_of(available, *amount);
  for (const slice& taken : told.slices) told.given_back += take_back(d, taken);
  paid->given_back += told.given_back;
  return_money(d, *paid, told.given_back.minor(), money_account::refunds);
  told.balance = figures_of(d.books).balance();
  d.tell(told);
  return outcome::refunded;
}

}  // namespace drawdown::reference
