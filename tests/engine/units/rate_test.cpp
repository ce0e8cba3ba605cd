#include "engine/units/rate.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace drawdown {

namespace {

using boost::multiprecision::cpp_int;

credit_rate rate_of(std::int64_t minor, std::int32_t whole_credits) {
  return {money::from_minor(minor), credits::whole(whole_credits)};
}

// A sum that people pay or a rate that is sold: up to ten million at two decimals.
rc::Gen<std::int64_t> sensible() {
  return rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
}

}  // namespace

TEST_CASE("a rate is an exact fraction", "[R1.3]") {
  // 30 USD = 200 credits: 10 USD are 66.666666…
  const credit_rate rate = rate_of(3000, 200);
  CHECK(credits_for(money::from_minor(3000), rate, rounding::down, 6) == credits::whole(200));
  CHECK(credits_for(money::from_minor(1000), rate, rounding::down, 6) == credits::from_micro(66'666'666));
  CHECK(credits_for(money::from_minor(1000), rate, rounding::up, 6) == credits::from_micro(66'666'667));
  CHECK(credits_for(money::from_minor(9000), rate, rounding::down, 6) == credits::whole(600));
}

TEST_CASE("credits are rounded once, to the decimals that are set", "[R1.1][R1.4]") {
  const credit_rate rate = rate_of(3000, 200);
  CHECK(credits_for(money::from_minor(1000), rate, rounding::down, 2) == credits::from_micro(66'660'000));
  CHECK(credits_for(money::from_minor(1000), rate, rounding::half_up, 0) == credits::whole(67));
  CHECK(credits_for(money::from_minor(1), rate, rounding::down, 0) == credits{});
  // 0.4999999… of a credit: rounding first to six decimals would make it a half, and then one.
  const credit_rate just_below_half{money::from_minor(200'000'000'000'001),
                                    credits::from_micro(100'000'000'000'000'000)};
  CHECK(credits_for(money::from_minor(1000), just_below_half, rounding::half_up, 6) ==
        credits::from_micro(500'000));
  CHECK(credits_for(money::from_minor(1000), just_below_half, rounding::half_up, 0) == credits{});
}

TEST_CASE("what credit costs is rounded once to a minor unit", "[R1.4]") {
  const credit_rate rate = rate_of(100, 50);  // 1 EUR = 50 credits: two cents a credit
  CHECK(price_of(credits::whole(50'000), rate, rounding::half_even) == money::from_minor(100'000));
  CHECK(price_of(credits::from_micro(250'000), rate, rounding::half_even) == money::from_minor(0));
  CHECK(price_of(credits::from_micro(750'000), rate, rounding::half_even) == money::from_minor(2));
  CHECK(price_of(credits::from_micro(1'250'000), rate, rounding::half_even) == money::from_minor(2));
  CHECK(price_of(credits::from_micro(1), rate, rounding::up) == money::from_minor(1));
}

TEST_CASE("an amount that passes 64 bits is refused with its operands", "[R1.5]") {
  const auto too_much = credits_for(money::from_minor(INT64_MAX), rate_of(1, 1), rounding::down, 6);
  CHECK(too_much.error().code == error_code::out_of_range);
  CHECK_THAT(too_much.error().message,
             Catch::Contains("9223372036854775807 minor units") && Catch::Contains("credit for"));
  const auto too_dear =
      price_of(credits::largest(), credit_rate{money::from_minor(2), credits::from_micro(1)}, rounding::down);
  CHECK(too_dear.error().code == error_code::out_of_range);
  CHECK_THAT(too_dear.error().message, Catch::Contains("9223372036854.775807 credits"));
  // The quotient passes 64 bits only when it is rounded up to whole credits.
  const credit_rate one_to_one{money::from_minor(1), credits::from_micro(1)};
  CHECK(credits_for(money::from_minor(INT64_MAX), one_to_one, rounding::up, 6) == credits::largest());
  CHECK(credits_for(money::from_minor(INT64_MAX), one_to_one, rounding::up, 0).error().code ==
        error_code::out_of_range);
}

TEST_CASE("a rate with nothing on one side is a defect", "[R1.3]") {
  CHECK_THROWS_AS(credits_for(money::from_minor(1), rate_of(0, 1), rounding::down, 6), defect);
  CHECK_THROWS_AS(price_of(credits::whole(1), rate_of(1, 0), rounding::down), defect);
}

TEST_CASE("granted credit is the largest multiple that the money covers", "[R1.4]") {
  REQUIRE(rc::check([] {
    const std::int64_t paid = *sensible();
    const credit_rate rate{money::from_minor(*sensible()), credits::from_micro(*sensible())};
    const int decimals = *rc::gen::inRange(0, 7);
    std::int64_t step = 1;
    for (int i = decimals; i < 6; ++i) step *= 10;
    const std::int64_t micro = credits_for(money::from_minor(paid), rate, rounding::down, decimals)->micro();
    const cpp_int owed = cpp_int(paid) * rate.brings.micro();
    RC_ASSERT(micro % step == 0);
    RC_ASSERT(cpp_int(micro) * rate.price.minor() <= owed);
    RC_ASSERT((cpp_int(micro) + step) * rate.price.minor() > owed);
  }));
}

TEST_CASE("each credit is bought at the rate of the step that it falls into", "[R9.1]") {
  const std::vector<rate_step> steps = {{credits{}, rate_of(100, 50)},
                                        {credits::whole(1000), rate_of(100, 60)}};
  const auto brought = [&](std::int64_t minor, int decimals = 6) {
    return credits_for(money::from_minor(minor), steps, rounding::down, decimals);
  };
  CHECK(brought(1000) == credits::whole(500));
  CHECK(brought(2000) == credits::whole(1000));
  CHECK(brought(2100) == credits::whole(1060));
  CHECK(brought(2101) == credits::from_micro(1'060'600'000));
  CHECK(brought(2101, 0) == credits::whole(1060));
  CHECK(brought(0) == credits{});
  const auto costs = [&](std::int64_t wanted) {
    return price_of(credits::whole(static_cast<std::int32_t>(wanted)), steps, rounding::half_even);
  };
  CHECK(costs(1000) == money::from_minor(2000));
  CHECK(costs(1060) == money::from_minor(2100));
  CHECK(costs(1001) == money::from_minor(2002));  // 1.67 cents more
  CHECK(costs(0) == money{});
}

TEST_CASE("what graduated rates come to is exact over all steps, then rounded once", "[R9.1][R1.4]") {
  // A third of a cent, a seventh and an eleventh: no step comes to whole cents.
  const std::vector<rate_step> steps = {
      {credits{}, {money::from_minor(1), credits::from_micro(3)}},
      {credits::from_micro(1), {money::from_minor(1), credits::from_micro(7)}},
      {credits::from_micro(2), {money::from_minor(1), credits::from_micro(11)}}};
  const auto costs = [&](std::int64_t micro, rounding mode) {
    return price_of(credits::from_micro(micro), steps, mode)->minor();
  };
  CHECK(costs(2, rounding::half_up) == 0);  // 10/21
  CHECK(costs(3, rounding::half_up) == 1);  // 10/21 + 1/11
  CHECK(costs(3, rounding::down) == 0);
  CHECK(costs(8, rounding::down) == 1);  // 10/21 + 6/11 = 236/231
  CHECK(costs(7, rounding::up) == 1);    // 10/21 + 5/11 = 215/231
  const std::vector<rate_step> one_to_one = {{credits{}, rate_of(1, 1)}, {credits::whole(1), rate_of(1, 2)}};
  CHECK(credits_for(money::from_minor(INT64_MAX), one_to_one, rounding::down, 6).error().code ==
        error_code::out_of_range);
  const std::vector<rate_step> dear = {{credits{}, {money::from_minor(2), credits::from_micro(1)}},
                                       {credits::whole(1), {money::from_minor(3), credits::from_micro(1)}}};
  CHECK(price_of(credits::largest(), dear, rounding::down).error().code == error_code::out_of_range);
}

TEST_CASE("graduated rates begin at zero and ascend", "[R9.1]") {
  const rate_step first{credits{}, rate_of(1, 1)};
  const rate_step late{credits::whole(1), rate_of(1, 1)};
  const auto buys = [](std::vector<rate_step> steps) {
    return price_of(credits::whole(1), steps, rounding::down);
  };
  CHECK_THROWS_AS(buys({}), defect);
  CHECK_THROWS_AS(buys({late}), defect);
  CHECK_THROWS_AS(buys({first, late, late}), defect);
}

TEST_CASE("money for credit and credit for money agree at graduated rates", "[R9.1][R1.4]") {
  REQUIRE(rc::check([] {
    std::vector<rate_step> steps;
    const auto count = *rc::gen::inRange(1, 5);
    for (int i = 0; i < count; ++i)
      steps.push_back({i == 0 ? credits{} : steps.back().from + credits::from_micro(*sensible()),
                       {money::from_minor(*sensible()), credits::from_micro(*sensible())}});
    const credits wanted = credits::from_micro(*sensible());
    const auto price = price_of(wanted, steps, rounding::up);
    RC_PRE(price.has_value());
    const auto brings = [&](money paid) { return credits_for(paid, steps, rounding::down, 6); };
    const auto enough = brings(*price);
    RC_ASSERT(!enough || *enough >= wanted);
    const auto less = brings(*price - money::from_minor(1));
    RC_ASSERT(less.has_value() && *less < wanted);
    if (enough) RC_ASSERT(*less <= *enough);
  }));
}

TEST_CASE("the price rounded up is the least money that brings the credit", "[R1.4]") {
  REQUIRE(rc::check([] {
    const credits wanted = credits::from_micro(*sensible());
    const credit_rate rate{money::from_minor(*sensible()), credits::from_micro(*sensible())};
    const std::int64_t minor = price_of(wanted, rate, rounding::up)->minor();
    const cpp_int owed = cpp_int(wanted.micro()) * rate.price.minor();
    RC_ASSERT(cpp_int(minor) * rate.brings.micro() >= owed);
    RC_ASSERT(cpp_int(minor - 1) * rate.brings.micro() < owed);
  }));
}

}  // namespace drawdown
