#include "reports/pricing/pricing_comparison.hpp"

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"

using drawdown::duration;
using drawdown::int128;
using drawdown::reports::customer_totals;
using namespace drawdown::reports::pricing;

namespace {

// Who used so many credits and paid so many minor units.
customer_totals who(std::int64_t used, std::int64_t paid) {
  customer_totals made;
  made.used = int128{used} * 1'000'000;
  made.months.resize(1);
  made.months[0].received = paid;
  return made;
}

const compared_figure& of(const comparison& all, figure f) {
  return all.figures.at(static_cast<std::size_t>(f));
}

// Ten customers who pay a cent a credit before; after it 20.00, and half a cent.
std::vector<customer_totals> by_use(bool after) {
  std::vector<customer_totals> made;
  for (std::int64_t i = 1; i <= 10; ++i) made.push_back(who(i * 1000, after ? 2000 + i * 500 : i * 1000));
  return made;
}

}  // namespace

TEST_CASE("totals differ by the mean over the seeds, with an interval") {
  const std::vector<std::vector<customer_totals>> before{{who(10, 100)}, {who(10, 200)}, {who(10, 300)}};
  const std::vector<std::vector<customer_totals>> after{{who(10, 110)}, {who(10, 212)}, {who(10, 314)}};
  const comparison all = compare(before, after);
  CHECK(all.seeds == 3);
  CHECK(of(all, figure::received).before.mean == 200);
  CHECK(of(all, figure::received).after.mean == 212);
  CHECK(of(all, figure::received).difference == estimate{12, 5});  // 10, 12, 14
  CHECK(of(all, figure::received).difference.differs_from_zero());
  CHECK(of(all, figure::used).difference == estimate{0, 0});
}

TEST_CASE("who pays more, who less, and from which use on") {
  const std::vector<std::vector<customer_totals>> before{by_use(false)};
  const std::vector<std::vector<customer_totals>> after{by_use(true)};
  const comparison all = compare(before, after);
  CHECK_FALSE(of(all, figure::received).difference.margin);  // one seed
  REQUIRE(all.customers.size() == 10);
  CHECK(all.worse_off == 3);   // 1000, 2000 and 3000 credits
  CHECK(all.better_off == 6);  // from 5000 on
  REQUIRE(all.break_even);
  CHECK(*all.break_even == int128{4000} * 1'000'000);  // between 3000 and 5000
  REQUIRE(all.losers(2).size() == 2);
  CHECK(all.losers(2)[0].account == 0);
  CHECK(all.losers(2)[0].change() == 1500);
  CHECK(all.winners(20).size() == 6);
  CHECK(all.winners(1)[0].account == 9);
  CHECK(all.usage.size() == 10);
}

TEST_CASE("bills fall into bands by how much they changed") {
  const std::vector<std::vector<customer_totals>> before{
      {who(1, 100), who(1, 100), who(1, 100), who(1, 100), who(1, 0), who(1, 100)}};
  const std::vector<std::vector<customer_totals>> after{
      {who(1, 150), who(1, 149), who(1, 100), who(1, 95), who(1, 10), who(1, 40)}};
  const comparison all = compare(before, after);
  const auto customers = [&](std::optional<int> from) {
    for (const impact_band& band : all.impact)
      if (band.from == from && (band.from || band.until)) return band.customers;
    return std::size_t{99};
  };
  CHECK(customers(std::nullopt) == 1);  // by more than half
  CHECK(customers(-5) == 1);
  CHECK(customers(0) == 1);
  CHECK(customers(20) == 1);
  CHECK(customers(50) == 1);
  CHECK(all.impact.back().customers == 1);  // paid nothing before
  CHECK(all.impact.back().change == 10);
}

TEST_CASE("refusals for credit, and those for another reason, are figures apart") {
  customer_totals one = who(10, 100);
  one.refused_for_credit = 3;
  one.refused_otherwise = 2;
  const std::vector<std::vector<customer_totals>> before{{who(10, 100)}};
  const std::vector<std::vector<customer_totals>> after{{one}};
  const comparison all = compare(before, after);
  CHECK(of(all, figure::refused).after.mean == 3);
  CHECK(of(all, figure::refused_otherwise).after.mean == 2);
  CHECK(of(all, figure::refused_otherwise).difference.mean == 2);
  CHECK(title_of(figure::refused_otherwise) == "usages refused otherwise");
  CHECK(unit_of(figure::blocked) == unit::hours);
  CHECK(unit_of(figure::refused_otherwise) == unit::count);
}

TEST_CASE("whoever is blocked longer for the same money is worse off") {
  customer_totals blocked = who(1, 100);
  blocked.blocked = duration::hours(3);
  const comparison all = compare(std::vector<std::vector<customer_totals>>{{who(1, 100), who(1, 100)}},
                                 std::vector<std::vector<customer_totals>>{{blocked, who(1, 100)}});
  CHECK(all.worse_off == 1);
  CHECK(all.better_off == 0);
  CHECK(of(all, figure::blocked).difference.mean == 3);
}

TEST_CASE("customers are counted by the month in which they began") {
  const auto began = [](customer_totals one, const char* at, drawdown::subscription_state state) {
    one.began = drawdown::parse_instant(at, drawdown::zone_table{}).value();
    one.subscription = state;
    return one;
  };
  using drawdown::subscription_state;
  const std::vector<std::vector<customer_totals>> before{
      {began(who(1, 100), "2026-02-28T23:59:59Z", subscription_state::active),
       began(who(1, 200), "2026-01-01", subscription_state::active),
       began(who(1, 300), "2026-02-01", subscription_state::past_due), who(1, 0)}};
  std::vector<std::vector<customer_totals>> after = before;
  after[0][2] = began(who(1, 250), "2026-02-01", subscription_state::ended);
  const comparison all = compare(before, after);
  REQUIRE(all.cohorts.size() == 3);
  CHECK(all.cohorts[0].begins == drawdown::parse_instant("2026-01-01", drawdown::zone_table{}).value());
  CHECK(all.cohorts[0].customers == 1);
  const cohort& february = all.cohorts[1];
  CHECK(february.customers == 2);
  CHECK(february.bill_before == 400);
  CHECK(february.bill_after == 350);
  CHECK(february.subscribed_before == 2);
  CHECK(february.subscribed_after == 1);
  CHECK_FALSE(all.cohorts[2].begins);  // to whom nothing happened
  CHECK(all.cohorts[2].customers == 1);
}

TEST_CASE("usage that changes sides twice has no one break-even") {
  const std::vector<std::vector<customer_totals>> before{{who(1, 100), who(2, 100), who(3, 100)}};
  const std::vector<std::vector<customer_totals>> after{{who(1, 110), who(2, 90), who(3, 110)}};
  CHECK_FALSE(compare(before, after).break_even);
}

TEST_CASE("what is deferred is compared by when it ends") {
  customer_totals one = who(10, 100);
  one.deferred_by_age = {1, 2, 3, 4, 5};
  const std::vector<std::vector<customer_totals>> runs{{one, one}};
  const comparison all = compare(runs, runs);
  int128 expected = 0;
  for (const figure f : {figure::ends_in_30_days, figure::ends_in_90_days, figure::ends_in_a_year,
                         figure::ends_later, figure::ends_never})
    CHECK(of(all, f).before.mean == (expected += 2));
  CHECK(of(all, figure::time_to_come).before.mean == 0);
}

TEST_CASE("every figure that is compared has a name, a title and a unit") {
  for (std::size_t i = 0; i < figures_compared; ++i) {
    CHECK_FALSE(name_of(static_cast<figure>(i)).empty());
    CHECK_FALSE(title_of(static_cast<figure>(i)).empty());
  }
  CHECK(unit_of(figure::received) == unit::money);
  CHECK(unit_of(figure::used) == unit::credits);
  CHECK(unit_of(figure::blocked) == unit::hours);
  CHECK(unit_of(figure::subscribed) == unit::count);
}
