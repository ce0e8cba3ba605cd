#include <catch2/catch.hpp>

#include "shop.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {
using results = std::vector<outcome>;
const auto charged = outcome::charged;
}  // namespace

TEST_CASE("each meter counts for itself, whoever uses it", "[R7.2]") {
  shop s = shop_of_packages();
  const meter_index other = s.w.meter("other", 0);
  s.w.catalog().meters[other].price = s.meter().price;
  const agent_index bot = s.acme.agent("bot");
  s.acme.uses_exactly(bot, unit, s.sold).uses_exactly(no_agent, unit, s.sold).uses_exactly(bot, unit, other);
  CHECK(costs(s) == amounts{5_cr, 0_cr, 5_cr});
}

TEST_CASE("with the usage period a meter counts from zero again", "[R7.2][R2.12]") {
  shop s = shop_of_volume();
  const auto uses_at = [&](std::string_view t) { s.acme.at(t).uses_exactly(no_agent, 100 * unit, s.sold); };
  SECTION("in UTC") {
    uses_at("2026-01-10");
    uses_at("2026-01-31T23:59:59.999999Z");
    uses_at("2026-02-01");
    uses_at("2026-02-01T00:00:00.000001Z");
    CHECK(costs(s) == amounts{100_cr, 50_cr, 100_cr, 50_cr});
  }
  SECTION("in the account's zone") {
    s.acme.in_zone({"an hour ahead", {{instant::from_us(INT64_MIN), 3600}}});
    uses_at("2026-01-10");
    uses_at("2026-01-31T22:59:59.999999Z");
    uses_at("2026-01-31T23:00:00Z");
    uses_at("2026-02-01");
    CHECK(costs(s) == amounts{100_cr, 50_cr, 100_cr, 50_cr});
  }
}

TEST_CASE("a reset by hand does not restart what a meter counts", "[R7.2][R3.10][R7.6]") {
  shop s = shop_of_packages();
  s.uses(unit).acme.resets();
  CHECK(costs(s.uses(unit)) == amounts{5_cr, 0_cr});
}

TEST_CASE("refused usage counts nothing", "[R7.2]") {
  shop s = shop_of_graduated();
  SECTION("for lack of credit") {
    s.meter().price = graduated_price{{{100 * unit, {10'000'000'000, 1}}, {{}, one_credit}}};
    s.uses(101 * unit);
    CHECK(costs(s.uses(unit)) == amounts{1000001_cr, 10000_cr});
  }
  SECTION("for the limit of its agent") {
    const agent_index bot = s.acme.agent("bot", when_exhausted::stop, 50_cr);
    s.acme.uses_exactly(bot, 100 * unit, s.sold).uses_exactly(bot, 10 * unit, s.sold);
    const verdict said = judge(s.w);
    CHECK(said.usage_outcomes() == results{outcome::limit_reached, charged});
    CHECK(costs_of<usage_event>(said) == amounts{100_cr, 10_cr});
  }
  SECTION("because it can't be counted") {
    s.meter().price = graduated_price{{{unit, gratis}, {{}, {INT64_MAX, 1}}}};
    s.uses(3 * unit).uses(unit);
    CHECK(judge(s.w).usage_outcomes() == results{outcome::amount_out_of_range, charged});
  }
}

TEST_CASE("usage that is charged counts as a whole, also where it makes debt or is forgiven",
          "[R7.2][R4.5][R7.6]") {
  world_builder w;
  const meter_index sold = w.meter("sold", 0);
  w.catalog().meters[sold].price = package_price{100 * unit, {5'000'000, 1}};
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1_cr));
  acme.at("2026-01-05").uses_exactly(no_agent, 150 * unit, sold).uses_exactly(no_agent, 51 * unit, sold);
  SECTION("debt") {
    w.settings().when_short = short_of_credit::carry;
  }
  SECTION("forgiven") {
    w.settings().when_short = short_of_credit::cap;
  }
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{charged, charged});
  CHECK(costs_of<usage_event>(said) == amounts{10_cr, 5_cr});
}

TEST_CASE("usage that costs nothing counts too", "[R7.2]") {
  shop s(graduated_price{{{100 * unit, gratis}, {{}, one_credit}}});
  CHECK(costs(s.uses(60 * unit).uses(60 * unit)) == amounts{0_cr, 20_cr});
}

TEST_CASE("a repeated or conflicting usage counts nothing", "[R7.2][R4.3]") {
  shop s = shop_of_graduated();
  const effect_key key = s.w.key("m");
  s.uses(key, 60 * unit).uses(key, 60 * unit).uses(key, 61 * unit).uses(60 * unit);
  const verdict said = judge(s.w);
  CHECK(said.usage_outcomes() == results{charged, charged, outcome::idempotency_conflict, charged});
  CHECK(costs_of<usage_event>(said) == amounts{60_cr, 60_cr, 0_cr, 50_cr});
  CHECK(said.all<usage_event>().at(1).repeated);
}

TEST_CASE("the same key with another value or other times is a conflict", "[R4.3][R7.1][R7.2]") {
  shop s(price_by_value{"quality", {{"fast", one_credit}, {"premium", one_credit}}});
  const effect_key key = s.w.key("m");
  s.uses(key, 6 * unit, 2, 1).uses(key, 6 * unit, 2, 0).uses(key, 6 * unit, 3, 1).uses(key, 6 * unit, 2, 1);
  const auto conflict = outcome::idempotency_conflict;
  const verdict said = judge(s.w);
  CHECK(said.usage_outcomes() == results{charged, conflict, conflict, charged});
  CHECK(said.all<usage_event>().at(1).value == 0);
  CHECK(said.all<usage_event>().at(2).times == 3);
  CHECK(said.at_end.balance() == 999988_cr);
}

TEST_CASE("the same holds of holds and captures", "[R4.3][R7.1][R7.2]") {
  shop s(price_by_value{"quality", {{"fast", one_credit}, {"premium", one_credit}}});
  s.holds("job", 6 * unit, 2, 1).holds("job", 6 * unit, 2, 0).holds("job", 6 * unit, 2, 1);
  s.captures("job", 3 * unit, 2, 1).acme.keyed("take");
  s.captures("job", 3 * unit, 3, 1).acme.keyed("take");
  const verdict said = judge(s.w);
  const auto holds = said.all<hold_event>();
  CHECK(holds.at(0).amount == 12_cr);
  CHECK(holds.at(0).times == 2);
  CHECK(holds.at(0).value == 1);
  CHECK(holds.at(1).result == outcome::idempotency_conflict);
  CHECK(holds.at(1).value == 0);
  CHECK(holds.at(2).repeated);
  const auto captures = said.all<capture_event>();
  CHECK(captures.at(0).amount == 6_cr);
  CHECK(captures.at(0).times == 2);
  CHECK(captures.at(0).value == 1);
  CHECK(captures.at(1).result == outcome::idempotency_conflict);
  CHECK(captures.at(1).times == 3);
}

TEST_CASE("a hold has the price of its instant and counts nothing; its capture counts, at its own",
          "[R7.2][R6.1][R6.2][R7.6]") {
  shop s = shop_of_graduated();
  s.holds("job", 60 * unit).holds("later", 60 * unit).uses(60 * unit);
  s.captures("job", 60 * unit).uses(unit).captures("later", 20 * unit, 3).uses(unit);
  const verdict said = judge(s.w);
  CHECK(costs_of<hold_event>(said) == amounts{60_cr, 60_cr});
  CHECK(costs_of<capture_event>(said) == amounts{50_cr, 17.6_cr});
  CHECK(costs_of<usage_event>(said) == amounts{60_cr, 0.5_cr, 0.1_cr});
}

TEST_CASE("a capture counts in the usage period in which it is captured", "[R7.2][R6.2]") {
  shop s = shop_of_volume();
  s.acme.at("2026-01-31T12:00:00Z");
  s.uses(100 * unit).holds("job", 100 * unit);
  s.acme.at("2026-02-01");
  s.captures("job", 50 * unit).uses(51 * unit);
  const verdict said = judge(s.w);
  CHECK(costs_of<hold_event>(said) == amounts{50_cr});
  CHECK(costs_of<capture_event>(said) == amounts{50_cr});
  CHECK(costs_of<usage_event>(said) == amounts{100_cr, 25.5_cr});
}

TEST_CASE("what is captured by amount or whole counts nothing", "[R7.2][R6.2][R7.6]") {
  shop s = shop_of_packages();
  s.holds("one", 100 * unit).holds("other", 100 * unit);
  s.acme.captures("one", 1_cr).captures_all("other");
  s.uses(100 * unit);
  const verdict said = judge(s.w);
  CHECK(costs_of<usage_event>(said) == amounts{5_cr});
  for (const capture_event& e : said.all<capture_event>()) {
    CHECK(e.meter == s.sold);
    CHECK(e.times == 1);
    CHECK(e.value == no_value);
  }
}

TEST_CASE("a capture that passes its hold counts what it captures once, or, refused, nothing",
          "[R7.2][R6.2]") {
  shop s = shop_of_graduated();
  s.acme.holds("job", 40_cr);
  s.captures("job", 100 * unit).uses(unit);
  SECTION("refused") {
    s.w.settings().capture_overrun = overrun::refuse;
    const verdict said = judge(s.w);
    CHECK(said.all<capture_event>().at(0).result == outcome::exceeds_hold);
    CHECK(costs_of<usage_event>(said) == amounts{1_cr});
  }
  SECTION("charged") {
    s.w.settings().capture_overrun = overrun::debit;
    const verdict said = judge(s.w);
    CHECK(said.all<capture_event>().at(0).result == outcome::captured);
    CHECK(costs_of<usage_event>(said) == amounts{60_cr, 0.5_cr});
    CHECK(said.all<usage_event>().at(0).times == 1);
    CHECK(said.all<usage_event>().at(0).value == no_value);
  }
}

TEST_CASE("a total beyond 64 bits is refused and counts nothing", "[R7.2][R1.5]") {
  shop s(graduated_price{{{unit, gratis}, {{}, gratis}}});
  s.uses(INT64_MAX - 5)
      .holds("job", 6)
      .holds("job 2", 5)
      .captures("job 2", 6)
      .uses(6)
      .uses(5)
      .uses(1)
      .uses(0);
  const verdict said = judge(s.w);
  const auto beyond = outcome::amount_out_of_range;
  CHECK(said.usage_outcomes() == results{charged, beyond, charged, beyond, charged});
  CHECK(said.all<hold_event>().at(0).result == beyond);
  CHECK(said.all<hold_event>().at(1).result == outcome::held);
  CHECK(said.all<capture_event>().at(0).result == beyond);
}
