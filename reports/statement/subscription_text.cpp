#include "reports/statement/subscription_text.hpp"

#include <fmt/format.h>

#include "reports/statement/text.hpp"

namespace drawdown::reports {

std::string subscription_text(const subscription_row& stands,
                              const std::function<std::string(instant)>& text_of_instant) {
  std::string details;
  const auto add = [&](const std::string& part) { details += (details.empty() ? ": " : ", ") + part; };
  if (stands.plan) add(clean(*stands.plan));
  if (stands.renews)
    add(fmt::format("{} {}", stands.cancels ? "ends" : "renews", text_of_instant(*stands.renews)));
  if (stands.next_plan) add("then " + clean(*stands.next_plan));
  for (const auto& [name, count] : stands.units)
    add(fmt::format("{} {} of {}", count, count == 1 ? "unit" : "units", clean(name)));
  return fmt::format("subscription {}{}", stands.state, details);
}

}  // namespace drawdown::reports
