// Values of a world drawn from a seed: amounts, instants, terms. Few distinct ones, so that much is equal to
// much else and falls on the same instant.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

#include "engine/draws/stream.hpp"
#include "engine/time/calendar.hpp"
#include "engine/world/world.hpp"

namespace drawdown::worldgen {

// The sum of two zones' turns and a grid of six hours is where things happen.
class value_drawing {
 protected:
  explicit value_drawing(std::uint64_t seed) : draws_(seed, draw_stream::world_drawing) {}

  // As far as boundaries are counted from the years of drawn worlds.
  static zone_table madrid() {
    return {"Europe/Madrid",
            {{instant::from_us(INT64_MIN), 3600},
             {instant::from_us(1'711'846'800'000'000), 7200},    // 2024-03-31T01:00Z
             {instant::from_us(1'729'990'800'000'000), 3600},    // 2024-10-27T01:00Z
             {instant::from_us(1'743'296'400'000'000), 7200},    // 2025-03-30T01:00Z
             {instant::from_us(1'761'440'400'000'000), 3600},    // 2025-10-26T01:00Z
             {instant::from_us(1'774'746'000'000'000), 7200},    // 2026-03-29T01:00Z
             {instant::from_us(1'792'890'000'000'000), 3600},    // 2026-10-25T01:00Z
             {instant::from_us(1'806'195'600'000'000), 7200},    // 2027-03-28T01:00Z
             {instant::from_us(1'824'944'400'000'000), 3600},    // 2027-10-31T01:00Z
             {instant::from_us(1'837'645'200'000'000), 7200},    // 2028-03-26T01:00Z
             {instant::from_us(1'856'394'000'000'000), 3600}}};  // 2028-10-29T01:00Z
  }

  std::uint64_t below(std::uint64_t count) { return draws_.uniform_below(count, {0, draw_++, 0}); }
  int pick(int count) { return static_cast<int>(below(static_cast<std::uint64_t>(count))); }
  bool chance(int percent) { return pick(100) < percent; }
  bool chance_of(parts_per_million p) { return below(1'000'000) < p; }
  template <class T>
  T one_of(std::initializer_list<T> choices) {
    return *(choices.begin() + pick(static_cast<int>(choices.size())));
  }

  credits some_credits() {
    const auto whole = one_of<std::int64_t>({1, 5, 10, 50, 100, 333, 1000});
    return credits::from_micro(whole * credits::micro_per_credit + (chance(20) ? pick(1'000'000) : 0));
  }
  money some_money() { return money::from_minor(one_of<std::int64_t>({100, 500, 1000, 1999, 2500, 5000})); }

  // A question needs something to hold the answer against; what is answered is what the ledgers compare.
  std::vector<expected_item> some_figure() {
    return {{{}, expected_figure{figure::balance, some_credits()}}};
  }

  // On the grid, now and then a little later, or where the usage period turns (R2.6).
  instant some_instant() {
    if (chance(10)) return std::min(some_turn(), made->end);
    const std::int64_t span_hours = (made->end - made->start).us() / duration::hours(1).us();
    const instant t = made->start + duration::hours(6 * pick(static_cast<int>(span_hours / 6) + 1));
    if (chance(10)) return std::min(t.next(), made->end);
    if (chance(10)) return std::min(t + duration::seconds(2), made->end);
    return std::min(t, made->end);
  }
  instant some_turn() {
    const zone_table& zone = made->zones[below(made->zones.size())];
    const instant first = next_month(made->start, zone);
    return chance(70) ? first : next_month(first, zone);
  }
  duration some_delay() {
    return one_of({duration::hours(6), duration::hours(24), duration::days(7), duration::hours(18)});
  }
  span_of_time some_span() {
    if (chance(50)) return some_delay();
    return calendar_span{1 + pick(2),
                         one_of({calendar_unit::days, calendar_unit::weeks, calendar_unit::months})};
  }

  user_index some_user() { return static_cast<user_index>(below(made->users.size())); }
  group_index some_group() { return static_cast<group_index>(below(made->groups.size())); }

  // Who may spend a lot: everybody, one user, or on some meters alone (R3.8).
  restriction some_restriction() {
    restriction only;
    if (chance(15)) only.user = some_user();
    if (chance(15))
      for (std::size_t meter = 0; meter < made->catalog.meters.size(); ++meter)
        if (chance(50)) only.meters.push_back(static_cast<meter_index>(meter));
    return only;
  }

  recurrence some_recurrence() {
    recurrence recurs{some_span(), std::nullopt};
    if (chance(40)) recurs.anchor = chance(50) ? some_turn() : some_instant();
    return recurs;
  }

  rollover_terms some_rollover() {
    rollover_terms rollover;
    if (chance(70)) rollover.max = some_credits();
    if (chance(40)) rollover.min = some_credits();
    return rollover;
  }

  grant_command some_grant() {
    grant_command grant;
    grant.kind = static_cast<lot_kind>(pick(5));
    grant.amount = some_credits();
    if (chance(30)) grant.effective = chance(50) ? moment(some_instant()) : moment(some_span());
    if (chance(60)) grant.expires = chance(50) ? moment(some_instant()) : moment(some_span());
    if (chance(20)) grant.priority = pick(60);
    if (chance(20)) grant.cost = some_money();
    grant.only = some_restriction();
    if (chance(20)) grant.recurs = some_recurrence();
    if (chance(20)) grant.rollover = some_rollover();
    return grant;
  }

  payment_method some_method() {
    payment_method method;
    method.gateway = static_cast<gateway_index>(pick(2));
    method.fingerprint = static_cast<std::uint32_t>(pick(3));
    for (int n = pick(4); n > 0; --n)
      method.card.push_back(chance(60) ? card_answer::ok : card_answer::declines);
    return method;
  }

  recharge_terms some_terms() {
    recharge_terms terms;
    terms.watch = chance(50) ? recharge_watch::available : recharge_watch::wallet;
    terms.trigger = chance(50) ? recharge_trigger::below : recharge_trigger::at_or_below;
    terms.threshold = some_credits();
    terms.count_pending = chance(30);
    terms.limits = one_of({recharge_limits::apply, recharge_limits::minimum_only, recharge_limits::ignore});
    if (chance(25)) terms.max_per_period = static_cast<std::uint32_t>(1 + pick(3));
    if (chance(25)) terms.max_spend_per_period = money::from_minor(some_money().minor() * 2);
    if (chance(25)) terms.cooldown = some_delay();
    const bool in_money = chance(50);
    const auto some_amount = [&]() -> asked_amount {
      return in_money ? asked_amount(some_money()) : asked_amount(some_credits());
    };
    switch (pick(3)) {
      case 0:
        terms.amount = some_amount();
        if (chance(40)) terms.pack = some_amount();
        break;
      case 1:
        terms.target = some_credits() + some_credits();
        break;
      default:
        terms.pack = some_amount();
    }
    return terms;
  }

  // Flat, in tiers or in packages (R7.2); the tiers are met within a few usages.
  price_form some_price() {
    const std::vector<price_tier> tiers = {
        {30'000'000, {500'000, 1}}, {60'000'000, {1'000'000, 3}}, {std::nullopt, {200'000, 1}}};
    switch (pick(5)) {
      case 0:
        return graduated_price{tiers};
      case 1:
        return volume_price{tiers};
      case 2:
        return package_price{25'000'000, {8'000'000, 1}};
      default:
        return unit_price{500'000, 1};
    }
  }

  std::int64_t some_times(meter_index meter) {
    const bool is_multiplied = !made->catalog.meters[meter].times.empty() && chance(60);
    return is_multiplied ? 1 + pick(3) : 1;
  }
  value_index some_value(meter_index meter) {
    const auto* by = std::get_if<price_by_value>(&made->catalog.meters[meter].price);
    return by == nullptr ? no_value : static_cast<value_index>(below(by->values.size()));
  }

  // Where a debit may make any debt: recharges would pay a boundless one off without an end.
  bool owes_without_bound() const {
    const settings& rules = made->settings;
    return rules.when_short == short_of_credit::carry && !rules.overdraft;
  }

  std::int64_t some_quantity(meter_index meter) {
    if (chance(5)) return 0;
    if (chance(2) && !owes_without_bound()) return INT64_MAX - pick(3);
    return meter == 0 ? duration::seconds(1 + pick(900)).us()
                      : (1 + pick(40)) * 1'000'000LL + (chance(20) ? 1 : 0);
  }

  std::shared_ptr<world> made;

 private:
  stream draws_;
  std::uint64_t draw_ = 0;
};

}  // namespace drawdown::worldgen
