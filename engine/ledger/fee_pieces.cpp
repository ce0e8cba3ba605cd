#include "engine/ledger/fee_pieces.hpp"

#include <algorithm>
#include <utility>

#include "engine/units/rounding.hpp"

namespace drawdown::ledger {

// What is to have become revenue by then, beyond what has.
money fee_pieces::piece::due(instant t) const {
  money by_then = fee;
  if (t < until) {
    const int128 gone = int128{fee.minor()} * (t - from).us();
    by_then =
        money::from_minor(static_cast<std::int64_t>(divide(gone, (until - from).us(), rounding::half_even)));
  }
  return std::min(by_then - earned, deferred());
}

void fee_pieces::begin(payment_id payment, money fee, instant from, instant until) {
  pieces_.push_back({payment, fee, from, until, {}, {}, {}, false});
}

fee_pieces::piece* fee_pieces::find(payment_id payment) {
  const auto found = std::find_if(pieces_.rbegin(), pieces_.rend(),
                                  [&](const piece& one) { return one.payment == payment; });
  return found == pieces_.rend() ? nullptr : &*found;
}

void fee_pieces::lower(payment_id payment, money amount) {
  if (piece* of = find(payment)) of->fee = of->fee - amount;
}

money fee_pieces::earn(piece& of, instant t) {
  const money due = of.due(t);
  of.earned += due;
  of.is_over = of.is_over || of.until <= t;
  return due;
}

int128 fee_pieces::close_month(instant end) {
  int128 sum = 0;
  for (piece& one : pieces_) sum += earn(one, end).minor();
  forget_what_is_over();
  return sum;
}

int128 fee_pieces::close_pieces(instant t) {
  int128 sum = 0;
  for (piece& one : pieces_)
    if (one.until <= t) sum += earn(one, t).minor();
  forget_what_is_over();
  return sum;
}

instant fee_pieces::next_end(instant t) const {
  instant next = instant::never();
  for (const piece& one : pieces_)
    if (one.until > t) next = std::min(next, one.until);
  return next;
}

int128 fee_pieces::earn_all() {
  int128 sum = 0;
  for (piece& one : pieces_) {
    const money rest = one.deferred();
    one.earned += rest;
    one.is_over = true;
    sum += rest.minor();
  }
  forget_what_is_over();
  return sum;
}

money fee_pieces::take(payment_id payment, money at_most) {
  piece* of = find(payment);
  if (of == nullptr) return {};
  const money taken = std::min(at_most, std::max(money{}, of->deferred()));
  of->taken += taken;
  return taken;
}

money fee_pieces::take_disputed(payment_id payment) {
  piece* of = find(payment);
  if (of == nullptr) return {};
  const money taken = of->deferred();
  of->taken += taken;
  of->disputed += taken;
  return taken;
}

fee_pieces::returned fee_pieces::give_back_disputed(payment_id payment, instant t) {
  piece* of = find(payment);
  if (of == nullptr) return {};
  const money back = std::exchange(of->disputed, money{});
  of->taken = of->taken - back;
  if (!of->is_over && t < of->until) return {back, {}};
  of->earned += back;
  forget_what_is_over();
  return {{}, back};
}

// A piece in dispute is kept, as it may come back.
void fee_pieces::forget_what_is_over() {
  std::erase_if(pieces_, [](const piece& one) { return one.is_over && one.disputed.is_zero(); });
}

}  // namespace drawdown::ledger
