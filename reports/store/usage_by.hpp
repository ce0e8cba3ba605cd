// Usage, totalled by what it is attributed to (R5.5, R12.2): of an account, or of all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/units/credits.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

enum class usage_by : std::uint8_t {
  account,
  agent,
  feature,
  group,  // a livestream, an order, a campaign, a study
  meter,
  organization,  // that the account belongs to (R11.1)
  user
};
inline constexpr std::size_t usage_bys = 7;

std::string_view name_of(usage_by what);

// What one agent, feature, group, … comes to.
struct usage_total {
  std::optional<std::string> name;  // nothing: usage without one
  std::uint64_t usages = 0;         // that were charged, captures among them
  credits spent;                    // by them, debt and what was invoiced among it, forgiven not (R4.5)
  credits refunded;                 // of that (R9.7)
  std::uint64_t refused = 0;        // usages and holds

  credits net() const { return spent - refunded; }
};

// Whose usage is totalled: of all accounts, or of one; of an agent of that.
struct usage_choice {
  std::optional<account_index> account = {};
  std::optional<std::string> agent = {};
};

// By what was spent less what was refunded, most first, then by name; what has none last.
result<std::vector<usage_total>> read_usage_by(const run_store& from, usage_by what, const usage_choice& of);

// All of them together, without a name.
usage_total sum_of(const std::vector<usage_total>& members);

// "12.5%": a part of a sum of such parts, with one decimal, rounded half up; "0.0%" of nothing.
std::string share_of(credits part, credits all);

// What usage is attributed to by a name that is the same in all accounts.
enum class named_thing : std::uint8_t { user, group, feature, meter };
std::string_view name_of(named_thing what);

// All such names of the run, in the order of declaration, each once.
result<std::vector<std::string>> read_names(const run_store& from, named_thing what);

// The names of the account's agents, in the order of declaration.
result<std::vector<std::string>> read_agent_names(const run_store& from, account_index account);

}  // namespace drawdown::reports
