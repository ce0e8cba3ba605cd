// What the burn-down order of R3.3 goes by, lot by lot, and for which usage a lot is there: what an export
// needs that has others choose the lots.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/settings/settings.hpp"
#include "engine/time/instant.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

struct lot_terms {
  account_index account = 0;
  std::uint64_t lot = 0;
  lot_kind kind = lot_kind::free;
  std::int64_t priority = 0;
  std::optional<std::string> user;  // whose usage alone it pays (R3.8)
  std::vector<std::string> meters;  // that it pays for, by number; none: all of them
  std::int64_t cost_minor = 0;      // money paid for it
  std::int64_t granted_micro = 0;
  instant created;
  instant effective;
  instant expires;             // or never
  bool expiry_moved = false;   // it was another when the lot was granted, or in between
  std::uint64_t booked = 0;    // by which event it came into the books; 0: never
  std::uint64_t position = 0;  // where among what that event did to lots
  bool got_back = false;       // some of it was given back, released or refilled, after it was used
};

// The lots of the accounts whose transactions are kept, by account and number.
result<std::vector<lot_terms>> read_lot_terms(const run_store& from);

// The accounts of which an agent may have to stop before bought credit is touched (R5.2), or has a limit
// beyond which the wallet alone is there (R5.3): it does so from the start, or settings of an agent changed.
// By number of the account.
result<std::vector<bool>> read_accounts_with_policies(const run_store& from);

// The burn-down order that the run went by; empty where nothing depended on it. `corrupt` where the store
// does not have it.
result<std::vector<burn_key>> read_burn_down(const run_store& from);

}  // namespace drawdown::reports
