// The chart of accounts (R13.1): where credit is before and after it moves. Every movement takes from some of
// these what it gives to others, so that the sum over all of them is zero.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/settings/settings.hpp"

namespace drawdown::ledger {

// One account of the books. A customer's balance is the sum of the `customer:` accounts (R14.2); `issued:`
// falls below zero by what was ever granted of a kind; `used` and `expired` hold what is gone.
enum class ledger_account : std::uint8_t {
  customer_free,
  customer_plan,
  customer_addon,
  customer_adjustment,
  customer_paid,
  issued_free,
  issued_plan,
  issued_addon,
  issued_adjustment,
  issued_paid,
  used,
  expired,
};
inline constexpr std::size_t ledger_accounts = 12;

// `customer:free`, `issued:paid`, `used`: the name in the run store and in journals.
std::string_view name_of(ledger_account account);

// Where a customer's credit of a kind lies.
ledger_account customer_of(lot_kind kind);

// Where credit of a kind comes from when it is granted.
ledger_account issued_of(lot_kind kind);

}  // namespace drawdown::ledger
