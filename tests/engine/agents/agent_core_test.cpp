// What an agent says it wants to do: promises that hold, however its plan is cut (R2.8), and draws that
// repeat (R14.7).
#include "engine/agents/agent_core.hpp"

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
