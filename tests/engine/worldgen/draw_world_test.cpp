// Drawn worlds: the same from the same seed, numbered as a file is, and diverse.
#include "engine/worldgen/draw_world.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "engine/sweep/account_run.hpp"
#include "engine/worldgen/count_faults.hpp"
#include "engine/worldgen/diversity.hpp"
#include "engine/worldgen/features.hpp"
#include "engine/worldgen/written_usage.hpp"

using namespace drawdown;
using namespace drawdown::worldgen;

namespace {

std::vector<event> events_of(const std::shared_ptr<const world>& in, account_index account) {
  sweep::account_run alone(in, account);
  alone.work_all();
  return alone.events();
}

// The numbers of all steps of a timeline.
std::vector<std::uint64_t> step_numbers(const world& in) {
  std::vector<std::uint64_t> numbers;
  for (const account_spec& account : in.accounts) {
    for (const auto& step : account.commands)
      if (step->order.in != turn_order::phase::file) numbers.push_back(step->order.number);
    for (const agent_spec& agent : account.agents)
      if (const auto* told = std::get_if<timeline_source>(&agent.source))
        for (const usage& used : told->items)
          if (used.order.in == turn_order::phase::timeline) numbers.push_back(used.order.number);
  }
  return numbers;
}

}  // namespace

TEST_CASE("a seed draws the same world each time, another seed another one") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto first = draw_world(seed, 2);
    const auto again = draw_world(seed, 2);
    for (account_index i = 0; i < 2; ++i) CHECK(events_of(first, i) == events_of(again, i));
    CHECK(events_of(first, 0) != events_of(draw_world(seed + 1, 2), 0));
  }
}

TEST_CASE("questions of a drawn world stand behind all else of their instant, also in seed 3450", "[R2.4]") {
  for (const std::uint64_t seed : {0U, 1U, 2U, 3U, 4U, 3450U})
    for (const auto in = draw_world(seed, accounts_of_seed(seed)); const account_spec& account : in->accounts)
      for (const auto& step : account.commands)
        CHECK(std::holds_alternative<expect_command>(step->body) ==
              (step->order.in == turn_order::phase::expectation));
}

TEST_CASE("the steps of a drawn world are numbered from 1 without gaps, by their instants") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto in = draw_world(seed, 3);
    const auto numbers = step_numbers(*in);
    const std::set<std::uint64_t> distinct(numbers.begin(), numbers.end());
    REQUIRE(distinct.size() == numbers.size());
    REQUIRE(*distinct.begin() == 1);
    REQUIRE(*distinct.rbegin() == numbers.size());
    for (const account_spec& account : in->accounts)
      for (std::size_t i = 1; i < account.commands.size(); ++i)
        REQUIRE(account.commands[i - 1]->order < account.commands[i]->order);
  }
}

TEST_CASE("usage that is written out moves as much credit as it did where it was drawn") {
  std::size_t drawing = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto in = draw_world(seed, 2);
    const auto written = with_written_usage(in);
    if (written == in) continue;
    ++drawing;
    CHECK_FALSE(features_of(*written)[static_cast<std::size_t>(feature::drawn_usage)]);
    CHECK(features_of(*written)[static_cast<std::size_t>(feature::usage_files)]);
    for (account_index i = 0; i < 2; ++i) {
      sweep::account_run first(in, i);
      sweep::account_run second(written, i);
      first.work_all();
      second.work_all();
      CHECK(first.now() == second.now());
    }
  }
  CHECK(drawing > 20);
}

TEST_CASE("features have names that lead back to them, and nearly all pairs meet in 400 worlds") {
  for (std::size_t i = 0; i < features; ++i)
    CHECK(feature_named(name_of(static_cast<feature>(i))) == static_cast<feature>(i));
  CHECK_FALSE(feature_named("no such thing").has_value());
  diversity met;
  for (std::uint64_t seed = 0; seed < 400; ++seed) met.add(features_of(*draw_world(seed, 3)));
  CHECK(met.worlds() == 400);
  CHECK(met.never_met().size() * 50 < diversity::pairs().size());
  CHECK(met.met(feature::debt, feature::overage) == 0);  // settings that exclude each other
}
