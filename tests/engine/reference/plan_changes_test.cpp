#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using told = subscription_event::what;

// Plans of 29 and 99 for a month, with 1000 and 5000 credits.
struct two_plans {
  world_builder w;
  plan_index small;
  plan_index large;

  two_plans() {
    w.catalog().unit = currency::of("EUR").value();
    w.from("2026-04-01").until("2026-06-30");
    small = sells(w, monthly("small", 29_usd, 1000_cr));
    large = sells(w, monthly("large", 99_usd, 5000_cr));
  }
  plan_terms& terms(plan_index plan) { return w.catalog().plans[plan]; }
  account_builder on_small() { return subscriber(w, small); }
};

}  // namespace

TEST_CASE("from 29 to 99 EUR and 1000 to 5000 credits at two thirds: 46.67 EUR, 2666.666666 credits",
          "[R8.7]") {
  two_plans of;
  of.on_small().at("2026-04-11").does(change_plan_command{of.large});
  const verdict said = judge(of.w);
  CHECK(told_on(said, "2026-04-11") ==
        lines{"step changed", "charge 2 plan_change 4667", "plan_changed", "lot 2 plan 2666.666666"});
  CHECK(said.times<subscription_event>().at(1) == when("2026-04-11T00:00:03Z"));
  CHECK(said.all<lot_event>().at(1).expires == when("2026-05-01"));
  CHECK(told_on(said, "2026-05-01") == lines{"end 1 1000", "end 2 2666.666666", "turned",
                                             "charge 3 renewal 9900", "renewed", "lot 3 plan 5000"});
}

TEST_CASE("declined, nothing changes", "[R8.7]") {
  two_plans of;
  auto acme = of.on_small();
  acme.spec().payment_methods = {card({card_answer::ok, card_answer::declines, card_answer::ok})};
  acme.at("2026-04-11").does(change_plan_command{of.large});
  acme.at("2026-04-12").hears(key_of_step(1), payment_answer::succeeded).expects();
  const verdict said = judge(of.w);
  CHECK(told_on(said, "2026-04-11") == lines{"step changed", "charge 2 plan_change 4667"});
  CHECK(told_on(said, "2026-04-12") == lines{"back 2 4667"});  // too late: it was over
  CHECK(said.seen().subscription.plan == of.small);
  CHECK(said.all<charge_event>().at(2).amount == 29_usd);
}

TEST_CASE("a change may grant the whole difference, or replace the allocation", "[R8.7]") {
  two_plans of;
  of.w.settings().allocation_on_change = change_allocation::full_delta;
  of.on_small().at("2026-04-11").does(change_plan_command{of.large});
  CHECK(told_on(judge(of.w), "2026-04-11").back() == "lot 2 plan 4000");
  of.w.settings().allocation_on_change = change_allocation::replace;
  CHECK(told_on(judge(of.w), "2026-04-11") ==
        lines{"step changed", "charge 2 plan_change 4667", "end 1 1000", "plan_changed", "lot 2 plan 5000"});
}

TEST_CASE("without proration the whole differences are due and granted", "[R8.7]") {
  two_plans of;
  of.on_small().at("2026-04-11").does(change_plan_command{of.large, false});
  CHECK(told_on(judge(of.w), "2026-04-11") ==
        lines{"step changed", "charge 2 plan_change 7000", "plan_changed", "lot 2 plan 4000"});
}

TEST_CASE("days count whole where the setting says so", "[R8.7]") {
  two_plans of;
  of.w.settings().proration_base = proration::days;
  of.on_small().at("2026-04-11T20:00:00Z").does(change_plan_command{of.large});
  CHECK(told_on(judge(of.w), "2026-04-11").back() == "lot 2 plan 2666.666666");
}

TEST_CASE("a downgrade acts with the next cycle; a later change replaces it", "[R8.7]") {
  two_plans of;
  const plan_index tiny = sells(of.w, monthly("tiny", 9_usd, 100_cr));
  auto acme = of.on_small();
  acme.at("2026-04-11").does(change_plan_command{tiny}).expects();
  acme.at("2026-05-11").does(change_plan_command{of.small});
  acme.at("2026-05-12").does(change_plan_command{tiny}).expects();
  acme.at("2026-05-13").does(change_plan_command{of.small}).expects();
  const verdict said = judge(of.w);
  CHECK(said.seen(0).subscription.next_plan == tiny);
  CHECK(told_on(said, "2026-04-11") == lines{"step changed"});
  CHECK(told_on(said, "2026-05-01") ==
        lines{"end 1 1000", "turned", "plan_changed", "charge 2 renewal 900", "renewed", "lot 2 plan 100"});
  CHECK(said.times<charge_event>().at(2) == when("2026-05-11"));  // an upgrade
  CHECK(said.seen(1).subscription.next_plan == tiny);
  CHECK(said.seen(2).subscription.next_plan == no_plan);  // to the plan in force
  CHECK(said.all<charge_event>().back().amount == 29_usd);
}

TEST_CASE("of two plans at one price the one with the larger allocation is the upgrade", "[R8.7]") {
  two_plans of;
  of.terms(of.large).price = 29_usd;
  of.on_small().at("2026-04-11").does(change_plan_command{of.large});
  CHECK(told_on(judge(of.w), "2026-04-11") ==
        lines{"step changed", "plan_changed", "lot 2 plan 2666.666666"});  // no payment for nothing
}

TEST_CASE("the price at which the present cycle was charged counts, not today's", "[R8.7]") {
  two_plans of;
  of.w.version("2026-04-05").plans[of.small].price = 59_usd;
  of.on_small().at("2026-04-11").does(change_plan_command{of.large});
  CHECK(told_on(judge(of.w), "2026-04-11").at(1) == "charge 2 plan_change 4667");
}

TEST_CASE("a longer cycle begins anew: its price less what is left of the present one", "[R8.7]") {
  two_plans of;
  plan_terms year = monthly("year", 290_usd, 12000_cr);
  year.every = lasting("1 year");
  const plan_index yearly = sells(of.w, year);
  auto acme = of.on_small();
  acme.at("2026-04-11").does(change_plan_command{yearly});
  const verdict said = judge(of.w);
  CHECK(told_on(said, "2026-04-11") == lines{"step changed", "charge 2 plan_change 27067", "end 1 1000",
                                             "plan_changed", "lot 2 plan 12000"});
  CHECK(last(said, told::plan_changed).now.renews == when("2027-04-11"));
  CHECK(told_on(said, "2026-05-01") == lines{});
}

TEST_CASE("a restart carries by the rules of the old plan, and units live on to their end", "[R8.7]") {
  two_plans of;
  of.terms(of.small).rollover = carry_terms{200_cr, std::nullopt};
  of.terms(of.large).rollover = carry_terms{150_cr, std::nullopt};
  const add_on_index units = sells_add_on(of.w, 60_cr, 10_usd);
  auto acme = of.on_small();
  acme.at("2026-04-05").does(add_on_command{units, 1});
  acme.at("2026-04-11").does(change_plan_command{of.large, true, true});
  const verdict said = judge(of.w);
  CHECK(told_on(said, "2026-04-11") == lines{"step changed", "charge 3 plan_change 7967",
                                             "carry 1 200 of 1000", "plan_changed", "carry 1 150 of 200",
                                             "lot 3 plan 5000"});
  CHECK(said.all<carry_event>().at(0).expires == when("2026-05-11"));
  CHECK(told_on(said, "2026-05-01") == lines{"end 2 60"});
  CHECK(told_on(said, "2026-05-11") == lines{"end 1 150", "carry 3 150 of 5000", "turned",
                                             "charge 4 renewal 10900", "renewed", "lot 4 plan 5000",
                                             "lot 5 addon 60"});
}

TEST_CASE("what was carried is trimmed to what the new plan carries", "[R8.7][R8.12]") {
  two_plans of;
  of.terms(of.small).rollover = carry_terms{200_cr, 1};
  of.terms(of.large).rollover = carry_terms{50_cr, 1};
  of.on_small().at("2026-05-16").does(change_plan_command{of.large});
  const lines trimmed = told_on(judge(of.w), "2026-05-16");
  CHECK(trimmed.at(2) == "plan_changed");
  CHECK(trimmed.at(3) == "carry 1 50 of 200");
  of.terms(of.large).rollover.reset();
  CHECK(told_on(judge(of.w), "2026-05-16").at(3) == "end 1 200");
}

TEST_CASE("from a shared pool to lots by user the allocation is replaced", "[R8.7]") {
  two_plans of;
  const std::vector<user_index> users{of.w.user("olga"), of.w.user("ben")};
  of.terms(of.large).pool = credit_pool::per_user;
  auto acme = subscriber(of.w, of.small, users);
  acme.at("2026-04-11").does(change_plan_command{of.large});
  CHECK(told_on(judge(of.w), "2026-04-11") == lines{"step changed", "charge 2 plan_change 11267",
                                                    "end 1 1000", "plan_changed", "lot 2 plan 5000",
                                                    "lot 3 plan 5000"});
}

TEST_CASE("on trial another plan costs nothing, and the trial goes on", "[R8.7][R8.12]") {
  two_plans of;
  of.terms(of.small).trial = lasting("20d");
  auto acme = of.on_small();
  acme.at("2026-04-11").does(change_plan_command{of.large, true, true});
  const verdict said = judge(of.w);
  CHECK(told_on(said, "2026-04-11") == lines{"step changed", "plan_changed", "lot 2 plan 2000"});
  CHECK(told_on(said, "2026-04-21").at(3) == "charge 1 renewal 9900");
}

TEST_CASE("a change is refused while an earlier payment has no outcome", "[R8.9]") {
  two_plans of;
  auto acme = of.on_small();
  acme.at("2026-04-01T00:00:01Z").does(change_plan_command{of.large});
  acme.at("2026-04-11").does(change_plan_command{of.large}).does(change_plan_command{of.large});
  acme.at("2026-04-12").sets_cards({}).does(change_plan_command{of.small});
  const add_on_index units = sells_add_on(of.w, 60_cr, 10_usd);
  acme.does(add_on_command{units, 1});
  using o = outcome;
  CHECK(judge(of.w).command_outcomes() == std::vector{o::subscribed, o::payment_pending, o::changed,
                                                      o::payment_pending, o::changed, o::changed,
                                                      o::no_payment_method});
}

TEST_CASE("a downgrade to another length keeps the anchor where it can", "[R8.7]") {
  two_plans of;
  plan_terms week = monthly("week", 5_usd, 100_cr);
  week.every = lasting("1 week");
  const plan_index weekly = sells(of.w, week);
  auto acme = of.on_small();
  acme.at("2026-04-11").does(change_plan_command{weekly});
  const verdict said = judge(of.w);
  CHECK(last(said, told::plan_changed).now.renews == when("2026-05-08"));  // 1 May is the new anchor
}
