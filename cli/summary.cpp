#include "cli/summary.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "cli/layout.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

using seconds = std::chrono::duration<double>;

std::string verdict_text(const scenario_report& report) {
  if (report.code == exit_code::interrupted && !report.has_run) return "not run";
  return words_for(report.code);
}

std::string expectations_text(const scenario_report& report) {
  if (!report.has_run) return "";
  const std::uint64_t all = report.held + report.failed + report.not_reached;
  if (all == 0) return "none";
  std::string text = report.failed != 0 ? fmt::format("{} of {} failed", report.failed, all)
                                        : fmt::format("{} held", report.held);
  if (report.not_reached != 0) text += fmt::format(", {} not reached", report.not_reached);
  return text;
}

std::string time_text(seconds wall) {
  if (wall.count() < 1) return fmt::format("{:.0f} ms", wall.count() * 1000);
  if (wall.count() < 90) return fmt::format("{:.2f} s", wall.count());
  return fmt::format("{:.1f} min", wall.count() / 60);
}

// "20 ok, 1 faulty", from the mildest to the gravest.
std::string verdicts_text(const std::vector<scenario_report>& runs) {
  std::map<std::string, std::size_t> counts;
  std::vector<const scenario_report*> kinds;
  for (const scenario_report& report : runs)
    if (++counts[verdict_text(report)] == 1) kinds.push_back(&report);
  std::ranges::stable_sort(kinds, [](const scenario_report* a, const scenario_report* b) {
    return a->code != b->code && graver(a->code, b->code) == b->code;
  });
  std::string text;
  for (const scenario_report* kind : kinds)
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[verdict_text(*kind)], verdict_text(*kind));
  return text;
}

// A table of the runs, with what `path_of` makes of their paths.
template <class PathOf>
reports::table table_of(const std::vector<scenario_report>& runs, const PathOf& path_of) {
  using reports::side;
  reports::table lines({{"verdict"},
                        {"scenario"},
                        {"events", side::right},
                        {"accounts", side::right},
                        {"expectations", side::right},
                        {"time", side::right}});
  for (const scenario_report& run : runs)
    lines.add({verdict_text(run), path_of(run), run.has_run ? std::to_string(run.events) : "",
               run.has_run ? std::to_string(run.accounts) : "", expectations_text(run),
               run.has_run ? time_text(run.wall) : ""});
  return lines;
}

// What a line of so many columns leaves for paths; 0: no limit.
std::size_t room_for_paths(const std::vector<scenario_report>& runs, std::size_t columns) {
  if (columns == 0) return 0;
  constexpr std::size_t least = 16;
  const std::string path(least, 'x');
  const std::string title = table_of(runs, [&](const scenario_report&) { return path; }).title(0);
  const std::size_t others = reports::display_width(title.substr(0, title.size() - 1)) - least;
  return std::max(least, columns - std::min(columns, others));
}

}  // namespace

std::string summary_text(const std::vector<scenario_report>& runs, seconds wall, std::size_t columns,
                         bool colored) {
  const reports::palette paint(colored);
  const std::size_t room = room_for_paths(runs, columns);
  const reports::table lines = table_of(runs, [&](const scenario_report& run) {
    const std::string path = reports::clean(run.file);
    return room == 0 ? path : cut_path(path, room);
  });

  std::string text = paint.faint(lines.title(0)) + lines.rows(0);
  const bool all_fine =
      std::ranges::all_of(runs, [](const scenario_report& report) { return report.code == exit_code::fine; });
  const std::string verdicts = verdicts_text(runs);
  text += fmt::format("{} scenario{} in {}: {}", runs.size(), runs.size() == 1 ? "" : "s", time_text(wall),
                      all_fine ? paint.good(verdicts) : paint.bad(verdicts));
  const auto slowest = std::ranges::max_element(runs, {}, &scenario_report::wall);
  if (slowest != runs.end() && slowest->has_run)
    text += fmt::format("; the slowest is {}, {}", reports::clean(slowest->file), time_text(slowest->wall));
  return text + "\n";
}

}  // namespace drawdown::cli
