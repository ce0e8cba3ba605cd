// What the turn of a cycle carries of a plan's credit, and fills up (R8.2).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

// A world where `starter` costs 29 dollars a month for 1000 credits, and carries that.
struct plan_that_carries {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());

  explicit plan_that_carries(carry_terms carries) {
    world.until("2026-02-20");
    plan_terms starter;
    starter.name = "starter";
    starter.price = 29_usd;
    starter.every = lasting("1 month");
    starter.allocation = 1000_cr;
    starter.rollover = carries;
    world.catalog().plans = {starter};
    acme.at("2026-01-15T09:00:00Z").does(subscribe_command{0});
  }
  plan_terms& plan() { return world.catalog().plans.front(); }
};

TEST_CASE("less than the least is filled up, in the newest lot that lives on", "[R8.2]") {
  plan_that_carries shop({200_cr, 1, 50_cr});
  SECTION("of what is left") {
    shop.acme.at("2026-02-01").uses(980);
    const verdict said = run(shop.world);
    const auto carried = said.all<carry_event>();
    REQUIRE(carried.size() == 1);
    CHECK(carried[0] == carry_event{1, 50_cr, {}, when("2026-03-15T09:00:00Z"), 50_cr, 30_cr});
    CHECK(said.at_end.of(lot_kind::plan) == 1050_cr);
  }
  SECTION("where all was used") {
    shop.acme.at("2026-02-01").uses(1000);
    const verdict said = run(shop.world);
    const auto carried = said.all<carry_event>();
    REQUIRE(carried.size() == 1);
    CHECK(carried[0].carried == 50_cr);
    CHECK(carried[0].refilled == 50_cr);
    CHECK(said.all<lot_end_event>().empty());
  }
  SECTION("where all is held: the hold keeps what it has") {
    shop.acme.at("2026-02-14").holds("h", 1000_cr);
    shop.acme.at("2026-02-16").voids("h");
    const verdict said = run(shop.world);
    REQUIRE(said.all<carry_event>().size() == 1);
    CHECK(said.all<carry_event>()[0].refilled == 50_cr);
    CHECK(said.all<release_event>().at(0).released ==
          std::vector{released_slice{1, 1000_cr, released_to::expired}});
    CHECK(said.at_end.of(lot_kind::plan) == 1050_cr);
  }
  SECTION("nothing is added where there is enough") {
    shop.acme.at("2026-02-01").uses(940);
    const verdict said = run(shop.world);
    CHECK(said.all<carry_event>().at(0) ==
          carry_event{1, 60_cr, {}, when("2026-03-15T09:00:00Z"), 60_cr, {}});
  }
}

TEST_CASE("what is held while a lot is carried does not come back to it, unless the setting says so",
          "[R8.2][R3.7][R8.11]") {
  plan_that_carries shop({100_cr, 1, {}});
  shop.acme.at("2026-02-14").holds("h", 999_cr);
  shop.acme.at("2026-02-16").voids("h");
  SECTION("lost") {
    const verdict said = run(shop.world);
    CHECK(said.all<release_event>().at(0).released ==
          std::vector{released_slice{1, 999_cr, released_to::expired}});
    CHECK(said.at_end.of(lot_kind::plan) == 1001_cr);
  }
  SECTION("successor") {
    shop.world.settings().released_from_ended = released_credit::successor;
    const verdict said = run(shop.world);
    CHECK(said.all<release_event>().at(0).released ==
          std::vector{released_slice{1, 999_cr, released_to::lot}});
    CHECK(said.at_end.of(lot_kind::plan) == 2000_cr);
  }
}

TEST_CASE("a lot that has no life left is not filled up", "[R8.2]") {
  plan_that_carries shop({200_cr, 1, 50_cr});
  shop.world.until("2026-03-20");
  shop.acme.at("2026-02-01").uses(1000);
  shop.acme.at("2026-02-16").uses(1050);
  const verdict said = run(shop.world);
  const auto carried = said.all<carry_event>();
  REQUIRE(carried.size() == 2);
  CHECK(carried[0].lot == 1);
  CHECK(carried[1].lot == 2);
  CHECK(carried[1].refilled == 50_cr);
  REQUIRE(said.all<lot_end_event>().size() == 1);
  CHECK(said.all<lot_end_event>()[0].lot == 1);
}

TEST_CASE("each owner of a pool for each user is filled up alone", "[R8.2]") {
  plan_that_carries shop({200_cr, 1, 50_cr});
  const user_index ann = shop.world.user("ann");
  const user_index ben = shop.world.user("ben");
  shop.acme.spec().users = {ann, ben};
  shop.plan().pool = credit_pool::per_user;
  shop.acme.at("2026-02-01");
  const agent_index of_ann = shop.acme.agent("of ann", when_exhausted::use_balance, {}, ann);
  shop.acme.at("2026-02-01").uses(of_ann, 1000);
  const verdict said = run(shop.world);
  const auto carried = said.all<carry_event>();
  REQUIRE(carried.size() == 2);
  CHECK(carried[0].refilled == 50_cr);
  CHECK(carried[1].carried == 200_cr);
  CHECK(carried[1].refilled == credits{});
}

TEST_CASE("credit that is refilled costs nothing and ends the stop of an agent", "[R8.2][R5.2]") {
  plan_that_carries shop({200_cr, 1, 50_cr});
  shop.acme.spec().payment_methods = {card({card_answer::ok, card_answer::declines})};
  const agent_index bot = shop.acme.agent("bot", when_exhausted::stop);
  shop.acme.at("2026-02-01").uses(bot, 1000);
  shop.acme.at("2026-02-02").uses(bot, 1);
  shop.acme.at("2026-02-15T10:00:00Z").uses(bot, 40);
  const verdict said = run(shop.world);
  const auto used = said.all<usage_event>();
  CHECK(used.at(1).result == outcome::plan_exhausted);
  CHECK(used.at(2).result == outcome::charged);
  CHECK(said.all<charge_event>().at(1).amount == 29_usd);
}

TEST_CASE("nothing is filled up where the plan ends with the cycle", "[R8.2]") {
  plan_that_carries shop({200_cr, 1, 50_cr});
  shop.acme.at("2026-02-01").uses(1000);
  shop.acme.at("2026-02-02").does(cancel_command{});
  const verdict said = run(shop.world);
  CHECK(said.all<carry_event>().empty());
  CHECK(said.at_end.balance().is_zero());
}

}  // namespace
}  // namespace drawdown::test
