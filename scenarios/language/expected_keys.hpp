// Expectations name steps, lots and holds by their keys. A key that nothing has is an error: whatever the run
// does, nothing could answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/world/names.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/source_text.hpp"

namespace drawdown::language {

struct scenario_state;

// What an expectation names by a key: a step or a usage, a lot by what made it, a hold, a payment or its
// invoice, an estimate, a quote, or whatever a line of history is about.
enum class keyed : std::uint8_t { step, lot, hold, payment, estimate, quote, line };

// A key that an expectation names.
struct expected_key {
  account_index account = 0;
  effect_key key;
  text_place place;
  std::string text;
  keyed what = keyed::step;
};

// Reads a key that an expectation names, to be held against what the file makes once all of it is read.
std::optional<effect_key> read_expected_key(scenario_state& state, std::optional<account_index> account,
                                            const node& at, keyed what);

// Reports every key that an expectation names and nothing has, with the nearest that something has.
void check_expected_keys(scenario_state& state);

}  // namespace drawdown::language
