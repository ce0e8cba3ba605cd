// When lots that expire are over (R2.1).
#include "engine/lots/end_instant.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/time/text.hpp"
#include "making.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

instant at(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

settings swept_at(std::uint32_t minute, bool inclusive = false) {
  settings rules;
  rules.sweep = {expiry_sweep::when::minute, minute, {}};
  rules.expiry_inclusive = inclusive;
  return rules;
}

settings swept_after(duration delay, bool inclusive = false) {
  settings rules;
  rules.sweep = {expiry_sweep::when::delay, 0, delay};
  rules.expiry_inclusive = inclusive;
  return rules;
}

}  // namespace

TEST_CASE("a lot ends when it expires, or a microsecond later where the expiry belongs to its life",
          "[R2.1]") {
  settings rules;
  CHECK(end_instant(at("2026-02-01T00:00:00Z"), rules) == at("2026-02-01T00:00:00Z"));
  rules.expiry_inclusive = true;
  CHECK(end_instant(at("2026-02-01T00:00:00Z"), rules) == at("2026-02-01T00:00:00.000001Z"));
}

TEST_CASE("a sweep at a minute of every hour ends a lot at or after its expiry", "[R2.1]") {
  CHECK(end_instant(at("2026-02-01T10:00:00Z"), swept_at(45)) == at("2026-02-01T10:45:00Z"));
  CHECK(end_instant(at("2026-02-01T10:45:00Z"), swept_at(45)) == at("2026-02-01T10:45:00Z"));
  CHECK(end_instant(at("2026-02-01T10:45:00Z"), swept_at(45, true)) == at("2026-02-01T11:45:00Z"));
  CHECK(end_instant(at("2026-02-01T10:45:00.000001Z"), swept_at(45)) == at("2026-02-01T11:45:00Z"));
  CHECK(end_instant(at("2026-02-01T23:50:00Z"), swept_at(45)) == at("2026-02-02T00:45:00Z"));
  CHECK(end_instant(at("2026-02-01T10:00:00Z"), swept_at(0)) == at("2026-02-01T10:00:00Z"));
}

TEST_CASE("a sweep with a delay ends a lot so long after its expiry", "[R2.1]") {
  CHECK(end_instant(at("2026-02-01"), swept_after(duration::hours(36))) == at("2026-02-02T12:00:00Z"));
  CHECK(end_instant(at("2026-02-01"), swept_after(duration::hours(36), true)) ==
        at("2026-02-02T12:00:00.000001Z"));
}

TEST_CASE("what never expires never ends", "[R2.1]") {
  CHECK(end_instant(instant::never(), swept_at(45, true)).is_never());
  CHECK(end_instant(instant::never(), swept_after(duration::hours(1))).is_never());
}

TEST_CASE("a sweep is the first one at that minute, never before the expiry and less than an hour after",
          "[R2.1]") {
  REQUIRE(rc::check([] {
    const auto expires =
        instant::from_us(*rc::gen::inRange<std::int64_t>(-1'000'000'000'000'000, INT64_MAX / 2));
    const auto minute = *rc::gen::inRange(0U, 60U);
    const instant end = end_instant(expires, swept_at(minute));
    RC_ASSERT(end >= expires);
    RC_ASSERT(end - expires < duration::hours(1));
    const std::int64_t into_hour =
        (end.us() % duration::hours(1).us() + duration::hours(1).us()) % duration::hours(1).us();
    RC_ASSERT(into_hour == duration::minutes(minute).us());
  }));
}

TEST_CASE("a lot that is swept later is burned by its expiry and usable until the sweep", "[R2.1]") {
  const std::vector<burn_key> order = settings{}.burn_down;
  lot_book book(order);
  book.book(swept(until(lot_of(1, 10), at_hour(5)), at_hour(20)));
  book.book(until(lot_of(2, 10), at_hour(9)));
  CHECK(book.next_end() == at_hour(9));
  CHECK_FALSE(book.end_next(at_hour(8)).has_value());
  CHECK(take(book, credits::whole(5)) == std::vector{took(1, 5)});
  CHECK(book.end_next(at_hour(9))->id == 2);
  CHECK(take(book, credits::whole(1)) == std::vector{took(1, 1)});
  CHECK(book.end_next(at_hour(20))->expired == credits::whole(4));
}
