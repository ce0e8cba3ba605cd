// When epochs of a load begin, and what is measured: with a clock that a test moves.
#include "actors/load/load_pace.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::load;
using namespace std::chrono_literals;

namespace {

class moved_clock : public load_clock {
 public:
  nanoseconds now() override { return at; }
  nanoseconds at = 1h;
};

const instant start = instant::from_us(1'000'000'000);

std::shared_ptr<const plan> usages_at(std::vector<std::int64_t> microseconds) {
  plan told;
  for (const std::int64_t us : microseconds) {
    usage& used = told.items.emplace_back();
    used.order.at = start + duration::from_us(us);
  }
  return std::make_shared<const plan>(told);
}

// What is told of an account that was debited so often.
answered_epoch answered(const std::vector<std::shared_ptr<const plan>>& plans, std::uint64_t usages,
                        std::uint64_t charged) {
  return {.account = 0,
          .usages = usages,
          .charged = charged,
          .events = usages,
          .block_bytes = 64 * usages,
          .plans = plans};
}

}  // namespace

TEST_CASE("a closed loop never waits, and its latencies count from when the epoch was handed over") {
  moved_clock clock;
  closed_pace pace(clock, {.warm_up = {}, .duration = 1s}, duration::seconds(3));
  CHECK(pace.end_of_epoch(start) == start + duration::seconds(3));
  CHECK(pace.wait(start + duration::seconds(3)) == 0ns);
  pace.begins();
  const std::vector plans{usages_at({1, 2, 3})};
  clock.at += 2ms;
  pace.answers(answered(plans, 3, 2));
  clock.at += 2ms;
  pace.answers(answered(plans, 3, 3));
  pace.ends(start + duration::seconds(3));
  CHECK(pace.latencies().count() == 6);
  CHECK(pace.latencies().min() == 2'000'000U);
  CHECK(pace.latencies().max() == 4'000'000U);
  CHECK(pace.figures().debits == 6);
  CHECK(pace.figures().refused == 1);
  CHECK(pace.figures().visits == 2);
  CHECK(pace.figures().elapsed == 4ms);
  CHECK(pace.figures().late == 0);
}

TEST_CASE("what is answered in the warm-up is not counted, and the duration begins behind it") {
  moved_clock clock;
  closed_pace pace(clock, {.warm_up = 10ms, .duration = 5ms}, duration::seconds(1));
  const std::vector plans{usages_at({1})};
  pace.begins();
  clock.at += 9ms;
  pace.answers(answered(plans, 1, 1));
  CHECK(pace.figures().debits == 0);
  CHECK_FALSE(pace.figures().is_warm);
  CHECK_FALSE(pace.is_enough());
  clock.at += 1ms;
  pace.begins();
  CHECK(pace.figures().is_warm);
  clock.at += 4ms;
  pace.answers(answered(plans, 1, 1));
  CHECK(pace.figures().debits == 1);
  CHECK(pace.figures().debits_with_warm_up == 2);
  CHECK_FALSE(pace.is_enough());
  clock.at += 1ms;
  CHECK(pace.is_enough());
}

TEST_CASE("a run without a duration is never enough") {
  moved_clock clock;
  closed_pace pace(clock, {.warm_up = {}, .duration = {}}, duration::seconds(1));
  pace.begins();
  clock.at += 24h;
  CHECK_FALSE(pace.is_enough());
}

TEST_CASE("an open loop waits until the clock has passed a tick, and works it then") {
  moved_clock clock;
  open_pace pace(clock, {.warm_up = {}, .duration = 1s}, start, duration::from_us(1000));
  const instant until = pace.end_of_epoch(start);
  CHECK(until == start + duration::from_us(1000));
  CHECK(pace.wait(until) == 1ms);
  clock.at += 400us;
  CHECK(pace.wait(until) == 600us);
  clock.at += 600us;
  CHECK(pace.wait(until) == 0ns);
}

TEST_CASE("the latency of a debit in an open loop counts from the instant that was intended for it") {
  moved_clock clock;
  open_pace pace(clock, {.warm_up = {}, .duration = 1s, .late = 900us}, start, duration::from_us(1000));
  const instant until = pace.end_of_epoch(start);
  clock.at += 1ms;
  pace.begins();
  clock.at += 200us;
  pace.answers(answered({usages_at({0, 300, 1000})}, 3, 3));
  pace.ends(until);
  CHECK(pace.latencies().min() == 200'000U);
  CHECK(pace.latencies().max() == 1'200'000U);
  CHECK(pace.latencies().count() == 3);
  CHECK(pace.figures().late == 1);
  CHECK(pace.figures().lag == 200us);
}

TEST_CASE("captures are debits with an instant of their own, holds are none") {
  moved_clock clock;
  open_pace pace(clock, {.warm_up = {}, .duration = 1s}, start, duration::from_us(1000));
  pace.end_of_epoch(start);
  pace.begins();
  plan told;
  for (const command_body& body : {command_body(hold_command{}), command_body(capture_command{})}) {
    command step;
    step.order.at = start + duration::from_us(told.steps.empty() ? 100 : 500);
    step.body = body;
    told.steps.push_back(std::make_shared<const command>(step));
  }
  clock.at += 1ms;
  const std::vector<std::shared_ptr<const plan>> plans{std::make_shared<const plan>(told)};
  pace.answers({.account = 0, .plan_steps = 2, .plans = plans});
  CHECK(pace.figures().debits == 1);
  CHECK(pace.latencies().max() == 500'000U);
}

TEST_CASE("an open loop that is behind takes several ticks at once, and tells how far behind it is") {
  moved_clock clock;
  open_pace pace(clock, {.warm_up = {}, .duration = 10s}, start, duration::from_us(1000));
  const instant first = pace.end_of_epoch(start);
  clock.at += 1ms;
  pace.begins();
  clock.at += 7500us;
  pace.ends(first);
  CHECK(pace.figures().lag == 7500us);
  const instant second = pace.end_of_epoch(first);
  CHECK(second == first + duration::from_us(7000));
  CHECK(pace.wait(second) == 0ns);
  clock.at += 5s;
  CHECK(pace.end_of_epoch(second) == second + duration::from_us(100'000));
  pace.ends(second + duration::from_us(100'000));
  CHECK(pace.figures().most_lag > 4s);
}

TEST_CASE("slices cover the time and all debits, but for what is behind the last of them") {
  moved_clock clock;
  closed_pace pace(clock, {.warm_up = {}, .duration = {}}, duration::seconds(1));
  pace.begins();
  for (int i = 0; i < 100; ++i) {
    clock.at += 10ms;
    pace.answers(answered({}, 5, 5));
  }
  const auto slices = pace.slices(10);
  REQUIRE(slices.size() == 10);
  for (const load_slice& slice : slices) {
    CHECK(slice.length == 100ms);
    CHECK(slice.debits == 50);
  }
}
