// Each invariant (R14) is broken once, by a history made by hand, and the checker names its rule; right ones
// pass.
#include "engine/invariants/checker.hpp"

#include <catch2/catch.hpp>

#include "history.hpp"

namespace drawdown::test {
namespace {

// Twenty free credits that end in an hour, then a hundred that were paid for.
history free_and_paid() {
  history told;
  told.books(1, lot_kind::free, 20_cr, 20_cr, later).books(2, lot_kind::paid, 100_cr, 120_cr);
  return told;
}

TEST_CASE("a right history breaks nothing", "[R14]") {
  history told;
  told.charges(1, 50_cr)
      .books(1, lot_kind::free, 20_cr, 20_cr, later)
      .books(2, lot_kind::plan, 100_cr, 120_cr);
  told.uses(limited, {{1, 15_cr}}, 105_cr).uses(easy, {}, 105_cr).uses({{1, 5_cr}, {2, 10_cr}}, 90_cr);
  told.hears_success(1).brings(1, 3, 50_cr, 140_cr);
  told.at(later)
      .ends(1, 0_cr, 140_cr)
      .uses(limited, {{2, 85_cr}}, 55_cr)
      .uses({{2, 5_cr}, {3, 20_cr}}, 30_cr);
  figures now;
  now.of(lot_kind::paid) = 30_cr;
  told.tell(figures_event{0, no_agent, now, {}, {}, false});
  CHECK(told.message() == "");
}

TEST_CASE("a debit that takes more than a lot has left is caught", "[R14.1]") {
  CHECK(free_and_paid().uses({{1, 15_cr}}, 105_cr).uses({{1, 6_cr}, {2, 4_cr}}, 95_cr).rule() == "R14.1");
}

TEST_CASE("a debit from a lot that was never booked, or is gone, is caught", "[R14.1]") {
  CHECK(free_and_paid().uses({{7, 1_cr}}, 119_cr).rule() == "R14.1");
  CHECK(free_and_paid().at(later).ends(1, 20_cr, 100_cr).uses({{1, 1_cr}}, 99_cr).rule() == "R14.1");
}

TEST_CASE("a slice that takes nothing or gives back is caught", "[R14.1]") {
  CHECK(free_and_paid().uses({{1, 0_cr}}, 120_cr).rule() == "R14.1");
  CHECK(free_and_paid().uses({{1, -1_cr}}, 121_cr).rule() == "R14.1");
}

TEST_CASE("a lot that is booked twice is caught", "[R14.1]") {
  CHECK(free_and_paid().books(2, lot_kind::paid, 100_cr, 220_cr).rule() == "R14.1");
}

TEST_CASE("a lot that writes off more or less than was left is caught", "[R14.1]") {
  CHECK(free_and_paid().uses({{1, 5_cr}}, 115_cr).at(later).ends(1, 20_cr, 95_cr).rule() == "R14.1");
  CHECK(free_and_paid().uses({{1, 5_cr}}, 115_cr).at(later).ends(1, 10_cr, 105_cr).rule() == "R14.1");
}

TEST_CASE("a lot that ends and was not alive is caught", "[R14.1]") {
  CHECK(free_and_paid().ends(9, 0_cr, 120_cr).rule() == "R14.1");
}

TEST_CASE("slices that do not add up to the amount are caught", "[R3.4]") {
  usage_event used;
  used.amount = 10_cr;
  used.slices = {{1, 9_cr}};
  used.balance = 111_cr;
  CHECK(free_and_paid().tell(used).rule() == "R3.4");
  used.slices.clear();
  used.balance = 120_cr;
  CHECK(free_and_paid().tell(used).rule() == "R3.4");
}

TEST_CASE("usage that was refused or repeated and took from a lot all the same is caught", "[R4.1][R4.3]") {
  usage_event used;
  used.amount = 10_cr;
  used.slices = {{1, 10_cr}};
  used.balance = 110_cr;
  used.repeated = true;
  CHECK(free_and_paid().tell(used).rule() == "R4.1");
  used.repeated = false;
  used.result = outcome::insufficient_credit;
  CHECK(free_and_paid().tell(used).rule() == "R4.1");
}

TEST_CASE("a balance that is not the sum of its movements is caught, on every event that states one",
          "[R14.2]") {
  CHECK(free_and_paid().uses({{1, 5_cr}}, 114_cr).rule() == "R14.2");
  CHECK(free_and_paid().books(3, lot_kind::free, 5_cr, 124_cr).rule() == "R14.2");
  CHECK(free_and_paid().at(later).ends(1, 20_cr, 101_cr).rule() == "R14.2");
  usage_event refused;
  refused.result = outcome::insufficient_credit;
  refused.balance = 119_cr;
  CHECK(free_and_paid().tell(refused).rule() == "R14.2");
  lot_event scheduled;
  scheduled.lot = 3;
  scheduled.result = outcome::scheduled;
  scheduled.amount = 5_cr;
  scheduled.balance = 125_cr;
  CHECK(free_and_paid().tell(scheduled).rule() == "R14.2");
}

TEST_CASE("figures by kind that are not the sums over the lots are caught", "[R14.2]") {
  figures wrong;
  wrong.of(lot_kind::free) = 21_cr;
  wrong.of(lot_kind::paid) = 99_cr;
  CHECK(free_and_paid().tell(figures_event{0, no_agent, wrong, {}, {}, false}).rule() == "R14.2");
}

TEST_CASE("a payment that is credited a second time is caught, by its notice and by its lot", "[R14.4]") {
  const auto credited_once = [] {
    history told;
    told.charges(1, 50_cr).hears_success(1).brings(1, 1, 50_cr, 50_cr);
    return told;
  };
  CHECK(credited_once().rule().empty());
  CHECK(credited_once().hears_success(1).rule() == "R14.4");
  CHECK(credited_once().brings(1, 2, 50_cr, 100_cr).rule() == "R14.4");
}

TEST_CASE("a payment that brings what was not promised is caught", "[R14.4]") {
  CHECK(history().charges(1, 50_cr).hears_success(1).brings(1, 1, 51_cr, 51_cr).rule() == "R14.4");
}

TEST_CASE("credit of a payment that did not succeed, or never was, is caught", "[R14.4]") {
  CHECK(history().charges(1, 50_cr).brings(1, 1, 50_cr, 50_cr).rule() == "R14.4");
  CHECK(history().brings(1, 1, 50_cr, 50_cr).rule() == "R14.4");
  CHECK(history().hears_success(1).rule() == "R14.4");
}

TEST_CASE("a payment that succeeds and brings nothing is caught", "[R14.4]") {
  CHECK(history().charges(1, 50_cr).hears_success(1).uses({}, 0_cr).rule() == "R14.4");
  history other_lot;
  other_lot.charges(1, 50_cr).charges(2, 50_cr).hears_success(1).brings(2, 1, 50_cr, 50_cr);
  CHECK(other_lot.rule() == "R14.4");
}

TEST_CASE("a further attempt that promises other credit, or comes after success, is caught", "[R9.4]") {
  CHECK(history().charges(1, 50_cr).charges(1, 60_cr, 2).rule() == "R9.4");
  CHECK(history().charges(1, 50_cr).hears_success(1).brings(1, 1, 50_cr, 50_cr).charges(1, 50_cr, 2).rule() ==
        "R9.4");
}

TEST_CASE("a debit from a later lot while an earlier one keeps credit is caught", "[R14.5]") {
  CHECK(free_and_paid().uses({{2, 1_cr}}, 119_cr).rule() == "R14.5");
  CHECK(free_and_paid().uses({{1, 19_cr}, {2, 1_cr}}, 100_cr).rule() == "R14.5");
  CHECK(free_and_paid().uses({{1, 20_cr}, {2, 1_cr}}, 99_cr).rule().empty());
}

TEST_CASE("the order is that of the settings, with its directions and ties", "[R14.5][R3.3]") {
  world_builder w;
  w.settings().burn_down = {{burn_by::expires, true, true}};
  w.account("acme");
  const auto told = [&] {
    history lots(w.build());
    lots.books(1, lot_kind::free, 10_cr, 10_cr, later + duration::hours(1));
    lots.books(2, lot_kind::free, 10_cr, 20_cr, later + duration::hours(2));
    lots.books(3, lot_kind::free, 10_cr, 30_cr).books(4, lot_kind::free, 10_cr, 40_cr);
    return lots;
  };
  CHECK(told().uses({{3, 10_cr}, {4, 10_cr}, {2, 10_cr}, {1, 1_cr}}, 9_cr).rule().empty());
  CHECK(told().uses({{4, 1_cr}}, 39_cr).rule() == "R14.5");
  CHECK(told().uses({{3, 10_cr}, {4, 10_cr}, {1, 1_cr}}, 19_cr).rule() == "R14.5");
}

TEST_CASE("an agent with `stop` may leave paid credit that comes first, and must keep the order of the rest",
          "[R14.5][R5.2]") {
  world_builder w;
  w.settings().priorities = {30, 20, 20, 20, 10};  // paid first
  auto acme = w.account("acme");
  acme.agent("bot", when_exhausted::stop);
  const auto told = [&] {
    history lots(w.build());
    const auto book = [&](lot_id id, lot_kind kind, std::int32_t priority, credits balance) {
      lot_event booked;
      booked.lot = id;
      booked.kind = kind;
      booked.amount = 10_cr;
      booked.created = booked.effective = noon;
      booked.expires = instant::never();
      booked.priority = priority;
      booked.balance = balance;
      lots.tell(booked);
    };
    book(1, lot_kind::paid, 10, 10_cr);
    book(2, lot_kind::plan, 20, 20_cr);
    book(3, lot_kind::free, 30, 30_cr);
    return lots;
  };
  CHECK(told().uses(0, {{2, 10_cr}, {3, 1_cr}}, 19_cr).rule().empty());
  CHECK(told().uses(0, {{3, 1_cr}}, 29_cr).rule() == "R14.5");
  CHECK(told().uses({{2, 1_cr}}, 29_cr).rule() == "R14.5");
}

TEST_CASE("beyond its limit an agent's debit may pass over plan credit, without a limit it may not",
          "[R14.5][R5.3]") {
  const auto told = [] {
    history lots;
    lots.books(1, lot_kind::plan, 500_cr, 500_cr).books(2, lot_kind::paid, 500_cr, 1000_cr);
    return lots;
  };
  CHECK(told().uses(easy, {{1, 100_cr}, {2, 30_cr}}, 870_cr).rule().empty());
  CHECK(told().uses({{1, 100_cr}, {2, 30_cr}}, 870_cr).rule() == "R14.5");
}

TEST_CASE("a debit that passes the limit of an agent with `stop` is caught", "[R14.6]") {
  const auto spent_80 = [] {
    history told;
    told.books(1, lot_kind::plan, 500_cr, 500_cr).uses(limited, {{1, 80_cr}}, 420_cr);
    return told;
  };
  CHECK(spent_80().uses(limited, {{1, 20_cr}}, 400_cr).rule().empty());
  CHECK(spent_80().uses(limited, {{1, 21_cr}}, 399_cr).rule() == "R14.6");
  CHECK(spent_80().uses(limited, {}, 420_cr).rule().empty());
}

TEST_CASE("a limit counts in the month, and as it stands at the debit", "[R14.6][R5.4]") {
  history told;
  told.books(1, lot_kind::plan, 500_cr, 500_cr).uses(limited, {{1, 100_cr}}, 400_cr);
  told.at(when("2026-02-01")).uses(limited, {{1, 100_cr}}, 300_cr);
  CHECK(told.rule().empty());

  history changed;
  changed.books(1, lot_kind::plan, 500_cr, 500_cr).uses(limited, {{1, 100_cr}}, 400_cr);
  changed.at(later).tell(command_event{key_of_step(1), command_event::what::set, outcome::changed, false});
  changed.uses(limited, {{1, 400_cr}}, 0_cr);
  CHECK(changed.rule().empty());
}

TEST_CASE("a lot that is booked before it is effective is caught", "[R3.5]") {
  lot_event early;
  early.lot = 1;
  early.amount = early.balance = 5_cr;
  early.created = noon;
  early.effective = later;
  early.expires = instant::never();
  CHECK(history().tell(early).rule() == "R3.5");
}

TEST_CASE("a lot that is used at its end instant, or later, is caught", "[R2.1]") {
  CHECK(free_and_paid().at(later).uses({{1, 1_cr}}, 119_cr).rule() == "R2.1");
  CHECK(free_and_paid().at(later.next()).uses({{1, 1_cr}}, 119_cr).rule() == "R2.1");
}

TEST_CASE("a lot that is still there when something else happens at its end instant is caught",
          "[R2.1][R2.4]") {
  CHECK(free_and_paid().at(later).tell(recharge_off_event{1}).rule() == "R2.1");
  history told;
  told.books(1, lot_kind::free, 1_cr, 1_cr, later).books(2, lot_kind::free, 2_cr, 3_cr, later);
  CHECK(told.at(later).ends(2, 2_cr, 1_cr).rule() == "R2.1");
}

TEST_CASE("a lot that ends before or after its end instant is caught", "[R3.6]") {
  CHECK(free_and_paid().ends(1, 20_cr, 100_cr).rule() == "R3.6");
  CHECK(free_and_paid().ends(2, 100_cr, 20_cr).rule() == "R3.6");
  CHECK(free_and_paid().at(later.next()).ends(1, 20_cr, 100_cr).rule() == "R3.6");
}

TEST_CASE("a history that goes back in time is caught", "[R2.4]") {
  CHECK(history().at(later).books(1, lot_kind::free, 5_cr, 5_cr).at(noon).uses({{1, 1_cr}}, 4_cr).rule() ==
        "R2.4");
}

TEST_CASE("a breach says what should be and what is", "[R14]") {
  CHECK(free_and_paid().uses({{1, 5_cr}}, 114_cr).message() ==
        "the balance is stated as 114, its movements add up to 115");
}

}  // namespace
}  // namespace drawdown::test
