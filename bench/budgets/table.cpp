#include "bench/budgets/table.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace drawdown::bench {

namespace {

using measurement::budget;
using measurement::budget_verdict;
using measurement::condition;
using measurement::judged_budget;
using measurement::limited;

// Three digits that count, or all that stand before the point.
std::string number_text(double value) {
  const double size = value < 0 ? -value : value;
  if (size == 0) return "0";
  if (size >= 100) return fmt::format("{:.0f}", value);
  if (size >= 10) return fmt::format("{:.1f}", value);
  if (size >= 1) return fmt::format("{:.2f}", value);
  return fmt::format("{:.2g}", value);
}

std::string with_unit(std::optional<double> value, const std::string& unit) {
  if (!value) return "";
  return unit.empty() ? number_text(*value) : number_text(*value) + " " + unit;
}

// A budget of a ratio has no unit itself: what it is made of has.
std::string limit_text(const budget& of) {
  switch (of.by) {
    case limited::value:
      return of.unit.empty() ? fmt::format("{:g}", of.limit) : fmt::format("{:g} {}", of.limit, of.unit);
    case limited::above_floor:
      return fmt::format("floor + {:g} {}", of.limit, of.unit);
    case limited::ratio:
      return fmt::format("{:g} times", of.limit);
  }
  return "";
}

std::string verdict_text(const judged_budget& line) {
  std::string text{word_for(line.verdict)};
  if (line.verdict == budget_verdict::not_measured && !line.of.measured_by.empty())
    text += ": " + line.of.measured_by;
  return text;
}

using row = std::array<std::string, 6>;

const row& heads() {
  static const row texts = {"what", "budget", "measured", "floor", "ratio", "verdict"};
  return texts;
}

std::string measured_text(const judged_budget& line) {
  if (line.of.by != limited::above_floor || !line.judged) return with_unit(line.measured, line.of.unit);
  const char* sign = *line.judged < 0 ? "" : "+";
  return fmt::format("{} (floor {}{})", with_unit(line.measured, line.of.unit), sign,
                     number_text(*line.judged));
}

row row_of(const judged_budget& line) {
  return {line.of.what,
          limit_text(line.of),
          measured_text(line),
          with_unit(line.floor, line.of.unit),
          line.ratio ? number_text(*line.ratio) : "",
          verdict_text(line)};
}

std::size_t count(const budget_table& table, budget_verdict of) {
  return static_cast<std::size_t>(std::ranges::count(table.lines, of, &judged_budget::verdict));
}

std::string summary(const budget_table& table) {
  return fmt::format("{} met, {} missed, {} not measured", count(table, budget_verdict::met),
                     count(table, budget_verdict::missed), count(table, budget_verdict::not_measured));
}

std::string samples_text(const budget_table& table) {
  std::size_t fewest = 0;
  std::size_t most = 0;
  for (const judged_budget& line : table.lines) {
    if (line.samples == 0) continue;
    fewest = fewest == 0 ? line.samples : std::min(fewest, line.samples);
    most = std::max(most, line.samples);
  }
  if (most <= 1) return "One sample of each";
  return fewest == most ? fmt::format("Medians of {} samples", most)
                        : fmt::format("Medians of {} to {} samples", fewest, most);
}

std::string how_to_read(const budget_table& table) {
  return samples_text(table) +
         ". The ratio is to the floor's speed: 0.8 is four fifths of it, 30 is thirty times as fast.";
}

}  // namespace

std::vector<condition> conditions_of(std::span<const measurement::measurements> files) {
  std::vector<condition> made;
  const auto differs = [&](const condition& one) {
    return std::ranges::any_of(files, [&](const auto& file) {
      return std::ranges::any_of(file.conditions, [&](const condition& other) {
        return other.name == one.name && other.value != one.value;
      });
    });
  };
  for (const auto& file : files)
    for (const condition& each : file.conditions) {
      if (each.name == "asked") continue;  // options of the benchmark program
      const condition told{differs(each) ? fmt::format("{} ({})", each.name, file.subject) : each.name,
                           each.value};
      if (std::ranges::find(made, told) == made.end()) made.push_back(told);
    }
  return made;
}

std::string as_text(const budget_table& table) {
  std::vector<row> rows = {heads()};
  for (const judged_budget& line : table.lines) rows.push_back(row_of(line));
  std::array<std::size_t, 6> widths{};
  for (const row& each : rows)
    for (std::size_t i = 0; i < each.size(); ++i) widths[i] = std::max(widths[i], each[i].size());
  std::string text;
  for (const row& each : rows) {
    std::string line = fmt::format("{:<{}}", each[0], widths[0]);
    for (std::size_t i = 1; i + 1 < each.size(); ++i) line += fmt::format("  {:>{}}", each[i], widths[i]);
    text += line + "  " + each.back() + "\n";
  }
  text += fmt::format("\n{}. {}\n", summary(table), how_to_read(table));
  for (const condition& each : table.conditions) text += fmt::format("{}: {}\n", each.name, each.value);
  return text;
}

std::string as_markdown(const budget_table& table) {
  const auto line_of = [](const row& cells) {
    std::string line = "|";
    for (const std::string& cell : cells) line += " " + cell + " |";
    return line + "\n";
  };
  std::string text = line_of(heads()) + "| --- | ---: | ---: | ---: | ---: | --- |\n";
  for (const judged_budget& line : table.lines) text += line_of(row_of(line));
  text += fmt::format("\n{}. {}\n\nFloors:\n\n", summary(table), how_to_read(table));
  for (const judged_budget& line : table.lines)
    if (!line.of.floor_is.empty()) text += fmt::format("- {}: {}\n", line.of.what, line.of.floor_is);
  text += "\nConditions:\n\n";
  for (const condition& each : table.conditions) text += fmt::format("- {}: {}\n", each.name, each.value);
  return text;
}

}  // namespace drawdown::bench
