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

class expectation_answers {
 public:
  explicit expectation_answers(const world& in);

  // The events that follow are those of another account.
  void begin(account_index account);
  // Takes an event in that `history` has taken in; `row` are its columns.
  void take(const account_history& history, const event& next, const event_columns& row);

  // The answer to an expectation; null where the run never came there.
  const expectation_answer* to(std::size_t expectation) const;

 private:
  void count(const event& next, const event_columns& row);
  void remember_line(const account_history& history, const event& next, const event_columns& row);
  void keep(agent_index whose, const history_entry& line);
  void remember_answer(const account_history& history);
  void answer(const account_history& history, const figures_event& seen);

  const world& in_;
  std::map<account_index, std::vector<std::size_t>> asked_of_;  // expectations by account
  std::map<std::size_t, expectation_answer> answers_;

  // Of the account that is read.
  account_index account_ = 0;
  bool is_asked_ = false;
  std::map<std::pair<agent_index, std::string_view>, std::uint64_t> counts_;  // no_agent: of the account
  std::map<effect_key, std::optional<outcome>> first_outcomes_;               // of the keys that are named
  std::map<agent_index, std::uint64_t> lines_wanted_;                         // no_agent: of the account
  std::map<agent_index, std::deque<history_entry>> lines_;                    // the latest, newest first
};

}  // namespace drawdown::reports
