#include "cli/kept_results.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace drawdown::cli {

result<exit_code> exit_code_in(std::string_view results) {
  const auto document = nlohmann::json::parse(results, nullptr, false);
  const nlohmann::json::json_pointer place("/verdict/exit_code");
  const auto known = exit_codes();
  if (document.is_object() && document.contains(place)) {
    const auto found = std::ranges::find_if(known, [&](const auto& one) {
      return document[place].is_number_integer() && document[place] == one.first;
    });
    if (found != known.end()) return static_cast<exit_code>(found->first);
  }
  return fail(error_code::malformed, "does not tell how the run ended");
}

}  // namespace drawdown::cli
