// What the checker finds wrong with usage that is paid in money (R4.5).
#include <catch2/catch.hpp>

#include "subscribed.hpp"

namespace drawdown::test {
namespace {

std::shared_ptr<const world> invoicing(short_of_credit rule = short_of_credit::invoice) {
  return with_plans([&](world& w) {
    w.settings.when_short = rule;
    w.catalog.overage_price = credit_rate{1_usd, 40_cr};
  });
}

// Sixty free credits, of which a debit of 180 takes all: 120 are to be paid in money.
history invoiced_120() {
  history told(invoicing());
  told.books(1, lot_kind::free, 60_cr, 60_cr);
  return told.tell(debit_of({{1, 60_cr}}, 0_cr, {}, {}, 120_cr));
}

const effect_key first_payment{effect_key::space::overage, 0, 1};

charge_event charged(money amount) {
  charge_event made;
  made.payment = 1;
  made.key = first_payment;
  made.of = payment_for::overage;
  made.amount = amount;
  return made;
}
figures_event seen(credits invoiced) {
  figures now;
  now.invoiced = invoiced;
  return {0, no_agent, now, {}, {}, false};
}
heard_event heard(notice_effect effect) {
  heard_event told;
  told.payment = 1;
  told.key = first_payment;
  told.effect = effect;
  return told;
}

TEST_CASE("a right history of overage breaks nothing", "[R4.5][R14.3]") {
  auto told = invoiced_120();
  told.tell(seen(120_cr));
  told.tell(overage_event{1, first_payment, 120_cr}).tell(charged(3_usd)).tell(seen({}));
  SECTION("paid") {
    told.tell(heard(notice_effect::credited)).tell(seen({}));
    told.books(2, lot_kind::free, 10_cr, 10_cr);
  }
  SECTION("declined") {
    told.tell(heard(notice_effect::failed)).tell(seen(120_cr));
  }
  SECTION("paid after it was declined: given back") {
    told.tell(heard(notice_effect::failed)).tell(heard(notice_effect::credited));
    told.tell(payment_refund_event{first_payment, first_payment, 1, 3_usd, {}, {}}).tell(seen(120_cr));
  }
  CHECK(told.message() == "");
}

TEST_CASE("usage is invoiced only where the settings say so, and no lot can pay", "[R4.5]") {
  CHECK(history(invoicing(short_of_credit::cap)).tell(debit_of({}, 0_cr, {}, {}, 5_cr)).rule() == "R4.5");
  CHECK(history(invoicing()).tell(debit_of({}, 0_cr, 5_cr)).rule() == "R4.5");
  history told(invoicing());
  told.books(1, lot_kind::free, 60_cr, 60_cr);
  CHECK(told.tell(debit_of({{1, 50_cr}}, 10_cr, {}, {}, 5_cr)).rule() == "R4.5");
}

TEST_CASE("what is not billed is told right, and billed whole at its price", "[R4.5][R14.4]") {
  CHECK(invoiced_120().tell(seen(100_cr)).rule() == "R4.5");
  CHECK(invoiced_120().tell(overage_event{1, first_payment, 100_cr}).rule() == "R4.5");
  const auto billed = invoiced_120().tell(overage_event{1, first_payment, 120_cr});
  CHECK(history(billed).tell(charged(4_usd)).rule() == "R4.5");
  CHECK(history(billed).tell(seen({})).rule() == "R4.5");
  CHECK(invoiced_120().tell(charged(3_usd)).rule() == "R4.5");
}

TEST_CASE("a cycle is not charged without what was invoiced", "[R4.5][R8.2]") {
  auto told = with_allocation(invoicing());
  told.at(noon + duration::hours(2)).tell(debit_of({{1, 1000_cr}}, 0_cr, {}, {}, 40_cr));
  told.at(first_turn).ends(1, 0_cr, 0_cr);
  told.tell(told_of(subscription_event::what::turned, active(second_turn)));
  charge_event renewal = charged_for(payment_for::renewal, 2);
  SECTION("it is in it") {
    told.tell(overage_event{2, renewal.key, 40_cr});
    renewal.amount = 30_usd;
    CHECK(told.tell(renewal).message() == "");
  }
  SECTION("it is not") {
    CHECK(told.tell(renewal).rule() == "R4.5");
  }
}

TEST_CASE("what is billed is not refunded, what is not billed comes first", "[R9.7][R4.5]") {
  world_builder w;
  w.settings().when_short = short_of_credit::invoice;
  auto acme = w.account("acme");
  acme.at(later).does(refund_command{key_of_step(9)});
  history told(w.build());
  usage_event used = debit_of({{1, 60_cr}}, 0_cr, {}, {}, 20_cr);
  used.key = key_of_step(9);
  told.books(1, lot_kind::free, 60_cr, 60_cr).tell(used);
  refund_event refund;
  refund.key = key_of_step(10);
  refund.debit = used.key;
  refund.meter = used.meter;
  refund.amount = 30_cr;
  refund.invoiced = 20_cr;
  refund.slices = {{1, 10_cr, refunded_to::lot}};
  refund.balance = 10_cr;
  CHECK(history(told).tell(refund).message() == "");
  refund.invoiced = 10_cr;
  refund.slices = {{1, 20_cr, refunded_to::lot}};
  refund.balance = 20_cr;
  CHECK(history(told).tell(refund).rule() == "R9.7");
}

}  // namespace
}  // namespace drawdown::test
