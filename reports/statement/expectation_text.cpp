#include "reports/statement/expectation_text.hpp"

#include <fmt/format.h>

namespace drawdown::reports {

std::string name_of_item(const expectation_row& asked) {
  if (asked.what == "last") return "last outcome";
  if (asked.what == "count") return fmt::format("number of {}", asked.name);
  if (asked.what == "outcome") return fmt::format("outcome of {}", asked.of);
  if (asked.what == "lot" || asked.what == "hold" || asked.what == "payment" || asked.what == "invoice" ||
      asked.what == "estimate" || asked.what == "quote")
    return fmt::format("{} {}, {}", asked.what, asked.of, asked.name);
  if (asked.what == "subscription")
    return fmt::format("subscription, {}{}", asked.name, asked.of.empty() ? "" : " of " + asked.of);
  if (asked.what == "history") return fmt::format("line {} of the history", asked.of);
  if (asked.what == "total")
    return fmt::format("total {}{}", asked.of.empty() ? "" : "number of ", asked.name);
  if (asked.what == "always") return fmt::format("always {}", asked.name);
  return asked.name;
}

}  // namespace drawdown::reports
