#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using state = subscription_state;
using told = subscription_event::what;

account_builder of_starter(world_builder& w) {
  return subscriber(w, sells(w, monthly("starter", 31_usd, 1000_cr)));
}

}  // namespace

TEST_CASE("a cancel acts at the end of the period, and can be undone before", "[R8.6]") {
  world_builder w;
  auto acme = of_starter(w);
  acme.at("2026-01-10").does(cancel_command{}).expects();
  acme.at("2026-01-20").does(resume_command{}).expects();
  acme.at("2026-02-10").does(cancel_command{});
  acme.at("2026-03-10").does(resume_command{}).expects();
  const verdict said = judge(w);
  CHECK(said.seen(0).subscription.cancels);
  CHECK_FALSE(said.seen(1).subscription.cancels);
  CHECK(told_on(said, "2026-03-01") == lines{"end 2 1000", "subscription_ended"});
  CHECK(said.command_outcomes().back() == outcome::subscription_ended);
  CHECK(said.seen(2).subscription.state == state::ended);
  CHECK(said.seen(2).subscription.plan == 0);
  CHECK(said.seen(2).subscription.renews.is_never());
  CHECK(said.seen(2).subscription.units.empty());
}

TEST_CASE("a cancel at once ends all credit of the subscription, and gives no money back", "[R8.6]") {
  world_builder w;
  auto acme = of_starter(w);
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  acme.begins_with(lot(lot_kind::plan, 7_cr));  // of no subscription
  acme.at("2026-01-05").does(add_on_command{units, 1});
  acme.at("2026-01-10").does(cancel_command{true});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-10") == lines{"step changed", "end 2 1000", "end 3 60", "subscription_ended"});
  CHECK(said.at_end.balance() == 7_cr);
}

TEST_CASE("what is left of a cycle that was paid for may be given back", "[R8.6]") {
  world_builder w;
  w.settings().on_cancel = cancel_refund::prorated;
  auto acme = of_starter(w);
  acme.at("2026-01-11").does(cancel_command{true}).keyed("bye");
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-01-11") ==
        lines{"step changed", "end 1 1000", "subscription_ended", "back 1 2100"});
  const payment_refund_event back = said.all<payment_refund_event>().at(0);
  CHECK(back.key == w.key("bye"));
  CHECK(back.payment == effect_key{effect_key::space::cycle, 0, 0});
  CHECK(back.slices.empty());
}

TEST_CASE("nothing is given back of a cycle that was not paid for, or that runs to its end", "[R8.6]") {
  world_builder w;
  w.settings().on_cancel = cancel_refund::prorated;
  auto acme = of_starter(w);
  acme.at("2026-01-10").does(cancel_command{});
  CHECK(judge(w).all<payment_refund_event>().empty());
  acme.does(resume_command{});
  acme.at("2026-01-20").sets_cards({bad_card(1)});
  acme.at("2026-02-01T06:00:00Z").does(cancel_command{});
  const verdict said = judge(w);
  CHECK(said.all<payment_refund_event>().empty());
  CHECK(last(said, told::ended).now.state == state::ended);
}

TEST_CASE("there must be a subscription to cancel or to resume", "[R8.6]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-10").does(cancel_command{}).does(resume_command{});
  using o = outcome;
  CHECK(judge(w).command_outcomes() == std::vector{o::subscription_required, o::subscription_required});
}

TEST_CASE("held credit of a subscription that ended outlives it", "[R8.6][R3.7]") {
  world_builder w;
  auto acme = of_starter(w);
  acme.at("2026-01-10").holds("h", 100_cr).does(cancel_command{true}).captures("h", 60_cr).expects();
  const verdict said = judge(w);
  CHECK(said.all<lot_end_event>().at(0).expired == 900_cr);
  CHECK(said.all<capture_event>().at(0).released.at(0).went == released_to::expired);
  CHECK(said.seen().account.balance() == 0_cr);
}

TEST_CASE("a lot of a subscription is no grant that could be revoked", "[R3.11]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-10").does(subscribe_command{sells(w, monthly("starter", 0_usd, 1000_cr)), {}}).keyed("s");
  acme.revokes("s");
  CHECK(judge(w).command_outcomes().back() == outcome::unknown_grant);
}
