// Exploration: clean seeds stay clean however they are run, faults really happen, and schedules differ.
#include <catch2/catch.hpp>

#include "actors/explore/exploration.hpp"
#include "actors/explore/run_plans.hpp"

using namespace drawdown;
using namespace drawdown::explore;

namespace {

exploration explored(std::uint64_t from, std::uint64_t seeds, unsigned jobs) {
  wishes wanted;
  wanted.from = from;
  wanted.seeds = seeds;
  wanted.jobs = jobs;
  return explore::explore(wanted);
}

}  // namespace

TEST_CASE("seeds that are explored one by one or side by side come to the same", "[R14.7]") {
  const exploration one = explored(0, 150, 1);
  const exploration three = explored(0, 150, 3);
  REQUIRE_FALSE(one.failed.has_value());
  REQUIRE_FALSE(three.failed.has_value());
  CHECK(one.seeds == 150);
  CHECK(one.runs == 300);
  CHECK(one.next_seed == 150);
  CHECK(three.digest == one.digest);
  CHECK(three.events == one.events);
  CHECK(three.faults == one.faults);
  CHECK(explored(0, 149, 1).digest != one.digest);
}

TEST_CASE("nearly every kind of fault happens within some hundred seeds", "[supervision]") {
  const exploration done = explored(1000, 400, 2);
  REQUIRE_FALSE(done.failed.has_value());
  for (const worldgen::fault_entry& one : worldgen::fault_table()) {
    CAPTURE(one.name);
    CHECK(done.faults[static_cast<std::size_t>(one.kind)] > 0);
  }
}

TEST_CASE("what exploring found stays found: a renewal that a change of plan overtook at its boundary",
          "[R13.3]") {
  CHECK_FALSE(explored(554, 1, 1).failed.has_value());
}

TEST_CASE("seeds whose world lacks a feature are passed over") {
  wishes wanted;
  wanted.seeds = 10;
  wanted.features.set(static_cast<std::size_t>(worldgen::feature::chargebacks));
  wanted.features.set(static_cast<std::size_t>(worldgen::feature::plans));
  const exploration done = explore::explore(wanted);
  CHECK(done.seeds == 10);
  CHECK(done.passed_over > 0);
  CHECK(done.features.met(worldgen::feature::plans, worldgen::feature::chargebacks) == 10);
}

TEST_CASE("an actor that is killed at any point comes back, and nothing differs", "[R14.7][supervision]") {
  std::array<std::uint64_t, kill_points> happened{};
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto in = world_of_seed(seed);
    for (std::size_t point = 0; point < kill_points; ++point) {
      run_options second;
      second.schedule = seed;
      for (account_index i = 0; i < in->accounts.size(); ++i)
        for (int day = 0; day < 3; ++day)
          second.kills.push_back({i, in->start + duration::days(day), static_cast<kill_point>(point)});
      const auto failed = failure_of(in, {.schedule = 1}, second);
      CAPTURE(seed, point);
      REQUIRE_FALSE(failed.has_value());
      class nowhere : public block_sink {
        result<void> write(std::span<const std::byte>) override { return {}; }
      } sink;
      happened.at(point) += run(in, second, sink).work.kills.at(point);
    }
  }
  for (const std::uint64_t times : happened) CHECK(times > 10);
}

TEST_CASE("a run by priorities does what any other does, with each depth", "[R14.7]") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    run_options second;
    second.schedule = seed;
    second.chunk = 7;
    second.priorities = priority_schedule{static_cast<std::uint32_t>(1 + seed % 5), 300};
    REQUIRE_FALSE(failure_of(world_of_seed(seed), {.schedule = seed}, second).has_value());
  }
}
