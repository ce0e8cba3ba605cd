// Steps with `estimate`: what planned activities would cost (R7.4).
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_quantity.hpp"
#include "scenarios/language/step.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 4> activity_keys = {"use", "quantity", "times", "value"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_activities = 10'000;

std::optional<metered_quantity> read_activity(scenario_state& state, const node& at) {
  const mapping keys(state.in, at, {"an activity", activity_keys, none});
  if (!keys.is_sound()) return {};
  const node* use = keys.require("use", "write `{use: METER, quantity: 10m}`");
  const node* amount = keys.require("quantity", "write `quantity: 3`, or `quantity: 12m30s`");
  const auto meter =
      use != nullptr ? look_up(state, *use, "a meter", state.meters, state.sold.meters_known) : std::nullopt;
  if (!meter || amount == nullptr) return {};
  return read_metered_quantity(state, keys, *amount, *meter);
}

}  // namespace

void read_estimate(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.estimates, from);
  const auto* items = list_items(state.in, value, "`estimate`");
  if (items == nullptr) return;
  if (items->size() > most_activities) {
    state.in.report(fault::out_of_range, value.place,
                    {fmt::format("an estimate is of at most {} activities", most_activities),
                     fmt::format("these are {}", items->size()), "write several estimates"});
    return;
  }
  estimate_command made;
  made.agent = from.agent.value_or(no_agent);
  bool all_clear = from.agent || !from.keys.has("agent");
  for (const node& item : *items) {
    const auto activity = read_activity(state, item);
    all_clear = all_clear && activity;
    if (activity) made.activities.push_back(*activity);
  }
  if (all_clear) add_command(state, from, std::move(made));
}

}  // namespace drawdown::language
