// Draws what a world goes by: settings, what is sold, gateways, and what of them moves money alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/worldgen/fault_drawing.hpp"

namespace drawdown::worldgen {

class terms_drawing : protected fault_drawing {
 protected:
  explicit terms_drawing(std::uint64_t seed) : fault_drawing(seed) {}

  void draw_settings() {
    settings& rules = made->settings;
    rules.credit_decimals = one_of({6, 6, 6, 2, 0});
    rules.requires_positive_balance = chance(20);
    rules.top_up_ends_stop = !chance(25);
    rules.key_window = one_of({duration::days(1), duration::days(7)});
    rules.released_from_ended = chance(60) ? released_credit::lost : released_credit::successor;
    rules.preserve_overage = chance(60);
    rules.when_short = one_of(
        {short_of_credit::refuse, short_of_credit::carry, short_of_credit::carry, short_of_credit::cap});
    if (chance(50)) rules.overdraft = chance(10) ? credits{} : some_credits();
    if (chance(40))
      for (bool& pays : rules.debt_paid_by) pays = chance(60);
    rules.capture_overrun = chance(50) ? overrun::refuse : overrun::debit;
    if (chance(50)) rules.hold_ttl = some_delay();
    draw_recharging(rules);
    if (chance(30)) rules.priorities = {10, 10, 10, 10, 10};
    if (chance(50)) draw_burn_down();
  }

  void draw_catalog() {
    catalog& sold = made->catalog;
    sold.name = "drawn";
    sold.unit = currency::of("EUR").value();
    sold.rate = chance(50) ? credit_rate{money::from_minor(100), credits::whole(50)}
                           : credit_rate{money::from_minor(3000), credits::whole(200)};
    meter call{
        "call", measure::minute, unit_price{10'000'000, 1}, 0, measure_size(measure::minute), std::nullopt,
        {}};
    meter message{"message", measure::unit, unit_price{500'000, 1}, 0, 0, std::nullopt, {}};
    meter token{"token", measure::unit, unit_price{1, 3}, 2'000'000, 0, chance(50), {}};
    meter gift{"gift", measure::unit, unit_price{0, 1}, 0, 0, chance(50), {}};
    if (chance(50)) call.times = "participants";
    message.price = some_price();
    if (chance(50)) gift.price = price_by_value{"quality", {{"fast", {0, 1}}, {"premium", {2'500'000, 1}}}};
    sold.meters = {call, message, token, gift};
    if (chance(50)) sold.top_ups.minimum = money::from_minor(1000);
    if (chance(30)) sold.top_ups.maximum = money::from_minor(3000);
    if (chance(30)) sold.top_ups.tiers = {money::from_minor(2500), money::from_minor(5000)};
    if (chance(20)) sold.top_ups.expires = some_span();
  }

  void draw_gateways() {
    for (const char* name : {"stripe", "adyen"}) {
      gateway_spec drawn;
      drawn.name = name;
      drawn.latency = one_of({duration::seconds(2), duration{}, duration::hours(6)});
      drawn.decline_rate = one_of({0U, 300'000U});
      drawn.reasons = {"card_declined", "insufficient_funds"};
      trouble(drawn);
      made->gateways.push_back(drawn);
    }
  }

  // What moves money alone: drawn last, so that all else stays as it was.
  void draw_books() {
    if (chance(30)) made->settings.expected_breakage = one_of({100'000U, 333'333U, 999'999U});
    for (gateway_spec& one : made->gateways) {
      one.fee_rate = one_of({0U, 29'000U, 1'000'000U});
      one.fee_fixed = money::from_minor(one_of({0, 25}));
      one.payout = one_of({payout_every::never, payout_every::day, payout_every::week, payout_every::month});
    }
    for (account_spec& spec : made->accounts)
      for (command& declared : spec.grants) {
        auto& grant = std::get<grant_command>(declared.body);
        const bool is_refilled = grant.recurs || (grant.rollover && grant.rollover->min > credits{});
        if (!is_refilled && chance(40)) grant.cost = money::from_minor(one_of({1, 700, 100'003}));
      }
  }

 private:
  void draw_recharging(settings& rules) {
    rules.on_failure = one_of({failure_policy::retry, failure_policy::back_off, failure_policy::break_after});
    if (chance(30)) rules.retry = {duration::hours(1)};
    rules.back_off = one_of({duration::hours(6), duration::hours(25), duration::days(2)});
    rules.break_after = static_cast<std::uint32_t>(1 + pick(3));
    rules.wake = chance(60);
  }

  void draw_burn_down() {
    const std::vector<burn_key> keys = {{burn_by::priority},
                                        {burn_by::expires, true, true, expiry_grain::day},
                                        {burn_by::expires, false, false, expiry_grain::minute},
                                        {burn_by::kind},
                                        {burn_by::created, true},
                                        {burn_by::cost_per_credit, false, true},
                                        {burn_by::effective}};
    made->settings.burn_down.clear();
    for (int n = 1 + pick(4); n > 0; --n) made->settings.burn_down.push_back(keys[below(keys.size())]);
  }
};

}  // namespace drawdown::worldgen
