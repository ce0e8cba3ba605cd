#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using told = subscription_event::what;

// Two users with a lot of 310 each, at 31 dollars a month each.
struct team {
  world_builder w;
  user_index olga = w.user("olga");
  user_index ben = w.user("ben");
  user_index eva = w.user("eva");
  plan_index plan;
  account_builder acme;

  team() : plan(sells(w, by_user())), acme(subscriber(w, plan, {olga, ben})) {}
  team(const team&) = delete;
  team& operator=(const team&) = delete;

  static plan_terms by_user() {
    plan_terms terms = monthly("team", 31_usd, 310_cr);
    terms.pool = credit_pool::per_user;
    return terms;
  }
};

}  // namespace

TEST_CASE("a user who joins during a cycle costs and gets the part of it that is left", "[R8.8]") {
  team of;
  of.acme.at("2026-01-11").does(seat_command{of.eva, true});
  const verdict said = judge(of.w);
  CHECK(told_on(said, "2026-01-11") ==
        lines{"step changed", "charge 2 user 2100", "user_joined", "lot 3 plan 210"});
  CHECK(said.all<lot_event>().at(2).only.user == of.eva);
  CHECK(last(said, told::user_joined).now.users == std::vector{of.olga, of.ben, of.eva});
  CHECK(said.all<charge_event>().at(2).amount == 93_usd);
}

TEST_CASE("a user who leaves keeps the credit to the end of the cycle", "[R8.8]") {
  team of;
  of.w.catalog().plans[0].rollover = carry_terms{100_cr, 1};
  of.acme.at("2026-01-11").does(seat_command{of.ben, false}).expects();
  of.acme.uses(310).on_behalf_of(of.ben);
  const verdict said = judge(of.w);
  CHECK(said.seen().subscription.users == std::vector{of.olga, of.ben});
  CHECK(said.usage_outcomes() == std::vector{outcome::charged});
  CHECK(told_on(said, "2026-02-01") == lines{"carry 1 100 of 310", "end 2 0", "turned",
                                             "charge 2 renewal 3100", "renewed", "lot 3 plan 310"});
  CHECK(last(said, told::turned).now.users == std::vector{of.olga});
}

TEST_CASE("nothing is carried for a user who leaves at the boundary", "[R8.8][R8.2]") {
  team of;
  of.w.catalog().plans[0].rollover = carry_terms{100_cr, 1};
  of.acme.at("2026-01-11").does(seat_command{of.ben, false});
  CHECK(told_on(judge(of.w), "2026-02-01").at(1) == "end 2 310");
}

TEST_CASE("who was to leave may stay", "[R8.8]") {
  team of;
  of.acme.at("2026-01-11").does(seat_command{of.ben, false}).does(seat_command{of.ben, true});
  const verdict said = judge(of.w);
  CHECK(said.all<charge_event>().at(1).amount == 62_usd);
}

TEST_CASE("who is there already does not join, who is not there does not leave", "[R8.8]") {
  team of;
  of.acme.at("2026-01-11").does(seat_command{of.ben, true}).does(seat_command{of.eva, false});
  of.acme.does(seat_command{of.eva, true}).does(seat_command{of.eva, true});
  using o = outcome;
  CHECK(judge(of.w).command_outcomes() ==
        std::vector{o::subscribed, o::already_a_user, o::not_a_user, o::changed, o::payment_pending});
}

TEST_CASE("with a shared pool, or without a subscription, users come and go for nothing", "[R8.8]") {
  world_builder w;
  const user_index olga = w.user("olga");
  const user_index ben = w.user("ben");
  const plan_index starter = sells(w, monthly("starter", 29_usd, 1000_cr));
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-10").does(seat_command{olga, true}).does(seat_command{olga, true});
  acme.does(subscribe_command{starter, {}}).does(seat_command{ben, true}).expects();
  acme.at("2026-01-11").does(seat_command{olga, false}).expects();
  const verdict said = judge(w);
  using o = outcome;
  CHECK(said.command_outcomes() ==
        std::vector{o::changed, o::already_a_user, o::subscribed, o::changed, o::changed});
  CHECK(said.seen(0).subscription.users == std::vector{olga, ben});
  CHECK(said.seen(1).subscription.users == std::vector{ben});
}

TEST_CASE("an upgrade counts the user who joined, who was charged for already", "[R8.7][R8.8]") {
  team of;
  plan_terms more = team::by_user();
  more.price = 62_usd;
  more.allocation = 620_cr;
  const plan_index better = sells(of.w, more);
  of.acme.at("2026-01-05").does(seat_command{of.eva, true});
  of.acme.at("2026-01-11").does(change_plan_command{better});
  CHECK(told_on(judge(of.w), "2026-01-11") == lines{"step changed", "charge 3 plan_change 6300",
                                                    "plan_changed", "lot 4 plan 210", "lot 5 plan 210",
                                                    "lot 6 plan 210"});
}
