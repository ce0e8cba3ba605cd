#include <catch2/catch.hpp>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using state = subscription_state;
using told = subscription_event::what;
using answers = std::vector<card_answer>;

// A subscriber whose card answers the attempts of renewals so.
account_builder renewing(world_builder& w, answers of_renewals) {
  plan_terms starter = monthly("starter", 29_usd, 1000_cr);
  starter.rollover = carry_terms{200_cr, 1};
  answers all{card_answer::ok};
  all.insert(all.end(), of_renewals.begin(), of_renewals.end());
  auto acme = subscriber(w, sells(w, starter));
  acme.spec().payment_methods = {card(all)};
  return acme;
}

}  // namespace

TEST_CASE("a renewal that fails makes the subscription past due, and is tried again after the delays",
          "[R8.3]") {
  world_builder w;
  auto acme = renewing(w, {card_answer::declines, card_answer::declines, card_answer::ok});
  acme.at("2026-02-03").expects();
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-01"), when("2026-02-01"),
                                                  when("2026-02-02T00:00:02Z"), when("2026-02-04T00:00:02Z"),
                                                  when("2026-03-01")});
  CHECK(said.seen().subscription.state == state::past_due);
  CHECK(said.seen().account.balance() == 200_cr);  // what was carried stays
  CHECK(told_between(said, "2026-02-01T00:00:02Z", "2026-02-28") ==
        lines{"past_due", "charge 2 renewal 2900", "charge 2 renewal 2900", "renewed", "lot 2 plan 1000"});
  CHECK(said.all<lot_event>().at(1).expires == when("2026-03-01"));
}

TEST_CASE("after the last failure the subscription ends, and all its credit", "[R8.3]") {
  world_builder w;
  auto acme = renewing(w, {card_answer::declines});
  acme.begins_with(lot(lot_kind::paid, 5_cr));
  const verdict said = judge(w);
  CHECK(said.charges.size() == 5);
  CHECK(told_on(said, "2026-02-08") == lines{"charge 2 renewal 2900", "end 2 200", "subscription_ended"});
  CHECK(last(said, told::ended).payment == 2);
  CHECK(told_on(said, "2026-03-01") == lines{});
  CHECK(said.at_end.balance() == 5_cr);
}

TEST_CASE("a new payment method is tried at once, and the schedule goes on after it", "[R8.3]") {
  world_builder w;
  auto acme = renewing(w, {card_answer::declines, card_answer::declines});
  acme.at("2026-02-03").sets_cards({bad_card(1)});
  acme.at("2026-02-05").sets_cards({});
  acme.at("2026-02-06").sets_cards({good_card(2)});
  const verdict said = judge(w);
  CHECK(said.times<charge_event>() ==
        std::vector{when("2026-01-01"), when("2026-02-01"), when("2026-02-02T00:00:02Z"), when("2026-02-03"),
                    when("2026-02-04T00:00:02Z"), when("2026-02-06"), when("2026-03-01")});
  CHECK(told_on(said, "2026-02-06") ==
        lines{"step changed", "charge 2 renewal 2900", "renewed", "lot 2 plan 1000"});
}

TEST_CASE("without a payment method a renewal fails at the boundary, and its retries at once", "[R8.3]") {
  world_builder w;
  auto acme = renewing(w, {card_answer::ok});
  acme.at("2026-01-20").sets_cards({});
  const verdict said = judge(w);
  CHECK(said.charges.size() == 1);
  CHECK(told_on(said, "2026-02-01") == lines{"carry 1 200 of 1000", "turned", "past_due"});
  CHECK(said.times<subscription_event>().back() == when("2026-02-08"));
}

TEST_CASE("a success after the failure of an earlier attempt renews", "[R8.3][R9.4]") {
  world_builder w;
  auto acme = renewing(w, {card_answer::declines});
  acme.at("2026-02-01T12:00:00Z").hears({effect_key::space::cycle, 0, 1}, payment_answer::succeeded);
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-02-01") == lines{"carry 1 200 of 1000", "turned", "charge 2 renewal 2900",
                                             "past_due", "renewed", "lot 2 plan 1000"});
  CHECK(told_on(said, "2026-02-02") == lines{});
}

TEST_CASE("past due, more units and other plans are refused, and cancel acts at once", "[R8.3]") {
  world_builder w;
  auto acme = renewing(w, {card_answer::declines});
  const plan_index pro = sells(w, monthly("pro", 99_usd, 5000_cr));
  const add_on_index more = sells_add_on(w, 60_cr, 10_usd);
  w.catalog().top_ups.requires_plan = true;
  acme.at("2026-02-01T12:00:00Z").does(add_on_command{more, 1}).does(change_plan_command{pro});
  acme.tops_up(20_usd).does(cancel_command{false});
  const verdict said = judge(w);
  using o = outcome;
  CHECK(said.command_outcomes() == std::vector{o::subscribed, o::subscription_past_due,
                                               o::subscription_past_due, o::membership_required, o::changed});
  CHECK(last(said, told::ended).now.state == state::ended);
  CHECK(said.times<subscription_event>().back() == when("2026-02-01T12:00:00Z"));
  CHECK(said.charges.size() == 2);
}

TEST_CASE("while past due a boundary passes without a further charge", "[R8.3][R8.11]") {
  world_builder w;
  w.settings().dunning = {duration::days(40)};
  renewing(w, {card_answer::declines, card_answer::ok});
  const verdict said = judge(w);
  CHECK(told_on(said, "2026-03-01") == lines{"end 1 200", "turned"});
  CHECK(last(said, told::turned).now.state == state::past_due);
  CHECK(told_on(said, "2026-03-13") == lines{"charge 2 renewal 2900", "renewed", "lot 2 plan 1000"});
  CHECK(said.all<lot_event>().back().expires == when("2026-04-01"));
}

TEST_CASE("no recharge starts while the first attempt of a charge for the subscription is in flight",
          "[R10.3]") {
  world_builder w;
  recharge_terms terms;
  terms.threshold = 2000_cr;
  terms.amount = 20_usd;
  renewing(w, {card_answer::ok}).recharges(terms);
  const effect_key renewal{effect_key::space::cycle, 0, 1};
  const verdict said = judge(w, [&](const charge& made) -> std::vector<test::said> {
    if (made.key == renewal) return {{duration::seconds(2), payment_answer::declined}};
    return {{duration::seconds(3)}, {duration::seconds(3)}};
  });
  std::vector<instant> recharged;
  for (const event& e : said.events)
    if (const auto* c = std::get_if<charge_event>(&e.body); c && c->is_recharge()) recharged.push_back(e.at);
  CHECK(recharged.size() == 2);
  CHECK(recharged.front() == when("2026-01-01T00:00:03Z"));
  CHECK(recharged.back() == when("2026-02-01T00:00:02Z"));
}
