#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "scenarios/language/read_population.hpp"
#include "scenarios/language/read_quantity.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;
using population::use_habit;

constexpr std::array<names, 5> behaviour_keys = {"usage", "hours", "weekend", "season", "growth"};
constexpr std::array<names, 4> use_keys = {"per_day", "quantity", "times", "value"};
constexpr std::array<names, 2> per_day_keys = {"distribution", "mean"};
constexpr std::array<names, 2> per_day_words = {"poisson", "fixed"};
constexpr std::array<names, 6> quantity_keys = {"distribution", "median", "p95", "min", "max", "value"};
constexpr std::array<names, 3> quantity_words = {"fixed", "uniform", "lognormal"};
constexpr std::array<names, 3> hour_words = {"office", "any", "evening"};

constexpr std::size_t most_behaviours = 1000;
constexpr std::int64_t most_usages_per_day = 10'000;
constexpr int weight_decimals = 3;
constexpr std::int64_t most_weight = 1'000'000'000;            // a million, in thousandths
constexpr std::int64_t most_quantity = 1'000'000'000'000'000;  // a thousand million things, or 31 years

void report_range(scope& in, const node& at, std::string said, std::string hint) {
  in.report(fault::out_of_range, at.place, {std::move(said), "out of range", std::move(hint)});
}

// Reads what one meter is used for.
class use_reader {
 public:
  use_reader(scenario_state& state, const node& at, use_habit& into)
      : state_(state),
        in_(state.in),
        keys_(state.in, at, {"what is used of a meter", use_keys, {}}),
        meter_(state.what.catalog.meters[into.meter]),
        declared_(state.sold.meters_declared[into.meter]),
        into_(into) {}

  void read() {
    if (!keys_.is_sound()) return;
    if (const node* at =
            keys_.require("per_day", "write `per_day: 12`, or `{distribution: poisson, mean: 12}`"))
      read_per_day(*at);
    const node* quantity = keys_.require("quantity", "write how much one usage is: `quantity: 1`");
    if (quantity == nullptr || !declared_.measure_known) return;
    const auto factors = read_factors(state_, keys_, into_.meter);
    if (factors) {
      into_.times = factors->times;
      into_.value = factors->value;
    }
    into_.quantity.grain = measure_size(is_time(meter_.per) ? measure::second : measure::unit);
    if (quantity->kind == node_kind::mapping)
      read_distribution(*quantity);
    else if (const auto fixed = read_bounded(*quantity))
      into_.quantity.least = into_.quantity.most = *fixed;
  }

 private:
  void read_per_day(const node& at) {
    const node* mean = &at;
    into_.by = population::habitual_usage::arrivals::fixed;
    if (at.kind == node_kind::mapping) {
      const mapping keys(in_, at, {"`per_day`", per_day_keys, {}});
      const node* word = keys.require("distribution", "write `distribution: poisson`, or `fixed`");
      const auto which =
          word != nullptr ? read_choice(in_, *word, "the distribution", per_day_words) : std::nullopt;
      if (which == 0) into_.by = population::habitual_usage::arrivals::poisson;
      mean = keys.require("mean", "write `mean: 12`");
      if (mean == nullptr) return;
    }
    const auto number =
        read_decimal(in_, *mean, "the usages of a day", credits::decimals, allowed_sign::positive);
    if (!number) return;
    if (*number > most_usages_per_day * 1'000'000)
      return report_range(in_, *mean, fmt::format("an agent uses a meter {} times a day", mean->text),
                          fmt::format("it is {} at most; more agents use more", most_usages_per_day));
    into_.per_day_micro = static_cast<std::uint64_t>(*number);
  }

  std::optional<std::int64_t> read_bounded(const node& at) {
    const auto quantity = read_quantity(in_, at, meter_, declared_);
    if (!quantity || *quantity <= most_quantity) return quantity;
    report_range(in_, at, "the quantity is larger than any usage",
                 is_time(meter_.per) ? "it is 31 years at most" : "it is a thousand million at most");
    return {};
  }

  void read_distribution(const node& at) {
    const mapping keys(in_, at, {"`quantity`", quantity_keys, {}});
    const node* word = keys.require("distribution", "write `distribution: lognormal`, `uniform` or `fixed`");
    const auto which =
        word != nullptr ? read_choice(in_, *word, "the distribution", quantity_words) : std::nullopt;
    if (!which) return;
    into_.quantity.by = static_cast<population::drawn_quantity::law>(*which);
    if (*which == 0) return read_pair(keys, "value", "value");
    return *which == 1 ? read_pair(keys, "min", "max") : read_pair(keys, "median", "p95");
  }

  // The two figures that a distribution has; a key of another one has no place beside them.
  void read_pair(const mapping& keys, names least, names most) {
    for (const names key : std::span(quantity_keys).subspan(1)) {
      if (key == least || key == most || !keys.has(key)) continue;
      in_.report(fault::misplaced_key, keys.place_of(key),
                 {fmt::format("`{}` belongs to another distribution", key), "not of this one",
                  least == most ? fmt::format("this one has `{}`", least)
                                : fmt::format("this one has `{}` and `{}`", least, most)});
    }
    const bool is_time_measured = is_time(meter_.per);
    const node* least_at =
        keys.require(least, fmt::format("write `{}: {}`", least, is_time_measured ? "3m" : "3"));
    const node* most_at =
        least == most
            ? least_at
            : keys.require(most, fmt::format("write `{}: {}`", most, is_time_measured ? "11m" : "11"));
    const auto first = least_at != nullptr ? read_bounded(*least_at) : std::nullopt;
    const auto second = least == most ? first : most_at != nullptr ? read_bounded(*most_at) : std::nullopt;
    if (!first || !second) return;
    if (*first > *second) {
      in_.report(fault::bounds_contradict, most_at->place,
                 {fmt::format("`{}` is below `{}`", most, least),
                  "the wrong way round",
                  fmt::format("`{}` is at least `{}`", most, least),
                  {{fmt::format("`{}` is given here", least), in_.here(least_at->place)}}});
      return;
    }
    if (*first == 0 && into_.quantity.by == population::drawn_quantity::law::lognormal)
      return report_range(in_, *least_at, "the median is zero", "half of all usages would be nothing");
    into_.quantity.least = *first;
    into_.quantity.most = *second;
  }

  scenario_state& state_;
  scope& in_;
  mapping keys_;
  const meter& meter_;
  const declared_meter& declared_;
  use_habit& into_;
};

// So many weights, which are not all zero.
template <std::size_t Count>
void read_weights(scope& in, const node& at, names what, names each, std::array<std::uint32_t, Count>& into) {
  const auto* items = list_items(in, at, what);
  if (items == nullptr) return;
  if (items->size() != Count)
    return report_range(in, at, fmt::format("{} has {} weights, not {}", what, Count, items->size()),
                        fmt::format("write one for each {}", each));
  std::array<std::uint32_t, Count> read{};
  for (std::size_t i = 0; i < Count; ++i) {
    const auto weight =
        read_decimal(in, (*items)[i], "a weight", weight_decimals, allowed_sign::not_negative);
    if (!weight) return;
    if (*weight > most_weight)
      return report_range(in, (*items)[i], "a weight is a million at most",
                          "weights count by their proportion");
    read[i] = static_cast<std::uint32_t>(*weight);
  }
  if (std::ranges::all_of(read, [](std::uint32_t weight) { return weight == 0; }))
    return report_range(in, at, fmt::format("all weights of {} are zero", what),
                        "nothing would ever be used: make one of them larger");
  into = read;
}

void read_hours(scope& in, const node& at, std::array<std::uint32_t, 24>& into) {
  if (at.kind == node_kind::list) return read_weights(in, at, "`hours`", "hour, from midnight on", into);
  const auto word = read_choice(in, at, "`hours`", hour_words);
  if (!word) return;
  if (*word == 0) into = population::office_hours();
  if (*word == 2) into = population::evening_hours();
}

void read_usage(scenario_state& state, const node& at, population::behaviour& into) {
  const auto* entries = named_entries(state.in, at, "`usage`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    const auto meter = look_up(state, one.key, "a meter", state.meters, state.sold.meters_known);
    if (!meter || one.value.kind == node_kind::nothing) continue;
    use_habit& made = into.uses.emplace_back();
    made.meter = *meter;
    use_reader(state, one.value, made).read();
  }
}

void read_behaviour(scenario_state& state, const node& at, population::behaviour& into) {
  scope& in = state.in;
  population::usage_pattern& pattern = into.pattern;
  pattern.hours = population::even_weights<24>();
  pattern.season = population::even_weights<12>();
  const mapping keys(in, at, {"a behaviour", behaviour_keys, {}});
  if (!keys.is_sound()) return;
  if (const node* usage = keys.require("usage", "write `usage: {METER: {per_day: 12, quantity: 1}}`"))
    read_usage(state, *usage, into);
  if (const node* hours = keys.find("hours")) read_hours(in, *hours, pattern.hours);
  if (const node* weekend = keys.find("weekend"))
    pattern.weekend = read_percentage(in, *weekend, "`weekend`").value_or(0);
  if (const node* season = keys.find("season"))
    read_weights(in, *season, "`season`", "month, from January on", pattern.season);
  if (const node* growth = keys.find("growth"))
    pattern.growth_per_month = read_per_month(in, *growth, "`growth`").value_or(0);
}

}  // namespace

void read_behaviours(scenario_state& state, const node& at, std::vector<population::behaviour>& made) {
  const auto* entries = named_entries(state.in, at, "`behaviours`");
  if (entries == nullptr) return;
  if (entries->size() > most_behaviours)
    return report_range(state.in, at, fmt::format("a population has at most {} behaviours", most_behaviours),
                        "write several populations");
  for (const entry& one : *entries) {
    population::behaviour& into = made.emplace_back();
    into.name = one.key.text;
    if (one.value.kind != node_kind::nothing) read_behaviour(state, one.value, into);
  }
}

}  // namespace drawdown::language
