// Free credit that comes with a purchase, in the fast core (R9.1).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

world_builder with_bonuses() {
  world_builder w;
  w.catalog().top_ups.bonuses = {{50_usd, 100_cr}, {100_usd, 300_cr}};
  w.catalog().top_ups.bonus_expires = lasting("30 days");
  return w;
}

TEST_CASE("a purchase brings the last bonus that its price reaches", "[R9.1]") {
  auto w = with_bonuses();
  w.account("acme").pays_by(good_card()).at("2026-01-05").tops_up(120_usd);
  const verdict said = run(w);
  CHECK(said.all<charge_event>().at(0).brings == 6000_cr);
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == 2);
  CHECK(lots[0].kind == lot_kind::paid);
  CHECK(lots[1].kind == lot_kind::free);
  CHECK(lots[1].amount == 300_cr);
  CHECK(lots[1].cost.is_zero());
  CHECK(lots[1].payment == 1);
  CHECK(lots[1].key == lots[0].key);
  CHECK(lots[1].expires == when("2026-02-04T00:00:03Z"));
}

TEST_CASE("a purchase below every bonus brings none", "[R9.1]") {
  auto w = with_bonuses();
  w.account("acme").pays_by(good_card()).at("2026-01-05").tops_up(4999_cents);
  CHECK(run(w).all<lot_event>().size() == 1);
}

TEST_CASE("a recharge brings a bonus too, which is not counted as pending", "[R9.1][R10.2]") {
  auto w = with_bonuses().until("2026-01-20");
  recharge_terms terms;
  terms.threshold = 2560_cr;
  terms.amount = 50_usd;
  terms.count_pending = true;
  w.account("acme").pays_by(good_card()).recharges(terms).at("2026-01-05").expects();
  const verdict said = run(w);
  CHECK(said.all<charge_event>().size() == 1);
  CHECK(said.seen().account.balance() == 2600_cr);
}

}  // namespace
}  // namespace drawdown::test
