// What a scenario expects: the items of one expectation, wherever it stands, and the section `expect` at the
// top.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/world/expectation.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {

// Whom an expectation asks about.
struct asked_of {
  std::optional<account_index> account;  // nothing: it is faulty, and the items are only checked
  std::optional<agent_index> agent;
  bool of_agent = false;               // an agent is named, be it known or not
  text_place named_at;                 // where
  std::string_view how_to_name_agent;  // a hint
};

// Reads the items of `expect: {…}`; what is wrong is reported.
std::vector<expected_item> read_expected(scenario_state& state, const asked_of& whom, const node& value);

// Adds an item that stands at a place of the file.
void add_item(scenario_state& state, text_place where, expected_body what, std::vector<expected_item>& into);

// The entries of a mapping from keys to what is expected of what they name; null where it is none.
const std::vector<entry>* keyed_entries(scope& in, const node& at, std::string_view what);

// Whether anything is expected of one thing, in a mapping that is sound; where nothing is, that is reported.
bool expects_something(scope& in, const mapping& keys, const node& at, std::string_view example);

// The parts of it that name things by their keys, and the history.
void read_outcomes(scenario_state& state, const asked_of& whom, const node& at,
                   std::vector<expected_item>& into);
void read_lots(scenario_state& state, const asked_of& whom, const node& at, std::vector<expected_item>& into);
void read_expected_holds(scenario_state& state, const asked_of& whom, const node& at,
                         std::vector<expected_item>& into);
void read_expected_history(scenario_state& state, const asked_of& whom, const node& at,
                           std::vector<expected_item>& into);

// The parts about a subscription, about payments and invoices by their keys, and about what estimates and
// quotes said.
void read_expected_subscription(scenario_state& state, const asked_of& whom, const entry& at,
                                std::vector<expected_item>& into);
void read_expected_payments(scenario_state& state, const asked_of& whom, const node& at,
                            std::vector<expected_item>& into);
void read_expected_invoices(scenario_state& state, const asked_of& whom, const node& at,
                            std::vector<expected_item>& into);
void read_expected_estimates(scenario_state& state, const asked_of& whom, const node& at,
                             std::vector<expected_item>& into);
void read_expected_quotes(scenario_state& state, const asked_of& whom, const node& at,
                          std::vector<expected_item>& into);

// A number of events of each kind; with an agent, only of kinds that an agent can stand behind.
void read_event_counts(scenario_state& state, const asked_of& whom, const node& at,
                       std::vector<expected_count>& counts, std::vector<text_place>& places);

// One of the outcomes by its word.
std::optional<outcome> read_outcome(scope& in, const node& at);

// The section `expect`: what stands at the end of the run. Called when everything else is read.
void read_expect_at_end(scenario_state& state, const node& at);

}  // namespace drawdown::language
