#include "engine/reference/fees.hpp"

#include <algorithm>

#include "engine/reference/accounts.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

// The piece of that payment, of which there is one at the most, or null.
fee_piece* piece_of(books& b, payment_id payment) {
  auto& fees = b.accounts.fees;
  const auto found = std::find_if(fees.begin(), fees.end(),
                                  [&](const fee_piece& piece) { return piece.payment == payment; });
  return found == fees.end() ? nullptr : &*found;
}

// R13.3: `half_even(fee (t - S) / (E - S))`.
money earned_by(const fee_piece& piece, instant t) {
  if (t >= piece.of.ends) return piece.fee;
  const int128 passed = (t - piece.of.begins).us();
  const int128 whole = (piece.of.ends - piece.of.begins).us();
  const int128 part = divide(piece.fee.minor() * passed, whole, rounding::half_even);
  return money::from_minor(static_cast<std::int64_t>(part));
}

// R13.3: what has become revenue by then is posted, but no more than is still deferred.
void earn(books& b, fee_piece& piece, instant t) {
  const money earned = std::min(earned_by(piece, t), piece.kept());
  post(b, money_account::deferred_fees, money_account::fee_revenue, (earned - piece.earned).minor());
  piece.earned = earned;
}

// R13.3: the last instant until `t` at which all fees are posted: the end of a month, or of the run, unless a
// month ends right behind that.
instant last_closing(const world& in, instant t) {
  const instant month_began = month_of(t, zone_table{});
  const bool is_cut_off = in.end <= t && month_of(in.end.next(), zone_table{}) != in.end.next();
  return is_cut_off ? std::max(month_began, in.end) : month_began;
}

// Nothing can happen to it any more.
bool is_finished(const fee_piece& piece, instant t) {
  return piece.of.ends <= t && piece.deferred().is_zero() && piece.charged_back.is_zero();
}

}  // namespace

void defer_fee(desk& d, const payment& paid, bool pays_for_cycle) {
  books& b = d.books;
  earn_fees(d, d.now);
  const period cycle = b.subscription.cycle;
  // A change of plan that restarted the cycle since the renewal was sent may have set its beginning before
  // the boundary that the renewal pays from.
  const instant boundary = std::max(cycle.begins, paid.begun);
  const money fee = paid.amount - paid.for_overage - paid.for_lots;
  post(b, money_account::unsettled, money_account::overage_revenue, paid.for_overage.minor());
  post(b, money_account::unsettled, money_account::deferred_fees, fee.minor());
  b.accounts.fees_closed = d.now;
  b.accounts.fees.push_back(
      {.payment = paid.id, .of = {pays_for_cycle ? boundary : d.now, cycle.ends}, .fee = fee});
}

money_account account_that_pays(desk& d, payment_id payment, money cost) {
  if (cost.is_zero()) return money_account::unsettled;
  if (fee_piece* piece = piece_of(d.books, payment)) {
    piece->fee = piece->fee - cost;
    return money_account::deferred_fees;
  }
  d.books.payments.at(payment).for_lots += cost;
  return money_account::unsettled;
}

void earn_fees(desk& d, instant at) {
  books& b = d.books;
  if (b.accounts.fees.empty()) return;
  const instant closing = last_closing(d.in, at);
  for (fee_piece& piece : b.accounts.fees) {
    const instant last_posting = at >= piece.of.ends ? piece.of.ends : closing;
    if (last_posting > b.accounts.fees_closed) earn(b, piece, last_posting);
  }
  b.accounts.fees_closed = at;
  std::erase_if(b.accounts.fees, [&](const fee_piece& piece) { return is_finished(piece, at); });
}

void end_fees(desk& d) {
  earn_fees(d, d.now);
  for (fee_piece& piece : d.books.accounts.fees) {
    piece.of.ends = std::min(piece.of.ends, d.now);
    earn(d.books, piece, d.now);
  }
}

void refund_fee(desk& d, payment_id payment, money most) {
  earn_fees(d, d.now);
  fee_piece* piece = piece_of(d.books, payment);
  if (!piece) return;
  const money back = std::clamp(piece->deferred(), money{}, most);
  piece->given_back += back;
  post(d.books, money_account::deferred_fees, money_account::refunds, back.minor());
}

void charge_back_fee(desk& d, payment_id payment) {
  earn_fees(d, d.now);
  fee_piece* piece = piece_of(d.books, payment);
  if (!piece) return;
  const money lost = piece->deferred();
  piece->charged_back += lost;
  post(d.books, money_account::deferred_fees, money_account::chargeback_losses, lost.minor());
}

void win_fee(desk& d, payment_id payment) {
  earn_fees(d, d.now);
  fee_piece* piece = piece_of(d.books, payment);
  if (!piece) return;
  post(d.books, money_account::chargeback_losses, money_account::deferred_fees, piece->charged_back.minor());
  piece->charged_back = money{};
  if (piece->of.ends <= d.now) earn(d.books, *piece, d.now);
}

}  // namespace drawdown::reference
