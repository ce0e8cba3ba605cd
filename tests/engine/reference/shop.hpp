// An account that uses one meter, and what that costs it.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "judge.hpp"

namespace drawdown::test {

using amounts = std::vector<credits>;

inline constexpr std::int64_t unit = 1'000'000;         // in a quantity
inline constexpr std::int64_t minute = 60'000'000;      // in a quantity
inline constexpr unit_price one_credit{1'000'000, 1};   // per unit
inline constexpr unit_price half_a_credit{500'000, 1};  // per unit
inline constexpr unit_price gratis{0, 1};

// An account with much credit, and one meter beside the usual one.
struct shop {
  world_builder w;
  meter_index sold;
  account_builder acme;

  explicit shop(price_form price, measure per = measure::unit)
      : sold(w.meter("sold", 0, per)), acme(w.account("acme")) {
    meter().price = std::move(price);
    acme.begins_with(lot(lot_kind::free, 1000000_cr)).at("2026-01-05");
  }

  shop(const shop&) = delete;  // the account refers to its world
  shop& operator=(const shop&) = delete;

  drawdown::meter& meter() { return w.catalog().meters[sold]; }

  // Usage of the meter; each a second after what was told before.
  shop& uses(std::int64_t quantity, std::int64_t times = 1, value_index value = no_value) {
    return uses(effect_key{}, quantity, times, value);
  }
  shop& uses(effect_key key, std::int64_t quantity, std::int64_t times = 1, value_index value = no_value) {
    usage used;
    used.key = key;
    used.meter = sold;
    used.quantity = quantity;
    used.times = times;
    used.value = value;
    acme.later(duration::seconds(1)).does(used);
    return *this;
  }
  // Usage that occurred before it arrives (R2.5).
  shop& used_at(std::string_view occurred, std::int64_t quantity, effect_key key = {}) {
    usage used;
    used.key = key;
    used.meter = sold;
    used.quantity = quantity;
    used.occurred_at = when(occurred);
    acme.later(duration::seconds(1)).does(used);
    return *this;
  }
  shop& holds(std::string_view key, std::int64_t quantity, std::int64_t times = 1,
              value_index value = no_value) {
    hold_command asked;
    asked.meter = sold;
    asked.quantity = quantity;
    asked.times = times;
    asked.value = value;
    acme.later(duration::seconds(1)).holds(key, asked);
    return *this;
  }
  shop& captures(std::string_view hold, std::int64_t quantity, std::int64_t times = 1,
                 value_index value = no_value) {
    acme.later(duration::seconds(1))
        .does(capture_command{w.key(hold), metered_quantity{sold, quantity, times, value}});
    return *this;
  }
};

inline shop shop_of_graduated() {
  return shop(graduated_price{{{100 * unit, one_credit}, {150 * unit, half_a_credit}, {{}, {100'000, 1}}}});
}
inline shop shop_of_volume() {
  return shop(volume_price{{{100 * unit, one_credit}, {{}, half_a_credit}}});
}
inline shop shop_of_packages() {
  return shop(package_price{100 * unit, {5'000'000, 1}});
}

// What each usage, hold or capture cost, in order.
template <class Event>
amounts costs_of(const verdict& said) {
  amounts found;
  for (const Event& e : said.all<Event>()) found.push_back(e.amount);
  return found;
}
inline amounts costs(const shop& s) {
  return costs_of<usage_event>(judge(s.w));
}

}  // namespace drawdown::test
