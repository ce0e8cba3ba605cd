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
