// The two ledgers agree on random worlds, and neither chunk nor epoch shows in what they say.
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "plain_run.hpp"
#include "seeded_world.hpp"

using namespace drawdown;
using drawdown::test::plain_run;
using drawdown::test::seeded_world;

namespace {

void work_in_pieces(plain_run& run, const world& in, duration piece, std::uint32_t chunk) {
  while (run.reached() < in.end.next()) run.work(std::min(run.reached() + piece, in.end.next()), chunk);
}

}  // namespace

TEST_CASE("the fast core and the reference ledger agree on every event of random worlds",
          "[R14][R14.1][R14.2][R14.3][R14.5][R14.6]") {
  REQUIRE(rc::check([] {
    const auto in = seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make();
    plain_run run(in, 0);
    run.work_all();
    const auto found = run.audit();
    if (found) RC_LOG() << found->rule << " event " << found->event_number << ": " << found->message;
    RC_ASSERT(!found.has_value());
  }));
}

TEST_CASE("neither chunk nor epoch shows in the events or the state", "[R14.7]") {
  REQUIRE(rc::check([] {
    const auto in = seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make();
    plain_run whole(in, 0);
    whole.work_all();
    const auto chunk = *rc::gen::element(1U, 7U, 512U);
    const auto piece = *rc::gen::element(duration::hours(1), duration::days(1), duration::days(9));
    plain_run pieces(in, 0);
    work_in_pieces(pieces, *in, piece, chunk);
    RC_ASSERT(pieces.events() == whole.events());
    RC_ASSERT(pieces.state_digest() == whole.state_digest());
  }));
}
