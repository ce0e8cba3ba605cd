// What a replay has to tell, for people and for programs.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/run.hpp"
#include "cli/exit_code.hpp"
#include "reports/replay/totals.hpp"
#include "scenarios/language/bulk.hpp"
#include "scenarios/language/rules_used.hpp"

namespace drawdown::cli {

struct replay_report {
  const world& in;
  const reports::replay_totals& totals;
  const run_outcome& outcome;
  const language::rules_used& rules;
  std::string_view verification;  // "full"
  language::bulk_counts rows;
  std::vector<language::bulk_input> inputs;
  exit_code code = exit_code::fine;
  unsigned threads = 1;
  std::chrono::duration<double> wall{0};
  std::uint64_t resident_bytes = 0;  // at most
};

// All of it but times repeats, on any number of threads.
std::string replay_text(const replay_report& report);

// How long it took, for standard error.
std::string replay_speed(const replay_report& report);

// `measurement` apart, the same bytes for the same files.
std::string replay_json(const replay_report& report);

}  // namespace drawdown::cli
