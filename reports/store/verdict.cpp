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

bool was_looked_at(const expectation_row& asked, instant reached) {
  return asked.actual && (asked.what != "total" || is_reached(asked, reached));
}

result<void> check(const run_store& of, instant reached, expectation_row& asked,
                   expectation_verdict& verdict) {
  ++verdict.items;
  const item_state state = state_of(asked, reached);
  if (state == item_state::not_reached) ++verdict.not_reached;
  if (state == item_state::held) ++verdict.held;
  if (state != item_state::failed) return {};
  if (!was_looked_at(asked, reached)) {
    verdict.failures.push_back({std::move(asked), "", "", {}});
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

item_state state_of(const expectation_row& asked, instant reached) {
  if (was_looked_at(asked, reached))
    return *asked.actual == asked.expected ? item_state::held : item_state::failed;
  return is_reached(asked, reached) ? item_state::failed : item_state::not_reached;
}

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

std::string_view proof_words(std::string_view verification) {
  if (verification == "full") return "every transaction verified";
  if (verification == "balances") return "balances verified";
  return "not verified";
}

bool passed(const run_facts& facts, const expectation_verdict& expectations) {
  return !facts.interrupted && !facts.defect && facts.differences.empty() && expectations.failures.empty();
}

}  // namespace drawdown::reports
