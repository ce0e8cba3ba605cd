// What the books of money come to at an instant, in short lines.
#pragma once

#include <string_view>

#include <fmt/format.h>

#include "plans.hpp"

namespace drawdown::test {

// An amount of the books as a number of minor units.
inline std::int64_t minor_of(const trial_balance& sums, money_account account) {
  return static_cast<std::int64_t>(sums.at(static_cast<std::size_t>(account)));
}

// "gateways 1917", "deferred -2000": each account of the books that has something, in the order of the chart.
inline lines lines_of(const trial_balance& sums) {
  lines found;
  for (std::size_t i = 0; i < money_accounts; ++i) {
    const auto account = static_cast<money_account>(i);
    const std::int64_t minor = minor_of(sums, account);
    if (minor != 0) found.push_back(fmt::format("{} {}", name_of(account), minor));
  }
  return found;
}

// The trial balance of the first account before an instant (R13.5).
inline lines books_at(const world_builder& w, std::string_view t, const gateway& answers = by_card) {
  const verdict said = judge(w.build(), 0, answers, {when(t)});
  REQUIRE_FALSE(said.difference.has_value());
  return lines_of(said.closings.at(0));
}

}  // namespace drawdown::test
