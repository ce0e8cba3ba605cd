#include "engine/sweep/boundary.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "engine/sweep/account_run.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::sweep;
using namespace drawdown::test;

namespace {

// The boundaries of account 0.
struct found {
  explicit found(const world_builder& told) : in(told.build()), steps(steps_of(in->accounts[0])) {
    account_run run(in, 0);
    run.work_all();
    REQUIRE_FALSE(run.audit().has_value());
    all = boundaries_of(*in, 0, steps, run.events(), told_by(steps, run.events()));
  }

  // The reason of that kind at that instant, which must be one.
  boundary_reason one(std::string_view at, boundary_kind kind) const {
    const auto here = all.find(when(at));
    REQUIRE(here != all.end());
    const auto reason = std::ranges::find(here->second, kind, &boundary_reason::kind);
    REQUIRE(reason != here->second.end());
    return *reason;
  }
  std::size_t count(boundary_kind kind) const {
    std::size_t number = 0;
    for (const auto& [at, reasons] : all)
      number += static_cast<std::size_t>(std::ranges::count(reasons, kind, &boundary_reason::kind));
    return number;
  }

  std::shared_ptr<const world> in;
  std::vector<step> steps;
  std::map<instant, std::vector<boundary_reason>> all;
};

recharge_terms ten_dollars_below(credits threshold) {
  recharge_terms terms;
  terms.threshold = threshold;
  terms.amount = asked_amount(10_usd);
  return terms;
}

}  // namespace

TEST_CASE("the usage period turns at each month of the account's zone, the last instant included",
          "[R2.6][R2.12]") {
  world_builder w;
  w.from("2026-01-01").until("2026-03-01");
  w.account("acme");
  const found f(w);
  CHECK(f.count(boundary_kind::period_turns) == 2);
  f.one("2026-02-01", boundary_kind::period_turns);
  f.one("2026-03-01", boundary_kind::period_turns);
}

TEST_CASE("lots begin, recur and end at boundaries", "[R3.5][R3.6][R3.9]") {
  world_builder w;
  w.from("2026-01-02").until("2026-01-31");
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr).until("2026-01-10T12:00:00Z"));
  acme.at("2026-01-03").grants(test::lot(lot_kind::plan, 50_cr).from("2026-01-05").lasts("36h"));
  acme.at("2026-01-04").grants(test::lot(lot_kind::free, 7_cr).recurs("10 days"));
  acme.at("2026-01-06").grants(test::lot(lot_kind::free, 7_cr).lasts("10 days"));
  const found f(w);

  const boundary_reason first = f.one("2026-01-10T12:00:00Z", boundary_kind::lot_ends);
  CHECK(first.lot == 1);
  CHECK(first.moves_with == no_step);
  // What names instants stays where it is when its step moves; what counts from the step goes with it.
  CHECK(f.one("2026-01-05", boundary_kind::lot_begins).moves_with == no_step);
  CHECK(f.one("2026-01-06T12:00:00Z", boundary_kind::lot_ends).moves_with == no_step);
  CHECK(f.one("2026-01-16", boundary_kind::lot_ends).moves_with == 2);
  const boundary_reason again = f.one("2026-01-14", boundary_kind::lot_recurs);
  CHECK(again.lot == 3);
  CHECK(again.moves_with == 1);
  CHECK(f.count(boundary_kind::lot_ends) == 3);
}

TEST_CASE("a hold that was captured would have run out: that is a boundary", "[R6.3]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(test::lot(lot_kind::free, 100_cr));
  acme.at("2026-01-02").holds("call", 40_cr, no_agent, "2h");
  acme.at("2026-01-02T01:00:00Z").captures_all("call");
  acme.at("2026-01-03").holds("too-much", 400_cr, no_agent, "2h");
  const found f(w);
  const boundary_reason end = f.one("2026-01-02T02:00:00Z", boundary_kind::hold_runs_out);
  CHECK(end.key == w.key("call"));
  CHECK(end.moves_with == 0);
  CHECK(f.count(boundary_kind::hold_runs_out) == 1);
}

TEST_CASE("what a gateway says is a boundary, and moves with the step that made the payment",
          "[R2.8][R9.3]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).recharges(ten_dollars_below(100_cr));
  acme.begins_with(test::lot(lot_kind::free, 110_cr));
  acme.at("2026-01-02").tops_up(20_usd);
  acme.at("2026-01-03").uses(5).uses(1105);  // the second one falls below the threshold
  const found f(w);
  const boundary_reason answer = f.one("2026-01-02T00:00:02Z", boundary_kind::heard);
  CHECK(answer.key == key_of_step(2));
  CHECK(answer.moves_with == 0);
  const boundary_reason of_recharge = f.one("2026-01-03T00:00:02Z", boundary_kind::heard);
  CHECK(of_recharge.key == key_of_recharge(1));
  CHECK(of_recharge.moves_with == 2);
}

TEST_CASE("retries are boundaries, and so are the ends of waits", "[R10.4][R10.5]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(card({card_answer::declines, card_answer::ok}));
  acme.recharges(ten_dollars_below(100_cr));
  acme.begins_with(test::lot(lot_kind::free, 110_cr));
  acme.at("2026-01-03").uses(50);
  const found retried(w);
  CHECK(retried.one("2026-01-03T01:00:02Z", boundary_kind::retry).attempt == 2);

  w.settings().on_failure = failure_policy::back_off;
  const found waited(w);
  CHECK(waited.count(boundary_kind::retry) == 0);
  CHECK(waited.count(boundary_kind::wait_ends) == 1);
}

namespace {

// A plan of ten days for 29 USD.
void sell_a_plan(world_builder& w) {
  plan_terms plan;
  plan.name = "starter";
  plan.price = 29_usd;
  plan.every = calendar_span{10, calendar_unit::days};
  plan.allocation = 100_cr;
  w.catalog().plans = {plan};
}

}  // namespace

TEST_CASE("the turns of a cycle are boundaries, and move with the step that subscribed", "[R2.6][R8.2]") {
  world_builder w;
  w.from("2026-01-01").until("2026-01-25");
  sell_a_plan(w);
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-02").does(subscribe_command{0});
  const found f(w);
  CHECK(f.count(boundary_kind::cycle_turns) == 2);
  CHECK(f.one("2026-01-12", boundary_kind::cycle_turns).moves_with == 0);
  CHECK(f.one("2026-01-22", boundary_kind::cycle_turns).moves_with == 0);
  CHECK(f.one("2026-01-12", boundary_kind::lot_ends).moves_with == 0);
  f.one("2026-01-12", boundary_kind::period_turns);
  CHECK(f.count(boundary_kind::period_turns) == 2);  // and none with the month
}

TEST_CASE("a cycle with an anchor of its own does not move with the step", "[R2.2]") {
  world_builder w;
  w.from("2026-01-01").until("2026-01-25");
  sell_a_plan(w);
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-02").does(subscribe_command{0, when("2026-01-05")});
  const found f(w);
  CHECK(f.one("2026-01-05", boundary_kind::cycle_turns).moves_with == no_step);
}

TEST_CASE("versions, due invoices, and the ends of grace and of refunds are boundaries",
          "[R7.3][R9.3][R2.5][R9.7]") {
  world_builder w;
  w.from("2026-01-01").until("2026-02-25");
  w.settings().refund_window = duration::days(3);
  w.version("2026-01-20");
  auto acme = w.account("acme");
  acme.spec().invoice_terms = duration::days(5);
  acme.begins_with(test::lot(lot_kind::free, 100_cr));
  acme.at("2026-01-02").does(invoice_command{20_usd});
  acme.at("2026-01-03").uses(5).keyed("used").occurred("2026-01-02T12:00:00Z");
  acme.at("2026-01-04").does(refund_command{w.key("used")});
  const found f(w);
  f.one("2026-01-20", boundary_kind::version_begins);
  CHECK(f.one("2026-01-07", boundary_kind::invoice_due).moves_with == 0);
  CHECK(f.one("2026-01-03T12:00:00Z", boundary_kind::grace_ends).key == w.key("used"));
  CHECK(f.one("2026-01-06", boundary_kind::refund_ends).moves_with == 1);
  for (const auto kind : {boundary_kind::version_begins, boundary_kind::invoice_due,
                          boundary_kind::grace_ends, boundary_kind::refund_ends})
    CHECK(f.count(kind) == 1);
}
