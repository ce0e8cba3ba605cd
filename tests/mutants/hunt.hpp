// Looks for a planted bug in the three ways in which bugs of this program are looked for: scenarios with
// their expectations, exploring, and runs that are killed and resumed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/mutants/planted.hpp"

namespace drawdown::mutants {

// How many scenarios failed, by what told it.
struct seen_by_scenarios {
  unsigned run = 0;
  unsigned ledgers = 0;             // exit code 10: they disagree, or an invariant broke
  unsigned expectations = 0;        // 11: an expectation failed
  unsigned defects = 0;             // 1, or the program died or did not come to an end
  unsigned expectations_alone = 0;  // 11, where no ledger judges (`--verify off`)
  std::string first;                // the first that failed; empty: none did
  unsigned failed() const { return ledgers + expectations + defects; }
};

// The first seed that failed, and what it was shrunk to.
struct seen_by_exploring {
  std::optional<std::uint64_t> seed;  // nothing: no seed failed
  std::string kind;                   // `ledgers_differ`
  std::uint64_t steps_before = 0;
  std::uint64_t steps = 0;                   // of the scenario that it was shrunk to
  std::optional<std::uint64_t> wrong_event;  // of that scenario's run, counted in its account; only where the
                                             // ledgers differ
};

// What was looked for in, and how.
struct hunting_ground {
  std::vector<std::string> scenarios;  // files and folders
  std::uint64_t seeds = 0;
  std::filesystem::path scratch{};  // a folder; each bug has one of its own below it
  std::string usage{};              // the scenario of runs that are killed
};

struct hunted_bug {
  const planted::bug* bug = nullptr;
  seen_by_scenarios scenarios{};
  seen_by_exploring exploring{};
  std::string resuming{};  // what was wrong with a run that was killed and resumed; empty: nothing

  bool is_caught() const { return scenarios.failed() > 0 || exploring.seed || !resuming.empty(); }
  // Exploring did not notice it, and nothing says why it can't.
  bool is_missed_by_exploring() const { return !exploring.seed && *bug->beyond_exploring == '\0'; }
};

// Each of these runs the program with that bug; with an empty name it is what the product is. They throw
// where the program can't be run, or does not say what it came to.
seen_by_scenarios hunt_by_scenarios(const std::string& bug, const hunting_ground& ground);
seen_by_exploring hunt_by_exploring(const std::string& bug, const hunting_ground& ground, unsigned jobs = 1);
std::string hunt_by_resuming(const std::string& bug, const hunting_ground& ground);

// Writes the scenario of the runs that are killed below the scratch folder, and names it.
std::string write_usage(const std::filesystem::path& scratch);

}  // namespace drawdown::mutants
