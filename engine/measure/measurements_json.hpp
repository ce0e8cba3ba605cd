// Measurements as text: JSON, described in docs/measurements.md.
#pragma once

#include <string>
#include <string_view>

#include "engine/measure/measurements.hpp"

namespace drawdown::measurement {

inline constexpr int measurements_schema_version = 1;

// One JSON object with a line for each condition and metric, and a newline at its end. The same measurements
// give the same bytes, and what is read of them is the same to the last bit.
std::string to_json(const measurements& what);

// Reads such a text. `malformed` says where in the document something is wrong (`metrics[2].samples[0]`),
// what belongs there and, where that helps, what to do; `not_built` where its version is another.
result<measurements> from_json(std::string_view text);

}  // namespace drawdown::measurement
