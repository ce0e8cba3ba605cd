#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/explore_report.hpp"
#include "cli/explored_language.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/load_words.hpp"
#include "cli/progress.hpp"
#include "cli/root_option.hpp"
#include "cli/terminal.hpp"
#include "reports/results/file.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

std::unique_ptr<command> create_explore_command();

namespace {

using clock = std::chrono::steady_clock;

enum class explore_format : std::uint8_t { text, json };

constexpr std::uint64_t usual_seeds = 1000;
constexpr std::uint64_t most_minutes = 60ULL * 24 * 30;

exit_code verdict_of(const explore::exploration& found) {
  if (!found.failed) return found.interrupted ? exit_code::interrupted : exit_code::fine;
  const bool is_ours = found.failed->what.kind == explore::failure_kind::defect ||
                       found.failed->what.kind == explore::failure_kind::language;
  return is_ours ? exit_code::defect : exit_code::ledgers_disagree;
}

class explore_command : public command {
 public:
  void declare(option_set& options) override {
    options.count("seeds", fmt::format("how many seeds are explored ({})", grouped(usual_seeds)), seeds_, 1);
    options.count("from", "the first seed (0)", wanted_.from, 0, UINT64_MAX);
    options.count("seed", "explores this seed alone, and tells of its world", seed_);
    options.count("minutes", "begins no seed after so many minutes; without --seeds that is the only end",
                  minutes_, 1, most_minutes);
    options.count("jobs", "seeds that are explored at a time (one per core)", jobs_, 1, 1024);
    options.value("features", "A,B", "only worlds that have all of these features: `plans,holds,outages`",
                  [this](std::string_view text) { return read_features(text); });
    options.file("out", "where the scenario of a failure is written (seed-N.yaml)", out_);
    options.file("write", "writes the world of --seed as a scenario, whether it fails or not", world_file_);
    options.flag("no-shrink", "leaves a failure as it is, and writes no scenario of it", leaves_as_it_is_);
    declare_root(options, root_);
    options.flag("diversity", "tells of each feature with how many others it met", tells_diversity_);
    options.choice("format", "what is printed (text)", format_,
                   {{"text", explore_format::text}, {"json", explore_format::json}});
    options.flag("quiet,q", "shows no progress and no times", quiet_);
    options.color(color_);
    options.places(files_, 1);
  }

  exit_code run() override {
    if (const std::string_view why = contradiction(); !why.empty()) {
      write_message(fmt::format("drawdown: explore: {}\n", why));
      return exit_code::usage;
    }
    wish();
    if (const exit_code code = load_file(); code != exit_code::fine) return code;
    if (!world_file_.empty())
      if (const auto written = write_world(); !written) {
        write_message(fmt::format("drawdown: {}\n", written.error().message));
        return written.error().code == error_code::unreadable ? exit_code::unusable_file : exit_code::defect;
      }
    return explore_seeds();
  }

 private:
  // Which options exclude each other; empty where none do.
  std::string_view contradiction() const {
    const bool has_file = !files_.empty();
    if (has_file && (wanted_.features.any() || tells_diversity_))
      return "features are of worlds that are drawn: leave out FILE, or them";
    if (!has_file && !root_.empty())
      return "`--root` is of the files that FILE names: add FILE, or leave it out";
    if (seed_ && (seeds_ || minutes_ || wanted_.from > 0 || wanted_.features.any()))
      return "`--seed` is one seed: leave out what chooses several";
    if (!world_file_.empty() && !seed_)
      return "`--write` writes the world that one seed draws: say which, with `--seed`";
    if (!world_file_.empty() && has_file)
      return "`--write` writes the world that one seed draws: leave out FILE";
    if (leaves_as_it_is_ && !out_.empty())
      return "`--no-shrink` writes no scenario: leave it out, or `--out`";
    if (tells_diversity_ && format_ == explore_format::json)
      return "as JSON every pair of features is told in any case: leave out `--diversity`";
    return "";
  }

  void wish() {
    wanted_.jobs = jobs_ > 0 ? jobs_ : std::max(1U, std::thread::hardware_concurrency());
    if (seed_) wanted_.from = *seed_;
    if (minutes_) wanted_.time = std::chrono::minutes(*minutes_);
    wanted_.seeds = seed_ ? 1 : seeds_;
    if (!wanted_.seeds && !wanted_.time) wanted_.seeds = usual_seeds;
    wanted_.interrupted = &watch_for_interrupt();
    wanted_.also_check = wrong_in_language;
    wanted_.check_all = seed_.has_value();
  }

  // The scenario in the place of drawn worlds, where one is named.
  exit_code load_file() {
    if (files_.empty()) return exit_code::fine;
    const language::loaded scenario =
        language::load_scenario(files_.front(), {}, language::load_alone::refused, root_);
    show_findings(scenario.findings, color_);
    wanted_.scenario = scenario.what;
    return code_of(scenario);
  }

  result<void> read_features(std::string_view text) {
    if (text.empty()) return fail(error_code::malformed, "`--features` needs the name of one at least");
    while (!text.empty()) {
      const std::string_view name = text.substr(0, text.find(','));
      text.remove_prefix(std::min(text.size(), name.size() + 1));
      const auto found = worldgen::feature_named(name);
      if (!found) {
        error unknown = unknown_word("feature", name, worldgen::feature_names());
        unknown.message += unknown.message.ends_with('?') ? " " : "; ";
        unknown.message += "`drawdown explore --diversity` tells of each that there is";
        return tl::unexpected(std::move(unknown));
      }
      wanted_.features.set(static_cast<std::size_t>(*found));
    }
    return {};
  }

  // The world of the seed as a scenario. Every drawn world can be said in the language.
  result<void> write_world() const {
    const auto text = drawn_scenario(*seed_);
    return text ? reports::write_file(world_file_, *text) : tl::unexpected<error>(text.error());
  }

  exit_code explore_seeds() {
    const auto began = clock::now();
    explore_report report;
    report.from = wanted_.from;
    report.what = wanted_.scenario;
    if (!files_.empty()) report.file = files_.front();
    report.tells_diversity = tells_diversity_;
    report.seed = seed_;
    {
      status_line line(quiet_);
      report.found = explore::explore(wanted_, [&](const explore::exploration& now) {
        line.show(
            [&](std::size_t columns) { return explore_progress(now, wanted_, line.elapsed(), columns); });
      });
    }
    const std::chrono::nanoseconds wall = clock::now() - began;
    if (report.found.failed && !leaves_as_it_is_)
      if (const auto written = write_scenario_of(report); !written)
        write_message(
            fmt::format("drawdown: the failure is not written as a scenario: {}\n", written.error().message));
    return tell(report, wall);
  }

  // The smallest scenario that fails so.
  result<void> write_scenario_of(explore_report& report) const {
    const auto& [seed, failed] = *report.found.failed;
    const std::string origin =
        fmt::format("drawdown explore{} --seed {}", report.what ? " " + report.file : "", seed);
    auto made = shrink_to_scenario(report.world_of(seed), failed, origin);
    if (!made) return tl::unexpected(made.error());
    const std::string file = out_.empty() ? fmt::format("seed-{}.yaml", seed) : out_;
    if (auto written = reports::write_file(file, made->text); !written) return written;
    report.scenario = file;
    report.shrunk = std::move(*made);
    return {};
  }

  exit_code tell(const explore_report& report, std::chrono::nanoseconds wall) const {
    const exit_code code = verdict_of(report.found);
    if (report.found.seeds == 0 && report.found.passed_over > 0) {
      write_message(fmt::format("drawdown: explore: none of {} seeds has all of these features\n",
                                grouped(report.found.passed_over)));
      return exit_code::usage;
    }
    const auto written = write_output(
        format_ == explore_format::json ? explore_json(report, wall, wanted_.jobs) : explore_text(report));
    if (!quiet_) {
      const double seconds = static_cast<double>(wall.count()) / 1e9;
      write_message(fmt::format("{:.1f} s, {:.0f} seeds/s with {} at a time\n", seconds,
                                seconds > 0 ? static_cast<double>(report.found.seeds) / seconds : 0.0,
                                wanted_.jobs));
    }
    if (written) return code;
    write_message(fmt::format("drawdown: {}\n", written.error().message));
    return exit_code::unusable_file;
  }

  explore::wishes wanted_;
  std::optional<std::uint64_t> seeds_;
  std::optional<std::uint64_t> seed_;
  std::optional<std::uint64_t> minutes_;
  unsigned jobs_ = 0;
  bool tells_diversity_ = false;
  bool leaves_as_it_is_ = false;
  std::string out_;
  std::string root_;
  std::string world_file_;
  explore_format format_ = explore_format::text;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<command> create_explore_command() {
  return std::make_unique<explore_command>();
}

}  // namespace drawdown::cli
