// What a scenario expects at an instant. The ledgers answer with figures; whether they are the expected ones
// is said after the run, from what was recorded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"

namespace drawdown {

// A figure of R3.12 by its name in the language, and of an agent: what it spent in the period, whether it is
// stopped.
enum class figure : std::uint8_t {
  balance,
  held,
  available,
  debt,
  net,
  free,
  plan,
  addon,
  adjustment,
  paid,
  wallet,
  agent_spent
};
inline constexpr std::size_t figure_names = 12;

// The word of the language: `available`; `spent` for `agent_spent`.
std::string_view name_of(figure f);
std::optional<figure> figure_named(std::string_view name);

struct expected_figure {
  figure which = figure::balance;
  credits value;
};

struct expected_stopped {
  bool stopped = false;
};

// The outcome of the last step or usage of the account, or of the agent that the expectation names.
struct expected_last {
  outcome result = outcome::charged;
};

// How many events of a kind the account, or the agent that is named, had so far, by the kind's name in
// reports.
struct expected_count {
  std::string kind;
  std::uint64_t count = 0;
};

struct expected_item {
  source_place place;
  std::variant<expected_figure, expected_stopped, expected_last, expected_count> what;
};

struct expectation {
  account_index account = 0;
  agent_index agent = no_agent;
  instant at;
  source_place place;
  std::vector<expected_item> items;
};

}  // namespace drawdown
