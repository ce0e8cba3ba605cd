#include "scenarios/language/rules_used.hpp"

#include <algorithm>
#include <iterator>

namespace drawdown::language {

std::string_view name_of(setting_origin from) {
  switch (from) {
    case setting_origin::book:
      return "book";
    case setting_origin::scenario:
      return "scenario";
    case setting_origin::assumed:
      return "assumed";
    case setting_origin::unknown:
      break;
  }
  return "unknown";
}

setting_origin rules_used::origin_of(std::string_view name) const {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const setting_used& one) { return one.name == name; });
  return found == settings.end() ? setting_origin::unknown : found->from;
}

std::vector<setting_used> rules_used::assumed() const {
  std::vector<setting_used> found;
  std::copy_if(settings.begin(), settings.end(), std::back_inserter(found),
               [](const setting_used& one) { return one.from == setting_origin::assumed; });
  return found;
}

}  // namespace drawdown::language
