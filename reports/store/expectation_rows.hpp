// What a scenario expected, and what the history says to it (R14, and the language's `expect`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// The figures that an expectation was answered with.
struct answered_figures {
  std::uint64_t number = 0;  // of the event that holds the answer
  figures account;
  credits agent_spent;
  bool agent_stopped = false;
};

// One item of an expectation.
struct expectation_row {
  account_index account = 0;
  std::string account_name;
  std::optional<agent_index> agent;
  std::string agent_name;
  instant at;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string what;                        // `figure`, `stopped`, `last`, `count`
  std::string name;                        // of the figure, or of the kind of event
  std::string expected;                    // as text: an amount, `true`, an outcome, a count
  std::optional<answered_figures> answer;  // nothing where the run never came there
};
result<std::vector<expectation_row>> read_expectations(const run_store& from);

// The outcome of the last usage or step of the account, or of its agent, before an event (R4.7).
result<std::optional<std::string>> last_outcome_before(const run_store& from, const expectation_row& asked);

// How many events of the kind that is asked for the account, or its agent, had before the answer.
result<std::uint64_t> count_before(const run_store& from, const expectation_row& asked);

// One line of history that explains a figure.
struct history_line {
  std::uint64_t number = 0;
  instant at;
  std::string description;
  credits change;   // of the credit that the figure counts
  credits balance;  // of the account, after it
  friend bool operator==(const history_line&, const history_line&) = default;
};

// The last `limit` lines before the answer that made what is asked for, oldest first: movements of the credit
// that a figure counts, usage that an agent was charged for, outcomes, or events of a kind.
result<std::vector<history_line>> history_behind(const run_store& from, const expectation_row& asked,
                                                 std::uint64_t limit);

}  // namespace drawdown::reports
