// Laws of the sweep, on random worlds.
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/sweep/account_run.hpp"
#include "engine/sweep/sweep.hpp"
#include "seeded_world.hpp"

using namespace drawdown;
using namespace drawdown::sweep;
using drawdown::test::seeded_world;

TEST_CASE("both ledgers agree on every variant of random worlds", "[R14]") {
  REQUIRE(rc::check([] {
    const auto in = seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make();
    const account_findings found = sweeper(in, {.near = duration::hours(12), .most = 40}).sweep(0);
    if (found.disagreement) RC_LOG() << found.disagreement->found.message;
    RC_ASSERT(!found.disagreement.has_value());
    RC_ASSERT(found.counts.run == found.trials.size());
  }));
}

TEST_CASE("the base of a sweep is the account as it runs among all others", "[R2.8]") {
  REQUIRE(rc::check([] {
    const auto in = seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make(3);
    const auto account = *rc::gen::inRange<account_index>(0, 3);
    account_run run(in, account);
    run.work_all();
    const std::vector<step> steps = steps_of(in->accounts[account]);
    const account_findings found = sweeper(in, {.most = 1}).sweep(account);
    RC_ASSERT(found.base == outcomes_of(steps, run.events(), told_by(steps, run.events())));
    RC_ASSERT(found.base_end == end_of(run.events(), run.now()));
  }));
}

TEST_CASE("of every step it is known what became of it, and the figures at the end add up",
          "[R12.1][R14.3]") {
  REQUIRE(rc::check([] {
    const auto in = seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make();
    const account_findings found = sweeper(in, {.most = 1}).sweep(0);
    for (const step_outcome& became : found.base) RC_ASSERT(!became.result.empty());
    const account_end& end = found.base_end;
    RC_ASSERT(end.granted + end.refilled == end.now.balance() + end.used + end.expired + end.revoked);
  }));
}

TEST_CASE("a step that is put where it stands changes nothing") {
  REQUIRE(rc::check([] {
    const auto in = seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make();
    const account_spec& base = in->accounts[0];
    const std::vector<step> steps = steps_of(base);
    changes none;
    for (step_index i = 0; i < steps.size(); ++i) none.emplace_back(i, steps[i].order);
    auto other = std::make_shared<world>(*in);
    other->accounts[0] = changed(base, steps, none);
    account_run as_it_is(in, 0);
    as_it_is.work_all();
    account_run again(other, 0);
    again.work_all();
    RC_ASSERT(again.events() == as_it_is.events());
    RC_ASSERT(again.state_digest() == as_it_is.state_digest());
  }));
}
