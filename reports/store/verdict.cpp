#include "reports/store/verdict.hpp"

#include <algorithm>

#include "engine/units/credits.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

// Actual less expected, where both are amounts or counts.
std::string difference_of(const std::string& actual, const std::string& expected) {
  const auto is = parse_credits(actual);
  const auto should_be = parse_credits(expected);
  if (!is || !should_be) return {};
  return wide_decimal(int128{is->micro()} - int128{should_be->micro()}, credits::decimals, true);
}

// What a rule compares with: `<= 100` says it of `100`.
std::string amount_expected(const expectation_row& asked) {
  if (asked.what != "always") return asked.expected;
  return asked.expected.substr(asked.expected.find(' ') + 1);
}

// A total is only known where the run came to its end, and a rule only where anything happened.
bool is_reached(const expectation_row& asked, instant reached) {
  return asked.what == "always" ? asked.actual.has_value() : asked.at <= reached;
}

result<void> check(const run_store& of, instant reached, expectation_row& asked,
                   expectation_verdict& verdict) {
  ++verdict.items;
  const bool was_looked_at = asked.actual && (asked.what != "total" || is_reached(asked, reached));
  if (!was_looked_at) {
    if (is_reached(asked, reached))
      verdict.failures.push_back({std::move(asked), "", "", {}});
    else
      ++verdict.not_reached;
    return {};
  }
  if (*asked.actual == asked.expected) {
    ++verdict.held;
    return {};
  }
  auto history = history_behind(of, asked, history_lines_shown);
  if (!history) return tl::unexpected<error>(history.error());
  std::string actual = *asked.actual;
  std::string difference = difference_of(actual, amount_expected(asked));
  verdict.failures.push_back(
      {std::move(asked), std::move(actual), std::move(difference), std::move(*history)});
  return {};
}

}  // namespace

result<expectation_verdict> check_expectations(const run_store& of) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  auto rows = read_expectations(of);
  if (!rows) return tl::unexpected<error>(rows.error());
  expectation_verdict verdict;
  for (expectation_row& asked : *rows)
    if (auto done = check(of, run->facts.reached, asked, verdict); !done)
      return tl::unexpected<error>(done.error());
  return verdict;
}

bool passed(const run_facts& facts, const expectation_verdict& expectations) {
  return !facts.interrupted && !facts.defect && facts.differences.empty() && expectations.failures.empty();
}

}  // namespace drawdown::reports
