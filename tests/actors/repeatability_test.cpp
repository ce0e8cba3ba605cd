// Nothing depends on how a world was run: executor, threads, schedule, chunk, epoch, window, crashes (R14.7).
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "actor_run.hpp"
#include "plain_run.hpp"
#include "seeded_world.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

traces run_plainly(const std::shared_ptr<const world>& in) {
  traces left;
  for (account_index i = 0; i < in->accounts.size(); ++i) {
    plain_run run(in, i);
    run.work_all();
    left.events.push_back(run.events());
    left.state_digests.push_back(run.state_digest());
  }
  return left;
}

void require_same(const traces& expected, const std::shared_ptr<const world>& in,
                  const run_options& options) {
  const auto done = run_with_actors(in, options);
  REQUIRE(complaint(done.outcome) == "");
  REQUIRE(done.left == expected);
}

constexpr std::uint64_t worlds = 25;
constexpr std::uint32_t accounts = 4;

}  // namespace

TEST_CASE("actors on 1, 2 and 4 threads do what the plain loop does", "[R14.7]") {
  for (std::uint64_t seed = 0; seed < worlds; ++seed) {
    const auto in = seeded_world(seed).make(accounts);
    const auto expected = run_plainly(in);
    for (const unsigned threads : {1U, 2U, 4U}) {
      run_options options;
      options.threads = threads;
      require_same(expected, in, options);
    }
  }
}

TEST_CASE("any schedule of the deterministic executor leaves the same", "[R14.7]") {
  for (std::uint64_t seed = 0; seed < worlds; ++seed) {
    const auto in = seeded_world(seed).make(accounts);
    const auto expected = run_plainly(in);
    for (std::uint64_t schedule = 0; schedule < 40; ++schedule) {
      run_options options;
      options.schedule = schedule;
      options.chunk = schedule % 3 == 0 ? 1 : schedule % 3 == 1 ? 7 : 512;
      options.window = schedule % 2 == 0 ? 1 : 64;
      options.epoch = static_cast<epoch_length>(schedule % 8 == 0 ? 0 : 1 + schedule % 3);
      require_same(expected, in, options);
    }
  }
}

TEST_CASE("an account that crashes at any of its steps leaves the same", "[R14.7][supervision]") {
  for (std::uint64_t seed = 100; seed < 106; ++seed) {
    const auto in = seeded_world(seed).make(2);
    const auto expected = run_plainly(in);
    const auto steps = run_with_actors(in, {.schedule = 1}).outcome.steps;
    for (account_index account = 0; account < steps.size(); ++account)
      for (std::uint64_t step = 0; step < steps[account]; ++step) {
        run_options options;
        options.schedule = step;
        options.crashes = {{account, step}};
        const auto done = run_with_actors(in, options);
        REQUIRE(complaint(done.outcome) == "");
        REQUIRE(done.left == expected);
        REQUIRE(done.outcome.work.restarts >= 1);
      }
  }
}

TEST_CASE("accounts that crash on threads leave the same", "[R14.7][supervision]") {
  for (std::uint64_t seed = 200; seed < 204; ++seed) {
    const auto in = seeded_world(seed).make(accounts);
    const auto expected = run_plainly(in);
    run_options options;
    options.threads = 2;
    for (account_index account = 0; account < accounts; ++account)
      for (std::uint64_t step = 0; step < 10; ++step) options.crashes.push_back({account, step * 3});
    require_same(expected, in, options);
  }
}

TEST_CASE("a run that is interrupted ends soon, and says how far it came", "[supervision]") {
  const auto in = seeded_world(1).make(accounts);
  const std::atomic<bool> interrupted{true};
  run_options options;
  options.threads = 2;
  options.interrupted = &interrupted;
  const auto done = run_with_actors(in, options);
  CHECK(done.outcome.interrupted);
  CHECK_FALSE(done.outcome.defect.has_value());
  CHECK(done.outcome.reached < in->start);
}
