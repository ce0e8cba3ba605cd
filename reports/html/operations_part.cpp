// What happened, operation by operation; why things were refused; what gateways did.
#include <algorithm>

#include <fmt/format.h>

#include "reports/html/data_table.hpp"
#include "reports/html/kind_words.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"
#include "reports/store/describe.hpp"

namespace drawdown::reports::html {

namespace {

// The page's words for a kind; a kind without them is shown as it is.
kind_words words_of(std::string_view kind) {
  const auto all = all_kind_words();
  const auto found = std::ranges::find(all, kind, &kind_words::kind);
  return found == all.end() ? kind_words{kind, "Other", kind} : *found;
}

std::size_t place_of(std::string_view kind) {
  const auto all = all_kind_words();
  return static_cast<std::size_t>(std::ranges::find(all, kind, &kind_words::kind) - all.begin());
}

std::string words_of_refusal(const std::string& outcome) {
  const auto known = outcome_named(outcome);
  return known ? std::string(words_for(*known)) : "";
}

// What is only looked at is not about an amount that anybody would add up.
bool is_look(std::string_view kind) {
  return kind == "looked_at" || kind == "low_balance";
}

cell unless_zero(int128 amount, std::string text) {
  return number(amount == 0 ? std::string() : std::move(text), exact(amount));
}

void put_kinds(markup& out, const material& what) {
  std::vector<operation_total> rows = what.operations;
  std::ranges::stable_sort(rows, {}, [](const operation_total& row) { return place_of(row.kind); });
  const currency unit = what.run.unit;
  data_table table(out, "Operations",
                   {{"Operation"},
                    {"Belongs to"},
                    {"Events", holds::numbers},
                    {"Credits it was about", holds::numbers},
                    {"Change of balances", holds::numbers},
                    {fmt::format("Money moved ({})", unit.code()), holds::numbers}},
                   {.id = "operations", .filter = "Filter operations", .choose = 1});
  operation_total all;
  for (const operation_total& row : rows) {
    const kind_words words = words_of(row.kind);
    const int128 about = is_look(row.kind) ? 0 : row.amount;
    table.row({{.text = std::string(words.words)},
               {.text = std::string(words.group)},
               number(count_text(row.count), std::to_string(row.count)),
               unless_zero(about, credits_text(about)),
               unless_zero(row.change, credits_text(row.change)),
               unless_zero(row.moved, money_text(row.moved, unit))});
    all.count += row.count;
    all.change += row.change;
    all.moved += row.moved;
  }
  table.total({{.text = "All events"},
               {},
               number(count_text(all.count), std::to_string(all.count)),
               {},
               number(credits_text(all.change), exact(all.change)),
               number(money_text(all.moved, unit), exact(all.moved))});
}

void put_refusals(markup& out, const material& what) {
  out.put("h3", "Refused, by reason");
  if (what.refusals.empty()) {
    out.put("p", "Nothing was refused.");
    return;
  }
  data_table table(out, "Refusals", {{"Reason"}, {"In words"}, {"What"}, {"Times", holds::numbers}},
                   {.id = "refusals"});
  for (const refusal_total& row : what.refusals)
    table.row({{.text = row.outcome},
               {.text = words_of_refusal(row.outcome)},
               {.text = std::string(words_of(row.kind).words)},
               number(count_text(row.count), std::to_string(row.count))});
}

}  // namespace

void put_operations(markup& out, const material& what) {
  out.put("h3", "Operations");
  if (what.operations.empty()) {
    out.put("p", "Nothing happened in this run.");
    return;
  }
  put_kinds(out, what);
  put_refusals(out, what);
}

void put_gateways(markup& out, const material& what) {
  out.put("h3", "Gateways and their faults");
  const bool any =
      std::ranges::any_of(what.gateways, [](const gateway_total& each) { return each.attempts != 0; });
  if (!any) {
    out.put("p", "No payment was sent to a gateway.");
    return;
  }
  {
    data_table table(out, "Gateways",
                     {{"Gateway"},
                      {"Attempts", holds::numbers},
                      {"of them retries", holds::numbers},
                      {"Succeeded", holds::numbers},
                      {"Declined", holds::numbers},
                      {"Timed out", holds::numbers},
                      {"Success said again", holds::numbers},
                      {"Notices without effect", holds::numbers}},
                     {.id = "gateways"});
    for (const gateway_total& each : what.gateways) {
      std::vector<cell> cells{{.text = each.name}};
      for (const std::uint64_t count : {each.attempts, each.attempts - each.first_attempts, each.credited,
                                        each.declined, each.timed_out, each.said_again, each.ignored})
        cells.push_back(number(count_text(count), std::to_string(count)));
      table.row(cells);
    }
  }
  if (what.declines.empty()) return;
  data_table table(out, "Why payments were declined", {{"Reason"}, {"Gateway"}, {"Times", holds::numbers}},
                   {.id = "declines"});
  for (const decline_total& each : what.declines)
    table.row({{.text = each.reason},
               {.text = each.gateway},
               number(count_text(each.count), std::to_string(each.count))});
}

}  // namespace drawdown::reports::html
