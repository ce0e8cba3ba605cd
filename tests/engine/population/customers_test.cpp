// Who the customers of a population are.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/population/habitual_agent.hpp"
#include "engine/population/population.hpp"
#include "engine/population/population_feed.hpp"
#include "engine/time/text.hpp"

using namespace drawdown;
using namespace drawdown::population;

namespace {

constexpr std::uint64_t million = 1'000'000;

instant at(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

// A catalog of two meters and a plan, from 2026 on, so many months.
world empty_world(std::uint32_t months = 3) {
  world made;
  made.name = "some";
  made.files = {"some"};
  made.seed = 7;
  made.start = at("2026-01-01");
  made.end = instant::from_us(months_of(made.start, months, zone_table{}).back().us() - 1);
  made.catalog.unit = currency::of("EUR").value();
  made.catalog.rate = {money::from_minor(100), credits::whole(50)};
  made.catalog.meters = {{"call", measure::minute, unit_price{10'000'000, 1}, 0, 0, std::nullopt},
                         {"message", measure::unit, unit_price{500'000, 1}, 0, 0, std::nullopt}};
  plan_terms plan;
  plan.name = "starter";
  plan.price = money::from_minor(2900);
  plan.every = calendar_span{1, calendar_unit::months};
  plan.allocation = credits::whole(1000);
  made.catalog.plans = {plan};
  made.gateways.emplace_back().name = "cards";
  return made;
}

use_habit use(meter_index meter, std::uint64_t per_day,
              habitual_usage::arrivals by = habitual_usage::arrivals::poisson) {
  use_habit made;
  made.meter = meter;
  made.by = by;
  made.per_day_micro = per_day * million;
  made.quantity = {drawn_quantity::law::fixed, 1'000'000, 1'000'000, 1'000'000};
  return made;
}

behaviour behaving(std::vector<use_habit> uses) {
  behaviour made;
  made.name = "steady";
  made.uses = std::move(uses);
  made.pattern.hours = even_weights<24>();
  made.pattern.season = even_weights<12>();
  return made;
}

population_terms some(std::uint32_t accounts, std::uint32_t months = 3) {
  population_terms made;
  made.accounts = accounts;
  made.months = months;
  made.mix = {{.share = 700'000, .plan = 0, .agents_least = 1, .agents_most = 3},
              {.share = 300'000, .agents_least = 2, .agents_most = 2}};
  made.behaviours = {behaving({use(0, 12)})};
  return made;
}

// All that one agent uses.
std::vector<usage> used_by(const world& in, const customer_habits& habits, account_index account = 0) {
  habitual_agent agent(in, account, 0, habits);
  std::vector<usage> all;
  while (agent.next_at() <= in.end) all.push_back(agent.take(habits));
  return all;
}

struct settled {
  world in;
  std::vector<customer_habits> habits;
};
settled settled_world(const population_terms& of) {
  settled made{empty_world(of.months), {}};
  made.habits = settle(of, customers_of(of, made.in), made.in);
  return made;
}

}  // namespace

TEST_CASE("shares add up to the whole, and none is a whole one off") {
  REQUIRE(rc::check([] {
    const auto shares = *rc::gen::suchThat(
        rc::gen::container<std::vector<parts_per_million>>(rc::gen::inRange<parts_per_million>(0, 1'000'001)),
        [](const auto& all) {
          return std::any_of(all.begin(), all.end(), [](auto one) { return one > 0; });
        });
    const auto whole = *rc::gen::inRange<std::uint32_t>(0, 1'000'001);
    const std::vector<std::uint32_t> counts = apportioned(shares, whole);
    RC_ASSERT(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}) == whole);
    const auto sum = std::accumulate(shares.begin(), shares.end(), std::uint64_t{0});
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const std::uint64_t exact = std::uint64_t{whole} * shares[i];
      RC_ASSERT(counts[i] * sum + sum > exact);
      RC_ASSERT(exact + sum > counts[i] * sum);
    }
  }));
}

TEST_CASE("the largest remainders get what is left, the first of equal ones first") {
  CHECK(apportioned({700'000, 250'000, 50'000}, 10) == std::vector<std::uint32_t>{7, 3, 0});
  CHECK(apportioned({500'000, 250'000, 250'000}, 2) == std::vector<std::uint32_t>{1, 1, 0});
  CHECK(apportioned({333'334, 333'333, 333'333}, 100) == std::vector<std::uint32_t>{34, 33, 33});
}

TEST_CASE("months begin on the day of the start, or on the last that there is") {
  const auto months = months_of(at("2026-01-31"), 3, zone_table{});
  CHECK(months ==
        std::vector<instant>{at("2026-01-31"), at("2026-02-28"), at("2026-03-31"), at("2026-04-30")});
}

TEST_CASE("at the start there are as many customers of each kind as its share says") {
  const auto customers = customers_of(some(1000), empty_world());
  REQUIRE(customers.size() == 1000);
  CHECK(std::ranges::count(customers, 0U, &customer::kind) == 700);
  std::map<std::uint32_t, int> agents;
  for (const customer& one : customers)
    if (one.kind == 0) ++agents[one.agents];
  CHECK(agents.size() == 3);
  for (const auto& [count, customers_with] : agents) {
    CHECK(customers_with > 180);  // a third of 700, and four deviations of it
    CHECK(customers_with < 285);
  }
}

TEST_CASE("signups are a share of all who ever joined, within the month they come in") {
  auto of = some(1000);
  of.signups_per_month = 100'000;
  const auto customers = customers_of(of, empty_world());
  CHECK(customers.size() == 1000 + 100 + 110 + 121);
  for (std::size_t i = 1000; i < 1100; ++i) {
    CHECK(customers[i].joins >= at("2026-01-01"));
    CHECK(customers[i].joins < at("2026-02-01"));
  }
  const auto of_second_kind = std::count_if(customers.begin() + 1000, customers.end(),
                                            [](const customer& one) { return one.kind == 1; });
  CHECK(of_second_kind > 60);  // 30% of 331, and four deviations of it
  CHECK(of_second_kind < 133);
}

TEST_CASE("a longer run has the same customers, and more") {
  auto of = some(200);
  of.signups_per_month = 100'000;
  of.churn.per_month = 50'000;
  const auto few = customers_of(of, empty_world(3));
  of.months = 12;
  const auto many = customers_of(of, empty_world(12));
  REQUIRE(many.size() > few.size());
  for (std::size_t i = 0; i < few.size(); ++i) {
    CHECK(few[i].name == many[i].name);
    CHECK(few[i].kind == many[i].kind);
    CHECK(few[i].agents == many[i].agents);
    CHECK(few[i].joins == many[i].joins);
    CHECK((few[i].leaves == many[i].leaves ||
           (few[i].leaves.is_never() && many[i].leaves >= at("2026-04-01"))));
  }
}

TEST_CASE("of those who leave whatever happens so many go each month") {
  auto of = some(2000);
  of.churn.per_month = 100'000;
  std::array<int, 3> left{};
  for (const customer& one : customers_of(of, empty_world())) {
    if (one.leaves.is_never()) continue;
    CHECK(one.leaves > one.joins);
    ++left.at(one.leaves < at("2026-02-01") ? 0 : one.leaves < at("2026-03-01") ? 1 : 2);
  }
  CHECK(left[0] > 146);  // 200, and four deviations of it
  CHECK(left[0] < 254);
  CHECK(left[1] > 130);  // 180
  CHECK(left[1] < 231);
}

TEST_CASE("so many customers recharge, and no other draw is moved by that") {
  auto of = some(1000);
  const auto without = customers_of(of, empty_world());
  of.recharge = recharge_habit{300'000, {}};
  const auto with = customers_of(of, empty_world());
  const auto recharging = std::ranges::count(with, true, &customer::recharges);
  CHECK(recharging > 242);
  CHECK(recharging < 358);
  for (std::size_t i = 0; i < with.size(); ++i) CHECK(with[i].agents == without[i].agents);
}

TEST_CASE("customers have their plan at the start, and who joins later subscribes then") {
  auto of = some(100, 1);
  of.signups_per_month = 1'000'000;
  const settled made = settled_world(of);
  REQUIRE(made.in.accounts.size() == 200);
  const account_spec& first = made.in.accounts[0];
  REQUIRE(first.plan.has_value());
  CHECK(first.commands.empty());
  CHECK_FALSE(made.in.accounts[99].plan.has_value());  // of the kind without a plan
  std::set<std::size_t> later;
  for (std::size_t i = 100; i < 200; ++i) {
    CHECK_FALSE(made.in.accounts[i].plan.has_value());
    later.insert(made.in.accounts[i].commands.size());
    for (const auto& step : made.in.accounts[i].commands) {
      CHECK(std::holds_alternative<subscribe_command>(step->body));
      CHECK(step->order.at == made.habits[i].from);
    }
  }
  CHECK(later == std::set<std::size_t>{0, 1});
}

TEST_CASE("usage by chance comes as often as was asked in the mean, a fixed number exactly so") {
  for (const auto by : {habitual_usage::arrivals::poisson, habitual_usage::arrivals::fixed}) {
    auto of = some(1);
    of.mix.resize(1);
    of.behaviours = {behaving({use(1, 40, by)})};
    const settled made = settled_world(of);
    const std::vector<usage> all = used_by(made.in, made.habits[0]);
    std::map<std::int64_t, int> by_day;
    for (const usage& one : all) ++by_day[(one.order.at - made.in.start).us() / duration::days(1).us()];
    CHECK(by_day.size() == 90);
    if (by == habitual_usage::arrivals::fixed) {
      CHECK(all.size() == 3600);
      for (const auto& [day, count] : by_day) CHECK(count == 40);
    } else {
      CHECK(all.size() > 3360);  // four deviations: 240
      CHECK(all.size() < 3840);
      CHECK(std::ranges::any_of(by_day, [](const auto& day) { return day.second != 40; }));
    }
  }
}

TEST_CASE("usages ascend, and are numbered as they come") {
  auto of = some(1);
  of.behaviours = {behaving({use(0, 12), use(1, 40)})};
  const settled made = settled_world(of);
  const std::vector<usage> all = used_by(made.in, made.habits[0]);
  REQUIRE(all.size() > 1000);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].order.number == i);
    CHECK(all[i].key == effect_key{effect_key::space::agent, 0, i});
    if (i > 0) CHECK(all[i - 1].order < all[i].order);
  }
}

TEST_CASE("a second meter moves no draw of the first") {
  auto of = some(1);
  const settled alone = settled_world(of);
  of.behaviours = {behaving({use(1, 40), use(0, 12)})};
  const settled both = settled_world(of);
  std::vector<usage> calls = used_by(both.in, both.habits[0]);
  std::erase_if(calls, [](const usage& one) { return one.meter != 0; });
  const std::vector<usage> expected = used_by(alone.in, alone.habits[0]);
  REQUIRE(calls.size() == expected.size());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    CHECK(calls[i].order.at == expected[i].order.at);
    CHECK(calls[i].quantity == expected[i].quantity);
  }
}

TEST_CASE("nothing is used before joining and from leaving on") {
  auto of = some(1);
  settled made = settled_world(of);
  made.habits[0].from = at("2026-01-10");
  made.habits[0].until = at("2026-02-10");
  const std::vector<usage> all = used_by(made.in, made.habits[0]);
  CHECK(all.size() > 250);
  CHECK(all.front().order.at >= at("2026-01-10"));
  CHECK(all.back().order.at < at("2026-02-10"));
}

TEST_CASE("a feed tells what all agents use, the same in chunks of any size", "[R2.9]") {
  const settled made = settled_world(some(20));
  const auto in = std::make_shared<const world>(made.in);
  std::vector<std::vector<fed_usage>> told;
  for (const std::size_t rows : {1U, 100U, 1'000'000U}) {
    population_feed feed(in, made.habits, rows);
    std::vector<fed_usage>& all = told.emplace_back();
    instant until = in->start;
    while (!until.is_never()) {
      const fed_chunk chunk = feed.next().value();
      REQUIRE(chunk.complete_until > until);
      for (const fed_usage& row : chunk.rows) {
        REQUIRE(row.made.order.at >= until);
        REQUIRE(row.made.order.at < chunk.complete_until);
      }
      all.insert(all.end(), chunk.rows.begin(), chunk.rows.end());
      until = chunk.complete_until;
    }
    CHECK(std::ranges::is_sorted(all, {}, [](const fed_usage& row) { return row.made.order.at; }));
  }
  CHECK(told[0].size() > 20'000);
  for (const auto& each : told) {
    REQUIRE(each.size() == told[0].size());
    for (std::size_t i = 0; i < each.size(); ++i) {
      REQUIRE(each[i].account == told[0][i].account);
      REQUIRE(each[i].made == told[0][i].made);
    }
  }
}
