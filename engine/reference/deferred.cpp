#include "engine/reference/deferred.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/reference/accounts.hpp"
#include "engine/units/rounding.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

using boost::multiprecision::int256_t;

// R1.4: a quotient that fits 64 bits, rounded half to even; neither number is below zero.
std::int64_t half_even(const int256_t& numerator, const int256_t& denominator) {
  const int256_t below = numerator / denominator;
  const int256_t rest_twice = (numerator - below * denominator) * 2;
  const bool goes_up = rest_twice > denominator || (rest_twice == denominator && below % 2 != 0);
  return static_cast<std::int64_t>(below) + (goes_up ? 1 : 0);
}

// R13.2: `E(x) = half_even(c (x - P g) / (g - P g))`, at least zero; P is in millionths.
std::int64_t money_expected(const lot& l, credits left, std::uint32_t never_used) {
  constexpr std::int64_t whole = 1'000'000;
  const int256_t granted = l.granted.micro();
  const int256_t part = int256_t(left.micro()) * whole - granted * never_used;
  if (part <= 0) return 0;
  return half_even(part * l.cost.minor(), granted * (whole - never_used));
}

}  // namespace

money money_behind(const lot& l, credits amount) {
  const int128 share =
      divide(int128{l.cost.minor()} * amount.micro(), l.granted.micro(), rounding::half_even);
  return money::from_minor(static_cast<std::int64_t>(share));
}

int128 money_deferred(const desk& d, const lot& l, credits left) {
  if (l.cost.is_zero()) return 0;
  if (d.rules().expected_breakage == 0) return money_behind(l, left).minor();
  return money_expected(l, left, d.rules().expected_breakage);
}

void defer_cost(desk& d, const lot& l, money_account from) {
  post(d.books, from, money_account::deferred, l.cost.minor());
}

void move_deferred(desk& d, const lot& l, credits before, credits after, money_account to) {
  if (l.cost.is_zero()) return;
  const int128 worth = int128{money_behind(l, before).minor()} - money_behind(l, after).minor();
  post(d.books, money_account::deferred, to, worth);
  if (d.rules().expected_breakage == 0) return;
  const int128 released = money_deferred(d, l, before) - money_deferred(d, l, after);
  post(d.books, money_account::deferred, money_account::breakage, released - worth);
}

}  // namespace drawdown::reference
