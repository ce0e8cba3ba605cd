#include "tests/fuzz/sample_store.hpp"

#include <array>
#include <string>
#include <vector>

#include "engine/sweep/account_run.hpp"
#include "scenarios/language/load.hpp"
#include "tests/fuzz/promise.hpp"

namespace drawdown::fuzz {

namespace {

// Together they have something of everything.
constexpr std::array<const char*, sample_stores> scenarios = {
    "scenarios/corpus/good/every-verb.yaml", "scenarios/corpus/good/subscriptions.yaml",
    "scenarios/corpus/good/rates-and-overage.yaml", "scenarios/library/friday-night.yaml"};

reports::run_store make(const char* scenario) {
  const auto loaded = language::load_scenario(std::string(DRAWDOWN_SOURCE_DIR "/") + scenario);
  promise(loaded.what != nullptr, "a scenario of the library loads");
  std::vector<std::vector<std::byte>> blocks;
  for (account_index i = 0; i < loaded.what->accounts.size(); ++i) {
    sweep::account_run one(loaded.what, i);
    one.work_all();
    blocks.push_back(one.block());
  }
  auto store = reports::run_store::create("");
  promise(store && store->write(*loaded.what, blocks), "its run is kept");
  reports::run_facts facts;
  facts.verification = "full";
  facts.reached = loaded.what->end;
  facts.inputs = {{scenario, "0"}};
  promise(store->write_facts(facts).has_value(), "what is known of it is kept");
  return std::move(*store);
}

}  // namespace

reports::run_store& sample_store(std::size_t which) {
  static std::array<reports::run_store, sample_stores> made = {make(scenarios[0]), make(scenarios[1]),
                                                               make(scenarios[2]), make(scenarios[3])};
  return made.at(which);
}

}  // namespace drawdown::fuzz
