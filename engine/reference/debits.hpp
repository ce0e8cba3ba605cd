// Whether a debit or a hold is accepted, and what pays it (R4.1–R4.8, R5.1–R5.3).
#pragma once

#include "engine/reference/burning.hpp"
#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// What somebody wants to use, or to hold.
struct debit {
  credits cost;
  agent_index agent = no_agent;
  meter_index meter = no_meter;
  user_index user = no_user;
  const catalog* terms = nullptr;  // the version that its meter is of (R7.3)
};

// What is taken of which lots and what becomes debt, is forgiven or billed, or the refusal that stood first
// (R4.7).
struct decision {
  outcome result = outcome::charged;
  slices_of_lots slices{};
  credits debt{};
  credits forgiven{};
  credits invoiced{};
};

// What a debit left open beyond its slices; 0: nothing.
struct left_open {
  debt_id debt = 0;
  overage_id overage = 0;
};

// R4.7: the checks from the suspended account on. Where credit is short, `when_short` decides (R4.5).
decision decide_debit(const desk& d, const debit& wanted);

// R4.1: the same checks; where credit is short it is refused, whatever `when_short` says.
decision decide_all_or_nothing(const desk& d, const debit& wanted);

// R6.1: the same checks; a hold makes no debt and is never cut.
decision decide_hold(const desk& d, const debit& wanted);

// Carries out what was decided: credit is taken, debt made under that key, the agent's count raised (R5.3),
// or the agent is stopped from this refusal on (R5.2).
left_open carry_out(desk& d, const effect_key& key, const debit& wanted, const decision& decided);

// R5.2: the agent is stopped from the first refusal as `plan_exhausted` on.
void note_refusal(desk& d, agent_index agent, outcome result);

// R5.2: whether an agent with `stop` is kept from paid credit.
bool spends_no_paid_credit(const desk& d, agent_index agent);

// R5.1: on whose behalf something is used: as it says itself, else as its agent was declared.
user_index user_of(const desk& d, user_index named, agent_index agent);

}  // namespace drawdown::reference
