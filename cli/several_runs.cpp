#include "cli/several_runs.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "cli/findings.hpp"
#include "cli/progress.hpp"
#include "cli/runs_document.hpp"
#include "cli/side_by_side.hpp"
#include "cli/summary.hpp"

namespace drawdown::cli {

namespace {

// Where lines are written into a file, names in them are not cut.
std::size_t columns_for_messages() {
  return is_terminal(channel::messages) ? columns_of(channel::messages) : 0;
}

scenario_report not_run(const std::string& file) {
  scenario_report report;
  report.file = file;
  report.code = exit_code::interrupted;
  return report;
}

}  // namespace

void tell(scenario_report& report, const std::string& output) {
  if (const auto written = write_output(output); !written) {
    report.messages += fmt::format("drawdown: {}\n", written.error().message);
    report.code = graver(report.code, exit_code::unusable_file);
  }
  write_message(report.messages);
}

exit_code gravest_of(const std::vector<scenario_report>& runs) {
  exit_code gravest = exit_code::fine;
  for (const scenario_report& run : runs) gravest = graver(gravest, run.code);
  return gravest;
}

std::vector<scenario_report> run_side_by_side(
    const std::vector<std::string>& scenarios,
    const std::vector<std::optional<std::filesystem::path>>& folders, run_wishes wishes, unsigned jobs) {
  const auto began = std::chrono::steady_clock::now();
  if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
  if (wishes.options.threads == 0) wishes.options.threads = 1;
  const bool as_document = wishes.format == output_format::json;
  const bool apart = wishes.format == output_format::text && !wishes.brief;
  progress_board board(scenarios.size(), wishes.quiet);

  const auto work = [&](std::size_t i) {
    if (wishes.options.interrupted != nullptr && *wishes.options.interrupted) return not_run(scenarios[i]);
    board.begin(i, std::filesystem::path(scenarios[i]).stem().string());
    scenario_report report =
        run_scenario(scenarios[i], wishes, folders[i], board.watcher(i), [](const language::loaded&) {});
    board.end(i);
    return report;
  };
  std::vector<scenario_report> all;
  const auto take = [&](std::size_t i, scenario_report report) {
    board.erase();
    show_findings(report.findings, wishes.color);
    const std::string blank = apart && i > 0 && !report.output.empty() ? "\n" : "";
    tell(report, as_document ? "" : blank + report.output);
    if (!as_document) report.output.clear();
    all.push_back(std::move(report));
  };
  side_by_side<scenario_report>(scenarios.size(), jobs, work, take, [&] { board.show(); });
  board.erase();

  if (as_document) {
    scenario_report document;
    tell(document, runs_document(all));
    if (!all.empty()) all.back().code = graver(all.back().code, document.code);
  }
  if (!wishes.quiet)
    write_message("\n" + summary_text(all, std::chrono::steady_clock::now() - began, columns_for_messages(),
                                      wants_color(wishes.color, channel::messages)));
  return all;
}

}  // namespace drawdown::cli
