// Every movement behind the figures of an account, for people (R12.2): lot by lot, then hold by hold and debt
// by debt, each with its sum, and the sums of all.
#pragma once

#include <cstddef>
#include <string>

#include "engine/time/zone.hpp"
#include "engine/units/money.hpp"
#include "reports/store/explanation.hpp"

namespace drawdown::reports {

struct explanation_options {
  bool colour = false;
  std::size_t width = 0;  // columns that a line may take; 0: as many as it needs
};

// The explanation with instants as the account's clock shows them. Ends with a newline.
std::string explanation_text(const explanation& what, const zone_table& zone, currency unit,
                             const explanation_options& options);

}  // namespace drawdown::reports
