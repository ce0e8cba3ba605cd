#include "cli/scenario_list.hpp"

#include <algorithm>
#include <filesystem>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/layout.hpp"
#include "cli/version.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/statement/text.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

namespace {

using json = nlohmann::ordered_json;
using reports::clean;
using reports::counted;

constexpr std::size_t indent = 2;
constexpr std::size_t narrowest_title = 20;
constexpr int list_schema_version = 1;

// Rows of files and what is asked at the end are no steps.
std::uint64_t steps_of(const world& what) {
  std::uint64_t steps = 0;
  for (const account_spec& account : what.accounts) {
    steps += account.commands.size();
    for (const agent_spec& agent : account.agents)
      if (const auto* source = std::get_if<timeline_source>(&agent.source))
        steps += static_cast<std::uint64_t>(std::ranges::count(
            source->items, turn_order::phase::timeline, [](const usage& item) { return item.order.in; }));
  }
  return steps -
         static_cast<std::uint64_t>(std::ranges::count(what.expectations, true, &expectation::at_end));
}

std::uint64_t expectations_of(const world& what) {
  std::uint64_t items = what.totals.size() + what.rules.size();
  for (const expectation& asked : what.expectations) items += asked.items.size();
  return items;
}

listed_scenario look_at(const std::string& path, const std::string& root) {
  const language::loaded scenario = language::load_scenario(path, {}, language::load_alone::refused, root);
  listed_scenario listed;
  listed.path = path;
  for (const language::diagnostic& finding : scenario.findings)
    ++(finding.level == language::severity::error ? listed.errors : listed.warnings);
  if (scenario.what == nullptr) return listed;
  const world& what = *scenario.what;
  listed.title = what.name;
  listed.start = what.start;
  listed.end = what.end;
  listed.accounts = what.accounts.size();
  for (const account_spec& account : what.accounts) listed.agents += account.agents.size();
  listed.steps = steps_of(what);
  listed.expectations = expectations_of(what);
  return listed;
}

listed_load look_at_load(const std::string& path, const std::string& root) {
  const language::loaded file = language::load_scenario(path, {}, language::load_alone::accepted, root);
  listed_load listed;
  listed.path = path;
  listed.errors = static_cast<std::uint64_t>(
      std::ranges::count(file.findings, language::severity::error, &language::diagnostic::level));
  if (!file.load) return listed;
  listed.title = file.load->title;
  listed.thresholds = file.load->thresholds.size();
  return listed;
}

// The path as seen from the folder, under whose name it stands.
std::string below(const std::string& folder, const std::string& path) {
  return clean(std::filesystem::path(path).lexically_relative(folder).string());
}

std::string title_text(const listed_scenario& scenario, std::size_t columns, const reports::palette& paint) {
  if (scenario.errors != 0)
    return paint.bad(fmt::format("does not load: {}", counted(scenario.errors, "error", "errors")));
  const std::string title = clean(scenario.title);
  return columns == 0 ? title : cut_between_words(title, columns);
}

std::string scenarios_text(const listed_folder& folder, std::size_t columns, const reports::palette& paint) {
  using reports::side;
  reports::table figures({{"scenario"},
                          {"length", side::right},
                          {"accounts", side::right},
                          {"steps", side::right},
                          {"expected", side::right}});
  for (const listed_scenario& each : folder.scenarios) {
    const auto number = [&](std::uint64_t n) {
      return each.errors == 0 ? std::to_string(n) : std::string("-");
    };
    figures.add({below(folder.path, each.path), each.errors == 0 ? to_string(each.end - each.start) : "-",
                 number(each.accounts), number(each.steps), number(each.expectations)});
  }
  // The last column of figures is as wide in the line of titles as in every row.
  std::string heading = figures.title(indent);
  heading.pop_back();
  const std::size_t taken = reports::display_width(heading) + 2;
  const bool is_below = columns != 0 && columns < taken + narrowest_title;
  const std::size_t room = columns == 0 ? 0
                           : is_below   ? columns - std::min(columns, 2 * indent)
                                        : columns - taken;

  std::string text = paint.faint(heading + (is_below ? "" : "  title")) + "\n";
  std::string rows = figures.rows(indent);
  for (const listed_scenario& each : folder.scenarios) {
    const std::size_t end = rows.find('\n');
    text += rows.substr(0, end) + (is_below ? "\n" + std::string(2 * indent, ' ') : "  ") +
            title_text(each, room, paint) + "\n";
    rows.erase(0, end + 1);
  }
  return text;
}

std::string paths_text(std::string_view what, const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) text += fmt::format("  {}\n", clean(path));
  return paths.empty() ? text : fmt::format("\n{}\n{}", what, text);
}

std::string loads_text(const std::vector<listed_load>& loads) {
  std::string text;
  for (const listed_load& each : loads)
    text += fmt::format(
        "  {}  {}\n", clean(each.path),
        each.errors == 0 ? clean(each.title) : "does not load: " + counted(each.errors, "error", "errors"));
  return loads.empty() ? text : fmt::format("\nloads\n{}", text);
}

}  // namespace

listed_folder look_into(const std::string& folder, const std::vector<found_file>& found,
                        const std::string& root,
                        const std::function<void(const std::string& path)>& on_file) {
  listed_folder listed;
  listed.path = folder;
  for (const found_file& file : found) {
    on_file(file.path);
    if (file.kind == file_kind::scenario)
      listed.scenarios.push_back(look_at(file.path, root));
    else if (file.kind == file_kind::load)
      listed.loads.push_back(look_at_load(file.path, root));
    else
      (file.kind == file_kind::catalog ? listed.catalogs : listed.others).push_back(file.path);
  }
  return listed;
}

std::string list_text(const std::vector<listed_folder>& folders, std::size_t columns, bool colored) {
  const reports::palette paint(colored);
  std::string text;
  for (const listed_folder& folder : folders) {
    if (!text.empty()) text += "\n";
    text += fmt::format("{}: {}\n", paint.strong(clean(folder.path)),
                        counted(folder.scenarios.size(), "scenario", "scenarios"));
    if (!folder.scenarios.empty()) text += scenarios_text(folder, columns, paint);
    text += loads_text(folder.loads);
    text += paths_text("catalogs", folder.catalogs);
    text += paths_text("other YAML files", folder.others);
  }
  return text;
}

std::string list_json(const std::vector<listed_folder>& folders) {
  json scenarios = json::array();
  json loads = json::array();
  json catalogs = json::array();
  json others = json::array();
  for (const listed_folder& folder : folders) {
    for (const listed_scenario& each : folder.scenarios) {
      const bool is_sound = each.errors == 0;
      scenarios.push_back({{"path", each.path},
                           {"errors", each.errors},
                           {"warnings", each.warnings},
                           {"title", is_sound ? json(each.title) : json()},
                           {"start", is_sound ? json(to_string(each.start)) : json()},
                           {"end", is_sound ? json(to_string(each.end)) : json()},
                           {"accounts", is_sound ? json(each.accounts) : json()},
                           {"agents", is_sound ? json(each.agents) : json()},
                           {"steps", is_sound ? json(each.steps) : json()},
                           {"expectations", is_sound ? json(each.expectations) : json()}});
    }
    for (const listed_load& each : folder.loads)
      loads.push_back({{"path", each.path},
                       {"errors", each.errors},
                       {"title", each.errors == 0 ? json(each.title) : json()},
                       {"thresholds", each.errors == 0 ? json(each.thresholds) : json()}});
    for (const std::string& path : folder.catalogs) catalogs.push_back(path);
    for (const std::string& path : folder.others) others.push_back(path);
  }
  const json document = {{"schema_version", list_schema_version}, {"program_version", program_version()},
                         {"scenarios", std::move(scenarios)},     {"loads", std::move(loads)},
                         {"catalogs", std::move(catalogs)},       {"others", std::move(others)}};
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace drawdown::cli
