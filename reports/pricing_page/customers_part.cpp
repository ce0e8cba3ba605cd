// Whose bill changes: by how much, by use, by the month in which they began, by name.
#include <fmt/format.h>

#include "reports/pricing_page/parts.hpp"
#include "reports/store/books.hpp"

namespace drawdown::reports::pricing {

namespace {

using html::holds;

// `-20 to -5`, as short as a chart has room for.
std::string short_title(const impact_band& band, bool is_last) {
  if (is_last) return "was 0";
  if (!band.from) return fmt::format("< {}", *band.until);
  if (!band.until) return fmt::format("> {}", *band.from);
  return fmt::format("{} to {}", *band.from, *band.until);
}

html::chart impact_chart(const pricing_report& of) {
  html::chart drawn;
  drawn.id = "impact-chart";
  drawn.title = "Customers by how much their bill changes, in percent of what it was";
  drawn.unit = "customers";
  drawn.across = "Change in percent";
  drawn.series = {{"Customers", {}}};
  const auto& bands = of.compared.impact;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    drawn.labels.push_back(short_title(bands[i], i + 1 == bands.size()));
    drawn.series[0].values.push_back(static_cast<int128>(bands[i].customers));
  }
  return drawn;
}

void put_impact(html::markup& out, const pricing_report& of, charts_kept& charts) {
  out.put("h3", "How much bills change");
  out.put("p",
          fmt::format("A bill is all that a customer paid, less what went back. {} of {} customers are worse "
                      "off: they {}. {} pay less.",
                      count(of.compared.worse_off), count(of.customers.size()), worse_off_means,
                      count(of.compared.better_off)));
  charts.push_back(impact_chart(of));
  put_chart(out, charts.back());
  html::data_table table(out, "Customers by the change of their bill",
                         {{"The bill"},
                          {"Customers", holds::numbers},
                          {in_currency(of, "Difference, together"), holds::numbers}},
                         {.id = "impact"});
  const auto& bands = of.compared.impact;
  int128 together = 0;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    table.row({{.text = title_of(bands[i], i + 1 == bands.size())},
               count_cell(bands[i].customers),
               money_change(of, bands[i].change)});
    together += bands[i].change;
  }
  table.total({{.text = "All customers"}, count_cell(of.customers.size()), money_change(of, together)});
}

html::chart usage_chart(const pricing_report& of) {
  html::chart drawn;
  drawn.id = "usage-chart";
  drawn.title = "Bills by use, each point a tenth of the customers";
  drawn.kind = html::chart_kind::line;
  drawn.unit = of.unit.code();
  drawn.decimals = of.unit.decimals();
  drawn.across = "Tenth";
  drawn.series = {{"Baseline", {}}, {"Candidate", {}}};
  for (const usage_band& band : of.compared.usage) {
    drawn.labels.push_back(fmt::format("{}", drawn.labels.size() + 1));
    drawn.series[0].values.push_back(band.bill_before);
    drawn.series[1].values.push_back(band.bill_after);
  }
  return drawn;
}

void put_usage(html::markup& out, const pricing_report& of, charts_kept& charts) {
  out.put("h3", "Bills against use");
  out.put("p", {{"id", "break-even"}},
          of.compared.break_even ? fmt::format("The two lists cost the same at about {} credits of use.",
                                               amount(of, *of.compared.break_even, unit::credits))
                                 : "There is no one use at which the two lists cost the same.");
  if (of.compared.usage.empty()) return;
  charts.push_back(usage_chart(of));
  put_chart(out, charts.back());
  html::data_table table(out,
                         "Customers by the credits that they used under the baseline, a tenth of them a row",
                         {{"Tenth", holds::numbers},
                          {"Credits used, from", holds::numbers},
                          {"to", holds::numbers},
                          {"Customers", holds::numbers},
                          {in_currency(of, "Baseline"), holds::numbers},
                          {in_currency(of, "Candidate"), holds::numbers},
                          {in_currency(of, "Difference"), holds::numbers},
                          {"In percent", holds::numbers}},
                         {.id = "usage"});
  std::size_t tenth = 0;
  for (const usage_band& band : of.compared.usage)
    table.row({count_cell(++tenth),
               {.text = amount(of, band.used_from, unit::credits)},
               {.text = amount(of, band.used_until, unit::credits)},
               count_cell(band.customers),
               money_cell(of, band.bill_before),
               money_cell(of, band.bill_after),
               money_change(of, band.bill_after - band.bill_before),
               {.text = share(band.bill_after - band.bill_before, band.bill_before)}});
}

void put_cohorts(html::markup& out, const pricing_report& of) {
  out.put("h3", "Cohorts");
  out.put("p",
          "Customers by the month, in UTC, of the first thing that happened to their account; whoever was "
          "there from the start is in the first.");
  html::data_table table(out, "Customers by the month in which they began",
                         {{"Began"},
                          {"Customers", holds::numbers},
                          {in_currency(of, "Paid, baseline"), holds::numbers},
                          {in_currency(of, "Paid, candidate"), holds::numbers},
                          {in_currency(of, "Difference"), holds::numbers},
                          {"In percent", holds::numbers},
                          {"Subscribed at the end, baseline", holds::numbers},
                          {"Subscribed at the end, candidate", holds::numbers}},
                         {.id = "cohorts"});
  const auto row_of = [&](std::string title, const cohort& one) -> std::vector<html::cell> {
    return {{.text = std::move(title)},
            count_cell(one.customers),
            money_cell(of, one.bill_before),
            money_cell(of, one.bill_after),
            money_change(of, one.bill_after - one.bill_before),
            {.text = share(one.bill_after - one.bill_before, one.bill_before)},
            count_cell(one.subscribed_before),
            count_cell(one.subscribed_after)};
  };
  cohort all;
  for (const cohort& one : of.compared.cohorts) {
    table.row(row_of(one.begins ? month_text(*one.begins) : "nothing happened", one));
    all.customers += one.customers;
    all.bill_before += one.bill_before;
    all.bill_after += one.bill_after;
    all.subscribed_before += one.subscribed_before;
    all.subscribed_after += one.subscribed_after;
  }
  table.total(row_of("All customers", all));
}

void put_named(html::markup& out, const pricing_report& of, const page_options& options,
               const std::vector<compared_customer>& some, const html::table_options& look,
               std::string_view title) {
  out.put("h3", title);
  if (some.empty()) {
    out.put("p", "Nobody's.");
    return;
  }
  html::data_table table(out, fmt::format("{}: {} customers", title, some.size()),
                         {{"Customer"},
                          {"Kind"},
                          {"Credits used", holds::numbers},
                          {in_currency(of, "Baseline"), holds::numbers},
                          {in_currency(of, "Candidate"), holds::numbers},
                          {in_currency(of, "Difference"), holds::numbers},
                          {"Hours blocked, baseline", holds::numbers},
                          {"Hours blocked, candidate", holds::numbers},
                          {"To see the bill"}},
                         look);
  for (const compared_customer& one : some) {
    const std::string& name = of.customers.at(one.account);
    table.row({{.text = name},
               {.text = of.kinds.at(one.account)},
               {.text = amount(of, one.used_before, unit::credits)},
               money_cell(of, one.bill_before),
               money_cell(of, one.bill_after),
               money_change(of, one.change()),
               {.text = amount(of, one.blocked_hours_before, unit::hours)},
               {.text = amount(of, one.blocked_hours_after, unit::hours)},
               {.text = fmt::format("drawdown history {}/candidate --account {}", options.folder,
                                    options.as_word(name))}});
  }
}

}  // namespace

void put_customers(html::markup& out, const pricing_report& of, const page_options& options,
                   charts_kept& charts) {
  const auto view = open_view(out, "customers", "Customers");
  out.put("h2", {{"tabindex", "-1"}}, "Customers");
  if (of.seeds.size() > 1)
    out.put("p", {{"class", "hint"}},
            fmt::format("All of this view is of the first seed, {}.", of.seeds.front()));
  put_impact(out, of, charts);
  put_usage(out, of, charts);
  put_cohorts(out, of);
  put_named(out, of, options, of.compared.losers(of.most), {.id = "losers", .style = "named"},
            "Whose bill rises most");
  put_named(out, of, options, of.compared.winners(of.most), {.id = "winners", .style = "named"},
            "Whose bill falls most");
  out.put(
      "p",
      fmt::format("Runs of these customers, and of nobody else, are in {0}/baseline and {0}/candidate with "
                  "every transaction: of them `drawdown history` tells what was paid, and `drawdown explain` "
                  "what became of each lot of credit. Every customer has a line in {0}/customers.csv.",
                  options.folder));
}

}  // namespace drawdown::reports::pricing
