// Plans: subscribed to, renewed, past due, changed, canceled; add-ons and users (R8).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using what = subscription_event::what;

plan_terms monthly(std::string name, money price, credits allocation) {
  plan_terms made;
  made.name = std::move(name);
  made.price = price;
  made.every = lasting("1 month");
  made.allocation = allocation;
  return made;
}

// A world where `starter` costs 29 dollars a month for 1000 credits, and `team` 99 for 5000.
struct two_plans {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());
  static constexpr plan_index starter = 0;
  static constexpr plan_index team = 1;

  two_plans() {
    world.until("2026-06-30");
    world.catalog().plans = {monthly("starter", 29_usd, 1000_cr), monthly("team", 99_usd, 5000_cr)};
  }
  plan_terms& plan(plan_index i) { return world.catalog().plans[i]; }
  account_builder& at(std::string_view t) { return acme.at(t); }
  account_builder& subscribes(std::string_view t, plan_index i = starter) {
    return at(t).does(subscribe_command{i});
  }
};

std::vector<what> told_of(const verdict& said) {
  std::vector<what> told;
  for (const auto& e : said.all<subscription_event>()) told.push_back(e.of);
  return told;
}
std::vector<credits> amounts_of(const verdict& said) {
  std::vector<credits> amounts;
  for (const auto& e : said.all<lot_event>()) amounts.push_back(e.amount);
  return amounts;
}
std::vector<money> charged(const verdict& said) {
  std::vector<money> amounts;
  for (const auto& e : said.all<charge_event>()) amounts.push_back(e.amount);
  return amounts;
}

TEST_CASE("a plan's credit comes when its first payment succeeds, and ends with the cycle", "[R8.1][R3.2]") {
  two_plans shop;
  shop.world.until("2026-02-15");
  shop.subscribes("2026-01-31T09:00:00Z");
  const verdict said = run(shop.world);
  CHECK(told_of(said) == std::vector{what::begun});
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == 1);
  CHECK(lots[0].kind == lot_kind::plan);
  CHECK(lots[0].expires == when("2026-02-28T09:00:00Z"));
}

TEST_CASE("what is not used of a plan is carried as far as its rollover goes", "[R8.2]") {
  two_plans shop;
  shop.plan(0).rollover = carry_terms{200_cr, 1};
  shop.world.until("2026-02-20");
  shop.subscribes("2026-01-15T09:00:00Z");
  shop.at("2026-02-01").uses(700);
  const verdict said = run(shop.world);
  const auto carried = said.all<carry_event>();
  REQUIRE(carried.size() == 1);
  CHECK(carried[0].carried == 200_cr);
  CHECK(carried[0].expired == 100_cr);
  CHECK(carried[0].expires == when("2026-03-15T09:00:00Z"));
  CHECK(said.at_end.of(lot_kind::plan) == 1200_cr);
}

TEST_CASE("a renewal that fails is tried again until it succeeds or the plan ends", "[R8.3]") {
  two_plans shop;
  using enum card_answer;
  SECTION("a retry succeeds: the whole allocation, the same cycle") {
    shop.acme.spec().payment_methods = {card({ok, declines, declines, ok})};
    shop.world.until("2026-02-25");
    shop.subscribes("2026-01-15T09:00:00Z");
    const verdict said = run(shop.world);
    CHECK(told_of(said) == std::vector{what::begun, what::turned, what::past_due, what::renewed});
    CHECK(said.all<subscription_event>().back().now.renews == when("2026-03-15T09:00:00Z"));
    CHECK(said.at_end.of(lot_kind::plan) == 1000_cr);
  }
  SECTION("all fail: it ends") {
    shop.acme.spec().payment_methods = {card({ok, declines})};
    shop.world.until("2026-03-25");
    shop.subscribes("2026-01-15T09:00:00Z");
    const verdict said = run(shop.world);
    CHECK(told_of(said) == std::vector{what::begun, what::turned, what::past_due, what::ended});
    CHECK(said.all<charge_event>().size() == 5);
    CHECK(said.at_end.balance().is_zero());
  }
  SECTION("a new payment method is tried at once") {
    shop.acme.spec().payment_methods = {card({ok, declines})};
    shop.world.until("2026-02-25");
    shop.subscribes("2026-01-15T09:00:00Z");
    shop.at("2026-02-15T20:00:00Z").sets_cards({good_card(1)});
    const verdict said = run(shop.world);
    CHECK(told_of(said) == std::vector{what::begun, what::turned, what::past_due, what::renewed});
    CHECK(said.all<charge_event>().size() == 3);
  }
}

TEST_CASE("an upgrade is due in part, and brings its part of the allocation", "[R8.7]") {
  two_plans shop;
  shop.world.until("2026-04-20");
  shop.subscribes("2026-04-01");
  shop.at("2026-04-11").does(change_plan_command{two_plans::team});
  SECTION("prorated") {
    const verdict said = run(shop.world);
    CHECK(charged(said) == std::vector{29_usd, 4667_cents});
    CHECK(amounts_of(said) == std::vector{1000_cr, 2666.666666_cr});
  }
  SECTION("the whole difference of the allocations") {
    shop.world.settings().allocation_on_change = change_allocation::full_delta;
    CHECK(amounts_of(run(shop.world)) == std::vector{1000_cr, 4000_cr});
  }
  SECTION("in place of what there was") {
    shop.world.settings().allocation_on_change = change_allocation::replace;
    const verdict said = run(shop.world);
    CHECK(amounts_of(said) == std::vector{1000_cr, 5000_cr});
    CHECK(said.at_end.of(lot_kind::plan) == 5000_cr);
  }
}

TEST_CASE("a downgrade waits for the renewal, and a later change replaces it", "[R8.7]") {
  two_plans shop;
  shop.world.until("2026-02-20");
  shop.subscribes("2026-01-15T09:00:00Z", two_plans::team);
  shop.at("2026-01-20").does(change_plan_command{two_plans::starter});
  SECTION("it acts at the renewal") {
    const verdict said = run(shop.world);
    CHECK(charged(said) == std::vector{99_usd, 29_usd});
    CHECK(said.at_end.of(lot_kind::plan) == 1000_cr);
  }
  SECTION("the plan in force is asked for again") {
    shop.at("2026-01-21").does(change_plan_command{two_plans::team});
    CHECK(charged(run(shop.world)) == std::vector{99_usd, 99_usd});
  }
}

TEST_CASE("a longer cycle begins anew, less what is left of the old one", "[R8.7]") {
  two_plans shop;
  shop.plan(1).every = lasting("1 year");
  shop.plan(1).price = 300_usd;
  shop.world.until("2026-05-20");
  shop.subscribes("2026-04-01");
  shop.at("2026-04-16").does(change_plan_command{two_plans::team});
  const verdict said = run(shop.world);
  CHECK(charged(said) == std::vector{29_usd, 28550_cents});
  CHECK(said.all<subscription_event>().back().now.renews == when("2027-04-16"));
  CHECK(said.at_end.of(lot_kind::plan) == 5000_cr);
}

TEST_CASE("units of an add-on are charged once in a cycle, however often they change", "[R8.4]") {
  two_plans shop;
  shop.world.catalog().add_ons = {
      {.name = "more", .unit = 60_cr, .price = 10_usd, .for_plans = {two_plans::starter}}};
  shop.world.until("2026-02-20");
  shop.subscribes("2026-01-15T09:00:00Z");
  shop.at("2026-01-16").does(add_on_command{0, 3});
  shop.at("2026-01-17").does(add_on_command{0, 1});
  shop.at("2026-01-18").does(add_on_command{0, 3});
  shop.at("2026-01-19").does(add_on_command{0, 2});
  const verdict said = run(shop.world);
  CHECK(charged(said) == std::vector{29_usd, 30_usd, 49_usd});
  CHECK(said.at_end.of(lot_kind::addon) == 120_cr);
}

TEST_CASE("granted at the boundary, units are told from there on, paid for or not", "[R8.2][R8.4]") {
  two_plans shop;
  shop.world.settings().renewal_grants = renewal_grant::at_boundary;
  shop.world.catalog().add_ons = {
      {.name = "more", .unit = 60_cr, .price = 10_usd, .for_plans = {two_plans::starter}}};
  shop.world.until("2026-03-20");
  shop.subscribes("2026-01-15T09:00:00Z");
  shop.at("2026-01-16").does(add_on_command{0, 3});
  shop.at("2026-02-15T09:00:00Z").expects();
  shop.at("2026-03-01").sets_cards({});
  shop.at("2026-03-15T09:00:00Z").expects();
  const verdict said = run(shop.world);
  const std::vector<std::uint32_t> three{3};
  std::size_t turns = 0;
  for (const auto& told : said.all<subscription_event>()) {
    if (told.of != what::turned && told.of != what::past_due) continue;
    ++turns;
    CHECK(told.now.units == three);
  }
  CHECK(turns == 3);  // the second one is past due at once
  CHECK(said.seen(0).subscription.units == three);
  CHECK(said.seen(1).subscription.units == three);
}

TEST_CASE("a plan for each user costs and brings its part for each", "[R8.1][R8.5][R8.8]") {
  two_plans shop;
  shop.plan(0).pool = credit_pool::per_user;
  shop.world.catalog().add_ons = {{.name = "more",
                                   .unit = 60_cr,
                                   .price = 10_usd,
                                   .pool = credit_pool::per_user,
                                   .for_plans = {two_plans::starter}}};
  for (const char* name : {"ada", "ben", "cleo"}) shop.acme.spec().users.push_back(shop.world.user(name));
  shop.world.until("2026-04-20");
  shop.subscribes("2026-04-01");
  shop.at("2026-04-02").does(add_on_command{0, 2});
  SECTION("three users, two units") {
    const verdict said = run(shop.world);
    CHECK(charged(said) == std::vector{87_usd, 60_usd});
    CHECK(amounts_of(said) == std::vector{1000_cr, 1000_cr, 1000_cr, 120_cr, 120_cr, 120_cr});
  }
  SECTION("a fourth one joins, one leaves with the cycle") {
    const user_index dora = shop.world.user("dora");
    shop.at("2026-04-11").does(seat_command{dora, true});
    shop.at("2026-04-12").does(seat_command{0, false});
    shop.world.until("2026-05-02");
    const verdict said = run(shop.world);
    CHECK(charged(said) == std::vector{87_usd, 60_usd, 1933_cents, 147_usd});
    CHECK(amounts_of(said)[6] == 666.666666_cr);
  }
}

TEST_CASE("a cancel ends with the period or at once, and can be undone before", "[R8.6]") {
  two_plans shop;
  shop.world.until("2026-02-20");
  shop.subscribes("2026-01-15T09:00:00Z");
  SECTION("with the period") {
    shop.at("2026-01-20").does(cancel_command{});
    const verdict said = run(shop.world);
    CHECK(told_of(said) == std::vector{what::begun, what::ended});
    CHECK(said.at_end.balance().is_zero());
  }
  SECTION("undone") {
    shop.at("2026-01-20").does(cancel_command{}).does(resume_command{});
    CHECK(charged(run(shop.world)).size() == 2);
  }
  SECTION("at once, without money back unless a setting says so") {
    shop.at("2026-01-30T21:00:00Z").does(cancel_command{true});
    shop.at("2026-02-01").does(resume_command{});
    const bool refunds = GENERATE(false, true);
    if (refunds) shop.world.settings().on_cancel = cancel_refund::prorated;
    const verdict said = run(shop.world);
    CHECK(said.all<lot_end_event>().front().expired == 1000_cr);
    CHECK(said.command_outcomes().back() == outcome::subscription_ended);
    const auto refunded = said.all<payment_refund_event>();
    REQUIRE(refunded.size() == (refunds ? 1 : 0));
    if (refunds) CHECK(refunded[0].given_back == 1450_cents);
  }
}

TEST_CASE("what cannot be done about a subscription names its reason", "[R8.1][R8.3][R8.5]") {
  two_plans shop;
  shop.world.catalog().add_ons = {{.name = "more", .unit = 60_cr, .price = 10_usd, .for_plans = {1}}};
  shop.at("2026-01-10").does(add_on_command{0, 1}).does(cancel_command{});
  shop.subscribes("2026-01-15T09:00:00Z").does(change_plan_command{1});
  shop.subscribes("2026-01-15T10:00:00Z").does(add_on_command{0, 1});
  shop.at("2026-01-15T11:00:00Z").does(seat_command{shop.world.user("ada"), false});
  CHECK(run(shop.world).command_outcomes() ==
        std::vector{outcome::subscription_required, outcome::subscription_required, outcome::subscribed,
                    outcome::payment_pending, outcome::already_subscribed, outcome::add_on_not_offered,
                    outcome::not_a_user});
}

TEST_CASE("a declined first payment leaves no subscription, and a late success gives the money back",
          "[R8.1][R9.4]") {
  two_plans shop;
  shop.acme.spec().payment_methods = {bad_card()};
  shop.subscribes("2026-01-15T09:00:00Z").keyed("first");
  shop.at("2026-01-16").hears(shop.world.key("first"), payment_answer::succeeded);
  const verdict said = run(shop.world);
  CHECK(told_of(said) == std::vector{what::refused});
  REQUIRE(said.all<payment_refund_event>().size() == 1);
  CHECK(said.all<payment_refund_event>()[0].given_back == 29_usd);
  CHECK(said.at_end.balance().is_zero());
}

TEST_CASE("a trial brings the allocation at once, and its first charge at its end", "[R8.1]") {
  two_plans shop;
  shop.plan(0).trial = lasting("14 days");
  shop.world.until("2026-02-01");
  shop.subscribes("2026-01-15T09:00:00Z");
  const verdict said = run(shop.world);
  CHECK(told_of(said) == std::vector{what::begun, what::turned, what::renewed});
  CHECK(said.all<lot_event>().front().expires == when("2026-01-29T09:00:00Z"));
  CHECK(said.all<subscription_event>().back().now.renews == when("2026-02-28T09:00:00Z"));
}

TEST_CASE("an annual plan may grant its allocation monthly", "[R8.8]") {
  two_plans shop;
  shop.plan(0).every = lasting("1 year");
  shop.plan(0).monthly_allocation = true;
  shop.world.until("2026-05-01");
  shop.subscribes("2026-01-31T09:00:00Z");
  const verdict said = run(shop.world);
  CHECK(charged(said) == std::vector{29_usd});
  std::vector<instant> ends;
  for (const auto& l : said.all<lot_event>()) ends.push_back(l.expires);
  CHECK(ends == std::vector{when("2026-02-28T09:00:00Z"), when("2026-03-31T09:00:00Z"),
                            when("2026-04-30T09:00:00Z"), when("2026-05-31T09:00:00Z")});
}

TEST_CASE("limits count in the billing cycle", "[R2.6][R5.3]") {
  two_plans shop;
  const agent_index bot = shop.acme.agent("bot", when_exhausted::stop, 100_cr);
  shop.subscribes("2026-01-15T09:00:00Z");
  shop.at("2026-02-10").uses(bot, 100);
  shop.at("2026-02-14").uses(bot, 1);
  shop.at("2026-02-16").uses(bot, 1);
  const verdict said = run(shop.world);
  std::vector<outcome> results;
  for (const auto& e : said.all<usage_event>()) results.push_back(e.result);
  CHECK(results == std::vector{outcome::charged, outcome::limit_reached, outcome::charged});
}

TEST_CASE("no recharge is made while a cycle is being charged for the first time", "[R10.3]") {
  two_plans shop;
  recharge_terms terms;
  terms.threshold = 10_cr;
  terms.amount = 20_usd;
  shop.acme.recharges(terms);
  shop.world.until("2026-01-20");
  command declared;
  declared.order.at = when("2026-01-01");
  declared.key = {effect_key::space::cycle, 0, 0};
  declared.body = subscribe_command{0};
  shop.acme.spec().plan = declared;
  CHECK(charged(run(shop.world)) == std::vector{29_usd});
}

TEST_CASE("a quote says what a change would cost, and changes nothing", "[R7.4]") {
  two_plans shop;
  shop.world.until("2026-04-20");
  shop.subscribes("2026-04-01");
  shop.at("2026-04-11").does(quote_command{change_plan_command{two_plans::team}});
  const verdict said = run(shop.world);
  REQUIRE(said.all<quote_event>().size() == 1);
  const quote_event quoted = said.all<quote_event>()[0];
  CHECK(quoted.now == 4667_cents);
  CHECK(quoted.per_cycle == 99_usd);
  CHECK(quoted.grants == 2666.666666_cr);
  CHECK(charged(said).size() == 1);
}

}  // namespace
TEST_CASE("each renewal has a key of its own, by which it is charged back with its lot", "[R8.10][R9.6]") {
  two_plans shop;
  shop.world.until("2026-03-15");
  shop.subscribes("2026-01-31T09:00:00Z").keyed("begin");
  const effect_key renewal{effect_key::space::cycle, 0, 1};
  shop.at("2026-03-01").does(chargeback_command{renewal, false});
  const verdict said = run(shop.world);
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == 2);
  CHECK(lots[0].key == shop.world.key("begin"));
  CHECK(lots[1].key == renewal);
  const auto taken = said.all<chargeback_event>();
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].payment == renewal);
  CHECK(taken[0].slices == std::vector<slice>{{2, 1000_cr}});
}

TEST_CASE("a cycle's lot for which there is no room is not made, and the cycle runs", "[R8.13][R1.6]") {
  two_plans shop;
  shop.world.until("2026-02-15");
  shop.acme.begins_with(lot(lot_kind::free, credits::from_micro(credits::largest().micro() - 999'000'000)));
  shop.subscribes("2026-01-31T09:00:00Z");
  const verdict said = run(shop.world);
  CHECK(told_of(said) == std::vector{what::begun});
  CHECK(charged(said) == std::vector{29_usd});
  CHECK(amounts_of(said).size() == 1);
}

}  // namespace drawdown::test
