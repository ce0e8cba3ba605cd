// Steps name what other steps made by its key: a payment, a hold, a grant. A key that nothing has may be the
// point of a scenario, but more often it is misspelt.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/world/names.hpp"
#include "scenarios/language/source_text.hpp"

namespace drawdown::language {

// A key that a step names.
struct key_named {
  account_index account = 0;
  effect_key key;
  text_place place;
  std::string text;
};

// The things of one sort that a file makes, by account and key, and what its steps name of them.
struct key_references {
  std::map<std::pair<account_index, effect_key>, place_in_file> made;  // where; of two alike the first
  std::vector<key_named> named;
};

struct scenario_state;

// Whether it names what only the run makes, so that nobody can say before how many there are: recharges,
// renewals, payments for usage beyond the credit.
bool is_made_by_run(const effect_key& key);

// The key that a text names: `step-N` of a step without a key, `recharge-N`, `cycle-N`, `overage-N`,
// `grant-N` of an account's declaration, `plan` where the account declares one, else one that is given
// (R4.9).
effect_key key_named_by(scenario_state& state, std::optional<account_index> account, const std::string& text);

// Whether a key that is given is the name of the account's plan; that is then reported.
bool is_name_of_plan(scenario_state& state, std::optional<account_index> account, const effect_key& key,
                     text_place where);

// Warns of every key that a step names and nothing has, with the nearest that something has.
void warn_of_strange_keys(scenario_state& state);

}  // namespace drawdown::language
