// Accounts that are billed by invoice, in the fast core (R9.3).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
using what = invoice_event::what;

std::vector<what> told_of_invoices(const verdict& said) {
  std::vector<what> found;
  for (const invoice_event& e : said.all<invoice_event>()) found.push_back(e.of);
  return found;
}

// An account that is billed with thirty days to pay, and asks for 50 dollars of credit.
struct one_invoice {
  world_builder world;
  account_builder acme = world.account("acme");

  one_invoice() {
    acme.spec().invoice_terms = lasting("30 days");
    acme.at("2026-01-05").does(invoice_command{50_usd}).keyed("order");
  }
  account_builder& pays(std::optional<money> amount = {}) {
    return acme.does(pay_invoice_command{world.key("order"), amount});
  }
  account_builder& voids() { return acme.does(void_invoice_command{world.key("order")}); }
};

TEST_CASE("an invoice brings its credit when it is paid in full", "[R9.3]") {
  one_invoice given;
  given.acme.at("2026-01-10");
  given.pays(20_usd).expects().later(duration::hours(1));
  given.pays().keyed("rest").expects();
  const verdict said = run(given.world);
  CHECK(said.all<charge_event>().empty());
  const auto told = said.all<invoice_event>();
  REQUIRE(told_of_invoices(said) == std::vector{what::issued, what::paid_part, what::paid});
  CHECK(told[0].amount == 50_usd);
  CHECK(told[0].open == 50_usd);
  CHECK(told[0].brings == 2500_cr);
  CHECK(told[0].due == when("2026-02-04"));
  CHECK(told[1].open == 30_usd);
  CHECK(told[2].amount == 30_usd);
  CHECK(told[2].key == given.world.key("rest"));
  CHECK(told[2].open.is_zero());
  CHECK(said.seen(0).account.balance().is_zero());
  CHECK(said.seen(1).account.balance() == 2500_cr);
  CHECK(said.all<lot_event>().at(0).key == given.world.key("order"));
}

TEST_CASE("who is billed one way does not pay the other", "[R9.3]") {
  one_invoice given;
  given.acme.tops_up(50_usd);
  given.world.account("other").pays_by(good_card());
  CHECK(run(given.world).command_outcomes() == results{outcome::requested, outcome::billing_method});
  world_builder w;
  w.account("acme").pays_by(good_card()).at("2026-01-05").does(invoice_command{50_usd});
  CHECK(run(w).command_outcomes() == results{outcome::billing_method});
}

TEST_CASE("payments of an invoice that cannot be are refused, and say why", "[R9.3]") {
  one_invoice given;
  given.acme.does(pay_invoice_command{given.world.key("nothing"), std::nullopt});
  given.pays(0_usd);
  given.pays(51_usd);
  given.pays();
  given.pays();
  given.voids();
  CHECK(run(given.world).command_outcomes() == results{outcome::requested, outcome::unknown_invoice,
                                                       outcome::amount_too_small, outcome::exceeds_invoice,
                                                       outcome::already_paid, outcome::already_paid});
}

TEST_CASE("a voided invoice gives back what was paid of it, and brings nothing", "[R9.3]") {
  one_invoice given;
  given.pays(20_usd);
  given.voids();
  given.pays();
  given.voids();
  const verdict said = run(given.world);
  const auto told = said.all<invoice_event>().back();
  CHECK(told.of == what::voided);
  CHECK(told.amount == 20_usd);
  CHECK(told.open.is_zero());
  CHECK(said.command_outcomes() ==
        results{outcome::requested, outcome::already_voided, outcome::already_voided});
  CHECK(said.at_end.balance().is_zero());
}

TEST_CASE("an open invoice is overdue at its day, and may be paid after it", "[R9.3]") {
  one_invoice given;
  given.pays(20_usd).at("2026-02-10");
  given.pays();
  const verdict said = run(given.world);
  CHECK(told_of_invoices(said) == std::vector{what::issued, what::paid_part, what::overdue, what::paid});
  CHECK(said.times<invoice_event>().at(2) == when("2026-02-04"));
  CHECK(said.all<invoice_event>().at(2).open == 30_usd);
  CHECK(said.at_end.balance() == 2500_cr);
}

TEST_CASE("recharges are invoiced, one at a time", "[R9.3][R10.3]") {
  world_builder w;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 10_usd;
  auto acme = w.account("acme").recharges(terms);
  acme.spec().invoice_terms = lasting("30 days");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 50_cr)).uses(10);
  acme.at("2026-01-06").does(void_invoice_command{key_of_recharge(1)});
  acme.at("2026-01-07").does(pay_invoice_command{key_of_recharge(2), std::nullopt});
  const verdict said = run(w);
  CHECK(told_of_invoices(said) == std::vector{what::issued, what::voided, what::issued, what::paid});
  CHECK(said.all<invoice_event>().at(0).why == payment_for::recharge);
  CHECK(said.all<recharge_failed_event>().empty());
  CHECK(said.at_end.balance() == 540_cr);
}

TEST_CASE("no gateway knows of an invoice", "[R9.3][R9.11]") {
  one_invoice given;
  given.acme.hears(given.world.key("order"), payment_answer::succeeded);
  const verdict said = run(given.world);
  CHECK(said.effects() == std::vector{notice_effect::unknown_payment});
  CHECK(said.at_end.balance().is_zero());
}

TEST_CASE("a top-up by invoice is one that a person asked for", "[R9.3][R5.2]") {
  one_invoice given;
  const agent_index bot = given.acme.agent("bot", when_exhausted::stop);
  given.acme.at("2026-01-06").uses(bot, 10);
  given.pays().uses(bot, 10);
  CHECK(run(given.world).usage_outcomes() == results{outcome::plan_exhausted, outcome::charged});
}

TEST_CASE("a paid invoice can be charged back", "[R9.3][R9.6]") {
  one_invoice given;
  given.pays().uses(100).does(chargeback_command{given.world.key("order"), false}).expects();
  const verdict said = run(given.world);
  CHECK(said.all<chargeback_event>().at(0).amount == 50_usd);
  CHECK(said.seen().suspended);
}

}  // namespace
}  // namespace drawdown::test
