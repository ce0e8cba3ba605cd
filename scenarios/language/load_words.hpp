// What is written of loads in files and on the command line alike: rates, percentiles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/measure/histogram.hpp"

namespace drawdown::language {

// All of these give nothing where the text is something else.

// A plain decimal number, all of the text, in millionths; it has six decimals and twelve digits at most.
std::optional<std::uint64_t> millionths_of(std::string_view text);

// `1200/s`, `500k/s`, `1.5M/s`: whole debits a second, from 1 to a thousand million; `/s` may be left out.
std::optional<std::uint64_t> debit_rate_of(std::string_view text);

// `p99`, `p99.95`: the share that the name is of, above none and below all; `p999` is p99.9.
std::optional<measurement::share> percentile_of(std::string_view name);

// `500k/s`, as short as it can be read back.
std::string debit_rate_text(std::uint64_t debits_per_second);

}  // namespace drawdown::language
