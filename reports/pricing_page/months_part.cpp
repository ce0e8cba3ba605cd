// What each month comes to and closes with, under both lists.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "reports/html/month_tables.hpp"
#include "reports/pricing_page/parts.hpp"
#include "reports/store/books.hpp"

namespace drawdown::reports::pricing {

namespace {

using html::holds;
using ledger::month_close;

// What is told of a month.
struct month_figure {
  std::string id;
  std::string title;
  std::function<int128(const month_close&)> of;
  bool adds_up = true;  // whether the sum of the months means something
};

// As the totals have it: breakage is told apart.
int128 revenue_of(const month_close& month) {
  return month.used + month.recognised + month.overage;
}

// The months of both lists, side by side: one may have a month more, where something falls on its last
// instant.
struct two_months {
  std::string name;
  int128 before = 0;
  int128 after = 0;
};

std::vector<two_months> side_by_side(const pricing_report& of, const month_figure& figure) {
  const auto& before = of.before.months;
  const auto& after = of.after.months;
  std::vector<two_months> all;
  for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
    two_months& next = all.emplace_back();
    next.name = month_text((i < before.size() ? before : after)[i].begins);
    if (i < before.size()) next.before = figure.of(before[i]);
    if (i < after.size()) next.after = figure.of(after[i]);
  }
  return all;
}

void put_side_by_side(html::markup& out, const pricing_report& of, const month_figure& figure,
                      charts_kept& charts) {
  const std::vector<two_months> all = side_by_side(of, figure);
  html::chart drawn;
  drawn.id = figure.id + "-chart";
  drawn.title = figure.title;
  drawn.kind = html::chart_kind::line;
  drawn.unit = of.unit.code();
  drawn.decimals = of.unit.decimals();
  drawn.series = {{"Baseline", {}}, {"Candidate", {}}};
  for (const two_months& one : all) {
    drawn.labels.push_back(one.name);
    drawn.series[0].values.push_back(one.before);
    drawn.series[1].values.push_back(one.after);
  }
  charts.push_back(std::move(drawn));
  put_chart(out, charts.back());
  html::data_table table(out, in_currency(of, figure.title),
                         {{"Month"},
                          {"Baseline", holds::numbers},
                          {"Candidate", holds::numbers},
                          {"Difference", holds::numbers},
                          {"In percent", holds::numbers}},
                         {.id = figure.id});
  const auto row_of = [&](const two_months& one) -> std::vector<html::cell> {
    return {{.text = one.name},
            money_cell(of, one.before),
            money_cell(of, one.after),
            money_change(of, one.after - one.before),
            {.text = share(one.after - one.before, one.before)}};
  };
  two_months sum{.name = "All months"};
  for (const two_months& one : all) {
    table.row(row_of(one));
    sum.before += one.before;
    sum.after += one.after;
  }
  if (figure.adds_up) table.total(row_of(sum));
}

void put_roll(html::markup& out, const pricing_report& of, const price_list& list, const std::string& name) {
  out.put("h3", "Deferred revenue, month by month, " + name);
  out.put("p", html::footing_text(list.months));
  html::put_roll_forward_table(out, list.months, {"Deferred revenue, " + name, "roll-forward-" + name},
                               of.unit);
}

}  // namespace

void put_months(html::markup& out, const pricing_report& of, charts_kept& charts) {
  const auto view = open_view(out, "months", "Months");
  out.put("h2", {{"tabindex", "-1"}}, "Months");
  out.put(
      "p", {{"class", "hint"}},
      of.seeds.size() > 1
          ? fmt::format("Months are those of the calendar in UTC. All of this view is of the first seed, {}.",
                        of.seeds.front())
          : "Months are those of the calendar in UTC.");
  out.put("h3", "Revenue, month by month");
  out.put("p", "Earned by use, by time and beyond the credit, without breakage.");
  put_side_by_side(out, of, {"revenue", "Revenue by month", revenue_of}, charts);
  out.put("h3", "Received, month by month");
  put_side_by_side(out, of,
                   {"received", "Received by month", [](const month_close& month) { return month.received; }},
                   charts);
  out.put("h3", "Deferred revenue at the end of each month");
  put_side_by_side(out, of,
                   {"deferred", "Deferred revenue at the end of the month",
                    [](const month_close& month) { return month.closing; }, false},
                   charts);
  put_roll(out, of, of.before, "baseline");
  put_roll(out, of, of.after, "candidate");
}

}  // namespace drawdown::reports::pricing
