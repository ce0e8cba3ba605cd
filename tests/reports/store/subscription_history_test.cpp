// The usage period that follows a subscription, and what was asked of one and acts later.
#include "reports/store/subscription_history.hpp"

#include <catch2/catch.hpp>

#include "reports/store/account_history.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// A world with one account, its agent, and a plan of a length.
world_builder world_with(std::string_view every, credit_pool pool = credit_pool::shared) {
  world_builder told;
  told.from("2026-01-01").until("2028-12-31");
  told.user("ana");
  told.user("bo");
  plan_terms plan;
  plan.name = "plan";
  plan.price = 29_usd;
  plan.every = lasting(every);
  plan.pool = pool;
  told.catalog().plans = {plan, plan};
  auto acme = told.account("acme");
  acme.agent("bot");
  acme.spec().users = {0};
  return told;
}

subscription_figures running(std::string_view renews, subscription_state state = subscription_state::active) {
  subscription_figures now;
  now.state = state;
  now.plan = 0;
  now.renews = when(renews);
  now.users = {0};
  return now;
}

told_history& grants_much(told_history& acme) {
  return acme.at("2026-01-01").granted(1, lot_kind::free, 1000_cr);
}

// What the agent spent in its period after a usage of 1 at each of these instants.
credits spent_after(world_builder& told, const told_history& acme) {
  const auto in = told.build();
  account_history history(*in, 0);
  for (const event& next : acme.events()) REQUIRE(history.apply(next));
  return history.agent_spent(0);
}

told_history& uses(told_history& acme, std::string_view at) {
  return acme.at(at).used(0, 0, 1'000'000, {{1, 1_cr}});
}

// Subscribes at an instant, and is active from it on.
told_history& subscribes(world_builder& told, told_history& acme, std::string_view at,
                         std::string_view renews) {
  account_builder(told, 0).at(at).does(subscribe_command{0, {}});
  const auto in = told.build();
  const effect_key key = in->accounts[0].commands.back()->key;
  return acme.at(at)
      .answers(command_event::what::subscribe, outcome::subscribed, key)
      .subscription(subscription_event::what::begun, 0, running(renews));
}

}  // namespace

TEST_CASE("with a subscription spending is counted by its cycle", "[R2.6][R5.3]") {
  world_builder told = world_with("1 month");
  told_history acme(0);
  grants_much(acme);
  uses(acme, "2026-01-20");
  CHECK(spent_after(told, acme) == 1_cr);
  subscribes(told, acme, "2026-01-25", "2026-02-25");
  CHECK(spent_after(told, acme) == 0_cr);
  uses(acme, "2026-01-26");
  uses(acme, "2026-02-03");
  CHECK(spent_after(told, acme) == 2_cr);
  acme.at("2026-02-25").subscription(subscription_event::what::turned, 0, running("2026-03-25"));
  uses(acme, "2026-02-26");
  CHECK(spent_after(told, acme) == 1_cr);
}

TEST_CASE("the setting keeps the calendar month", "[R2.6]") {
  world_builder told = world_with("1 month");
  told.settings().period = usage_period::calendar_month;
  told_history acme(0);
  grants_much(acme);
  uses(acme, "2026-01-20");
  subscribes(told, acme, "2026-01-25", "2026-02-25");
  uses(acme, "2026-01-26");
  CHECK(spent_after(told, acme) == 2_cr);
  uses(acme, "2026-02-01");
  CHECK(spent_after(told, acme) == 1_cr);
}

TEST_CASE("a cycle that is longer than a month counts by its months, from the anchor", "[R2.6][R2.2]") {
  world_builder told = world_with("1 year");
  told_history acme(0);
  grants_much(acme);
  subscribes(told, acme, "2026-01-31", "2027-01-31");
  uses(acme, "2026-02-27T23:59:59Z");
  CHECK(spent_after(told, acme) == 1_cr);
  uses(acme, "2026-02-28");
  CHECK(spent_after(told, acme) == 1_cr);
  uses(acme, "2026-03-30");
  CHECK(spent_after(told, acme) == 2_cr);
  uses(acme, "2026-03-31");
  CHECK(spent_after(told, acme) == 1_cr);
}

TEST_CASE("months inside a year of 29 February are counted from the anchor, not from the boundary",
          "[R2.2]") {
  world_builder told = world_with("1 year");
  told.raw().start = when("2024-01-01");
  told_history acme(0);
  acme.at("2024-01-01").granted(1, lot_kind::free, 1000_cr);
  subscribes(told, acme, "2024-02-29", "2025-02-28");
  acme.at("2025-02-28").subscription(subscription_event::what::turned, 0, running("2026-02-28"));
  uses(acme, "2025-03-28");
  uses(acme, "2025-03-28T23:00:00Z");
  CHECK(spent_after(told, acme) == 2_cr);
  uses(acme, "2025-03-29");
  CHECK(spent_after(told, acme) == 1_cr);
}

TEST_CASE("after the end of a subscription it is the calendar month again", "[R2.6]") {
  world_builder told = world_with("1 month");
  told_history acme(0);
  grants_much(acme);
  subscribes(told, acme, "2026-01-25", "2026-02-25");
  uses(acme, "2026-02-10");
  subscription_figures over = running("2026-02-25", subscription_state::ended);
  over.renews = instant::never();
  acme.at("2026-02-12").subscription(subscription_event::what::ended, 0, over);
  CHECK(spent_after(told, acme) == 0_cr);
  uses(acme, "2026-02-26");
  CHECK(spent_after(told, acme) == 1_cr);
  uses(acme, "2026-03-01");
  CHECK(spent_after(told, acme) == 1_cr);
}

TEST_CASE("a moved anchor begins the usage period anew, an upgrade within the cycle does not",
          "[R8.7][R2.6]") {
  world_builder told = world_with("1 month");
  told_history acme(0);
  grants_much(acme);
  subscribes(told, acme, "2026-01-05", "2026-02-05");
  uses(acme, "2026-01-10");
  acme.at("2026-01-11").subscription(subscription_event::what::plan_changed, 0, running("2026-02-05"));
  CHECK(spent_after(told, acme) == 1_cr);
  acme.at("2026-01-12").subscription(subscription_event::what::plan_changed, 0, running("2026-02-12"));
  CHECK(spent_after(told, acme) == 0_cr);
}

TEST_CASE("a refund lowers what an agent spent in this period, and never below nothing", "[R5.3][R9.7]") {
  world_builder told = world_with("1 month");
  account_builder(told, 0).at("2026-01-21").does(refund_command{key_of_step(101), {}});
  account_builder(told, 0).at("2026-02-02").does(refund_command{key_of_step(101), {}});
  told_history acme(0);
  grants_much(acme);
  acme.at("2026-01-20").used(0, 0, 1'000'000, {{1, 5_cr}});
  told_history in_time = acme;
  in_time.at("2026-01-21").refunds(key_of_step(9), key_of_step(101), 0, {{1, 2_cr, refunded_to::lot}});
  CHECK(spent_after(told, in_time) == 3_cr);
  in_time.tells(command_event{key_of_step(8), command_event::what::reset, outcome::changed, false});
  told_history later = acme;
  later.at("2026-02-02").used(0, 0, 1'000'000, {{1, 1_cr}});
  later.refunds(key_of_step(9), key_of_step(101), 0, {{1, 5_cr, refunded_to::lot}});
  CHECK(spent_after(told, later) == 1_cr);
}

TEST_CASE("a cancel and a smaller plan are known before they act, a plan that costs only when it is paid",
          "[R8.6][R8.7]") {
  world_builder told = world_with("1 month");
  told_history acme(0);
  subscribes(told, acme, "2026-01-05", "2026-02-05");
  auto account = account_builder(told, 0);
  account.at("2026-01-06").does(cancel_command{false});
  account.at("2026-01-07").does(resume_command{});
  account.at("2026-01-08").does(change_plan_command{1});
  const auto in = told.build();
  const auto key = [&](std::size_t step) { return in->accounts[0].commands.at(step)->key; };
  account_history history(*in, 0);
  const auto takes = [&](std::string_view at, const event_body& body) {
    REQUIRE(history.apply({when(at), body}));
  };
  for (const event& next : acme.events()) REQUIRE(history.apply(next));
  takes("2026-01-06", command_event{key(1), command_event::what::cancel, outcome::changed, false});
  CHECK(history.subscription().now().cancels);
  takes("2026-01-07", command_event{key(2), command_event::what::resume, outcome::changed, false});
  CHECK_FALSE(history.subscription().now().cancels);
  takes("2026-01-08", command_event{key(3), command_event::what::change_plan, outcome::changed, false});
  CHECK(history.subscription().now().next_plan == 1);
  takes("2026-01-08", charge_of(2, key(3), payment_for::plan_change, 10_usd));
  CHECK(history.subscription().now().next_plan == no_plan);
}

TEST_CASE("users join and leave a shared plan at once, a plan for each when it is paid and at the boundary",
          "[R8.8]") {
  for (const credit_pool pool : {credit_pool::shared, credit_pool::per_user}) {
    world_builder told = world_with("1 month", pool);
    told_history acme(0);
    subscribes(told, acme, "2026-01-05", "2026-02-05");
    auto account = account_builder(told, 0);
    account.at("2026-01-06").does(seat_command{1, true});
    account.at("2026-01-07").does(seat_command{0, false});
    const auto in = told.build();
    const auto key = [&](std::size_t step) { return in->accounts[0].commands.at(step)->key; };
    account_history history(*in, 0);
    for (const event& next : acme.events()) REQUIRE(history.apply(next));
    REQUIRE(history.apply(
        {when("2026-01-06"), command_event{key(1), command_event::what::add_user, outcome::changed, false}}));
    CHECK(history.subscription().now().users == std::vector<user_index>{0, 1});
    if (pool == credit_pool::per_user) {
      REQUIRE(history.apply({when("2026-01-06"), charge_of(2, key(1), payment_for::user, 10_usd)}));
      CHECK(history.subscription().now().users == std::vector<user_index>{0});
    }
    REQUIRE(history.apply({when("2026-01-07"), command_event{key(2), command_event::what::remove_user,
                                                             outcome::changed, false}}));
    CHECK(history.subscription().now().users ==
          (pool == credit_pool::shared ? std::vector<user_index>{1} : std::vector<user_index>{0}));
  }
}

TEST_CASE("a renewal that no gateway was asked for is known once a notice by hand names it", "[R8.3][R9.4]") {
  world_builder told = world_with("1 month");
  told_history acme(0);
  subscribes(told, acme, "2026-01-05", "2026-02-05");
  const effect_key cycle{effect_key::space::cycle, 0, 1};
  acme.at("2026-02-05").subscription(subscription_event::what::turned, 0, running("2026-03-05"));
  const auto late = running("2026-03-05", subscription_state::past_due);
  acme.subscription(subscription_event::what::past_due, 2, late);
  heard_event by_hand{.payment = 2, .key = cycle, .attempt = 1, .by_hand = true};
  const auto in = told.build();
  const auto known_after = [&](const std::vector<event_body>& more) {
    account_history history(*in, 0);
    for (const event& next : acme.events()) REQUIRE(history.apply(next));
    CHECK(history.payments().find(2) == nullptr);
    for (const event_body& body : more) REQUIRE(history.apply({when("2026-02-06"), body}));
    REQUIRE(history.payments().under(cycle) != nullptr);
    return *history.payments().under(cycle);
  };
  const subscription_event over{subscription_event::what::ended, 2, {}};

  by_hand.effect = notice_effect::ignored;
  CHECK(known_after({by_hand}).state() == "in_flight");
  CHECK(known_after({over, by_hand}).state() == "failed");
  const payment_record sent = known_after({by_hand, charge_of(2, cycle, payment_for::renewal, 29_usd, 2)});
  CHECK(sent.amount == 29_usd);
  CHECK(sent.attempts == 1);

  by_hand.effect = notice_effect::credited;
  const payment_record paid = known_after({by_hand});
  CHECK(paid.of == payment_for::renewal);
  CHECK(paid.credited == when("2026-02-06"));
  CHECK(paid.attempts == 0);
  CHECK_FALSE(paid.in_vain);
  CHECK(known_after({over, by_hand}).in_vain);
}

TEST_CASE("a notice by hand takes no key from a step of its instant", "[R9.4][R8.8]") {
  world_builder told = world_with("1 month");
  const effect_key key = told.key("k");
  auto account = account_builder(told, 0);
  account.at("2026-01-06").does(notice_command{}).keyed("k");
  account.does(seat_command{1, true}).keyed("k");
  const auto in = told.build();
  account_history history(*in, 0);
  REQUIRE(history.apply(
      {when("2026-01-06"), command_event{key, command_event::what::add_user, outcome::changed, false}}));
  CHECK(history.subscription().now().users == std::vector<user_index>{0, 1});
}
