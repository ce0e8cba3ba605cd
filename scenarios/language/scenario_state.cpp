#include "scenarios/language/scenario_state.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "scenarios/language/system_zones.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {

std::uint32_t numbered_texts::number_of(const std::string& text) {
  const auto [found, is_new] = known_.try_emplace(text, static_cast<std::uint32_t>(into_.size()));
  if (is_new) into_.push_back(text);
  return found->second;
}

std::optional<std::uint32_t> read_zone(scenario_state& state, const node& at) {
  const auto name = read_text(state.in, at, "the time zone");
  if (!name) return {};
  std::vector<zone_table>& zones = state.what.zones;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    if (zones[i].name == *name) return static_cast<std::uint32_t>(i);
  }
  const result<zone_table> table = system_zone(*name);
  if (table) {
    zones.push_back(*table);
    return static_cast<std::uint32_t>(zones.size() - 1);
  }
  const std::vector<std::string> names = system_zone_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  std::string hint = did_you_mean(*name, known);
  if (hint.empty()) hint = "zones are named by a city, such as `Europe/Madrid`, or `UTC`";
  state.in.report(
      fault::unknown_zone, at.place,
      {table.error().code == error_code::unknown_name ? fmt::format("there is no time zone `{}`", *name)
                                                      : table.error().message,
       "not a time zone", std::move(hint)});
  return {};
}

place_in_file declaration_of(const scenario_state& state, const agent_place& agent) {
  for (const entry& one : state.accounts_at->entries[agent.account].value.entries) {
    if (one.key.text == "agents") return state.in.here(one.value.entries[agent.agent].key.place);
  }
  return {};
}

std::optional<agent_index> agent_of(const scenario_state& state, account_index account,
                                    const std::string& name) {
  const auto found = state.agents.find(name);
  if (found == state.agents.end()) return {};
  // Accounts are read in their order.
  const auto place =
      std::lower_bound(found->second.begin(), found->second.end(), account,
                       [](const agent_place& one, account_index least) { return one.account < least; });
  if (place == found->second.end() || place->account != account) return {};
  return place->agent;
}

place_in_file declaration_of(const scenario_state& state, std::string_view what, const std::string& name) {
  if (what == "a meter") return state.sold.meters_declared[state.meters.at(name)].at;
  if (what == "a feature") return state.sold.meters_declared[state.features.at(name).front()].at;
  if (what == "a plan") return state.sold.plans_declared[state.plans.at(name)];
  if (what == "an add-on") return state.sold.add_ons_declared[state.add_ons.at(name)];
  if (what == "an organization") return state.organizations.at(name);
  if (what == "a user") return state.in.here(state.users_at->entries[state.users.at(name)].key.place);
  if (what == "an agent") return declaration_of(state, state.agents.at(name).front());
  const bool is_account = what == "an account";
  const std::size_t index = is_account ? state.accounts.at(name) : state.gateways.at(name);
  const node& section = is_account ? *state.accounts_at : *state.gateways_at;
  return state.in.here(section.entries[index].key.place);
}

void report_unknown(const scenario_state& state, scope& in, const node& at, std::string_view what,
                    std::vector<std::string_view> declared) {
  if (!in.found.keeps(fault::unknown_reference)) return in.report(fault::unknown_reference, at.place, {});
  // They come from a table without order, and what is said may not depend on it. Of too many none is said.
  if (declared.size() <= most_candidates) std::sort(declared.begin(), declared.end());
  constexpr std::size_t few = 5;
  std::string hint;
  std::vector<related_place> related;
  if (const auto meant = nearest_word(at.text, declared)) {
    hint = fmt::format("did you mean `{}`?", *meant);
    related.push_back({fmt::format("`{}` is declared here", *meant), declaration_of(state, what, *meant)});
  } else if (what == "an account" && state.agents.contains(at.text)) {
    const std::string& owner = state.what.accounts[state.agents.at(at.text).front().account].name;
    hint = fmt::format("`{0}` is an agent of `{1}`: write `agent: {0}`, or `account: {1}`", at.text, owner);
    related.push_back({"it is declared here", declaration_of(state, "an agent", at.text)});
  } else if (what == "an agent" && state.accounts.contains(at.text)) {
    hint = fmt::format("`{0}` is an account: write `account: {0}`", at.text);
    related.push_back({"it is declared here", declaration_of(state, "an account", at.text)});
  } else if (declared.empty()) {
    hint = fmt::format("nothing declares {}", what);
  } else if (declared.size() <= few) {
    hint = fmt::format("there is {}", one_of(declared));
  }
  in.report(fault::unknown_reference, at.place,
            {fmt::format("there is no {} named `{}`", what.substr(what.find(' ') + 1), at.text),
             "nothing has this name", std::move(hint), std::move(related)});
}

}  // namespace drawdown::language
