// Auto-recharge (R10): the terms that accounts begin with, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"
#include "engine/world/world.hpp"
#include "reports/store/sql.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// The terms as the run began, in the words and units of the table `recharge_terms`.
struct recharge_row {
  std::string watch;
  std::string trigger;
  credits threshold;
  std::optional<money> amount_money;
  std::optional<credits> amount;
  std::optional<credits> target;
  std::optional<money> pack_money;
  std::optional<credits> pack;
  std::optional<std::uint32_t> max_per_period;
  std::optional<money> max_spend_per_period;
  duration cooldown;
};

// What auto-recharge did to an account.
struct recharge_state {
  std::optional<recharge_row> terms;  // nothing: the account began without it
  std::uint64_t paid = 0;             // recharges that were credited
  money spent;                        // on them
  std::uint64_t failed = 0;           // recharges that were given up
  std::optional<instant> last_at;     // of what it did or said last
  std::string last;                   // in words
};
result<recharge_state> read_recharges(const run_store& from, account_index of);

// Writes the table.
void write_recharge_terms(sql::session& session, const world& what);

}  // namespace drawdown::reports
