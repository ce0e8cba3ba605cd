// What a top-up brings and costs, and why one is not offered (R9.1).
#include "prices.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr money usd(std::int64_t dollars) {
  return money::from_minor(dollars * 100);
}

catalog with_bounds(std::optional<money> minimum, std::optional<money> maximum,
                    std::vector<money> tiers = {}) {
  catalog sold = dollars();
  sold.top_ups.minimum = minimum;
  sold.top_ups.maximum = maximum;
  sold.top_ups.tiers = std::move(tiers);
  return sold;
}

purchase_or_refusal top_up(const asked_amount& asked, const catalog& sold, const settings& rules = {}) {
  return top_up_purchase(asked, sold, rules);
}

}  // namespace

TEST_CASE("money buys credit at the rate, rounded down", "[R9.1][R1.4]") {
  CHECK(top_up(usd(20), dollars()) == buys(credits::whole(1000), usd(20)));
  catalog odd = dollars();
  odd.rate = {usd(30), credits::whole(200)};
  CHECK(top_up(usd(1), odd) == buys(credits::from_micro(6'666'666), usd(1)));
  settings whole;
  whole.credit_decimals = 0;
  CHECK(top_up(usd(1), odd, whole) == buys(credits::whole(6), usd(1)));
  whole.grant_rounding = rounding::up;
  CHECK(top_up(usd(1), odd, whole) == buys(credits::whole(7), usd(1)));
}

TEST_CASE("credit that is asked for is granted as asked, its price rounded half to even", "[R9.1][R1.4]") {
  CHECK(top_up(credits::whole(1000), dollars()) == buys(credits::whole(1000), usd(20)));
  CHECK(top_up(credits::whole(1), dollars()) == buys(credits::whole(1), money::from_minor(2)));
  const credits one_and_a_quarter = credits::from_micro(1'250'000);  // 2.5 cents
  CHECK(top_up(one_and_a_quarter, dollars()) == buys(one_and_a_quarter, money::from_minor(2)));
  settings upward;
  upward.money_rounding = rounding::up;
  CHECK(top_up(one_and_a_quarter, dollars(), upward) == buys(one_and_a_quarter, money::from_minor(3)));
}

TEST_CASE("credit that is asked for is cut to the credit decimals before it is priced", "[R1.1]") {
  settings whole;
  whole.credit_decimals = 0;
  CHECK(top_up(credits::from_micro(50'900'000), dollars(), whole) == buys(credits::whole(50), usd(1)));
}

TEST_CASE("bounds hold exactly: the minimum and the maximum themselves may be bought", "[R9.1]") {
  const catalog sold = with_bounds(usd(10), usd(100));
  CHECK(top_up(money::from_minor(999), sold) == refused(outcome::below_minimum));
  CHECK(top_up(usd(10), sold) == buys(credits::whole(500), usd(10)));
  CHECK(top_up(usd(100), sold) == buys(credits::whole(5000), usd(100)));
  CHECK(top_up(money::from_minor(10'001), sold) == refused(outcome::above_maximum));
}

TEST_CASE("bounds are held against the price of credit that is asked for", "[R9.1]") {
  const catalog sold = with_bounds(usd(10), usd(100));
  CHECK(top_up(credits::whole(499), sold) == refused(outcome::below_minimum));
  CHECK(top_up(credits::whole(500), sold) == buys(credits::whole(500), usd(10)));
  CHECK(top_up(credits::whole(5001), sold) == refused(outcome::above_maximum));
}

TEST_CASE("where there are tiers and no bounds, nothing else is offered", "[R9.1]") {
  const catalog sold = with_bounds({}, {}, {usd(25), usd(50)});
  CHECK(top_up(usd(25), sold) == buys(credits::whole(1250), usd(25)));
  CHECK(top_up(usd(50), sold) == buys(credits::whole(2500), usd(50)));
  CHECK(top_up(usd(30), sold) == refused(outcome::amount_not_offered));
  CHECK(top_up(credits::whole(1250), sold) == buys(credits::whole(1250), usd(25)));
}

TEST_CASE("a tier may be bought even outside the bounds, and between the bounds anything", "[R9.1][R9.8]") {
  const catalog sold = with_bounds(usd(30), usd(40), {usd(25), usd(50)});
  CHECK(top_up(usd(25), sold) == buys(credits::whole(1250), usd(25)));
  CHECK(top_up(usd(50), sold) == buys(credits::whole(2500), usd(50)));
  CHECK(top_up(usd(35), sold) == buys(credits::whole(1750), usd(35)));
  CHECK(top_up(usd(29), sold) == refused(outcome::below_minimum));
  CHECK(top_up(usd(41), sold) == refused(outcome::above_maximum));
  CHECK(top_up(usd(29), with_bounds({}, usd(40), {usd(25)})) == buys(credits::whole(1450), usd(29)));
}

TEST_CASE("what rounds to no money or no credit is too small", "[R9.1]") {
  CHECK(top_up(money{}, dollars()) == refused(outcome::amount_too_small));
  CHECK(top_up(credits::from_micro(200'000), dollars()) == refused(outcome::amount_too_small));  // 0.4 cents
  catalog dear = dollars();
  dear.rate = {usd(1), credits::from_micro(10)};
  CHECK(top_up(money::from_minor(9), dear) == refused(outcome::amount_too_small));
  CHECK(top_up(money::from_minor(10), dear) == buys(credits::from_micro(1), money::from_minor(10)));
}

TEST_CASE("a bound is looked at before smallness", "[R9.1][R9.8]") {
  CHECK(top_up(money{}, with_bounds(usd(1), {})) == refused(outcome::below_minimum));
}

TEST_CASE("what passes 64 bits is out of range", "[R1.5]") {
  CHECK(top_up(money::from_minor(INT64_MAX), dollars()) == refused(outcome::amount_out_of_range));
  catalog dear = dollars();
  dear.rate = {usd(100), credits::from_micro(1)};
  CHECK(top_up(credits::largest(), dear) == refused(outcome::amount_out_of_range));
  settings upward;
  upward.credit_decimals = 0;
  upward.grant_rounding = rounding::up;
  CHECK(top_up(credits::largest(), dollars(), upward) == refused(outcome::amount_out_of_range));
}

TEST_CASE("the last bonus that the price reaches comes with a purchase, rounded as credit is",
          "[R9.1][R1.1]") {
  catalog sold = dollars();
  sold.top_ups.bonuses = {{usd(10), credits::from_micro(1'500'000)}, {usd(50), credits::whole(100)}};
  CHECK(top_up(usd(9), sold)->bonus.is_zero());
  CHECK(top_up(usd(10), sold)->bonus == credits::from_micro(1'500'000));
  CHECK(top_up(credits::whole(2500), sold)->bonus == credits::whole(100));
  settings whole;
  whole.credit_decimals = 0;
  CHECK(top_up(usd(10), sold, whole)->bonus == credits::whole(1));
}

TEST_CASE("graduated rates hold for money and for credit, and go through versions whole", "[R9.1]") {
  catalog sold = dollars();
  sold.top_ups.rates = {{credits{}, {usd(1), credits::whole(50)}},
                        {credits::whole(1000), {usd(1), credits::whole(60)}}};
  CHECK(top_up(usd(30), sold) == buys(credits::whole(1600), usd(30)));
  CHECK(top_up(credits::whole(1600), sold) == buys(credits::whole(1600), usd(30)));
  sold.top_ups.rates = {{credits{}, {usd(1), credits::whole(40)}}};
  CHECK(top_up(usd(10), sold) == buys(credits::whole(400), usd(10)));
  CHECK(brought_at(usd(10), sold, {}) == credits::whole(400));
  settings whole;
  whole.credit_decimals = 0;
  CHECK(brought_at(money::from_minor(1), sold, whole) == std::nullopt);
}

TEST_CASE("whether a purchase was asked for in money is known of it", "[R9.1]") {
  CHECK(top_up(usd(20), dollars())->asked_in_money);
  CHECK_FALSE(top_up(credits::whole(1000), dollars())->asked_in_money);
}
