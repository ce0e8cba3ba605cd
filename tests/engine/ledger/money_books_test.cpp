// Money that was paid for credit: where it is, and when it is earned (R13.1, R13.2, R13.4).
#include "tests/engine/ledger/told_books.hpp"

using namespace drawdown;
using namespace drawdown::ledger;

namespace {

using account = money_account;

// 10.00 were paid for 300 credits.
told_books& buy(told_books& books, money cost = cents(1000), std::int32_t credit = 300) {
  books.tell(sent(payment_for::top_up, cost)).tell(success());
  return books.tell(lot_of(1, credit, cost, 1));
}

world expecting_breakage(std::uint32_t millionths) {
  world in = with_gateway();
  in.settings.expected_breakage = millionths;
  return in;
}

}  // namespace

TEST_CASE("what a payment brought is deferred when its lot is booked", "[R13.1][R13.4]") {
  told_books books;
  books.tell(sent(payment_for::top_up, cents(2000))).tell(success());
  CHECK(books.last == money_entry{{account::gateways, cents(2000)}, {account::unsettled, cents(-2000)}});
  books.tell(lot_of(1, 100, cents(2000), 1));
  CHECK(books.last == money_entry{{account::unsettled, cents(2000)}, {account::deferred, cents(-2000)}});
  CHECK(books.tell(lot_of(2, 10, {}, 1)).last.empty());  // its bonus
}

TEST_CASE("what a grant cost was paid elsewhere, once it is booked", "[R13.4]") {
  told_books books;
  lot_event scheduled = lot_of(1, 10, cents(1000), 0);
  scheduled.result = outcome::scheduled;
  CHECK(books.tell(scheduled).last.empty());
  books.tell(lot_of(1, 10, cents(1000), 0));
  CHECK(books.last == money_entry{{account::paid_elsewhere, cents(1000)}, {account::deferred, cents(-1000)}});
}

TEST_CASE("use, refunds and expiry share what a lot cost, and the parts add up", "[R13.2]") {
  told_books books;
  buy(books).tell(used(1, 100));
  CHECK(books.last == money_entry{{account::deferred, cents(333)}, {account::usage_revenue, cents(-333)}});
  books.tell(refund(cents(334), {{1, credits::whole(100)}}));
  CHECK(books.last == money_entry{{account::gateways, cents(-334)}, {account::deferred, cents(334)}});
  books.tell(lot_end_event{1, credits::whole(100), {}});
  CHECK(books.last == money_entry{{account::deferred, cents(333)}, {account::breakage, cents(-333)}});
  CHECK(books.in(account::deferred) == 0);
}

TEST_CASE("whatever takes credit of a lot earns its money, or writes it off", "[R13.2]") {
  told_books books;
  buy(books, cents(30000));
  const std::vector<slice> ten{{1, credits::whole(10)}};
  capture_event captured;
  captured.slices = ten;
  captured.released = {{1, credits::whole(5), released_to::expired},
                       {1, credits::whole(5), released_to::lot},
                       {1, credits::whole(5), released_to::revoked}};
  books.tell(captured);
  CHECK(books.in(account::usage_revenue) == -1000);
  CHECK(books.in(account::breakage) == -1000);
  debt_paid_event paid;
  paid.slices = ten;
  adjust_event adjusted;
  adjusted.slices = ten;
  books.tell(paid).tell(adjusted);
  CHECK(books.in(account::usage_revenue) == -3000);
  release_event released;
  released.released = {{1, credits::whole(10), released_to::expired}};
  revoke_event revoked;
  revoked.lot = 1;
  revoked.amount = credits::whole(10);
  carry_event trimmed;
  trimmed.lot = 1;
  trimmed.expired = credits::whole(10);
  refill_event reset;
  reset.lot = 1;
  reset.expired = credits::whole(10);
  books.tell(released).tell(revoked).tell(trimmed).tell(reset);
  CHECK(books.in(account::breakage) == -5000);
  CHECK(books.in(account::deferred) == -22000);
}

TEST_CASE("what is repeated, and what nobody paid for, earns nothing", "[R13.2][R4.3]") {
  told_books books;
  buy(books);
  usage_event again = used(1, 100);
  again.repeated = true;
  CHECK(books.tell(again).last.empty());
  books.tell(lot_of(2, 100, {}, 0));
  CHECK(books.tell(used(2, 100)).last.empty());
}

TEST_CASE("a refund of usage takes revenue back, where its lot is still there", "[R9.7][R13.2]") {
  told_books books;
  buy(books, cents(1000), 100).tell(used(1, 60));
  books.tell(refund_of(1, 20, refunded_to::lot));
  CHECK(books.last == money_entry{{account::deferred, cents(-200)}, {account::usage_revenue, cents(200)}});
  books.tell(refund_of(1, 10, refunded_to::expired));
  CHECK(books.last == money_entry{{account::usage_revenue, cents(100)}, {account::breakage, cents(-100)}});
  books.tell(refund_of(1, 10, refunded_to::revoked));
  CHECK(books.last == money_entry{{account::usage_revenue, cents(100)}, {account::breakage, cents(-100)}});
  books.tell(refund_of(1, 10, refunded_to::debt));
  CHECK(books.last ==
        money_entry{{account::usage_revenue, cents(100)}, {account::chargeback_losses, cents(-100)}});
}

TEST_CASE("what a refund of usage grants anew is deferred again", "[R9.7][R13.2]") {
  told_books books;
  buy(books, cents(1000), 100).tell(used(1, 100)).tell(refund_of(1, 30, refunded_to::regranted));
  CHECK(books.last.empty());
  lot_event again = lot_of(2, 30, cents(300), 0);
  again.key = key_of(9);
  books.tell(again);
  CHECK(books.last == money_entry{{account::deferred, cents(-300)}, {account::usage_revenue, cents(300)}});
  again.lot = 3;
  books.tell(heard_event{}).tell(again);  // another event lay between
  CHECK(books.in(account::paid_elsewhere) == 300);
}

TEST_CASE("a chargeback loses what was used, and a won dispute brings it back", "[R9.6][R13.4]") {
  told_books books;
  buy(books, cents(4000), 100).tell(used(1, 50));
  books.tell(chargeback(cents(4000), {{1, credits::whole(50)}}));
  CHECK(books.last == money_entry{{account::gateways, cents(-4000)},
                                  {account::deferred, cents(2000)},
                                  {account::chargeback_losses, cents(2000)}});
  lot_event returned = lot_of(2, 50, cents(2000), 1);
  returned.key = key_of(8);
  books.tell(won(cents(4000))).tell(returned);
  CHECK(books.in(account::gateways) == 4000);
  CHECK(books.in(account::deferred) == -2000);
  CHECK(books.in(account::chargeback_losses) == 0);
}

TEST_CASE("credit that is expected never to be used is income while the rest is used", "[R13.2]") {
  told_books books(expecting_breakage(100'000));
  buy(books, cents(1000), 100).tell(used(1, 50));
  CHECK(books.in(account::deferred) == -444);
  CHECK(books.in(account::usage_revenue) == -500);
  CHECK(books.in(account::breakage) == -56);
  books.tell(used(1, 40));
  CHECK(books.in(account::deferred) == 0);
  CHECK(books.in(account::breakage) == -100);
  books.tell(used(1, 10));  // more than was expected
  CHECK(books.in(account::usage_revenue) == -1000);
  CHECK(books.in(account::breakage) == 0);
}

TEST_CASE("expected breakage ends with its lot, and is undone by a refund", "[R13.2][R9.7]") {
  told_books books(expecting_breakage(100'000));
  buy(books, cents(1000), 100).tell(used(1, 50)).tell(refund_of(1, 50, refunded_to::lot));
  CHECK(books.in(account::deferred) == -1000);
  CHECK(books.in(account::breakage) == 0);
  books.tell(lot_end_event{1, credits::whole(100), {}});
  CHECK(books.in(account::deferred) == 0);
  CHECK(books.in(account::breakage) == -1000);
}

TEST_CASE("a gateway keeps its fee, and pays out the rest", "[R13.4]") {
  world in = with_gateway();
  in.gateways[0].fee_rate = 29'000;
  in.gateways[0].fee_fixed = cents(25);
  in.gateways[0].payout = payout_every::day;
  told_books books(in);
  books.at("2026-04-03T10:00:00Z").tell(sent(payment_for::top_up, cents(2000))).tell(success());
  CHECK(books.last == money_entry{{account::gateways, cents(1917)},
                                  {account::unsettled, cents(-2000)},
                                  {account::gateway_fees, cents(83)}});
  books.at("2026-04-03T23:59:59Z");
  CHECK(books.closings.empty());
  books.at("2026-04-04T00:00:00Z");
  REQUIRE(books.closings.size() == 1);
  CHECK(books.closings[0].of == closing_entry::what::payout);
  CHECK(books.closings[0].at == on("2026-04-04T00:00:00Z"));
  CHECK(books.in(account::cash) == 1917);
  books.tell(lot_of(1, 10, cents(2000), 1)).tell(refund(cents(2000), {{1, credits::whole(10)}}));
  CHECK(books.in(account::gateways) == -2000);  // the next payout takes it back
  CHECK(books.at("2026-04-05T00:00:00Z").in(account::cash) == -83);
}

TEST_CASE("a payment that no gateway was sent is paid elsewhere", "[R13.4]") {
  told_books books;
  books.tell(told(subscription_event::what::past_due, "2026-05-01T00:00:00Z", 1, cents(500)));
  books.tell(success());
  CHECK(books.last == money_entry{{account::paid_elsewhere, cents(500)}, {account::unsettled, cents(-500)}});
}

TEST_CASE("an invoice is receivable until it is paid or voided", "[R9.3][R13.4]") {
  using what = invoice_event::what;
  told_books books;
  books.tell(invoice(what::issued, payment_for::top_up, cents(2000)));
  CHECK(books.last == money_entry{{account::receivables, cents(2000)}, {account::billed, cents(-2000)}});
  books.tell(invoice(what::paid_part, payment_for::top_up, cents(500)));
  CHECK(books.in(account::receivables) == 1500);
  CHECK(books.in(account::cash) == 500);
  CHECK(books.tell(invoice(what::overdue, payment_for::top_up, {})).last.empty());
  SECTION("paid") {
    books.tell(invoice(what::paid, payment_for::top_up, cents(1500))).tell(lot_of(1, 10, cents(2000), 1));
    CHECK(books.in(account::cash) == 2000);
    CHECK(books.in(account::deferred) == -2000);
    CHECK(books.in(account::unsettled) == 0);
  }
  SECTION("voided") {
    books.tell(invoice(what::voided, payment_for::top_up, cents(500)));
    CHECK(books.in(account::cash) == 0);
    CHECK(books.in(account::unsettled) == 0);
  }
  CHECK(books.in(account::receivables) == 0);
  CHECK(books.in(account::billed) == 0);
}

TEST_CASE("usage beyond the credit is revenue when all of it is paid", "[R4.13][R13.4]") {
  told_books by_card;
  by_card.tell(sent(payment_for::overage, cents(300))).tell(success());
  CHECK(by_card.in(account::overage_revenue) == -300);
  CHECK(by_card.tell(refund(cents(300))).in(account::refunds) == 0);  // it was billed again
  CHECK(by_card.in(account::overage_revenue) == 0);

  using what = invoice_event::what;
  told_books by_invoice;
  by_invoice.tell(invoice(what::issued, payment_for::overage, cents(300)));
  by_invoice.tell(invoice(what::paid_part, payment_for::overage, cents(100)));
  CHECK(by_invoice.in(account::overage_revenue) == 0);
  by_invoice.tell(invoice(what::paid, payment_for::overage, cents(200)));
  CHECK(by_invoice.in(account::overage_revenue) == -300);
  CHECK(by_invoice.in(account::unsettled) == 0);
}

TEST_CASE("money that came too late for anything goes back unearned", "[R9.4][R13.4]") {
  told_books books;
  books.tell(sent(payment_for::subscription, cents(2000))).tell(success()).tell(refund(cents(2000)));
  CHECK(books.in(account::gateways) == 0);
  CHECK(books.in(account::unsettled) == 0);
  CHECK(books.in(account::refunds) == 0);
}
