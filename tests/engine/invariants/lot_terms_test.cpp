// What the checker finds wrong with lots that not everybody may spend, that come again or are taken back
// (R3.8–R3.11), and with notices of a low balance (R10.6).
#include <catch2/catch.hpp>

#include "engine/invariants/burn_law.hpp"
#include "history.hpp"

namespace drawdown::test {
namespace {

TEST_CASE("a lot that pays for another meter or another user is caught", "[R3.8]") {
  const auto told = [](const restriction& only, meter_index meter, user_index user) {
    history lots;
    lot_event booked = lot_of(1, lot_kind::free, 20_cr, 20_cr);
    booked.only = only;
    usage_event used = debit_of({{1, 5_cr}}, 15_cr);
    used.meter = meter;
    used.user = user;
    return lots.tell(booked).tell(used).rule();
  };
  CHECK(told({{0, 2}, no_user}, 2, no_user) == "");
  CHECK(told({{0, 2}, no_user}, 1, no_user) == "R3.8");
  CHECK(told({{0, 2}, no_user}, no_meter, no_user) == "R3.8");
  CHECK(told({{}, 1}, 0, 1) == "");
  CHECK(told({{}, 1}, 0, no_user) == "R3.8");
  CHECK(told({{}, 1}, 0, 0) == "R3.8");
}

TEST_CASE("a lot that may not pay is no reason to keep from the next", "[R14.5][R3.8]") {
  history told;
  lot_event restricted = lot_of(1, lot_kind::free, 20_cr, 20_cr);
  restricted.only.meters = {3};
  told.tell(restricted).books(2, lot_kind::paid, 10_cr, 30_cr);
  CHECK(told.uses({{2, 5_cr}}, 25_cr).rule().empty());
}

TEST_CASE("at one priority a user's lot comes first", "[R3.3][R14.5]") {
  history told;
  lot_event of_user = lot_of(2, lot_kind::free, 20_cr, 40_cr);
  of_user.only.user = 0;
  told.books(1, lot_kind::free, 20_cr, 20_cr).tell(of_user);
  usage_event used = debit_of({{2, 5_cr}}, 35_cr);
  used.user = 0;
  CHECK(history(told).tell(used).message() == "");
  used.slices = {{1, 5_cr}};
  CHECK(history(told).tell(used).rule() == "R14.5");
  CHECK(history(told).uses({{1, 5_cr}}, 35_cr).message() == "");  // nobody's usage can't have it
}

// A lot of 20 that recurs every hour, at noon for the first time.
history hourly() {
  history told;
  lot_event booked = lot_of(1, lot_kind::free, 20_cr, 20_cr);
  booked.recurs = recurrence{duration::hours(1), std::nullopt};
  return told.tell(booked);
}

TEST_CASE("a recurrence that comes late, early or with other credit is caught", "[R3.9]") {
  const auto used_up = [] { return hourly().uses({{1, 20_cr}}, 0_cr); };
  CHECK(used_up().at(later).recurs(1, 0_cr, 20_cr, 20_cr).message() == "");
  CHECK(used_up().at(later.next()).recurs(1, 0_cr, 20_cr, 20_cr).rule() == "R3.9");
  CHECK(used_up().at(later.next()).uses({}, 0_cr).rule() == "R3.9");
  CHECK(used_up().recurs(1, 0_cr, 20_cr, 20_cr).rule() == "R3.9");
  CHECK(used_up().at(later).recurs(1, 0_cr, 19_cr, 19_cr).rule() == "R3.9");
  CHECK(used_up().at(later).recurs(1, 0_cr, 0_cr, 0_cr).rule() == "R3.9");
  CHECK(hourly().at(later).recurs(1, 0_cr, 20_cr, 40_cr).rule() == "R3.9");  // it never accumulates
  CHECK(hourly().at(later).recurs(1, 20_cr, 20_cr, 20_cr).message() == "");
  CHECK(hourly().at(later).recurs(1, 20_cr, 20_cr, 40_cr).rule() == "R14.2");
}

TEST_CASE("a lot with a cost that recurs, or that a reset would fill, is caught", "[R3.9][R3.10]") {
  lot_event booked = lot_of(1, lot_kind::free, 20_cr, 20_cr);
  booked.cost = 5_usd;
  booked.recurs = recurrence{duration::hours(1), std::nullopt};
  CHECK(history().tell(booked).rule() == "R3.9");
  booked.recurs.reset();
  booked.rollover = rollover_terms{std::nullopt, 1_cr};
  CHECK(history().tell(booked).rule() == "R3.10");
  booked.rollover = rollover_terms{5_cr, 0_cr};
  CHECK(history().tell(booked).rule().empty());
}

TEST_CASE("recurrences are counted from their anchor", "[R3.9][R2.2]") {
  const zone_table utc;
  const auto next = [&](const recurrence& recurs, std::string_view effective, std::string_view after) {
    return invariants::next_recurrence(recurs, when(effective), when(after), utc, month_end::clamp);
  };
  const recurrence monthly{calendar_span{1, calendar_unit::months}, when("2026-01-31")};
  CHECK(next(monthly, "2026-01-10", "2026-01-10") == when("2026-01-31"));
  CHECK(next(monthly, "2026-01-10", "2026-01-31") == when("2026-02-28"));
  CHECK(next(monthly, "2026-01-10", "2026-02-28") == when("2026-03-31"));
  const recurrence of_itself{calendar_span{2, calendar_unit::weeks}, std::nullopt};
  CHECK(next(of_itself, "2026-01-10", "2026-01-10") == when("2026-01-24"));
  CHECK(next(of_itself, "2025-01-11", "2026-01-10") == when("2026-01-24"));
  const recurrence exact{duration::hours(36), when("2026-01-01")};
  CHECK(next(exact, "2026-01-10", "2026-01-10") == when("2026-01-11T12:00:00Z"));
}

// A lot of 100 that a reset leaves between 20 and 50.
history rolling() {
  history told;
  lot_event booked = lot_of(1, lot_kind::plan, 100_cr, 100_cr);
  booked.rollover = rollover_terms{50_cr, 20_cr};
  return told.tell(booked);
}
const instant turn = when("2026-02-01");

TEST_CASE("a reset that leaves other credit, comes at another time, or not at all, is caught", "[R3.10]") {
  CHECK(rolling().at(turn).is_reset(1, 50_cr, 0_cr, 50_cr).message() == "");
  CHECK(rolling().at(turn).is_reset(1, 40_cr, 0_cr, 60_cr).rule() == "R3.10");
  CHECK(rolling().at(turn).uses({{1, 1_cr}}, 99_cr).rule() == "R3.10");
  CHECK(rolling().at(later).is_reset(1, 50_cr, 0_cr, 50_cr).rule() == "R3.10");
  CHECK(rolling().at(turn.next()).is_reset(1, 50_cr, 0_cr, 50_cr).rule() == "R3.10");
  CHECK(rolling().uses({{1, 95_cr}}, 5_cr).at(turn).is_reset(1, 0_cr, 15_cr, 20_cr).message() == "");
  CHECK(rolling().uses({{1, 60_cr}}, 40_cr).at(turn).is_reset(1, 0_cr, 0_cr, 40_cr).message() == "");
}

TEST_CASE("a reset by hand does what the turn does, at once and for all lots", "[R3.10]") {
  const command_event by_hand{key_of_step(9), command_event::what::reset, outcome::changed, false};
  CHECK(rolling().tell(by_hand).is_reset(1, 50_cr, 0_cr, 50_cr).uses({{1, 1_cr}}, 49_cr).message() == "");
  CHECK(rolling().tell(by_hand).uses({{1, 1_cr}}, 99_cr).rule() == "R3.10");
  history limits = rolling();
  limits.uses(limited, {{1, 60_cr}}, 40_cr).tell(by_hand).is_reset(1, 0_cr, 0_cr, 40_cr);
  CHECK(limits.uses(limited, {{1, 41_cr}}, -1_cr).rule() == "R14.1");
  CHECK(limits.rule() == "R14.1");  // and not the limit: its count began anew
}

TEST_CASE("a lot is reset at a turn before another recurs", "[R2.4]") {
  history told = rolling();
  lot_event monthly = lot_of(2, lot_kind::free, 10_cr, 110_cr);
  monthly.recurs = recurrence{calendar_span{1, calendar_unit::months}, when("2026-01-01")};
  told.tell(monthly).at(turn);
  CHECK(history(told).is_reset(1, 50_cr, 0_cr, 60_cr).recurs(2, 10_cr, 10_cr, 60_cr).message() == "");
  CHECK(history(told).recurs(2, 10_cr, 10_cr, 110_cr).rule() == "R3.10");
}

TEST_CASE("a revocation of other credit than what is available, or twice, is caught", "[R3.11]") {
  const auto told = [] {
    history lots;
    lots.tell(lot_of(1, lot_kind::free, 20_cr, 20_cr)).uses({{1, 5_cr}}, 15_cr);
    return lots;
  };
  const auto revoked = [](credits amount, credits balance) {
    return revoke_event{key_of_step(9), key_of_step(1), 1, amount, balance};
  };
  CHECK(told().tell(revoked(15_cr, 0_cr)).message() == "");
  CHECK(told().tell(revoked(20_cr, -5_cr)).rule() == "R3.11");
  CHECK(told().tell(revoked(15_cr, 0_cr)).tell(revoked(0_cr, 0_cr)).rule() == "R14.1");
  CHECK(told().tell(revoke_event{key_of_step(9), key_of_step(2), 1, 15_cr, 0_cr}).rule() == "R3.11");
}

TEST_CASE("what is revoked is over: it neither ends nor comes again", "[R3.11]") {
  history told;
  told.books(1, lot_kind::free, 20_cr, 20_cr, later);
  told.tell(revoke_event{key_of_step(9), {}, 1, 20_cr, 0_cr});
  CHECK(history(told).at(later).uses({}, 0_cr).message() == "");
  CHECK(history(told).at(later).ends(1, 0_cr, 0_cr).rule() == "R14.1");
}

TEST_CASE("a scheduled lot that was revoked and is booked all the same is caught", "[R3.11]") {
  history told;
  lot_event scheduled = lot_of(1, lot_kind::free, 20_cr, 0_cr);
  scheduled.result = outcome::scheduled;
  scheduled.effective = later;
  told.tell(scheduled);
  lot_event booked = scheduled;
  booked.result = outcome::granted;
  booked.balance = 20_cr;
  const revoke_event revoked{key_of_step(9), key_of_step(1), 1, 0_cr, 0_cr};
  CHECK(history(told).at(later).tell(booked).message() == "");
  CHECK(history(told).tell(revoked).at(later).tell(booked).rule() == "R3.11");
  CHECK(history(told).tell(revoke_event{{}, key_of_step(1), 1, 20_cr, 0_cr}).rule() == "R3.11");
}

std::shared_ptr<const world> warned() {
  world_builder w;
  auto acme = w.account("acme").warned_below(50_cr);
  acme.at(later).sets_low_balance(30_cr);
  return w.build();
}

TEST_CASE("a low balance that is not said, or said twice in a crossing, is caught", "[R10.6]") {
  const auto told = [] {
    history lots(warned());
    lots.at(when("2026-01-01")).tell(low_balance_event{50_cr, 0_cr});
    lots.at(noon).books(1, lot_kind::free, 60_cr, 60_cr).uses({{1, 11_cr}}, 49_cr);
    return lots;
  };
  CHECK(told().tell(low_balance_event{50_cr, 49_cr}).uses({{1, 1_cr}}, 48_cr).message() == "");
  CHECK(told().uses({{1, 1_cr}}, 48_cr).rule() == "R10.6");
  CHECK(told().tell(low_balance_event{50_cr, 49_cr}).tell(low_balance_event{50_cr, 49_cr}).rule() == "R10.6");
  CHECK(told().tell(low_balance_event{50_cr, 48_cr}).rule() == "R10.6");
  CHECK(told().tell(low_balance_event{49_cr, 49_cr}).rule() == "R10.6");
  CHECK(history(warned()).at(noon).uses({}, 0_cr).rule() == "R10.6");  // it was low at the beginning
  auto again = told();
  again.tell(low_balance_event{50_cr, 49_cr}).books(2, lot_kind::free, 5_cr, 54_cr).uses({{1, 5_cr}}, 49_cr);
  CHECK(history(again).uses({}, 49_cr).rule() == "R10.6");
  CHECK(history(again).tell(low_balance_event{50_cr, 49_cr}).uses({}, 49_cr).message() == "");
}

TEST_CASE("a new level is looked at anew", "[R10.6]") {
  history told(warned());
  told.at(when("2026-01-01")).tell(low_balance_event{50_cr, 0_cr});
  told.at(later).tell(command_event{key_of_step(1), command_event::what::set, outcome::changed, false});
  CHECK(history(told).tell(low_balance_event{30_cr, 0_cr}).uses({}, 0_cr).message() == "");
  CHECK(history(told).uses({}, 0_cr).rule() == "R10.6");
}

TEST_CASE("more than can be counted is not accepted", "[R1.6]") {
  history told;
  told.tell(lot_of(1, lot_kind::free, credits::largest(), credits::largest()));
  CHECK(told.rule().empty());
  CHECK(history(told).tell(lot_of(2, lot_kind::free, 1_cr, credits::largest())).rule() == "R1.6");
  CHECK(history(told).charges(1, 1_cr).rule() == "R1.6");
}

}  // namespace
}  // namespace drawdown::test
