// The options --keep and --keep-accounts of commands that keep a run: whose transactions its folder has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"
#include "engine/units/error.hpp"
#include "engine/world/world.hpp"

namespace drawdown::cli {

enum class keep_what : std::uint8_t {
  all,     // every transaction of every account
  totals,  // of every account what it comes to, by day and month; the transactions of those that are named
};

struct keep_wishes {
  std::optional<keep_what> asked;
  keep_what unasked = keep_what::all;  // what the command keeps by itself
  std::vector<std::string> accounts;   // whose transactions are kept beside totals

  bool totals() const { return asked.value_or(unasked) == keep_what::totals; }
};

void declare_keep(option_set& options, keep_wishes& wishes);
// --keep-accounts alone, of a command that keeps totals by itself.
void declare_keep_accounts(option_set& options, keep_wishes& wishes);

// `malformed` where they contradict each other, or nothing is kept at all.
result<void> check_keep(const keep_wishes& wishes, bool has_folder);

// Of which accounts of the world every transaction is kept; nothing: of all. `unknown_name` where an account
// is named that is none.
result<std::optional<std::vector<bool>>> accounts_to_keep(const keep_wishes& wishes, const world& in);

// How a run of so many events is kept after all, said where it is too large for every transaction.
std::string_view how_to_keep_totals();

}  // namespace drawdown::cli
