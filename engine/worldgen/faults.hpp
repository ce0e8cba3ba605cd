// The table of faults: everything that goes wrong on purpose in worlds that are drawn. One entry for each
// kind, with how often it is brought about and what must hold afterwards. That it happened is counted from
// what both ledgers recorded, not from what was meant.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

enum class fault : std::uint8_t {
  // of notices
  notice_lost,
  notice_doubled,
  notice_late,
  notice_out_of_order,
  notice_unknown,
  notice_of_other_account,
  // of payments
  success_after_timeout,
  success_after_void,
  success_after_decline,
  failure_after_success,
  gateway_outage,
  decline_storm,
  renewal_fails,
  // of money that goes back
  chargeback_after_spend,
  chargeback_twice,
  chargeback_won,
  refund_after_expiry,
  refund_after_chargeback,
  // of clients
  same_key_again,
  same_key_other_content,
  usage_too_late,
  // of coincidence
  expiry_tied_with_debit,
  hold_outlives_lot,
  price_change_under_hold,
  boundaries_while_idle,
  // of actors
  crash_step,
  account_before_charge,
  account_during_charge,
  account_after_charge,
  agent_when_asked,
  gateway_when_asked,
  auditor_when_asked,
  recorder_when_asked,
};
inline constexpr std::size_t faults = 33;
static_assert(static_cast<std::size_t>(fault::recorder_when_asked) + 1 == faults);

struct fault_entry {
  fault kind;
  std::string_view name;          // `notice_lost`
  parts_per_million probability;  // that a world is made to have it; by chance others have it, too
  std::string_view what;          // happens
  std::string_view must_hold;     // afterwards
};

// All kinds, in their order.
const std::array<fault_entry, faults>& fault_table();
const fault_entry& entry_of(fault f);

// How often each happened, by kind.
using fault_counts = std::array<std::uint64_t, faults>;

}  // namespace drawdown::worldgen
