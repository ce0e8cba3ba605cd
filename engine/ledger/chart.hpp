// The chart of accounts (R13.1): where credit is before and after it moves. Every movement takes from some of
// these what it gives to others, so that the sum over all of them is zero.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/settings/settings.hpp"

namespace drawdown::ledger {

// One account of the books of credit. A customer's balance is the sum of the `customer:` accounts of kinds,
// and what the customer owes is `customer:debt`, below zero (R14.2). `issued:` falls below zero by what was
// ever granted or refilled of a kind. `used` holds all that was charged and not refunded, whether a lot paid
// it or it became debt; `expired` and `revoked` what was written off and taken back. `debt_dropped` falls
// below zero by the debt that a reset ended: it was used, and nothing ever paid it. `charged_back` holds the
// debt that chargebacks made, less what of it was still open when a dispute was won (R9.6). `overage` falls
// below zero by what was used beyond the credit and is paid in money (R4.5).
enum class ledger_account : std::uint8_t {
  customer_free,
  customer_plan,
  customer_addon,
  customer_adjustment,
  customer_paid,
  customer_debt,
  issued_free,
  issued_plan,
  issued_addon,
  issued_adjustment,
  issued_paid,
  used,
  expired,
  revoked,
  debt_dropped,
  charged_back,
  overage,
};
inline constexpr std::size_t ledger_accounts = 17;

// `customer:free`, `issued:paid`, `used`, `deferred`: the name in the run store and in journals.
std::string_view name_of(ledger_account account);

// Where a customer's credit of a kind lies.
ledger_account customer_of(lot_kind kind);

// Where credit of a kind comes from when it is granted.
ledger_account issued_of(lot_kind kind);

}  // namespace drawdown::ledger
