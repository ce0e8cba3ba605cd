// How much of a meter is used, held or captured (R7.1).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/catalog/catalog.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/read_catalog.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// A quantity in millionths of the meter's unit, or microseconds; never negative (R4.2, R7.1). Nothing
// where it is faulty, or the meter is.
std::optional<std::int64_t> read_quantity(scope& in, const node& at, const meter& used,
                                          const declared_meter& declared);

// The same with what stands beside it: `times` where the meter multiplies (R7.1), `value` where its price
// goes by one (R7.2).
std::optional<metered_quantity> read_metered_quantity(scenario_state& state, const mapping& keys,
                                                      const node& at, meter_index of);

// What stands beside a quantity of the meter: `times` and `value`, alone.
struct usage_factors {
  std::int64_t times = 1;
  value_index value = no_value;
};
std::optional<usage_factors> read_factors(scenario_state& state, const mapping& keys, meter_index of);

// The position of a value of the meter's attribute; nothing, and that is reported, where it has none of that
// name.
std::optional<value_index> read_value(scope& in, const node& at, const meter& of,
                                      const declared_meter& declared);

}  // namespace drawdown::language
