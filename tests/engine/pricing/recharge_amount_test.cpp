// How much auto-recharge buys (R10.2): an amount, whole packs, or what is missing to a target; and how far
// the bounds of top-ups hold for it.
#include "prices.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr money usd(std::int64_t dollars) {
  return money::from_minor(dollars * 100);
}

recharge_terms below(credits threshold) {
  recharge_terms terms;
  terms.threshold = threshold;
  return terms;
}
recharge_terms fixed(const asked_amount& amount, std::optional<asked_amount> pack = std::nullopt) {
  recharge_terms terms = below(credits::whole(100));
  terms.amount = amount;
  terms.pack = pack;
  return terms;
}
recharge_terms to_target(credits target) {
  recharge_terms terms = below(credits::whole(100));
  terms.target = target;
  return terms;
}
recharge_terms packs(credits threshold, const asked_amount& pack) {
  recharge_terms terms = below(threshold);
  terms.pack = pack;
  return terms;
}

// What is bought, or why it is refused; something must be missing.
purchase_or_refusal recharge(const recharge_terms& terms, credits watched, const catalog& sold = dollars(),
                             const settings& rules = {}) {
  return recharge_purchase(terms, watched, sold, rules).value();
}

catalog with_bounds(money minimum, money maximum) {
  catalog sold = dollars();
  sold.top_ups.minimum = minimum;
  sold.top_ups.maximum = maximum;
  return sold;
}

}  // namespace

TEST_CASE("a figure is low below the threshold, and at it only where the terms say so", "[R10.2]") {
  recharge_terms terms = below(credits::whole(100));
  CHECK(is_low(terms, credits::from_micro(99'999'999)));
  CHECK_FALSE(is_low(terms, credits::whole(100)));
  terms.trigger = recharge_trigger::at_or_below;
  CHECK(is_low(terms, credits::whole(100)));
  CHECK_FALSE(is_low(terms, credits::from_micro(100'000'001)));
}

TEST_CASE("a fixed amount is bought however much is missing", "[R10.2]") {
  CHECK(recharge(fixed(usd(20)), credits::whole(99)) == buys(credits::whole(1000), usd(20)));
  CHECK(recharge(fixed(usd(20)), credits{}) == buys(credits::whole(1000), usd(20)));
  CHECK(recharge(fixed(credits::whole(75)), credits{}) == buys(credits::whole(75), money::from_minor(150)));
}

TEST_CASE("a fixed amount is rounded up to whole packs", "[R10.2]") {
  CHECK(recharge(fixed(usd(20), usd(15)), credits{}) == buys(credits::whole(1500), usd(30)));
  CHECK(recharge(fixed(usd(30), usd(15)), credits{}) == buys(credits::whole(1500), usd(30)));
  CHECK(recharge(fixed(credits::whole(70), credits::whole(50)), credits{}) ==
        buys(credits::whole(100), usd(2)));
}

TEST_CASE("what is missing to the target is bought exactly, its price rounded up", "[R10.2]") {
  CHECK(recharge(to_target(credits::whole(500)), credits::whole(80)) ==
        buys(credits::whole(420), money::from_minor(840)));
  const credits odd = credits::from_micro(500'300'000);
  CHECK(recharge(to_target(odd), credits::whole(80)) ==
        buys(credits::from_micro(420'300'000), money::from_minor(841)));
}

TEST_CASE("what is missing is rounded up to the credit decimals, so that the target is reached",
          "[R10.2][R1.1]") {
  settings whole;
  whole.credit_decimals = 0;
  CHECK(recharge(to_target(credits::from_micro(500'300'000)), credits::whole(80), dollars(), whole) ==
        buys(credits::whole(421), money::from_minor(842)));
}

TEST_CASE("nothing is bought where the target is reached", "[R10.2]") {
  CHECK_FALSE(
      recharge_purchase(to_target(credits::whole(50)), credits::whole(50), dollars(), {}).has_value());
  CHECK_FALSE(
      recharge_purchase(to_target(credits::whole(50)), credits::whole(80), dollars(), {}).has_value());
}

TEST_CASE("the fewest packs are bought that end the condition", "[R10.2]") {
  const auto terms = packs(credits::whole(100), credits::whole(30));
  CHECK(recharge(terms, credits::whole(99)) == buys(credits::whole(30), money::from_minor(60)));
  CHECK(recharge(terms, credits::whole(70)) == buys(credits::whole(30), money::from_minor(60)));
  CHECK(recharge(terms, credits::from_micro(69'999'999)) == buys(credits::whole(60), money::from_minor(120)));
  CHECK(recharge(terms, credits{}) == buys(credits::whole(120), money::from_minor(240)));
}

TEST_CASE("at_or_below asks for one more where the packs just reach the threshold", "[R10.2]") {
  auto terms = packs(credits::whole(100), credits::whole(30));
  terms.trigger = recharge_trigger::at_or_below;
  CHECK(recharge(terms, credits::whole(70)) == buys(credits::whole(60), money::from_minor(120)));
}

TEST_CASE("packs in money bring the credit of their whole sum, rounded once", "[R10.2][R1.4]") {
  catalog odd = dollars();
  odd.rate = {usd(3), credits::whole(20)};
  settings whole;
  whole.credit_decimals = 0;
  // One pack brings 6 (6.67 rounded down), two bring 13, three bring 20.
  CHECK(recharge(packs(credits::whole(20), usd(1)), credits{}, odd, whole) ==
        buys(credits::whole(20), usd(3)));
  CHECK(recharge(packs(credits::whole(14), usd(1)), credits{}, odd, whole) ==
        buys(credits::whole(20), usd(3)));
  CHECK(recharge(packs(credits::whole(13), usd(1)), credits{}, odd, whole) ==
        buys(credits::whole(13), usd(2)));
}

TEST_CASE("a pack of nothing is too small", "[R10.2]") {
  CHECK(recharge(packs(credits::whole(100), credits{}), credits{}) == refused(outcome::amount_too_small));
  CHECK(recharge(packs(credits::whole(100), money{}), credits{}) == refused(outcome::amount_too_small));
}

TEST_CASE("the fewest packs are found near the end of the range", "[R10.2][R1.5]") {
  catalog cheap = dollars();
  cheap.rate = {money::from_minor(1), credits::whole(1'000'000)};
  const credits pack = credits::from_micro(std::int64_t{1} << 61U);
  const credits three_packs = credits::from_micro(3 * (std::int64_t{1} << 61U));
  const auto bought = recharge(packs(three_packs, pack), credits{}, cheap);
  REQUIRE(bought.has_value());
  CHECK(bought->brings == three_packs);
  CHECK(recharge(packs(credits::largest(), pack), credits{}, cheap) == refused(outcome::amount_out_of_range));
}

TEST_CASE("the bounds of top-ups apply to recharges", "[R10.2]") {
  const catalog sold = with_bounds(usd(10), usd(50));
  CHECK(recharge(fixed(usd(5)), credits{}, sold) == refused(outcome::below_minimum));
  CHECK(recharge(fixed(usd(10)), credits{}, sold) == buys(credits::whole(500), usd(10)));
  CHECK(recharge(fixed(usd(60)), credits{}, sold) == refused(outcome::above_maximum));
}

TEST_CASE("what is missing to the target is moved into the bounds", "[R10.2]") {
  const catalog sold = with_bounds(usd(10), usd(50));
  CHECK(recharge(to_target(credits::whole(120)), credits::whole(90), sold) ==
        buys(credits::whole(500), usd(10)));
  CHECK(recharge(to_target(credits::whole(9000)), credits::whole(90), sold) ==
        buys(credits::whole(2500), usd(50)));
}

TEST_CASE("limits say which bounds hold", "[R10.2]") {
  const catalog sold = with_bounds(usd(10), usd(50));
  const auto with_limits = [&](asked_amount amount, recharge_limits limits) {
    auto terms = fixed(amount);
    terms.limits = limits;
    return recharge(terms, credits{}, sold);
  };
  CHECK(with_limits(usd(5), recharge_limits::minimum_only) == refused(outcome::below_minimum));
  CHECK(with_limits(usd(60), recharge_limits::minimum_only) == buys(credits::whole(3000), usd(60)));
  CHECK(with_limits(usd(5), recharge_limits::ignore) == buys(credits::whole(250), usd(5)));
  CHECK(with_limits(usd(60), recharge_limits::ignore) == buys(credits::whole(3000), usd(60)));
}

TEST_CASE("tiers are for people: a recharge may be of any sum", "[R10.2]") {
  catalog sold = dollars();
  sold.top_ups.tiers = {usd(25)};
  CHECK(recharge(fixed(usd(20)), credits{}, sold) == buys(credits::whole(1000), usd(20)));
}

TEST_CASE("a bound is held against the price even where its credit would pass 64 bits", "[R10.2][R1.5]") {
  const auto huge = money::from_minor(INT64_MAX);
  CHECK(recharge(fixed(huge), credits{}) == refused(outcome::amount_out_of_range));
  CHECK(recharge(fixed(huge), credits{}, with_bounds(usd(10), usd(50))) == refused(outcome::above_maximum));
}

TEST_CASE("the fewest packs are those that counting up from one finds", "[R10.2][R1.4]") {
  REQUIRE(rc::check([] {
    catalog sold = dollars();
    sold.rate = {money::from_minor(*rc::gen::inRange<std::int64_t>(1, 5000)),
                 credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 500'000'000))};
    settings rules;
    rules.credit_decimals = *rc::gen::inRange(0, 7);
    rules.grant_rounding = *any_rounding();
    rules.money_rounding = *any_rounding();
    const bool in_money = *rc::gen::arbitrary<bool>();
    const std::int64_t pack = *rc::gen::inRange<std::int64_t>(1, in_money ? 10'000 : 100'000'000);
    const credits watched = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
    const cpp_int place = exact_last_place(rules);
    const cpp_int price = sold.rate.price.minor();
    const cpp_int rate_brings = sold.rate.brings.micro();
    const auto brought_by = [&](std::int64_t count) -> cpp_int {
      const cpp_int sum = cpp_int(pack) * count;
      if (!in_money) return exact_quotient(sum, place, rules.grant_rounding) * place;
      return exact_quotient(sum * rate_brings, price * place, rules.grant_rounding) * place;
    };

    // The threshold stands so that a few hundred packs at most are missing.
    const cpp_int reach = brought_by(*rc::gen::inRange(1, 300));
    const std::int64_t off = *rc::gen::inRange<std::int64_t>(-2, 3);
    const std::int64_t threshold = static_cast<std::int64_t>(reach) + watched.micro() + off;
    auto terms = packs(credits::from_micro(threshold), in_money ? asked_amount(money::from_minor(pack))
                                                                : asked_amount(credits::from_micro(pack)));
    terms.trigger = *rc::gen::element(recharge_trigger::below, recharge_trigger::at_or_below);
    const auto still_low = [&](std::int64_t count) {
      const cpp_int after = watched.micro() + brought_by(count);
      return terms.trigger == recharge_trigger::below ? after < threshold : after <= threshold;
    };
    std::int64_t count = 1;
    while (still_low(count)) ++count;

    const cpp_int brings = brought_by(count);
    const cpp_int costs =
        in_money ? cpp_int(pack) * count : exact_quotient(brings * price, rate_brings, rules.money_rounding);
    const auto bought = recharge(terms, watched, sold, rules);
    if (brings == 0 || costs == 0) {
      RC_ASSERT(!bought.has_value());
      RC_ASSERT(bought.error() == outcome::amount_too_small);
    } else {
      RC_ASSERT(bought.has_value());
      RC_ASSERT(cpp_int(bought->brings.micro()) == brings);
      RC_ASSERT(cpp_int(bought->price.minor()) == costs);
    }
  }));
}
