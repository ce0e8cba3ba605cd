#include <algorithm>

#include <fmt/format.h>

#include "cli/load_report.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

using load::load_phase;

// The lines of the card: what, and how much. An empty value heads those that follow.
using lines = std::vector<std::pair<std::string, std::string>>;

std::string rate_text(double debits_per_second) {
  return fmt::format("{} debits/s", grouped(static_cast<std::uint64_t>(debits_per_second)));
}

std::string seconds_text(load::nanoseconds length) {
  return fmt::format("{:.2f} s", std::chrono::duration<double>(length).count());
}

std::string latencies_text(const load_phase& phase) {
  std::string text;
  for (const auto& [name, value] : latencies_of(phase))
    text += fmt::format("{}{} {}", text.empty() ? "" : "  ", name, latency_text(value));
  return text.empty() ? "no debit was answered" : text;
}

void tell_speed(lines& told, const load_report& report) {
  const load_phase& main = *report.main;
  told.emplace_back("debits", fmt::format("{} in {}, {} of them refused", grouped(main.figures.debits),
                                          seconds_text(main.figures.elapsed), grouped(main.figures.refused)));
  if (main.figures.plan_steps > 0)
    told.emplace_back("other steps",
                      fmt::format("{} holds and what ended them, top-ups", grouped(main.figures.plan_steps)));
  told.emplace_back(main.verified ? "verified" : "unverified", rate_text(main.debits_per_second()));
  if (report.unverified)
    told.emplace_back("unverified", fmt::format("{}, in a second run of {}",
                                                rate_text(report.unverified->debits_per_second()),
                                                seconds_text(report.unverified->figures.elapsed)));
}

void tell_punctuality(lines& told, const load_report& report) {
  const load_phase& main = *report.main;
  told.emplace_back("latency", latencies_text(main));
  told.emplace_back("counted from", report.options.rate ? "the instant that was intended for the debit"
                                                        : "when its epoch was handed over");
  told.emplace_back("late", grouped(main.figures.late));
  if (!report.options.rate) return;
  told.emplace_back("lag",
                    fmt::format("{} at the end, {} at most",
                                latency_text(static_cast<std::uint64_t>(main.figures.lag.count())),
                                latency_text(static_cast<std::uint64_t>(main.figures.most_lag.count()))));
  told.emplace_back("not answered",
                    fmt::format("about {} that had their instant before the end; none was dropped",
                                grouped(not_answered(report, main))));
}

void tell_work(lines& told, const load_phase& main) {
  told.emplace_back("each debit", fmt::format("{:.4f} messages, {:.3f} events, {:.1f} bytes of record",
                                              messages_per_debit(main), main.mean_of(main.figures.events),
                                              main.mean_of(main.figures.block_bytes)));
  if (main.resident_bytes > 0)
    told.emplace_back(
        "memory", fmt::format("{:.0f} MB resident at most", static_cast<double>(main.resident_bytes) / 1e6));
  if (main.digest != 0) told.emplace_back("states", fmt::format("digest {:016x}", main.digest));
}

std::string verdict_text(const load_report& report) {
  const std::string verdict = verdict_of(report);
  if (verdict == "verified") return "verified: both ledgers agree on every debit, and R14 holds after each";
  if (verdict == "unverified") return "unverified: nothing was proved";
  return "NOT VERIFIED: the ledgers disagree, or an invariant does not hold";
}

lines result_lines(const load_report& report) {
  lines told;
  if (report.main) {
    tell_speed(told, report);
    tell_punctuality(told, report);
    tell_work(told, *report.main);
  }
  told.emplace_back("verdict", verdict_text(report));
  if (report.interrupted) told.emplace_back("interrupted", "what had been measured until then");
  return told;
}

std::string highest_text(const load_report& report) {
  return report.highest ? fmt::format("{} debits/s", grouped(*report.highest))
                        : std::string("none that was tried");
}

// Which scenario's load it is, and what the command line says besides.
lines origin_lines(const load_report& report) {
  if (!report.origin) return {};
  const load_origin& origin = *report.origin;
  lines told = {{"scenario", reports::clean(origin.title)}, {"file", reports::clean(origin.file)}};
  if (!origin.on_the_command_line.empty())
    told.emplace_back("command line", fmt::format("{}: in the place of what the file says",
                                                  fmt::join(origin.on_the_command_line, ", ")));
  return told;
}

std::string thresholds_text(const std::vector<judged_threshold>& thresholds) {
  if (thresholds.empty()) return {};
  std::size_t width = 0;
  for (const judged_threshold& each : thresholds)
    width = std::max(width, reports::display_width(reports::clean(each.asked.text)));
  std::string text = "\nThresholds\n";
  for (const judged_threshold& each : thresholds) {
    const std::string asked = reports::clean(each.asked.text);
    const std::string gap(width - reports::display_width(asked), ' ');
    text += fmt::format("  {}{}  {:<14}{}\n", asked, gap, word_for(each.verdict), measured_text(each));
  }
  return text;
}

std::string thresholds_markdown(const std::vector<judged_threshold>& thresholds) {
  if (thresholds.empty()) return {};
  std::string text = "\n### Thresholds\n\n| threshold | verdict | measured |\n| --- | --- | --- |\n";
  for (const judged_threshold& each : thresholds)
    text += fmt::format("| {} | {} | {} |\n", reports::clean(each.asked.text), word_for(each.verdict),
                        measured_text(each));
  return text;
}

struct try_row {
  std::string rate;
  std::string answered;
  std::string latency;
  std::string late;
  std::string verdict;
};

std::vector<try_row> try_rows(const load_report& report) {
  std::vector<try_row> rows;
  for (const tried_rate& each : report.tries)
    rows.push_back({grouped(each.rate) + "/s",
                    grouped(static_cast<std::uint64_t>(each.phase.debits_per_second())) + "/s",
                    latencies_text(each.phase), grouped(each.phase.figures.late),
                    each.holds ? "holds" : "fails"});
  return rows;
}

std::string line_text(const std::pair<std::string, std::string>& line) {
  return fmt::format("  {:<20}{}\n", line.first, line.second);
}

}  // namespace

std::string load_text(const load_report& report) {
  std::string text = "Load\n";
  for (const auto& line : origin_lines(report)) text += line_text(line);
  for (const auto& each : load_conditions(report)) text += line_text({each.name, each.value});
  if (report.level) {
    text += fmt::format("\nTries, until the highest rate at which {}\n", report.level->text);
    for (const try_row& row : try_rows(report))
      text += fmt::format("  {:>15}  {}  answered {}, late {}, {}\n", row.rate, row.verdict, row.answered,
                          row.late, row.latency);
  }
  text += "\nResult\n";
  if (report.level) text += line_text({"highest rate", highest_text(report)});
  for (const auto& line : result_lines(report)) text += line_text(line);
  return text + thresholds_text(report.thresholds);
}

std::string load_markdown(const load_report& report) {
  std::string text = "## Load\n\n| condition | |\n| --- | --- |\n";
  for (const auto& [name, value] : origin_lines(report)) text += fmt::format("| {} | {} |\n", name, value);
  for (const auto& each : load_conditions(report))
    text += fmt::format("| {} | {} |\n", each.name, each.value);
  if (report.level) {
    text += fmt::format(
        "\n### Tries: {}\n\n| rate | answered | latency | late | |\n| ---: | ---: | --- | ---: | --- |\n",
        report.level->text);
    for (const try_row& row : try_rows(report))
      text += fmt::format("| {} | {} | {} | {} | {} |\n", row.rate, row.answered, row.latency, row.late,
                          row.verdict);
  }
  text += "\n### Result\n\n| | |\n| --- | --- |\n";
  if (report.level) text += fmt::format("| highest rate | {} |\n", highest_text(report));
  for (const auto& [name, value] : result_lines(report)) text += fmt::format("| {} | {} |\n", name, value);
  return text + thresholds_markdown(report.thresholds);
}

}  // namespace drawdown::cli
