// Months that close: the roll-forward of deferred revenue, and revenue by where it comes from.
#include <algorithm>

#include <fmt/format.h>

#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"

namespace drawdown::reports::html {

namespace {

// A column of a table of months.
struct figure {
  const char* title;
  int128 month_totals::*value;
};

constexpr std::array roll_forward = {
    figure{"Opening", &month_totals::opening},
    figure{"Added", &month_totals::added},
    figure{"Used", &month_totals::used},
    figure{"Recognised by time", &month_totals::recognised},
    figure{"Expired", &month_totals::expired},
    figure{"Refunded", &month_totals::refunded},
    figure{"Charged back", &month_totals::charged_back},
    figure{"Closing", &month_totals::closing},
};

constexpr std::array earned = {
    figure{"Usage", &month_totals::revenue_usage},
    figure{"Fees", &month_totals::revenue_fees},
    figure{"Overage", &month_totals::revenue_overage},
    figure{"Breakage", &month_totals::breakage},
};

constexpr std::array around = {
    figure{"Received", &month_totals::received},
    figure{"Cash", &month_totals::cash},
    figure{"Refunds", &month_totals::refunds},
    figure{"Gateway fees", &month_totals::gateway_fees},
    figure{"Chargeback losses", &month_totals::chargeback_losses},
    figure{"Receivables at the end", &month_totals::receivables},
};

template <std::size_t Count>
std::vector<cell> cells_of(const std::array<figure, Count>& figures, const month_totals& month,
                           std::string name, currency unit) {
  std::vector<cell> cells{{.text = std::move(name)}};
  for (const figure& each : figures)
    cells.push_back(number(money_text(month.*each.value, unit), exact(month.*each.value)));
  return cells;
}

template <std::size_t Count>
std::vector<column> columns_of(const std::array<figure, Count>& figures) {
  std::vector<column> columns{{"Month"}};
  for (const figure& each : figures) columns.push_back({each.title, holds::numbers});
  return columns;
}

void put_roll_forward(markup& out, const std::vector<month_totals>& months, currency unit) {
  out.put("h3", "Deferred revenue, month by month");
  const auto open = std::ranges::count_if(months, [](const month_totals& month) { return !month.foots(); });
  out.put("p",
          open == 0
              ? fmt::format("Opening, plus what was added, less what was used, recognised, expired, refunded "
                            "and charged back, is the closing: in each of {}, to the last minor unit.",
                            counted(months.size(), "month", "months"))
              : fmt::format("{} of {} do not foot: opening and changes do not come to the closing.", open,
                            counted(months.size(), "month", "months")));
  auto columns = columns_of(roll_forward);
  columns.push_back({"Foots"});
  data_table table(out, fmt::format("Deferred revenue ({})", unit.code()), columns, {.id = "roll-forward"});
  const auto row_of = [&](const month_totals& month, std::string name) {
    auto cells = cells_of(roll_forward, month, std::move(name), unit);
    cells.push_back({.text = month.foots() ? "yes" : "no", .bad = !month.foots()});
    return cells;
  };
  for (const month_totals& month : months) table.row(row_of(month, month.month));
  table.total(row_of(sum_of(months), "All months"));
}

template <std::size_t Count>
void put_table(markup& out, const std::vector<month_totals>& months, const std::array<figure, Count>& figures,
               const std::string& caption, const std::string& id, currency unit) {
  data_table table(out, caption, columns_of(figures), {.id = id});
  for (const month_totals& month : months) table.row(cells_of(figures, month, month.month, unit));
  table.total(cells_of(figures, sum_of(months), "All months", unit));
}

chart revenue_chart(const std::vector<month_totals>& months, currency unit) {
  chart drawn;
  drawn.id = "revenue-chart";
  drawn.title = "Revenue by month";
  drawn.unit = unit.code();
  drawn.decimals = unit.decimals();
  for (const month_totals& month : months) drawn.labels.push_back(month.month);
  for (const figure& each : earned) {
    chart_series& series = drawn.series.emplace_back();
    series.name = each.title;
    for (const month_totals& month : months) series.values.push_back(month.*each.value);
  }
  return drawn;
}

chart deferred_chart(const std::vector<month_totals>& months, currency unit) {
  chart drawn;
  drawn.id = "deferred-chart";
  drawn.title = "Deferred revenue and cash received, by month";
  drawn.kind = chart_kind::line;
  drawn.unit = unit.code();
  drawn.decimals = unit.decimals();
  drawn.series = {{"Deferred at the end", {}}, {"Received in the month", {}}};
  for (const month_totals& month : months) {
    drawn.labels.push_back(month.month);
    drawn.series[0].values.push_back(month.closing);
    drawn.series[1].values.push_back(month.received);
  }
  return drawn;
}

}  // namespace

void put_months(markup& out, const material& what, std::vector<chart>& charts) {
  const std::vector<month_totals>& months = *what.books.months;
  const currency unit = what.run.unit;
  out.put("h3", "Revenue, month by month");
  charts.push_back(revenue_chart(months, unit));
  put_chart(out, charts.back());
  put_table(out, months, earned, fmt::format("Revenue ({})", unit.code()), "revenue", unit);
  put_roll_forward(out, months, unit);
  if (months.size() > 1) {
    charts.push_back(deferred_chart(months, unit));
    put_chart(out, charts.back());
  }
  out.put("h3", "Cash and costs, month by month");
  put_table(out, months, around, fmt::format("Cash and costs ({})", unit.code()), "cash", unit);
}

}  // namespace drawdown::reports::html
