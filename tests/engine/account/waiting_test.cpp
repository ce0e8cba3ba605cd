// Low balance, and what keeps auto-recharge away, in the fast core (R10.4–R10.6).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

constexpr auto ok = card_answer::ok;
constexpr auto declines = card_answer::declines;

recharge_terms twenty_dollars() {
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 20_usd;
  return terms;
}

// When recharges were sent to the gateway.
std::vector<instant> charged_at(const verdict& said) {
  return said.times<charge_event>();
}
std::vector<recharge_wait> waits(const verdict& said) {
  std::vector<recharge_wait> found;
  for (const recharge_waits_event& e : said.all<recharge_waits_event>()) found.push_back(e.why);
  return found;
}

TEST_CASE("after a failure `back_off` waits, and looks when the wait ends if it is woken",
          "[R10.4][R10.16]") {
  world_builder w;
  w.settings().on_failure = failure_policy::back_off;
  w.settings().back_off = duration::hours(6);
  w.settings().wake = GENERATE(true, false);
  auto acme = w.account("acme").pays_by(card({declines, ok})).begins_with(lot(lot_kind::free, 50_cr));
  acme.recharges(twenty_dollars()).at("2026-01-01T10:00:00Z").uses(1);
  const verdict said = run(w);
  REQUIRE(charged_at(said).size() == 2);
  const instant failed = said.times<recharge_failed_event>().at(0);
  CHECK(charged_at(said)[1] ==
        (w.settings().wake ? failed + duration::hours(6) : when("2026-01-01T10:00:00Z")));
  CHECK(waits(said) == std::vector{recharge_wait::back_off});
}

TEST_CASE("a payment that is credited ends the wait of `back_off`", "[R10.4]") {
  world_builder w;
  w.settings().on_failure = failure_policy::back_off;
  w.settings().back_off = duration::days(60);
  auto acme = w.account("acme").pays_by(card({declines, ok})).begins_with(lot(lot_kind::free, 50_cr));
  acme.recharges(twenty_dollars()).at("2026-01-05").tops_up(10_cr);
  CHECK(run(w).all<charge_event>().size() == 3);
}

TEST_CASE("`break_after` ends recharging until a card with another fingerprint is set", "[R10.4]") {
  world_builder w;
  w.settings().on_failure = failure_policy::break_after;
  w.settings().break_after = 2;
  auto acme = w.account("acme").pays_by(bad_card(0)).begins_with(lot(lot_kind::free, 50_cr));
  acme.recharges(twenty_dollars()).at("2026-01-05").uses(1).sets_cards({good_card(0)});
  acme.at("2026-01-06").expects().sets_cards({good_card(1)});
  const verdict said = run(w);
  CHECK(said.all<recharge_failed_event>().size() == 2);
  CHECK(waits(said) == std::vector{recharge_wait::broken});
  CHECK(said.charges.size() == 3);
  CHECK(said.at_end.of(lot_kind::paid) == 1000_cr);
}

TEST_CASE("a cap is reached once and said once, and the turn of the period lifts it", "[R10.5]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 50_cr));
  recharge_terms terms = twenty_dollars();
  terms.max_per_period = 1;
  acme.recharges(terms).at("2026-01-05").uses(1000).uses(1).uses(1);
  const verdict said = run(w);
  CHECK(waits(said) == std::vector{recharge_wait::max_per_period});
  REQUIRE(charged_at(said).size() == 2);
  CHECK(charged_at(said)[1] == when("2026-02-01"));
}

TEST_CASE("a recharge that would pass the spend cap is not made, nor made smaller", "[R10.5]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 50_cr));
  recharge_terms terms = twenty_dollars();
  terms.max_spend_per_period = 39_usd;
  acme.recharges(terms).at("2026-01-05").uses(1000).uses(1);
  const verdict said = run(w);
  CHECK(waits(said) == std::vector{recharge_wait::max_spend_per_period});
  CHECK(charged_at(said).size() == 2);
  CHECK(charged_at(said)[1] == when("2026-02-01"));
}

TEST_CASE("the cooldown counts from the beginning of the last recharge that did not fail", "[R10.5]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 150_cr));
  recharge_terms terms = twenty_dollars();
  terms.cooldown = duration::hours(12);
  acme.recharges(terms).at("2026-01-05").uses(100).later(duration::hours(1)).uses(1000);
  const verdict said = run(w);
  CHECK(waits(said) == std::vector{recharge_wait::cooldown});
  REQUIRE(charged_at(said).size() == 2);
  CHECK(charged_at(said)[1] == when("2026-01-05T12:00:00Z"));
}

TEST_CASE("debt lowers the figure that auto-recharge watches", "[R10.2]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  w.settings().debt_paid_by = {true, false, false, false, false};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").uses(30).grants(lot(lot_kind::plan, 110_cr));
  acme.later(duration::hours(1)).sets_recharge(twenty_dollars());
  CHECK(run(w).all<charge_event>().size() == 1);
}

TEST_CASE("low balance is told once per downward crossing, and anew at another level", "[R10.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 120_cr)).warned_below(100_cr);
  acme.at("2026-01-05").uses(20).uses(10).uses(10).grants(lot(lot_kind::free, 20_cr)).holds("live", 1_cr);
  acme.later(duration::hours(1)).sets_low_balance(100_cr).sets_low_balance(std::nullopt).uses(1);
  const verdict said = run(w);
  const auto told = said.all<low_balance_event>();
  REQUIRE(told.size() == 3);
  CHECK(told[0].available == 90_cr);
  CHECK(told[1].available == 99_cr);
  CHECK(told[2].available == 99_cr);
}

TEST_CASE("an account that begins below its level is told at the beginning", "[R10.6]") {
  world_builder w;
  w.account("acme").warned_below(1_cr);
  CHECK(run(w).times<low_balance_event>() == std::vector{when("2026-01-01")});
}

}  // namespace
TEST_CASE("a wait ends at its time also where recharging was off in between, and not while it is off",
          "[R10.16][R10.4]") {
  world_builder w;
  w.settings().on_failure = failure_policy::back_off;
  w.settings().back_off = duration::hours(6);
  w.settings().wake = true;
  auto acme = w.account("acme").pays_by(card({declines, ok})).begins_with(lot(lot_kind::free, 150_cr));
  acme.recharges(twenty_dollars()).at("2026-01-05T09:00:00Z").uses(60);
  acme.at("2026-01-05T14:00:00Z").sets_recharge(std::nullopt);
  SECTION("it stays off") {
    CHECK(charged_at(run(w)).size() == 1);
  }
  SECTION("it is switched on again before the wait is over") {
    acme.at("2026-01-05T14:30:00Z").sets_recharge(twenty_dollars());
    const verdict said = run(w);
    const instant failed = said.times<recharge_failed_event>().at(0);
    CHECK(charged_at(said) == std::vector{when("2026-01-05T09:00:00Z"), failed + duration::hours(6)});
  }
}

}  // namespace drawdown::test
