#include "engine/reference/rates.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/reference/amounts.hpp"

namespace drawdown::reference {
namespace {

// R1.3: as exact as it takes: the steps may all have other denominators.
using whole_number = boost::multiprecision::cpp_int;

// R1.4: the quotient, rounded once; `down` is toward zero, `up` away from it. The denominator is above zero.
whole_number rounded(const whole_number& numerator, const whole_number& denominator, rounding mode) {
  const whole_number size = abs(numerator);
  const whole_number below = size / denominator;
  const whole_number rest_twice = (size - below * denominator) * 2;
  const bool is_odd = below % 2 != 0;
  bool goes_up = false;
  switch (mode) {
    case rounding::down:
      break;
    case rounding::up:
      goes_up = rest_twice > 0;
      break;
    case rounding::half_up:
      goes_up = rest_twice >= denominator;
      break;
    case rounding::half_even:
      goes_up = rest_twice > denominator || (rest_twice == denominator && is_odd);
      break;
  }
  const whole_number there = below + (goes_up ? 1 : 0);
  return numerator < 0 ? whole_number(-there) : there;
}

// R1.5
std::optional<std::int64_t> fits(const whole_number& amount) {
  if (amount > INT64_MAX || amount < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(amount);
}

// A step whose prices are whole numbers of such parts of a minor unit as all steps can count in.
struct priced_step {
  whole_number from_micro;
  std::optional<whole_number> until_micro;  // the last one has no end
  whole_number parts_per_micro;
};
struct price_list {
  whole_number parts = 1;  // of a minor unit
  std::vector<priced_step> steps;
};

price_list price_list_of(const catalog& sold) {
  const std::vector<rate_step> rates = rates_of(sold);
  price_list list;
  for (const rate_step& step : rates) list.parts *= step.rate.brings.micro();
  for (std::size_t nth = 0; nth < rates.size(); ++nth) {
    const credit_rate& rate = rates[nth].rate;
    priced_step step{rates[nth].from.micro(), std::nullopt,
                     list.parts / rate.brings.micro() * rate.price.minor()};
    if (nth + 1 < rates.size()) step.until_micro = rates[nth + 1].from.micro();
    list.steps.push_back(step);
  }
  return list;
}

}  // namespace

std::vector<rate_step> rates_of(const catalog& sold) {
  if (sold.top_ups.rates.empty()) return {{credits{}, sold.rate}};
  return sold.top_ups.rates;
}

std::optional<credits> credits_for(const catalog& sold, money paid, const settings& rules) {
  const price_list list = price_list_of(sold);
  const std::int64_t smallest = smallest_micro(rules);
  whole_number left = list.parts * paid.minor();
  for (const priced_step& step : list.steps) {
    if (step.until_micro) {
      const whole_number whole = (*step.until_micro - step.from_micro) * step.parts_per_micro;
      if (left > whole) {
        left -= whole;
        continue;
      }
    }
    const whole_number bought = step.from_micro * step.parts_per_micro + left;  // over parts_per_micro
    const auto micro =
        fits(rounded(bought, step.parts_per_micro * smallest, rules.grant_rounding) * smallest);
    return micro ? std::optional(credits::from_micro(*micro)) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<money> price_of(const catalog& sold, credits wanted, rounding mode) {
  const price_list list = price_list_of(sold);
  whole_number cost = 0;
  for (const priced_step& step : list.steps) {
    const bool is_last_reached = !step.until_micro || wanted.micro() <= *step.until_micro;
    const whole_number until = is_last_reached ? whole_number(wanted.micro()) : *step.until_micro;
    cost += (until - step.from_micro) * step.parts_per_micro;
    if (is_last_reached) break;
  }
  const auto minor = fits(rounded(cost, list.parts, mode));
  return minor ? std::optional(money::from_minor(*minor)) : std::nullopt;
}

}  // namespace drawdown::reference
