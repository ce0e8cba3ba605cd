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
  std::string text = heading(account, zone, paint, fmt::format("usage by {}", name_of(by)));
  if (totals.empty()) return text + "no usage\n";
  table lines({{std::string(name_of(by))},
               {"usages", side::right},
               {"credits", side::right},
               {"share", side::right},
               {"refused", side::right}});
  usage_total all;
  for (const usage_total& member : totals) {
    all.usages += member.usages;
    all.spent += member.spent;
    all.refused += member.refused;
  }
  for (const usage_total& member : totals)
    lines.add({member.name ? clean(*member.name) : "(none)", std::to_string(member.usages),
               to_string(member.spent), share_of(member.spent, all.spent), std::to_string(member.refused)});
  lines.add({"all", std::to_string(all.usages), to_string(all.spent), share_of(all.spent, all.spent),
             std::to_string(all.refused)});
  lines.fit(0, look.width);
  return text + paint.faint(lines.title(0)) + lines.rows(0);
}

}  // namespace drawdown::reports
