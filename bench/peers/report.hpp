// What the comparison came to, as text, as Markdown and as measurements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/peers/contender.hpp"
#include "bench/peers/journal_replay.hpp"

namespace drawdown::peers {

// All runs of a contender.
struct tally {
  contender of;
  std::vector<double> rates;  // debits a second, in the order of the repetitions
  standing left;              // the same after each
};

struct comparison {
  debits_shape shape;
  std::vector<std::pair<std::string, std::string>> circumstances;  // of this run alone: name and value
  std::vector<std::pair<std::string, std::string>> conditions;     // that another run may share
  std::vector<tally> tallies;
  std::optional<replays> events;  // nothing: not asked for
};

enum class layout : std::uint8_t { text, markdown };

std::string report(const comparison& of, layout as);

// In the format of docs/measurements.md.
std::string measurements_json(const comparison& of);

}  // namespace drawdown::peers
