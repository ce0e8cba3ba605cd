#include "reports/statement/history_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/statement/history_table.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports {

namespace {

std::string heading(const account_row& account, const zone_table& zone, const palette& paint,
                    const std::string& rest) {
  return fmt::format("{}  {}  {}\n", paint.strong(clean(account.name)), paint.faint(clean(zone.name)), rest);
}

// A column for refunds only where there are any.
std::string totals_text(const std::vector<usage_total>& totals, usage_by by, const history_look& look) {
  if (totals.empty()) return "no usage\n";
  const usage_total all = sum_of(totals);
  const bool refunds = !all.refunded.is_zero();
  std::vector<table::column> columns = {
      {std::string(name_of(by))}, {"usages", side::right}, {"credits", side::right}};
  if (refunds) columns.push_back({"refunded", side::right});
  columns.insert(columns.end(), {{"share", side::right}, {"refused", side::right}});
  table lines(std::move(columns));
  const auto add = [&](const std::string& name, const usage_total& member) {
    std::vector<std::string> row = {name, std::to_string(member.usages), to_string(member.spent)};
    if (refunds) row.push_back(to_string(member.refunded));
    row.push_back(share_of(member.net(), all.net()));
    row.push_back(std::to_string(member.refused));
    lines.add(std::move(row));
  };
  for (const usage_total& member : totals) add(member.name ? clean(*member.name) : "(none)", member);
  add("all", all);
  lines.fit(0, look.width);
  return palette(look.colour).faint(lines.title(0)) + lines.rows(0);
}

}  // namespace

std::string history_text(const history_page& page, const account_row& account, const zone_table& zone,
                         currency unit, const history_look& look) {
  const palette paint(look.colour);
  if (page.entries == 0) return heading(account, zone, paint, "no such entries");
  std::string text = heading(account, zone, paint,
                             fmt::format("page {} of {}, {} {}, newest first", page.page, page.pages(),
                                         page.entries, page.entries == 1 ? "entry" : "entries"));
  table lines = table_of_history(page.rows, unit, zone, true);
  lines.fit(2, look.width);
  text += paint.faint(lines.title(0)) + lines.rows(0);
  if (look.older_shown) text += paint.faint(fmt::format("older: {}\n", *look.older_shown));
  return text;
}

std::string usage_text(const std::vector<usage_total>& totals, usage_by by, const account_row& account,
                       const zone_table& zone, const history_look& look) {
  const palette paint(look.colour);
  return heading(account, zone, paint, fmt::format("usage by {}", name_of(by))) +
         totals_text(totals, by, look);
}

std::string usage_text(const std::vector<usage_total>& totals, usage_by by, const history_look& look) {
  const palette paint(look.colour);
  return fmt::format("{}  usage by {}\n", paint.strong("all accounts"), name_of(by)) +
         totals_text(totals, by, look);
}

}  // namespace drawdown::reports
