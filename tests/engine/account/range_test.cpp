// At the ends of what can be counted both ledgers still say the same, and nothing wraps (R1.5).
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "plain_run.hpp"
#include "world_builder.hpp"

namespace drawdown::test {
namespace {

// Small, around a power of two, or just below the largest.
std::int64_t any_count() {
  const std::int64_t near = *rc::gen::inRange<std::int64_t>(0, 1000);
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return near;
    case 1:
      return INT64_MAX - near;
    case 2:
      return (std::int64_t{1} << *rc::gen::inRange(10, 63)) - near;
    default:
      return *rc::gen::inRange<std::int64_t>(0, INT64_MAX) >> *rc::gen::inRange(0, 63);
  }
}
std::int64_t any_positive() {
  return std::max<std::int64_t>(1, any_count());
}
credits any_credit() {
  return credits::from_micro(any_positive());
}
money any_money() {
  return money::from_minor(any_positive());
}
rounding any_rounding() {
  return *rc::gen::element(rounding::down, rounding::up, rounding::half_up, rounding::half_even);
}

recharge_terms any_terms() {
  recharge_terms terms;
  terms.trigger = *rc::gen::element(recharge_trigger::below, recharge_trigger::at_or_below);
  terms.threshold = any_credit();
  terms.count_pending = *rc::gen::arbitrary<bool>();
  terms.limits =
      *rc::gen::element(recharge_limits::apply, recharge_limits::minimum_only, recharge_limits::ignore);
  const bool in_money = *rc::gen::arbitrary<bool>();
  const auto any_amount = [&] { return in_money ? asked_amount(any_money()) : asked_amount(any_credit()); };
  const int what = *rc::gen::inRange(0, 4);
  if (what == 0) terms.target = any_credit();
  if (what == 1 || what == 2) terms.amount = any_amount();
  if (what == 2 || what == 3) terms.pack = any_amount();
  return terms;
}

std::shared_ptr<const world> any_large_world() {
  world_builder w;
  w.until("2026-01-03");
  w.raw().gateways[0].latency = duration::hours(3);  // recharges follow each other while the figure is low
  w.settings().credit_decimals = *rc::gen::inRange(0, 7);
  w.settings().grant_rounding = any_rounding();
  w.settings().money_rounding = any_rounding();
  w.settings().usage_rounding = any_rounding();
  w.catalog().rate = {any_money(), any_credit()};
  if (*rc::gen::arbitrary<bool>()) w.catalog().top_ups.minimum = any_money();
  if (*rc::gen::arbitrary<bool>()) w.catalog().top_ups.maximum = any_money();
  w.catalog().meters[0].price = unit_price{any_count(), any_positive()};
  w.catalog().meters[0].minimum = any_count();
  w.catalog().meters[0].increment = any_count();
  auto acme = w.account("acme").pays_by(good_card());
  const agent_index bot =
      acme.agent("bot", *rc::gen::element(when_exhausted::stop, when_exhausted::use_balance), any_credit());
  if (*rc::gen::arbitrary<bool>()) acme.begins_with(lot(lot_kind::free, any_credit()));
  if (*rc::gen::arbitrary<bool>()) acme.recharges(any_terms());
  acme.at("2026-01-02");
  const int steps = *rc::gen::inRange(1, 8);
  for (int i = 0; i < steps; ++i) {
    acme.later(duration::hours(1));
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        acme.grants(lot(static_cast<lot_kind>(*rc::gen::inRange(0, 5)), any_credit()).costs(any_money()));
        break;
      case 1:
        acme.tops_up(any_money());
        break;
      case 2:
        acme.tops_up(any_credit());
        break;
      case 3:
        acme.sets_recharge(any_terms());
        break;
      default:
        acme.uses_exactly(*rc::gen::element(bot, no_agent), any_count());
    }
  }
  return w.build();
}

TEST_CASE("amounts at the ends of the range are refused or counted, by both ledgers alike", "[R1.5]") {
  REQUIRE(rc::check([] {
    plain_run all(any_large_world(), 0);
    all.work_all();
    const auto found = all.audit();
    if (found) RC_LOG() << found->message;
    RC_ASSERT(!found.has_value());
  }));
}

}  // namespace
}  // namespace drawdown::test
