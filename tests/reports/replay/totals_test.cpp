// What is folded of a run whose transactions are not kept.
#include "reports/replay/totals.hpp"

#include <catch2/catch.hpp>

#include "plain_run.hpp"
#include "seeded_world.hpp"

using namespace drawdown;
using namespace drawdown::test;
using namespace drawdown::reports;

TEST_CASE("totals are what the events of the blocks come to, in any order of accounts", "[R12.1]") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto in = seeded_world(seed).make(4);
    replay_totals totals(*in);
    usage_totals expected;
    std::uint64_t events = 0;
    for (account_index i = 4; i-- > 0;) {
      plain_run run(in, i);
      run.work_all();
      REQUIRE(totals.add(run.block()));
      events += run.events().size();
      for (const event& one : run.events()) {
        const auto* used = std::get_if<usage_event>(&one.body);
        if (used == nullptr) continue;
        if (used->repeated) {
          ++expected.repeated;
        } else if (used->result == outcome::charged) {
          ++expected.charged;
          expected.cost += used->amount.micro();
        } else {
          ++expected.refused;
        }
      }
      CHECK(totals.accounts()[i].at_end == run.now());
    }
    CHECK(totals.all() == expected);
    CHECK(totals.events() == events);
    std::uint64_t refused = 0;
    for (const auto& [why, count] : totals.refusals()) {
      CHECK(is_refusal(why));
      refused += count;
    }
    CHECK(refused == expected.refused);
  }
}

TEST_CASE("a block that does not decode is an error, not a total") {
  const auto in = seeded_world(1).make(1);
  plain_run run(in, 0);
  run.work_all();
  record::bytes torn = run.block();
  torn.back() ^= std::byte{1};
  replay_totals totals(*in);
  const auto added = totals.add(torn);
  REQUIRE_FALSE(added);
  CHECK(added.error().code == error_code::corrupt);
  CHECK(totals.events() == 0);
}
