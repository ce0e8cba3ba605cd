// How much of a usage is charged where not all of it is covered (R4.1).
#include "engine/pricing/divided_usage.hpp"

#include "prices.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr std::int64_t minutes(std::int64_t count) {
  return count * 60'000'000;
}
constexpr std::int64_t units(std::int64_t count) {
  return count * 1'000'000;
}
constexpr unit_price per_unit(std::int32_t whole) {
  return {credits::whole(whole).micro(), 1};
}

// Calls at ten credits a minute, each begun minute counted.
meter calls() {
  return {"calls", measure::minute, per_unit(10), 0, measure_size(measure::minute), std::nullopt};
}
meter things(price_form form) {
  return {"things", measure::unit, std::move(form), 0, 0, std::nullopt};
}

// The largest part that so much credit covers: how much, and what it costs.
std::optional<std::pair<std::int64_t, credits>> part(const meter& priced, std::int64_t quantity,
                                                     credits covered, std::int64_t counted = 0) {
  const auto found = largest_part(priced, {quantity}, counted, {}, [&](credits c) { return c <= covered; });
  if (!found) return std::nullopt;
  CHECK(found->price.billed == found->quantity);
  return std::pair{found->quantity, found->price.cost};
}
std::pair<std::int64_t, credits> is(std::int64_t quantity, std::int32_t cost) {
  return {quantity, credits::whole(cost)};
}

price_form any_form() {
  const auto price = [] { return unit_price{*rc::gen::inRange<std::int64_t>(0, 5'000'000), 1}; };
  const std::vector<price_tier> tiers{{units(*rc::gen::inRange(1, 20)), price()},
                                      {units(*rc::gen::inRange(20, 40)), price()},
                                      {std::nullopt, price()}};
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return price();
    case 1:
      return graduated_price{tiers};
    case 2:
      return volume_price{tiers};
    default:
      return package_price{units(*rc::gen::inRange(1, 20)), price()};
  }
}

}  // namespace

TEST_CASE("a call ends when the credit does, at a whole minute", "[R4.1]") {
  CHECK(part(calls(), minutes(10), credits::whole(73)) == is(minutes(7), 70));
  CHECK(part(calls(), minutes(10), credits::whole(99)) == is(minutes(9), 90));
  CHECK(part(calls(), minutes(1) + 1, credits::whole(15)) == is(minutes(1), 10));
}

TEST_CASE("less than an increment, or than the minimum, is no part", "[R4.1]") {
  CHECK(part(calls(), minutes(10), credits::whole(9)) == std::nullopt);
  CHECK(part(calls(), minutes(1), credits::whole(100)) == std::nullopt);
  meter at_least_five = calls();
  at_least_five.minimum = minutes(4) + 1;
  CHECK(part(at_least_five, minutes(10), credits::whole(49)) == std::nullopt);
  CHECK(part(at_least_five, minutes(10), credits::whole(50)) == is(minutes(5), 50));
  CHECK(part(at_least_five, minutes(4), credits::whole(50)) == std::nullopt);
}

TEST_CASE("without an increment whole units of the measure count", "[R4.1]") {
  CHECK(part(things(per_unit(2)), units(10) + 500'000, credits::whole(7)) == is(units(3), 6));
  CHECK(part(things(per_unit(2)), units(10) + 500'000, credits::whole(20)) == is(units(10), 20));
}

TEST_CASE("what a part costs depends on what was used before", "[R4.1][R7.2]") {
  const meter tiered = things(graduated_price{{{units(10), per_unit(5)}, {std::nullopt, per_unit(1)}}});
  CHECK(part(tiered, units(100), credits::whole(30), units(6)) == is(units(14), 30));
}

TEST_CASE("a price by volume that falls with the next tier covers more than the tier before",
          "[R4.1][R7.2]") {
  const meter by_volume = things(volume_price{{{units(10), per_unit(5)}, {std::nullopt, per_unit(1)}}});
  CHECK(part(by_volume, units(100), credits::whole(20)) == is(units(20), 20));
  CHECK(part(by_volume, units(100), credits::whole(10)) == is(units(2), 10));
  CHECK(part(by_volume, units(100), credits::whole(11)) == is(units(11), 11));
}

TEST_CASE("a package that has begun costs nothing more", "[R4.1][R7.2]") {
  const meter packages = things(package_price{units(10), per_unit(50)});
  CHECK(part(packages, units(30), credits::whole(0), units(4)) == is(units(6), 0));
  CHECK(part(packages, units(30), credits::whole(60), units(4)) == is(units(16), 50));
}

TEST_CASE("the part is the largest that is covered, in every form of price", "[R4.1]") {
  REQUIRE(rc::check([] {
    meter priced = things(any_form());
    if (*rc::gen::arbitrary<bool>()) priced.increment = *rc::gen::inRange<std::int64_t>(1, 5) * 700'000;
    if (*rc::gen::arbitrary<bool>()) priced.minimum = *rc::gen::inRange<std::int64_t>(0, 9'000'000);
    const std::int64_t counted = *rc::gen::inRange<std::int64_t>(0, 50'000'000);
    const std::int64_t quantity = *rc::gen::inRange<std::int64_t>(0, 50'000'000);
    const auto covered = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, 100'000'000));
    std::optional<std::pair<std::int64_t, credits>> largest;
    const std::int64_t increment = priced.increment != 0 ? priced.increment : units(1);
    for (std::int64_t q = increment; q < quantity; q += increment) {
      const credits cost = cost_of(priced, {q}, counted, {}).value().cost;
      if (q >= priced.minimum && cost <= covered) largest = {q, cost};
    }
    RC_ASSERT(part(priced, quantity, covered, counted) == largest);
  }));
}
