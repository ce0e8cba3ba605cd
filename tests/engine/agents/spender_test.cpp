// How one agent may spend the credit of its account (R5.2–R5.4).
#include "engine/agents/spender.hpp"

#include <catch2/catch.hpp>

#include "printing.hpp"

using namespace drawdown;

namespace {

constexpr credits whole(std::int32_t count) {
  return credits::whole(count);
}

spender with(when_exhausted policy, std::optional<credits> limit = std::nullopt, credits spent = {}) {
  spender agent;
  agent.policy = policy;
  agent.monthly_limit = limit;
  agent.spent = spent;
  return agent;
}

spender stopped_one() {
  spender agent = with(when_exhausted::stop);
  agent.note_nothing_left();
  return agent;
}

}  // namespace

TEST_CASE("an agent with `stop` may spend all but paid credit, one with `use_balance` all", "[R5.2]") {
  CHECK(with(when_exhausted::stop).may_spend() == spendable::without_paid);
  CHECK(with(when_exhausted::use_balance).may_spend() == spendable::all);
}

TEST_CASE("where nothing but paid credit is left, only an agent with `stop` is stopped", "[R5.2]") {
  CHECK(stopped_one().stopped);
  spender goes_on = with(when_exhausted::use_balance);
  goes_on.note_nothing_left();
  CHECK_FALSE(goes_on.stopped);
}

TEST_CASE("a top-up lifts an agent that is stopped until the next period, and no other", "[R5.2]") {
  spender agent = stopped_one();
  agent.note_top_up();
  CHECK_FALSE(agent.stopped);
  CHECK(agent.may_spend() == spendable::all);
  agent.note_nothing_left();
  CHECK_FALSE(agent.stopped);
  agent.begin_period();
  CHECK(agent.may_spend() == spendable::without_paid);

  spender running = with(when_exhausted::stop);
  running.note_top_up();
  CHECK(running.may_spend() == spendable::without_paid);
}

TEST_CASE("plan credit and a new period end a stop", "[R5.2]") {
  spender agent = stopped_one();
  agent.note_plan_credit();
  CHECK_FALSE(agent.stopped);
  agent = stopped_one();
  agent.begin_period();
  CHECK_FALSE(agent.stopped);
}

TEST_CASE("setting the policy, even the same one, begins afresh", "[R5.4][R5.8]") {
  spender agent = stopped_one();
  agent.note_top_up();
  agent.change({0, when_exhausted::stop, std::nullopt});
  CHECK_FALSE(agent.stopped);
  CHECK(agent.may_spend() == spendable::without_paid);
}

TEST_CASE("a limit that is changed or removed acts at once, and the count stays", "[R5.4]") {
  spender agent = with(when_exhausted::stop, whole(100), whole(80));
  CHECK(agent.stops_at_limit(whole(21)));
  agent.change({0, std::nullopt, std::optional{std::optional{whole(200)}}});
  CHECK_FALSE(agent.stops_at_limit(whole(21)));
  CHECK(agent.spent == whole(80));
  agent.change({0, std::nullopt, std::optional<std::optional<credits>>{std::optional<credits>{}}});
  CHECK_FALSE(agent.stops_at_limit(whole(1'000'000)));
}

TEST_CASE("a new period restarts the count", "[R5.4]") {
  spender agent = with(when_exhausted::stop, whole(100), whole(80));
  agent.begin_period();
  CHECK(agent.spent.is_zero());
  CHECK(agent.monthly_limit == whole(100));
}

TEST_CASE("an agent with `stop` reaches its limit exactly and does not pass it", "[R5.3]") {
  const spender agent = with(when_exhausted::stop, whole(100), whole(80));
  CHECK_FALSE(agent.stops_at_limit(whole(20)));
  CHECK(agent.stops_at_limit(whole(20) + credits::from_micro(1)));
  CHECK_FALSE(with(when_exhausted::use_balance, whole(100), whole(80)).stops_at_limit(whole(21)));
}

TEST_CASE("limit 100, spent 80, debit 50 is 20 within and 30 beyond", "[R5.3]") {
  const auto [within, beyond] =
      with(when_exhausted::use_balance, whole(100), whole(80)).split_at_limit(whole(50));
  CHECK(within == whole(20));
  CHECK(beyond == whole(30));
}

TEST_CASE("beyond its limit all of a debit comes from the wallet; without a limit none does", "[R5.3]") {
  const auto past = with(when_exhausted::use_balance, whole(100), whole(130)).split_at_limit(whole(10));
  CHECK(past.within.is_zero());
  CHECK(past.beyond == whole(10));
  const auto free = with(when_exhausted::use_balance).split_at_limit(whole(10));
  CHECK(free.within == whole(10));
  CHECK(free.beyond.is_zero());
}

TEST_CASE("refunded usage leaves the count, which never falls below zero", "[R5.3][R9.7]") {
  spender agent = with(when_exhausted::use_balance, whole(100), whole(80));
  agent.give_back(whole(50));
  CHECK(agent.spent == whole(30));
  agent.give_back(whole(50));
  CHECK(agent.spent.is_zero());
}
