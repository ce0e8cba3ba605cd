// Where money is, and what it was received for (R13.1).
#include "engine/ledger/money_books.hpp"

#include <array>
#include <vector>

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::ledger;

namespace {

using account = money_account;

money cents(std::int64_t minor) {
  return money::from_minor(minor);
}

// Tells the books one event after another, and keeps what each account comes to.
class history {
 public:
  template <class Body>
  history& tell(const Body& body) {
    last_ = books_.see({instant{}, body});
    std::int64_t sum_minor = 0;
    for (const money_posting& line : last_) {
      accounts_.at(static_cast<std::size_t>(line.account)) += line.amount;
      sum_minor += line.amount.minor();
      CHECK_FALSE(line.amount.is_zero());
    }
    CHECK(sum_minor == 0);
    return *this;
  }
  const std::vector<money_posting>& last() const { return last_; }
  std::int64_t in(account of) const { return accounts_.at(static_cast<std::size_t>(of)).minor(); }

 private:
  money_books books_;
  std::vector<money_posting> last_;
  std::array<money, money_accounts> accounts_{};
};

lot_event lot(money cost, payment_id payment) {
  lot_event booked;
  booked.cost = cost;
  booked.payment = payment;
  booked.key = {effect_key::space::timeline, 0, payment};
  return booked;
}
charge_event sent(payment_for what, money price) {
  charge_event made;
  made.payment = 1;
  made.of = what;
  made.amount = price;
  return made;
}
heard_event success() {
  heard_event heard;
  heard.payment = 1;
  heard.effect = notice_effect::credited;
  return heard;
}
subscription_event told(subscription_event::what what) {
  return {what, 1, {}};
}
invoice_event invoice(invoice_event::what what, payment_for why, money amount) {
  invoice_event e;
  e.of = what;
  e.payment = 1;
  e.why = why;
  e.amount = amount;
  return e;
}
payment_refund_event refund(money given_back) {
  payment_refund_event e;
  e.id = 1;
  e.given_back = given_back;
  return e;
}

// 20.00 were paid for credit, and for a plan.
history bought() {
  history books;
  books.tell(sent(payment_for::top_up, cents(2000))).tell(success()).tell(lot(cents(2000), 1));
  return books;
}
history subscribed() {
  history books;
  books.tell(sent(payment_for::subscription, cents(2000))).tell(success());
  books.tell(told(subscription_event::what::begun));
  return books;
}

}  // namespace

TEST_CASE("money for credit is deferred when the credit is booked", "[R13.1]") {
  const history books = bought();
  CHECK(books.last() ==
        std::vector<money_posting>{{account::gateways, cents(2000)}, {account::deferred, cents(-2000)}});
  lot_event bonus = lot({}, 1);
  bonus.kind = lot_kind::free;
  CHECK(history(books).tell(bonus).last().empty());

  history elsewhere;
  elsewhere.tell(lot(cents(1000), 0));
  CHECK(elsewhere.last() == std::vector<money_posting>{{account::paid_elsewhere, cents(1000)},
                                                       {account::deferred, cents(-1000)}});
  lot_event scheduled = lot(cents(1000), 0);
  scheduled.result = outcome::scheduled;
  CHECK(history().tell(scheduled).last().empty());
  CHECK(history().tell(lot({}, 0)).last().empty());
}

TEST_CASE("money for a plan is a fee once it is told what it paid for", "[R13.1]") {
  history books = subscribed();
  CHECK(books.in(account::gateways) == 2000);
  CHECK(books.in(account::fees) == -2000);
  CHECK(books.in(account::unsettled) == 0);
  CHECK(books.tell(lot(cents(500), 1)).in(account::deferred) == -500);  // units of an add-on
  CHECK(books.in(account::fees) == -1500);

  history failing;
  failing.tell(sent(payment_for::renewal, cents(2000))).tell(told(subscription_event::what::past_due));
  CHECK(failing.last().empty());
  failing.tell(success());
  CHECK(failing.in(account::unsettled) == -2000);
  CHECK(failing.tell(told(subscription_event::what::renewed)).in(account::unsettled) == 0);
}

TEST_CASE("money that came too late for anything goes back", "[R13.1][R9.4]") {
  history books;
  books.tell(sent(payment_for::subscription, cents(2000))).tell(success()).tell(refund(cents(2000)));
  CHECK(books.in(account::gateways) == 0);
  CHECK(books.in(account::unsettled) == 0);
}

TEST_CASE("refunds and chargebacks take money out, and a won dispute brings it back", "[R9.5][R9.6][R13.1]") {
  history books = bought();
  books.tell(refund(cents(300)));
  CHECK(books.in(account::gateways) == 1700);
  CHECK(books.in(account::deferred) == -1700);
  CHECK(subscribed().tell(refund(cents(300))).in(account::fees) == -1700);

  chargeback_event back;
  back.id = 1;
  back.key = {effect_key::space::timeline, 0, 9};
  back.amount = cents(1700);
  books.tell(back);
  CHECK(books.in(account::gateways) == 0);
  CHECK(books.in(account::chargebacks) == 1700);
  back.is_won = true;
  lot_event returned = lot(cents(1700), 1);
  returned.key = back.key;
  books.tell(back);
  CHECK(books.in(account::gateways) == 1700);
  CHECK(books.in(account::chargebacks) == 0);
  CHECK(books.tell(returned).last().empty());  // its money is deferred already
}

TEST_CASE("what a refund of usage grants anew moves no money", "[R9.7][R13.1]") {
  refund_event back;
  back.key = {effect_key::space::timeline, 0, 9};
  lot_event again = lot(cents(100), 0);
  again.key = back.key;
  history books = bought();
  CHECK(history(books).tell(back).tell(again).last().empty());
  CHECK(history(books).tell(back).tell(heard_event{}).tell(again).in(account::paid_elsewhere) == 100);
  back.repeated = true;
  CHECK(history(books).tell(back).tell(again).in(account::paid_elsewhere) == 100);
}

TEST_CASE("invoices are paid by transfer, in parts perhaps, and given back when they are voided",
          "[R9.3][R13.1]") {
  using what = invoice_event::what;
  history books;
  books.tell(invoice(what::issued, payment_for::top_up, cents(2000)));
  CHECK(books.last().empty());
  books.tell(invoice(what::paid_part, payment_for::top_up, cents(500)));
  CHECK(books.in(account::transfers) == 500);
  CHECK(books.in(account::unsettled) == -500);
  CHECK(history(books).tell(invoice(what::voided, payment_for::top_up, cents(500))).in(account::transfers) ==
        0);
  books.tell(invoice(what::overdue, payment_for::top_up, {}));
  CHECK(books.last().empty());
  books.tell(invoice(what::paid, payment_for::top_up, cents(1500))).tell(lot(cents(2000), 1));
  CHECK(books.in(account::transfers) == 2000);
  CHECK(books.in(account::unsettled) == 0);
  CHECK(books.in(account::deferred) == -2000);

  history plan;
  plan.tell(invoice(what::issued, payment_for::renewal, cents(2000)));
  plan.tell(invoice(what::paid, payment_for::renewal, cents(2000)));
  plan.tell(told(subscription_event::what::renewed));
  CHECK(plan.in(account::fees) == -2000);
  CHECK(plan.tell(refund(cents(700))).in(account::transfers) == 1300);
}

TEST_CASE("money for usage beyond the credit is settled as soon as it comes", "[R4.5][R13.1]") {
  history by_card;
  by_card.tell(sent(payment_for::overage, cents(300))).tell(success());
  CHECK(by_card.in(account::gateways) == 300);
  CHECK(by_card.in(account::fees) == -300);
  CHECK(by_card.tell(refund(cents(300))).in(account::fees) == 0);

  using what = invoice_event::what;
  history by_invoice;
  by_invoice.tell(invoice(what::issued, payment_for::overage, cents(300)));
  by_invoice.tell(invoice(what::paid_part, payment_for::overage, cents(100)));
  CHECK(by_invoice.in(account::unsettled) == -100);
  by_invoice.tell(invoice(what::paid, payment_for::overage, cents(200)));
  CHECK(by_invoice.in(account::transfers) == 300);
  CHECK(by_invoice.in(account::unsettled) == 0);
  CHECK(by_invoice.in(account::fees) == -300);
}

TEST_CASE("the accounts of money have names", "[R13.1]") {
  CHECK(name_of(account::gateways) == "gateways");
  CHECK(name_of(account::paid_elsewhere) == "paid_elsewhere");
  CHECK(name_of(account::deferred) == "deferred");
  CHECK(name_of(account::transfers) == "transfers");
  CHECK(name_of(account::fees) == "fees");
  CHECK(name_of(account::unsettled) == "unsettled");
  CHECK(name_of(account::chargebacks) == "chargebacks");
}
