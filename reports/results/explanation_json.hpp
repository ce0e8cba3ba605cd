// An explanation of figures, for programs to read. Its fields are described in docs/results.md.
#pragma once

#include <string>

#include "engine/units/money.hpp"
#include "reports/store/explanation.hpp"

namespace drawdown::reports {

// One JSON object, with a newline at its end.
std::string explanation_json(const explanation& what, currency unit);

}  // namespace drawdown::reports
