// The chart of the books of money (R13.1), in which both ledgers tell what they come to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/units/wide.hpp"

namespace drawdown {

// One account of the books of money, in minor units of the billing currency (R13.1): what there is, what it
// was received for (below zero), and what became of that (revenue below zero, losses above it).
enum class money_account : std::uint8_t {
  gateways,        // taken, and not paid out yet
  cash,            // paid out by gateways, and paid on invoices
  paid_elsewhere,  // outside of this system: for a grant, or by an attempt that no gateway saw
  receivables,     // open on invoices
  unsettled,       // received; what it is for is not told yet
  billed,          // the other side of `receivables`
  deferred,        // for credit that is left (R13.2)
  deferred_fees,   // for plans and seats, for time to come (R13.3)
  usage_revenue,
  fee_revenue,
  overage_revenue,
  breakage,
  refunds,
  gateway_fees,
  chargeback_losses,
};
inline constexpr std::size_t money_accounts = 15;

// What all entries come to, by account of the books, in minor units; together zero (R13.5).
using trial_balance = std::array<int128, money_accounts>;

// `gateways`, `revenue:usage`: the name in the run store and in journals.
std::string_view name_of(money_account account);

}  // namespace drawdown
