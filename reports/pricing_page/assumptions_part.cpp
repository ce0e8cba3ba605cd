// What a comparison was made from, and what was assumed.
#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/pricing_page/parts.hpp"

namespace drawdown::reports::pricing {

namespace {

void put_facts(html::markup& out, const pricing_report& of) {
  const bool is_population = of.from == customers_from::population;
  html::data_table table(out, "The comparison", {{"Fact"}, {"Value"}}, {.id = "facts"});
  const auto fact = [&](std::string name, std::string value) {
    table.row({{.text = std::move(name)}, {.text = std::move(value)}});
  };
  fact(is_population ? "Population" : "Scenario", of.name);
  fact("Customers", count(of.customers.size()));
  fact("Start", to_string(of.start));
  fact("End", to_string(of.end));
  if (is_population) fact("Months", fmt::format("{}", of.months));
  fact(of.seeds.size() > 1 ? "Seeds" : "Seed", fmt::format("{}", fmt::join(of.seeds, ", ")));
  fact("Currency", std::string(of.unit.code()));
  fact("Verification", of.verification);
  fact("Events of all runs", count(of.events));
}

void put_lists(html::markup& out, const pricing_report& of) {
  html::data_table table(out, "The two price lists", {{"List"}, {"Catalog"}, {"Its title"}, {"Rule-book"}},
                         {.id = "lists"});
  table.row({{.text = "baseline"},
             {.text = name_of(of.before)},
             {.text = of.before.title},
             {.text = of.before.rules}});
  table.row({{.text = "candidate"},
             {.text = name_of(of.after)},
             {.text = of.after.title},
             {.text = of.after.rules}});
}

void put_assumed(html::markup& out, const pricing_report& of) {
  out.put("h3", "Settings that were assumed");
  if (of.before.assumed.empty() && of.after.assumed.empty()) {
    out.put("p", "None: each setting comes from the rule-book or the file.");
    return;
  }
  html::data_table table(out, "Settings that whoever asked filled in", {{"Setting"}, {"Value"}, {"Of"}},
                         {.id = "assumed"});
  for (const price_list* list : {&of.before, &of.after})
    for (const setting_fact& each : list->assumed)
      table.row({{.text = each.name},
                 {.text = each.value},
                 {.text = list == &of.before ? "baseline" : "candidate"}});
}

bool has(const price_list& list, const input_hash& file) {
  return std::ranges::any_of(
      list.inputs, [&](const input_hash& one) { return one.path == file.path && one.xxh3 == file.xxh3; });
}

void put_inputs(html::markup& out, const pricing_report& of) {
  out.put("h3", "Files");
  html::data_table table(out, "Files that it was made from", {{"File"}, {"XXH3"}, {"Of"}}, {.id = "inputs"});
  for (const input_hash& file : of.before.inputs)
    table.row(
        {{.text = file.path}, {.text = file.xxh3}, {.text = has(of.after, file) ? "both" : "baseline"}});
  for (const input_hash& file : of.after.inputs)
    if (!has(of.before, file)) table.row({{.text = file.path}, {.text = file.xxh3}, {.text = "candidate"}});
}

void put_limits(html::markup& out, const pricing_report& of) {
  out.put("h3", "What it does not say");
  out.put(
      "p",
      of.from == customers_from::scenario
          ? "Customers do what they did. Nobody here buys more or uses less because a price is another: "
            "what is refused for credit under the candidate is usage that the top-ups of the time would not "
            "have paid for."
          : "Customers behave as the population says. Nobody here uses less because a price is higher; who "
            "is without credit may top up or leave, as the file says, and that is all. An interval tells "
            "of the draws, not of the assumptions.");
}

}  // namespace

void put_assumptions(html::markup& out, const pricing_report& of) {
  const auto view = open_view(out, "assumptions", "Assumptions");
  out.put("h2", {{"tabindex", "-1"}}, "Assumptions");
  put_facts(out, of);
  put_lists(out, of);
  put_assumed(out, of);
  put_inputs(out, of);
  put_limits(out, of);
}

}  // namespace drawdown::reports::pricing
