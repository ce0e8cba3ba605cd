// What the checker finds wrong with refunds of payments (R9.5), chargebacks and won disputes (R9.6).
#include <utility>

#include <catch2/catch.hpp>

#include "returning.hpp"

namespace drawdown::test {
namespace {

// A payment of 50 USD brought 2500, of which 1000 were used by debit 7.
history bought(std::shared_ptr<const world> in = returning()) {
  history told(std::move(in));
  charge_event made;
  made.payment = 1;
  made.key = key_of_step(8);
  made.amount = 50_usd;
  made.brings = 2500_cr;
  lot_event lot = lot_of(1, lot_kind::paid, 2500_cr, 2500_cr);
  lot.payment = 1;
  lot.cost = 50_usd;
  lot.key = key_of_step(8);
  told.tell(made).hears_success(1).tell(lot);
  return told.tell(debit_7({{1, 1000_cr}}, 1500_cr));
}
payment_refund_event payment_refund(money given_back, std::vector<slice> slices, credits balance) {
  return {key_of_step(10), key_of_step(8), 1, given_back, std::move(slices), balance};
}
chargeback_event charged_back(money amount, std::vector<slice> slices, credits debt, credits balance) {
  return {key_of_step(11), key_of_step(8), 1, false, amount, debt, std::move(slices), balance};
}
chargeback_event won(credits debt, credits balance, money amount = 40_usd) {
  return {key_of_step(12), key_of_step(8), 1, true, amount, debt, {}, balance};
}

TEST_CASE("a payment's refund gives back what its credit is worth", "[R9.5][R13.2]") {
  CHECK(bought().tell(payment_refund(30_usd, {{1, 1500_cr}}, 0_cr)).message() == "");
  CHECK(bought().tell(payment_refund(10_usd, {{1, 500_cr}}, 1000_cr)).message() == "");
  CHECK(bought().tell(payment_refund(11_usd, {{1, 500_cr}}, 1000_cr)).rule() == "R9.5");
  CHECK(bought().tell(payment_refund(40_usd, {{1, 2000_cr}}, -500_cr)).rule() == "R9.5");
  CHECK(bought().tell(payment_refund(0_usd, {}, 1500_cr)).rule() == "R9.5");
  history other = bought();
  other.books(2, lot_kind::paid, 10_cr, 1510_cr);
  CHECK(other.tell(payment_refund(0_usd, {{2, 10_cr}}, 1500_cr)).rule() == "R9.5");
  history over = bought();
  over.tell(payment_refund(30_usd, {{1, 1500_cr}}, 0_cr));
  CHECK(history(over).tell(refund_of_7({{1, 1000_cr, refunded_to::revoked}}, 0_cr)).message() == "");
  CHECK(history(over).tell(refund_of_7({{1, 1000_cr}}, 1000_cr)).rule() == "R9.7");
}

TEST_CASE("a chargeback takes what is left and makes debt of what was used", "[R9.6]") {
  const auto partly = [] { return bought().tell(payment_refund(10_usd, {{1, 500_cr}}, 1000_cr)); };
  CHECK(partly().tell(charged_back(40_usd, {{1, 1000_cr}}, 1000_cr, 0_cr)).message() == "");
  CHECK(partly().tell(charged_back(50_usd, {{1, 1000_cr}}, 1000_cr, 0_cr)).rule() == "R9.6");
  CHECK(partly().tell(charged_back(40_usd, {{1, 999_cr}}, 1000_cr, 1_cr)).rule() == "R9.6");
  CHECK(partly().tell(charged_back(40_usd, {{1, 1000_cr}}, 999_cr, 0_cr)).rule() == "R9.6");
  CHECK(partly().tell(charged_back(40_usd, {{1, 1000_cr}}, 0_cr, 0_cr)).rule() == "R9.6");
  const auto twice = charged_back(40_usd, {}, 0_cr, 0_cr);
  CHECK(partly().tell(charged_back(40_usd, {{1, 1000_cr}}, 1000_cr, 0_cr)).tell(twice).rule() == "R9.6");
  chargeback_event of_nothing = charged_back(40_usd, {}, 0_cr, 2500_cr);
  of_nothing.id = 2;
  CHECK(partly().tell(of_nothing).rule() == "R9.6");
}

// It was charged back, and there are 300 of another lot.
history suspended(std::shared_ptr<const world> in = returning()) {
  history told = bought(std::move(in));
  return told.tell(charged_back(50_usd, {{1, 1500_cr}}, 1000_cr, 0_cr));
}

TEST_CASE("nothing is charged, held or recharged while debt of a chargeback is open", "[R9.6][R10.3]") {
  history told = suspended();
  lot_event restricted = lot_of(2, lot_kind::free, 300_cr, 300_cr);
  restricted.only.meters = {0};
  told.tell(restricted);  // it may not pay that debt
  CHECK(history(told).uses({{2, 1_cr}}, 299_cr).rule() == "R9.6");
  hold_event held;
  held.key = key_of_step(20);
  held.meter = 0;
  held.amount = 1_cr;
  held.runs_out = later;
  held.slices = {{2, 1_cr}};
  held.balance = 300_cr;
  CHECK(history(told).tell(held).rule() == "R9.6");
  charge_event recharge;
  recharge.payment = 2;
  recharge.of = payment_for::recharge;
  CHECK(history(told).tell(recharge).rule() == "R10.3");
  figures_event seen;
  seen.account.left[static_cast<std::size_t>(lot_kind::free)] = 300_cr;
  seen.account.debt = 1000_cr;
  CHECK(history(told).tell(seen).rule() == "R9.6");
  seen.suspended = true;
  CHECK(history(told).tell(seen).message() == "");
}

TEST_CASE("debt of a chargeback is beside the overdraft", "[R14.6][R9.6]") {
  const auto bounded = returning([](settings& s) { s.overdraft = 10_cr; });
  CHECK(suspended(bounded).message() == "");
  adjust_event taken;
  taken.key = key_of_step(21);
  taken.amount = taken.debt = 10_cr;
  CHECK(suspended(bounded).tell(taken).message() == "");
  taken.amount = taken.debt = 11_cr;
  CHECK(suspended(bounded).tell(taken).rule() == "R14.6");
}

TEST_CASE("a refund of credit that was charged back pays that debt", "[R9.7][R9.6]") {
  CHECK(suspended().tell(refund_of_7({{1, 400_cr, refunded_to::debt}}, 0_cr)).message() == "");
  CHECK(suspended().tell(refund_of_7({{1, 400_cr, refunded_to::revoked}}, 0_cr)).rule() == "R9.7");
  history told = suspended();
  told.books(2, lot_kind::adjustment, 700_cr, 700_cr);
  debt_paid_event paid;
  paid.debt = 1;
  paid.key = key_of_step(11);
  paid.amount = 700_cr;
  paid.owed = 300_cr;
  paid.slices = {{2, 700_cr}};
  told.tell(paid);
  const refunded_slice to_debt{1, 300_cr, refunded_to::debt};
  const refunded_slice rest{1, 100_cr, refunded_to::revoked};
  CHECK(history(told).tell(refund_of_7({to_debt, rest}, 0_cr)).message() == "");
  CHECK(history(told).tell(refund_of_7({{1, 400_cr, refunded_to::debt}}, 0_cr)).rule() == "R9.7");
}

TEST_CASE("a won dispute gives back exactly what was taken", "[R9.6]") {
  lot_event back = lot_of(2, lot_kind::paid, 1500_cr, 1500_cr);
  back.payment = 1;
  back.cost = 30_usd;
  back.key = key_of_step(12);
  const auto at_once = [] { return suspended().tell(won(1000_cr, 0_cr, 50_usd)); };
  CHECK(at_once().tell(back).uses({{2, 1_cr}}, 1499_cr).message() == "");
  CHECK(at_once().uses({}, 0_cr).rule() == "R9.6");
  lot_event more = back;
  more.amount = 2500_cr;
  CHECK(at_once().tell(more).rule() == "R9.6");
  lot_event dearer = back;
  dearer.cost = 50_usd;
  CHECK(at_once().tell(dearer).rule() == "R9.6");
  CHECK(suspended().tell(won(999_cr, 0_cr, 50_usd)).rule() == "R9.6");
  CHECK(bought().tell(won(0_cr, 1500_cr, 50_usd)).rule() == "R9.6");
  CHECK(at_once().tell(back).tell(won(0_cr, 1500_cr, 50_usd)).rule() == "R9.6");

  history repaid = suspended();
  repaid.books(3, lot_kind::adjustment, 700_cr, 700_cr);
  debt_paid_event paid;
  paid.debt = 1;
  paid.key = key_of_step(11);
  paid.amount = 700_cr;
  paid.owed = 300_cr;
  paid.slices = {{3, 700_cr}};
  repaid.tell(paid).tell(won(300_cr, 0_cr, 50_usd));
  lot_event with_paid = back;
  with_paid.lot = 4;
  with_paid.amount = with_paid.balance = 2200_cr;
  with_paid.cost = 44_usd;
  CHECK(repaid.tell(with_paid).message() == "");
}

}  // namespace
}  // namespace drawdown::test
