// What is sold: meters with their prices, the rate of credit, and the terms of top-ups (R7.1, R9.1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/time/calendar.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/units/rate.hpp"

namespace drawdown {

// What a meter counts: things, or time. One unit of a measure is `measure_size` in the quantity of a usage.
enum class measure : std::uint8_t { unit, token, item, second, minute, hour };

// What measures are called, in the order of `measure`.
inline constexpr std::array<std::string_view, 6> measure_names = {"unit",   "token",  "item",
                                                                  "second", "minute", "hour"};
constexpr std::string_view name_of(measure m) {
  return measure_names[static_cast<std::size_t>(m)];
}

// Whether it is time that is measured.
constexpr bool is_time(measure m) {
  return m >= measure::second;
}

// How much of a usage's quantity one unit of the measure is: a quantity counts millionths of a thing, or
// microseconds.
constexpr std::int64_t measure_size(measure m) {
  if (m == measure::hour) return 3'600'000'000;
  return m == measure::minute ? 60'000'000 : 1'000'000;
}

// An exact price in micro-credits per unit of the measure: numerator / denominator (R1.3).
struct unit_price {
  std::int64_t numerator_micro = 0;
  std::int64_t denominator = 1;
  friend bool operator==(const unit_price&, const unit_price&) = default;
};

// A price for each value of an attribute, such as a quality (R7.2).
struct price_by_value {
  struct value_price {
    std::string value;
    unit_price price;
    friend bool operator==(const value_price&, const value_price&) = default;
  };
  std::string attribute;
  std::vector<value_price> values;  // at least one; a usage names its position
  friend bool operator==(const price_by_value&, const price_by_value&) = default;
};

// A price up to so much of what the account used in the usage period, in the quantity's millionths or
// microseconds; that much belongs to the tier. The last tier has no bound.
struct price_tier {
  std::optional<std::int64_t> up_to;
  unit_price price;
  friend bool operator==(const price_tier&, const price_tier&) = default;
};

// Each part of a usage has the price of the tier that it falls into (R7.2).
struct graduated_price {
  std::vector<price_tier> tiers;
  friend bool operator==(const graduated_price&, const graduated_price&) = default;
};

// The whole usage has the price of the tier that the period's total reaches with it (R7.2).
struct volume_price {
  std::vector<price_tier> tiers;
  friend bool operator==(const volume_price&, const volume_price&) = default;
};

// A price for each package that the period's total begins with the usage (R7.2).
struct package_price {
  std::int64_t size = 0;  // of a package, in the quantity's millionths or microseconds; above zero
  unit_price price;       // of a package, not of a unit
  friend bool operator==(const package_price&, const package_price&) = default;
};

// What a meter's quantity costs (R7.2); a `unit_price` alone is flat.
using price_form = std::variant<unit_price, price_by_value, graduated_price, volume_price, package_price>;

// Turns an activity into credits: unit price x quantity, the quantity raised to `minimum` and rounded up to
// the `increment` (R7.1). Quantities in millionths of a unit, or microseconds; zero stands for "none".
struct meter {
  std::string name;
  measure per = measure::unit;
  price_form price;
  std::int64_t minimum = 0;
  std::int64_t increment = 0;
  std::optional<bool> requires_positive_balance;  // R4.4; nothing: the setting decides
  std::string feature = {};                       // that it belongs to (R3.8, R5.5); empty: none
  std::string times = {};  // what the quantity is multiplied by, such as participants (R7.1); empty: nothing
  bool divisible = false;  // as much is charged as credit and limit cover, in whole increments (R4.1)

  // Whether its price depends on what was used before in the usage period (R7.2).
  bool is_counted() const {
    return std::holds_alternative<graduated_price>(price) || std::holds_alternative<volume_price>(price) ||
           std::holds_alternative<package_price>(price);
  }
};

// Free credit that comes with a purchase of at least so much (R9.1).
struct top_up_bonus {
  money from;
  credits brings;
  friend bool operator==(const top_up_bonus&, const top_up_bonus&) = default;
};

// What may be bought, and how long it lives (R9.1).
struct top_up_terms {
  std::optional<money> minimum;
  std::optional<money> maximum;
  std::vector<money> tiers;             // if there are tiers and no bounds, only these may be bought
  std::optional<span_of_time> expires;  // after it became effective; nothing: never (R3.2)
  bool requires_plan = false;           // R9.2: only with an active plan that has a price
  bool refundable = true;               // R9.5
  std::vector<top_up_bonus> bonuses;    // ascending by `from`; the last one reached counts
  std::optional<span_of_time> bonus_expires;
  std::vector<rate_step> rates{};  // ascending from zero; empty: the catalog's one rate
};

// Whose the credit of a plan or an add-on is: one pool for the account, or one for each user (R8.1).
enum class credit_pool : std::uint8_t { shared, per_user };

// How much of an allocation is carried over the turn of its grant period, and how often (R8.2).
struct carry_terms {
  credits max;
  std::optional<std::uint32_t> lives = 1;  // turns that a carried lot survives; nothing: all
  credits min{};                           // what is carried is filled up to so much
  friend bool operator==(const carry_terms&, const carry_terms&) = default;
};

// What can be subscribed to (R8.1). Price and allocation are for a cycle, and for each user where the pool is
// `per_user`.
struct plan_terms {
  std::string name;
  money price;
  span_of_time every;  // calendar time, or exact hours and minutes (R2.2)
  credits allocation;
  bool monthly_allocation = false;  // the allocation is for each month of a longer cycle (R8.8)
  credit_pool pool = credit_pool::shared;
  std::vector<std::string> features;  // that it opens (R8.1)
  bool top_ups = true;                // whether its subscribers may top up
  std::optional<span_of_time> trial;  // allocation at once, first charge at its end
  std::optional<carry_terms> rollover;
};

// Credit that is bought in units on top of a plan (R8.4).
struct add_on_terms {
  std::string name;
  credits unit;
  money price;  // of a unit, for a cycle of the plan
  credit_pool pool = credit_pool::shared;
  std::vector<std::uint16_t> for_plans;  // positions in catalog::plans
  bool prorate = false;                  // units added during a cycle cost and bring their part of it
};

// All that is sold under one name, in one currency.
struct catalog {
  std::string name;
  currency unit;
  credit_rate rate;
  std::vector<meter> meters;
  top_up_terms top_ups;
  std::vector<plan_terms> plans;
  std::vector<add_on_terms> add_ons;
  std::optional<credit_rate>
      overage_price{};  // of usage beyond the credit, with `when_short: invoice` (R4.5)

  // The rates at which credit is bought: those of top-ups, or the one rate for any amount (R9.1).
  std::vector<rate_step> purchase_rates() const {
    return top_ups.rates.empty() ? std::vector<rate_step>{{credits{}, rate}} : top_ups.rates;
  }
};

// The position of a meter in `catalog::meters`.
using meter_index = std::uint16_t;

}  // namespace drawdown
