// What became of steps that give back, and what an account comes to with them.
#include "engine/sweep/outcome.hpp"

#include <catch2/catch.hpp>

#include "engine/sweep/account_run.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::sweep;
using namespace drawdown::test;

namespace {

// How an account ran.
struct ran {
  explicit ran(const world_builder& told) : in(told.build()), run(in, 0), steps(steps_of(in->accounts[0])) {
    run.work_all();
    REQUIRE_FALSE(run.audit().has_value());
    outcomes = outcomes_of(steps, run.events(), told_by(steps, run.events()));
    end = end_of(run.events(), run.now());
  }

  std::shared_ptr<const world> in;
  account_run run;
  std::vector<step> steps;
  std::vector<step_outcome> outcomes;
  account_end end;
};

}  // namespace

TEST_CASE("a refund tells what went where, and lowers what was used", "[R9.7]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 20_cr).until("2026-01-03"), "gift");
  acme.begins_with(test::lot(lot_kind::paid, 50_cr), "bought");
  acme.at("2026-01-02").uses(30).keyed("used");
  acme.at("2026-01-04").does(refund_command{w.key("used"), 15_cr});
  acme.at("2026-01-04").does(refund_command{w.key("used"), 16_cr});
  const ran account(w);

  const step_outcome& refund = account.outcomes[1];
  CHECK(refund.result == "refunded");
  CHECK(refund.amount == 15_cr);
  REQUIRE(refund.refunded.size() == 2);
  CHECK(refund.refunded[0].of.lot.key == w.key("bought"));
  CHECK(refund.refunded[0].of.amount == 10_cr);
  CHECK(refund.refunded[0].went == refunded_to::lot);
  CHECK(refund.refunded[1].of.amount == 5_cr);
  CHECK(refund.refunded[1].went == refunded_to::expired);
  CHECK(account.outcomes[2].result == "exceeds_debit");
  CHECK(account.outcomes[2].refused);
  CHECK(account.end.used == 15_cr);
  CHECK(account.end.expired == 5_cr);
}

TEST_CASE("refunds of payments and chargebacks tell their money, holds that they void or not",
          "[R9.5][R9.6]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-02").tops_up(50_usd).keyed("buy");
  acme.at("2026-01-03").uses(1000);
  acme.at("2026-01-04").does(refund_payment_command{w.key("buy"), 500_cr});
  acme.at("2026-01-05").holds("call", 40_cr);
  acme.at("2026-01-06").does(chargeback_command{w.key("buy")});
  acme.at("2026-01-07").does(chargeback_command{w.key("buy"), true});
  const ran account(w);

  CHECK(account.outcomes[2].result == "refunded");
  CHECK(account.outcomes[2].price == 10_usd);
  CHECK(account.outcomes[4].result == "charged_back");
  CHECK(account.outcomes[4].price == 40_usd);
  CHECK(account.outcomes[4].debt == 1000_cr);
  REQUIRE(account.outcomes[4].taken.size() == 1);
  CHECK(account.outcomes[4].taken[0].amount == 1000_cr);
  CHECK(account.outcomes[5].result == "won");
  CHECK(account.end.revoked == 1500_cr);
  CHECK(account.end.granted == 3500_cr);
}

TEST_CASE("invoices that are paid count as payments, and quotes tell their money", "[R9.3][R7.4]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.spec().invoice_terms = duration::days(5);
  acme.at("2026-01-02").does(invoice_command{20_usd}).keyed("bill");
  acme.at("2026-01-03").does(pay_invoice_command{w.key("bill"), 5_usd});
  acme.at("2026-01-04").does(pay_invoice_command{w.key("bill")});
  acme.at("2026-01-05").does(estimate_command{no_agent, {{0, 5'000'000}}});
  const ran account(w);
  CHECK(account.outcomes[0].result == "requested");
  CHECK(account.outcomes[1].result == "invoice_paid_part");
  CHECK(account.outcomes[1].price == 5_usd);
  CHECK(account.outcomes[2].result == "invoice_paid");
  CHECK(account.outcomes[3].result == "shown");
  CHECK(account.outcomes[3].amount == 5_cr);
  CHECK(account.end.payments_made == 1);
  CHECK(account.end.payments_credited == 1);
}

TEST_CASE("usage that is paid in money tells how much, and its refund that it is not any more",
          "[R4.5][R9.7]") {
  world_builder w;
  w.settings().when_short = short_of_credit::invoice;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 20_cr));
  acme.at("2026-01-02").uses(30).keyed("used");
  acme.at("2026-01-04").does(refund_command{w.key("used"), 15_cr});
  const ran account(w);
  CHECK(account.outcomes[0].invoiced == 10_cr);
  CHECK(account.outcomes[1].invoiced == 10_cr);
  CHECK(account.end.used == 15_cr);
  CHECK(account.end.now.invoiced == credits{});
}

TEST_CASE("what a turn fills a lot up with counts as refilled", "[R8.2]") {
  world_builder w;
  w.until("2026-02-10");
  plan_terms starter;
  starter.name = "starter";
  starter.every = lasting("1 month");
  starter.allocation = 100_cr;
  starter.rollover = carry_terms{50_cr, 1, 30_cr};
  w.catalog().plans = {starter};
  auto acme = w.account("acme");
  acme.at("2026-01-02").does(subscribe_command{0});
  acme.at("2026-01-04").uses(90);
  const ran account(w);
  CHECK(account.end.refilled == 20_cr);
  CHECK(account.end.granted == 200_cr);
}
