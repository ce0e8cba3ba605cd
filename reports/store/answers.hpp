// What the history answers to the expectations of a run: found while its events are read, at the event at
// which each expectation looks.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/world/event.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/event_columns.hpp"
#include "reports/store/expected_text.hpp"

namespace drawdown::reports {

// What an expectation was answered with.
struct expectation_answer {
  std::uint64_t number = 0;         // of the event that looked
  std::vector<std::string> actual;  // item by item
};

// The expectations of each account of which there are any.
using expectations_by_account = std::map<account_index, std::vector<std::size_t>>;
expectations_by_account by_account(const std::vector<expectation>& all);

// Answers those of one account, while its events are read.
class account_answers {
 public:
  // `asked`: the expectations of the account. Keeps a reference to the world.
  account_answers(const world& in, account_index account, const std::vector<std::size_t>& asked);

  // Takes an event in that `history` has taken in; `row` are its columns.
  void take(const account_history& history, const event& next, const event_columns& row);

  // By expectation.
  const std::map<std::size_t, expectation_answer>& found() const { return answers_; }

 private:
  void count(const event& next, const event_columns& row);
  void remember_line(const account_history& history, const event& next, const event_columns& row);
  void keep(agent_index whose, const history_entry& line);
  void remember_answer(const account_history& history);
  void answer(const account_history& history, const figures_event& seen);

  const world& in_;
  account_index account_;
  std::map<std::size_t, expectation_answer> answers_;
  std::map<std::pair<agent_index, std::string_view>, std::uint64_t> counts_;  // no_agent: of the account
  std::map<effect_key, std::optional<outcome>> first_outcomes_;               // of the keys that are named
  std::map<agent_index, std::uint64_t> lines_wanted_;                         // no_agent: of the account
  std::map<agent_index, std::deque<history_entry>> lines_;                    // the latest, newest first
};

// The answers of all accounts.
class expectation_answers {
 public:
  void add(const account_answers& of) { answers_.insert(of.found().begin(), of.found().end()); }

  // The answer to an expectation; null where the run never came there.
  const expectation_answer* to(std::size_t expectation) const;

 private:
  std::map<std::size_t, expectation_answer> answers_;
};

}  // namespace drawdown::reports
