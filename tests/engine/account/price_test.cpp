// What usage costs, as the account takes it (R7).
#include "account_run.hpp"
#include "tests/engine/reference/shop.hpp"

namespace drawdown::test {

TEST_CASE("a quantity of zero costs nothing whatever the minimum, a small one the minimum", "[R7.5]") {
  world_builder w;
  const meter_index call = w.meter("call", 1'500'000, measure::second);
  w.catalog().meters[call].minimum = duration::from_us(10'000'000).us();
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses_exactly(no_agent, 3'000'000, call).uses_exactly(no_agent, 0, call);
  CHECK(costs_of<usage_event>(run(w)) == amounts{15_cr, 0_cr});
}

TEST_CASE("a capture is priced from the total of its instant on, its hold by that of its own", "[R7.6]") {
  shop s = shop_of_graduated();
  s.acme.uses_exactly(no_agent, 90 * unit, s.sold);
  s.holds("job", 20 * unit).acme.uses_exactly(no_agent, 10 * unit, s.sold);
  s.captures("job", 20 * unit);
  const verdict said = run(s.w);
  CHECK(costs_of<hold_event>(said) == amounts{15_cr});     // 10 of the first tier, 10 of the second
  CHECK(costs_of<capture_event>(said) == amounts{10_cr});  // all of the second
  CHECK(costs_of<usage_event>(said) == amounts{90_cr, 10_cr});
}

}  // namespace drawdown::test
