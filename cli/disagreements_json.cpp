#include "cli/disagreements_json.hpp"

#include "engine/time/text.hpp"

namespace drawdown::cli {

nlohmann::ordered_json disagreements_json(const world& in, const std::vector<disagreement>& found) {
  using json = nlohmann::ordered_json;
  json made = json::array();
  for (const disagreement& one : found)
    made.push_back({{"account", in.accounts[one.account].name},
                    {"at", to_string(one.at)},
                    {"event", one.event_number},
                    {"rule", one.rule.empty() ? json() : json(one.rule)},
                    {"message", one.message}});
  return made;
}

}  // namespace drawdown::cli
