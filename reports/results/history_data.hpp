// Pages of a customer's history, and its usage by what it is attributed to, for programs to read (R12.2):
// JSON, or CSV by RFC 4180. Their fields are described in docs/results.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/units/money.hpp"
#include "reports/store/events.hpp"
#include "reports/store/usage_by.hpp"

namespace drawdown::reports {

// Which page of how many the entries are.
struct page_numbers {
  std::uint64_t page = 1;
  std::uint64_t pages = 1;
  std::uint64_t size = 0;
  std::uint64_t entries = 0;  // on all pages
};

std::string history_json(const std::vector<event_row>& rows, const page_numbers& page,
                         const std::string& account, currency unit);
std::string history_csv(const std::vector<event_row>& rows, currency unit);

// Of one account, or of all where none is named.
std::string usage_json(const std::vector<usage_total>& totals, usage_by by,
                       const std::optional<std::string>& account);
std::string usage_csv(const std::vector<usage_total>& totals, usage_by by);

}  // namespace drawdown::reports
