// Months close: what was deferred, what became of it, what is left (R13.5).
#include "engine/ledger/closing_times.hpp"
#include "tests/engine/ledger/told_books.hpp"

using namespace drawdown;
using namespace drawdown::ledger;

namespace {

using account = money_account;

void check_that_it_foots(const month_close& m) {
  CHECK(m.closing == m.opening + m.added - m.used - m.recognised - m.expired - m.refunded - m.charged_back);
}

}  // namespace

TEST_CASE("a month tells what was added, used, expired and is left", "[R13.5]") {
  told_books books;
  books.at("2026-04-10T00:00:00Z").tell(lot_of(1, 1000, cents(10000), 0)).tell(used(1, 400));
  books.at("2026-05-10T00:00:00Z").tell(sent(payment_for::top_up, cents(2000))).tell(success());
  books.tell(lot_of(2, 200, cents(2000), 1)).tell(used(1, 300));
  books.tell(refund(cents(500), {{2, credits::whole(50)}}));
  books.tell(lot_end_event{1, credits::whole(300), {}});
  const auto months = books.close("2026-07-15T00:00:00Z");
  REQUIRE(months.size() == 4);  // April to July
  const month_close& may = months[1];
  CHECK(may.begins == on("2026-05-01T00:00:00Z"));
  CHECK(may.opening == 6000);
  CHECK(may.added == 2000);
  CHECK(may.used == 3000);
  CHECK(may.refunded == 500);
  CHECK(may.expired == 3000);
  CHECK(may.closing == 1500);
  CHECK(may.received == 2000);
  CHECK(may.given_back == 500);
  CHECK(months[0].received == 10000);
  CHECK(months[3].opening == 1500);
  for (const month_close& m : months) check_that_it_foots(m);
  CHECK(months.back().closing == -books.in(account::deferred));
}

TEST_CASE("what closes a month belongs to it, and so do fees of gateways and disputes", "[R13.5][R13.3]") {
  world in = with_gateway();
  in.gateways[0].fee_rate = 10'000;
  in.gateways[0].payout = payout_every::month;
  told_books books(in);
  books.at("2026-04-16T00:00:00Z").tell(sent(payment_for::subscription, cents(3000))).tell(success());
  books.tell(told(subscription_event::what::begun, "2026-05-16T00:00:00Z", 1, cents(3000)));
  books.at("2026-05-06T00:00:00Z").tell(chargeback(cents(3000)));
  books.at("2026-06-02T00:00:00Z").tell(won(cents(3000)));
  const auto months = books.close("2026-06-10T00:00:00Z");
  REQUIRE(months.size() == 3);
  CHECK(months[0].recognised == 1500);
  CHECK(months[0].paid_out == 2970);
  CHECK(months[0].gateway_fees == 30);
  CHECK(months[1].charged_back == 1500);
  CHECK(months[1].chargeback_losses == 1500);
  CHECK(months[1].taken_back == 3000);
  CHECK(months[2].taken_back == -3000);
  CHECK(months[1].closing == 0);
  CHECK(months[2].recognised == 1500);
  CHECK(months[2].chargeback_losses == -1500);
  for (const month_close& m : months) check_that_it_foots(m);
}

TEST_CASE("receivables stand open over the ends of months", "[R13.5][R9.3]") {
  told_books books;
  books.at("2026-04-16T00:00:00Z")
      .tell(invoice(invoice_event::what::issued, payment_for::overage, cents(700)));
  books.at("2026-06-16T00:00:00Z").tell(invoice(invoice_event::what::paid, payment_for::overage, cents(700)));
  const auto months = books.close("2026-06-20T00:00:00Z");
  CHECK(months[0].receivables == 700);
  CHECK(months[1].receivables == 700);
  CHECK(months[2].receivables == 0);
  CHECK(months[2].overage == 700);
}

TEST_CASE("books close at midnight in UTC", "[R13.3][R13.4]") {
  CHECK(month_end_after(on("2026-02-28T23:59:59Z")) == on("2026-03-01T00:00:00Z"));
  CHECK(month_end_after(on("2026-03-01T00:00:00Z")) == on("2026-04-01T00:00:00Z"));
  const instant wednesday = on("2026-11-25T00:00:00Z");
  CHECK(payout_after(wednesday, payout_every::day) == on("2026-11-26T00:00:00Z"));
  CHECK(payout_after(wednesday, payout_every::week) == on("2026-11-30T00:00:00Z"));
  CHECK(payout_after(on("2026-11-30T00:00:00Z"), payout_every::week) == on("2026-12-07T00:00:00Z"));
  CHECK(payout_after(wednesday, payout_every::month) == on("2026-12-01T00:00:00Z"));
  CHECK(payout_after(wednesday, payout_every::never).is_never());
}

TEST_CASE("the accounts of money have names", "[R13.1]") {
  CHECK(name_of(account::gateways) == "gateways");
  CHECK(name_of(account::deferred_fees) == "deferred_fees");
  CHECK(name_of(account::usage_revenue) == "revenue:usage");
  CHECK(name_of(account::fee_revenue) == "revenue:fees");
  CHECK(name_of(account::overage_revenue) == "revenue:overage");
  CHECK(name_of(account::chargeback_losses) == "chargeback_losses");
  CHECK(name_of(closing_entry::what::payout) == "payout");
}
