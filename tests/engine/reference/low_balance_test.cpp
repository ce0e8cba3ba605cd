#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {
using instants = std::vector<instant>;
}  // namespace

TEST_CASE("a low balance is said once per downward crossing", "[R10.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr)).warned_below(50_cr);
  acme.at("2026-01-05").uses(50);                                   // 50: not below
  acme.at("2026-01-06").uses(1).uses(1);                            // below, said once
  acme.at("2026-01-07").grants(lot(lot_kind::free, 1_cr)).uses(1);  // 49: still below
  acme.at("2026-01-08").grants(lot(lot_kind::free, 2_cr)).uses(1);  // 50, then below again
  const verdict said = judge(w);
  CHECK(said.all<low_balance_event>() ==
        std::vector{low_balance_event{50_cr, 49_cr}, low_balance_event{50_cr, 49_cr}});
  CHECK(said.times<low_balance_event>() == instants{when("2026-01-06"), when("2026-01-08")});
}

TEST_CASE("a hold may make the balance low, and the end of a lot", "[R10.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10"));
  acme.warned_below(50_cr);
  acme.at("2026-01-05").holds("job", 60_cr, no_agent, "1 day");
  CHECK(judge(w).times<low_balance_event>() == instants{when("2026-01-05"), when("2026-01-10")});
}

TEST_CASE("an account that begins below the level is told so, and a new level is looked at anew", "[R10.6]") {
  world_builder w;
  auto acme = w.account("acme").warned_below(50_cr);
  acme.at("2026-01-05").sets_low_balance(50_cr);
  acme.at("2026-01-06").sets_low_balance(std::nullopt);
  acme.at("2026-01-07").sets_low_balance(1_cr);
  const verdict said = judge(w);
  CHECK(said.times<low_balance_event>() ==
        instants{when("2026-01-01"), when("2026-01-05"), when("2026-01-07")});
  CHECK(said.all<low_balance_event>().back() == low_balance_event{1_cr, 0_cr});
}

TEST_CASE("debt is paid before the balance is looked at, and recharging comes last", "[R2.4][R10.6]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  recharge_terms terms;
  terms.threshold = 40_cr;
  terms.amount = 1_usd;
  auto acme = w.account("acme").pays_by(good_card()).warned_below(10_cr).recharges(terms);
  acme.begins_with(lot(lot_kind::free, 40_cr));
  acme.at("2026-01-05").holds("job", 20_cr).uses(25).voids("job");
  std::vector<std::size_t> kinds;
  for (const event& e : judge(w).events)
    if (e.at == when("2026-01-05")) kinds.push_back(e.body.index());
  const auto kind_of = [](auto one) { return event_body(one).index(); };
  CHECK(kinds == std::vector{kind_of(hold_event{}), kind_of(charge_event{}), kind_of(usage_event{}),
                             kind_of(low_balance_event{}), kind_of(release_event{}),
                             kind_of(debt_paid_event{})});
}
