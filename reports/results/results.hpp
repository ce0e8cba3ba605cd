// results.json and manifest.json: a run for programs to read. Their fields are described in docs/results.md.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/world/world.hpp"
#include "reports/store/facts.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// The version of both files. It grows whenever a field changes its meaning or goes.
inline constexpr int results_schema_version = 1;

// What only whoever started a run knows of it. Everything else is in the run store.
struct run_summary {
  int exit_code = 0;
  // Names and values of what may differ from one run to the next: wall time, machine, threads, restarts.
  std::vector<std::pair<std::string, std::variant<std::uint64_t, std::string>>> measurement;
};

// results.json: the verdict and the figures. The same bytes for the same run, but for the object
// `measurement` in it.
result<std::string> results_json(const run_store& of, const run_summary& summary);

// manifest.json: all that decides what comes out of a run. The same bytes for the same run.
std::string manifest_json(const world& what, const run_facts& facts);

}  // namespace drawdown::reports
