// What the readers of a scenario's sections share while a world is being made.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/world/world.hpp"
#include "scenarios/language/expected_keys.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/key_references.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/read_catalog.hpp"
#include "scenarios/language/table.hpp"

namespace drawdown::language {

// Texts that are numbered in the order in which they first appear.
class numbered_texts {
 public:
  explicit numbered_texts(std::vector<std::string>& into) : into_(into) {}
  // The position of a text, which is added where it is new.
  std::uint32_t number_of(const std::string& text);

 private:
  std::vector<std::string>& into_;
  std::unordered_map<std::string, std::uint32_t> known_;  // looked up, never walked
};

// Rows of tables with grants, until their account is read (read_grant_files.cpp).
struct granted_rows;

// What rows of usage files look up (read_usage_row.hpp), and files that are read later (usage_columns.hpp).
struct usage_names;
struct usage_to_come;

// An agent of some account.
struct agent_place {
  account_index account = 0;
  agent_index agent = 0;
};

// The world as far as it is read, what is known of it, and where faults are reported. A section that is
// faulty is not `known`: what refers to it is then not reported as well.
struct scenario_state {
  scenario_state(scope& reported_in, world& made) : in(reported_in), what(made) {}

  scope& in;
  world& what;
  catalog_read sold;
  bool gateways_known = false;
  bool users_known = false;
  bool accounts_known = false;
  bool agents_known = true;  // of all accounts
  std::optional<instant> start;
  std::optional<instant> end;
  text_place start_at, end_at;
  const node* accounts_at = nullptr;  // these sections as they are written, once they are read
  const node* gateways_at = nullptr;
  const node* users_at = nullptr;
  std::map<std::string, text_place, std::less<>> settings_at;  // those that the scenario sets
  text_place rules_at;                                         // its rule-book, else its beginning
  std::set<std::string_view> settings_consulted;               // that gave a value which the file leaves open
  std::uint32_t zone = 0;                                      // the scenario's, position in world::zones

  std::unordered_map<std::string, gateway_index> gateways;
  std::unordered_map<std::string, account_index> accounts;
  std::unordered_map<std::string, std::vector<agent_place>> agents;  // of all accounts
  std::unordered_map<std::string, meter_index> meters;
  std::unordered_map<std::string, std::vector<meter_index>> features;  // the meters of each, ascending
  std::unordered_map<std::string, user_index> users;
  std::unordered_map<std::string, plan_index> plans;
  std::unordered_map<std::string, add_on_index> add_ons;
  std::map<std::string, std::vector<user_index>> billing_users;  // by organization, ascending (R11.1)
  std::vector<const node*> roles;                                // organizations that users have roles in
  std::map<std::string, place_in_file> organizations;            // of accounts; where the first names it
  std::map<account_index, std::size_t> joined;                   // how many steps add a user to an account
  numbered_texts keys{what.key_names};
  numbered_texts fingerprints{what.fingerprints};
  numbered_texts groups{what.groups};
  key_references payments, holds, grants;
  key_references debits;         // usage and captures, which may be refunded
  key_references returned_lots;  // that refunds and won disputes bring
  key_references estimates, quotes;
  key_references steps;                       // all that have a key, but for rows of files
  std::set<effect_key> keys_of_faulty_steps;  // what names them is not held against it
  std::vector<expected_key> expected_keys;
  table_opener open_table, open_usage;
  std::shared_ptr<const usage_names> names_of_usage;  // once a usage file is read
  std::uint64_t rows_loaded = 0;                      // of usage files
  std::vector<usage_to_come>* to_come = nullptr;  // where usage files are kept for later; null: they are read
  std::shared_ptr<granted_rows> rows_of_grants;   // null: there are none
  std::vector<credits> granted;                   // by declaration, to each account

  const zone_table& zone_of(account_index account) const { return what.zones[what.accounts[account].zone]; }
  const zone_table& scenario_zone() const { return what.zones[zone]; }
  // Where a setting has its value from, as far as the file says so.
  text_place place_of_setting(std::string_view name) const {
    const auto said = settings_at.find(name);
    return said != settings_at.end() ? said->second : rules_at;
  }
  source_place place_of(text_place where) const { return {in.file_number, where.line, where.column}; }
};

// The position of a zone in world::zones, which is added where it is new; nothing where there is no such
// zone.
std::optional<std::uint32_t> read_zone(scenario_state& state, const node& at);

// Where the thing of that name is declared: "a meter", "a feature" (the first meter of it), "an account", "an
// agent" (the first of that name), "a gateway", "a user", "a plan", "an add-on", "an organization" (the first
// account of it). The name must be known.
place_in_file declaration_of(const scenario_state& state, std::string_view what, const std::string& name);

// Where the agent of an account is declared.
place_in_file declaration_of(const scenario_state& state, const agent_place& agent);

// The agent of that name that an account has; nothing where it has none.
std::optional<agent_index> agent_of(const scenario_state& state, account_index account,
                                    const std::string& name);

// Reports a name that nothing declares, with the nearest of those that something does.
void report_unknown(const scenario_state& state, scope& in, const node& at, std::string_view what,
                    std::vector<std::string_view> declared);

// Looks a name of some file up and reports it where it is unknown; `known` is false where the section it
// refers to is faulty.
template <class Index>
std::optional<Index> look_up(scenario_state& state, scope& in, const node& at, std::string_view what,
                             const std::unordered_map<std::string, Index>& among, bool known) {
  if (at.kind != node_kind::text) {
    report_shape(in, at, std::string("the name of ") + std::string(what), "a single value");
    return {};
  }
  const auto found = among.find(at.text);
  if (found != among.end()) return found->second;
  if (known) {
    std::vector<std::string_view> declared;
    if (in.found.keeps(fault::unknown_reference))
      for (const auto& [name, index] : among) declared.push_back(name);
    report_unknown(state, in, at, what, std::move(declared));
  }
  return {};
}

// The same of a name in the scenario itself.
template <class Index>
std::optional<Index> look_up(scenario_state& state, const node& at, std::string_view what,
                             const std::unordered_map<std::string, Index>& among, bool known) {
  return look_up(state, state.in, at, what, among, known);
}

}  // namespace drawdown::language
