// What auto-recharge watches, when it tries again, and what it says of its failures (R10.2, R10.4).
#include "engine/payments/recharge.hpp"

#include <catch2/catch.hpp>

#include "printing.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

const instant noon = when("2026-01-05T12:00:00Z");

figures left(credits plan, credits adjustment, credits paid) {
  figures now;
  now.of(lot_kind::plan) = plan;
  now.of(lot_kind::adjustment) = adjustment;
  now.of(lot_kind::paid) = paid;
  return now;
}

}  // namespace

TEST_CASE("what is available is watched, or the wallet, and what is pending if the terms count it",
          "[R10.2]") {
  recharge_state state;
  state.terms.emplace();
  const figures now = left(100_cr, 20_cr, 3_cr);
  CHECK(state.watched(now, 1000_cr) == 123_cr);
  state.terms->watch = recharge_watch::wallet;
  CHECK(state.watched(now, 1000_cr) == 23_cr);
  state.terms->count_pending = true;
  CHECK(state.watched(now, 1000_cr) == 1023_cr);
}

TEST_CASE("one failure is reported until the figure was high again", "[R10.4]") {
  recharge_state state;
  CHECK(state.report_once());
  CHECK_FALSE(state.report_once());
  state.reported = false;
  CHECK(state.report_once());
}

TEST_CASE("recharges are numbered by how many were begun", "[R4.3]") {
  recharge_state state;
  CHECK(state.next_key() == key_of_recharge(1));
  CHECK(state.next_key() == key_of_recharge(2));
}

TEST_CASE("every retry is due so long after the first failure", "[R10.4]") {
  settings rules;  // 1h 6h 24h
  CHECK(retry_due(rules, 1, noon, noon) == noon + duration::hours(1));
  CHECK(retry_due(rules, 2, noon, noon + duration::hours(1)) == noon + duration::hours(6));
  CHECK(retry_due(rules, 3, noon, noon + duration::hours(7)) == noon + duration::hours(24));
  CHECK(retry_due(rules, 4, noon, noon + duration::hours(24)) == std::nullopt);
}

TEST_CASE("a retry whose time has passed is due a microsecond from now", "[R2.8][R10.4]") {
  settings rules;
  const instant late = noon + duration::hours(9);
  CHECK(retry_due(rules, 1, noon, late) == late.next());
  CHECK(retry_due(rules, 2, noon, noon + duration::hours(6)) == (noon + duration::hours(6)).next());
}

TEST_CASE("where no attempt was made, none is made again", "[R10.4]") {
  CHECK(retry_due({}, 0, noon, noon) == std::nullopt);
}
