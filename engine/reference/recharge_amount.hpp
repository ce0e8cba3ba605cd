// How much an auto-recharge buys (R10.2).
#pragma once

#include <optional>

#include "engine/reference/desk.hpp"
#include "engine/reference/payments.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {

// R10.2: whether so many micro-credits are low by the terms.
bool is_low(const recharge_terms& terms, int128 watched_micro);

// What is to be bought, or why that can't be; neither where nothing is missing to the target.
struct recharge_decision {
  std::optional<purchase> bought;
  std::optional<outcome> refusal;
};

// R10.2, R10.4: decided for a watched figure that is low.
recharge_decision what_to_buy(const desk& d, const recharge_terms& terms, credits watched);

}  // namespace drawdown::reference
