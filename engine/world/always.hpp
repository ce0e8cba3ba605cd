// What a scenario says is so at all times: a comparison of sums of figures, held against each account at the
// end of every instant at which something happened to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/units/credits.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/expectation.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

enum class comparison : std::uint8_t { equal, not_equal, less, at_most, more, at_least };
inline constexpr std::size_t comparisons = 6;

// As it is written: `<=`.
std::string_view name_of(comparison c);
std::optional<comparison> comparison_named(std::string_view sign);

// Whether two sums, in micro-credits, compare so.
bool holds(int128 left, comparison c, int128 right);

// An amount, or a figure of the rule's account or of an agent of it.
struct rule_term {
  enum class whose : std::uint8_t { nobody, account, agent, each_agent };
  bool minus = false;  // it is taken from what stands before it; never the first
  whose of = whose::nobody;
  credits amount;                  // nobody's: a number
  figure which = figure::balance;  // somebody's; of an agent exactly where an agent is meant
  std::string agent;               // its name, where one is named; an account without it is not looked at
  friend bool operator==(const rule_term&, const rule_term&) = default;
};

// One rule. It is about one account at a time, for no account knows of another (R2.8); where it is about each
// agent, all such terms mean the same one.
struct always_rule {
  source_place place;
  std::optional<account_index> account;  // nothing: each
  std::vector<rule_term> left;
  comparison compares = comparison::equal;
  std::vector<rule_term> right;

  bool is_of_each_agent() const;
};

struct world;

// The rule as the language writes it: `accounts.*.debt == 0`. Names with spaces or points stand in quotes.
std::string text_of(const world& in, const always_rule& rule);

}  // namespace drawdown
