// What a world has anything of: measured on the world itself, however it was made. Which features met is how
// the diversity of drawn worlds is told.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

enum class feature : std::uint8_t {
  burn_down_order,
  inclusive_expiry,
  expiry_sweep,
  debt,
  capped_debits,
  overage,
  calendar_periods,
  counted_prices,
  prices_by_value,
  divisible_meters,
  price_versions,
  own_prices,
  bonuses,
  graduated_rates,
  restricted_lots,
  recurring_grants,
  rollover_of_lots,
  scheduled_grants,
  plans,
  plan_changes,
  trials,
  rollover_of_plans,
  seats,
  add_ons,
  limits,
  stops,
  drawn_usage,
  usage_files,
  late_usage,
  repeated_keys,
  holds,
  captures_by_quantity,
  top_ups,
  auto_recharge,
  declines,
  unreliable_notices,
  outages,
  notices_by_hand,
  refunds,
  chargebacks,
  invoices,
  roles,
  estimates,
  low_balance,
  corrections,
  changed_terms,
  gateway_fees,
  time_zones,
  crash_steps,
  ties
};
inline constexpr std::size_t features = 50;
static_assert(static_cast<std::size_t>(feature::ties) + 1 == features);

using feature_set = std::bitset<features>;

// Its name on the command line: `price_versions`.
std::string_view name_of(feature f);
std::optional<feature> feature_named(std::string_view name);
std::span<const std::string_view> feature_names();

// All that a world has.
feature_set features_of(const world& in);

}  // namespace drawdown::worldgen
