#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using instants = std::vector<instant>;
using waits = std::vector<recharge_waits_event>;
const auto ok = card_answer::ok;
const auto declines = card_answer::declines;

// Buys 50 credits for one dollar whenever fewer than 40 are available.
recharge_terms small_terms() {
  recharge_terms terms;
  terms.threshold = 40_cr;
  terms.amount = 1_usd;
  return terms;
}

// An account that recharges and has 50 credits to begin with.
struct recharging {
  world_builder w;
  account_builder acme;
  recharge_terms terms = small_terms();

  explicit recharging(payment_method method) : acme(w.account("acme")) {
    acme.pays_by(std::move(method)).begins_with(lot(lot_kind::free, 50_cr));
  }

  verdict judged() {
    acme.recharges(terms);
    return judge(w);
  }
};

}  // namespace

TEST_CASE("`back_off` tries again a while after each failure, as a new payment", "[R10.4]") {
  recharging run(card({declines, declines, ok}));
  run.w.settings().on_failure = failure_policy::back_off;
  run.w.settings().back_off = duration::hours(10);
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-05T01:00:00Z").uses(1);  // within the wait
  const verdict said = run.judged();
  CHECK(said.times<charge_event>() ==
        instants{when("2026-01-05"), when("2026-01-05T10:00:02Z"), when("2026-01-05T20:00:04Z")});
  for (const charge_event& e : said.all<charge_event>()) CHECK(e.attempt == 1);
  CHECK(said.charges.at(2).payment == 3);
  CHECK(said.all<recharge_failed_event>().size() == 2);  // each failure is told
  CHECK(said.all<recharge_waits_event>() == waits{{recharge_wait::back_off, when("2026-01-05T10:00:02Z")},
                                                  {recharge_wait::back_off, when("2026-01-05T20:00:04Z")}});
  CHECK(said.all<recharge_off_event>().empty());
  CHECK(said.at_end.balance() == 79_cr);
}

TEST_CASE("without `wake` it is looked at again at the next change only", "[R10.4][R10.16]") {
  recharging run(card({declines, ok}));
  run.w.settings().on_failure = failure_policy::back_off;
  run.w.settings().back_off = duration::hours(10);
  run.w.settings().wake = false;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-07").uses(1);
  CHECK(run.judged().times<charge_event>() == instants{when("2026-01-05"), when("2026-01-07")});
}

TEST_CASE("a top-up that succeeded ends the wait", "[R10.4]") {
  recharging run(card({declines, ok}));
  run.w.settings().on_failure = failure_policy::back_off;
  run.w.settings().back_off = duration::days(10);
  run.acme.at("2026-01-05").uses(40);
  run.acme.at("2026-01-06").tops_up(20_cents);  // too little to be above the threshold
  CHECK(run.judged().times<charge_event>() ==
        instants{when("2026-01-05"), when("2026-01-06"), when("2026-01-06T00:00:03Z")});
}

TEST_CASE("`break_after` tries at every look until so many failed in a row", "[R10.4]") {
  recharging run(card({declines, declines, declines, ok}));
  run.w.settings().on_failure = failure_policy::break_after;
  run.w.settings().break_after = 3;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").uses(1).uses(1);
  const verdict said = run.judged();
  CHECK(said.times<charge_event>() ==
        instants{when("2026-01-05"), when("2026-01-05T00:00:02Z"), when("2026-01-05T00:00:04Z")});
  CHECK(said.all<recharge_failed_event>().size() == 3);
  CHECK(said.all<recharge_waits_event>() == waits{{recharge_wait::broken, instant::never()}});
}

TEST_CASE("another payment method mends what was broken, the same one does not", "[R10.4]") {
  recharging run(bad_card(0));
  run.w.settings().on_failure = failure_policy::break_after;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").sets_cards({bad_card(0), good_card(1)});
  run.acme.at("2026-01-07").sets_cards({});
  run.acme.at("2026-01-08").sets_recharge(run.terms);
  run.acme.at("2026-01-09").sets_cards({good_card(1)});
  const verdict said = run.judged();
  CHECK(said.times<charge_event>() == instants{when("2026-01-05"), when("2026-01-09")});
  // New terms let it say again that it waits.
  CHECK(said.times<recharge_waits_event>() == instants{when("2026-01-05T00:00:02Z"), when("2026-01-08")});
  CHECK(said.at_end.balance() == 80_cr);
}

TEST_CASE("a success ends the failures in a row", "[R10.4]") {
  recharging run(card({declines, ok, declines, declines}));
  run.w.settings().on_failure = failure_policy::break_after;
  run.w.settings().break_after = 2;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").uses(50);
  const verdict said = run.judged();
  CHECK(said.all<charge_event>().size() == 4);
  CHECK(said.times<recharge_waits_event>() == instants{when("2026-01-06T00:00:04Z")});
}

TEST_CASE("a late success of a recharge that failed is credited, and ends the wait", "[R9.4][R10.4]") {
  recharging run(bad_card());
  run.w.settings().on_failure = failure_policy::back_off;
  run.w.settings().back_off = duration::days(10);
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").hears(key_of_recharge(1), payment_answer::succeeded);
  run.acme.at("2026-01-07").uses(60);
  const verdict said = run.judged();
  CHECK(said.all<lot_event>().size() == 2);
  CHECK(said.times<charge_event>().at(1) == when("2026-01-07"));
}

TEST_CASE("a refusal that reaches no gateway starts no wait and breaks nothing", "[R10.4]") {
  recharging run(good_card());
  run.w.settings().on_failure = GENERATE(failure_policy::back_off, failure_policy::break_after);
  run.acme.spec().payment_methods.clear();
  run.acme.at("2026-01-05").uses(20).uses(1);
  run.acme.at("2026-01-06").sets_cards({good_card()});
  const verdict said = run.judged();
  CHECK(said.all<recharge_failed_event>().size() == 1);
  CHECK(said.all<recharge_waits_event>().empty());
  CHECK(said.times<charge_event>() == instants{when("2026-01-06")});
}

TEST_CASE("a cap on the number of recharges is hard, said once, and ends with the period", "[R10.5]") {
  recharging run(good_card());
  run.terms.max_per_period = 2;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").uses(50);
  run.acme.at("2026-01-07").uses(50).uses(1);
  run.acme.at("2026-01-08").uses(1);
  const verdict said = run.judged();
  CHECK(said.times<charge_event>() == instants{when("2026-01-05"), when("2026-01-06"), when("2026-02-01")});
  CHECK(said.all<recharge_waits_event>() == waits{{recharge_wait::max_per_period, when("2026-02-01")}});
  CHECK(said.times<recharge_waits_event>() == instants{when("2026-01-07")});
}

TEST_CASE("recharges that failed do not count towards a cap, one that is credited late does", "[R10.5]") {
  recharging run(card({declines, ok}));
  run.w.settings().on_failure = failure_policy::break_after;
  run.w.settings().break_after = 5;
  run.terms.max_per_period = 1;
  run.acme.at("2026-01-05").uses(20);
  SECTION("failed") {
    CHECK(run.judged().all<charge_event>().size() == 2);
  }
  SECTION("credited late") {
    run.terms.max_per_period = 2;
    run.acme.at("2026-01-06").hears(key_of_recharge(1), payment_answer::succeeded);
    run.acme.at("2026-01-07").uses(110);
    const verdict said = run.judged();
    CHECK(said.all<charge_event>().size() == 3);  // the third on 1 February
    CHECK(said.times<recharge_waits_event>() == instants{when("2026-01-07")});
  }
}

TEST_CASE("a recharge that would pass the spending cap is not made, nor made smaller", "[R10.5]") {
  recharging run(good_card());
  run.terms.max_spend_per_period = 250_cents;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").uses(50);
  run.acme.at("2026-01-07").uses(50);
  const verdict said = run.judged();
  CHECK(said.times<charge_event>() == instants{when("2026-01-05"), when("2026-01-06"), when("2026-02-01")});
  CHECK(said.all<recharge_waits_event>() == waits{{recharge_wait::max_spend_per_period, when("2026-02-01")}});
}

TEST_CASE("a sum that meets the spending cap exactly is made", "[R10.5]") {
  recharging run(good_card());
  run.terms.max_spend_per_period = 2_usd;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").uses(50);
  CHECK(run.judged().all<charge_event>().size() == 2);
}

TEST_CASE("a cooldown keeps recharges apart, from when one was begun", "[R10.5]") {
  recharging run(good_card());
  run.terms.cooldown = duration::hours(24);
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-05T12:00:00Z").uses(50).uses(1);
  const verdict said = run.judged();
  CHECK(said.times<charge_event>() == instants{when("2026-01-05"), when("2026-01-06")});
  CHECK(said.all<recharge_waits_event>() == waits{{recharge_wait::cooldown, when("2026-01-06")}});
}

TEST_CASE("a new crossing, or another reason, is said again", "[R10.5][R10.14]") {
  recharging run(good_card());
  run.terms.cooldown = duration::hours(48);
  run.terms.max_per_period = 2;
  run.acme.at("2026-01-05").uses(20);                                     // begun
  run.acme.at("2026-01-05T12:00:00Z").uses(50);                           // cooldown, until the 7th
  run.acme.at("2026-01-06").grants(lot(lot_kind::free, 20_cr)).uses(20);  // and again
  run.acme.at("2026-01-08").uses(60);                                     // the second was begun on the 7th
  const verdict said = run.judged();
  CHECK(said.times<recharge_waits_event>() ==
        instants{when("2026-01-05T12:00:00Z"), when("2026-01-06"), when("2026-01-08"), when("2026-01-09")});
  CHECK(said.all<recharge_waits_event>().at(2).why == recharge_wait::cooldown);
  CHECK(said.all<recharge_waits_event>().at(3).why == recharge_wait::max_per_period);
}

TEST_CASE("the step `reset` leaves the caps alone", "[R3.10][R10.5]") {
  recharging run(good_card());
  run.terms.max_per_period = 1;
  run.acme.at("2026-01-05").uses(20);
  run.acme.at("2026-01-06").resets().uses(50);
  CHECK(run.judged().times<charge_event>() == instants{when("2026-01-05"), when("2026-02-01")});
}

TEST_CASE("the wallet is watched less what of it is held, and less debt", "[R10.2]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  auto acme = w.account("acme").pays_by(good_card());
  acme.begins_with(lot(lot_kind::adjustment, 100_cr)).begins_with(lot(lot_kind::plan, 500_cr));
  recharge_terms terms;
  terms.watch = recharge_watch::wallet;
  terms.threshold = 50_cr;
  terms.target = 100_cr;
  acme.recharges(terms);
  hold_command of_all;
  of_all.amount = 560_cr;
  acme.at("2026-01-05").holds("job", of_all);
  const verdict said = judge(w);
  CHECK(said.charges.at(0).amount == 120_cents);  // 60 are missing
}
