// How much of a meter is used, held or captured (R7.1).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/catalog/catalog.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/read_catalog.hpp"

namespace drawdown::language {

// A quantity in millionths of the meter's unit, or microseconds; never negative (R4.2, R7.1). Nothing
// where it is faulty, or the meter is.
std::optional<std::int64_t> read_quantity(scope& in, const node& at, const meter& used,
                                          const declared_meter& declared);

}  // namespace drawdown::language
