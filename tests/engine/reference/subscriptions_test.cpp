#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using state = subscription_state;
using told = subscription_event::what;

}  // namespace

TEST_CASE("a subscription begins when its first payment succeeds", "[R8.1]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 1000_cr)));
  acme.at("2026-01-01T00:00:01Z").expects();
  acme.at("2026-01-01T00:00:03Z").expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-01") ==
        lines{"step subscribed", "charge 1 subscription 2900", "subscribed", "lot 1 plan 1000"});
  CHECK(said.seen(0).subscription.state == state::pending);
  CHECK(said.seen(0).subscription.plan == 0);
  CHECK(said.seen(0).subscription.renews.is_never());
  const subscription_figures begun = said.seen(1).subscription;
  CHECK(begun.state == state::active);
  CHECK(begun.renews == when("2026-02-01"));
  const lot_event lot = said.all<lot_event>().at(0);
  CHECK(lot.payment == 1);
  CHECK(lot.key == effect_key{effect_key::space::cycle, 0, 0});
  CHECK(lot.expires == when("2026-02-01"));
  CHECK(lot.ends.is_never());
  CHECK(lot.of_cycle);
  CHECK(lot.cost.is_zero());
  CHECK(lot.priority == 20);
}

TEST_CASE("a second subscription is refused while there is one", "[R8.1]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").does(subscribe_command{starter, {}}).keyed("first");
  acme.does(subscribe_command{starter, {}});
  acme.at("2026-01-06").does(subscribe_command{starter, {}});
  acme.at("2026-01-07").does(subscribe_command{starter, {}}).keyed("first");
  const verdict said = judge(w);
  using o = outcome;
  CHECK(said.command_outcomes() ==
        std::vector{o::subscribed, o::already_subscribed, o::already_subscribed, o::subscribed});
  CHECK(said.all<command_event>().back().repeated);
  CHECK(said.charges.size() == 3);  // of January, February and March
}

TEST_CASE("a declined first payment leaves no subscription", "[R8.1]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  auto acme = w.account("acme").pays_by(card({card_answer::declines, card_answer::ok}));
  acme.at("2026-01-05").does(subscribe_command{starter, {}});
  acme.at("2026-01-06").expects();
  acme.at("2026-01-07").does(subscribe_command{starter, {}});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-05") ==
        lines{"step subscribed", "charge 1 subscription 2900", "subscription_refused"});
  CHECK(said.seen().subscription == subscription_figures{});
  CHECK(said.at_end.of(lot_kind::plan) == 1000_cr);
}

TEST_CASE("without a payment method only what costs nothing is subscribed to", "[R8.1][R10.4]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  const plan_index gratis = sells(w, monthly("gratis", 0_usd, 50_cr));
  auto acme = w.account("acme");
  acme.at("2026-01-05").does(subscribe_command{starter, {}}).does(subscribe_command{gratis, {}});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-05") ==
        lines{"step no_payment_method", "step subscribed", "subscribed", "lot 1 plan 50"});
  CHECK(told_on(said, "2026-02-05") == lines{"end 1 50", "turned", "renewed", "lot 2 plan 50"});
  CHECK(said.all<lot_event>().at(1).key == effect_key{effect_key::space::cycle, 0, 1});
}

TEST_CASE("a success that nobody waits for is given back", "[R9.4][R8.1]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").does(subscribe_command{starter, {}}).does(cancel_command{});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-05") == lines{"step subscribed", "charge 1 subscription 2900", "step changed",
                                             "subscription_ended", "back 1 2900"});
  CHECK(said.effects() == std::vector{notice_effect::awaiting, notice_effect::credited});
  CHECK(said.at_end.balance() == 0_cr);
}

TEST_CASE("a plan by user has its price and a lot for each of them", "[R8.1]") {
  world_builder w;
  const std::vector<user_index> users{w.user("olga"), w.user("ben"), w.user("eva")};
  plan_terms team = monthly("team", 20_usd, 500_cr);
  team.pool = credit_pool::per_user;
  auto acme = subscriber(w, sells(w, team), users);
  acme.at("2026-01-05").uses(600).on_behalf_of(users[1]);
  acme.uses(500).on_behalf_of(users[1]);
  const verdict said = judge(w);
  CHECK(said.all<charge_event>().at(0).amount == 60_usd);
  CHECK(told_between(said, "2026-01-01T00:00:03Z", "2026-01-02") ==
        lines{"subscribed", "lot 1 plan 500", "lot 2 plan 500", "lot 3 plan 500"});
  CHECK(said.all<lot_event>().at(1).only.user == users[1]);
  CHECK(said.usage_outcomes() == std::vector{outcome::insufficient_credit, outcome::charged});
  CHECK(last(said, told::begun).now.users == users);
}

TEST_CASE("a feature is open to those whose plan has it", "[R8.1][R4.7]") {
  world_builder w;
  const meter_index video = w.meter("video", 1'000'000);
  w.catalog().meters[video].feature = "video";
  const meter_index audio = w.meter("audio", 1'000'000);
  w.catalog().meters[audio].feature = "audio";  // no plan lists it
  const plan_index starter = sells(w, monthly("starter", 0_usd, 1000_cr));
  plan_terms pro = monthly("pro", 0_usd, 2000_cr);
  pro.features = {"video"};
  const plan_index better = sells(w, pro);
  auto acme = subscriber(w, starter);
  acme.at("2026-01-05").uses_exactly(no_agent, 1'000'000, video).uses_exactly(no_agent, 1'000'000, audio);
  acme.does(change_plan_command{better}).uses_exactly(no_agent, 1'000'000, video);
  acme.does(cancel_command{true}).uses_exactly(no_agent, 1'000'000, video);
  using o = outcome;
  CHECK(judge(w).usage_outcomes() ==
        std::vector{o::feature_not_in_plan, o::charged, o::charged, o::feature_not_in_plan});
}

TEST_CASE("on trial the allocation comes at once, the first charge at its end", "[R8.1]") {
  world_builder w;
  plan_terms starter = monthly("starter", 29_usd, 1000_cr);
  starter.trial = lasting("14d");
  subscriber(w, sells(w, starter));
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-01") == lines{"step subscribed", "subscribed", "lot 1 plan 1000"});
  CHECK(told_on(said, "2026-01-15") ==
        lines{"end 1 1000", "turned", "charge 1 renewal 2900", "renewed", "lot 2 plan 1000"});
  CHECK(last(said, told::turned).now.renews == when("2026-04-15"));
  CHECK(said.times<charge_event>() ==
        std::vector{when("2026-01-15"), when("2026-02-15"), when("2026-03-15")});
}

TEST_CASE("an anchor makes a shorter first cycle, for its part of price and allocation", "[R2.2]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 31_usd, 310_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-11").does(subscribe_command{starter, when("2025-06-01")});  // 21 of 31 days
  const verdict said = judge(w);
  CHECK(said.all<charge_event>().at(0).amount == 21_usd);
  CHECK(said.all<lot_event>().at(0).amount == 210_cr);
  CHECK(said.times<charge_event>() ==
        std::vector{when("2026-01-11"), when("2026-02-01"), when("2026-03-01")});
  CHECK(said.all<charge_event>().at(1).amount == 31_usd);
}

TEST_CASE("the k-th boundary is counted from the anchor", "[R2.2]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 1_usd, 1_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-31").does(subscribe_command{starter, {}});
  CHECK(judge(w).times<charge_event>() ==
        std::vector{when("2026-01-31"), when("2026-02-28"), when("2026-03-31")});
}

TEST_CASE("who subscribes again after the end begins anew", "[R8.1]") {
  world_builder w;
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  auto acme = subscriber(w, starter);
  acme.at("2026-01-10").does(cancel_command{true});
  acme.at("2026-01-20").sets_cards({bad_card(1)}).does(subscribe_command{starter, {}});
  acme.at("2026-01-21").expects();
  acme.at("2026-01-22").sets_cards({good_card()}).does(subscribe_command{starter, {}});
  const verdict said = judge(w);
  CHECK(said.seen().subscription.state == state::ended);
  CHECK(said.seen().subscription.plan == starter);
  CHECK(told_on(said, "2026-02-01") == lines{});
  CHECK(told_on(said, "2026-02-22").size() == 5);
}
