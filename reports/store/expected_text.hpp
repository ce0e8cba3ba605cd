// What a scenario expects, and what there is, as texts that are equal exactly where the two agree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/world/world.hpp"

namespace drawdown::reports {

// What stands for something that there is not: a lot, a hold, an answer, a line of history.
inline constexpr std::string_view nothing_there = "none";

// An item of an expectation: what sort of thing it asks for, of what (a key, or the number of a line), which
// part of that, and the expected value.
struct item_text {
  std::string_view what;
  std::string of;
  std::string name;
  std::string expected;
};
item_text text_of(const world& in, account_index account, const expected_body& item);
item_text text_of(const expected_total& total);

// A line of the customer's history.
struct history_entry {
  std::string_view entry;
  std::string_view kind;  // of its event
  credits change;
  credits balance;
  credits debt;
  std::optional<effect_key> key;
  std::optional<effect_key> of_key;  // of the hold or grant that the key's step was about
  std::optional<agent_index> agent;
};

// The line as far as the expectation names parts of it.
std::string text_of(const world& in, account_index account, const expected_line& asked,
                    const history_entry& line);

}  // namespace drawdown::reports
