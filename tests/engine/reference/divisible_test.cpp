#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr std::int64_t minute = 60'000'000;

// A call at ten credits a minute, in whole minutes, of which as much is charged as is covered.
struct caller {
  world_builder w;
  meter_index call = w.meter("call", 10'000'000, measure::minute);
  account_builder acme = w.account("acme");
  caller() {
    meter().divisible = true;
    meter().increment = minute;
    acme.at("2026-01-05");
  }
  caller(const caller&) = delete;
  caller& operator=(const caller&) = delete;

  drawdown::meter& meter() { return w.catalog().meters[call]; }
  usage_event first() const { return judge(w).all<usage_event>().at(0); }
};

}  // namespace

TEST_CASE("a call ends when the credit does", "[R4.1]") {
  caller c;
  c.acme.begins_with(lot(lot_kind::free, 35_cr)).uses_exactly(no_agent, 10 * minute + 1, c.call);
  const usage_event used = c.first();
  CHECK(used.result == outcome::charged);
  CHECK(used.amount == 30_cr);
  CHECK(used.quantity == 10 * minute + 1);
  CHECK(used.uncharged == 7 * minute + 1);
  CHECK(used.slices == std::vector<slice>{{1, 30_cr}});
}

TEST_CASE("where the whole is covered nothing is divided", "[R4.1]") {
  caller c;
  c.acme.begins_with(lot(lot_kind::free, 20_cr)).uses_exactly(no_agent, minute + 1, c.call);
  CHECK(c.first().amount == 20_cr);
  CHECK(c.first().uncharged == 0);
}

TEST_CASE("less than the minimum is refused whole", "[R4.1]") {
  caller c;
  c.meter().minimum = 3 * minute;
  c.acme.begins_with(lot(lot_kind::free, 29_cr)).uses_exactly(no_agent, 10 * minute, c.call);
  c.acme.grants(lot(lot_kind::free, 1_cr)).uses_exactly(no_agent, 10 * minute, c.call);
  const auto used = judge(c.w).all<usage_event>();
  CHECK(used.at(0).result == outcome::insufficient_credit);
  CHECK(used.at(0).amount == 100_cr);
  CHECK(used.at(0).uncharged == 0);
  CHECK(used.at(1).amount == 30_cr);
}

TEST_CASE("as much is charged as an agent's limit and what it may spend cover", "[R4.1][R5.3][R5.2]") {
  caller c;
  c.acme.begins_with(lot(lot_kind::free, 45_cr)).begins_with(lot(lot_kind::paid, 1000_cr));
  const agent_index bound = c.acme.agent("bound", when_exhausted::stop, 20_cr);
  const agent_index stops = c.acme.agent("stops", when_exhausted::stop);
  c.acme.uses_exactly(bound, 10 * minute, c.call);
  c.acme.at("2026-01-06").uses_exactly(stops, 10 * minute, c.call).expects(stops);
  const verdict said = judge(c.w);
  CHECK(said.all<usage_event>().at(0).amount == 20_cr);
  CHECK(said.all<usage_event>().at(1).amount == 20_cr);
  CHECK_FALSE(said.seen().agent_stopped);
}

TEST_CASE("without an increment whole units are charged", "[R4.1]") {
  caller c;
  c.meter().increment = 0;
  c.acme.begins_with(lot(lot_kind::free, 35_cr)).uses_exactly(no_agent, 5 * minute, c.call);
  CHECK(c.first().amount == 30_cr);
  CHECK(c.first().uncharged == 2 * minute);
}

TEST_CASE("the most is charged, also where a volume price falls", "[R4.1][R7.2]") {
  caller c;
  c.meter().price = volume_price{{{4 * minute, {10'000'000, 1}}, {{}, {5'000'000, 1}}}};
  c.acme.begins_with(lot(lot_kind::free, 31_cr)).uses_exactly(no_agent, 10 * minute, c.call);
  CHECK(c.first().amount == 30_cr);
  CHECK(c.first().uncharged == 4 * minute);
}

TEST_CASE("what is charged of it counts for the tiers, and its repetition says the same",
          "[R4.1][R7.2][R4.3]") {
  caller c;
  c.meter().price = graduated_price{{{3 * minute, {10'000'000, 1}}, {{}, {1'000'000, 1}}}};
  c.acme.begins_with(lot(lot_kind::free, 25_cr)).uses_exactly(no_agent, 10 * minute, c.call).keyed("call");
  c.acme.uses_exactly(no_agent, 10 * minute, c.call).keyed("call");
  c.acme.grants(lot(lot_kind::free, 100_cr)).uses_exactly(no_agent, 2 * minute, c.call);
  const auto used = judge(c.w).all<usage_event>();
  CHECK(used.at(0).amount == 20_cr);
  CHECK(used.at(1).repeated);
  CHECK(used.at(1).amount == 20_cr);
  CHECK(used.at(1).uncharged == 8 * minute);
  CHECK(used.at(2).amount == 11_cr);
}
