// Which purchase covers what is missing (R7.4).
#include "prices.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr money usd(std::int64_t dollars) {
  return money::from_minor(dollars * 100);
}

catalog sells(std::optional<money> minimum, std::optional<money> maximum, std::vector<money> tiers = {}) {
  catalog sold = dollars();
  sold.top_ups.minimum = minimum;
  sold.top_ups.maximum = maximum;
  sold.top_ups.tiers = std::move(tiers);
  return sold;
}

std::optional<purchase> offer(credits missing, const catalog& sold, const settings& rules = {}) {
  return cheapest_covering(missing, sold, rules);
}

}  // namespace

TEST_CASE("the offer is the least sum that brings what is missing", "[R7.4]") {
  CHECK(offer(credits::whole(100), sells({}, {})) == purchase{usd(2), credits::whole(100)});
  CHECK(offer(credits::from_micro(100'000'001), sells({}, {})) ==
        purchase{money::from_minor(201), credits::from_micro(100'500'000)});
}

TEST_CASE("the offer keeps to the bounds of top-ups", "[R7.4][R9.1]") {
  CHECK(offer(credits::whole(100), sells(usd(10), {})) == purchase{usd(10), credits::whole(500)});
  CHECK(offer(credits::whole(500), sells(usd(10), usd(10))) == purchase{usd(10), credits::whole(500)});
  CHECK(offer(credits::whole(501), sells(usd(10), usd(10))) == std::nullopt);
}

TEST_CASE("the cheapest choice that covers it is offered, and no other sum where only choices are",
          "[R7.4][R9.1]") {
  const std::vector<money> choices{usd(100), usd(25), usd(50)};
  CHECK(offer(credits::whole(1), sells({}, {}, choices)) == purchase{usd(25), credits::whole(1250)});
  CHECK(offer(credits::whole(1251), sells({}, {}, choices)) == purchase{usd(50), credits::whole(2500)});
  CHECK(offer(credits::whole(5001), sells({}, {}, choices)) == std::nullopt);
  CHECK(offer(credits::whole(100), sells(usd(30), {}, choices)) == purchase{usd(25), credits::whole(1250)});
  CHECK(offer(credits::whole(1500), sells(usd(30), {}, choices)) == purchase{usd(30), credits::whole(1500)});
}

TEST_CASE("what no sum brings is not offered", "[R7.4][R1.5]") {
  CHECK(offer(credits::largest(), sells({}, {})) == std::nullopt);
}

TEST_CASE("an offer covers what is missing, and a cent less would not", "[R7.4]") {
  REQUIRE(rc::check([] {
    catalog sold = dollars();
    sold.rate = {money::from_minor(*rc::gen::inRange(1, 5000)),
                 credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000))};
    settings rules;
    rules.credit_decimals = *rc::gen::inRange(0, 7);
    rules.grant_rounding = *any_rounding();
    const auto missing = credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));
    const auto found = offer(missing, sold, rules);
    RC_ASSERT(found.has_value());
    RC_ASSERT(found->brings >= missing);
    const auto brings = [&](std::int64_t minor) {
      return credits_for(money::from_minor(minor), sold.rate, rules.grant_rounding, rules.credit_decimals);
    };
    RC_ASSERT(brings(found->price.minor()).value() == found->brings);
    RC_ASSERT(brings(found->price.minor() - 1).value() < missing);
  }));
}

TEST_CASE("the bonus of a purchase counts", "[R7.4][R9.1]") {
  catalog sold = sells({}, {}, {usd(10), usd(20), usd(50)});
  sold.top_ups.bonuses = {{usd(20), credits::whole(20)}, {usd(50), credits::whole(90)}};
  const purchase fifty{usd(50), credits::whole(2500), credits::whole(90)};
  CHECK(offer(credits::whole(2590), sold) == fifty);
  CHECK(offer(credits::whole(2591), sold) == std::nullopt);
  CHECK(offer(credits::whole(1020), sold) == purchase{usd(20), credits::whole(1000), credits::whole(20)});
  CHECK(offer(credits::whole(1021), sold) == fifty);
}

TEST_CASE("where sums are free, a little more money may bring enough by its bonus", "[R7.4][R9.1]") {
  catalog sold = sells({}, usd(60));
  sold.top_ups.bonuses = {{usd(50), credits::whole(90)}, {usd(55), credits::whole(10)}};
  CHECK(offer(credits::whole(2490), sold) == purchase{money::from_minor(4980), credits::whole(2490)});
  CHECK(offer(credits::whole(2500), sold) == purchase{usd(50), credits::whole(2500), credits::whole(90)});
  CHECK(offer(credits::whole(2600), sold) ==
        purchase{money::from_minor(5020), credits::whole(2510), credits::whole(90)});
  // The last bonus that is reached counts, also where it is the smaller one.
  CHECK(offer(credits::whole(2900), sold) ==
        purchase{money::from_minor(5780), credits::whole(2890), credits::whole(10)});
  CHECK(offer(credits::whole(3011), sold) == std::nullopt);
}

TEST_CASE("a sum that brings nothing but a bonus is none", "[R7.4][R9.8]") {
  catalog sold = dollars();
  sold.rate = {money::from_minor(100), credits::whole(1)};
  sold.top_ups.bonuses = {{money::from_minor(1), credits::whole(5)}};
  settings rules;
  rules.credit_decimals = 0;
  CHECK(offer(credits::whole(5), sold, rules) == purchase{usd(1), credits::whole(1), credits::whole(5)});
}

TEST_CASE("an offer is the cheapest of all sums that would be accepted and cover it", "[R7.4][R9.1]") {
  REQUIRE(rc::check([] {
    const auto cents = [](int least) { return money::from_minor(*rc::gen::inRange(least, 400)); };
    catalog sold = dollars();
    sold.rate = {money::from_minor(*rc::gen::inRange(1, 50)),
                 credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 9'000'000))};
    top_up_terms& terms = sold.top_ups;
    if (*rc::gen::arbitrary<bool>()) terms.minimum = cents(1);
    if (*rc::gen::arbitrary<bool>()) terms.maximum = terms.minimum.value_or(money{}) + cents(1);
    for (int n = *rc::gen::inRange(0, 3); n > 0; --n) terms.tiers.push_back(cents(1));
    money from;
    for (int n = *rc::gen::inRange(0, 4); n > 0; --n)
      terms.bonuses.push_back({from = from + cents(1), credits::whole(*rc::gen::inRange(1, 60))});
    settings rules;
    rules.credit_decimals = *rc::gen::inRange(0, 7);
    rules.grant_rounding = *any_rounding();
    const auto missing = credits::from_micro(*rc::gen::inRange<std::int64_t>(1, 120'000'000));

    constexpr std::int64_t largest = 2'000;
    std::optional<purchase> cheapest;
    for (std::int64_t minor = 1; minor <= largest && !cheapest; ++minor) {
      const auto bought = top_up_purchase(money::from_minor(minor), sold, rules);
      if (bought && bought->brings + bought->bonus >= missing) cheapest = *bought;
    }
    const auto found = offer(missing, sold, rules);
    if (cheapest)
      RC_ASSERT(found == cheapest);
    else
      RC_ASSERT(!found || found->price > money::from_minor(largest));
  }));
}
