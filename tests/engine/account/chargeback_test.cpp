// Payments that the customer's bank takes back, in the fast core (R9.6).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;

// An account that buys 2500 credits for 50 dollars under the key "bought", and uses 1000 of them.
struct one_dispute {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());

  one_dispute() {
    acme.at("2026-01-05").tops_up(50_usd).keyed("bought").at("2026-01-06").uses(1000).keyed("call");
  }
  account_builder& charged_back(bool won = false) {
    return acme.does(chargeback_command{world.key("bought"), won});
  }
};

TEST_CASE("a chargeback takes what is left, and what was used is owed", "[R9.6]") {
  one_dispute given;
  given.acme.does(refund_payment_command{given.world.key("bought"), 500_cr});
  given.charged_back().keyed("back").expects();
  const verdict said = run(given.world);
  const auto told = said.all<chargeback_event>().at(0);
  CHECK(told.amount == 40_usd);
  CHECK(told.debt == 1000_cr);
  CHECK(told.slices == std::vector<slice>{{1, 1000_cr}});
  CHECK(told.balance.is_zero());
  CHECK(said.seen().suspended);
  CHECK(said.seen().account.debt == 1000_cr);
}

TEST_CASE("a suspended account may not use or hold, and is free again when the debt is paid",
          "[R9.6][R4.7]") {
  one_dispute given;
  given.charged_back().uses(0).holds("live", 1_cr).tops_up(20_usd);
  given.acme.at("2026-01-07").expects().uses(0);
  const verdict said = run(given.world);
  CHECK(said.usage_outcomes() == results{outcome::charged, outcome::account_suspended, outcome::charged});
  CHECK(said.all<hold_event>().at(0).result == outcome::account_suspended);
  CHECK(said.all<debt_paid_event>().at(0).amount == 1000_cr);
  CHECK_FALSE(said.seen().suspended);
}

TEST_CASE("debt of a chargeback is paid by lots without a restriction", "[R9.6][R4.6][R9.13]") {
  one_dispute given;
  given.charged_back().grants(lot(lot_kind::free, 2000_cr).only({0})).expects();
  const verdict said = run(given.world);
  CHECK(said.seen().suspended);
  CHECK(said.seen().account.balance() == 2000_cr);
}

TEST_CASE("the overdraft does not bound debt of chargebacks", "[R9.6][R14.6]") {
  one_dispute given;
  given.world.settings().when_short = short_of_credit::carry;
  given.world.settings().overdraft = 50_cr;
  given.charged_back().adjusts(-50_cr, true).adjusts(-1_cr, true).expects();
  const verdict said = run(given.world);
  CHECK(said.seen().account.debt == 1050_cr);
  CHECK(said.command_outcomes() == results{outcome::requested, outcome::insufficient_credit});
}

TEST_CASE("holds of credit that is charged back are voided first", "[R9.6][R6.3][R9.13]") {
  one_dispute given;
  given.acme.grants(lot(lot_kind::paid, 10_cr).priority(60));
  given.acme.holds("one", 700_cr).holds("two", 805_cr);
  given.charged_back().keyed("back");
  const verdict said = run(given.world);
  const auto voided = said.all<release_event>();
  REQUIRE(voided.size() == 2);
  CHECK(voided[0].key == given.world.key("back"));
  CHECK(voided[0].hold == given.world.key("one"));
  CHECK(voided[1].amount == 805_cr);
  CHECK(said.all<chargeback_event>().at(0).slices == std::vector<slice>{{1, 1500_cr}});
  CHECK(said.at_end.held.is_zero());
}

TEST_CASE("recharging waits while the account is suspended", "[R9.6][R10.3]") {
  one_dispute given;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 10_usd;
  given.acme.sets_recharge(terms);
  given.charged_back().at("2026-01-07").grants(lot(lot_kind::free, 1000_cr));
  const verdict said = run(given.world);
  REQUIRE(said.all<charge_event>().size() == 2);
  CHECK(said.times<charge_event>().at(1) == when("2026-01-07"));
  CHECK(said.all<recharge_waits_event>().empty());
}

TEST_CASE("refunded usage of a payment that was charged back pays its debt", "[R9.6][R9.7]") {
  one_dispute given;
  given.charged_back().does(refund_command{given.world.key("call"), 300_cr}).expects();
  given.acme.at("2026-01-07").grants(lot(lot_kind::free, 600_cr));
  given.acme.does(refund_command{given.world.key("call"), std::nullopt}).expects();
  const verdict said = run(given.world);
  const auto refunds = said.all<refund_event>();
  CHECK(refunds.at(0).slices == std::vector<refunded_slice>{{1, 300_cr, refunded_to::debt}});
  CHECK(said.seen(0).account.debt == 700_cr);
  CHECK(refunds.at(1).slices ==
        std::vector<refunded_slice>{{1, 100_cr, refunded_to::debt}, {1, 600_cr, refunded_to::revoked}});
  CHECK_FALSE(said.seen(1).suspended);
}

TEST_CASE("a chargeback that is won gives back exactly what it took", "[R9.6][R9.13]") {
  one_dispute given;
  given.charged_back().at("2026-01-07").grants(lot(lot_kind::free, 600_cr));
  given.charged_back(true).keyed("won").expects();
  const verdict said = run(given.world);
  const auto told = said.all<chargeback_event>().at(1);
  CHECK(told.is_won);
  CHECK(told.debt == 400_cr);
  CHECK(told.amount == 50_usd);
  const auto returned = said.all<lot_event>().at(2);
  CHECK(returned.amount == 2100_cr);
  CHECK(returned.kind == lot_kind::paid);
  CHECK(returned.cost == 42_usd);
  CHECK(returned.payment == 1);
  CHECK(returned.key == given.world.key("won"));
  CHECK_FALSE(said.seen().suspended);
  CHECK(said.seen().account.balance() == 2100_cr);
}

TEST_CASE("a bonus is charged back, and returns, with its payment", "[R9.6][R9.1]") {
  world_builder w;
  w.catalog().top_ups.bonuses = {{50_usd, 100_cr}};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(50_usd).keyed("bought").at("2026-01-06").uses(150);
  acme.does(chargeback_command{w.key("bought"), false});
  acme.at("2026-01-07")
      .grants(lot(lot_kind::adjustment, 120_cr))
      .does(chargeback_command{w.key("bought"), true});
  const verdict said = run(w);
  CHECK(said.all<chargeback_event>().at(0).debt == 150_cr);
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == 5);
  CHECK(lots[3].kind == lot_kind::paid);
  CHECK(lots[3].amount == 2500_cr);
  CHECK(lots[4].kind == lot_kind::free);
  CHECK(lots[4].amount == 70_cr);
}

TEST_CASE("what has expired meanwhile does not return", "[R9.6][R9.13]") {
  one_dispute given;
  given.world.catalog().top_ups.expires = lasting("10 days");
  given.charged_back().at("2026-02-01");
  given.charged_back(true);
  const verdict said = run(given.world);
  CHECK(said.all<lot_event>().size() == 1);
  CHECK(said.all<lot_end_event>().empty());
  CHECK(said.at_end.debt.is_zero());
}

TEST_CASE("chargebacks that cannot be are refused, and say why", "[R9.6]") {
  one_dispute given;
  given.acme.does(chargeback_command{given.world.key("never"), false});
  given.charged_back(true);
  given.charged_back();
  given.charged_back();
  given.acme.does(refund_payment_command{given.world.key("bought"), std::nullopt});
  given.charged_back(true);
  given.charged_back(true);
  given.charged_back();
  CHECK(run(given.world).command_outcomes() ==
        results{outcome::requested, outcome::unknown_payment, outcome::not_charged_back,
                outcome::already_charged_back, outcome::already_charged_back, outcome::already_won,
                outcome::already_charged_back});
}

TEST_CASE("what expired of a payment is neither taken nor owed", "[R9.6]") {
  one_dispute given;
  given.world.catalog().top_ups.expires = lasting("10 days");
  given.acme.at("2026-02-01");
  given.charged_back().expects();
  const verdict said = run(given.world);
  CHECK(said.all<chargeback_event>().at(0).slices.empty());
  CHECK(said.all<chargeback_event>().at(0).debt == 1000_cr);
}

TEST_CASE("credit that came back by a won chargeback can be refunded", "[R9.6][R9.5]") {
  one_dispute given;
  given.charged_back();
  given.charged_back(true).does(refund_payment_command{given.world.key("bought"), std::nullopt});
  const auto told = run(given.world).all<payment_refund_event>().at(0);
  CHECK(told.slices == std::vector<slice>{{2, 1500_cr}});
  CHECK(told.given_back == 30_usd);
}

}  // namespace
}  // namespace drawdown::test
