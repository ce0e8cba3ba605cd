#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "actors/explore/run_plans.hpp"
#include "cli/explore_report.hpp"
#include "cli/layout.hpp"
#include "cli/load_words.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

constexpr std::string_view file_placeholder = "FILE";  // in commands

using explore::exploration;
using namespace worldgen;

constexpr std::uint64_t seconds_a_year = 365ULL * 24 * 3600;
constexpr std::size_t indent = 2;
constexpr std::size_t rarest_shown = 5;

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(count), count == 1 ? one : many);
}

std::string head_of(const explore_report& report) {
  const exploration& found = report.found;
  const std::string_view verdict = found.failed ? "FAIL" : found.interrupted ? "INTERRUPTED" : "PASS";
  std::string text =
      fmt::format("{}  {} from {} on: {}, {}, {}; {} {}\n", verdict, counted(found.seeds, "seed", "seeds"),
                  report.from, counted(found.accounts, "account", "accounts"),
                  counted(found.steps, "step", "steps"), counted(found.events, "event", "events"),
                  counted(found.runs, "run", "runs"), found.failed ? "" : "verified, those of a seed alike");
  if (found.failed) text = text.substr(0, text.rfind(' ')) + "\n";
  if (found.passed_over > 0)
    text += fmt::format("  {} passed over for want of the features asked for\n",
                        counted(found.passed_over, "seed", "seeds"));
  text +=
      fmt::format("  {} virtual years; {}; {} restarted; {} and loaded again\n",
                  grouped(found.virtual_seconds / seconds_a_year),
                  counted(found.messages, "message", "messages"), counted(found.restarts, "actor", "actors"),
                  counted(found.checked, "world written as a scenario", "worlds written as scenarios"));
  return text;
}

std::string faults_of(const exploration& found) {
  const auto kinds = static_cast<std::size_t>(
      std::count_if(found.faults.begin(), found.faults.end(), [](std::uint64_t n) { return n > 0; }));
  reports::table rows(
      {{"fault", reports::side::left}, {"happened", reports::side::right}, {"what", reports::side::left}});
  for (const fault_entry& one : fault_table()) {
    const std::uint64_t happened = found.faults[static_cast<std::size_t>(one.kind)];
    rows.add({std::string(one.name), grouped(happened), std::string(one.what)});
  }
  return fmt::format("\n  {} of {} kinds of faults happened{}\n", kinds, faults,
                     found.failed ? "" : ", and all were survived") +
         rows.rows(2 * indent);
}

// Which features a feature met least.
std::string diversity_table(const diversity& of) {
  reports::table rows({{"feature", reports::side::left},
                       {"worlds", reports::side::right},
                       {"met", reports::side::right},
                       {"least", reports::side::left}});
  for (std::size_t i = 0; i < features; ++i) {
    const auto self = static_cast<feature>(i);
    std::vector<feature> others;
    for (const auto& [a, b] : diversity::pairs()) {
      if (a == self) others.push_back(b);
      if (b == self) others.push_back(a);
    }
    std::ranges::stable_sort(others, {}, [&](feature other) { return of.met(self, other); });
    const auto met = static_cast<std::size_t>(
        std::ranges::count_if(others, [&](feature o) { return of.met(self, o) > 0; }));
    const feature least = others.front();
    rows.add({std::string(name_of(self)), grouped(of.met(self, self)),
              fmt::format("{} of {}", met, others.size()),
              fmt::format("{} ({})", name_of(least), grouped(of.met(self, least)))});
  }
  return "\n" + rows.title(indent) + rows.rows(indent);
}

std::string diversity_of(const explore_report& report) {
  const diversity& of = report.found.features;
  auto pairs = diversity::pairs();
  const std::size_t never = of.never_met().size();
  std::string text =
      fmt::format("\n  {} of {} pairs of features met in a world", pairs.size() - never, pairs.size());
  std::ranges::stable_sort(pairs, {}, [&](const auto& pair) { return of.met(pair.first, pair.second); });
  text += "; least";
  for (std::size_t i = 0; i < std::min(rarest_shown, pairs.size()); ++i)
    text += fmt::format("{} {} with {} ({})", i == 0 ? "" : ",", name_of(pairs[i].first),
                        name_of(pairs[i].second), grouped(of.met(pairs[i].first, pairs[i].second)));
  text += "\n";
  return report.tells_diversity ? text + diversity_table(of) : text;
}

std::string failure_of(const explore_report& report) {
  const explore::failed_seed& failed = *report.found.failed;
  const auto in = report.world_of(failed.seed);
  std::string text = fmt::format("\n  seed {}: {}{}\n", failed.seed, words_for(failed.what.kind),
                                 failed.what.rule.empty() ? "" : ", " + failed.what.rule);
  for (const std::string& line : reports::wrapped(failed.what.message, 110)) text += "    " + line + "\n";
  if (failed.what.first)
    text += fmt::format("    first run: {}\n", explore::text_of(*failed.what.first, *in));
  if (failed.what.kind != explore::failure_kind::language)
    text += fmt::format("    {}run: {}\n", failed.what.first ? "second " : "",
                        explore::text_of(failed.what.how, *in));
  if (!report.scenario.empty()) text += shrunk_text(report.scenario, report.shrunk);
  text += fmt::format("    again: drawdown explore{} --seed {}\n",
                      report.what ? " " + reports::clean(report.file) : "", failed.seed);
  return text;
}

// What the world of the one seed is.
std::string seed_of(const explore_report& report, std::uint64_t seed) {
  const auto in = report.world_of(seed);
  const feature_set has = features_of(*in);
  std::string names;
  for (std::size_t i = 0; i < features; ++i)
    if (has[i]) names += fmt::format("{}{}", names.empty() ? "" : ", ", name_of(static_cast<feature>(i)));
  const explore::run_plans plans(seed);
  return fmt::format("\n  the world of seed {} has\n", seed) + wrapped_behind("    ", names, 100) + "\n" +
         fmt::format("  first run:  {}\n", explore::text_of(plans.first(), *in));
}

}  // namespace

double failure_bound(std::uint64_t clean_seeds) {
  constexpr double doubt = 0.05;
  return clean_seeds == 0 ? 1 : 1 - std::pow(doubt, 1 / static_cast<double>(clean_seeds));
}

std::string shrunk_text(const std::string& file, const shrunk_scenario& made) {
  std::string text =
      fmt::format("    shrunk from {} to {}, in {}{}\n", counted(made.steps_before, "step", "steps"),
                  counted(made.steps, "step", "steps"), counted(made.tries, "try", "tries"),
                  file.empty() ? "" : ": " + reports::clean(file));
  if (made.again.empty() || file.empty()) return text;
  std::string again = made.again;
  again.replace(again.find(file_placeholder), file_placeholder.size(), reports::clean(file));
  return text + fmt::format("    fails so again: drawdown {}\n", again);
}

std::string explore_text(const explore_report& report) {
  const exploration& found = report.found;
  std::string text = head_of(report) + faults_of(found) + (report.what ? "" : diversity_of(report));
  if (report.seed) text += seed_of(report, *report.seed);
  if (found.failed) return text + failure_of(report);
  text += fmt::format("\n  With 95 % confidence fewer than {:.2g} % of seeds fail.\n",
                      100 * failure_bound(found.seeds));
  return text + fmt::format("  digest {:016x}; to go on: --from {}\n", found.digest, found.next_seed);
}

std::string explore_progress(const exploration& now, const explore::wishes& wanted,
                             std::chrono::milliseconds elapsed, std::size_t columns) {
  const double seconds = std::max(static_cast<double>(elapsed.count()) / 1000, 0.001);
  const double rate = static_cast<double>(now.seeds) / seconds;
  std::string text = fmt::format("{} seeds", grouped(now.seeds));
  if (wanted.seeds) text += fmt::format(" of {}", grouped(*wanted.seeds));
  text += fmt::format("  {:.0f}/s  {} events", rate, grouped(now.events));
  std::optional<double> left;
  if (wanted.seeds && rate > 0)
    left = static_cast<double>(*wanted.seeds - std::min(now.seeds, *wanted.seeds)) / rate;
  if (wanted.time) left = std::max(0.0, static_cast<double>(wanted.time->count()) / 1e9 - seconds);
  if (left) text += fmt::format("  {:.0f} s left", *left);
  return reports::cut_to(text, columns);
}

}  // namespace drawdown::cli
