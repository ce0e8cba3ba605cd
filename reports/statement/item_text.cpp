#include "reports/statement/item_text.hpp"

#include <fmt/format.h>

#include "reports/statement/text.hpp"

namespace drawdown::reports {

namespace {

std::string name_of(const expectation_row& asked) {
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

}  // namespace

std::string item_name(const expectation_row& asked) {
  return clean(name_of(asked));
}

std::string item_value(const expectation_row& asked, const std::string& value) {
  // A line of the history has commas in it.
  return clean(asked.what == "history" ? fmt::format("“{}”", value) : value);
}

std::string item_owner(const expectation_row& asked) {
  if (!asked.account) return "all accounts";
  if (asked.agent_name.empty()) return clean(asked.account_name);
  return fmt::format("{}, {}", clean(asked.account_name), clean(asked.agent_name));
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace drawdown::reports
