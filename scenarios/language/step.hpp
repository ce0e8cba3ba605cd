// One step of a timeline while it is read, and the readers of what steps do.
#pragma once

#include <optional>
#include <string_view>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// What is known of a step before its verb is read.
struct step {
  const node& at_node;  // the whole step
  const mapping& keys;
  std::uint64_t ordinal = 0;  // from 1
  std::optional<instant> at;  // nothing: it is faulty, and the step is only checked
  std::optional<account_index> account;
  std::optional<agent_index> agent;
  effect_key key;  // as given, else derived from the ordinal
};

// Each reads the value of its verb, reports what is wrong, and adds to the world what is right.
void read_use(scenario_state& state, const step& from, const node& value);
void read_top_up(scenario_state& state, const step& from, const node& value);
void read_grant_step(scenario_state& state, const step& from, const node& value);
void read_set(scenario_state& state, const step& from, const node& value);
void read_notice(scenario_state& state, const step& from, const node& value);
void read_crash(scenario_state& state, const step& from, const node& value);
void read_expect(scenario_state& state, const step& from, const node& value);

// Adds a command to the step's account, if instant and account are known.
void add_command(scenario_state& state, const step& from, command_body body,
                 turn_order::phase phase = turn_order::phase::timeline);

}  // namespace drawdown::language
