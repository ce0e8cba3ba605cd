// What the checker finds wrong with subscriptions: how their lots begin, are carried and end (R3.2, R8.2),
// when cycles and usage periods turn (R2.4, R2.6), what their payments bring (R14.4).
#include <catch2/catch.hpp>

#include "subscribed.hpp"

namespace drawdown::test {
namespace {

using what = subscription_event::what;

history turned(history told, instant at = first_turn, instant next = second_turn) {
  return told.at(at).tell(told_of(what::turned, active(next)));
}

TEST_CASE("a right history of a subscription breaks nothing", "[R8.1][R8.2]") {
  history told = with_allocation();
  told.uses(limited, {{1, 90_cr}}, 910_cr).at(first_turn).tell(carried(1, 300_cr, 610_cr, 300_cr));
  told = turned(told).tell(charged_for(payment_for::renewal, 2));
  told.at(first_turn.next()).hears_success(2).tell(told_of(what::renewed, active(second_turn), 2));
  told.tell(allocation(2, 1000_cr, 1300_cr, 2, first_turn.next(), second_turn));
  told.uses(limited, {{1, 100_cr}}, 1200_cr);  // a new usage period
  told.at(second_turn)
      .ends(1, 200_cr, 1000_cr)
      .tell(carried(2, 300_cr, 700_cr, 300_cr, when("2026-04-05T12:00:00Z")));
  told = turned(told, second_turn, when("2026-04-05T12:00:00Z"));
  CHECK(told.message() == "");
}

TEST_CASE("a lot of the cycle that neither ends nor is carried with its grant period is caught",
          "[R8.2][R2.4]") {
  CHECK(with_allocation().at(first_turn).uses({{1, 1_cr}}, 999_cr).rule() == "R8.2");
  CHECK(turned(with_allocation()).rule() == "R8.2");
  CHECK(with_allocation().at(first_turn.next()).ends(1, 1000_cr, 0_cr).rule() == "R8.2");
  CHECK(turned(with_allocation().at(first_turn).ends(1, 1000_cr, 0_cr)).message() == "");
  history two = with_allocation();
  two.tell(allocation(2, 10_cr, 1010_cr, 1)).at(first_turn);
  CHECK(history(two).ends(1, 1000_cr, 10_cr).ends(2, 10_cr, 0_cr).message() == "");
  CHECK(history(two).ends(2, 10_cr, 1000_cr).rule() == "R8.2");
}

TEST_CASE("a lot of the cycle that ends before its grant period for no reason is caught", "[R3.2]") {
  history early = with_allocation();
  early.at(later).ends(1, 1000_cr, 0_cr);
  subscription_figures over;
  over.state = subscription_state::ended;
  CHECK(history(early).tell(told_of(what::ended, over)).uses({}, 0_cr).message() == "");
  CHECK(history(early).uses({}, 0_cr).rule() == "R3.2");
  CHECK(history(early).at(later.next()).uses({}, 0_cr).rule() == "R3.2");
}

TEST_CASE("a cycle that does not turn is caught", "[R8.2]") {
  CHECK(with_allocation().at(first_turn).ends(1, 1000_cr, 0_cr).uses({}, 0_cr).rule() == "R8.2");
  subscription_figures over;
  over.state = subscription_state::ended;
  history canceled = with_allocation();
  canceled.at(first_turn).ends(1, 1000_cr, 0_cr).tell(told_of(what::ended, over)).uses({}, 0_cr);
  CHECK(canceled.message() == "");
  CHECK(canceled.at(second_turn).uses({}, 0_cr).message() == "");
}

TEST_CASE("no more is carried than the plan lets, of each owner, and not more often", "[R8.2]") {
  const auto at_turn = [] { return with_allocation().at(first_turn); };
  CHECK(at_turn().tell(carried(1, 300_cr, 700_cr, 300_cr)).message() == "");
  CHECK(at_turn().tell(carried(1, 301_cr, 699_cr, 301_cr)).rule() == "R8.2");
  CHECK(at_turn().tell(carried(1, 300_cr, 699_cr, 301_cr)).rule() == "R8.2");
  CHECK(at_turn().tell(carried(1, 0_cr, 1000_cr, 0_cr)).rule() == "R8.2");
  CHECK(at_turn().tell(carried(1, 300_cr, 700_cr, 300_cr, first_turn)).rule() == "R8.2");
  history again = turned(at_turn().tell(carried(1, 300_cr, 700_cr, 300_cr)));
  again.at(second_turn).tell(carried(1, 300_cr, 0_cr, 300_cr, when("2026-04-05T12:00:00Z")));
  CHECK(again.rule() == "R8.2");

  const auto owned_by = [](user_index first, user_index second) {
    history told = subscribed();
    lot_event one = allocation(1, 200_cr, 200_cr, 1);
    lot_event other = allocation(2, 200_cr, 400_cr, 1);
    one.only.user = first;
    other.only.user = second;
    told.tell(one).tell(other).at(first_turn);
    return told.tell(carried(1, 200_cr, 0_cr, 400_cr)).tell(carried(2, 200_cr, 0_cr, 400_cr)).rule();
  };
  CHECK(owned_by(0, 1) == "");
  CHECK(owned_by(0, 0) == "R8.2");
}

TEST_CASE("a lot is filled up to the least that the plan carries, and no further", "[R8.2][R14.1]") {
  const auto filling = with_plans([](world& w) {
    w.catalog.plans[0].rollover = carry_terms{300_cr, 1, 50_cr};
  });
  const auto filled = [&](credits used, carry_event told) {
    history all = with_allocation(filling);
    all.at(noon + duration::hours(2)).uses({{1, used}}, 1000_cr - used);
    return all.at(first_turn).tell(told).rule();
  };
  const auto event = [](credits kept, credits refilled, credits expired = {}) {
    carry_event told = carried(1, kept, expired, kept);
    told.refilled = refilled;
    return told;
  };
  CHECK(filled(980_cr, event(50_cr, 30_cr)) == "");
  CHECK(filled(1000_cr, event(50_cr, 50_cr)) == "");
  CHECK(filled(980_cr, event(60_cr, 40_cr)) == "R8.2");
  CHECK(filled(980_cr, event(40_cr, 20_cr)) == "R8.2");
  CHECK(filled(940_cr, event(50_cr, 50_cr, 60_cr)) == "R8.2");
}

TEST_CASE("a cycle that begins anew and ends as before may fill a lot up", "[R8.2][R8.7]") {
  const auto filling = with_plans([](world& w) {
    w.catalog.plans[0].rollover = carry_terms{300_cr, 1, 50_cr};
  });
  history told = with_allocation(filling);
  told.at(noon + duration::hours(2)).uses({{1, 1000_cr}}, 0_cr);
  carry_event filled = carried(1, 50_cr, {}, 50_cr, first_turn);
  filled.refilled = 50_cr;
  CHECK(history(told).tell(filled).message() == "");
  filled.carried = filled.refilled = filled.balance = 60_cr;
  CHECK(history(told).tell(filled).rule() == "R8.2");
}

TEST_CASE("nothing is carried without a rollover, of add-ons, or where the subscription ends",
          "[R8.2][R8.5]") {
  const auto no_rollover = with_plans([](world& w) { w.catalog.plans[0].rollover.reset(); });
  CHECK(with_allocation(no_rollover).at(first_turn).tell(carried(1, 300_cr, 700_cr, 300_cr)).rule() ==
        "R8.2");
  history units = subscribed();
  lot_event bought = allocation(1, 100_cr, 100_cr, 1);
  bought.kind = lot_kind::addon;
  CHECK(units.tell(bought).at(first_turn).tell(carried(1, 100_cr, 0_cr, 100_cr)).rule() == "R8.2");
  subscription_figures over;
  over.state = subscription_state::ended;
  history ends = with_allocation();
  ends.at(first_turn).tell(carried(1, 300_cr, 700_cr, 300_cr)).tell(told_of(what::ended, over));
  CHECK(ends.rule() == "R8.2");
}

TEST_CASE("a carried lot is burned by its new end", "[R8.2][R14.5]") {
  history told = turned(with_allocation().at(first_turn).tell(carried(1, 300_cr, 700_cr, 300_cr)));
  told.tell(charged_for(payment_for::renewal, 2)).at(first_turn.next()).hears_success(2);
  told.tell(told_of(what::renewed, active(second_turn), 2));
  lot_event sooner = lot_of(2, lot_kind::plan, 50_cr, 350_cr);
  sooner.created = sooner.effective = first_turn.next();
  sooner.expires = sooner.ends = when("2026-02-20");
  sooner.key = key_of_step(7);
  told.tell(sooner);
  CHECK(history(told).uses({{2, 50_cr}, {1, 10_cr}}, 290_cr).message() == "");
  CHECK(history(told).uses({{1, 10_cr}}, 340_cr).rule() == "R14.5");
}

TEST_CASE("credit of the cycle without a subscription that is paid is caught", "[R8.3][R3.2]") {
  CHECK(history(with_plans()).tell(allocation(1, 5_cr, 5_cr, 0, noon)).rule() == "R8.3");
  subscription_figures late = active();
  late.state = subscription_state::past_due;
  history past_due = turned(subscribed());
  late.renews = second_turn;
  past_due.tell(told_of(what::past_due, late, 2));
  CHECK(history(past_due).tell(allocation(2, 5_cr, 5_cr, 0, first_turn, second_turn)).rule() == "R8.3");
  lot_event too_long = allocation(1, 5_cr, 5_cr, 1);
  too_long.expires = first_turn.next();
  CHECK(subscribed().tell(too_long).rule() == "R3.2");
  lot_event of_wallet = allocation(1, 5_cr, 5_cr, 1);
  of_wallet.kind = lot_kind::paid;
  CHECK(subscribed().tell(of_wallet).rule() == "R3.2");
}

TEST_CASE("a subscription's payment grants once, when it is told what it paid for", "[R14.4]") {
  history told(with_plans());
  told.tell(command_event{key_of_step(1), command_event::what::subscribe, outcome::subscribed, false});
  told.tell(charged_for(payment_for::subscription, 1)).at(noon.next());
  CHECK(history(told).tell(told_of(what::begun, active(), 1)).tell(allocation(1, 5_cr, 5_cr, 1)).rule() ==
        "R14.4");
  told.hears_success(1);
  CHECK(history(told).uses({}, 0_cr).rule() == "R14.4");
  CHECK(
      history(told).tell(payment_refund_event{key_of_step(1), key_of_step(1), 1, 29_usd, {}, {}}).message() ==
      "");
  told.tell(told_of(what::begun, active(), 1)).tell(allocation(1, 5_cr, 5_cr, 1));
  CHECK(history(told).tell(allocation(2, 5_cr, 10_cr, 1)).message() == "");
  CHECK(history(told).uses({{1, 1_cr}}, 4_cr).tell(allocation(2, 5_cr, 9_cr, 1)).rule() == "R14.4");
  charge_event promising = charged_for(payment_for::subscription, 2);
  promising.brings = 10_cr;
  CHECK(history(told).tell(promising).rule() == "R14.4");
}

TEST_CASE("what is granted at the boundary is granted before it is paid, once", "[R8.2][R14.4]") {
  const auto at_boundary =
      with_plans([](world& w) { w.settings.renewal_grants = renewal_grant::at_boundary; });
  history told = turned(subscribed(at_boundary)).tell(charged_for(payment_for::renewal, 2));
  const lot_event granted = allocation(1, 1000_cr, 1000_cr, 2, first_turn, second_turn);
  CHECK(history(told).tell(granted).message() == "");
  told.tell(granted).at(first_turn.next()).hears_success(2);
  told.tell(told_of(what::renewed, active(second_turn), 2));
  CHECK(told.message() == "");
  subscription_figures with_units = active(second_turn);
  with_units.units = {1};
  figures_event seen;
  seen.account.left[static_cast<std::size_t>(lot_kind::plan)] = 1000_cr;
  seen.subscription = with_units;
  CHECK(history(told).tell(seen).rule() == "R8.2");  // no event told them
  CHECK(told.tell(allocation(2, 1000_cr, 2000_cr, 2, first_turn.next(), second_turn)).rule() == "R14.4");
  const auto on_payment = with_plans();
  history too_early = turned(subscribed(on_payment)).tell(charged_for(payment_for::renewal, 2));
  CHECK(too_early.tell(granted).rule() == "R14.4");
}

TEST_CASE("a renewal that no gateway was asked for may be paid by hand, too late perhaps", "[R8.3][R14.4]") {
  subscription_figures late = active(second_turn);
  late.state = subscription_state::past_due;
  history told = turned(subscribed());
  subscription_event unpaid = told_of(what::past_due, late, 2);
  unpaid.price = 29_usd;
  told.tell(unpaid).at(first_turn.next());
  heard_event by_hand;
  by_hand.payment = 2;
  by_hand.key = key_of_step(30);
  by_hand.by_hand = true;
  by_hand.effect = notice_effect::credited;
  told.tell(by_hand);
  CHECK(history(told).tell(told_of(what::renewed, active(second_turn), 2)).message() == "");
  const payment_refund_event back{key_of_step(30), key_of_step(30), 2, 29_usd, {}, {}};
  CHECK(history(told).tell(back).message() == "");
  CHECK(history(told).uses({}, 0_cr).rule() == "R14.4");
}

TEST_CASE("what the turn carries goes by the version before it", "[R8.2][R7.3]") {
  const auto without_rollover_from = [](instant effective) {
    return with_plans([&](world& w) {
      w.versions.push_back({effective, w.catalog});
      w.versions.back().terms.plans[0].rollover.reset();
    });
  };
  const auto told = [&](instant effective) {
    history at_turn = with_allocation(without_rollover_from(effective));
    return at_turn.at(first_turn).tell(carried(1, 300_cr, 700_cr, 300_cr)).rule();
  };
  CHECK(told(first_turn) == "");
  CHECK(told(noon.next()) == "R8.2");
}

// An hour before the calendar month turns; the cycle does not.
const instant month_end = when("2026-01-31T23:00:00Z");

TEST_CASE("counts of agents restart with the cycle, not with the month", "[R2.6][R14.6]") {
  const auto counted = [](std::shared_ptr<const world> in, instant again) {
    history told = with_allocation(std::move(in));
    told.at(month_end).uses(limited, {{1, 60_cr}}, 940_cr);
    return told.at(again).uses(limited, {{1, 60_cr}}, 880_cr).rule();
  };
  CHECK(counted(with_plans(), when("2026-02-01")) == "R14.6");
  CHECK(counted(with_plans([](world& w) { w.settings.period = usage_period::calendar_month; }),
                when("2026-02-01")) == "");
  history turning = with_allocation();
  turning.at(month_end).uses(limited, {{1, 60_cr}}, 940_cr);
  turning = turned(turning.at(first_turn).tell(carried(1, 300_cr, 640_cr, 300_cr)));
  CHECK(turning.uses(limited, {{1, 60_cr}}, 240_cr).message() == "");
}

TEST_CASE("a longer cycle has usage periods of a month, counted from its anchor", "[R2.6]") {
  const auto yearly = with_plans([](world& w) { w.catalog.plans[0].every = w.catalog.plans[1].every; });
  const instant in_a_year = when("2027-01-05T12:00:00Z");
  const auto counted = [&](instant again) {
    history told(yearly);
    told.tell(command_event{key_of_step(1), command_event::what::subscribe, outcome::subscribed, false});
    told.tell(told_of(what::begun, active(in_a_year)));
    lot_event granted = allocation(1, 1000_cr, 1000_cr, 0, noon, in_a_year);
    granted.key = key_of_step(1);
    told.tell(granted);
    told.at(month_end).uses(limited, {{1, 60_cr}}, 940_cr);
    return told.at(again).uses(limited, {{1, 60_cr}}, 880_cr).rule();
  };
  CHECK(counted(when("2026-02-01")) == "R14.6");
  CHECK(counted(when("2026-02-05T11:59:59Z")) == "R14.6");
  CHECK(counted(first_turn) == "");
}

TEST_CASE("counts restart when a subscription begins or ends, or a change moves its anchor", "[R2.6]") {
  const auto used = [](history told, credits balance) { return told.uses(limited, {{1, 60_cr}}, balance); };
  history beginning(with_plans());
  beginning.books(1, lot_kind::free, 500_cr, 500_cr).uses(limited, {{1, 60_cr}}, 440_cr);
  beginning.tell(command_event{key_of_step(1), command_event::what::subscribe, outcome::subscribed, false});
  CHECK(used(beginning, 380_cr).rule() == "R14.6");
  beginning.tell(told_of(what::begun, active()));
  CHECK(used(beginning, 380_cr).message() == "");

  history changing = used(beginning, 380_cr).at(later);
  changing.tell(command_event{key_of_step(2), command_event::what::change_plan, outcome::changed, false});
  CHECK(used(changing, 320_cr).rule() == "R14.6");
  changing.tell(told_of(what::plan_changed, active(when("2027-01-05T13:00:00Z"), 1)));
  CHECK(used(changing, 320_cr).message() == "");

  subscription_figures over;
  over.state = subscription_state::ended;
  CHECK(used(used(changing, 320_cr).tell(told_of(what::ended, over)), 260_cr).message() == "");
}

TEST_CASE("a subscription that is said to be otherwise than it was told is caught", "[R8.1]") {
  const auto said = [](const subscription_figures& stated) {
    figures_event seen;
    seen.account.left[static_cast<std::size_t>(lot_kind::plan)] = 1000_cr;
    seen.subscription = stated;
    return with_allocation().tell(seen).rule();
  };
  CHECK(said(active()) == "");
  CHECK(said({}) == "R8.1");
  subscription_figures late = active();
  late.state = subscription_state::past_due;
  CHECK(said(late) == "R8.1");
  CHECK(said(active(first_turn.next())) == "R8.2");
  CHECK(said(active(first_turn, 1)) == "R8.2");
  subscription_figures more = active();
  more.units = {1};
  CHECK(said(more) == "R8.2");
  subscription_figures leaving = active();  // what no event tells of
  leaving.cancels = true;
  leaving.next_plan = 1;
  CHECK(said(leaving) == "");
}

}  // namespace
}  // namespace drawdown::test
