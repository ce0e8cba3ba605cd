#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// When a lot that expires at that instant ends.
instant end_of(world_builder& w, std::string_view expires) {
  w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until(expires));
  const verdict said = judge(w);
  CHECK(said.all<lot_event>().at(0).ends == said.times<lot_end_event>().at(0));
  CHECK(said.all<lot_event>().at(0).expires == when(expires));
  return said.times<lot_end_event>().at(0);
}

expiry_sweep at_minute(std::uint32_t minute) {
  return {.at = expiry_sweep::when::minute, .minute = minute, .delay = {}};
}

}  // namespace

TEST_CASE("a lot may be used at the instant of its expiry where that is inclusive", "[R2.1]") {
  world_builder w;
  w.settings().expiry_inclusive = true;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-01-10"), "gift");
  acme.at("2026-01-10").uses(4);
  acme.at("2026-01-10T00:00:00.000001Z").uses(1).revokes("gift");
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == std::vector<outcome>{outcome::charged, outcome::insufficient_credit});
  CHECK(said.times<lot_end_event>().at(0) == when("2026-01-10T00:00:00.000001Z"));
  CHECK(said.command_outcomes().at(0) == outcome::lot_ended);
}

TEST_CASE("a lot ends with the first sweep at or after its expiry", "[R2.1]") {
  world_builder w;
  SECTION("at a minute of every hour") {
    w.settings().sweep = at_minute(45);
    CHECK(end_of(w, "2026-01-10T10:30:00Z") == when("2026-01-10T10:45:00Z"));
  }
  SECTION("in the next hour") {
    w.settings().sweep = at_minute(45);
    CHECK(end_of(w, "2026-01-10T23:45:00.000001Z") == when("2026-01-11T00:45:00Z"));
  }
  SECTION("at that very instant") {
    w.settings().sweep = at_minute(45);
    CHECK(end_of(w, "2026-01-10T10:45:00Z") == when("2026-01-10T10:45:00Z"));
  }
  SECTION("not at that instant, where the expiry is inclusive") {
    w.settings().sweep = at_minute(45);
    w.settings().expiry_inclusive = true;
    CHECK(end_of(w, "2026-01-10T10:45:00Z") == when("2026-01-10T11:45:00Z"));
  }
  SECTION("after a delay") {
    w.settings().sweep = {.at = expiry_sweep::when::delay, .minute = 0, .delay = duration::hours(2)};
    CHECK(end_of(w, "2026-01-10T10:45:00Z") == when("2026-01-10T12:45:00Z"));
  }
}

TEST_CASE("until it is swept away a lot is spent, in the order of its expiry", "[R2.1][R3.3]") {
  world_builder w;
  w.settings().sweep = at_minute(45);
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::free, 10_cr).until("2026-01-10T00:44:00Z"))
                  .begins_with(lot(lot_kind::free, 10_cr).until("2026-01-10T00:10:00Z"));
  acme.at("2026-01-10T00:44:30Z").uses(15);
  CHECK(judge(w).all<usage_event>().at(0).slices == std::vector<slice>{{2, 10_cr}, {1, 5_cr}});
}

TEST_CASE("a lot that would expire before it begins is refused, whenever it would be swept",
          "[R2.1][R3.14]") {
  world_builder w;
  w.settings().expiry_inclusive = true;
  w.settings().sweep = at_minute(45);
  auto acme = w.account("acme");
  acme.at("2026-01-10").grants(lot(lot_kind::free, 10_cr).until("2026-01-10"));
  CHECK(judge(w).command_outcomes() == std::vector<outcome>{outcome::ends_before_it_begins});
}
