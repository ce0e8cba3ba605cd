#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/measure/budget.hpp"

namespace drawdown::measurement {

namespace {

using json = nlohmann::ordered_json;

constexpr std::array keys = {"what",  "by",    "limit",       "unit",     "measured",
                             "times", "floor", "floor_times", "floor_is", "measured_by"};

result<limited> limited_of(const std::string& word) {
  for (const limited each : {limited::value, limited::above_floor, limited::ratio})
    if (word_for(each) == word) return each;
  return fail(error_code::malformed,
              fmt::format("`by` should be `value`, `above floor` or `ratio`, is `{}`", word));
}

result<budget> budget_of(const json& row) {
  for (const auto& [key, value] : row.items())
    if (std::ranges::find(keys, key) == keys.end())
      return fail(error_code::malformed, fmt::format("the key `{}` is not known", key));
  const auto by = limited_of(row.value("by", "value"));
  if (!by) return tl::unexpected(by.error());
  budget made;
  made.by = *by;
  made.what = row.at("what").get<std::string>();
  made.limit = row.at("limit").get<double>();
  made.unit = row.at("unit").get<std::string>();
  made.measured = row.at("measured").get<std::string>();
  made.times = row.value("times", 1.0);
  made.floor = row.value("floor", "");
  made.floor_times = row.value("floor_times", made.times);
  made.floor_is = row.value("floor_is", "");
  made.measured_by = row.value("measured_by", "");
  if (made.by != limited::value && made.floor.empty())
    return fail(error_code::malformed, "the key `floor` is missing");
  return made;
}

}  // namespace

result<std::vector<budget>> budgets_from_json(std::string_view text) {
  std::vector<budget> made;
  // The library says what is missing or of another kind by throwing; it goes no further.
  try {
    const json document = json::parse(text);
    for (const json& row : document.at("budgets")) {
      auto one = budget_of(row);
      if (!one)
        return fail(error_code::malformed,
                    fmt::format("budget {}: {}", made.size() + 1, one.error().message));
      made.push_back(std::move(*one));
    }
  } catch (const json::exception& thrown) {
    return fail(error_code::malformed, fmt::format("budget {}: {}", made.size() + 1, thrown.what()));
  }
  if (made.empty()) return fail(error_code::malformed, "there is no budget");
  return made;
}

}  // namespace drawdown::measurement
