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
       "", std::move(hint)});
  return {};
}

void report_unknown(scope& in, const node& at, std::string_view what,
                    std::vector<std::string_view> declared) {
  // They come from a table without order, and what is said may not depend on it.
  std::sort(declared.begin(), declared.end());
  constexpr std::size_t few = 5;
  std::string hint = did_you_mean(at.text, declared);
  if (hint.empty() && declared.empty()) hint = fmt::format("nothing declares {}", what);
  if (hint.empty() && declared.size() <= few) hint = fmt::format("there is {}", one_of(declared));
  in.report(fault::unknown_reference, at.place,
            {fmt::format("there is no {} named `{}`", what.substr(what.find(' ') + 1), at.text), "",
             std::move(hint)});
}

}  // namespace drawdown::language
