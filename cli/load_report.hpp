// What a load run has to tell, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/load/load_run.hpp"
#include "cli/load_thresholds.hpp"
#include "cli/load_words.hpp"
#include "engine/measure/measurements.hpp"

namespace drawdown::cli {

// One rate of a search, with what was measured at it.
struct tried_rate {
  std::uint64_t rate = 0;
  bool holds = false;
  load::load_phase phase;
};

// The scenario whose load it is.
struct load_origin {
  std::string file;
  std::string title;
  std::vector<std::string> on_the_command_line;  // options that were given beside it, and win over it
};

struct load_report {
  load::load_options options;
  std::string machine;
  std::optional<load::load_phase> main;        // verified, unless that is off
  std::optional<load::load_phase> unverified;  // the second run
  std::optional<service_level> level;          // of a search
  std::vector<tried_rate> tries;
  std::optional<std::uint64_t> highest;  // of the search
  bool interrupted = false;
  std::optional<load_origin> origin;
  std::vector<judged_threshold> thresholds;  // of that scenario, in its order
};

// Under which conditions it ran, each by its name; always the same names.
std::vector<measurement::condition> load_conditions(const load_report& report);

// Its latencies: those percentiles that so many debits support, and the largest.
std::vector<std::pair<std::string, std::uint64_t>> latencies_of(const load::load_phase& phase);

// Of an open loop: how many debits had their instant and were not answered when the run ended. About, from
// its lag and rate.
std::uint64_t not_answered(const load_report& report, const load::load_phase& phase);

// Messages between actors.
std::uint64_t messages_of(const load::load_phase& phase);

// The same for each debit.
double messages_per_debit(const load::load_phase& phase);

// "verified", "not verified", "unverified" (nothing was to be proved).
std::string verdict_of(const load_report& report);

std::string load_text(const load_report& report);
std::string load_markdown(const load_report& report);
std::string load_json(const load_report& report);

// For `drawdown compare`.
measurement::measurements load_measurements(const load_report& report);

}  // namespace drawdown::cli
