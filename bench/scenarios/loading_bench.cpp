// From a file to a world: accounts and steps of a scenario, beside the parsing of its YAML alone.
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "scenarios/language/load.hpp"
#include "scenarios/language/yaml.hpp"

using namespace drawdown;

namespace {

constexpr std::string_view head = R"(scenario: Loading
catalog:
  catalog: calls
  currency: EUR
  credit_rate: 1 EUR = 50 credits
  meters:
    call: {per: minute, price: 10, increment: 1 minute}
start: 2026-02-06T18:00:00Z
end: 2026-12-31
gateways: {stripe: {}}
)";

// So many accounts with an agent each, and three usages of each.
std::string scenario_of(std::int64_t accounts) {
  std::string text{head};
  text += "accounts:\n";
  for (std::int64_t i = 0; i < accounts; ++i)
    text += fmt::format(
        "  account-{0}:\n"
        "    payment_methods: [{{gateway: stripe, card: ok}}]\n"
        "    grants: [{{kind: free, credits: 100, expires: +14d}}]\n"
        "    agents: {{agent-{0}: {{monthly_limit: 600}}}}\n",
        i);
  text += "timeline:\n";
  for (std::int64_t i = 0; i < 3 * accounts; ++i)
    text +=
        fmt::format("  - {{at: +1m, account: account-{0}, agent: agent-{0}, use: call, quantity: 2m30s}}\n",
                    i % accounts);
  return text;
}

// An item is an account with its steps.
void load(benchmark::State& state) {
  const std::string text = scenario_of(state.range(0));
  for (auto _ : state) {
    const language::loaded made = language::load_scenario_text("loading.yaml", text);
    if (made.what == nullptr) state.SkipWithError("the scenario is faulty");
    benchmark::DoNotOptimize(made);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(load)->Name("scenario/load/accounts")->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);

// The floor.
void parse(benchmark::State& state) {
  const std::string text = scenario_of(state.range(0));
  for (auto _ : state) {
    language::findings found;
    const language::source_text file("loading.yaml", text);
    language::scope in{found, file};
    benchmark::DoNotOptimize(language::read_yaml(in));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(parse)->Name("scenario/parse/accounts")->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
