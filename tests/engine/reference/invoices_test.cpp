#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using told_as = invoice_event::what;

// An account that is billed by invoice, due after thirty days.
struct invoiced {
  world_builder w;
  account_builder acme = w.account("acme");
  invoiced() {
    acme.spec().invoice_terms = lasting("30d");
    acme.at("2026-01-05");
  }
  invoiced(const invoiced&) = delete;
  invoiced& operator=(const invoiced&) = delete;

  account_builder& asks(money amount) { return acme.does(invoice_command{amount}); }
  account_builder& pays(std::string_view invoice, std::optional<money> amount = std::nullopt) {
    return acme.does(pay_invoice_command{w.key(invoice), amount});
  }
  account_builder& voids(std::string_view invoice) { return acme.does(void_invoice_command{w.key(invoice)}); }
};

std::vector<told_as> told(const verdict& said) {
  std::vector<told_as> found;
  for (const invoice_event& e : said.all<invoice_event>()) found.push_back(e.of);
  return found;
}

}  // namespace

TEST_CASE("an invoice brings its credit when it is paid in full, once", "[R9.3]") {
  invoiced i;
  i.asks(50_usd).keyed("bill");
  i.acme.at("2026-01-10");
  i.pays("bill", 20_usd).expects();
  i.acme.at("2026-01-11");
  i.pays("bill", 31_usd);
  i.pays("bill").expects();
  i.pays("bill");
  const verdict said = judge(i.w);
  CHECK(told(said) == std::vector{told_as::issued, told_as::paid_part, told_as::paid});
  const auto events = said.all<invoice_event>();
  CHECK(events[0].amount == 50_usd);
  CHECK(events[0].open == 50_usd);
  CHECK(events[0].brings == 2500_cr);
  CHECK(events[0].due == when("2026-02-04"));
  CHECK(events[1].amount == 20_usd);
  CHECK(events[1].open == 30_usd);
  CHECK(events[2].amount == 30_usd);
  CHECK(events[2].open == 0_usd);
  CHECK(said.seen(0).account.balance() == 0_cr);
  CHECK(said.seen(1).account.balance() == 2500_cr);
  CHECK(said.command_outcomes() ==
        std::vector<outcome>{outcome::requested, outcome::exceeds_invoice, outcome::already_paid});
  CHECK(said.charges.empty());
  CHECK(said.all<charge_event>().empty());
}

TEST_CASE("the other way of billing is refused", "[R9.3]") {
  invoiced i;
  i.acme.tops_up(50_usd);
  i.asks(5_usd);
  auto by_card = i.w.account("by card").pays_by(good_card());
  by_card.at("2026-01-05").does(invoice_command{50_usd});
  CHECK(judge(i.w).command_outcomes() == std::vector<outcome>{outcome::billing_method, outcome::requested});
  CHECK(judge(i.w.build(), 1).command_outcomes() == std::vector<outcome>{outcome::billing_method});
}

TEST_CASE("an open invoice is overdue once, also where a part of it is paid", "[R9.3]") {
  invoiced i;
  i.asks(50_usd).keyed("bill");
  i.pays("bill", 20_usd);
  i.acme.at("2026-02-05");
  i.pays("bill");
  const verdict said = judge(i.w);
  CHECK(told(said) == std::vector{told_as::issued, told_as::paid_part, told_as::overdue, told_as::paid});
  const invoice_event overdue = said.all<invoice_event>().at(2);
  CHECK(overdue.key == i.w.key("bill"));
  CHECK(overdue.open == 30_usd);
  CHECK(said.times<invoice_event>().at(2) == when("2026-02-04"));
  CHECK(said.at_end.balance() == 2500_cr);
}

TEST_CASE("an invoice that is voided gives back what was paid and brings nothing", "[R9.3]") {
  invoiced i;
  i.asks(50_usd).keyed("bill");
  i.pays("bill", 20_usd);
  i.voids("bill").keyed("void");
  i.voids("bill");
  i.pays("bill");
  i.voids("nobody's");
  const verdict said = judge(i.w);
  CHECK(told(said) == std::vector{told_as::issued, told_as::paid_part, told_as::voided});
  const invoice_event gone = said.all<invoice_event>().at(2);
  CHECK(gone.key == i.w.key("void"));
  CHECK(gone.amount == 20_usd);
  CHECK(gone.open == 0_usd);
  CHECK(said.command_outcomes() == std::vector<outcome>{outcome::requested, outcome::already_voided,
                                                        outcome::already_voided, outcome::unknown_invoice});
  CHECK(said.at_end.balance() == 0_cr);
}

TEST_CASE("a paid invoice cannot be voided, and nothing less than money pays one", "[R9.3]") {
  invoiced i;
  i.asks(50_usd).keyed("bill");
  i.pays("bill", 0_usd);
  i.pays("bill");
  i.voids("bill");
  CHECK(judge(i.w).command_outcomes() ==
        std::vector<outcome>{outcome::requested, outcome::amount_too_small, outcome::already_paid});
}

TEST_CASE("a recharge is in flight until its invoice is paid or void", "[R9.3][R10.3]") {
  invoiced i;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 10_usd;
  i.acme.recharges(terms);
  i.acme.grants(lot(lot_kind::free, 10_cr));
  i.acme.at("2026-01-06").does(void_invoice_command{key_of_recharge(1)});
  i.acme.at("2026-01-07").does(pay_invoice_command{key_of_recharge(2)}).uses(460);
  const verdict said = judge(i.w);
  CHECK(told(said) == std::vector{told_as::issued, told_as::voided, told_as::issued, told_as::paid,
                                  told_as::issued, told_as::overdue});
  CHECK(said.all<recharge_failed_event>().empty());
  CHECK(said.all<invoice_event>().at(0).why == payment_for::recharge);
  CHECK(said.at_end.balance() == 50_cr);
}

TEST_CASE("no gateway speaks of an invoice", "[R9.3][R9.4]") {
  invoiced i;
  i.asks(50_usd).keyed("bill").hears(i.w.key("bill"), payment_answer::succeeded);
  const verdict said = judge(i.w);
  CHECK(said.effects() == std::vector<notice_effect>{notice_effect::unknown_payment});
  CHECK(said.at_end.balance() == 0_cr);
}
