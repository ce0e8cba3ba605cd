// Expectations for tests of what is said about them.
#pragma once

#include <utility>
#include <vector>

#include "world_builder.hpp"

namespace drawdown::test {

using item_body = expected_body;

// Adds an expectation to a world, its first item at line 40 of the first file, one line for each item,
// column 13. Answers its number.
inline std::uint32_t expect(world_builder& told, account_index account, std::string_view at,
                            std::vector<item_body> items, agent_index agent = no_agent) {
  expectation asked;
  asked.account = account;
  asked.agent = agent;
  asked.at = when(at);
  asked.place = {0, 39, 5};
  std::uint32_t line = 40;
  for (item_body& item : items) asked.items.push_back({{0, line++, 13}, std::move(item)});
  told.raw().expectations.push_back(std::move(asked));
  return static_cast<std::uint32_t>(told.raw().expectations.size() - 1);
}

// Figures with so much left, by kind.
inline figures left_of(std::vector<std::pair<lot_kind, credits>> kinds) {
  figures seen;
  for (const auto& [kind, amount] : kinds) seen.of(kind) = amount;
  return seen;
}

}  // namespace drawdown::test
