#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// From a second after the request on a dollar buys 40 credits, not 50; the gateway succeeds two seconds
// later.
struct repriced {
  world_builder w;
  account_builder acme = w.account("acme").pays_by(good_card());
  explicit repriced(credit_rate later = {1_usd, 40_cr}) {
    w.settings().rate_fixed_at = rate_time::payment;
    w.version("2026-01-05T00:00:01Z").rate = later;
    acme.at("2026-01-05");
  }
  repriced(const repriced&) = delete;
  repriced& operator=(const repriced&) = delete;

  lot_event first_lot() const { return judge(w).all<lot_event>().at(0); }
};

}  // namespace

TEST_CASE("money that was asked for buys at the rate of the instant of its success", "[R9.1][R7.3]") {
  repriced r;
  r.acme.tops_up(10_usd);
  const verdict said = judge(r.w);
  CHECK(said.all<charge_event>().at(0).brings == 500_cr);
  CHECK(said.all<lot_event>().at(0).amount == 400_cr);
  CHECK(said.all<lot_event>().at(0).cost == 10_usd);
  r.w.settings().rate_fixed_at = rate_time::request;
  CHECK(r.first_lot().amount == 500_cr);
}

TEST_CASE("credits that were asked for are granted as asked", "[R9.1]") {
  repriced r;
  r.acme.tops_up(500_cr);
  CHECK(r.first_lot().amount == 500_cr);
}

TEST_CASE("the bonus is that of the request", "[R9.1]") {
  repriced r;
  r.w.catalog().top_ups.bonuses = {{10_usd, 70_cr}};
  r.acme.tops_up(10_usd);
  const auto lots = judge(r.w).all<lot_event>();
  REQUIRE(lots.size() == 2);
  CHECK(lots[0].amount == 400_cr);
  CHECK(lots[1].amount == 70_cr);
}

TEST_CASE("an invoice brings what its money buys when it is paid in full", "[R9.1][R9.3]") {
  repriced r;
  r.acme.spec().invoice_terms = lasting("30d");
  r.acme.at("2026-01-04").does(invoice_command{10_usd}).keyed("bill");
  r.acme.does(pay_invoice_command{r.w.key("bill"), 9_usd});
  r.acme.at("2026-01-06").does(pay_invoice_command{r.w.key("bill"), {}});
  CHECK(r.first_lot().amount == 400_cr);
}

TEST_CASE("a recharge in money has the rate of its success, one in credits what was missing",
          "[R9.1][R10.2]") {
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.limits = recharge_limits::apply;
  const auto bought = [](const recharge_terms& by, std::optional<money> minimum = {}) {
    repriced r;
    r.w.catalog().top_ups.minimum = minimum;
    r.acme.sets_recharge(by);
    return r.first_lot().amount;
  };
  terms.amount = 10_usd;
  CHECK(bought(terms) == 400_cr);
  terms.amount.reset();
  terms.pack = 10_usd;
  CHECK(bought(terms) == 400_cr);
  terms.pack.reset();
  terms.target = 500_cr;
  CHECK(bought(terms) == 500_cr);
  CHECK(bought(terms, 20_usd) == 800_cr);  // moved to the bound, which is money
}

TEST_CASE("where the rate of the success brings nothing, what was shown is granted", "[R9.1]") {
  repriced worthless{{1000000_usd, 0.000001_cr}};
  worthless.acme.tops_up(10_usd);
  CHECK(worthless.first_lot().amount == 500_cr);

  repriced boundless{{1_cents, credits::largest()}};
  boundless.acme.tops_up(10_usd);
  CHECK(boundless.first_lot().amount == 500_cr);
}

TEST_CASE("what there is no room for is not granted beyond what was shown", "[R9.1][R1.6]") {
  const auto first_bought = [](credits there_is) {
    repriced r{{1_usd, 60_cr}};
    r.acme.begins_with(lot(lot_kind::free, there_is));
    r.acme.tops_up(10_usd);
    return judge(r.w).all<lot_event>().at(1).amount;
  };
  CHECK(first_bought(credits::largest() - 600_cr) == 600_cr);
  CHECK(first_bought(credits::largest() - 599_cr) == 500_cr);
}

TEST_CASE("while a payment is in flight it counts as what it showed", "[R9.1][R10.2]") {
  repriced r;
  recharge_terms terms;
  terms.threshold = 450_cr;
  terms.count_pending = true;
  terms.amount = 1_usd;
  r.acme.tops_up(10_usd).sets_recharge(terms);
  const verdict said = judge(r.w);
  // 500 are coming: not low. 400 came: low.
  CHECK(said.all<charge_event>().at(1).of == payment_for::recharge);
  CHECK(said.times<charge_event>().at(1) == when("2026-01-05T00:00:03Z"));
}
