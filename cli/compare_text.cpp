#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/compare_report.hpp"
#include "cli/layout.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

using namespace measurement;
using reports::clean;

// Four digits that count, and no exponent.
std::string rounded(double value) {
  const double size = std::abs(value);
  const int before_point = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
  return fmt::format("{:.{}f}", value, std::max(0, 4 - before_point));
}

// A count differs in its last digit already, so it is shown whole.
std::string shown(const judged_metric& of, double value) {
  return of.gate == gate::exact ? fmt::format("{}", value) : rounded(value);
}

std::string interval_of(const judged_metric& of) {
  if (of.gate == gate::exact) return "exact";
  return of.confident ? fmt::format("{:.3f} to {:.3f}", of.confident->low, of.confident->high) : "-";
}

std::vector<std::string> cells_of(const judged_metric& of) {
  std::string verdict(word_for(of.judged));
  if (!of.reason.empty()) verdict += ": " + clean(of.reason);
  return {clean(of.name),
          shown(of, of.a),
          shown(of, of.b),
          clean(of.unit),
          of.ratio ? fmt::format("{:.3f}", *of.ratio) : "-",
          interval_of(of),
          std::move(verdict)};
}

std::vector<std::string> titles(const compare_report& report) {
  return {"metric", "A",     "B",
          "unit",   "B / A", fmt::format("{:g} % sure", report.terms.bootstrap.confidence * 100),
          "verdict"};
}

bool is_of_words(const std::string& title) {
  return title == "metric" || title == "unit" || title == "verdict";
}

std::vector<std::string> notes(const compare_report& report) {
  std::vector<std::string> lines;
  for (const std::string& name : report.made.only_in_a)
    lines.push_back(fmt::format("`{}` is not in B: nothing can be said of it", clean(name)));
  for (const std::string& name : report.made.only_in_b)
    lines.push_back(fmt::format("`{}` is only in B", clean(name)));
  return lines;
}

// "regressed: of 5 metrics 1 regressed, 4 unchanged"
std::string summary(const compare_report& report) {
  std::string text;
  for (const verdict each :
       {verdict::regressed, verdict::inconclusive, verdict::improved, verdict::unchanged})
    if (const std::size_t count = report.made.count(each); count > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word_for(each));
  const std::size_t all = report.made.metrics.size();
  return fmt::format("{}: of {} metric{} {}", verdict_of(report), all, all == 1 ? "" : "s", text);
}

bool is_exactly_better(const judged_metric& of) {
  return of.gate == gate::exact && of.judged == verdict::improved;
}

// What to do now; empty where there is nothing.
std::string advice(const compare_report& report) {
  const comparison& made = report.made;
  if (made.count(verdict::regressed) > 0) return "";
  if (report.against_baseline && report.baseline_is_old())
    return "Renew the baseline and commit it, so that what was gained is held from now on: "
           "docs/measurements.md says how.";
  if (std::ranges::any_of(made.metrics, is_exactly_better))
    return "What is counted got better: where A is a baseline, renew it, so that this is held from now on.";
  if (made.count(verdict::inconclusive) > 0)
    return "To judge what is inconclusive, measure with more repetitions, A and B in turns, on a machine "
           "that does nothing else.";
  return "";
}

constexpr std::string_view warning_of_conditions =
    "A and B were measured under different conditions, so that a difference may be theirs:";

}  // namespace

bool compare_report::baseline_is_old() const {
  return !made.only_in_b.empty() || std::ranges::any_of(made.metrics, is_exactly_better);
}

std::string verdict_of(const compare_report& report) {
  const verdict whole = report.made.overall();
  const bool is_bad = whole == verdict::regressed || whole == verdict::inconclusive;
  if (report.against_baseline && report.baseline_is_old() && !is_bad) return "baseline is old";
  return std::string(word_for(whole));
}

std::string compare_text(const compare_report& report, std::size_t columns) {
  std::string text =
      fmt::format("{}: A is {}, B is {}\n", clean(report.made.subject), clean(report.a), clean(report.b));
  if (!report.made.warnings.empty()) {
    text += fmt::format("\nwarning: {}\n", warning_of_conditions);
    for (const std::string& warning : report.made.warnings) text += fmt::format("  {}\n", clean(warning));
  }
  std::vector<reports::table::column> heads;
  for (const std::string& title : titles(report))
    heads.push_back({title, is_of_words(title) ? reports::side::left : reports::side::right});
  reports::table rows(std::move(heads));
  for (const judged_metric& each : report.made.metrics) rows.add(cells_of(each));
  if (columns > 0) rows.fit(6, columns);
  text += "\n" + rows.title(2) + rows.rows(2);
  for (const std::string& note : notes(report)) text += fmt::format("  {}\n", note);
  text += fmt::format("\n{}\n", summary(report));
  if (const std::string next = advice(report); !next.empty())
    text += wrapped_behind("", next, columns > 0 ? columns : page_columns);
  return text;
}

std::string compare_markdown(const compare_report& report) {
  const auto row = [](const std::vector<std::string>& cells) {
    std::string line = "|";
    for (const std::string& cell : cells) {
      line += ' ';
      for (const char letter : cell) line += letter == '|' ? std::string("\\|") : std::string(1, letter);
      line += " |";
    }
    return line + "\n";
  };
  std::string text = fmt::format("### {}\n\nA is `{}`, B is `{}`.\n\n", clean(report.made.subject),
                                 clean(report.a), clean(report.b));
  if (!report.made.warnings.empty()) {
    text += fmt::format("**{}**\n\n", warning_of_conditions);
    for (const std::string& warning : report.made.warnings) text += fmt::format("- {}\n", clean(warning));
    text += "\n";
  }
  text += row(titles(report)) + "|";
  for (const std::string& title : titles(report)) text += is_of_words(title) ? " --- |" : " ---: |";
  text += "\n";
  for (const judged_metric& each : report.made.metrics) text += row(cells_of(each));
  text += "\n";
  for (const std::string& note : notes(report)) text += fmt::format("- {}\n", note);
  if (!notes(report).empty()) text += "\n";
  text += fmt::format("**{}**\n", summary(report));
  if (const std::string next = advice(report); !next.empty()) text += "\n" + next + "\n";
  return text;
}

}  // namespace drawdown::cli
