// What the checker finds wrong with refunds of usage (R9.7).
#include <utility>

#include <catch2/catch.hpp>

#include "returning.hpp"

namespace drawdown::test {
namespace {

// Two lots, of which a debit took 20 and 10.
history debited(std::shared_ptr<const world> in = returning()) {
  history told(std::move(in));
  told.books(1, lot_kind::free, 20_cr, 20_cr, later).books(2, lot_kind::paid, 30_cr, 50_cr);
  return told.tell(debit_7({{1, 20_cr}, {2, 10_cr}}, 20_cr));
}

TEST_CASE("a refund goes back the way that the debit came", "[R9.7]") {
  CHECK(debited().tell(refund_of_7({{2, 10_cr}, {1, 20_cr}}, 50_cr)).message() == "");
  CHECK(debited().tell(refund_of_7({{2, 10_cr}, {1, 5_cr}}, 35_cr)).message() == "");
  CHECK(debited().tell(refund_of_7({{1, 20_cr}, {2, 10_cr}}, 50_cr)).rule() == "R9.7");
  CHECK(debited().tell(refund_of_7({{1, 5_cr}}, 25_cr)).rule() == "R9.7");
  CHECK(debited().tell(refund_of_7({{2, 10_cr}, {1, 21_cr}}, 51_cr)).rule() == "R9.7");
  CHECK(debited().tell(refund_of_7({{2, 10_cr}, {1, 20_cr}}, 49_cr)).rule() == "R14.2");
  CHECK(debited().tell(refund_of_7({}, 20_cr)).rule() == "R9.7");
  refund_event of_nothing = refund_of_7({{2, 10_cr}}, 30_cr);
  of_nothing.debit = key_of_step(6);
  CHECK(debited().tell(of_nothing).rule() == "R9.7");
  refund_event of_another = refund_of_7({{2, 10_cr}}, 30_cr);
  of_another.agent = limited;
  CHECK(debited().tell(of_another).rule() == "R9.7");
}

TEST_CASE("together refunds give back no more than the debit", "[R9.7][R14.1]") {
  history told = debited();
  told.tell(refund_of_7({{2, 4_cr}}, 24_cr)).tell(refund_of_7({{2, 6_cr}, {1, 19_cr}}, 49_cr));
  CHECK(told.message() == "");
  CHECK(history(told).tell(refund_of_7({{1, 1_cr}}, 50_cr)).message() == "");
  CHECK(history(told).tell(refund_of_7({{1, 2_cr}}, 51_cr)).rule() == "R9.7");
}

TEST_CASE("what comes back to a lot may be used again, in order", "[R9.7][R14.5]") {
  history told = debited();
  told.tell(refund_of_7({{2, 10_cr}, {1, 20_cr}}, 50_cr));
  CHECK(history(told).uses({{1, 20_cr}, {2, 5_cr}}, 25_cr).message() == "");
  CHECK(history(told).uses({{2, 5_cr}}, 45_cr).rule() == "R14.5");
  CHECK(told.at(later).ends(1, 20_cr, 30_cr).message() == "");
}

TEST_CASE("open debt of the debit goes first, and what lots paid for it is a part of it", "[R9.7][R4.5]") {
  history told(returning());
  told.books(1, lot_kind::free, 20_cr, 20_cr).tell(debit_7({{1, 20_cr}}, 0_cr, 30_cr));
  CHECK(history(told).tell(refund_of_7({{1, 5_cr}}, 5_cr, 30_cr)).message() == "");
  CHECK(history(told).tell(refund_of_7({}, 0_cr, 30_cr)).message() == "");
  CHECK(history(told).tell(refund_of_7({{1, 20_cr}}, 20_cr, 15_cr)).rule() == "R9.7");
  told.books(2, lot_kind::paid, 10_cr, 10_cr);
  debt_paid_event paid;
  paid.debt = 1;
  paid.key = key_of_step(7);
  paid.amount = 10_cr;
  paid.owed = 20_cr;
  paid.slices = {{2, 10_cr}};
  told.tell(paid);
  CHECK(history(told).tell(refund_of_7({{2, 10_cr}, {1, 1_cr}}, 11_cr, 20_cr)).message() == "");
  CHECK(history(told).tell(refund_of_7({{1, 11_cr}}, 11_cr, 20_cr)).rule() == "R9.7");
}

TEST_CASE("credit of a lot that is over goes its way", "[R9.7]") {
  const refunded_slice last{2, 10_cr, refunded_to::lot};
  const auto over = [&](refunded_to went, credits balance) {
    return refund_of_7({last, {1, 20_cr, went}}, balance);
  };
  history ended = debited();
  ended.at(later).ends(1, 0_cr, 20_cr);
  CHECK(history(ended).tell(over(refunded_to::expired, 30_cr)).message() == "");
  CHECK(history(ended).tell(over(refunded_to::lot, 50_cr)).rule() == "R9.7");
  CHECK(history(ended).tell(over(refunded_to::revoked, 30_cr)).rule() == "R9.7");
  history revoked(returning());
  revoked.books(1, lot_kind::free, 21_cr, 21_cr).books(2, lot_kind::paid, 30_cr, 51_cr);
  revoked.tell(debit_7({{1, 20_cr}, {2, 10_cr}}, 21_cr));
  CHECK(history(revoked).rule() == "R14.5");
  history partly(returning());
  partly.books(1, lot_kind::free, 21_cr, 21_cr).tell(debit_7({{1, 20_cr}}, 1_cr));
  partly.tell(revoke_event{key_of_step(3), {}, 1, 1_cr, 0_cr});
  CHECK(history(partly).tell(refund_of_7({{1, 20_cr, refunded_to::revoked}}, 0_cr)).message() == "");
  CHECK(history(partly).tell(refund_of_7({{1, 20_cr, refunded_to::lot}}, 20_cr)).rule() == "R9.7");
}

TEST_CASE("credit of a lot that ended comes in a new lot where that is set, and no other", "[R9.7]") {
  const auto regranting = returning([](settings& s) { s.regrant_refunds = duration::days(3); });
  history told = debited(regranting);
  told.at(later).ends(1, 0_cr, 20_cr);
  CHECK(history(told).tell(refund_of_7({{2, 10_cr}, {1, 20_cr, refunded_to::expired}}, 30_cr)).rule() ==
        "R9.7");
  told.tell(refund_of_7({{2, 10_cr}, {1, 20_cr, refunded_to::regranted}}, 30_cr));
  lot_event again = lot_of(3, lot_kind::free, 20_cr, 50_cr);
  again.created = again.effective = later;
  again.expires = again.ends = later + duration::days(3);
  again.key = key_of_step(9);
  CHECK(history(told).tell(again).uses({{3, 20_cr}}, 30_cr).message() == "");
  CHECK(history(told).uses({}, 30_cr).rule() == "R9.7");
  lot_event more = again;
  more.amount = 21_cr;
  CHECK(history(told).tell(more).rule() == "R9.7");
  lot_event longer = again;
  longer.expires = longer.ends = later + duration::days(4);
  CHECK(history(told).tell(longer).rule() == "R9.7");
}

TEST_CASE("a refund after its time, or one that is refused and moves credit, is caught", "[R9.7]") {
  const auto short_lived = returning([](settings& s) { s.refund_window = duration::hours(1); });
  history told(short_lived);
  told.books(1, lot_kind::free, 20_cr, 20_cr).tell(debit_7({{1, 20_cr}}, 0_cr));
  const refund_event refund = refund_of_7({{1, 20_cr}}, 20_cr);
  CHECK(history(told).at(later).tell(refund).message() == "");
  CHECK(history(told).at(later.next()).tell(refund).rule() == "R9.7");
  refund_event refused = refund;
  refused.result = outcome::refund_window_over;
  CHECK(history(told).at(later.next()).tell(refused).rule() == "R9.7");
  refused.slices.clear();
  refused.balance = 0_cr;
  CHECK(history(told).at(later.next()).tell(refused).message() == "");
  refund_event repeated = refused;
  repeated.result = outcome::refunded;
  repeated.repeated = true;
  CHECK(history(told).tell(repeated).message() == "");
}

TEST_CASE("a refund lowers what the agent spent in the period, never that of another", "[R5.3][R9.7]") {
  const auto refunded = [](instant at) {
    history told(returning());
    told.books(1, lot_kind::free, 500_cr, 500_cr);
    usage_event used = debit_7({{1, 90_cr}}, 410_cr);
    used.agent = limited;
    told.tell(used).at(at);
    if (at > later) told.uses(limited, {{1, 90_cr}}, 320_cr);
    refund_event refund = refund_of_7({{1, 50_cr}}, at > later ? 370_cr : 460_cr);
    refund.agent = limited;
    return told.tell(refund);
  };
  CHECK(refunded(later).uses(limited, {{1, 60_cr}}, 400_cr).message() == "");
  CHECK(refunded(later).uses(limited, {{1, 61_cr}}, 399_cr).rule() == "R14.6");
  CHECK(refunded(when("2026-02-02")).uses(limited, {{1, 10_cr}}, 360_cr).message() == "");
  CHECK(refunded(when("2026-02-02")).uses(limited, {{1, 11_cr}}, 359_cr).rule() == "R14.6");
}

}  // namespace
}  // namespace drawdown::test
