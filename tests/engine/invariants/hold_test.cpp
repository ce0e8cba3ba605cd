// What the checker finds wrong with holds, captures and releases (R6), and with what they give back (R3.7).
#include <catch2/catch.hpp>

#include "history.hpp"

namespace drawdown::test {
namespace {

const effect_key held_key = key_of_step(50);
const instant runs_out = noon + duration::days(1);

hold_event hold_of(std::vector<slice> slices, credits balance, agent_index agent = no_agent) {
  hold_event held;
  held.key = held_key;
  held.agent = agent;
  for (const slice& s : slices) held.amount += s.amount;
  held.slices = std::move(slices);
  held.balance = balance;
  held.runs_out = runs_out;
  return held;
}

capture_event capture_of(std::vector<slice> slices, std::vector<released_slice> released, credits balance) {
  capture_event captured;
  captured.key = key_of_step(51);
  captured.hold = held_key;
  for (const slice& s : slices) captured.amount += s.amount;
  captured.slices = std::move(slices);
  captured.released = std::move(released);
  captured.balance = balance;
  return captured;
}

release_event release_of(std::vector<released_slice> released, credits balance) {
  release_event voided;
  voided.key = key_of_step(52);
  voided.hold = held_key;
  for (const released_slice& s : released) voided.amount += s.amount;
  voided.released = std::move(released);
  voided.balance = balance;
  return voided;
}

// Twenty free credits that end in an hour and a hundred that were paid for; 60 of them are held.
history with_hold(std::shared_ptr<const world> in = two_agents()) {
  history told(std::move(in));
  told.books(1, lot_kind::free, 20_cr, 20_cr, later).books(2, lot_kind::paid, 100_cr, 120_cr);
  return told.tell(hold_of({{1, 20_cr}, {2, 40_cr}}, 120_cr));
}

TEST_CASE("a right history of holds breaks nothing", "[R6]") {
  auto told = with_hold();
  capture_event first = capture_of({{1, 15_cr}}, {}, 105_cr);
  first.open = true;
  told.tell(first);
  told.at(later).ends(1, 0_cr, 105_cr);  // what is left of it is held
  told.tell(capture_of({{1, 2_cr}}, {{1, 3_cr, released_to::expired}, {2, 40_cr}}, 100_cr));
  figures now;
  now.of(lot_kind::paid) = 100_cr;
  told.tell(figures_event{0, no_agent, now, {}, {}, false});
  CHECK(told.message() == "");
}

TEST_CASE("a hold that is not what it reserved is caught", "[R6.1]") {
  history told;
  told.books(1, lot_kind::free, 20_cr, 20_cr);
  hold_event held = hold_of({{1, 5_cr}}, 20_cr);
  held.amount = 6_cr;
  CHECK(history(told).tell(held).rule() == "R6.1");
  held = hold_of({{1, 5_cr}}, 15_cr);  // it lowers what is available, not the balance
  CHECK(history(told).tell(held).rule() == "R14.2");
  held = hold_of({{1, 5_cr}}, 20_cr);
  held.result = outcome::insufficient_credit;
  held.runs_out = {};
  CHECK(history(told).tell(held).rule() == "R6.1");
  held.slices.clear();
  CHECK(history(told).tell(held).rule().empty());
}

TEST_CASE("a hold takes in order, and what is held can't be taken again", "[R14.5][R14.1]") {
  history told;
  told.books(1, lot_kind::free, 20_cr, 20_cr).books(2, lot_kind::paid, 100_cr, 120_cr);
  CHECK(history(told).tell(hold_of({{2, 5_cr}}, 120_cr)).rule() == "R14.5");
  CHECK(history(told).tell(hold_of({{1, 21_cr}}, 120_cr)).rule() == "R14.1");
  told.tell(hold_of({{1, 15_cr}}, 120_cr));
  CHECK(history(told).uses({{1, 6_cr}}, 114_cr).rule() == "R14.1");
  CHECK(history(told).uses({{1, 5_cr}, {2, 1_cr}}, 114_cr).rule().empty());
  CHECK(history(told).uses({{2, 1_cr}}, 119_cr).rule() == "R14.5");
}

TEST_CASE("an open hold counts towards the limit of its agent", "[R14.6][R5.3]") {
  history told;
  told.books(1, lot_kind::plan, 500_cr, 500_cr).tell(hold_of({{1, 70_cr}}, 500_cr, limited));
  CHECK(history(told).uses(limited, {{1, 30_cr}}, 470_cr).rule().empty());
  CHECK(history(told).uses(limited, {{1, 31_cr}}, 469_cr).rule() == "R14.6");
  hold_event second = hold_of({{1, 31_cr}}, 500_cr, limited);
  second.key = key_of_step(53);
  CHECK(history(told).tell(second).rule() == "R14.6");
  told.tell(release_of({{1, 70_cr}}, 500_cr));
  CHECK(told.rule() == "R6.3");  // it is said to be of nobody
}

TEST_CASE("a capture counts in the period in which it is captured", "[R5.3]") {
  history told;
  told.books(1, lot_kind::plan, 500_cr, 500_cr).uses(limited, {{1, 10_cr}}, 490_cr);
  hold_event held = hold_of({{1, 70_cr}}, 490_cr, limited);
  held.runs_out = when("2026-03-01");
  told.tell(held).at(when("2026-02-01"));
  capture_event captured = capture_of({{1, 60_cr}}, {{1, 10_cr}}, 430_cr);
  captured.agent = limited;
  told.tell(captured);
  figures now;
  now.of(lot_kind::plan) = 430_cr;
  CHECK(history(told).tell(figures_event{0, limited, now, 60_cr, {}, false}).message() == "");
  CHECK(history(told).tell(figures_event{0, limited, now, 70_cr, {}, false}).rule() == "R5.3");
}

TEST_CASE("a capture beyond its hold is caught", "[R6.2]") {
  CHECK(with_hold().tell(capture_of({{1, 20_cr}, {2, 41_cr}}, {}, 59_cr)).rule() == "R6.2");
}

TEST_CASE("a capture that leaves the order in which was reserved is caught", "[R6.2]") {
  CHECK(with_hold().tell(capture_of({{2, 40_cr}}, {{1, 20_cr}}, 80_cr)).rule() == "R6.2");
  CHECK(with_hold().tell(capture_of({{1, 19_cr}, {2, 1_cr}}, {{1, 1_cr}, {2, 39_cr}}, 100_cr)).rule() ==
        "R6.2");
}

TEST_CASE("a capture that gives back more or less than the rest is caught", "[R6.2][R3.7]") {
  CHECK(with_hold().tell(capture_of({{1, 20_cr}}, {{2, 39_cr}}, 100_cr)).rule() == "R3.7");
  CHECK(with_hold().tell(capture_of({{1, 20_cr}}, {{2, 40_cr}, {2, 1_cr}}, 100_cr)).rule() == "R3.7");
  capture_event open = capture_of({{1, 20_cr}}, {{2, 40_cr}}, 100_cr);
  open.open = true;
  CHECK(with_hold().tell(open).rule() == "R6.2");
  open = capture_of({{1, 20_cr}, {2, 40_cr}}, {}, 60_cr);
  open.open = true;
  CHECK(with_hold().tell(open).rule() == "R6.2");
}

TEST_CASE("a hold that ends twice, or never was, is caught", "[R6.5]") {
  CHECK(history().tell(release_of({}, 0_cr)).rule() == "R6.5");
  auto voided = with_hold();
  voided.tell(release_of({{1, 20_cr}, {2, 40_cr}}, 120_cr));
  CHECK(voided.rule().empty());
  CHECK(history(voided).tell(capture_of({}, {}, 120_cr)).rule() == "R6.5");
  CHECK(history(voided).tell(release_of({}, 120_cr)).rule() == "R6.5");
}

TEST_CASE("a refusal that says an open hold had ended is caught, and one that moves credit", "[R6.5][R6.2]") {
  capture_event refused = capture_of({}, {}, 120_cr);
  refused.result = outcome::already_voided;
  CHECK(with_hold().tell(refused).rule() == "R6.5");
  refused.result = outcome::exceeds_hold;
  refused.amount = 61_cr;
  CHECK(with_hold().tell(refused).rule().empty());
  refused.amount = 60_cr;
  CHECK(with_hold().tell(refused).rule() == "R6.2");
  refused.amount = 61_cr;
  refused.slices = {{1, 20_cr}};
  CHECK(with_hold().tell(refused).rule() == "R6.2");
  release_event not_voided = release_of({}, 120_cr);
  not_voided.result = outcome::unknown_hold;
  CHECK(with_hold().tell(not_voided).rule() == "R6.5");
  not_voided.repeated = true;
  not_voided.amount = 1_cr;
  CHECK(with_hold().tell(not_voided).rule() == "R6.3");
}

TEST_CASE("where the excess is to be a debit, a capture that is refused for it is caught", "[R6.2]") {
  world_builder w;
  w.settings().capture_overrun = overrun::debit;
  w.account("acme");
  capture_event refused = capture_of({}, {}, 120_cr);
  refused.result = outcome::exceeds_hold;
  refused.amount = 61_cr;
  CHECK(with_hold(w.build()).tell(refused).rule() == "R6.2");
}

TEST_CASE("a hold that lives beyond its time, or runs out at another, is caught", "[R6.3]") {
  auto told = with_hold();
  told.at(later).ends(1, 0_cr, 120_cr);
  CHECK(history(told).at(runs_out).uses({{2, 1_cr}}, 119_cr).rule() == "R6.3");
  release_event ended = release_of({{1, 20_cr, released_to::expired}, {2, 40_cr}}, 100_cr);
  ended.ran_out = true;
  CHECK(history(told).at(runs_out).tell(ended).message() == "");
  CHECK(history(told).at(later + duration::hours(1)).tell(ended).rule() == "R6.3");
}

TEST_CASE("at one instant holds run out before lots end", "[R2.4]") {
  history told;
  told.books(1, lot_kind::free, 20_cr, 20_cr, runs_out).tell(hold_of({{1, 5_cr}}, 20_cr));
  release_event ended = release_of({{1, 5_cr}}, 20_cr);
  ended.ran_out = true;
  told.at(runs_out);
  CHECK(history(told).tell(ended).ends(1, 20_cr, 0_cr).message() == "");
  CHECK(history(told).ends(1, 15_cr, 5_cr).rule() == "R6.3");
}

TEST_CASE("credit that comes back to a lot that has ended or was revoked is caught", "[R3.7]") {
  auto ended = with_hold();
  ended.at(later).ends(1, 0_cr, 120_cr);
  CHECK(history(ended).tell(release_of({{1, 20_cr}, {2, 40_cr}}, 120_cr)).rule() == "R3.7");
  history revoked;
  revoked.books(1, lot_kind::free, 20_cr, 20_cr).tell(hold_of({{1, 5_cr}}, 20_cr));
  revoke_event taken_back{key_of_step(60), {}, 1, 15_cr, 5_cr};
  revoked.tell(taken_back);
  CHECK(history(revoked).tell(release_of({{1, 5_cr}}, 5_cr)).rule() == "R3.7");
  CHECK(history(revoked).tell(release_of({{1, 5_cr, released_to::expired}}, 0_cr)).rule() == "R3.7");
  CHECK(history(revoked).tell(release_of({{1, 5_cr, released_to::revoked}}, 0_cr)).message() == "");
}

TEST_CASE("credit of an older generation of a lot is lost, or goes to its successor", "[R3.7][R3.9]") {
  const auto told = [](released_credit rule) {
    world_builder w;
    w.settings().released_from_ended = rule;
    w.account("acme");
    history lots(w.build());
    lot_event daily = lot_of(1, lot_kind::free, 20_cr, 20_cr);
    daily.recurs = recurrence{duration::hours(1), std::nullopt};
    lots.tell(daily).tell(hold_of({{1, 5_cr}}, 20_cr));
    lots.at(later).recurs(1, 15_cr, 20_cr, 25_cr);
    return lots;
  };
  CHECK(told(released_credit::lost).tell(release_of({{1, 5_cr}}, 25_cr)).rule() == "R3.7");
  CHECK(told(released_credit::lost).tell(release_of({{1, 5_cr, released_to::expired}}, 20_cr)).message() ==
        "");
  CHECK(told(released_credit::successor).tell(release_of({{1, 5_cr}}, 25_cr)).message() == "");
}

TEST_CASE("figures with other held credit are caught", "[R14.2]") {
  figures now;
  now.of(lot_kind::free) = 20_cr;
  now.of(lot_kind::paid) = 100_cr;
  CHECK(with_hold().tell(figures_event{0, no_agent, now, {}, {}, false}).rule() == "R14.2");
  now.held = 60_cr;
  CHECK(with_hold().tell(figures_event{0, no_agent, now, {}, {}, false}).message() == "");
}

}  // namespace
}  // namespace drawdown::test
