// Usage of an account, totalled by what it is attributed to (R5.5, R12.2).
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

enum class usage_by : std::uint8_t { agent, feature, group, user };

std::string_view name_of(usage_by what);

// What one agent, feature, group or user comes to.
struct usage_total {
  std::optional<std::string> name;  // nothing: usage without one
  std::uint64_t usages = 0;         // that were charged, captures among them
  credits spent;                    // by them, what became debt among it, what was forgiven not (R4.5)
  std::uint64_t refused = 0;        // usages and holds
};

// By what was spent, most first, then by name; what has none last. Of one agent only, where it is named.
result<std::vector<usage_total>> read_usage_by(const run_store& from, account_index account, usage_by what,
                                               const std::optional<std::string>& agent);

// "12.5%": a part of a sum of such parts, with one decimal, rounded half up; "0.0%" of nothing.
std::string share_of(credits part, credits all);

// The names of the account's agents, in the order of declaration.
result<std::vector<std::string>> read_agent_names(const run_store& from, account_index account);

}  // namespace drawdown::reports
