// States of accounts as bytes: what is read is what was written, and nothing else is taken for it.
#include "engine/checkpoint/account_state.hpp"

#include <catch2/catch.hpp>

#include "plain_run.hpp"
#include "seeded_world.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// A state of an account of a drawn world that has lived as long as the world, but for its judge.
struct worked_account {
  std::shared_ptr<const world> in;
  record::bytes bytes;

  explicit worked_account(std::uint64_t seed) : in(seeded_world(seed).make(1)) {
    plain_run run(in, 0);
    run.work_all();
    auto core = std::make_shared<account_core>(run.core());
    account_state state;
    state.reached = in->end.next();
    state.next_due = instant::never();
    state.digest = core->digest(state.reached);
    state.core = std::move(core);
    for (agent_index a = 0; a < in->accounts[0].agents.size(); ++a)
      state.agents.push_back(std::make_shared<const agent_core>(in, 0, a));
    write_state(*in, 0, state, bytes);
  }
};

}  // namespace

TEST_CASE("a state that was written is read again, and its bytes are the same", "[checkpoint]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const worked_account of(seed);
    const auto read = read_state(of.in, 0, of.bytes);
    REQUIRE(read);
    record::bytes again;
    write_state(*of.in, 0, *read, again);
    REQUIRE(again == of.bytes);
  }
}

TEST_CASE("bytes that were cut or flipped anywhere are no state, and harm nobody", "[checkpoint]") {
  std::size_t refused = 0;
  std::size_t tried = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const worked_account of(seed);
    for (std::size_t at = 0; at < of.bytes.size(); at += 1 + seed % 3) {
      CHECK_FALSE(read_state(of.in, 0, std::span(of.bytes).first(at)));
      record::bytes flipped = of.bytes;
      flipped[at] ^= std::byte{1} << (at % 8);
      ++tried;
      const auto read = read_state(of.in, 0, flipped);
      refused += read ? 0U : 1U;
    }
  }
  CHECK(refused * 2 > tried);
}
