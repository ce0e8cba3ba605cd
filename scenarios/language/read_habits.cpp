#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_payment.hpp"
#include "scenarios/language/read_population.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 3> churn_keys = {"blocked_for", "chance", "per_month"};
constexpr std::array<names, 4> habit_keys = {"when", "chance", "after", "amounts"};
constexpr std::array<names, 1> habit_words = {"exhausted"};
constexpr std::array<names, 2> recharge_habit_keys = {"share", "terms"};

constexpr duration shortest_block = duration::hours(1);
constexpr duration longest_wait = duration::days(3660);
constexpr std::size_t most_amounts = 1000;

// `0h..6h`, or one length of time that is both bounds.
void read_delay(scope& in, const node& at, population::top_up_habit& made) {
  const auto text = read_text(in, at, "`after`");
  if (!text) return;
  const std::size_t dots = text->find("..");
  const auto least = read_duration_text(in, at.place, text->substr(0, dots));
  const auto most = dots == names::npos ? least : read_duration_text(in, at.place, text->substr(dots + 2));
  if (!least || !most) return;
  if (*least > *most) {
    in.report(fault::empty_interval, at.place,
              {"the longest time is below the shortest", "the wrong way round",
               fmt::format("write the shorter one first: `{}..{}`", to_string(*most), to_string(*least))});
    return;
  }
  if (*most > longest_wait) {
    in.report(
        fault::out_of_range, at.place,
        {"nobody waits so long", "out of range", fmt::format("it is {} at most", to_string(longest_wait))});
    return;
  }
  made.after_least = *least;
  made.after_most = *most;
}

// A top-up that the catalog would refuse every time is a mistake.
void check_offered(scenario_state& state, const node& at, money amount) {
  const top_up_terms& terms = state.what.catalog.top_ups;
  const auto report = [&](std::string_view how, money bound, place_in_file where) {
    state.in.report(fault::out_of_range, at.place,
                    {fmt::format("a top-up of {} is {} of the catalog, {}", at.text, how,
                                 to_string(bound, *state.sold.unit)),
                     "always refused",
                     "write an amount that is sold",
                     {{"the catalog says so here", where}}});
  };
  const bool is_tier = std::ranges::find(terms.tiers, amount) != terms.tiers.end();
  if (is_tier) return;
  if (!terms.tiers.empty() && !terms.minimum && !terms.maximum) {
    std::string offered;
    for (const money tier : terms.tiers)
      offered += fmt::format("{}`{}`", offered.empty() ? "" : ", ", to_string(tier, *state.sold.unit));
    state.in.report(fault::out_of_range, at.place,
                    {fmt::format("the catalog sells no top-up of {}", at.text), "always refused",
                     fmt::format("it sells {}", offered)});
    return;
  }
  if (terms.minimum && amount < *terms.minimum)
    report("below the minimum", *terms.minimum, state.sold.minimum_at);
  if (terms.maximum && amount > *terms.maximum)
    report("above the maximum", *terms.maximum, state.sold.maximum_at);
}

}  // namespace

void read_churn(scope& in, const node& at, population::churn_terms& made) {
  const mapping keys(in, at, {"`churn`", churn_keys, {}});
  if (!keys.is_sound()) return;
  if (!keys.has("per_month") && !keys.has("blocked_for") && !keys.has("chance")) {
    in.report(fault::missing_key, at.place,
              {"`churn` says nobody leaves", "nothing is in it",
               "write `{blocked_for: 3d, chance: 10%}` or `{per_month: 2%}`"});
    return;
  }
  if (const node* rate = keys.find("per_month"))
    made.per_month = read_percentage(in, *rate, "`per_month`").value_or(0);
  if (!keys.has("blocked_for") && !keys.has("chance")) return;
  const node* length = keys.require("blocked_for", "write how long without credit: `blocked_for: 3d`");
  const node* chance = keys.require("chance", "write how many of them leave then: `chance: 10%`");
  const auto time = length != nullptr ? read_duration(in, *length, "`blocked_for`") : std::nullopt;
  if (time && (*time < shortest_block || *time > longest_wait))
    in.report(fault::out_of_range, length->place,
              {fmt::format("`blocked_for` is {}", to_string(*time)), "out of range",
               fmt::format("it is from {} to {}", to_string(shortest_block), to_string(longest_wait))});
  else if (time)
    made.blocked_for = *time;
  if (chance != nullptr) made.chance = read_percentage(in, *chance, "`chance`").value_or(0);
}

void read_top_up_habit(scenario_state& state, const node& at, population::top_up_habit& made) {
  scope& in = state.in;
  const mapping keys(in, at, {"`top_up_habit`", habit_keys, {}});
  if (!keys.is_sound()) return;
  made.place = state.place_of(keys.place());
  if (const node* when = keys.require("when", "write `when: exhausted`"))
    read_choice(in, *when, "`when`", habit_words);
  if (const node* chance = keys.require("chance", "write `chance: 60%`"))
    made.chance = read_percentage(in, *chance, "`chance`").value_or(0);
  if (const node* after = keys.find("after")) read_delay(in, *after, made);
  const node* amounts = keys.require("amounts", "write `amounts: [20 EUR, 50 EUR]`");
  const auto* items = amounts != nullptr ? list_items(in, *amounts, "`amounts`") : nullptr;
  if (items == nullptr) return;
  if (items->empty() || items->size() > most_amounts) {
    in.report(fault::out_of_range, amounts->place,
              {fmt::format("`amounts` has from 1 to {} entries", most_amounts),
               fmt::format("these are {}", items->size()), "write what customers buy: `[20 EUR, 50 EUR]`"});
    return;
  }
  for (const node& one : *items) {
    const auto amount = read_money(in, one, "an amount", state.sold.unit, allowed_sign::positive);
    if (!amount) continue;
    if (state.sold.unit) check_offered(state, one, *amount);
    made.amounts.push_back(*amount);
  }
}

void read_recharge_habit(scenario_state& state, const node& at,
                         std::optional<population::recharge_habit>& made) {
  const mapping keys(state.in, at, {"`auto_recharge` of a population", recharge_habit_keys, {}});
  if (!keys.is_sound()) return;
  population::recharge_habit habit;
  if (const node* share = keys.require("share", "write whose accounts recharge by themselves: `share: 30%`"))
    habit.share = read_percentage(state.in, *share, "the share").value_or(0);
  const node* terms = keys.require("terms", "write `terms: {threshold: 100, amount: 20 EUR}`");
  const auto read = terms != nullptr ? read_recharge(state, *terms) : std::nullopt;
  if (!read) return;
  habit.terms = *read;
  made = habit;
}

}  // namespace drawdown::language
