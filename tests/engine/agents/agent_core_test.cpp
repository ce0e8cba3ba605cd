// What an agent says it wants to do: promises that hold, however its plan is cut (R2.8), and draws that
// repeat (R14.7).
#include "engine/agents/agent_core.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "drawing.hpp"
#include "printing.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

want wanted(instant from, instant until, std::uint32_t at_most, std::vector<news> heard = {}) {
  return {1, 0, from, until, at_most, std::move(heard)};
}

// An agent that uses once an hour, as often as `usages` says, twice at every third time.
std::shared_ptr<const world> hourly(int usages) {
  world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  for (int hour = 0; hour < usages; ++hour) {
    acme.at(when("2026-01-01") + duration::hours(hour)).uses(bot, 1);
    if (hour % 3 == 0) acme.uses(bot, 2);
  }
  return w.build();
}

// An agent that draws so many usages a day.
std::shared_ptr<const world> drawing(std::uint32_t per_day, duration pause = {}) {
  world_builder w;
  w.account("acme").agent("bot");
  return with_source(w.build(), 0, draws_daily(per_day, pause));
}

// Everything that an agent tells before `until`, in as many plans as chunks of that size need. Each promise
// is held: nothing told later falls before it.
std::vector<usage> all_told(agent_core& agent, instant from, instant until, std::uint32_t chunk) {
  std::vector<usage> all;
  for (instant reached = from; reached < until;) {
    const plan told = agent.answer(wanted(reached, until, chunk));
    REQUIRE(told.complete_until > reached);
    REQUIRE(told.complete_until <= until);
    for (const usage& item : told.items) {
      REQUIRE(item.order.at >= reached);
      REQUIRE(item.order.at < told.complete_until);
    }
    all.insert(all.end(), told.items.begin(), told.items.end());
    reached = told.complete_until;
  }
  return all;
}

}  // namespace

TEST_CASE("an agent tells what is before `until`, and that this is all") {
  const auto in = hourly(24);
  agent_core agent(in, 0, 0);
  const plan told = agent.answer(wanted(in->start, in->start + duration::hours(3), 512));
  CHECK(told.items.size() == 4);
  CHECK(told.complete_until == in->start + duration::hours(3));
  CHECK(told.halts_on == outcome_set{});
  CHECK(agent.answer(wanted(told.complete_until, in->start + duration::hours(4), 512)).items.size() == 2);
}

TEST_CASE("a full plan promises up to the first item that it leaves out") {
  const auto in = hourly(24);
  agent_core agent(in, 0, 0);
  const plan told = agent.answer(wanted(in->start, in->end, 3));
  CHECK(told.items.size() == 3);  // 00:00 twice, 01:00
  CHECK(told.complete_until == in->start + duration::hours(2));
}

TEST_CASE("what falls on one instant is told in one plan, also where it is more than was asked for") {
  const auto in = hourly(24);
  agent_core agent(in, 0, 0);
  const plan told = agent.answer(wanted(in->start, in->end, 1));
  CHECK(told.items.size() == 2);
  CHECK(told.complete_until == in->start + duration::hours(1));
}

TEST_CASE("however a plan is cut, the items are the same and every promise holds", "[R14.7]") {
  REQUIRE(rc::check([] {
    const bool drawn = *rc::gen::arbitrary<bool>();
    const auto in = drawn ? drawing(*rc::gen::inRange(1U, 30U)) : hourly(*rc::gen::inRange(0, 100));
    const instant until = in->start + duration::days(6);
    agent_core in_one(in, 0, 0);
    const auto whole = all_told(in_one, in->start, until, 100'000);
    agent_core in_pieces(in, 0, 0);
    std::vector<usage> pieces;
    for (instant reached = in->start; reached < until;) {
      const instant next = std::min(until, reached + duration::hours(*rc::gen::inRange(1, 60)));
      const auto told = all_told(in_pieces, reached, next, *rc::gen::inRange(1U, 20U));
      pieces.insert(pieces.end(), told.begin(), told.end());
      reached = next;
    }
    RC_ASSERT(pieces == whole);
  }));
}

TEST_CASE("draws ascend, so many a day, within their bounds", "[R14.7]") {
  const auto in = drawing(7);
  agent_core agent(in, 0, 0);
  const auto all = all_told(agent, in->start, in->start + duration::days(30), 512);
  REQUIRE(all.size() == 210);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].order.in == turn_order::phase::population);
    CHECK(all[i].key == effect_key{effect_key::space::agent, 0, i});
    CHECK(all[i].quantity >= 1'000'000);
    CHECK(all[i].quantity <= 9'000'000);
    CHECK(static_cast<std::size_t>((all[i].order.at - in->start).us() / duration::days(1).us()) == i / 7);
    if (i > 0) CHECK(all[i - 1].order.at < all[i].order.at);
  }
}

TEST_CASE("what an agent draws is the same in every build, for good", "[R14.7]") {
  const auto in = drawing(2);
  agent_core agent(in, 0, 0);
  const auto all = all_told(agent, in->start, in->start + duration::days(2), 512);
  REQUIRE(all.size() == 4);
  std::vector<std::string> drawn;
  for (const usage& item : all)
    drawn.push_back(to_string(item.order.at) + ' ' + std::to_string(item.quantity));
  CHECK(drawn == std::vector<std::string>{
                     "2026-01-01T05:46:11.060452Z 7139715", "2026-01-01T14:59:58.545216Z 3310627",
                     "2026-01-02T06:41:43.071705Z 7490469", "2026-01-02T14:48:04.709474Z 6117041"});
}

TEST_CASE("an agent that pauses asks to hear of every refusal, another of none", "[R2.8]") {
  const auto pausing = drawing(4, duration::hours(12));
  const plan told = agent_core(pausing, 0, 0).answer(wanted(pausing->start, pausing->end, 1));
  for (std::size_t i = 0; i < outcomes; ++i)
    CHECK(told.halts_on.has(static_cast<outcome>(i)) == is_refusal(static_cast<outcome>(i)));
  const auto steady = drawing(4);
  CHECK(agent_core(steady, 0, 0).answer(wanted(steady->start, steady->end, 1)).halts_on == outcome_set{});
}

TEST_CASE("after a refusal an agent leaves out what falls into its pause, and goes on behind it", "[R2.8]") {
  const auto in = drawing(24, duration::hours(12));
  agent_core agent(in, 0, 0);
  const plan first = agent.answer(wanted(in->start, in->end, 10));
  REQUIRE(first.items.size() == 10);
  const usage& refused = first.items[3];  // what stands behind it is void
  const news heard{refused.order.at, refused.order.number, outcome::insufficient_credit};
  const plan next = agent.answer(wanted(refused.order.at.next(), in->end, 10, {heard}));
  REQUIRE(next.items.size() == 10);
  const instant pause_ends = refused.order.at + duration::hours(12);
  CHECK(next.items.front().order.at >= pause_ends);
  CHECK(next.items.front().order.at < pause_ends + duration::hours(2));

  agent_core unheard(in, 0, 0);
  const auto all = all_told(unheard, in->start, in->start + duration::days(3), 512);
  const auto behind =
      std::find_if(all.begin(), all.end(), [&](const usage& u) { return u.order.at >= pause_ends; });
  CHECK(next.items.front() == *behind);
}

TEST_CASE("agents of other names draw other things, and their order in the account changes nothing",
          "[R14.7]") {
  const auto world_with = [](std::vector<std::string> names) {
    world_builder w;
    auto acme = w.account("acme");
    for (auto& name : names) acme.agent(name);
    auto in = w.build();
    for (agent_index agent = 0; agent < names.size(); ++agent) in = with_source(in, agent, draws_daily(3));
    return in;
  };
  const auto quantities = [&](const std::shared_ptr<const world>& in, agent_index agent) {
    agent_core core(in, 0, agent);
    std::vector<std::int64_t> drawn;
    for (const usage& item : all_told(core, in->start, in->start + duration::days(3), 512))
      drawn.push_back(item.quantity);
    return drawn;
  };
  const auto ab = world_with({"a", "b"});
  const auto cab = world_with({"c", "a", "b"});
  CHECK(quantities(ab, 0) != quantities(ab, 1));
  CHECK(quantities(ab, 0) == quantities(cab, 1));
  CHECK(quantities(ab, 1) == quantities(cab, 2));
}

namespace {

// An agent whose usages follow each other at a gap, among them holds and top-ups.
std::shared_ptr<const world> arriving(arrival_process arrivals, arrival_gap gap, parts_per_million holds = 0,
                                      parts_per_million top_ups = 0) {
  drawn_source source = draws_daily(1);
  source.arrivals = arrivals;
  source.gap = gap;
  source.holds = holds;
  source.voids = 200'000;
  source.top_ups = top_ups;
  source.top_up = money::from_minor(100);
  world_builder w;
  w.account("acme").agent("bot");
  return with_source(w.build(), 0, source);
}

// All that an agent tells before `until`, usages and steps as they are ordered.
std::vector<turn_order> all_orders(agent_core& agent, instant from, instant until, std::uint32_t chunk) {
  std::vector<turn_order> all;
  for (instant reached = from; reached < until;) {
    const plan told = agent.answer(wanted(reached, until, chunk));
    REQUIRE(told.complete_until > reached);
    std::vector<turn_order> orders;
    for (const usage& item : told.items) orders.push_back(item.order);
    for (const auto& step : told.steps) orders.push_back(step->order);
    std::sort(orders.begin(), orders.end());
    for (const turn_order& order : orders) {
      REQUIRE(order.at >= reached);
      REQUIRE(order.at < told.complete_until);
      REQUIRE((all.empty() || all.back() < order));
      all.push_back(order);
    }
    reached = told.complete_until;
  }
  REQUIRE(agent.next_at() >= until);
  return all;
}

constexpr std::uint64_t second_ps = 1'000'000'000'000;

}  // namespace

TEST_CASE("even arrivals are exactly a gap apart, also where that is no whole microsecond") {
  const auto in = arriving(arrival_process::even, {second_ps / 3});
  agent_core agent(in, 0, 0);
  const auto all = all_told(agent, in->start, in->start + duration::seconds(100), 512);
  REQUIRE(all.size() == 300);
  for (std::size_t i = 3; i < all.size(); ++i) {
    const std::int64_t three_gaps = (all[i].order.at - all[i - 3].order.at).us();
    CHECK(three_gaps >= 999'999);
    CHECK(three_gaps <= 1'000'001);
  }
}

TEST_CASE("gaps below a microsecond put several usages on one instant, told in one plan") {
  const auto in = arriving(arrival_process::even, {250'000});
  agent_core agent(in, 0, 0);
  const plan told = agent.answer(wanted(in->start, in->end, 1));
  CHECK(told.items.size() >= 1);
  CHECK(told.items.size() <= 4);
  CHECK(all_orders(agent, told.complete_until, in->start + duration::from_us(1000), 7).size() ==
        4000 - told.items.size());
}

TEST_CASE("poisson arrivals come at their rate") {
  const auto in = arriving(arrival_process::poisson, {second_ps / 100});
  agent_core agent(in, 0, 0);
  const auto all = all_told(agent, in->start, in->start + duration::seconds(1000), 512);
  CHECK(all.size() > 98'500);
  CHECK(all.size() < 101'500);
}

TEST_CASE("holds are followed by their capture or their void before the next arrival, top-ups stand alone") {
  const auto in = arriving(arrival_process::poisson, {second_ps}, 500'000, 100'000);
  agent_core agent(in, 0, 0);
  const plan told = agent.answer(wanted(in->start, in->start + duration::seconds(10'000), 100'000));
  std::size_t holds = 0;
  std::size_t captures = 0;
  std::size_t voids = 0;
  std::size_t top_ups = 0;
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    const command& step = *told.steps[i];
    if (std::holds_alternative<top_up_command>(step.body)) ++top_ups;
    if (!std::holds_alternative<hold_command>(step.body)) continue;
    ++holds;
    REQUIRE(i + 1 < told.steps.size());
    const command& ending = *told.steps[i + 1];
    CHECK(ending.order.number == step.order.number + 1);
    if (const auto* capture = std::get_if<capture_command>(&ending.body)) {
      CHECK(capture->hold == step.key);
      ++captures;
    } else {
      CHECK(std::get<void_command>(ending.body).hold == step.key);
      ++voids;
    }
  }
  CHECK(told.items.size() > 3700);  // 40 % of 10 000
  CHECK(told.items.size() < 4300);
  CHECK(holds > 4700);
  CHECK(holds < 5300);
  CHECK(captures + voids == holds);
  CHECK(voids > 850);
  CHECK(voids < 1150);
  CHECK(top_ups > 850);
  CHECK(top_ups < 1150);
}

TEST_CASE("however a plan of arrivals is cut, usages and steps are the same", "[R14.7]") {
  REQUIRE(rc::check([] {
    const auto arrivals = *rc::gen::element(arrival_process::even, arrival_process::poisson);
    const arrival_gap gap{*rc::gen::inRange<std::uint64_t>(100'000, second_ps)};
    const auto in = arriving(arrivals, gap, *rc::gen::element(0U, 300'000U), *rc::gen::element(0U, 100'000U));
    const instant until = in->start + duration::from_us(static_cast<std::int64_t>(gap.picoseconds / 10'000));
    agent_core in_one(in, 0, 0);
    const auto whole = all_orders(in_one, in->start, until, 1'000'000);
    agent_core in_pieces(in, 0, 0);
    std::vector<turn_order> pieces;
    const auto piece_us = static_cast<int>(gap.picoseconds / 100'000) + 1;
    for (instant reached = in->start; reached < until;) {
      const instant next = std::min(until, reached + duration::from_us(*rc::gen::inRange(1, piece_us + 1)));
      const auto told = all_orders(in_pieces, reached, next, *rc::gen::inRange(1U, 20U));
      pieces.insert(pieces.end(), told.begin(), told.end());
      reached = next;
    }
    RC_ASSERT(pieces == whole);
  }));
}

TEST_CASE("what arrives is the same in every build, for good", "[R14.7]") {
  const auto in = arriving(arrival_process::poisson, {second_ps});
  agent_core agent(in, 0, 0);
  const plan told = agent.answer(wanted(in->start, in->end, 3));
  std::vector<std::string> drawn;
  for (const usage& item : told.items)
    drawn.push_back(to_string(item.order.at) + ' ' + std::to_string(item.quantity));
  CHECK(drawn == std::vector<std::string>{"2026-01-01T00:00:00.045709Z 7139715",
                                          "2026-01-01T00:00:04.575356Z 3310627",
                                          "2026-01-01T00:00:04.868286Z 7490469"});
}
