// The rate at which money buys credit: an exact fraction (R1.3), or one that changes with how much is bought.
#pragma once

#include <cstdint>
#include <span>

#include "engine/units/credits.hpp"
#include "engine/units/error.hpp"
#include "engine/units/money.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {

// `30 USD = 200 credits`: so much money for so much credit, both above zero.
struct credit_rate {
  money price;
  credits brings;

  friend bool operator==(const credit_rate&, const credit_rate&) = default;
};

// The credit that `paid` buys, rounded once to a multiple of 10^-decimals credits (R1.1, R1.4).
result<credits> credits_for(money paid, const credit_rate& rate, rounding mode, int decimals);

// What `wanted` costs in money, rounded once to a minor unit (R1.4).
result<money> price_of(credits wanted, const credit_rate& rate, rounding mode);

// The rate for what of a purchase lies beyond so many credits, up to where the next step begins (R9.1).
struct rate_step {
  credits from;
  credit_rate rate;

  friend bool operator==(const rate_step&, const rate_step&) = default;
};

// The same by graduated rates: each credit is bought at the rate of the step that it falls into. The steps
// ascend, the first begins at zero. Exact over all steps, then rounded once; more money never buys less
// credit, nor does more credit cost less.
result<credits> credits_for(money paid, std::span<const rate_step> steps, rounding mode, int decimals);
result<money> price_of(credits wanted, std::span<const rate_step> steps, rounding mode);

}  // namespace drawdown
