// Usage that is charged in part: a call that ends when the credit does (R4.1).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

constexpr std::int64_t minute = 60'000'000;  // in a quantity

// An account whose calls cost ten credits a minute, and may be cut short.
struct phone {
  world_builder w;
  meter_index call;
  account_builder acme;

  explicit phone(credits credit)
      : call(w.meter("call", 10'000'000, measure::minute)), acme(w.account("acme")) {
    w.catalog().meters[call].increment = minute;
    w.catalog().meters[call].divisible = true;
    acme.begins_with(lot(lot_kind::free, credit)).at("2026-01-05");
  }
  phone(const phone&) = delete;
  phone& operator=(const phone&) = delete;

  phone& calls(std::int64_t quantity, agent_index agent = no_agent) {
    acme.uses_exactly(agent, quantity, call);
    return *this;
  }
  usage_event told(std::size_t nth = 0) const { return run(w).all<usage_event>().at(nth); }
};

TEST_CASE("a call that the credit does not cover is charged for the whole minutes that it does", "[R4.1]") {
  phone p(75_cr);
  p.calls(10 * minute - 1);
  const usage_event told = p.told();
  CHECK(told.result == outcome::charged);
  CHECK(told.quantity == 10 * minute - 1);
  CHECK(told.uncharged == 3 * minute - 1);
  CHECK(told.amount == 70_cr);
  CHECK(told.balance == 5_cr);
}

TEST_CASE("a call that is covered is charged whole", "[R4.1]") {
  phone p(100_cr);
  p.calls(10 * minute - 1);
  CHECK(p.told().amount == 100_cr);
  CHECK(p.told().uncharged == 0);
}

TEST_CASE("less than the minimum is refused whole", "[R4.1]") {
  phone p(29_cr);
  p.w.catalog().meters[p.call].minimum = 3 * minute;
  p.calls(10 * minute);
  CHECK(p.told().result == outcome::insufficient_credit);
  CHECK(p.told().amount == 100_cr);
  CHECK(p.told().uncharged == 0);
}

TEST_CASE("an agent that stops is cut short at its limit", "[R4.1][R5.3]") {
  phone p(1000_cr);
  const agent_index bot = p.acme.agent("bot", when_exhausted::stop, 45_cr);
  p.calls(10 * minute, bot).calls(minute, bot);
  CHECK(p.told().amount == 40_cr);
  CHECK(p.told().uncharged == 6 * minute);
  CHECK(p.told(1).result == outcome::limit_reached);
}

TEST_CASE("an agent that stops with its plan is cut short where the plan's credit ends", "[R4.1][R5.2]") {
  phone p(35_cr);
  p.acme.begins_with(lot(lot_kind::paid, 1000_cr).costs(20_usd));
  const agent_index bot = p.acme.agent("bot", when_exhausted::stop);
  p.calls(10 * minute, bot).calls(minute, bot);
  CHECK(p.told().amount == 30_cr);
  CHECK(p.told(1).result == outcome::plan_exhausted);
}

TEST_CASE("what nothing covers goes the way of every debit that is short", "[R4.1][R4.5]") {
  phone p(5_cr);
  p.w.settings().when_short = short_of_credit::carry;
  p.calls(2 * minute);
  CHECK(p.told().debt == 15_cr);
  CHECK(p.told().uncharged == 0);
}

TEST_CASE("what can be cut short makes no debt as long as a part is covered", "[R4.1][R4.5]") {
  phone p(15_cr);
  p.w.settings().when_short = short_of_credit::carry;
  p.calls(2 * minute);
  CHECK(p.told().amount == 10_cr);
  CHECK(p.told().debt == 0_cr);
  CHECK(p.told().uncharged == minute);
}

TEST_CASE("only what was charged counts for the tiers", "[R4.1][R7.2]") {
  phone p(105_cr);
  p.w.catalog().meters[p.call].price =
      graduated_price{{{10 * minute, {10'000'000, 1}}, {std::nullopt, {5'000'000, 1}}}};
  p.calls(15 * minute);
  p.acme.grants(lot(lot_kind::free, 100_cr));
  p.calls(minute);
  CHECK(p.told().amount == 105_cr);
  CHECK(p.told().uncharged == 4 * minute);
  CHECK(p.told(1).amount == 5_cr);
}

TEST_CASE("a repeated call says again how much of it was not charged", "[R4.1][R4.3]") {
  phone p(75_cr);
  p.calls(10 * minute);
  p.acme.keyed("call");
  p.calls(10 * minute);
  p.acme.keyed("call");
  CHECK(p.told(1).repeated);
  CHECK(p.told(1).amount == 70_cr);
  CHECK(p.told(1).uncharged == 3 * minute);
}

}  // namespace
}  // namespace drawdown::test
