// Worlds for load: at their rate, with their skew, and never out of credit where nobody buys any.
#include "engine/population/load_world.hpp"

#include <algorithm>
#include <numeric>

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::population;

namespace {

constexpr std::uint64_t second_ps = 1'000'000'000'000;

const drawn_source& source_of(const world& in, account_index account, agent_index agent = 0) {
  return std::get<drawn_source>(in.accounts[account].agents[agent].source);
}

// Debits of all agents in a thousand seconds.
std::uint64_t rate_of(const world& in) {
  std::uint64_t debits = 0;
  for (account_index i = 0; i < in.accounts.size(); ++i)
    for (agent_index a = 0; a < in.accounts[i].agents.size(); ++a)
      debits += 1000 * second_ps / source_of(in, i, a).gap.picoseconds;
  return debits;
}

}  // namespace

TEST_CASE("a load has its accounts, agents and lots") {
  const auto in = load_world({.accounts = 3, .agents = 2, .lots = 4, .gap = {second_ps}, .debits = {}});
  REQUIRE(in->accounts.size() == 3);
  for (const account_spec& account : in->accounts) {
    CHECK(account.agents.size() == 2);
    CHECK(account.grants.size() == 4);
    CHECK_FALSE(account.auto_recharge);
  }
  CHECK(in->accounts[2].name == "account-3");
}

TEST_CASE("whatever the skew, all agents together keep the rate") {
  for (const skew& of : {skew(uniform_skew{}), skew(zipf_skew{1100}), skew(hotspot_skew{900'000})}) {
    load_shape shape{.accounts = 200, .agents = 2, .skew = of, .gap = {second_ps}, .debits = {}};
    const std::uint64_t debits = rate_of(*load_world(shape));
    CHECK(debits > 399'000);
    CHECK(debits < 401'000);
    CHECK(gap_of_all(shape).picoseconds == second_ps / 400);
  }
}

TEST_CASE("the heavy accounts have the short gaps") {
  const auto in = load_world({.accounts = 100, .skew = zipf_skew{1000}, .gap = {second_ps}, .debits = {}});
  CHECK(source_of(*in, 0).gap.picoseconds * 10 / source_of(*in, 9).gap.picoseconds == 1);
  CHECK(source_of(*in, 0).gap < source_of(*in, 1).gap);
}

TEST_CASE("a load of so many debits ends when they are through") {
  const auto in = load_world({.accounts = 10, .agents = 2, .gap = {second_ps / 10}, .debits = 2000});
  CHECK(in->end.next() == in->start + duration::seconds(10));  // 200 debits a second
  const auto none = load_world({.accounts = 10, .gap = {1}, .debits = 1});
  CHECK(none->end == none->start);
}

TEST_CASE("recharges are spread over the accounts, and bring what debits of a minute take") {
  const auto in = load_world({.accounts = 100, .gap = {second_ps / 100}, .recharges = 250'000, .debits = {}});
  std::size_t recharging = 0;
  for (account_index i = 0; i < 100; ++i) {
    const bool recharges = in->accounts[i].auto_recharge.has_value();
    CHECK(recharges == (i % 4 == 3));
    recharging += recharges ? 1 : 0;
  }
  CHECK(recharging == 25);
  // 6000 debits of half a credit, 50 credits for a euro.
  CHECK(in->accounts[3].auto_recharge->amount == asked_amount(money::from_minor(6000)));
}

TEST_CASE("a top-up brings what the debits take in whose place it stands") {
  const auto in = load_world({.gap = {second_ps}, .top_ups = 10'000, .debits = {}});
  CHECK(source_of(*in, 0).top_up == money::from_minor(100));  // 100 debits of half a credit
  CHECK(source_of(*in, 0).top_ups == 10'000);
}
