// Whether a run is what its scenario expected: each expectation held against what was recorded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/units/error.hpp"
#include "reports/store/expectation_rows.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// How many lines of history a failure shows at most.
inline constexpr std::uint64_t history_lines_shown = 12;

// An expectation that does not hold.
struct expectation_failure {
  expectation_row asked;
  std::string actual;                 // as text, like what was expected; empty where nothing answers it
  std::string difference;             // actual less expected, of amounts and counts; else empty
  std::vector<history_line> history;  // what made the figure, oldest first
};

struct expectation_verdict {
  std::uint64_t items = 0;  // what was expected, item by item
  std::uint64_t held = 0;
  std::uint64_t not_reached = 0;              // the run ended before their instant
  std::vector<expectation_failure> failures;  // in the order of the file
};

enum class item_state : std::uint8_t { held, failed, not_reached };

// What became of an item, where every account got to `reached`. One whose instant was reached without an
// answer has failed.
item_state state_of(const expectation_row& asked, instant reached);

// Holds every expectation of the run against its history.
result<expectation_verdict> check_expectations(const run_store& of);

// How much the ledgers proved, in words: `every transaction verified`, `balances verified`, `not verified`;
// of what run_facts::verification says.
std::string_view proof_words(std::string_view verification);

// Whether a run is fine: it came to its end, both ledgers agree, and everything expected holds.
bool passed(const run_facts& facts, const expectation_verdict& expectations);

}  // namespace drawdown::reports
