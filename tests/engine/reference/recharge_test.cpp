#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using results = std::vector<outcome>;

// Below 100 credits buy for 20 dollars, which brings 1000.
recharge_terms below_100() {
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 20_usd;
  return terms;
}

// The first charge that these terms lead to, for an account with so much credit and these top-up terms.
struct bought {
  std::optional<charge_event> charge;
  std::optional<outcome> refusal;
};
bought buys(const recharge_terms& terms, credits has, const top_up_terms& sold = {}, int decimals = 6) {
  world_builder w;
  w.catalog().top_ups = sold;
  w.settings().credit_decimals = decimals;
  auto acme = w.account("acme").pays_by(good_card()).recharges(terms);
  if (!has.is_zero()) acme.begins_with(lot(lot_kind::free, has));
  const verdict said = judge(w);
  bought first;
  if (!said.all<charge_event>().empty()) first.charge = said.all<charge_event>().front();
  if (!said.all<recharge_failed_event>().empty())
    first.refusal = said.all<recharge_failed_event>().front().why;
  return first;
}

money price_of_first(const recharge_terms& terms, credits has, const top_up_terms& sold = {}) {
  return buys(terms, has, sold).charge.value().amount;
}
credits brought_first(const recharge_terms& terms, credits has, const top_up_terms& sold = {}) {
  return buys(terms, has, sold).charge.value().brings;
}

}  // namespace

TEST_CASE("an account that begins with too little recharges at once", "[R10.2]") {
  world_builder w;
  w.account("acme").pays_by(good_card()).recharges(below_100());
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-01")});
  const charge_event first = said.all<charge_event>().front();
  CHECK(first.is_recharge());
  CHECK(first.key == key_of_recharge(1));
  CHECK(first.payment == 1);
  CHECK(said.at_end.of(lot_kind::paid) == 1000_cr);
}

TEST_CASE("the watched figure is low below the threshold, or at it where the terms say so", "[R10.2]") {
  recharge_terms terms = below_100();
  CHECK_FALSE(buys(terms, 100_cr).charge);
  CHECK(buys(terms, 99.999999_cr).charge);
  terms.trigger = recharge_trigger::at_or_below;
  CHECK(buys(terms, 100_cr).charge);
  CHECK_FALSE(buys(terms, 100.000001_cr).charge);
}

TEST_CASE("the watched figure is what is available, or the wallet", "[R10.2]") {
  world_builder w;
  recharge_terms terms = below_100();
  terms.watch = recharge_watch::wallet;
  auto acme = w.account("acme").pays_by(good_card()).recharges(terms);
  acme.begins_with(lot(lot_kind::free, 1000_cr)).begins_with(lot(lot_kind::adjustment, 60_cr));
  acme.begins_with(lot(lot_kind::paid, 40_cr));
  acme.at("2026-01-05").grants(lot(lot_kind::paid, 1_cr)).uses(1040);
  acme.at("2026-01-06").uses(1);
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-05")});
}

TEST_CASE("a fixed amount is rounded up to whole packs", "[R10.2]") {
  recharge_terms terms = below_100();
  terms.pack = asked_amount{7_usd};
  CHECK(price_of_first(terms, 0_cr) == 21_usd);
  terms.amount = asked_amount{1000_cr};
  terms.pack = asked_amount{300_cr};
  CHECK(brought_first(terms, 0_cr) == 1200_cr);
  CHECK(price_of_first(terms, 0_cr) == 24_usd);
}

TEST_CASE("an amount in credits is granted as asked, its price rounded", "[R10.2]") {
  recharge_terms terms = below_100();
  terms.amount = asked_amount{1000.25_cr};
  CHECK(brought_first(terms, 0_cr) == 1000.25_cr);
  CHECK(price_of_first(terms, 0_cr) == 2000_cents);  // 2000.5 cents, half to even
  CHECK(buys(terms, 0_cr, {}, 0).charge.value().brings == 1000_cr);
}

TEST_CASE("to a target what is missing is bought, its money rounded up", "[R10.2]") {
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.target = 500_cr;
  CHECK(brought_first(terms, 99.9_cr) == 400.1_cr);
  CHECK(price_of_first(terms, 99.9_cr) == 801_cents);  // 800.2
  terms.target = 500.5_cr;
  CHECK(buys(terms, 99_cr, {}, 0).charge.value().brings == 402_cr);  // 401.5 are missing
  terms.target = 50_cr;
  const bought nothing = buys(terms, 60_cr);
  CHECK_FALSE(nothing.charge);
  CHECK_FALSE(nothing.refusal);
}

TEST_CASE("packs alone: the fewest after which the figure is no longer low", "[R10.2]") {
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.pack = asked_amount{30_cr};
  CHECK(brought_first(terms, 9_cr) == 120_cr);
  CHECK(brought_first(terms, 10_cr) == 90_cr);
  CHECK(brought_first(terms, 99_cr) == 30_cr);
  terms.trigger = recharge_trigger::at_or_below;
  CHECK(brought_first(terms, 10_cr) == 120_cr);
  terms.pack = asked_amount{1_usd};
  CHECK(price_of_first(terms, 0_cr) == 3_usd);
  terms.threshold = 10000000_cr;
  CHECK(price_of_first(terms, 1_cr) == 200000_usd);
}

TEST_CASE("packs of money are counted by what their whole sum brings", "[R10.2]") {
  world_builder w;
  w.catalog().rate = {3_cents, 1_cr};
  w.settings().credit_decimals = 0;
  recharge_terms terms;
  terms.threshold = 5_cr;
  terms.pack = asked_amount{4_cents};  // one brings 1, two 2, three 4, four 5
  w.account("acme").pays_by(good_card()).recharges(terms);
  CHECK(judge(w).all<charge_event>().at(0).amount == 16_cents);
}

TEST_CASE("the bounds of top-ups hold for recharges as far as the terms say", "[R10.2]") {
  top_up_terms sold;
  sold.minimum = 25_usd;
  sold.maximum = 100_usd;
  sold.tiers = {30_usd};  // tiers do not apply to recharges
  recharge_terms terms = below_100();
  CHECK(buys(terms, 0_cr, sold).refusal == outcome::below_minimum);
  terms.limits = recharge_limits::minimum_only;
  CHECK(buys(terms, 0_cr, sold).refusal == outcome::below_minimum);
  terms.limits = recharge_limits::ignore;
  CHECK(price_of_first(terms, 0_cr, sold) == 20_usd);
  terms.amount = asked_amount{200_usd};
  terms.limits = recharge_limits::apply;
  CHECK(buys(terms, 0_cr, sold).refusal == outcome::above_maximum);
  terms.limits = recharge_limits::minimum_only;
  CHECK(price_of_first(terms, 0_cr, sold) == 200_usd);
}

TEST_CASE("what is missing to a target is moved to the bound", "[R10.2]") {
  top_up_terms sold;
  sold.minimum = 25_usd;
  sold.maximum = 100_usd;
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.target = 200_cr;
  CHECK(price_of_first(terms, 0_cr, sold) == 25_usd);
  CHECK(brought_first(terms, 0_cr, sold) == 1250_cr);
  terms.target = 20000_cr;
  CHECK(price_of_first(terms, 0_cr, sold) == 100_usd);
  terms.limits = recharge_limits::minimum_only;
  CHECK(price_of_first(terms, 0_cr, sold) == 400_usd);
}

TEST_CASE("credit that is on its way counts where the terms count it", "[R10.2]") {
  world_builder w;
  recharge_terms terms = below_100();
  terms.count_pending = true;
  auto acme =
      w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 100_cr)).recharges(terms);
  acme.at("2026-01-05").tops_up(20_usd).uses(50);
  CHECK(judge(w).charges.size() == 1);
  terms.count_pending = false;
  acme.recharges(terms);
  CHECK(judge(w).charges.size() == 2);
}

TEST_CASE("it is looked at when it is switched on and when its settings change", "[R10.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 150_cr));
  recharge_terms terms = below_100();
  acme.at("2026-01-05").sets_recharge(terms);
  terms.threshold = 200_cr;
  acme.at("2026-01-06").sets_recharge(terms);
  CHECK(judge(w).times<charge_event>() == std::vector{when("2026-01-06")});
}

TEST_CASE("at most one recharge is in flight, and after its success it is looked at again", "[R10.3]") {
  world_builder w;
  recharge_terms terms = below_100();
  terms.amount = asked_amount{1_usd};  // 50 credits: too few
  auto acme = w.account("acme").pays_by(good_card()).recharges(terms);
  acme.at("2026-01-01").uses(0).uses(0);
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-01"), when("2026-01-01T00:00:03Z")});
  CHECK(said.all<charge_event>().at(1).key == key_of_recharge(2));
  CHECK(said.at_end.balance() == 100_cr);
}

TEST_CASE("without a payment method a recharge fails at once, and one failure is told per downward crossing",
          "[R10.4][R10.13]") {
  world_builder w;
  auto acme = w.account("acme").recharges(below_100()).begins_with(lot(lot_kind::free, 150_cr));
  acme.at("2026-01-05").uses(60).uses(1).uses(1);
  acme.at("2026-01-06").grants(lot(lot_kind::free, 100_cr)).uses(60).uses(60);
  acme.at("2026-01-07").sets_cards({good_card()});
  const verdict said = judge(w);
  CHECK(said.times<recharge_failed_event>() == std::vector{when("2026-01-05"), when("2026-01-06")});
  CHECK(said.all<recharge_failed_event>().at(0) ==
        recharge_failed_event{0, false, 0, outcome::no_payment_method});
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-07")});
}

TEST_CASE("a failed recharge is tried again after the delays from the first failure, then switched off",
          "[R10.4]") {
  world_builder w;
  w.account("acme").pays_by(bad_card()).recharges(below_100()).at("2026-01-10").uses(0);
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-01T00:00:00Z"), when("2026-01-01T01:00:02Z"),
                                                  when("2026-01-01T06:00:02Z"),
                                                  when("2026-01-02T00:00:02Z")});
  std::vector<std::uint32_t> attempts;
  for (const charge_event& e : said.all<charge_event>()) {
    attempts.push_back(e.attempt);
    CHECK(e.payment == 1);
  }
  CHECK(attempts == std::vector<std::uint32_t>{1, 2, 3, 4});
  CHECK(said.all<recharge_failed_event>() == std::vector{recharge_failed_event{1, true, 0}});
  CHECK(said.all<recharge_off_event>() == std::vector{recharge_off_event{1}});
  CHECK(said.times<recharge_off_event>() == std::vector{when("2026-01-02T00:00:04Z")});
}

TEST_CASE("a retry whose time has passed when the failure is known comes a microsecond later",
          "[R10.4][R10.10]") {
  world_builder w;
  w.settings().retry = {duration::hours(1), duration::hours(2)};
  w.account("acme").pays_by(good_card()).recharges(below_100());
  const verdict said = judge(w, [](const charge& made) -> std::vector<test::said> {
    const auto wait = made.attempt == 2 ? duration::hours(5) : duration::seconds(1);
    return {{wait, payment_answer::declined}};
  });
  CHECK(said.times<charge_event>() ==
        std::vector{when("2026-01-01"), when("2026-01-01T01:00:01Z"), when("2026-01-01T06:00:01.000001Z")});
}

TEST_CASE("a success of an earlier attempt cancels the retry", "[R9.4][R10.4][R10.10]") {
  world_builder w;
  w.account("acme").pays_by(good_card()).recharges(below_100());
  const verdict said = judge(w, [](const charge&) -> std::vector<test::said> {
    return {{duration::seconds(1), payment_answer::declined}, {duration::minutes(30)}};
  });
  CHECK(said.effects() == std::vector{notice_effect::failed, notice_effect::credited});
  CHECK(said.charges.size() == 1);
  CHECK(said.at_end.balance() == 1000_cr);
}

TEST_CASE("a late failure of an attempt that was followed by another is ignored", "[R9.4][R10.4]") {
  world_builder w;
  w.account("acme").pays_by(good_card()).recharges(below_100());
  const verdict said = judge(w, [](const charge& made) -> std::vector<test::said> {
    if (made.attempt == 1)
      return {{duration::seconds(1), payment_answer::declined},
              {duration::hours(2), payment_answer::declined}};
    return {{duration::seconds(1)}, {duration::hours(3)}};
  });
  using e = notice_effect;
  CHECK(said.effects() == std::vector{e::failed, e::awaiting, e::ignored, e::credited});
}

TEST_CASE("a retry without a payment method fails at once, and counts", "[R10.4]") {
  world_builder w;
  w.settings().retry = {duration::hours(1), duration::hours(2)};
  auto acme = w.account("acme").pays_by(bad_card()).recharges(below_100());
  acme.at("2026-01-01T00:30:00Z").sets_cards({});
  acme.at("2026-01-01T01:30:00Z").sets_cards({bad_card(1)});
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-01"), when("2026-01-01T02:00:02Z")});
  CHECK(said.all<charge_event>().at(1).attempt == 3);
  CHECK(said.charges.at(1).attempts_before == 0);
  CHECK(said.all<recharge_off_event>().size() == 1);
}

TEST_CASE("a failure that was not told in this crossing is told by the retry", "[R10.4]") {
  world_builder w;
  w.settings().retry = {duration::hours(1)};
  auto acme = w.account("acme").pays_by(bad_card()).recharges(below_100());
  acme.at("2026-01-01T00:30:00Z").grants(lot(lot_kind::free, 500_cr)).sets_cards({});
  const verdict said = judge(w);
  CHECK(said.all<recharge_failed_event>() ==
        std::vector{recharge_failed_event{1, true, 0},
                    recharge_failed_event{1, false, 0, outcome::no_payment_method}});
}

TEST_CASE("switched off, a recharge that waits for its retry is over; switched on, it starts anew",
          "[R10.4][R10.11]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(bad_card()).recharges(below_100());
  acme.at("2026-01-01T00:30:00Z").sets_recharge(std::nullopt);
  acme.at("2026-01-05").sets_recharge(below_100());
  w.settings().retry = {duration::hours(1)};
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() ==
        std::vector{when("2026-01-01"), when("2026-01-05"), when("2026-01-05T01:00:02Z")});
  CHECK(said.all<charge_event>().at(1).payment == 2);
  CHECK(said.all<recharge_failed_event>().size() == 2);
  CHECK(said.all<recharge_off_event>() == std::vector{recharge_off_event{2}});
}

TEST_CASE("an attempt in the gateway's hands when recharging is switched off may fail or be credited",
          "[R10.4][R10.11]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).recharges(below_100());
  acme.at("2026-01-01T00:00:01Z").sets_recharge(std::nullopt);
  const verdict fails = judge(w, [](const charge&) -> std::vector<test::said> {
    return {{duration::seconds(2), payment_answer::declined}};
  });
  CHECK(fails.all<recharge_failed_event>().size() == 1);
  CHECK(fails.all<recharge_off_event>().empty());
  CHECK(fails.charges.size() == 1);
  CHECK(judge(w).at_end.balance() == 1000_cr);
}

TEST_CASE("amounts that can't be bought are refused by name", "[R10.2][R1.5]") {
  recharge_terms terms = below_100();
  terms.amount = asked_amount{0_usd};
  CHECK(buys(terms, 0_cr).refusal == outcome::amount_too_small);
  terms.amount = asked_amount{money::from_minor(INT64_MAX)};
  CHECK(buys(terms, 0_cr).refusal == outcome::amount_out_of_range);
  terms.amount = std::nullopt;
  terms.threshold = credits::largest();
  terms.trigger = recharge_trigger::at_or_below;
  terms.pack = asked_amount{1_cr};
  CHECK(buys(terms, 1_cr).refusal == outcome::amount_out_of_range);
  terms.pack = asked_amount{0_cr};
  CHECK(buys(terms, 1_cr).refusal == outcome::amount_too_small);
}
