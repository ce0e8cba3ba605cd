// A grant of credit, declared in an account or made by a step (R3.1, R3.5).
#pragma once

#include <optional>

#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {

// Reads the body of a grant. Dates in it are midnight in `zone`, the account's (R2.7). A `key` may stand in
// it only where `may_have_key`: a step has its key beside it.
std::optional<grant_command> read_grant(scenario_state& state, const node& at, const zone_table& zone,
                                        bool may_have_key);

// `free`, `plan`, … (R3.2).
std::optional<lot_kind> read_kind(scope& in, const node& at);

// What was paid for a grant: at most 10^12 minor units (R13.1).
std::optional<money> read_cost(scope& in, const node& at, const due_currency& unit);

// The key that a step, a declared grant or a row gives, numbered; nothing where it is none or reserved
// (R4.3).
std::optional<effect_key> read_given_key(scenario_state& state, scope& in, const node& at);

// `step-` and the like, where a key begins so: by these what has no key of its own is named.
std::optional<std::string_view> reserved_prefix(std::string_view key);

// A grant that an account has at its start, and where it is declared.
struct grant_declared {
  scope& in;
  text_place place;
  account_index account = 0;
  grant_command body;
  std::optional<effect_key> key;  // that was given
  text_place key_place;
};

// Adds a grant to its account, unless it would give nothing or there is no room for it; false where there is
// none.
bool declare_grant(scenario_state& state, const grant_declared& made);

// The grants of an account, booked at the start in this order. Called when start and zone are known.
void read_declared_grants(scenario_state& state, const node& at, account_index account);

}  // namespace drawdown::language
