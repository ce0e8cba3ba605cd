// What a meter's quantity costs, in each form that a price may have (R7.2).
#pragma once

#include "engine/catalog/catalog.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"

namespace drawdown::language {

// The price of a meter that counts `per`: one for each unit, or `{by: …}`, `{graduated: […]}`, `{volume:
// […]}`,
// `{package: …}`. What is wrong is reported; the price is then zero.
price_form read_price_form(scope& in, const node& at, measure per);

}  // namespace drawdown::language
