// What customers do in answer to what happens to them, by the rules of docs/populations.md.
#include "engine/customers/customer_life.hpp"

#include <algorithm>
#include <memory>

#include <catch2/catch.hpp>

#include "engine/population/population_feed.hpp"
#include "engine/sweep/account_run.hpp"
#include "engine/time/text.hpp"

using namespace drawdown;
using namespace drawdown::population;

namespace {

instant at(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

// One customer with a plan of 100 credits a month, for 29 EUR, who uses one credit 10 times a day, evenly.
struct life {
  population_terms of;
  world in;

  life() {
    of.months = 2;
    mix_entry& kind = of.mix.emplace_back();
    kind.share = 1'000'000;
    kind.plan = 0;
    behaviour& behaves = of.behaviours.emplace_back();
    use_habit& use = behaves.uses.emplace_back();
    use.by = habitual_usage::arrivals::fixed;
    use.per_day_micro = 10'000'000;
    use.quantity = {drawn_quantity::law::fixed, 1'000'000, 1'000'000, 1'000'000};
    behaves.pattern.hours = even_weights<24>();
    behaves.pattern.season = even_weights<12>();

    in.name = "one";
    in.files = {"one"};
    in.seed = 7;
    in.start = at("2026-01-01");
    in.end = at("2026-02-28T23:59:59Z");
    in.catalog.unit = currency::of("EUR").value();
    in.catalog.rate = {money::from_minor(100), credits::whole(50)};
    in.catalog.meters = {{"thing", measure::unit, unit_price{1'000'000, 1}, 0, 0, std::nullopt}};
    plan_terms plan;
    plan.name = "starter";
    plan.price = money::from_minor(2900);
    plan.every = calendar_span{1, calendar_unit::months};
    plan.allocation = credits::whole(100);
    in.catalog.plans = {plan};
    in.gateways.emplace_back().name = "cards";
  }

  life& tops_up(parts_per_million chance, duration least = {}, duration most = {}) {
    of.habit = {chance, least, most, {money::from_minor(2000)}, {}};
    return *this;
  }
  life& leaves_when_blocked(duration time, parts_per_million chance) {
    of.churn.blocked_for = time;
    of.churn.chance = chance;
    return *this;
  }

  customers::customer_life live() {
    const auto customers = customers_of(of, in);
    habits = settle(of, customers, in);
    return customers::live(in, 0, of, customers[0], habits[0]);
  }

  // The instants of its steps of one kind.
  template <class Body>
  std::vector<instant> steps() const {
    std::vector<instant> found;
    for (const auto& step : in.accounts[0].commands)
      if (std::holds_alternative<Body>(step->body)) found.push_back(step->order.at);
    return found;
  }

  std::vector<customer_habits> habits;
};

}  // namespace

TEST_CASE("who never tops up is blocked until the plan renews") {
  life one;
  const auto lived = one.live();
  CHECK(one.in.accounts[0].commands.empty());
  CHECK(lived.left.is_never());
  CHECK(lived.spells == 2);  // from the 11th day of each month on
  CHECK(lived.blocked > duration::days(21 + 17));
  CHECK(lived.blocked < duration::days(21 + 19));
  CHECK(lived.usages == 590);
}

TEST_CASE("who always tops up does so each time that the credit is used up") {
  life one;
  one.tops_up(1'000'000, duration::hours(1), duration::hours(1));
  const auto lived = one.live();
  const std::vector<instant> top_ups = one.steps<top_up_command>();
  // 590 usages, of which some are refused in the hours of waiting; 100 credits come with each month's plan,
  // and 1000 with the first top-up.
  REQUIRE(top_ups.size() == 1);
  CHECK(top_ups[0] >= at("2026-01-11T01:00:00Z"));
  CHECK(top_ups[0] <= at("2026-01-11T04:00:00Z"));
  CHECK(lived.spells <= 1);
  CHECK(lived.blocked < duration::hours(2));
}

TEST_CASE("credit is used up when nothing is left, before anything is refused") {
  life one;
  one.tops_up(1'000'000);
  const auto lived = one.live();
  CHECK(one.steps<top_up_command>().size() == 1);
  CHECK(lived.spells == 0);
  CHECK(lived.blocked == duration{});
}

TEST_CASE("whether a customer tops up is drawn once each time that credit is used up") {
  int topped_up = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    life one;
    one.in.seed = seed;
    one.in.end = at("2026-01-31T12:00:00Z");
    one.tops_up(600'000);
    one.live();
    const std::size_t top_ups = one.steps<top_up_command>().size();
    CHECK(top_ups <= 1);
    topped_up += static_cast<int>(top_ups);
  }
  CHECK(topped_up > 92);  // 120, and four deviations of it
  CHECK(topped_up < 148);
}

TEST_CASE("a customer who was blocked for so long leaves, and cancels the plan") {
  life one;
  one.leaves_when_blocked(duration::days(3), 1'000'000);
  const auto lived = one.live();
  REQUIRE_FALSE(lived.left.is_never());
  CHECK(lived.blocked == duration::days(3));
  CHECK(lived.left > at("2026-01-13"));
  CHECK(lived.left < at("2026-01-15"));
  CHECK(one.steps<cancel_command>() == std::vector<instant>{lived.left});
  CHECK(one.habits[0].until == lived.left);
}

TEST_CASE("a customer who is not blocked for so long does not leave") {
  life one;
  one.leaves_when_blocked(duration::days(22), 1'000'000);
  CHECK(one.live().left.is_never());
}

TEST_CASE("who leaves switches auto-recharge off, and buys nothing that was decided before") {
  life one;
  one.of.recharge = recharge_habit{1'000'000, {}};
  one.of.recharge->terms.threshold = credits::whole(0);
  one.of.recharge->terms.amount = money::from_minor(1000);
  one.tops_up(1'000'000, duration::days(5), duration::days(5))
      .leaves_when_blocked(duration::days(1), 1'000'000);
  const auto lived = one.live();
  REQUIRE_FALSE(lived.left.is_never());
  CHECK(one.steps<top_up_command>().empty());
  CHECK(one.steps<set_account_command>() == std::vector<instant>{lived.left});
}

TEST_CASE("who leaves whatever happens does so at the instant that was drawn") {
  life one;
  one.of.churn.per_month = 1'000'000;
  const auto customers = customers_of(one.of, one.in);
  const auto lived = one.live();
  CHECK(lived.left == customers[0].leaves);
  CHECK(lived.left < at("2026-02-01"));
}

TEST_CASE("a cards' decline leaves the customer without credit") {
  life one;
  one.in.gateways[0].decline_rate = 1'000'000;
  one.in.catalog.plans[0].price = money{};  // the plan itself is free
  one.tops_up(1'000'000);
  const auto lived = one.live();
  CHECK(one.steps<top_up_command>().size() == 2);  // once a month
  CHECK(lived.blocked > duration::days(30));
}
