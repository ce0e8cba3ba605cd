// What counts for tiers, period by period (R2.5, R2.6, R7.2).
#include "engine/pricing/meter_counts.hpp"

#include "prices.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr instant at_hour(std::int64_t hour) {
  return instant{} + duration::hours(hour);
}

meter flat() {
  return {"calls", measure::unit, unit_price{1'000'000, 1}, 0, 0, std::nullopt};
}
meter graduated() {
  meter counted = flat();
  counted.price = graduated_price{{{10'000'000, {2'000'000, 1}}, {std::nullopt, {1'000'000, 1}}}};
  return counted;
}

// An account of a world whose catalog has a flat and a graduated meter; it begins at hour 0.
world with_two_meters() {
  world made;
  made.catalog = dollars();
  made.catalog.meters = {flat(), graduated()};
  made.accounts.resize(2);
  made.settings.late_usage_grace = duration::hours(24);
  return made;
}

}  // namespace

TEST_CASE("only meters whose price asks for it are counted", "[R7.2]") {
  meter_counts counts(with_two_meters(), 0);
  counts.add(0, 5, at_hour(1));
  counts.add(1, 7, at_hour(1));
  counts.add(1, 1, at_hour(2));
  CHECK(counts.of(0) == 0);
  CHECK(counts.of(1) == 8);
}

TEST_CASE("a meter is counted from the beginning if any version that the account may see asks for it",
          "[R7.2][R7.3]") {
  world in = with_two_meters();
  catalog later = in.catalog;
  later.meters[0] = graduated();
  in.versions = {{at_hour(100), later}};
  in.accounts[1].own_prices = {{at_hour(50), in.catalog}};
  meter_counts first(in, 0);
  first.add(0, 5, at_hour(1));
  CHECK(first.of(0) == 5);
  meter_counts other(in, 1);
  other.add(0, 5, at_hour(1));
  CHECK(other.of(0) == 0);
}

TEST_CASE("late usage counts to the period in which it occurred", "[R2.5]") {
  meter_counts counts(with_two_meters(), 0);
  counts.add(1, 10, at_hour(1));
  counts.begin_period(at_hour(48));
  counts.add(1, 1, at_hour(50));
  counts.add(1, 5, at_hour(47));
  CHECK(counts.of(1) == 1);
  CHECK(counts.of(1, at_hour(48)) == 1);
  CHECK(counts.of(1, at_hour(47)) == 15);
}

TEST_CASE("several periods that ended within the grace are kept apart", "[R2.5]") {
  meter_counts counts(with_two_meters(), 0);
  for (std::int64_t period = 0; period < 5; ++period) {
    if (period > 0) counts.begin_period(at_hour(10 * period));
    counts.add(1, period + 1, at_hour(10 * period));
  }
  CHECK(counts.of(1) == 5);
  CHECK(counts.of(1, at_hour(39)) == 4);
  CHECK(counts.of(1, at_hour(29)) == 3);
  CHECK(counts.of(1, at_hour(19)) == 2);
}

TEST_CASE("late usage finds the count of its period as one that forgets nothing would", "[R2.5][R7.2]") {
  REQUIRE(rc::check([] {
    world in = with_two_meters();
    in.settings.late_usage_grace = duration::hours(*rc::gen::inRange(0, 60));
    meter_counts counts(in, 0);
    struct period {
      instant begin;
      std::int64_t billed = 0;
    };
    std::vector<period> all{{instant{}, 0}};
    instant now;
    for (int step = *rc::gen::inRange(1, 60); step > 0; --step) {
      now = now + duration::hours(*rc::gen::inRange(0, 20));
      if (*rc::gen::inRange(0, 3) == 0) {
        counts.begin_period(now);
        all.push_back({now, 0});
      }
      const instant oldest = std::max(instant{}, now + duration::from_us(-in.settings.late_usage_grace.us()));
      const instant occurred = instant::from_us(*rc::gen::inRange(oldest.us(), now.us() + 1));
      const auto holds_it =
          std::find_if(all.rbegin(), all.rend(), [&](const period& p) { return p.begin <= occurred; });
      const std::int64_t billed = *rc::gen::inRange(1, 100);
      RC_ASSERT(counts.of(1, occurred) == holds_it->billed);
      counts.add(1, billed, occurred);
      holds_it->billed += billed;
      RC_ASSERT(counts.of(1) == all.back().billed);
    }
  }));
}
