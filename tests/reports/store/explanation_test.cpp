#include "reports/store/explanation.hpp"

#include <catch2/catch.hpp>

#include "reports/store/sql.hpp"
#include "tests/reports/sample_run.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

explanation of_hotel(std::string_view at, std::optional<lot_kind> kind = std::nullopt) {
  return explain(hotel_store(), 0, kind, when(at)).value();
}

// left = granted + refilled - used - expired - revoked, and the movements shown come to it.
void check_sums(const explained_lot& lot) {
  CAPTURE(lot.lot);
  CHECK(lot.left == lot.booked + lot.refilled - lot.used - lot.expired - lot.revoked);
  credits left;
  credits held;
  for (const explained_movement& moved : lot.movements) {
    left += moved.change;
    held += moved.held_change;
    CHECK(moved.after == left);
    CHECK(moved.held_after == held);
  }
  CHECK(lot.left == left);
  CHECK(lot.held == held);
}

}  // namespace

TEST_CASE("at every event the movements shown come to the figures of the history", "[R12.2][R14.1]") {
  const told_history all = history_of_hotel();
  const run_store store = hotel_store();
  for (const event& each : all.events()) {
    CAPTURE(to_string(each.at));
    const explanation what = explain(store, 0, std::nullopt, each.at).value();
    CHECK(what.adds_up());
    CHECK(what.balance() == what.said_balance);
    for (const explained_lot& lot : what.lots) check_sums(lot);
    for (std::size_t kind = 0; kind < lot_kinds; ++kind)
      CHECK(explain(store, 0, static_cast<lot_kind>(kind), each.at).value().adds_up());
  }
}

TEST_CASE("an explanation takes in its whole instant and nothing later", "[R2.4]") {
  CHECK(of_hotel("2026-01-01T23:59:59.999999Z").last_event == 3);
  CHECK(of_hotel("2026-01-02").last_event == 5);
  CHECK(of_hotel("2026-01-02").held() == 90_cr);
  CHECK(of_hotel("2026-01-02").available() == 100_cr);
}

TEST_CASE("before the first event there is nothing to explain") {
  const explanation what = of_hotel("2025-12-31");
  CHECK(what.last_event == 0);
  CHECK(what.lots.empty());
  CHECK(what.adds_up());
}

TEST_CASE("what is held is explained hold by hold, as far as it is open", "[R6.1][R6.2]") {
  const explanation what = of_hotel("2026-01-05");
  REQUIRE(what.holds.size() == 2);
  CHECK(what.holds[0].key == "step-501");
  CHECK(what.holds[0].amount == 60_cr);
  CHECK(what.holds[0].captured == 25_cr);
  CHECK(what.holds[0].left == 35_cr);
  CHECK(what.holds[1].left == 30_cr);
  const explanation later = of_hotel("2026-01-11");
  CHECK(later.holds.empty());
  CHECK(later.holds_ended == 2);
}

TEST_CASE("a kind narrows lots, holds and sums to its credit", "[R3.12]") {
  const explanation what = of_hotel("2026-01-05", lot_kind::plan);
  REQUIRE(what.lots.size() == 1);
  CHECK(what.balance() == 50_cr);
  REQUIRE(what.holds.size() == 1);
  CHECK(what.holds[0].left == 10_cr);
  CHECK(what.available() == 40_cr);
  CHECK_FALSE(what.said_debt);
}

TEST_CASE("what is owed is explained debt by debt, paid and dropped parts apart", "[R4.5][R3.10]") {
  const explanation owed = of_hotel("2026-01-15");
  REQUIRE(owed.debts.size() == 1);
  CHECK(owed.debts[0].amount == 20_cr);
  CHECK(owed.debts[0].paid == 15_cr);
  CHECK(owed.debt() == 5_cr);
  CHECK(owed.debts[0].movements.size() == 2);
  const explanation dropped = of_hotel("2026-02-01");
  CHECK(dropped.debts.empty());
  CHECK(dropped.debts_ended == 1);
  CHECK(dropped.debt() == 0_cr);
}

TEST_CASE("a scheduled lot is shown and counts for nothing until it is booked", "[R3.5]") {
  const run_store store = sample_store();
  const explanation before = explain(store, 0, lot_kind::free, when("2026-02-19")).value();
  REQUIRE(before.lots.size() == 2);
  CHECK(before.lots[1].granted == 7.25_cr);
  CHECK(before.lots[1].booked == 0_cr);
  CHECK(before.lots[1].left == 0_cr);
  CHECK(before.adds_up());
  CHECK(explain(store, 0, lot_kind::free, when("2026-02-20")).value().balance() == 7.25_cr);
}

TEST_CASE("movements that do not come to what the history says are found out") {
  run_store store = hotel_store();
  const auto tampered = [&](const char* with) {
    sql::session session(store.handle());
    session.run(with);
    REQUIRE(session.status());
    return !explain(store, 0, std::nullopt, when("2026-01-05")).value().adds_up();
  };
  SECTION("a balance") {
    CHECK(tampered("update events set balance_micro = balance_micro + 1 where number = 6"));
  }
  SECTION("a movement") {
    CHECK(tampered("update movements set left_micro = left_micro - 1 where number = 6"));
  }
  SECTION("what is held") {
    CHECK(tampered("update movements set held_micro = held_micro - 1 where number = 6"));
  }
  SECTION("a debt") {
    CHECK(tampered("insert into debt_movements values (0, 6, 1, 1, 'made', 1)"));
  }
}

TEST_CASE("a lot that is carried later expires as was due at the instant that is explained",
          "[R8.4][R12.2]") {
  const run_store store = studio_store();
  const auto end_at = [&store](std::string_view at) {
    return explain(store, 0, lot_kind::plan, when(at)).value().lots.front().expires;
  };
  CHECK(end_at("2026-01-20") == when("2026-02-05"));
  CHECK(end_at("2026-02-04T23:59:59Z") == when("2026-02-05"));
  CHECK(end_at("2026-02-05") == when("2026-03-05"));
}
