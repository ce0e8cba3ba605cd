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
  int128 ledger::month_close::*value;
};

constexpr std::array roll_forward = {
    figure{"Opening", &ledger::month_close::opening},
    figure{"Added", &ledger::month_close::added},
    figure{"Used", &ledger::month_close::used},
    figure{"Recognised by time", &ledger::month_close::recognised},
    figure{"Expired", &ledger::month_close::expired},
    figure{"Refunded", &ledger::month_close::refunded},
    figure{"Charged back", &ledger::month_close::charged_back},
    figure{"Closing", &ledger::month_close::closing},
};

constexpr std::array earned = {
    figure{"Usage", &ledger::month_close::used},
    figure{"Fees", &ledger::month_close::recognised},
    figure{"Overage", &ledger::month_close::overage},
    figure{"Breakage", &ledger::month_close::expired},
};

constexpr std::array around = {
    figure{"Received", &ledger::month_close::received},
    figure{"Paid out", &ledger::month_close::paid_out},
    figure{"Given back", &ledger::month_close::given_back},
    figure{"Taken back by banks", &ledger::month_close::taken_back},
    figure{"Gateway fees", &ledger::month_close::gateway_fees},
    figure{"Chargeback losses", &ledger::month_close::chargeback_losses},
    figure{"Receivables at the end", &ledger::month_close::receivables},
};

template <std::size_t Count>
std::vector<cell> cells_of(const std::array<figure, Count>& figures, const ledger::month_close& month,
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

void put_roll_forward(markup& out, const std::vector<ledger::month_close>& months, currency unit) {
  out.put("h3", "Deferred revenue, month by month");
  const auto open =
      std::ranges::count_if(months, [](const ledger::month_close& month) { return !month.foots(); });
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
  const auto row_of = [&](const ledger::month_close& month, std::string name) {
    auto cells = cells_of(roll_forward, month, std::move(name), unit);
    cells.push_back({.text = month.foots() ? "yes" : "no", .bad = !month.foots()});
    return cells;
  };
  for (const ledger::month_close& month : months) table.row(row_of(month, month_text(month.begins)));
  table.total(row_of(sum_of(months), "All months"));
}

template <std::size_t Count>
void put_table(markup& out, const std::vector<ledger::month_close>& months,
               const std::array<figure, Count>& figures, const std::string& caption, const std::string& id,
               currency unit) {
  data_table table(out, caption, columns_of(figures), {.id = id});
  for (const ledger::month_close& month : months)
    table.row(cells_of(figures, month, month_text(month.begins), unit));
  table.total(cells_of(figures, sum_of(months), "All months", unit));
}

chart revenue_chart(const std::vector<ledger::month_close>& months, currency unit) {
  chart drawn;
  drawn.id = "revenue-chart";
  drawn.title = "Revenue by month";
  drawn.unit = unit.code();
  drawn.decimals = unit.decimals();
  for (const ledger::month_close& month : months) drawn.labels.push_back(month_text(month.begins));
  for (const figure& each : earned) {
    chart_series& series = drawn.series.emplace_back();
    series.name = each.title;
    for (const ledger::month_close& month : months) series.values.push_back(month.*each.value);
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
