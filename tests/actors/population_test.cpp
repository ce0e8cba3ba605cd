// Populations run by actors: both ledgers agree, and the same comes out on any number of threads and
// schedules.
#include <memory>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/customers/customer_life.hpp"
#include "engine/population/population_feed.hpp"
#include "engine/time/text.hpp"
#include "tests/support/actor_run.hpp"

namespace drawdown::test {
namespace {

using namespace drawdown::population;

instant at(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

// A population with its customers' lives, in a world to be run.
struct lived_population {
  std::shared_ptr<world> in = std::make_shared<world>();
  std::vector<customer_habits> habits;
  std::uint64_t events = 0;
  std::uint64_t usages = 0;

  lived_population(const population_terms& of, std::uint64_t seed) {
    in->name = "some";
    in->files = {"some"};
    in->seed = seed;
    in->start = at("2026-01-01");
    in->end = instant::from_us(months_of(in->start, of.months, zone_table{}).back().us() - 1);
    in->catalog.unit = currency::of("EUR").value();
    in->catalog.rate = {money::from_minor(100), credits::whole(50)};
    in->catalog.meters = {{"call", measure::minute, unit_price{10'000'000, 1}, 0, 60'000'000, std::nullopt},
                          {"message", measure::unit, unit_price{500'000, 1}, 0, 0, std::nullopt}};
    plan_terms plan;
    plan.name = "starter";
    plan.price = money::from_minor(2900);
    plan.every = calendar_span{1, calendar_unit::months};
    plan.allocation = credits::whole(1000);
    plan.rollover = carry_terms{credits::whole(200)};
    in->catalog.plans = {plan};
    gateway_spec& cards = in->gateways.emplace_back();
    cards.name = "cards";
    cards.decline_rate = 100'000;
    const auto customers = customers_of(of, *in);
    habits = settle(of, customers, *in);
    for (account_index i = 0; i < customers.size(); ++i) {
      const auto lived = customers::live(*in, i, of, customers[i], habits[i]);
      events += lived.events;
      usages += lived.usages;
    }
  }

  actor_run run(run_options options, std::size_t rows = 262'144) const {
    population_feed feed(in, habits, rows);
    options.feed = &feed;
    return run_with_actors(in, options);
  }
};

population_terms drawn_population() {
  population_terms of;
  of.accounts = *rc::gen::inRange(1U, 12U);
  of.months = *rc::gen::inRange(1U, 4U);
  const auto percent = [] { return *rc::gen::inRange(0U, 101U) * 10'000; };
  for (const parts_per_million share : {600'000U, 400'000U}) {
    mix_entry& kind = of.mix.emplace_back();
    kind.share = share;
    kind.plan = *rc::gen::element(plan_index{0}, no_plan);
    kind.agents_most = *rc::gen::inRange(1U, 4U);
    kind.policy = *rc::gen::element(when_exhausted::use_balance, when_exhausted::stop);
    if (*rc::gen::arbitrary<bool>()) kind.growth_per_month = percent();
  }
  behaviour& behaves = of.behaviours.emplace_back();
  behaves.uses = {
      {.meter = 0,
       .by = *rc::gen::element(habitual_usage::arrivals::poisson, habitual_usage::arrivals::fixed),
       .per_day_micro = *rc::gen::inRange<std::uint64_t>(1, 20) * 1'000'000,
       .quantity = {drawn_quantity::law::lognormal, 180'000'000, 660'000'000, 1'000'000}},
      {.meter = 1,
       .per_day_micro = *rc::gen::inRange<std::uint64_t>(1, 20) * 1'000'000,
       .quantity = {drawn_quantity::law::uniform, 1'000'000, 9'000'000, 1'000'000}}};
  behaves.pattern.hours = *rc::gen::arbitrary<bool>() ? office_hours() : even_weights<24>();
  behaves.pattern.season = even_weights<12>();
  behaves.pattern.weekend = percent();
  of.signups_per_month = percent();
  of.churn = {percent() / 4, duration::hours(*rc::gen::inRange(1, 100)), percent() / 2};
  of.habit = {percent(),
              duration{},
              duration::hours(*rc::gen::inRange(0, 48)),
              {money::from_minor(2000), money::from_minor(5000)},
              {}};
  if (*rc::gen::arbitrary<bool>()) {
    of.recharge = recharge_habit{percent(), {}};
    of.recharge->terms.threshold = credits::whole(100);
    of.recharge->terms.amount = money::from_minor(2000);
  }
  return of;
}

}  // namespace

TEST_CASE("both ledgers agree on every population, and it goes as it was found out before", "[R14.2]") {
  REQUIRE(rc::check([] {
    const lived_population some(drawn_population(), *rc::gen::inRange<std::uint64_t>(1, 1000));
    run_options options;
    options.threads = 2;
    const actor_run done = some.run(options);
    RC_ASSERT(complaint(done.outcome) == "");
    RC_ASSERT(done.outcome.work.events == some.events);
    RC_ASSERT(done.outcome.work.usages == some.usages);
  }));
}

TEST_CASE("a population comes to the same on any number of threads, in chunks of any size", "[R14.7]") {
  population_terms of;
  of.accounts = 40;
  of.months = 2;
  of.mix = {{.share = 1'000'000, .plan = 0, .agents_least = 1, .agents_most = 3}};
  behaviour& behaves = of.behaviours.emplace_back();
  behaves.uses = {{.meter = 0,
                   .per_day_micro = 12'000'000,
                   .quantity = {drawn_quantity::law::lognormal, 180'000'000, 660'000'000, 1'000'000}}};
  behaves.pattern.hours = office_hours();
  behaves.pattern.season = even_weights<12>();
  of.habit = {600'000, duration{}, duration::hours(6), {money::from_minor(2000)}, {}};
  of.churn.blocked_for = duration::days(3);
  of.churn.chance = 100'000;
  const lived_population some(of, 7);
  run_options options;
  options.threads = 1;
  const actor_run first = some.run(options);
  REQUIRE(complaint(first.outcome) == "");
  for (const unsigned threads : {1U, 2U, 4U})
    for (const std::size_t rows : {1000U, 1'000'000U}) {
      options.threads = threads;
      CHECK(some.run(options, rows).left.state_digests == first.left.state_digests);
      CHECK(some.run(options, rows).left.events == first.left.events);
    }
}

}  // namespace drawdown::test
