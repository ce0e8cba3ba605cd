#include "tests/mutants/mutants_report.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/version.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::mutants {

namespace {

using json = nlohmann::ordered_json;

constexpr int mutants_schema_version = 1;
constexpr std::size_t indent = 2;

template <class Test>
std::uint64_t count(const mutants_report& of, const Test& test) {
  return static_cast<std::uint64_t>(std::ranges::count_if(of.bugs, test));
}

bool is_small(const hunted_bug& of) {
  return of.exploring.seed && of.exploring.steps <= few_steps;
}

std::string share(std::uint64_t part, std::uint64_t all) {
  const double percent = all == 0 ? 100 : 100 * static_cast<double>(part) / static_cast<double>(all);
  return fmt::format("{} of {} ({:.1f} %)", part, all, percent);
}

// A count, or a blank for none: what there is stands out.
std::string some(std::uint64_t number) {
  return number == 0 ? "" : fmt::to_string(number);
}

// What noticed it first, of what is no seed: a scenario by its name, or what was wrong with a resumed run.
std::string first_of(const hunted_bug& of) {
  if (!of.scenarios.first.empty()) {
    const std::size_t name = of.scenarios.first.rfind('/') + 1;
    return of.scenarios.first.substr(name);
  }
  return of.resuming.empty() ? "" : "resumed " + of.resuming;
}

const std::array<reports::table::column, 10> columns = {{{"planted bug"},
                                                         {"seeds", reports::side::right},
                                                         {"steps", reports::side::right},
                                                         {"event", reports::side::right},
                                                         {"ledgers", reports::side::right},
                                                         {"expectations", reports::side::right},
                                                         {"defects", reports::side::right},
                                                         {"alone", reports::side::right},
                                                         {"first"},
                                                         {"what is wrong"}}};

std::vector<std::string> cells_of(const hunted_bug& of) {
  const seen_by_exploring& seen = of.exploring;
  return {of.bug->name,
          seen.seed ? fmt::to_string(*seen.seed + 1) : "-",
          seen.seed ? fmt::to_string(seen.steps) : "-",
          seen.wrong_event ? fmt::to_string(*seen.wrong_event) : "-",
          some(of.scenarios.ledgers),
          some(of.scenarios.expectations),
          some(of.scenarios.defects),
          some(of.scenarios.expectations_alone),
          first_of(of),
          of.bug->meaning};
}

// Each bug that was not caught, or not by exploring, or did not get small, with the reason.
std::vector<std::string> exceptions_of(const mutants_report& of) {
  std::vector<std::string> lines;
  for (const hunted_bug& one : of.bugs) {
    const std::string_view reason = one.bug->beyond_exploring;
    if (!one.is_caught())
      lines.push_back(fmt::format("{}: not caught{}{}", one.bug->name, reason.empty() ? "" : ": ", reason));
    else if (!one.exploring.seed)
      lines.push_back(fmt::format("{}: not seen by exploring{}{}", one.bug->name,
                                  reason.empty() ? ", and nothing says why it can't" : ": ", reason));
    else if (!is_small(one))
      lines.push_back(fmt::format("{}: shrunk from {} steps to {} only", one.bug->name,
                                  one.exploring.steps_before, one.exploring.steps));
  }
  return lines;
}

std::vector<std::string> summary_of(const mutants_report& of) {
  return {fmt::format("{} planted bugs were caught", share(of.caught(), of.bugs.size())),
          fmt::format("{} by exploring, within {} seeds", of.by_exploring(), of.seeds),
          fmt::format("{} by the {} scenarios, {} of them by expectations alone", of.by_scenarios(),
                      of.scenarios, of.by_expectations_alone()),
          fmt::format("{} by runs that are killed and resumed", of.by_resuming()),
          fmt::format("{} that exploring caught shrank to {} steps or fewer",
                      share(of.small(), of.by_exploring()), few_steps)};
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += cell.empty() ? " |" : " " + cell + " |";
  return line + "\n";
}

json json_of(const hunted_bug& of) {
  const seen_by_exploring& seen = of.exploring;
  const bool is_seen = seen.seed.has_value();
  return {{"name", of.bug->name},
          {"meaning", of.bug->meaning},
          {"breaks", name_of(of.bug->what)},
          {"caught", of.is_caught()},
          {"exploring",
           {{"seeds", is_seen ? json(*seen.seed + 1) : json()},
            {"kind", is_seen ? json(seen.kind) : json()},
            {"steps_before", is_seen ? json(seen.steps_before) : json()},
            {"steps", is_seen ? json(seen.steps) : json()},
            {"wrong_event", seen.wrong_event ? json(*seen.wrong_event) : json()},
            {"why_not", *of.bug->beyond_exploring == '\0' ? json() : json(of.bug->beyond_exploring)}}},
          {"scenarios",
           {{"ledgers", of.scenarios.ledgers},
            {"expectations", of.scenarios.expectations},
            {"defects", of.scenarios.defects},
            {"expectations_alone", of.scenarios.expectations_alone},
            {"first", of.scenarios.first.empty() ? json() : json(of.scenarios.first)}}},
          {"resuming", of.resuming.empty() ? json() : json(of.resuming)}};
}

}  // namespace

std::uint64_t mutants_report::caught() const {
  return count(*this, [](const hunted_bug& one) { return one.is_caught(); });
}

std::uint64_t mutants_report::by_scenarios() const {
  return count(*this, [](const hunted_bug& one) { return one.scenarios.failed() > 0; });
}

std::uint64_t mutants_report::by_expectations_alone() const {
  return count(*this, [](const hunted_bug& one) { return one.scenarios.expectations_alone > 0; });
}

std::uint64_t mutants_report::by_exploring() const {
  return count(*this, [](const hunted_bug& one) { return one.exploring.seed.has_value(); });
}

std::uint64_t mutants_report::by_resuming() const {
  return count(*this, [](const hunted_bug& one) { return !one.resuming.empty(); });
}

std::uint64_t mutants_report::small() const {
  return count(*this, is_small);
}

bool mutants_report::is_enough() const {
  const bool is_none_missed =
      std::ranges::none_of(bugs, [](const hunted_bug& one) { return one.is_missed_by_exploring(); });
  return is_none_missed && 100 * caught() >= percent_caught * bugs.size() &&
         100 * small() >= percent_small * by_exploring();
}

std::string mutants_text(const mutants_report& report) {
  reports::table rows({columns.begin(), columns.end()});
  for (const hunted_bug& one : report.bugs) rows.add(cells_of(one));
  std::string text =
      fmt::format("{}  {}\n", report.is_enough() ? "PASS" : "FAIL", summary_of(report).front());
  for (const std::string& line : summary_of(report))
    if (line != summary_of(report).front()) text += fmt::format("  {}\n", line);
  text += "\n" + rows.title(indent) + rows.rows(indent);
  if (const auto lines = exceptions_of(report); !lines.empty()) {
    text += "\n";
    for (const std::string& line : lines) text += fmt::format("  {}\n", line);
  }
  return text;
}

std::string mutants_markdown(const mutants_report& report) {
  std::string text;
  for (const std::string& line : summary_of(report)) text += fmt::format("- {}\n", line);
  for (const std::string& line : exceptions_of(report)) {
    const std::size_t name = line.find(':');
    text += fmt::format("- `{}`{}\n", line.substr(0, name), line.substr(name));
  }
  std::vector<std::string> titles;
  std::vector<std::string> rules;
  for (const reports::table::column& column : columns) {
    titles.push_back(column.title);
    rules.emplace_back(column.words == reports::side::right ? "---:" : "---");
  }
  text += "\n" + markdown_row(titles) + markdown_row(rules);
  for (const hunted_bug& one : report.bugs) {
    std::vector<std::string> cells = cells_of(one);
    cells.front() = "`" + cells.front() + "`";
    text += markdown_row(cells);
  }
  return text;
}

std::string mutants_json(const mutants_report& report) {
  json bugs = json::array();
  for (const hunted_bug& one : report.bugs) bugs.push_back(json_of(one));
  const json document = {{"schema_version", mutants_schema_version},
                         {"program_version", cli::program_version()},
                         {"seeds", report.seeds},
                         {"scenarios", report.scenarios},
                         {"planted", report.bugs.size()},
                         {"caught", report.caught()},
                         {"caught_by",
                          {{"exploring", report.by_exploring()},
                           {"scenarios", report.by_scenarios()},
                           {"expectations_alone", report.by_expectations_alone()},
                           {"resuming", report.by_resuming()}}},
                         {"small", report.small()},
                         {"enough", report.is_enough()},
                         {"bugs", std::move(bugs)}};
  return document.dump(2) + "\n";
}

std::string_view name_of(planted::breaks what) {
  constexpr std::array<std::string_view, 6> names = {"rule",  "shared", "repeatability",
                                                     "actor", "shell",  "keeping"};
  return names.at(static_cast<std::size_t>(what));
}

}  // namespace drawdown::mutants
