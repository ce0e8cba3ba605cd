// The rate at which money buys credit: an exact fraction (R1.3).
#pragma once

#include <cstdint>

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

}  // namespace drawdown
