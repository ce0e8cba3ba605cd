#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using told = subscription_event::what;
using slices = std::vector<slice>;
const effect_key first_key{effect_key::space::overage, 0, 1};

// What no credit pays is billed: a dollar for 40 credits.
world_builder invoicing() {
  world_builder w;
  w.settings().when_short = short_of_credit::invoice;
  w.catalog().overage_price = credit_rate{1_usd, 40_cr};
  return w;
}

std::vector<credits> invoiced(const verdict& said) {
  std::vector<credits> found;
  for (const usage_event& e : said.all<usage_event>()) found.push_back(e.invoiced);
  return found;
}

}  // namespace

TEST_CASE("a debit takes what there is, the rest is to be billed", "[R4.5]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 30_cr));
  acme.at("2026-01-05").uses(50).uses(10).expects();
  const verdict said = judge(w);
  const auto used = said.all<usage_event>();
  CHECK(said.usage_outcomes() == std::vector{outcome::charged, outcome::charged});
  CHECK(used.at(0).slices == slices{{1, 30_cr}});
  CHECK(invoiced(said) == std::vector{20_cr, 10_cr});
  CHECK(used.at(0).debt == 0_cr);
  CHECK(said.seen().account.invoiced == 30_cr);
  CHECK(said.seen().account.debt == 0_cr);
  CHECK(said.seen().account.net() == 0_cr);
}

TEST_CASE("what is billed counts as spent, and no limit or stop is passed", "[R4.5][R5.2][R5.3]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 30_cr));
  const agent_index limited = acme.agent("limited", when_exhausted::use_balance, 100_cr);
  const agent_index kept = acme.agent("kept", when_exhausted::stop);
  acme.at("2026-01-05").uses(kept, 10).uses(limited, 50).expects(limited);
  acme.sets_policy(limited, when_exhausted::stop).uses(limited, 51);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() ==
        std::vector{outcome::plan_exhausted, outcome::charged, outcome::limit_reached});
  CHECK(said.seen().agent_spent == 50_cr);
}

TEST_CASE("neither a hold nor a capture within it is billed, the excess of a capture is",
          "[R4.5][R6.1][R6.7]") {
  world_builder w = invoicing();
  w.settings().capture_overrun = overrun::debit;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 30_cr));
  acme.at("2026-01-05").holds("more", 31_cr).holds("job", 20_cr).captures("job", 45_cr).expects();
  const verdict said = judge(w);
  CHECK(said.all<hold_event>().at(0).result == outcome::insufficient_credit);
  CHECK(said.all<usage_event>().at(0).slices == slices{{1, 10_cr}});
  CHECK(invoiced(said) == std::vector{15_cr});
  CHECK(said.seen().account.invoiced == 15_cr);
}

TEST_CASE("what is to be billed counts among what an account may take in", "[R1.6][R4.5]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, credits::largest() - 5_cr));
  acme.at("2026-01-05").holds("all", credits::largest() - 5_cr).uses(6).uses(5).uses(1);
  const auto no = outcome::amount_out_of_range;
  CHECK(judge(w).usage_outcomes() == std::vector{no, outcome::charged, no});
}

TEST_CASE("without a subscription it is billed when the usage period turns", "[R4.5][R2.6]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").uses(50);
  acme.at("2026-02-01").expects();
  acme.at("2026-02-05").uses(4);
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") == lines{"overage 1 50", "charge 1 overage 125"});
  CHECK(told_on(said, "2026-03-01") == lines{"overage 2 4", "charge 2 overage 10"});
  CHECK(said.all<overage_event>().at(0).key == first_key);
  CHECK(said.all<charge_event>().at(0).brings == 0_cr);
  CHECK(said.seen().account.invoiced == 0_cr);
  CHECK(said.all<lot_event>().empty());
}

TEST_CASE("what was declined, or could not be charged, is billed with the next turn", "[R4.5][R9.10]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").pays_by(bad_card());
  acme.at("2026-01-05").uses(40);
  acme.at("2026-02-05").expects().sets_cards({good_card(1)});
  acme.at("2026-03-05").expects();
  const verdict declined = judge(w);
  CHECK(declined.seen(0).account.invoiced == 40_cr);
  CHECK(declined.seen(1).account.invoiced == 0_cr);
  CHECK(told_on(declined, "2026-03-01") == lines{"overage 2 40", "charge 2 overage 100"});

  acme.spec().payment_methods.clear();
  const verdict without = judge(w);
  CHECK(told_on(without, "2026-02-01") == lines{});
  CHECK(told_on(without, "2026-03-01") == lines{"overage 1 40", "charge 1 overage 100"});
}

TEST_CASE("a success after the failure is given back: another payment is for it", "[R4.5][R9.10]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").pays_by(bad_card());
  acme.at("2026-01-05").uses(40);
  acme.at("2026-02-05").hears(first_key, payment_answer::succeeded).expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-05") == lines{"back 1 100"});
  CHECK(said.seen().account.invoiced == 40_cr);
}

TEST_CASE("a sum that comes to no money stays", "[R4.5][R1.4]") {
  world_builder w = invoicing();
  w.meter("drop", 100'000);
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").uses_exactly(no_agent, 2 * 1'000'000, 1);  // half a cent: rounded to even
  acme.at("2026-02-05").uses_exactly(no_agent, 2 * 1'000'000, 1);
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") == lines{});
  CHECK(told_on(said, "2026-03-01") == lines{"overage 1 0.4", "charge 1 overage 1"});
}

TEST_CASE("with a plan it is billed in one charge with the next cycle", "[R4.5][R8.2]") {
  world_builder w = invoicing();
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 1000_cr)));
  acme.at("2026-01-10").uses(1100);
  acme.at("2026-02-01").expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") ==
        lines{"end 1 0", "turned", "overage 2 100", "charge 2 renewal 3150", "renewed", "lot 2 plan 1000"});
  CHECK(said.all<overage_event>().at(0).key == effect_key{effect_key::space::cycle, 0, 1});
  CHECK(said.seen().account.invoiced == 0_cr);
  CHECK(told_on(said, "2026-03-01").at(2) == "charge 3 renewal 2900");
}

TEST_CASE("cycle and usage are rounded once, together", "[R4.5][R1.4]") {
  const auto due = [](money price) {
    world_builder w = invoicing();
    w.meter("drop", 100'000);
    auto acme = subscriber(w, sells(w, monthly("starter", price, 0_cr)));
    acme.at("2026-01-10").uses_exactly(no_agent, 2 * 1'000'000, 1);
    return judge(w).all<charge_event>().at(1).amount;
  };
  CHECK(due(1_cents) == 2_cents);  // 1.5 to even
  CHECK(due(2_cents) == 2_cents);  // 2.5 to even
}

TEST_CASE("a plan that costs nothing is charged for usage alone", "[R4.5][R8.2]") {
  world_builder w = invoicing();
  w.meter("drop", 100'000);
  auto acme = subscriber(w, sells(w, monthly("free", 0_usd, 100_cr)));
  acme.at("2026-01-10").uses(140);
  acme.at("2026-02-10").uses(100).uses_exactly(no_agent, 1'000'000, 1);
  acme.at("2026-03-10").expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") ==
        lines{"end 1 0", "turned", "overage 1 40", "charge 1 renewal 100", "renewed", "lot 2 plan 100"});
  CHECK(told_on(said, "2026-03-01") == lines{"end 2 0", "turned", "renewed", "lot 3 plan 100"});
  CHECK(said.seen().account.invoiced == 0.1_cr);
}

TEST_CASE("the end of a trial bills what was used beyond it", "[R4.5][R8.1]") {
  world_builder w = invoicing();
  plan_terms starter = monthly("starter", 29_usd, 100_cr);
  starter.trial = lasting("14d");
  auto acme = subscriber(w, sells(w, starter));
  acme.at("2026-01-10").uses(140);
  CHECK(told_on(judge(w), "2026-01-15").at(3) == "charge 1 renewal 3000");
}

TEST_CASE("the price in force at the charge counts", "[R4.5][R7.3]") {
  world_builder w = invoicing();
  w.version("2026-02-01").overage_price = credit_rate{1_usd, 20_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").uses(40);
  CHECK(judge(w).charges.at(0).amount == 2_usd);
}

TEST_CASE("while past due nothing more is billed, and a retry is for the same money", "[R4.5][R8.3]") {
  world_builder w = invoicing();
  w.settings().dunning = {duration::days(30), duration::days(10)};
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 0_cr)));
  acme.spec().payment_methods = {
      card({card_answer::ok, card_answer::declines, card_answer::declines, card_answer::ok})};
  acme.at("2026-01-10").uses(40);
  acme.at("2026-02-10").uses(20);
  acme.at("2026-03-01").expects();
  acme.at("2026-03-20").expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-03-01") == lines{"turned"});
  CHECK(said.all<overage_event>().size() == 1);
  for (std::size_t i = 1; i < said.charges.size(); ++i) CHECK(said.charges[i].amount == 30_usd);
  CHECK(said.charges.size() == 4);
  CHECK(said.seen(0).account.invoiced == 20_cr);
  CHECK(said.seen(1).account.invoiced == 20_cr);
}

TEST_CASE("without a payment method the sum is in the renewal that fails", "[R4.5][R8.3]") {
  world_builder w = invoicing();
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 0_cr)));
  acme.at("2026-01-10").uses(40).sets_cards({});
  acme.at("2026-02-01").expects();
  acme.at("2026-02-01T12:00:00Z").sets_cards({good_card()});
  const verdict said = judge(w);
  CHECK(told_between(said, "2026-02-01", "2026-02-02") ==
        lines{"turned", "overage 2 40", "past_due", "step changed", "charge 2 renewal 3000", "renewed"});
  CHECK(said.seen().account.invoiced == 0_cr);
}

TEST_CASE("when a subscription ends it is billed at once", "[R4.5][R8.6]") {
  for (const bool at_once : {true, false}) {
    world_builder w = invoicing();
    w.settings().on_cancel = cancel_refund::prorated;
    auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 10_cr)));
    acme.at("2026-01-16T12:00:00Z").uses(50).does(cancel_command{at_once});
    const verdict said = judge(w);
    if (at_once)
      CHECK(told_on(said, "2026-01-16") == lines{"step changed", "end 1 0", "subscription_ended",
                                                 "overage 2 40", "charge 2 overage 100", "back 1 1450"});
    else
      CHECK(told_on(said, "2026-02-01") ==
            lines{"end 1 0", "subscription_ended", "overage 2 40", "charge 2 overage 100"});
    CHECK(said.charges.size() == 2);
  }
}

TEST_CASE("when dunning ends the subscription the usage is billed with the next turn", "[R4.5][R8.3]") {
  world_builder w = invoicing();
  w.settings().dunning = {duration::days(1)};
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 0_cr)));
  acme.spec().payment_methods = {card({card_answer::ok, card_answer::declines})};
  acme.at("2026-01-10").uses(40);
  acme.at("2026-02-03").expects().sets_cards({good_card(1)});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-02") == lines{"charge 2 renewal 3000", "subscription_ended"});
  CHECK(said.seen().account.invoiced == 40_cr);
  CHECK(told_on(said, "2026-03-01") == lines{"overage 3 40", "charge 3 overage 100"});
}

TEST_CASE("a cancel while past due bills what the renewal had billed, at once", "[R4.5][R8.6]") {
  world_builder w = invoicing();
  auto acme = subscriber(w, sells(w, monthly("starter", 29_usd, 0_cr)));
  acme.spec().payment_methods = {card({card_answer::ok, card_answer::declines})};
  acme.at("2026-01-10").uses(40);
  acme.at("2026-02-03").uses(4).does(cancel_command{false});
  CHECK(told_on(judge(w), "2026-02-03") ==
        lines{"step changed", "subscription_ended", "overage 3 44", "charge 3 overage 110"});
}

TEST_CASE("an account that is billed by invoice gets one for it", "[R4.5][R9.3]") {
  world_builder w = invoicing();
  auto acme = w.account("acme");
  acme.spec().invoice_terms = lasting("10 days");
  acme.at("2026-01-05").uses(40);
  acme.at("2026-02-04").expects();
  acme.at("2026-02-05").does(void_invoice_command{first_key}).expects();
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") == lines{"overage 1 40", "invoice 1 invoice_issued 100"});
  CHECK(said.seen(0).account.invoiced == 0_cr);
  CHECK(said.seen(1).account.invoiced == 40_cr);
  CHECK(told_on(said, "2026-03-01") == lines{"overage 2 40", "invoice 2 invoice_issued 100"});
  CHECK(told_on(said, "2026-03-11") == lines{"invoice 2 invoice_overdue 0"});
}

TEST_CASE("a refund unwinds first what is not billed yet, never what was billed", "[R4.5][R9.7]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 30_cr));
  acme.at("2026-01-05").uses(50).keyed("early");
  acme.at("2026-01-06").does(refund_command{w.key("early"), 5_cr}).expects();
  acme.at("2026-02-06").does(refund_command{w.key("early"), 31_cr});
  acme.does(refund_command{w.key("early"), {}}).expects();
  const verdict said = judge(w);
  const auto refunds = said.all<refund_event>();
  CHECK(refunds.at(0).invoiced == 5_cr);
  CHECK(refunds.at(0).slices.empty());
  CHECK(said.seen(0).account.invoiced == 15_cr);
  CHECK(said.all<overage_event>().at(0).amount == 15_cr);
  CHECK(refunds.at(1).result == outcome::exceeds_debit);
  CHECK(refunds.at(2).amount == 30_cr);
  CHECK(refunds.at(2).invoiced == 0_cr);
  CHECK(said.seen(1).account.balance() == 30_cr);
}

TEST_CASE("what was billed in vain is refunded like what is not billed yet", "[R4.5][R9.7]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").pays_by(bad_card());
  acme.at("2026-01-05").uses(50).keyed("early");
  acme.at("2026-02-06").does(refund_command{w.key("early"), {}}).expects();
  const verdict said = judge(w);
  CHECK(said.all<refund_event>().at(0).invoiced == 50_cr);
  CHECK(said.seen().account.invoiced == 0_cr);
  CHECK(told_on(said, "2026-03-01") == lines{});
}

TEST_CASE("a payment for usage is not refundable, and its chargeback makes no debt", "[R4.5][R9.5][R9.6]") {
  world_builder w = invoicing();
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").uses(40);
  acme.at("2026-02-05").does(refund_payment_command{first_key, {}});
  acme.does(chargeback_command{first_key, false}).expects();
  const verdict said = judge(w);
  CHECK(said.command_outcomes() == std::vector{outcome::non_refundable});
  CHECK(said.all<chargeback_event>().at(0).amount == 1_usd);
  CHECK(said.all<chargeback_event>().at(0).debt == 0_cr);
  CHECK_FALSE(said.seen().suspended);
}
