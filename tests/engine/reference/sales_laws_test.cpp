// Laws of plans, refunds and bills that hold whatever is drawn.
#include <map>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "plans.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// An instant of January 2026, by the hour.
instant some_hour() {
  return when("2026-01-02") + duration::hours(*rc::gen::inRange(0, 28 * 24));
}
std::vector<instant> some_hours(std::size_t most) {
  auto hours = *rc::gen::container<std::vector<instant>>(
      *rc::gen::inRange<std::size_t>(1, most + 1), rc::gen::map(rc::gen::inRange(0, 28 * 24), [](int hour) {
        return when("2026-01-02") + duration::hours(hour);
      }));
  std::sort(hours.begin(), hours.end());
  hours.erase(std::unique(hours.begin(), hours.end()), hours.end());
  return hours;
}
credits some_credits(std::int64_t most) {
  return credits::from_micro(*rc::gen::inRange<std::int64_t>(0, most * 1'000'000));
}

// A gateway that answers within the instant in which nothing else happens.
std::vector<said> at_once(const charge&) {
  return {{duration::from_us(1), payment_answer::succeeded}};
}

}  // namespace

TEST_CASE("each turn carries, per owner, no more than the most and no less than the least",
          "[R8.2][property]") {
  REQUIRE(rc::check([] {
    world_builder w;
    const std::vector<user_index> users{w.user("olga"), w.user("ben")};
    plan_terms terms = monthly("starter", 29_usd, 1_cr + some_credits(1000));
    terms.every = lasting("1 week");
    terms.pool = *rc::gen::element(credit_pool::shared, credit_pool::per_user);
    const credits least = some_credits(300);
    const credits most = least + some_credits(300);
    terms.rollover = carry_terms{most, *rc::gen::element<std::uint32_t>(1, 2, 5), least};
    auto acme = subscriber(w, sells(w, terms), users);
    for (const instant t : some_hours(12)) {
      acme.at(t).uses_exactly(no_agent, *rc::gen::inRange<std::int64_t>(0, 500'000'000));
      acme.on_behalf_of(*rc::gen::elementOf(users));
    }
    const verdict said = judge(w);
    std::map<lot_id, user_index> owners;
    std::map<std::pair<instant, user_index>, credits> carried;
    for (const event& e : said.events) {
      if (const auto* granted = std::get_if<lot_event>(&e.body)) owners[granted->lot] = granted->only.user;
      const auto* turned = std::get_if<carry_event>(&e.body);
      if (!turned) continue;
      carried[{e.at, owners.at(turned->lot)}] += turned->carried;
      RC_ASSERT(turned->refilled <= turned->carried);
    }
    // The lot of the cycle that ends may always be carried: so each owner has the least at each turn.
    for (const auto& [turn, sum] : carried) RC_ASSERT(least <= sum && sum <= most);
    const std::size_t owner_count = terms.pool == credit_pool::shared ? 1 : users.size();
    if (!least.is_zero()) RC_ASSERT(carried.size() == 12 * owner_count);
  }));
}

TEST_CASE("the parts of a cycle never cost or bring more than the whole", "[R8.7][R1.4][property]") {
  REQUIRE(rc::check([] {
    world_builder w;
    w.settings().money_rounding = rounding::down;
    w.settings().proration_base = *rc::gen::element(proration::exact, proration::days);
    w.settings().credit_decimals = *rc::gen::element(6, 0);
    money price = money::from_minor(*rc::gen::inRange(1, 5000));
    credits allocation = credits::whole(*rc::gen::inRange(1, 2000));
    const plan_index first = sells(w, monthly("plan", price, allocation));
    auto acme = subscriber(w, first);
    for (const instant t : some_hours(6)) {
      price += money::from_minor(*rc::gen::inRange(1, 5000));
      allocation += credits::whole(*rc::gen::inRange(0, 2000));
      acme.at(t).does(change_plan_command{sells(w, monthly("plan", price, allocation)), true, false});
    }
    const verdict said = judge(w.until("2026-01-31").build(), 0, at_once);
    money paid;
    credits granted;
    for (const charge_event& e : said.all<charge_event>()) paid += e.amount;
    for (const lot_event& e : said.all<lot_event>()) granted += e.amount;
    RC_ASSERT(paid <= price);
    RC_ASSERT(granted <= allocation);
  }));
}

TEST_CASE("a cancel gives back no more than was paid, and less the later it comes", "[R8.6][property]") {
  REQUIRE(rc::check([] {
    const money price = money::from_minor(*rc::gen::inRange(1, 10000));
    const auto given_back = [&](instant canceled) {
      world_builder w;
      w.settings().on_cancel = cancel_refund::prorated;
      auto acme = subscriber(w, sells(w, monthly("plan", price, 100_cr)));
      acme.at(canceled).does(cancel_command{true});
      money sum;
      for (const payment_refund_event& e : judge(w).all<payment_refund_event>()) sum += e.given_back;
      return sum;
    };
    const instant one = some_hour();
    const instant other = some_hour();
    RC_ASSERT(given_back(std::min(one, other)) <= price);
    RC_ASSERT(given_back(std::max(one, other)) <= given_back(std::min(one, other)));
  }));
}

TEST_CASE("no more is refunded of a usage than was charged, and every part of it went somewhere",
          "[R9.7][property]") {
  REQUIRE(rc::check([] {
    world_builder w;
    w.settings().when_short = *rc::gen::element(short_of_credit::refuse, short_of_credit::carry,
                                                short_of_credit::cap, short_of_credit::invoice);
    w.catalog().overage_price = credit_rate{1_usd, 40_cr};
    auto acme = w.account("acme").pays_by(*rc::gen::element(good_card(), bad_card()));
    for (const instant t : some_hours(4))
      acme.begins_with(lot(*rc::gen::element(lot_kind::free, lot_kind::paid), 1_cr + some_credits(60))
                           .until(to_string(t + duration::days(20))));
    acme.at("2026-01-10").uses(*rc::gen::inRange(1, 200)).keyed("debit");
    for (const instant t : some_hours(8)) {
      refund_command asked{w.key("debit"), some_credits(80)};
      if (*rc::gen::inRange(0, 4) == 0) asked.amount.reset();
      acme.at(t + duration::days(*rc::gen::element(1, 30))).does(asked);
    }
    const verdict said = judge(w);
    const usage_event used = said.all<usage_event>().at(0);
    const credits charged = used.result == outcome::charged ? used.amount - used.forgiven : credits{};
    credits refunded;
    for (const refund_event& e : said.all<refund_event>()) {
      if (e.result != outcome::refunded) continue;
      refunded += e.amount;
      credits parts = e.debt + e.invoiced;
      for (const refunded_slice& s : e.slices) parts += s.amount;
      RC_ASSERT(parts == e.amount);
    }
    RC_ASSERT(refunded <= charged);
  }));
}

TEST_CASE("all that was billed of usage is paid, in flight, or to be billed again", "[R4.5][property]") {
  REQUIRE(rc::check([] {
    world_builder w;
    w.settings().when_short = short_of_credit::invoice;
    w.settings().dunning = {duration::days(1)};
    w.catalog().overage_price = credit_rate{1_usd, 40_cr};
    auto answers = *rc::gen::container<std::vector<card_answer>>(
        6, rc::gen::element(card_answer::ok, card_answer::declines));
    plan_terms terms = monthly("plan", *rc::gen::element(0_usd, 5_usd), 20_cr);
    terms.every = lasting("1 week");
    const plan_index plan = sells(w, terms);
    auto acme = *rc::gen::inRange(0, 2) == 0 ? w.account("acme") : subscriber(w, plan);
    acme.spec().payment_methods = {card(answers)};
    for (const instant t : some_hours(10)) {
      acme.at(t).uses(*rc::gen::inRange(1, 60));
      if (*rc::gen::inRange(0, 4) == 0)
        acme.does(cancel_command{*rc::gen::element(true, false)}).does(subscribe_command{plan, {}});
    }
    acme.at("2026-03-31").expects();
    const verdict said = judge(w);
    credits invoiced;
    for (const usage_event& e : said.all<usage_event>()) invoiced += e.invoiced;
    std::map<payment_id, credits> billed;
    for (const overage_event& e : said.all<overage_event>()) {
      RC_ASSERT(!e.amount.is_zero());
      RC_ASSERT(billed.emplace(e.payment, e.amount).second);
    }
    credits paid;
    for (const heard_event& e : said.all<heard_event>())
      if (e.effect == notice_effect::credited && billed.contains(e.payment)) paid += billed.at(e.payment);
    // R9.4: what nobody waited for any more went back.
    for (const payment_refund_event& e : said.all<payment_refund_event>())
      if (billed.contains(e.id)) paid -= billed.at(e.id);
    RC_ASSERT(said.seen().account.invoiced + paid == invoiced);
  }));
}
