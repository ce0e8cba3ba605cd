// What the readers of a scenario's sections share while a world is being made.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/world/world.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/read_catalog.hpp"

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

// An agent of some account.
struct agent_place {
  account_index account = 0;
  agent_index agent = 0;
};

// A `notice` step, to be held against the payments that the timeline asks for.
struct notice_seen {
  account_index account = 0;
  effect_key payment;
  text_place place;
  std::string text;
};

// The world as far as it is read, what is known of it, and where faults are reported. A section that is
// faulty is not `known`: what refers to it is then not reported as well.
struct scenario_state {
  scenario_state(scope& reported_in, world& made) : in(reported_in), what(made) {}

  scope& in;
  world& what;
  catalog_read sold;
  bool gateways_known = false;
  bool accounts_known = false;
  std::optional<instant> start;
  std::optional<instant> end;
  std::uint32_t zone = 0;  // the scenario's, position in world::zones

  std::unordered_map<std::string, gateway_index> gateways;
  std::unordered_map<std::string, account_index> accounts;
  std::unordered_map<std::string, std::vector<agent_place>> agents;  // of all accounts
  std::unordered_map<std::string, meter_index> meters;
  numbered_texts keys{what.key_names};
  numbered_texts fingerprints{what.fingerprints};
  std::set<std::pair<account_index, effect_key>> payments_asked;  // by the timeline's top-ups
  std::vector<notice_seen> notices;

  const zone_table& zone_of(account_index account) const { return what.zones[what.accounts[account].zone]; }
  const zone_table& scenario_zone() const { return what.zones[zone]; }
  source_place place_of(text_place where) const { return {in.file_number, where.line, where.column}; }
};

// The position of a zone in world::zones, which is added where it is new; nothing where there is no such
// zone.
std::optional<std::uint32_t> read_zone(scenario_state& state, const node& at);

// Reports a name that nothing declares, with the nearest of those that something does.
void report_unknown(scope& in, const node& at, std::string_view what, std::vector<std::string_view> declared);

// Looks a name up and reports it where it is unknown; `known` is false where the section it refers to is
// faulty.
template <class Index>
std::optional<Index> look_up(scope& in, const node& at, std::string_view what,
                             const std::unordered_map<std::string, Index>& among, bool known) {
  if (at.kind != node_kind::text) {
    report_shape(in, at, std::string("the name of ") + std::string(what), "a single value");
    return {};
  }
  const auto found = among.find(at.text);
  if (found != among.end()) return found->second;
  if (known) {
    std::vector<std::string_view> declared;
    for (const auto& [name, index] : among) declared.push_back(name);
    report_unknown(in, at, what, std::move(declared));
  }
  return {};
}

}  // namespace drawdown::language
