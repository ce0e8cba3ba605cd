#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// 2500 credits for 50 USD, 1000 of them used, 500 refunded: 1000 are left.
struct buyer {
  world_builder w;
  account_builder acme = w.account("acme").pays_by(good_card());
  buyer() {
    acme.at("2026-01-05").tops_up(50_usd).keyed("buy");
    acme.at("2026-01-06").uses(1000).keyed("used");
    acme.does(refund_payment_command{w.key("buy"), 500_cr}).at("2026-01-07");
  }
  buyer(const buyer&) = delete;
  buyer& operator=(const buyer&) = delete;

  account_builder& charges_back() { return acme.does(chargeback_command{w.key("buy"), false}); }
  account_builder& wins() { return acme.does(chargeback_command{w.key("buy"), true}); }
};

}  // namespace

TEST_CASE("a chargeback takes what is left, and what was used becomes debt", "[R9.6]") {
  buyer b;
  b.charges_back().keyed("back").expects();
  const verdict said = judge(b.w);
  const chargeback_event back = said.all<chargeback_event>().at(0);
  CHECK(back.key == b.w.key("back"));
  CHECK(back.payment == b.w.key("buy"));
  CHECK(back.id == 1);
  CHECK_FALSE(back.is_won);
  CHECK(back.amount == 40_usd);
  CHECK(back.slices == std::vector<slice>{{1, 1000_cr}});
  CHECK(back.debt == 1000_cr);
  CHECK(back.balance == 0_cr);
  CHECK(said.seen().account.debt == 1000_cr);
  CHECK(said.seen().suspended);
}

TEST_CASE("while its debt is not paid the account is suspended", "[R9.6][R4.7]") {
  buyer b;
  b.charges_back().uses(1).uses(0).holds("call", 1_cr).expects();
  b.acme.at("2026-01-08").grants(lot(lot_kind::adjustment, 1100_cr)).uses(1).expects();
  const verdict said = judge(b.w);
  const auto no = outcome::account_suspended;
  CHECK(said.usage_outcomes() == std::vector<outcome>{outcome::charged, no, no, outcome::charged});
  CHECK(said.all<hold_event>().at(0).result == no);
  CHECK(said.seen(0).suspended);
  CHECK_FALSE(said.seen(1).suspended);
  CHECK(said.all<debt_paid_event>().at(0).amount == 1000_cr);
  CHECK(said.seen(1).account.balance() == 99_cr);
}

TEST_CASE("credit that was there pays the debt of a chargeback at once, but no restricted lot does",
          "[R9.6][R4.6]") {
  buyer b;
  b.acme.grants(lot(lot_kind::free, 300_cr)).grants(lot(lot_kind::free, 5000_cr).only({0}));
  b.charges_back().expects();
  const verdict said = judge(b.w);
  CHECK(said.all<debt_paid_event>().at(0).slices == std::vector<slice>{{2, 300_cr}});
  CHECK(said.seen().account.debt == 700_cr);
  CHECK(said.seen().account.balance() == 5000_cr);
  CHECK(said.seen().suspended);
}

TEST_CASE("holds with its credit are voided first", "[R9.6]") {
  buyer b;
  b.acme.holds("one", 100_cr).grants(lot(lot_kind::free, 50_cr)).holds("two", 40_cr).holds("three", 50_cr);
  b.charges_back().keyed("back").captures("one", 1_cr).captures("two", 40_cr);
  const verdict said = judge(b.w);
  const auto voids = said.all<release_event>();
  REQUIRE(voids.size() == 2);
  CHECK(voids[0].hold == b.w.key("one"));
  CHECK(voids[0].key == b.w.key("back"));
  CHECK_FALSE(voids[0].ran_out);
  CHECK(voids[1].hold == b.w.key("three"));
  CHECK(said.all<chargeback_event>().at(0).slices == std::vector<slice>{{1, 1000_cr}});
  CHECK(said.all<capture_event>().at(0).result == outcome::already_voided);
  CHECK(said.all<capture_event>().at(1).result == outcome::captured);
}

TEST_CASE("its debt is not held against the overdraft", "[R9.6][R4.5]") {
  buyer b;
  b.w.settings().overdraft = 10_cr;
  b.charges_back().adjusts(-10_cr, true).adjusts(-1_cr, true);
  const verdict said = judge(b.w);
  CHECK(said.command_outcomes().back() == outcome::insufficient_credit);
  CHECK(said.at_end.debt == 1010_cr);
}

TEST_CASE("auto-recharge waits silently while the account is suspended", "[R9.6][R10.3]") {
  buyer b;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 10_usd;
  b.charges_back().sets_recharge(terms);
  b.acme.at("2026-01-08").grants(lot(lot_kind::free, 1050_cr));
  const verdict said = judge(b.w);
  CHECK(said.all<recharge_waits_event>().empty());
  REQUIRE(said.all<charge_event>().size() == 2);
  CHECK(said.times<charge_event>().at(1) == when("2026-01-08"));
}

TEST_CASE("refunded usage of it pays its debt, and the rest is revoked", "[R9.6][R9.7]") {
  buyer b;
  b.acme.grants(lot(lot_kind::free, 800_cr));
  b.charges_back().does(refund_command{b.w.key("used")}).expects();
  const verdict said = judge(b.w);
  CHECK(said.all<refund_event>().at(0).slices ==
        std::vector<refunded_slice>{{1, 200_cr, refunded_to::debt}, {1, 800_cr, refunded_to::revoked}});
  CHECK(said.all<debt_paid_event>().size() == 1);
  CHECK(said.seen().account.debt == 0_cr);
  CHECK_FALSE(said.seen().suspended);
}

TEST_CASE("a chargeback that is won ends its open debt and returns the rest", "[R9.6][R9.13]") {
  buyer b;
  b.acme.grants(lot(lot_kind::free, 400_cr));
  b.charges_back();
  b.acme.at("2026-01-09");
  b.wins().keyed("won").expects();
  const verdict said = judge(b.w);
  const chargeback_event won = said.all<chargeback_event>().at(1);
  CHECK(won.is_won);
  CHECK(won.amount == 40_usd);
  CHECK(won.debt == 600_cr);
  CHECK(won.slices.empty());
  const lot_event again = said.all<lot_event>().back();
  CHECK(again.amount == 1400_cr);
  CHECK(again.kind == lot_kind::paid);
  CHECK(again.cost == 28_usd);
  CHECK(again.payment == 1);
  CHECK(again.key == b.w.key("won"));
  CHECK(said.seen().account.debt == 0_cr);
  CHECK(said.seen().account.balance() == 1400_cr);
  CHECK_FALSE(said.seen().suspended);
}

TEST_CASE("what would have expired meanwhile does not return", "[R9.6]") {
  buyer b;
  b.w.catalog().top_ups.expires = lasting("10d");
  b.charges_back();
  b.acme.at("2026-01-20");
  b.wins();
  const verdict said = judge(b.w);
  CHECK(said.all<chargeback_event>().size() == 2);
  CHECK(said.all<lot_event>().size() == 1);
  CHECK(said.all<lot_end_event>().empty());
}

TEST_CASE("chargebacks and wins that do not fit are refused", "[R9.6]") {
  buyer b;
  b.wins().does(chargeback_command{b.w.key("nobody's"), false});
  b.charges_back().does(refund_payment_command{b.w.key("buy")});
  b.charges_back();
  b.wins();
  b.wins();
  b.charges_back();
  const verdict said = judge(b.w);
  const auto heard = said.command_outcomes();
  CHECK(heard == std::vector<outcome>{outcome::requested, outcome::not_charged_back, outcome::unknown_payment,
                                      outcome::already_charged_back, outcome::already_charged_back,
                                      outcome::already_won, outcome::already_charged_back});
  CHECK(said.all<command_event>().at(1).of == command_event::what::win_chargeback);
}

TEST_CASE("debt of a chargeback that a reset dropped does not return when it is won", "[R9.6][R3.10]") {
  buyer b;
  b.w.settings().preserve_overage = false;
  b.charges_back().resets();
  b.wins();
  const verdict said = judge(b.w);
  CHECK(said.all<debt_dropped_event>().at(0).amount == 1000_cr);
  CHECK(said.all<chargeback_event>().at(1).debt == 0_cr);
  CHECK(said.all<lot_event>().back().amount == 1000_cr);
}
