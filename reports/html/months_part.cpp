// Months that close: the roll-forward of deferred revenue, and revenue by where it comes from.
#include <utility>

#include "reports/html/month_tables.hpp"
#include "reports/html/parts.hpp"
#include "reports/store/books.hpp"

namespace drawdown::reports::html {

namespace {

chart revenue_chart(const std::vector<ledger::month_close>& months, currency unit) {
  chart drawn;
  drawn.id = "revenue-chart";
  drawn.title = "Revenue by month";
  drawn.unit = unit.code();
  drawn.decimals = unit.decimals();
  for (const ledger::month_close& month : months) drawn.labels.push_back(month_text(month.begins));
  drawn.series = {{"Usage", {}}, {"Fees", {}}, {"Overage", {}}, {"Breakage", {}}};
  for (const ledger::month_close& month : months) {
    drawn.series[0].values.push_back(month.used);
    drawn.series[1].values.push_back(month.recognised);
    drawn.series[2].values.push_back(month.overage);
    drawn.series[3].values.push_back(month.expired);
  }
  return drawn;
}

chart deferred_chart(const std::vector<ledger::month_close>& months, currency unit) {
  chart drawn;
  drawn.id = "deferred-chart";
  drawn.title = "Deferred revenue and cash received, by month";
  drawn.kind = chart_kind::line;
  drawn.unit = unit.code();
  drawn.decimals = unit.decimals();
  drawn.series = {{"Deferred at the end", {}}, {"Received in the month", {}}};
  for (const ledger::month_close& month : months) {
    drawn.labels.push_back(month_text(month.begins));
    drawn.series[0].values.push_back(month.closing);
    drawn.series[1].values.push_back(month.received);
  }
  return drawn;
}

}  // namespace

void put_months(markup& out, const material& what, std::vector<chart>& charts) {
  const std::vector<ledger::month_close>& months = what.books.months;
  const currency unit = what.run.unit;
  out.put("h3", "Revenue, month by month");
  charts.push_back(revenue_chart(months, unit));
  put_chart(out, charts.back());
  put_revenue_table(out, months, {"Revenue", "revenue"}, unit);
  out.put("h3", "Deferred revenue, month by month");
  out.put("p", footing_text(months));
  put_roll_forward_table(out, months, {"Deferred revenue", "roll-forward"}, unit);
  if (months.size() > 1) {
    charts.push_back(deferred_chart(months, unit));
    put_chart(out, charts.back());
  }
  out.put("h3", "Cash and costs, month by month");
  put_cash_table(out, months, {"Cash and costs", "cash"}, unit);
}

}  // namespace drawdown::reports::html
