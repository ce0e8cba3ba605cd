// What the options of a load are made of: rates, shares, objectives.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "actors/load/load_run.hpp"
#include "engine/measure/histogram.hpp"
#include "engine/units/error.hpp"
#include "engine/world/world.hpp"

namespace drawdown::cli {

// Reads "1200/s", "500k/s", "1.5M/s": debits a second, from 1 to a thousand million.
result<std::uint64_t> read_rate(std::string_view option, std::string_view text);

// Reads "5%", "0.25%": a part of all, from none to all, in millionths.
result<parts_per_million> read_share(std::string_view option, std::string_view text);

// Reads exact time of so much at least: "500ms", "10s".
result<duration> read_length(std::string_view option, std::string_view text, duration least);

// What a latency has to stay below: of a percentile, or of all.
struct latency_goal {
  std::string name;  // "p99", "max"
  std::variant<measurement::share, std::monostate> at;
  duration below;
};

// All of them have to hold.
struct service_level {
  std::vector<latency_goal> goals;
  std::string text;
};

// Reads "p99 < 2ms", or several with commas between them; `max < 1s` is of all latencies.
result<service_level> read_service_level(std::string_view text);

// Whether the run kept it. A percentile that so few debits can't support does not.
bool holds(const service_level& level, const load::load_phase& phase);

// "1.25 ms", "830 µs", "2.4 s".
std::string latency_text(std::uint64_t nanoseconds);

// "12 345 678".
std::string grouped(std::uint64_t number);

}  // namespace drawdown::cli
