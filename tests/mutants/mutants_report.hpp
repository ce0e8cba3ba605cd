// What the hunt for planted bugs came to, and how it is told: on a terminal, as a table for docs/evidence.md,
// as a document for programs. Nothing in it depends on the machine or on how many were hunted at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/mutants/hunt.hpp"

namespace drawdown::mutants {

// So much of what is hunted has to be caught, and so many of those that exploring catches have to shrink to
// so few steps.
inline constexpr std::uint64_t percent_caught = 95;
inline constexpr std::uint64_t percent_small = 90;
inline constexpr std::uint64_t few_steps = 10;

struct mutants_report {
  std::uint64_t seeds = 0;      // at most, for each bug
  std::uint64_t scenarios = 0;  // that were run with each bug
  std::vector<hunted_bug> bugs;

  std::uint64_t caught() const;
  std::uint64_t by_scenarios() const;
  std::uint64_t by_expectations_alone() const;
  std::uint64_t by_exploring() const;
  std::uint64_t by_resuming() const;
  std::uint64_t small() const;  // shrunk to few steps
  // Enough was caught, enough is small, and nothing was missed without a reason.
  bool is_enough() const;
};

std::string mutants_text(const mutants_report& report);
std::string mutants_markdown(const mutants_report& report);
std::string mutants_json(const mutants_report& report);

// Who notices bugs of that kind, in a word: `rule`.
std::string_view name_of(planted::breaks what);

}  // namespace drawdown::mutants
