// What auto-recharge watches, when it tries again, and what it says of its failures (R10.2, R10.4).
#include "engine/payments/recharge.hpp"

#include <catch2/catch.hpp>

#include "printing.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

const instant noon = when("2026-01-05T12:00:00Z");

}  // namespace

TEST_CASE("what is available is watched, or the wallet, and what is pending if the terms count it",
          "[R10.2]") {
  recharge_state state;
  state.terms.emplace();
  CHECK(state.watched(123_cr, 23_cr, {}, 1000_cr) == 123_cr);
  state.terms->watch = recharge_watch::wallet;
  CHECK(state.watched(123_cr, 23_cr, {}, 1000_cr) == 23_cr);
  state.terms->count_pending = true;
  CHECK(state.watched(123_cr, 23_cr, {}, 1000_cr) == 1023_cr);
  CHECK(state.watched(123_cr, 23_cr, 40_cr, 1000_cr) == 983_cr);
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

TEST_CASE("after so many failures in a row recharging breaks until another method is set", "[R10.4]") {
  settings rules;
  rules.on_failure = failure_policy::break_after;
  rules.break_after = 2;
  recharge_state state;
  state.terms.emplace();
  const payment_book none;
  const auto why = [&] { return state.hindrance_at(noon, rules, none, noon, instant::never()); };
  state.note_failure(noon, 1, rules);
  CHECK_FALSE(why());
  state.note_failure(noon, 1, rules);
  REQUIRE(why());
  CHECK(why()->why == recharge_wait::broken);
  CHECK(why()->until.is_never());
  state.note_method(1);
  CHECK(why());
  state.note_method(2);
  CHECK_FALSE(why());
}

TEST_CASE("a credited payment ends the row of failures and the wait", "[R10.4]") {
  settings rules;
  rules.on_failure = failure_policy::back_off;
  rules.back_off = duration::hours(6);
  recharge_state state;
  state.terms.emplace();
  const payment_book none;
  state.note_failure(noon, 1, rules);
  const auto at = [&](duration later) {
    return state.hindrance_at(noon + later, rules, none, noon, instant::never());
  };
  REQUIRE(at(duration::from_us(duration::hours(6).us() - 1)));
  CHECK(at({})->why == recharge_wait::back_off);
  CHECK(at({})->until == noon + duration::hours(6));
  CHECK_FALSE(at(duration::hours(6)));
  state.note_credit();
  CHECK_FALSE(at({}));
}

TEST_CASE("a recharge waits out its cooldown and its cap, and a failed one counts for neither", "[R10.5]") {
  payment_book book;
  payment& made = book.begin(key_of_recharge(1), {20_usd, 1000_cr}, payment_for::recharge, noon);
  recharge_state state;
  state.terms.emplace();
  state.terms->cooldown = duration::hours(1);
  const auto at = [&](duration later) {
    return state.hindrance_at(noon + later, {}, book, noon, noon + duration::days(9));
  };
  REQUIRE(at(duration::minutes(59)));
  CHECK(at({})->why == recharge_wait::cooldown);
  CHECK_FALSE(at(duration::hours(1)));
  state.terms->max_per_period = 1;
  REQUIRE(at(duration::hours(1)));
  CHECK(at(duration::hours(1))->why == recharge_wait::max_per_period);
  CHECK(at(duration::hours(1))->until == noon + duration::days(9));
  state.terms->max_spend_per_period = 50_usd;
  CHECK_FALSE(state.passes_spend_cap(30_usd, book, noon));
  CHECK(state.passes_spend_cap(money::from_minor(3001), book, noon));
  book.give_up(made);
  CHECK_FALSE(at({}));
  CHECK_FALSE(state.passes_spend_cap(50_usd, book, noon));
}

TEST_CASE("a wait is said when it begins, and again only when it is another", "[R10.5]") {
  recharge_state state;
  CHECK(state.begins_to_wait(recharge_wait::cooldown));
  CHECK_FALSE(state.begins_to_wait(recharge_wait::cooldown));
  CHECK(state.begins_to_wait(recharge_wait::max_per_period));
}
