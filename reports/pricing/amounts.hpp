// Amounts as reports on prices write them.
#pragma once

#include <string>

#include "engine/units/money.hpp"
#include "reports/pricing/pricing_comparison.hpp"

namespace drawdown::reports::pricing {

// `1 234 567.50`: with so many decimals, of a count of 10^-decimals, and a mark between thousands.
std::string amount_text(int128 value, int decimals, char mark = ' ');

// A value of that unit; credits are rounded to whole ones.
std::string value_text(int128 value, unit of, currency money_unit, char mark = ' ');

// The same with its sign: `+12.00`, `-3`, `0`.
std::string change_text(int128 value, unit of, currency money_unit, char mark = ' ');

// So much of so much, in percent with one decimal: `+5.3 %`; nothing where there is nothing to compare with.
std::string percent_text(int128 part, int128 whole, char mark = ' ');

}  // namespace drawdown::reports::pricing
