#include "engine/sweep/sweep.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::sweep;
using namespace drawdown::test;

namespace {

account_findings swept(const std::shared_ptr<const world>& in, const wishes& wanted = {}) {
  account_findings found = sweeper(in, wanted).sweep(0);
  REQUIRE_FALSE(found.disagreement.has_value());
  return found;
}

// The only close call of a step.
const close_call& call_of(const account_findings& found, step_index moved) {
  const auto call = std::ranges::find(found.close_calls, moved, &close_call::moved);
  REQUIRE(call != found.close_calls.end());
  return *call;
}

const placing& placed(const close_call& call, side s) {
  return call.placed.at(static_cast<std::size_t>(s));
}

// What became of a step on a side of its boundary.
step_outcome outcome_at(const account_findings& found, const close_call& call, side s) {
  const placing& here = placed(call, s);
  if (here.was == placing::how::as_it_is) return found.base[call.moved];
  REQUIRE(here.was == placing::how::tried);
  for (const auto& [which, now] : found.trials[here.trial].steps)
    if (which == call.moved) return now;
  return found.base[call.moved];
}

// How the steps of a crowd end, order by order.
std::vector<std::string_view> results(const account_findings& found, const trial& of) {
  std::vector<std::string_view> all;
  for (const step_outcome& o : found.base) all.push_back(o.result);
  for (const auto& [which, now] : of.steps) all[which] = now.result;
  return all;
}

}  // namespace

TEST_CASE("a debit at the end of a lot: before it pays the lot that ends, from then on the other",
          "[R2.1][R2.4]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-02-28T09:00:00Z"));
  acme.begins_with(test::lot(lot_kind::paid, 50_cr));
  acme.at("2026-02-28T09:00:00Z").uses(10);
  const account_findings found = swept(w.build());

  CHECK(found.counts.run == 2);
  CHECK(found.counts.changing == 1);
  const close_call& call = call_of(found, 0);
  CHECK(call.at == when("2026-02-28T09:00:00Z"));
  REQUIRE(call.reasons.size() == 1);
  CHECK(call.reasons[0].kind == boundary_kind::lot_ends);
  CHECK(placed(call, side::at).was == placing::how::as_it_is);
  CHECK(outcome_at(found, call, side::before).taken[0].lot.kind == lot_kind::free);
  CHECK(outcome_at(found, call, side::at).taken[0].lot.kind == lot_kind::paid);
  CHECK_FALSE(found.trials[placed(call, side::after).trial].changes_something());

  const trial& before = found.trials[placed(call, side::before).trial];
  REQUIRE(before.end.has_value());
  CHECK(found.base_end.expired == 100_cr);
  CHECK(before.end->expired == 90_cr);
  CHECK(before.end->now.of(lot_kind::paid) == 50_cr);
}

TEST_CASE("a capture against the end of its hold: before it takes, from then on it ran out", "[R6.3][R6.5]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr));
  acme.at("2026-01-02").holds("call", 60_cr, no_agent, "2h");
  acme.at("2026-01-02T01:30:00Z").captures_all("call");
  const account_findings found = swept(w.build());

  // The hold is as near to its own end as D, but that end goes where the hold goes.
  CHECK(found.close_calls.size() == 1);
  const close_call& call = call_of(found, 1);
  CHECK(outcome_at(found, call, side::before).result == "captured");
  CHECK(outcome_at(found, call, side::at).result == "already_ran_out");
  CHECK(outcome_at(found, call, side::after).result == "already_ran_out");
  CHECK(found.trials[placed(call, side::at).trial].end->used == 0_cr);
}

TEST_CASE("a capture that comes before its hold is refused, and that is told", "[R6.5]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr));
  acme.at("2026-01-02T00:00:00Z").holds("call", 60_cr).captures_all("call");
  const account_findings found = swept(w.build());
  REQUIRE(found.crowds.size() == 1);
  REQUIRE(found.crowds[0].orders.size() == 1);
  CHECK(results(found, found.trials[found.crowds[0].orders[0].trial]) ==
        std::vector<std::string_view>{"held", "unknown_hold"});
}

TEST_CASE("two debits compete for the last credit: the first one gets it, in either order", "[R2.4][R4.1]") {
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.begins_with(test::lot(lot_kind::free, 100_cr));
  acme.at("2026-01-15").uses(bot, 70).uses(60);
  const account_findings found = swept(w.build());

  CHECK(results(found, {}) == std::vector<std::string_view>{"charged", "insufficient_credit"});
  REQUIRE(found.crowds.size() == 1);
  CHECK_FALSE(found.crowds[0].sampled);
  REQUIRE(found.crowds[0].orders.size() == 1);
  CHECK(found.crowds[0].orders[0].order == std::vector<step_index>{1, 0});
  const trial& other = found.trials[found.crowds[0].orders[0].trial];
  CHECK(results(found, other) == std::vector<std::string_view>{"insufficient_credit", "charged"});
  CHECK(other.end->now.balance() == 40_cr);
}

TEST_CASE("a debit at the turn of the month decides which month's cap its recharge uses up",
          "[R10.5][R10.15]") {
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = asked_amount(10_usd);
  terms.max_per_period = 1;
  world_builder w;
  w.until("2026-02-28");
  auto acme = w.account("acme").pays_by(good_card()).recharges(terms);
  acme.begins_with(test::lot(lot_kind::free, 110_cr));
  acme.at("2026-02-01").uses(50);   // 60, then 560
  acme.at("2026-02-10").uses(500);  // 60: another recharge, if the cap of February allows it
  acme.at("2026-02-11").uses(200);
  const account_findings found = swept(w.build());

  const close_call& call = call_of(found, 0);
  REQUIRE(call.reasons.size() == 1);
  CHECK(call.reasons[0].kind == boundary_kind::period_turns);
  CHECK(results(found, {}) == std::vector<std::string_view>{"charged", "charged", "insufficient_credit"});
  CHECK(found.base_end.payments_made == 1);
  const trial& before = found.trials[placed(call, side::before).trial];
  CHECK(results(found, before) == std::vector<std::string_view>{"charged", "charged", "charged"});
  CHECK(before.end->payments_made == 2);
  CHECK_FALSE(found.trials[placed(call, side::after).trial].changes_something());
}

TEST_CASE("every order of three steps is tried, and those that come to the same are the same trial") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr));
  acme.at("2026-01-15").uses(50).uses(50).uses(100);
  const account_findings found = swept(w.build());
  REQUIRE(found.crowds.size() == 1);
  CHECK(found.crowds[0].orders.size() == 5);
  // The large one gets all where it comes first, and nothing where it does not.
  CHECK(found.counts.run == 5);
  CHECK(found.counts.changing == 2);
}

TEST_CASE("of more than five steps of one instant 200 orders are tried", "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 60_cr));
  acme.at("2026-01-15");
  for (std::int64_t units = 10; units <= 70; units += 10) acme.uses(units);
  const account_findings found = swept(w.build());
  REQUIRE(found.crowds.size() == 1);
  CHECK(found.crowds[0].sampled);
  CHECK(found.crowds[0].orders.size() == 200);
  CHECK(found.counts.run == 200);
  // 10, 20 and 30 are covered in any order, if they come first; whatever is tried, no more than 60 is used.
  CHECK(found.base_end.used == 60_cr);
  for (const trial& tried : found.trials)
    if (tried.end) CHECK(tried.end->used <= 60_cr);
  CHECK(found.counts.changing > 0);
}

TEST_CASE("steps that are farther from a boundary than D are left alone; at D they are near") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-01-10T12:00:00Z"));
  acme.at("2026-01-10T11:00:00Z").uses(1);
  CHECK(swept(w.build(), {.near = duration::hours(1)}).counts.run == 3);
  CHECK(swept(w.build(), {.near = duration::from_us(3'599'999'999)}).counts.run == 0);
}

TEST_CASE("a step that is near two boundaries a tick apart is tried once at each place") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-01-10T12:00:00Z"));
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-01-10T12:00:00.000001Z"));
  acme.at("2026-01-10T11:30:00Z").uses(1);
  const account_findings found = swept(w.build());
  CHECK(found.close_calls.size() == 2);
  CHECK(found.counts.run == 4);
}

TEST_CASE("places outside of the run are not tried") {
  world_builder w;
  w.from("2026-01-01").until("2026-01-10");
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-01-10"));
  acme.at("2026-01-09T23:30:00Z").uses(1);
  const account_findings found = swept(w.build());
  const close_call& call = call_of(found, 0);
  CHECK(placed(call, side::at).was == placing::how::tried);
  CHECK(placed(call, side::after).was == placing::how::outside);
}

TEST_CASE("no more variants are run than asked for, and those left out are counted") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-01-10T12:00:00Z"));
  acme.at("2026-01-10T11:30:00Z").uses(1).uses(2);
  const account_findings all = swept(w.build());
  CHECK(all.counts.run == 7);
  const account_findings some = swept(w.build(), {.most = 4});
  CHECK(some.counts.run == 4);
  CHECK(some.counts.left_out == 3);
  CHECK(some.close_calls.size() == 2);
  CHECK(placed(some.close_calls[1], side::at).was == placing::how::left_out);
}

TEST_CASE("rows of files stay where they are, and it is told what becomes of them", "[R2.9]") {
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  const std::uint32_t rows = w.usage_file("rows.csv");
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-01-10T12:00:00Z"));
  acme.begins_with(test::lot(lot_kind::paid, 10_cr));
  acme.at("2026-01-10T12:00:00Z").reads(rows, bot, 10);
  acme.at("2026-01-10T11:59:00Z").uses(bot, 10);
  const account_findings found = swept(w.build());
  CHECK(found.counts.run == 3);
  const close_call& call = call_of(found, 0);
  CHECK(results(found, found.trials[placed(call, side::at).trial]) ==
        std::vector<std::string_view>{"charged", "insufficient_credit"});
}
