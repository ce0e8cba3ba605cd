// What the checker finds wrong with invoices (R9.3) and with a bonus (R9.1).
#include <utility>

#include <catch2/catch.hpp>

#include "returning.hpp"

namespace drawdown::test {
namespace {

// An account that is billed, and an invoice of 20 USD for 1000 that is due an hour after noon.
std::shared_ptr<const world> billed() {
  world_builder w;
  auto acme = w.account("acme");
  acme.spec().invoice_terms = duration::hours(1);
  return w.build();
}
invoice_event invoice(invoice_event::what of, money amount, money open) {
  invoice_event e;
  e.of = of;
  e.key = of == invoice_event::what::issued || of == invoice_event::what::overdue ? key_of_step(1)
                                                                                  : key_of_step(2);
  e.invoice = key_of_step(1);
  e.payment = 1;
  e.amount = amount;
  e.open = open;
  e.brings = 1000_cr;
  e.due = later;
  return e;
}
using step = invoice_event::what;

TEST_CASE("an invoice brings its credit once, when it is paid in full", "[R9.3][R14.4]") {
  const auto issued = [] { return history(billed()).tell(invoice(step::issued, 20_usd, 20_usd)); };
  const auto brought = [](history told) { return told.brings(1, 1, 1000_cr, 1000_cr).rule(); };
  CHECK(brought(issued().tell(invoice(step::paid, 20_usd, 0_usd))) == "");
  CHECK(brought(issued()) == "R14.4");
  CHECK(brought(issued().tell(invoice(step::paid_part, 5_usd, 15_usd))) == "R14.4");
  CHECK(
      brought(
          issued().tell(invoice(step::paid_part, 5_usd, 15_usd)).tell(invoice(step::paid, 15_usd, 0_usd))) ==
      "");
  CHECK(issued().tell(invoice(step::paid, 20_usd, 0_usd)).uses({}, 0_cr).rule() == "R14.4");
  CHECK(issued().tell(invoice(step::paid_part, 5_usd, 16_usd)).rule() == "R9.3");
  CHECK(issued().tell(invoice(step::paid, 19_usd, 1_usd)).rule() == "R9.3");
  CHECK(issued().tell(invoice(step::paid, 21_usd, money::from_minor(-100))).rule() == "R9.3");
  CHECK(issued().tell(invoice(step::paid_part, 0_usd, 20_usd)).rule() == "R9.3");
  CHECK(history(billed()).tell(invoice(step::paid, 20_usd, 0_usd)).rule() == "R9.3");
  CHECK(history().tell(invoice(step::issued, 20_usd, 20_usd)).rule() == "R9.3");  // it pays by card
}

TEST_CASE("a voided invoice gives back what was paid, and is over", "[R9.3]") {
  const auto partly = [] {
    return history(billed())
        .tell(invoice(step::issued, 20_usd, 20_usd))
        .tell(invoice(step::paid_part, 5_usd, 15_usd));
  };
  CHECK(partly().tell(invoice(step::voided, 5_usd, 0_usd)).at(later.next()).uses({}, 0_cr).message() == "");
  CHECK(partly().tell(invoice(step::voided, 4_usd, 0_usd)).rule() == "R9.3");
  CHECK(partly().tell(invoice(step::voided, 5_usd, 0_usd)).tell(invoice(step::paid, 20_usd, 0_usd)).rule() ==
        "R9.3");
}

TEST_CASE("an invoice that is not told to be overdue, or at another time, is caught", "[R9.3][R2.4]") {
  const auto issued = [] { return history(billed()).tell(invoice(step::issued, 20_usd, 20_usd)); };
  CHECK(issued().at(later.next()).uses({}, 0_cr).rule() == "R9.3");
  CHECK(issued().at(later).tell(invoice(step::overdue, 0_usd, 20_usd)).uses({}, 0_cr).message() == "");
  CHECK(issued().tell(invoice(step::overdue, 0_usd, 20_usd)).rule() == "R9.3");
  CHECK(issued().at(later).tell(invoice(step::overdue, 0_usd, 19_usd)).rule() == "R9.3");
  CHECK(issued()
            .at(later)
            .tell(invoice(step::overdue, 0_usd, 20_usd))
            .tell(invoice(step::overdue, 0_usd, 20_usd))
            .rule() == "R9.3");
}

TEST_CASE("a bonus follows what was bought, once, and is free", "[R9.1][R14.4]") {
  history told;
  told.charges(1, 50_cr).hears_success(1).brings(1, 1, 50_cr, 50_cr);
  lot_event bonus = lot_of(2, lot_kind::free, 5_cr, 55_cr);
  bonus.payment = 1;
  CHECK(history(told).tell(bonus).message() == "");
  CHECK(history(told).tell(bonus).tell(bonus).rule() == "R14.4");
  CHECK(history(told).uses({{1, 1_cr}}, 49_cr).tell(bonus).rule() == "R14.4");
  lot_event paid = bonus;
  paid.kind = lot_kind::paid;
  CHECK(history(told).tell(paid).rule() == "R14.4");
}

}  // namespace
}  // namespace drawdown::test
