#include "reports/store/verdict.hpp"

#include <charconv>

#include "engine/world/expectation.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

credits value_of(figure which, const answered_figures& answer) {
  const figures& account = answer.account;
  switch (which) {
    case figure::balance:
      return account.balance();
    case figure::held:
      return account.held;
    case figure::available:
      return account.available();
    case figure::debt:
      return account.debt;
    case figure::net:
      return account.net();
    case figure::free:
      return account.of(lot_kind::free);
    case figure::plan:
      return account.of(lot_kind::plan);
    case figure::addon:
      return account.of(lot_kind::addon);
    case figure::adjustment:
      return account.of(lot_kind::adjustment);
    case figure::paid:
      return account.of(lot_kind::paid);
    case figure::wallet:
      return account.wallet();
    case figure::agent_spent:
      return answer.agent_spent;
  }
  throw defect("value_of: a figure that is none");
}

struct answer_text {
  std::string actual;
  std::string difference;
};

result<answer_text> figure_answer(const expectation_row& asked) {
  const auto which = figure_named(asked.name);
  const auto expected = parse_credits(asked.expected);
  if (!which || !expected) return fail(error_code::corrupt, "run store: no figure is called " + asked.name);
  const credits actual = value_of(*which, *asked.answer);
  return answer_text{to_string(actual), to_string(actual - *expected)};
}

result<answer_text> count_answer(const run_store& of, const expectation_row& asked) {
  const auto count = count_before(of, asked);
  if (!count) return tl::unexpected<error>(count.error());
  std::uint64_t expected = 0;
  std::from_chars(asked.expected.data(), asked.expected.data() + asked.expected.size(), expected);
  const int128 difference = int128{*count} - int128{expected};
  return answer_text{std::to_string(*count), wide_decimal(difference, 0, false)};
}

result<answer_text> answer_to(const run_store& of, const expectation_row& asked) {
  if (asked.what == "figure") return figure_answer(asked);
  if (asked.what == "stopped") return answer_text{asked.answer->agent_stopped ? "true" : "false", ""};
  if (asked.what == "count") return count_answer(of, asked);
  const auto last = last_outcome_before(of, asked);
  if (!last) return tl::unexpected<error>(last.error());
  return answer_text{last->value_or("none"), ""};
}

result<void> check(const run_store& of, instant reached, expectation_row& asked,
                   expectation_verdict& verdict) {
  ++verdict.items;
  if (!asked.answer) {
    if (asked.at > reached)
      ++verdict.not_reached;
    else
      verdict.failures.push_back({std::move(asked), "", "", {}});
    return {};
  }
  auto answer = answer_to(of, asked);
  if (!answer) return tl::unexpected<error>(answer.error());
  if (answer->actual == asked.expected) {
    ++verdict.held;
    return {};
  }
  auto history = history_behind(of, asked, history_lines_shown);
  if (!history) return tl::unexpected<error>(history.error());
  verdict.failures.push_back(
      {std::move(asked), std::move(answer->actual), std::move(answer->difference), std::move(*history)});
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
