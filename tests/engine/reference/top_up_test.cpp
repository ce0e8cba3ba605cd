#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using results = std::vector<outcome>;
using effects = std::vector<notice_effect>;
const auto requested = outcome::requested;
const auto awaiting = notice_effect::awaiting;
const auto credited = notice_effect::credited;
const auto failed = notice_effect::failed;
const auto ignored = notice_effect::ignored;
const auto already = notice_effect::already_credited;
const auto ok = payment_answer::succeeded;
const auto declined = payment_answer::declined;
const auto timed_out = payment_answer::timed_out;

// One top-up of 20 USD on 5 January, of which the gateway says this.
verdict one_top_up(const std::vector<said>& all) {
  world_builder w;
  w.account("acme").pays_by(good_card()).at("2026-01-05").tops_up(20_usd);
  return judge(w, [&](const charge&) { return all; });
}

}  // namespace

TEST_CASE("a top-up is asked for in money or in credits, at the rate of the catalog", "[R9.1]") {
  world_builder w;
  w.catalog().rate = {30_usd, 200_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(50_usd).tops_up(50000_cr).tops_up(1_cr);
  const auto charges = judge(w).all<charge_event>();
  REQUIRE(charges.size() == 3);
  CHECK(charges[0].brings == 333.333333_cr);  // credits for money round down
  CHECK(charges[0].amount == 50_usd);
  CHECK(charges[1].amount == 7500_usd);
  CHECK(charges[1].brings == 50000_cr);  // granted as asked
  CHECK(charges[2].amount == 15_cents);
  CHECK(charges[2].payment == 3);
}

TEST_CASE("money that a wish for credits costs is rounded half to even", "[R1.4][R9.1]") {
  world_builder w;
  w.catalog().rate = {1_cents, 2_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(1_cr).tops_up(3_cr).tops_up(5_cr);
  const verdict said = judge(w);
  CHECK(said.command_outcomes() == results{outcome::amount_too_small, requested, requested});
  CHECK(said.all<charge_event>().at(0).amount == 2_cents);
  CHECK(said.all<charge_event>().at(1).amount == 2_cents);
}

TEST_CASE("bounds, tiers or both say which sums are sold", "[R9.1][R9.8]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(9_usd).tops_up(10_usd).tops_up(100_usd).tops_up(101_usd).tops_up(25_usd);
  const auto asked = [&] { return judge(w).command_outcomes(); };
  const auto below = outcome::below_minimum;
  const auto above = outcome::above_maximum;
  const auto not_offered = outcome::amount_not_offered;

  CHECK(asked() == results{requested, requested, requested, requested, requested});
  w.catalog().top_ups.minimum = 10_usd;
  w.catalog().top_ups.maximum = 100_usd;
  CHECK(asked() == results{below, requested, requested, above, requested});
  w.catalog().top_ups.tiers = {9_usd, 101_usd};
  CHECK(asked() == results{requested, requested, requested, requested, requested});
  w.catalog().top_ups.minimum = std::nullopt;
  w.catalog().top_ups.maximum = std::nullopt;
  w.catalog().top_ups.tiers = {25_usd, 50_usd, 100_usd};
  CHECK(asked() == results{not_offered, not_offered, requested, not_offered, requested});
}

TEST_CASE("a sum that rounds to nothing is too small, one that can't be counted is out of range",
          "[R9.1][R1.5]") {
  world_builder w;
  w.settings().credit_decimals = 0;
  w.catalog().rate = {100_usd, 1_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(99_usd).tops_up(0.9_cr).tops_up(0_usd).tops_up(credits::largest());
  const auto small = outcome::amount_too_small;
  CHECK(judge(w).command_outcomes() == results{small, small, small, requested});
  w.catalog().rate = {money::from_minor(1), credits::whole(1'000'000)};
  acme.tops_up(money::from_minor(INT64_MAX));
  CHECK(judge(w).command_outcomes().back() == outcome::amount_out_of_range);
}

TEST_CASE("payments count towards what an account may take in", "[R1.5]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, credits::largest() - 60_cr));
  acme.at("2026-01-05").tops_up(1_usd).tops_up(1_usd).tops_up(10_cr);
  CHECK(judge(w).command_outcomes() == results{requested, outcome::amount_out_of_range, requested});
}

TEST_CASE("without a payment method nothing reaches a gateway", "[R10.4]") {
  world_builder w;
  w.catalog().top_ups.minimum = 10_usd;
  w.account("acme").at("2026-01-05").tops_up(20_usd).tops_up(1_usd);
  const verdict said = judge(w);
  CHECK(said.command_outcomes() == results{outcome::no_payment_method, outcome::below_minimum});
  CHECK(said.charges.empty());
}

TEST_CASE("by card the credits appear when the notice of success arrives, not before", "[R9.3]") {
  world_builder w;
  w.catalog().top_ups.expires = lasting("1 month");
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(20_usd).keyed("top");
  acme.at("2026-01-05T00:00:02.5Z").expects();
  const verdict said = judge(w);
  REQUIRE(said.events.size() == 7);
  CHECK(std::get<command_event>(said.events[0].body) ==
        command_event{{effect_key::space::given, 0, 0}, command_event::what::top_up, requested, false});
  CHECK(std::get<charge_event>(said.events[1].body).attempt == 1);
  const heard_event answer = std::get<heard_event>(said.events[2].body);
  CHECK(answer.is_answer);
  CHECK(answer.effect == awaiting);
  CHECK(said.seen().account.balance() == 0_cr);
  CHECK(std::get<heard_event>(said.events[4].body).effect == credited);
  const lot_event bought = std::get<lot_event>(said.events[5].body);
  CHECK(bought.kind == lot_kind::paid);
  CHECK(bought.amount == 1000_cr);
  CHECK(bought.cost == 20_usd);
  CHECK(bought.payment == 1);
  CHECK(bought.key == effect_key{effect_key::space::given, 0, 0});
  CHECK(bought.created == when("2026-01-05T00:00:03Z"));
  CHECK(bought.effective == bought.created);
  CHECK(bought.expires == when("2026-02-05T00:00:03Z"));
  CHECK(bought.priority == 50);
  CHECK(bought.balance == 1000_cr);
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 1000_cr, 0_cr}});
}

TEST_CASE("credits are granted once, whatever the notices do", "[R9.4][R9.9]") {
  const auto s = [](std::int64_t n) { return duration::seconds(n); };
  CHECK(one_top_up({{s(1), ok}, {s(2), ok}, {s(2), ok}}).effects() ==
        effects{awaiting, credited, already});                                           // doubled
  CHECK(one_top_up({{s(9), ok}, {s(2), ok}}).effects() == effects{credited, awaiting});  // out of order
  CHECK(one_top_up({{s(9), timed_out}, {s(99), ok}}).effects() ==
        effects{awaiting, credited});  // success after a timeout
  CHECK(one_top_up({{s(1), declined}, {s(2), declined}}).effects() == effects{failed, ignored});
  CHECK(one_top_up({{s(1), declined}, {s(2), ok}}).effects() ==
        effects{failed, credited});  // success after failure
  CHECK(one_top_up({{s(1), ok}, {s(2), ok}, {s(3), declined}}).effects() ==
        effects{awaiting, credited, ignored});
  for (const auto& said :
       {one_top_up({{s(1), ok}, {s(2), ok}, {s(2), ok}}), one_top_up({{s(1), declined}, {s(2), ok}})})
    CHECK(said.at_end.balance() == 1000_cr);
  CHECK(one_top_up({{s(1), timed_out}}).at_end.balance() == 0_cr);
}

TEST_CASE("a notice by hand is heard like any other", "[R9.4]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(20_usd);  // step 1
  acme.later(duration::seconds(1)).hears(key_of_step(1), timed_out).hears(key_of_step(1), ok, 7);
  acme.later(duration::hours(1))
      .hears(key_of_step(1), declined)
      .hears(key_of_step(1), ok)
      .hears(key_of_step(9), ok);
  const verdict said = judge(w);
  CHECK(said.effects() ==
        effects{awaiting, credited, awaiting, already, ignored, already, notice_effect::unknown_payment});
  const auto heard = said.all<heard_event>();
  CHECK(heard[1].by_hand);
  CHECK_FALSE(heard[1].is_answer);
  CHECK(heard[1].attempt == 7);
  CHECK(heard[5].attempt == 1);
  CHECK(heard[6] == heard_event{0, key_of_step(9), 0, false, true, ok, 0, notice_effect::unknown_payment});
  CHECK(said.at_end.balance() == 1000_cr);
}

TEST_CASE("a failure by hand counts for the latest attempt alone", "[R9.4]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(20_usd);
  acme.later(duration::seconds(1)).hears(key_of_step(1), declined, 2).hears(key_of_step(1), declined, 0);
  acme.hears(key_of_step(1), declined, 1).hears(key_of_step(1), declined);
  const verdict said = judge(w, [](const charge&) -> std::vector<test::said> { return {}; });
  CHECK(said.effects() == effects{ignored, ignored, failed, ignored});
}

TEST_CASE("the n-th attempt on a card gets its n-th answer, over all payments of the account", "[R10.1]") {
  world_builder w;
  const payment_method moody = card({card_answer::ok, card_answer::declines, card_answer::ok}, 1);
  auto acme = w.account("acme").pays_by(moody);
  for (const char* day : {"2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"})
    acme.at(day).tops_up(20_usd);
  acme.at("2026-01-09").sets_cards({good_card(2), moody}).tops_up(20_usd).sets_cards({moody}).tops_up(20_usd);
  const verdict said = judge(w);
  std::vector<std::uint32_t> before;
  for (const charge& made : said.charges) before.push_back(made.attempts_before);
  CHECK(before == std::vector<std::uint32_t>{0, 1, 2, 3, 0, 4});
  CHECK(said.effects() == effects{awaiting, credited, failed, ignored, awaiting, credited, awaiting, credited,
                                  awaiting, awaiting, credited, credited});
}

TEST_CASE("a payment that times out is awaited, never taken for a failure", "[R10.1]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  recharge_terms terms;
  terms.threshold = 10_cr;
  terms.amount = 20_usd;
  acme.recharges(terms);
  acme.at("2026-02-05").uses(1);
  const verdict said = judge(w, [](const charge&) -> std::vector<test::said> {
    return {{duration::seconds(30), timed_out}};
  });
  CHECK(said.effects() == effects{awaiting});
  CHECK(said.charges.size() == 1);  // still in flight: no other recharge begins
  CHECK(said.all<recharge_failed_event>().empty());
}
