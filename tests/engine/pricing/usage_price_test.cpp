// What an activity costs (R7.1), by examples and against arithmetic without an end.
#include "engine/pricing/usage_price.hpp"

#include "engine/time/text.hpp"
#include "prices.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// Calls at ten credits a minute, each begun minute counted.
meter calls() {
  meter priced{"calls",     measure::minute, unit_price{10'000'000, 1}, 0, measure_size(measure::minute),
               std::nullopt};
  return priced;
}

meter tokens(std::int64_t numerator_micro, std::int64_t denominator) {
  return {"tokens", measure::token, unit_price{numerator_micro, denominator}, 0, 0, std::nullopt};
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

// The cost of the first usage of a period.
result<credits> price_of(const meter& priced, std::int64_t quantity, const settings& rules) {
  return cost_of(priced, {quantity}, 0, rules).map([](const usage_cost& made) { return made.cost; });
}

// The cost of `quantity` units after `counted` were used.
credits price_after(const meter& priced, std::int64_t counted, std::int64_t quantity) {
  return cost_of(priced, {quantity}, counted, {}).value().cost;
}

constexpr unit_price per_unit(std::int32_t whole) {
  return {credits::whole(whole).micro(), 1};
}

meter priced_by(price_form form) {
  return {"tokens", measure::token, std::move(form), 0, 0, std::nullopt};
}

// Six each up to a hundred, four up to two hundred, one beyond.
std::vector<price_tier> three_tiers() {
  return {{units(100), per_unit(6)}, {units(200), per_unit(4)}, {std::nullopt, per_unit(1)}};
}

}  // namespace

TEST_CASE("a call of 12m30s is charged as 13 minutes", "[R7.1]") {
  CHECK(price_of(calls(), lasting("12m30s"), {}) == credits::whole(130));
  CHECK(price_of(calls(), lasting("12m"), {}) == credits::whole(120));
  CHECK(price_of(calls(), lasting("61s"), {}) == credits::whole(20));
  CHECK(price_of(calls(), lasting("1us"), {}) == credits::whole(10));
}

TEST_CASE("a call of no length costs nothing, whatever the minimum", "[R7.1][R4.2][R7.5]") {
  meter priced = calls();
  priced.minimum = lasting("3m");
  CHECK(price_of(priced, 0, {}) == credits{});
  CHECK(price_of(priced, lasting("1us"), {}) == credits::whole(30));
  CHECK(price_of(priced, lasting("3m1s"), {}) == credits::whole(40));
}

TEST_CASE("a minimum that is no whole number of increments is rounded up to one", "[R7.1]") {
  meter priced = calls();
  priced.minimum = lasting("90s");
  CHECK(price_of(priced, lasting("1s"), {}) == credits::whole(20));
}

TEST_CASE("without an increment a part of a unit costs its part", "[R7.1]") {
  meter priced = calls();
  priced.increment = 0;
  CHECK(price_of(priced, lasting("90s"), {}) == credits::whole(15));
  CHECK(price_of(tokens(2'000'000, 1), units(1) / 4, {}) == credits::from_micro(500'000));
}

TEST_CASE("a price below a micro-credit is charged for the whole quantity, rounded up once", "[R1.4][R7.1]") {
  const meter third = tokens(1, 3);  // of a micro-credit per token
  CHECK(price_of(third, units(1), {}) == credits::from_micro(1));
  CHECK(price_of(third, units(3), {}) == credits::from_micro(1));
  CHECK(price_of(third, units(4), {}) == credits::from_micro(2));
  CHECK(price_of(third, units(3'000'000), {}) == credits::whole(1));
}

TEST_CASE("a cost is rounded to the credit decimals, in the way of the settings", "[R1.1][R1.4][R7.5]") {
  const meter priced = tokens(1'250'000, 1);
  CHECK(price_of(priced, units(1), with_decimals(6)) == credits::from_micro(1'250'000));
  CHECK(price_of(priced, units(1), with_decimals(1)) == credits::from_micro(1'300'000));
  CHECK(price_of(priced, units(1), with_decimals(0)) == credits::whole(2));
  CHECK(price_of(priced, units(1), with_decimals(1, rounding::down)) == credits::from_micro(1'200'000));
  CHECK(price_of(priced, units(1), with_decimals(1, rounding::half_up)) == credits::from_micro(1'300'000));
  CHECK(price_of(priced, units(1), with_decimals(1, rounding::half_even)) == credits::from_micro(1'200'000));
}

TEST_CASE("a cost that passes 64 bits is an error that names the meter", "[R1.5]") {
  const auto too_much = price_of(tokens(2'000'000, 1), INT64_MAX, {});
  REQUIRE(!too_much.has_value());
  CHECK(too_much.error().code == error_code::out_of_range);
  CHECK_THAT(too_much.error().message, Catch::Contains("tokens"));
  CHECK(price_of(tokens(1'000'000, 1), INT64_MAX, {}) == credits::largest());
}

TEST_CASE("a quantity that passes 64 bits when it is rounded up is an error", "[R1.5]") {
  const auto too_long = price_of(calls(), INT64_MAX, {});
  REQUIRE(!too_long.has_value());
  CHECK(too_long.error().code == error_code::out_of_range);
}

TEST_CASE("every cost is what arithmetic without an end says", "[R1.4][R1.5][R7.1]") {
  REQUIRE(rc::check([] {
    meter priced;
    priced.per = *rc::gen::element(measure::unit, measure::second, measure::minute, measure::hour);
    const unit_price flat{any_amount(), std::max<std::int64_t>(1, any_amount())};
    priced.price = flat;
    priced.minimum = any_amount();
    priced.increment = any_amount();
    const std::int64_t quantity = any_amount();
    const settings rules = with_decimals(*rc::gen::inRange(0, 7), *any_rounding());

    cpp_int billed = quantity == 0 ? 0 : std::max(quantity, priced.minimum);
    if (priced.increment > 0)
      billed = exact_quotient(billed, priced.increment, rounding::up) * priced.increment;
    const cpp_int place = exact_last_place(rules);
    const cpp_int divisor = cpp_int(flat.denominator) * measure_size(priced.per) * place;
    const auto expected =
        in_64_bits(exact_quotient(billed * flat.numerator_micro, divisor, rules.usage_rounding) * place);

    const auto cost = price_of(priced, quantity, rules);
    RC_CLASSIFY(cost.has_value(), "in range");
    if (billed > INT64_MAX) {
      RC_ASSERT(!cost.has_value());
    } else {
      RC_ASSERT(cost.has_value() == expected.has_value());
      if (expected) RC_ASSERT(cost->micro() == *expected);
    }
  }));
}

TEST_CASE("a price by value is that of the value that the usage names", "[R7.2]") {
  const meter drafts =
      priced_by(price_by_value{"quality", {{"fast", per_unit(4)}, {"premium", per_unit(25)}}});
  CHECK(cost_of(drafts, {units(3), 1, 0}, 0, {})->cost == credits::whole(12));
  CHECK(cost_of(drafts, {units(3), 1, 1}, 0, {})->cost == credits::whole(75));
}

TEST_CASE("a quantity is raised, rounded up, and then multiplied", "[R7.1]") {
  meter webinar = calls();
  webinar.times = "participants";
  CHECK(cost_of(webinar, {lasting("61s"), 12}, 0, {})->cost == credits::whole(2 * 12 * 10));
  CHECK(cost_of(webinar, {0, 12}, 0, {})->cost == credits{});
  CHECK(cost_of(webinar, {lasting("1h"), INT64_MAX}, 0, {}).error().code == error_code::out_of_range);
}

TEST_CASE("in graduated tiers each part has the price of its tier, its bound included", "[R7.2]") {
  const meter graduated = priced_by(graduated_price{three_tiers()});
  CHECK(price_after(graduated, 0, units(100)) == credits::whole(600));
  CHECK(price_after(graduated, 0, units(101)) == credits::whole(604));
  CHECK(price_after(graduated, units(99), units(2)) == credits::whole(10));
  CHECK(price_after(graduated, units(50), units(200)) == credits::whole(50 * 6 + 100 * 4 + 50));
  CHECK(price_after(graduated, units(1'000), units(3)) == credits::whole(3));
}

TEST_CASE("by volume the whole usage has the price of the tier that the total reaches", "[R7.2]") {
  const meter volume = priced_by(volume_price{three_tiers()});
  CHECK(price_after(volume, 0, units(100)) == credits::whole(600));
  CHECK(price_after(volume, 0, units(101)) == credits::whole(404));
  CHECK(price_after(volume, units(199), units(1)) == credits::whole(4));
  CHECK(price_after(volume, units(199), units(2)) == credits::whole(2));
}

TEST_CASE("a package is charged when the total begins it", "[R7.2]") {
  const meter packages = priced_by(package_price{units(1'000), per_unit(5)});
  CHECK(price_after(packages, 0, units(1)) == credits::whole(5));
  CHECK(price_after(packages, units(1), units(999)) == credits{});
  CHECK(price_after(packages, units(1'000), 1) == credits::whole(5));
  CHECK(price_after(packages, units(999), units(1'002)) == credits::whole(10));
  CHECK(price_after(packages, units(999), 0) == credits{});
}

TEST_CASE("a period's total beyond 64 bits is out of range", "[R1.5][R7.2]") {
  for (const meter& counted :
       {priced_by(graduated_price{three_tiers()}), priced_by(volume_price{three_tiers()}),
        priced_by(package_price{units(1'000), per_unit(5)})})
    CHECK(cost_of(counted, {2}, INT64_MAX - 1, {}).error().code == error_code::out_of_range);
}

TEST_CASE("however a graduated usage is cut, it costs the same but for its roundings", "[R7.2]") {
  REQUIRE(rc::check([] {
    const auto bound = *rc::gen::inRange<std::int64_t>(1, 1'000);
    const auto further = *rc::gen::inRange<std::int64_t>(1, 1'000);
    const meter graduated = priced_by(graduated_price{
        {{units(bound), per_unit(6)}, {units(bound + further), per_unit(4)}, {std::nullopt, per_unit(1)}}});
    const meter packages = priced_by(package_price{units(bound), per_unit(7)});
    std::int64_t counted = 0;
    credits in_parts_graduated, in_parts_packages;
    for (const auto part :
         *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 700))) {
      in_parts_graduated += price_after(graduated, counted, units(part));
      in_parts_packages += price_after(packages, counted, units(part));
      counted += units(part);
    }
    RC_ASSERT(in_parts_graduated == price_after(graduated, 0, counted));
    RC_ASSERT(in_parts_packages == price_after(packages, 0, counted));
  }));
}
