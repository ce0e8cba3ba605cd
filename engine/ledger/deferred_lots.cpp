#include "engine/ledger/deferred_lots.hpp"

#include <algorithm>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/units/error.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::ledger {
namespace {

using boost::multiprecision::int256_t;

constexpr std::int64_t millionths = 1'000'000;

// D(left): the part of the cost that belongs to so much credit.
money worth_of(money cost, credits granted, credits left) {
  const int128 share = divide(int128{cost.minor()} * left.micro(), granted.micro(), rounding::half_even);
  return money::from_minor(static_cast<std::int64_t>(share));
}

// Of numbers that are not below zero.
std::int64_t half_even(const int256_t& numerator, const int256_t& denominator) {
  int256_t whole;
  int256_t rest;
  divide_qr(numerator, denominator, whole, rest);
  const int256_t twice = rest * 2;
  if (twice > denominator || (twice == denominator && whole % 2 != 0)) ++whole;
  return whole.convert_to<std::int64_t>();
}

}  // namespace

// E(left), which is D(left) where no credit is expected to be left.
money deferred_lots::deferred_of(const paid_lot& of, credits left) const {
  if (expected_breakage_ == 0) return worth_of(of.cost, of.granted, left);
  const int256_t unused = int256_t{of.granted.micro()} * expected_breakage_;
  const int256_t still_to_come = int256_t{left.micro()} * millionths - unused;
  if (still_to_come <= 0) return {};
  return money::from_minor(
      half_even(still_to_come * of.cost.minor(), int256_t{of.granted.micro()} * millionths - unused));
}

void deferred_lots::each(const std::function<void(lot_id id, money deferred)>& hear) const {
  for (const auto& [id, lot] : lots_)
    if (!lot.deferred.is_zero()) hear(id, lot.deferred);
}

void deferred_lots::book(lot_id id, credits granted, money cost) {
  if (cost.is_zero()) return;
  ensure(granted > credits{}, "a lot that cost something holds credit");
  lots_.insert_or_assign(id, paid_lot{granted, cost, granted, cost, cost});
}

deferred_lots::movement deferred_lots::move(lot_id id, credits change) {
  const auto found = lots_.find(id);
  if (found == lots_.end()) return {};
  paid_lot& of = found->second;
  of.left += change;
  const movement moved{of.deferred - deferred_of(of, of.left),
                       of.worth - worth_of(of.cost, of.granted, of.left)};
  of.deferred = of.deferred - moved.deferred;
  of.worth = of.worth - moved.worth;
  return moved;
}

money deferred_lots::worth_above(lot_id id, credits amount) const {
  const auto found = lots_.find(id);
  if (found == lots_.end()) return {};
  const paid_lot& of = found->second;
  return worth_of(of.cost, of.granted, of.left + amount) - of.worth;
}

}  // namespace drawdown::ledger
