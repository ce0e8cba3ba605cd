// What it takes to price a usage, in each form that a price may have (R7.2).
#include <benchmark/benchmark.h>

#include "engine/pricing/usage_price.hpp"

using namespace drawdown;

namespace {

constexpr std::int64_t token = measure_size(measure::token);

meter priced(price_form form) {
  return {"tokens", measure::token, std::move(form), 0, 0, std::nullopt};
}

// Three tiers, the last of which has no bound.
std::vector<price_tier> tiers() {
  return {{10'000 * token, {1000, 1}}, {1'000'000 * token, {800, 1}}, {std::nullopt, {500, 1}}};
}

// Quantities from one token to a few thousand; the period's total goes through all tiers, and begins again.
void price(benchmark::State& state, const price_form& form, value_index values) {
  const meter of = priced(form);
  const settings rules;
  std::int64_t counted = 0;
  std::int64_t number = 0;
  for (auto _ : state) {
    const std::int64_t quantity = (1 + number % 4000) * token;
    const value_index value = values == 0 ? no_value : static_cast<value_index>(number % values);
    const auto cost = cost_of(of, {quantity, 1, value}, counted, rules);
    if (!cost) state.SkipWithError("a usage was not priced");
    benchmark::DoNotOptimize(cost);
    counted = counted > 2'000'000 * token ? 0 : counted + quantity;
    ++number;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(price, per_unit, unit_price{1000, 1}, 0)->Name("prices/per_unit");
BENCHMARK_CAPTURE(price, per_thousand, unit_price{1'234'567, 1000}, 0)->Name("prices/per_thousand_units");
BENCHMARK_CAPTURE(price, matrix,
                  price_by_value{"quality", {{"low", {500, 1}}, {"medium", {1000, 1}}, {"high", {2500, 1}}}},
                  3)
    ->Name("prices/matrix");
BENCHMARK_CAPTURE(price, graduated, graduated_price{tiers()}, 0)->Name("prices/graduated");
BENCHMARK_CAPTURE(price, volume, volume_price{tiers()}, 0)->Name("prices/volume");
BENCHMARK_CAPTURE(price, package, package_price{1000 * token, {900'000, 1}}, 0)->Name("prices/package");

}  // namespace
