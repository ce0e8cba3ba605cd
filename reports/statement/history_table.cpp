#include "reports/statement/history_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"

namespace drawdown::reports {

std::string change_text(credits change) {
  return fmt::format("{}{}", change > credits() ? "+" : "", to_string(change));
}

table table_of_history(const std::vector<event_row>& events, currency unit, const zone_table& zone,
                       bool numbered) {
  const bool holds = std::ranges::any_of(events, [](const auto& event) { return !event.held.is_zero(); });
  const bool owes = std::ranges::any_of(
      events, [](const auto& event) { return !event.owed.is_zero() || !event.debt_change.is_zero(); });
  std::vector<table::column> columns;
  if (numbered) columns.push_back({"event", side::right});
  columns.insert(
      columns.end(),
      {{"when"}, {"what"}, {"credits", side::right}, {"worth", side::right}, {"balance", side::right}});
  if (holds) columns.push_back({"held", side::right});
  if (owes) columns.push_back({"debt", side::right});
  if (numbered) columns.insert(columns.end(), {{"kind"}, {"key"}});
  table lines(std::move(columns));
  for (const event_row& event : events) {
    const bool moves = !event.change.is_zero() || event.kind == "charged" || event.kind == "captured";
    std::vector<std::string> row;
    if (numbered) row.push_back(std::to_string(event.number));
    row.insert(
        row.end(),
        {to_local_string(event.at, zone), clean(event.description), moves ? change_text(event.change) : "",
         moves && event.worth ? to_string(*event.worth, unit) : "", to_string(event.balance)});
    if (holds) row.push_back(to_string(event.held));
    if (owes) row.push_back(to_string(event.owed));
    if (numbered) row.insert(row.end(), {event.entry.value_or(event.kind), clean(event.key.value_or(""))});
    lines.add(std::move(row));
  }
  return lines;
}

}  // namespace drawdown::reports
