#include "reports/workbook/answer_sheet.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/units/credits.hpp"
#include "reports/store/query.hpp"

namespace drawdown::reports {

namespace {

enum class holds : std::uint8_t { count, money, credits, time };

struct sheet_column {
  holds what = holds::count;
  workbook_column shown;
};

constexpr int wide = 22;
constexpr int narrow = 16;

sheet_column column_of(std::string_view name, currency unit) {
  const auto made = [&](holds what, std::string_view suffix, std::string_view of) {
    std::string title(name.substr(0, name.size() - suffix.size()));
    std::ranges::replace(title, '_', ' ');
    if (!of.empty() && title != of) title += fmt::format(" ({})", of);
    return sheet_column{what, {title, what == holds::time || name == "account" ? wide : narrow}};
  };
  if (name.ends_with("_minor")) return made(holds::money, "_minor", unit.code());
  if (name.ends_with("_micro")) return made(holds::credits, "_micro", "credits");
  if (name.ends_with("_us")) return made(holds::time, "_us", "UTC");
  return made(holds::count, "", "");
}

workbook_cell cell_of(holds what, const query_value& value, currency unit) {
  if (value.is == query_value::kind::null) return std::monostate{};
  if (value.is != query_value::kind::integer) return value.text;
  std::int64_t number = 0;
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  switch (what) {
    case holds::money:
      return number_cell{number, unit.decimals()};
    case holds::credits:
      return number_cell{number, credits::decimals};
    case holds::time:
      return time_cell{instant::from_us(number)};
    case holds::count:
      break;
  }
  return number_cell{number, 0};
}

}  // namespace

result<void> put_answer(workbook& into, const answer_sheet& what, const run_store& of) {
  std::vector<holds> kinds;
  const auto columns = [&](const std::vector<std::string>& names) -> result<void> {
    std::vector<workbook_column> titles;
    for (const std::string& name : names) {
      sheet_column column = column_of(name, what.unit);
      kinds.push_back(column.what);
      titles.push_back(std::move(column.shown));
    }
    into.begin_sheet(what.name, std::move(titles));
    return {};
  };
  const auto row = [&](const std::vector<query_value>& values) {
    std::vector<workbook_cell> cells;
    cells.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) cells.push_back(cell_of(kinds[i], values[i], what.unit));
    into.row(cells);
    return true;
  };
  return ask(of, what.question, {columns, row});
}

}  // namespace drawdown::reports
