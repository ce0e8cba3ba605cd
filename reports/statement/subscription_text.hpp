// A subscription in one line, for statements and transcripts.
#pragma once

#include <functional>
#include <string>

#include "reports/store/reader.hpp"

namespace drawdown::reports {

// `subscription active: starter, renews 2026-02-28T09:00:00Z, 2 units of generative`. All names are clean.
std::string subscription_text(const subscription_row& stands,
                              const std::function<std::string(instant)>& text_of_instant);

}  // namespace drawdown::reports
