// Bulk usage that is read as the run goes leaves what the same rows leave that were in the world from the
// beginning (R2.4 H, R2.9, R14.7).
#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "plain_run.hpp"
#include "seeded_world.hpp"
#include "told_rows.hpp"

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

constexpr std::uint32_t accounts = 4;

}  // namespace

TEST_CASE("rows that are fed leave what rows of the world leave, in any chunks", "[R2.4][R2.9][R14.7]") {
  std::size_t rows_in_all = 0;
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const auto whole = seeded_world(seed).make(accounts);
    const auto expected = run_plainly(whole);
    auto without_rows = std::make_shared<world>(*whole);
    const auto rows = take_rows(*without_rows);
    rows_in_all += rows.size();
    for (const std::size_t chunk : {1U, 7U, 1000U}) {
      for (const unsigned threads : {1U, 2U}) {
        told_rows feed(rows, chunk);
        run_options options;
        options.threads = threads;
        options.feed = &feed;
        options.epoch = chunk == 7 ? epoch_length::day : epoch_length::month;
        const auto done = run_with_actors(without_rows, options);
        REQUIRE(complaint(done.outcome) == "");
        REQUIRE(done.left == expected);
      }
    }
  }
  REQUIRE(rows_in_all > 150);
}

TEST_CASE("an account that crashes while it is fed is fed again", "[R14.7][supervision]") {
  const auto whole = seeded_world(3).make(2);
  const auto expected = run_plainly(whole);
  auto without_rows = std::make_shared<world>(*whole);
  const auto rows = take_rows(*without_rows);
  told_rows measured(rows, 5);
  const auto steps = run_with_actors(without_rows, {.schedule = 1, .feed = &measured}).outcome.steps;
  for (account_index account = 0; account < steps.size(); ++account)
    for (std::uint64_t step = 0; step < steps[account]; ++step) {
      told_rows feed(rows, 5);
      const auto done =
          run_with_actors(without_rows, {.schedule = step, .crashes = {{account, step}}, .feed = &feed});
      REQUIRE(complaint(done.outcome) == "");
      REQUIRE(done.left == expected);
    }
}

TEST_CASE("rows that can't be read end the run at what was read before", "[R2.9]") {
  auto without_rows = std::make_shared<world>(*seeded_world(3).make(accounts));
  const auto rows = take_rows(*without_rows);
  REQUIRE(rows.size() > 4);
  told_rows feed(rows, 1);
  feed.fail_at(3);
  const auto done = run_with_actors(without_rows, {.threads = 2, .feed = &feed});
  REQUIRE(done.outcome.feed_error);
  CHECK(done.outcome.feed_error->message == "line 7 is faulty");
  CHECK(done.outcome.reached < rows[3].made.order.at);
}
