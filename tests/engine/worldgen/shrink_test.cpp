// A world that fails is made as small as it can be.
#include "engine/worldgen/shrink.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "engine/worldgen/draw_world.hpp"
#include "engine/worldgen/written_usage.hpp"

using namespace drawdown;
using namespace drawdown::worldgen;

namespace {

const timeline_source* told_by(const agent_spec& agent) {
  return std::get_if<timeline_source>(&agent.source);
}

// Whether some agent uses something as often as its limit has credits.
bool reaches_its_limit(const world& in) {
  return std::ranges::any_of(in.accounts, [](const account_spec& account) {
    return std::ranges::any_of(account.agents, [](const agent_spec& agent) {
      const timeline_source* const told = told_by(agent);
      return told != nullptr && agent.monthly_limit &&
             credits::whole(static_cast<std::int32_t>(told->items.size())) >= *agent.monthly_limit;
    });
  });
}

// The first agent of a drawn world that uses something a few times has a limit of as many credits.
std::shared_ptr<const world> with_limit(std::uint64_t seed) {
  const auto in = std::make_shared<world>(*with_written_usage(draw_world(seed, 2)));
  for (account_spec& account : in->accounts)
    for (agent_spec& agent : account.agents)
      if (const timeline_source* const told = told_by(agent); told != nullptr && told->items.size() > 3) {
        agent.monthly_limit = credits::whole(static_cast<std::int32_t>(told->items.size()));
        return in;
      }
  return nullptr;
}

}  // namespace

TEST_CASE("a limit is lowered where fewer steps then reach it") {
  unsigned shrunk = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto in = with_limit(seed);
    if (in == nullptr) continue;
    const shrunk_world small =
        shrink(in, [](const std::shared_ptr<const world>& of) { return reaches_its_limit(*of); });
    CAPTURE(seed);
    CHECK(small.steps_before > 3);
    CHECK(small.steps == 1);
    CHECK(reaches_its_limit(*small.what));
    ++shrunk;
  }
  CHECK(shrunk > 3);
}
