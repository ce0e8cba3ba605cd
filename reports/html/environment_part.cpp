// What the run was made from: inputs, versions, settings and where each comes from.
#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"

namespace drawdown::reports::html {

namespace {

std::string words_for_origin(const std::string& origin) {
  if (origin == "book") return "rule-book";
  if (origin == "unknown") return "unknown, nothing depends on it";
  return origin;
}

void put_inputs(markup& out, const material& what) {
  if (what.run.facts.inputs.empty()) {
    out.put("p", "The run store names no files that it was made from.");
    return;
  }
  data_table table(out, "Files that the run was made from", {{"File"}, {"XXH3, 128 bits"}}, {.id = "inputs"});
  for (const input_hash& input : what.run.facts.inputs)
    table.row({{.text = input.path}, {.text = input.xxh3}});
}

void put_settings(markup& out, const material& what) {
  const auto& settings = what.run.facts.settings;
  if (settings.empty()) return;
  const auto more = out.open("details");
  out.put("summary", fmt::format("All {}", counted(settings.size(), "setting", "settings")));
  data_table table(out, "Settings that the run went by", {{"Setting"}, {"Value"}, {"From"}},
                   {.id = "settings", .filter = "Filter settings", .choose = 2});
  for (const setting_fact& each : settings)
    table.row({{.text = each.name}, {.text = each.value}, {.text = words_for_origin(each.from)}});
}

}  // namespace

void put_environment(markup& out, const material& what) {
  const run_row& run = what.run;
  out.put("h3", "What it was made from");
  put_inputs(out, what);
  {
    data_table table(out, "The run", {{"Fact"}, {"Value"}}, {.id = "manifest"});
    const auto fact = [&](std::string name, std::string value) {
      table.row({{.text = std::move(name)}, {.text = std::move(value)}});
    };
    fact("Scenario", run.scenario);
    fact("Catalog", run.catalog);
    fact("Seed", std::to_string(run.seed));
    fact("Start", to_string(run.start));
    fact("End", to_string(run.end));
    fact("Reached", to_string(run.facts.reached));
    if (run.facts.until) fact("Ended by --until", to_string(*run.facts.until));
    fact("Currency", std::string(run.unit.code()));
    fact("Rule-book", run.facts.rule_book);
    fact("Verification", run.facts.verification);
    fact("Time zone tables", run.zone_database);
    fact("Drawdown", run.facts.program_version);
  }
  put_settings(out, what);
  out.put("p", {{"class", "hint"}},
          "How long the run took is not in the run store, which is the same on every machine; it is in the "
          "object "
          "`measurement` of results.json.");
}

}  // namespace drawdown::reports::html
