// Fees are earned as their time goes by (R13.3).
#include "tests/engine/ledger/told_books.hpp"

using namespace drawdown;
using namespace drawdown::ledger;

namespace {

using account = money_account;
using what = subscription_event::what;

// 30.00 on 16 April, for a month.
told_books& subscribe(told_books& books, money price = cents(3000)) {
  books.at("2026-04-16T00:00:00Z").tell(sent(payment_for::subscription, price)).tell(success());
  return books.tell(told(what::begun, "2026-05-16T00:00:00Z", 1, price));
}

}  // namespace

TEST_CASE("a fee is earned at the ends of months and of its own time", "[R13.3]") {
  told_books books;
  subscribe(books);
  CHECK(books.last == money_entry{{account::unsettled, cents(3000)}, {account::deferred_fees, cents(-3000)}});
  CHECK(books.at("2026-04-30T23:59:59.999999Z").closings.empty());
  CHECK(books.at("2026-05-01T00:00:00Z").in(account::fee_revenue) == -1500);
  CHECK(books.at("2026-05-15T00:00:00Z").closings.size() == 1);
  CHECK(books.at("2026-05-16T00:00:00Z").in(account::fee_revenue) == -3000);
  CHECK(books.closings.back().at == on("2026-05-16T00:00:00Z"));
  CHECK(books.at("2026-09-01T00:00:00Z").closings.size() == 2);
  CHECK(books.in(account::deferred_fees) == 0);
}

TEST_CASE("a run that ends within a month is cut off at its end", "[R13.3]") {
  world in = with_gateway();
  in.end = on("2026-04-24T00:00:00Z");
  told_books books(in);
  subscribe(books);
  CHECK(books.at("2026-04-23T23:59:59.999999Z").closings.empty());
  CHECK(books.at("2026-04-24T00:00:00Z").in(account::fee_revenue) == -800);
  CHECK(books.in(account::deferred_fees) == -2200);
  CHECK(books.closings.back().at == in.end);
}

TEST_CASE("where a month ends with the run, or an instant later, it closes once", "[R13.3]") {
  for (const auto* end : {"2026-04-30T23:59:59.999999Z", "2026-05-01T00:00:00Z"}) {
    world in = with_gateway();
    in.end = on(end);
    told_books books(in);
    subscribe(books);
    books.at(end).at("2026-05-01T00:00:00Z");
    CHECK(books.in(account::fee_revenue) == -1500);
    REQUIRE(books.closings.size() == 1);
    CHECK(books.closings.back().at == on("2026-05-01T00:00:00Z"));
  }
}

TEST_CASE("a renewal that is paid late is earned from its boundary on", "[R13.3][R8.3]") {
  told_books books;
  books.at("2026-04-16T00:00:00Z").tell(told(what::turned, "2026-05-16T00:00:00Z", 0));
  books.tell(sent(payment_for::renewal, cents(3000)));
  books.tell(told(what::past_due, "2026-05-16T00:00:00Z", 1, cents(3000)));
  CHECK(books.last.empty());
  books.at("2026-04-26T00:00:00Z").tell(success());
  books.tell(told(what::renewed, "2026-05-16T00:00:00Z", 1, cents(3000)));
  CHECK(books.at("2026-05-01T00:00:00Z").in(account::fee_revenue) == -1500);
}

TEST_CASE("an upgrade is a piece of its own, to the end of the cycle", "[R13.3][R8.7]") {
  told_books books;
  subscribe(books);
  books.at("2026-05-06T00:00:00Z").tell(sent(payment_for::plan_change, cents(1000), 2)).tell(success(2));
  books.tell(told(what::plan_changed, "2026-05-16T00:00:00Z", 2, cents(1000)));
  CHECK(books.in(account::fee_revenue) == -1500);
  CHECK(books.at("2026-05-16T00:00:00Z").in(account::fee_revenue) == -4000);
}

TEST_CASE("a payout, or the end of another piece, earns no fee", "[R13.3][R13.4]") {
  world in = with_gateway();
  in.gateways[0].payout = payout_every::day;
  told_books books(in);
  subscribe(books);
  CHECK(books.at("2026-04-20T00:00:00Z").in(account::cash) == 3000);
  CHECK(books.in(account::fee_revenue) == 0);
  books.tell(sent(payment_for::user, cents(500), 2)).tell(success(2));
  books.tell(told(what::user_joined, "2026-04-26T00:00:00Z", 2, cents(500)));
  CHECK(books.at("2026-04-27T00:00:00Z").in(account::fee_revenue) == -500);
}

TEST_CASE("where the subscription ends, the rest is earned at once", "[R13.3][R8.6]") {
  told_books books;
  subscribe(books).at("2026-05-06T00:00:00Z").tell(told(what::ended, "2026-05-06T00:00:00Z", 0));
  CHECK(books.last ==
        money_entry{{account::deferred_fees, cents(1500)}, {account::fee_revenue, cents(-1500)}});
  books.tell(refund(cents(1000)));
  CHECK(books.in(account::refunds) == 1000);
  CHECK(books.in(account::fee_revenue) == -3000);
}

TEST_CASE("the cost of add-on lots and overage are no part of a fee", "[R13.3][R13.4]") {
  told_books books;
  books.at("2026-04-16T00:00:00Z").tell(told(what::turned, "2026-05-16T00:00:00Z", 0));
  overage_event beyond;
  beyond.payment = 1;
  beyond.price = cents(400);
  books.tell(beyond).tell(sent(payment_for::renewal, cents(4000))).tell(success());
  books.tell(told(what::renewed, "2026-05-16T00:00:00Z", 1, cents(4000)));
  CHECK(books.in(account::overage_revenue) == -400);
  CHECK(books.in(account::deferred_fees) == -3600);
  books.tell(lot_of(1, 100, {}, 1)).tell(lot_of(2, 60, cents(600), 1));
  CHECK(books.in(account::deferred) == -600);
  CHECK(books.in(account::deferred_fees) == -3000);
  CHECK(books.at("2026-05-01T00:00:00Z").in(account::fee_revenue) == -1500);
}

TEST_CASE("lots that are granted ahead of their payment are no part of its fee", "[R8.2][R13.3]") {
  told_books books;
  books.at("2026-04-16T00:00:00Z").tell(told(what::turned, "2026-05-16T00:00:00Z", 0));
  books.tell(sent(payment_for::renewal, cents(3600))).tell(lot_of(2, 60, cents(600), 1));
  CHECK(books.last == money_entry{{account::unsettled, cents(600)}, {account::deferred, cents(-600)}});
  books.tell(success()).tell(told(what::renewed, "2026-05-16T00:00:00Z", 1, cents(3600)));
  CHECK(books.in(account::unsettled) == 0);
  CHECK(books.in(account::deferred_fees) == -3000);
}

TEST_CASE("a refund takes what is still deferred of a fee first", "[R13.4]") {
  told_books books;
  subscribe(books).at("2026-05-06T00:00:00Z").tell(refund(cents(2000)));
  CHECK(books.last == money_entry{{account::gateways, cents(-2000)},
                                  {account::deferred_fees, cents(1500)},
                                  {account::refunds, cents(500)}});
  CHECK(books.at("2026-06-01T00:00:00Z").in(account::fee_revenue) == -1500);
}

TEST_CASE("a disputed fee is earned no further, unless the dispute is won", "[R9.6][R13.4]") {
  told_books books;
  subscribe(books).at("2026-05-06T00:00:00Z").tell(chargeback(cents(3000)));
  CHECK(books.last == money_entry{{account::gateways, cents(-3000)},
                                  {account::deferred_fees, cents(1500)},
                                  {account::chargeback_losses, cents(1500)}});
  SECTION("in time") {
    books.at("2026-05-10T00:00:00Z").tell(won(cents(3000)));
    CHECK(books.in(account::chargeback_losses) == 0);
    CHECK(books.in(account::deferred_fees) == -1500);
    CHECK(books.at("2026-05-16T00:00:00Z").in(account::fee_revenue) == -3000);
  }
  SECTION("after its time") {
    books.at("2026-07-10T00:00:00Z");
    CHECK(books.in(account::fee_revenue) == -1500);
    books.tell(won(cents(3000)));
    CHECK(books.in(account::fee_revenue) == -3000);
  }
  CHECK(books.in(account::deferred_fees) == 0);
  CHECK(books.in(account::gateways) == 3000);
}
