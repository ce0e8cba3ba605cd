// Pages of a customer's history, and its usage by what it is attributed to, for people (R12.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/zone.hpp"
#include "engine/units/money.hpp"
#include "reports/store/events.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/usage_by.hpp"

namespace drawdown::reports {

// One page; page 1 holds the newest entries.
struct history_page {
  std::uint64_t page = 1;
  std::uint64_t size = 20;
  std::uint64_t entries = 0;  // on all pages
  std::vector<event_row> rows;

  // At least one: an empty history has an empty page.
  std::uint64_t pages() const { return entries == 0 ? 1 : (entries - 1) / size + 1; }
};

struct history_look {
  bool colour = false;
  std::size_t width = 0;                   // columns that a line may take; 0: as many as it needs
  std::optional<std::string> older_shown;  // how to see the page after this one
};

std::string history_text(const history_page& page, const account_row& account, const zone_table& zone,
                         currency unit, const history_look& look);

// Of an account, or of all together.
std::string usage_text(const std::vector<usage_total>& totals, usage_by by, const account_row& account,
                       const zone_table& zone, const history_look& look);
std::string usage_text(const std::vector<usage_total>& totals, usage_by by, const history_look& look);

}  // namespace drawdown::reports
