// Worlds drawn from a seed can be said in the language: what is written loads as the same world.
#include <catch2/catch.hpp>

#include "engine/sweep/account_run.hpp"
#include "engine/worldgen/draw_world.hpp"
#include "engine/worldgen/written_usage.hpp"
#include "scenarios/language/diagnostic.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/write_scenario.hpp"

using namespace drawdown;

namespace {

constexpr std::uint64_t worlds = 300;

std::string findings_in(const language::loaded& from) {
  std::string all;
  for (const language::diagnostic& one : from.findings) all += language::render(one, false);
  return all;
}

figures figures_of(const std::shared_ptr<const world>& in, account_index account) {
  sweep::account_run alone(in, account);
  alone.work_all();
  return alone.now();
}

}  // namespace

TEST_CASE("a drawn world is written as a scenario that loads and runs as the same world") {
  for (std::uint64_t seed = 0; seed < worlds; ++seed) {
    CAPTURE(seed);
    const auto in = worldgen::with_written_usage(worldgen::draw_world(seed, 3));
    const auto text = language::write_scenario(*in);
    REQUIRE(text.has_value());
    const auto again = language::load_scenario_text("drawn.yaml", *text);
    INFO(*text);
    INFO(findings_in(again));
    REQUIRE(again.what != nullptr);
    REQUIRE(language::write_scenario(*again.what).value() == *text);
    for (account_index i = 0; i < in->accounts.size(); ++i)
      REQUIRE(figures_of(again.what, i) == figures_of(in, i));
  }
}
