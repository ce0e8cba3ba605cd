// What an activity costs (R7.1), by examples and against arithmetic without an end.
#include "engine/pricing/usage_price.hpp"

#include "engine/time/text.hpp"
#include "prices.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// Calls at ten credits a minute, each begun minute counted.
meter calls() {
  meter priced{"calls", measure::minute, {10'000'000, 1}, 0, measure_size(measure::minute), std::nullopt};
  return priced;
}

meter tokens(std::int64_t numerator_micro, std::int64_t denominator) {
  return {"tokens", measure::unit, {numerator_micro, denominator}, 0, 0, std::nullopt};
}

std::int64_t lasting(std::string_view text) {
  return parse_duration(text).value().us();
}
constexpr std::int64_t units(std::int64_t count) {
  return count * 1'000'000;
}

settings with_decimals(std::int32_t decimals, rounding mode = rounding::up) {
  settings rules;
  rules.credit_decimals = decimals;
  rules.usage_rounding = mode;
  return rules;
}

}  // namespace

TEST_CASE("a call of 12m30s is charged as 13 minutes", "[R7.1]") {
  CHECK(cost_of(calls(), lasting("12m30s"), {}) == credits::whole(130));
  CHECK(cost_of(calls(), lasting("12m"), {}) == credits::whole(120));
  CHECK(cost_of(calls(), lasting("61s"), {}) == credits::whole(20));
  CHECK(cost_of(calls(), lasting("1us"), {}) == credits::whole(10));
}

TEST_CASE("a call of no length costs nothing, whatever the minimum", "[R7.1][R4.2]") {
  meter priced = calls();
  priced.minimum = lasting("3m");
  CHECK(cost_of(priced, 0, {}) == credits{});
  CHECK(cost_of(priced, lasting("1us"), {}) == credits::whole(30));
  CHECK(cost_of(priced, lasting("3m1s"), {}) == credits::whole(40));
}

TEST_CASE("a minimum that is no whole number of increments is rounded up to one", "[R7.1]") {
  meter priced = calls();
  priced.minimum = lasting("90s");
  CHECK(cost_of(priced, lasting("1s"), {}) == credits::whole(20));
}

TEST_CASE("without an increment a part of a unit costs its part", "[R7.1]") {
  meter priced = calls();
  priced.increment = 0;
  CHECK(cost_of(priced, lasting("90s"), {}) == credits::whole(15));
  CHECK(cost_of(tokens(2'000'000, 1), units(1) / 4, {}) == credits::from_micro(500'000));
}

TEST_CASE("a price below a micro-credit is charged for the whole quantity, rounded up once", "[R1.4][R7.1]") {
  const meter third = tokens(1, 3);  // of a micro-credit per token
  CHECK(cost_of(third, units(1), {}) == credits::from_micro(1));
  CHECK(cost_of(third, units(3), {}) == credits::from_micro(1));
  CHECK(cost_of(third, units(4), {}) == credits::from_micro(2));
  CHECK(cost_of(third, units(3'000'000), {}) == credits::whole(1));
}

TEST_CASE("a cost is rounded to the credit decimals, in the way of the settings", "[R1.1][R1.4]") {
  const meter priced = tokens(1'250'000, 1);
  CHECK(cost_of(priced, units(1), with_decimals(6)) == credits::from_micro(1'250'000));
  CHECK(cost_of(priced, units(1), with_decimals(1)) == credits::from_micro(1'300'000));
  CHECK(cost_of(priced, units(1), with_decimals(0)) == credits::whole(2));
  CHECK(cost_of(priced, units(1), with_decimals(1, rounding::down)) == credits::from_micro(1'200'000));
  CHECK(cost_of(priced, units(1), with_decimals(1, rounding::half_up)) == credits::from_micro(1'300'000));
  CHECK(cost_of(priced, units(1), with_decimals(1, rounding::half_even)) == credits::from_micro(1'200'000));
}

TEST_CASE("a cost that passes 64 bits is an error that names the meter", "[R1.5]") {
  const auto too_much = cost_of(tokens(2'000'000, 1), INT64_MAX, {});
  REQUIRE(!too_much.has_value());
  CHECK(too_much.error().code == error_code::out_of_range);
  CHECK_THAT(too_much.error().message, Catch::Contains("tokens"));
  CHECK(cost_of(tokens(1'000'000, 1), INT64_MAX, {}) == credits::largest());
}

TEST_CASE("a quantity that passes 64 bits when it is rounded up is an error", "[R1.5]") {
  const auto too_long = cost_of(calls(), INT64_MAX, {});
  REQUIRE(!too_long.has_value());
  CHECK(too_long.error().code == error_code::out_of_range);
}

TEST_CASE("every cost is what arithmetic without an end says", "[R1.4][R1.5][R7.1]") {
  REQUIRE(rc::check([] {
    meter priced;
    priced.per = *rc::gen::element(measure::unit, measure::second, measure::minute);
    priced.price = {any_amount(), std::max<std::int64_t>(1, any_amount())};
    priced.minimum = any_amount();
    priced.increment = any_amount();
    const std::int64_t quantity = any_amount();
    const settings rules = with_decimals(*rc::gen::inRange(0, 7), *any_rounding());

    cpp_int billed = quantity == 0 ? 0 : std::max(quantity, priced.minimum);
    if (priced.increment > 0)
      billed = exact_quotient(billed, priced.increment, rounding::up) * priced.increment;
    const cpp_int place = exact_last_place(rules);
    const cpp_int divisor = cpp_int(priced.price.denominator) * measure_size(priced.per) * place;
    const auto expected = in_64_bits(
        exact_quotient(billed * priced.price.numerator_micro, divisor, rules.usage_rounding) * place);

    const auto cost = cost_of(priced, quantity, rules);
    RC_CLASSIFY(cost.has_value(), "in range");
    if (billed > INT64_MAX) {
      RC_ASSERT(!cost.has_value());
    } else {
      RC_ASSERT(cost.has_value() == expected.has_value());
      if (expected) RC_ASSERT(cost->micro() == *expected);
    }
  }));
}
