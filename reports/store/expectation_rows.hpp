// What a scenario expected, and what the history says to it (R14, and the language's `expect` and `always`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// One item of an expectation, a total at the end, or a rule that always holds.
struct expectation_row {
  std::optional<account_index> account;  // of a rule that was broken: where that came first
  std::string account_name;              // empty where there is none, like the agent's
  std::optional<agent_index> agent;
  std::string agent_name;
  instant at;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string what;                     // the word of the table `expectations`, or `always`
  std::string of;                       // a key, the number of a line, the name of an add-on; else empty
  std::string name;                     // of the figure, the part, or the kind of event; a rule's text
  std::string expected;                 // as text: an amount, `true`, an outcome, a count
  std::optional<std::string> actual;    // the same way; nothing where the run never came there
  std::optional<std::uint64_t> number;  // of the event at which it was looked at
  std::vector<std::string> figures;     // that a rule names
  std::uint64_t breaches = 0;           // of a rule
};

// All of them: expectations in the order of the file, totals, rules.
result<std::vector<expectation_row>> read_expectations(const run_store& from);

// One line of history that explains a figure.
struct history_line {
  std::uint64_t number = 0;
  instant at;
  std::string description;
  credits change;   // of what the figure counts
  credits balance;  // of the account, after it
  friend bool operator==(const history_line&, const history_line&) = default;
};

// The last `limit` lines before the answer that made what is asked for, oldest first: movements of the credit
// that a figure counts, usage that an agent was charged for, outcomes, or events of a kind.
result<std::vector<history_line>> history_behind(const run_store& from, const expectation_row& asked,
                                                 std::uint64_t limit);

}  // namespace drawdown::reports
