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
  effect_key key;           // as given, else derived from the ordinal
  user_index by = no_user;  // who acts, where the step says it (R11.2)
};

// Each reads the value of its verb, reports what is wrong, and adds to the world what is right.
void read_use(scenario_state& state, const step& from, const node& value);
void read_top_up(scenario_state& state, const step& from, const node& value);
void read_grant_step(scenario_state& state, const step& from, const node& value);
void read_set(scenario_state& state, const step& from, const node& value);
void read_hold(scenario_state& state, const step& from, const node& value);
void read_capture(scenario_state& state, const step& from, const node& value);
void read_void(scenario_state& state, const step& from, const node& value);
void read_revoke(scenario_state& state, const step& from, const node& value);
void read_adjust(scenario_state& state, const step& from, const node& value);
void read_reset(scenario_state& state, const step& from, const node& value);
void read_notice(scenario_state& state, const step& from, const node& value);
void read_crash(scenario_state& state, const step& from, const node& value);
void read_expect(scenario_state& state, const step& from, const node& value);
void read_subscribe(scenario_state& state, const step& from, const node& value);
void read_change_plan(scenario_state& state, const step& from, const node& value);
void read_cancel(scenario_state& state, const step& from, const node& value);
void read_resume(scenario_state& state, const step& from, const node& value);
void read_add_on(scenario_state& state, const step& from, const node& value);
void read_add_user(scenario_state& state, const step& from, const node& value);
void read_remove_user(scenario_state& state, const step& from, const node& value);
void read_refund(scenario_state& state, const step& from, const node& value);
void read_refund_payment(scenario_state& state, const step& from, const node& value);
void read_chargeback(scenario_state& state, const step& from, const node& value);
void read_win_chargeback(scenario_state& state, const step& from, const node& value);
void read_invoice(scenario_state& state, const step& from, const node& value);
void read_pay_invoice(scenario_state& state, const step& from, const node& value);
void read_void_invoice(scenario_state& state, const step& from, const node& value);
void read_estimate(scenario_state& state, const step& from, const node& value);
void read_quote(scenario_state& state, const step& from, const node& value);
void read_view_usage(scenario_state& state, const step& from, const node& value);

// On whose behalf something is used, and what it is counted under (R5.5).
struct attribution {
  user_index user = no_user;
  group_index group = no_group;
};

// `user` and `group` of a step; without a `user` that of its agent.
attribution read_attribution(scenario_state& state, const step& from);

// Remembers that the step makes something that others may name by its key.
void note_made(scenario_state& state, key_references& things, const step& from);

// The key of something that another step made, to be held against what the file makes.
std::optional<effect_key> read_named_key(scenario_state& state, key_references& things, const step& from,
                                         const node& at, std::string_view what);

// Adds a command to the step's account, if instant and account are known.
void add_command(scenario_state& state, const step& from, command_body body,
                 turn_order::phase phase = turn_order::phase::timeline);

}  // namespace drawdown::language
