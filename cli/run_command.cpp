#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/annotating.hpp"
#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/keep_options.hpp"
#include "cli/out_folders.hpp"
#include "cli/resumption.hpp"
#include "cli/root_option.hpp"
#include "cli/rules_options.hpp"
#include "cli/run_folder.hpp"
#include "cli/run_watch.hpp"
#include "cli/scenario_files.hpp"
#include "cli/several_runs.hpp"
#include "cli/verify_option.hpp"
#include "engine/time/text.hpp"
#include "scenarios/language/asked_time.hpp"

namespace drawdown::cli {

namespace {

namespace files = std::filesystem;

constexpr std::string_view clear_screen = "\x1b[H\x1b[2J";

exit_code complain(const error& failure, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", failure.message));
  return code;
}

class run_command : public command {
 public:
  void declare(option_set& options) override {
    options.value(
        "out", "DIR",
        "keeps the run in DIR: run.sqlite, results.json, manifest.json, blocks.bin; several runs each "
        "in a folder of their own below it",
        [this](std::string_view text) { return read_out(text); });
    declare_keep(options, wishes_.keep);
    declare_checkpoints(options, wishes_);
    options.value(
        "resume", "DIR",
        "finishes the run that was killed while it was kept in DIR; with the options it was begun with",
        [this](std::string_view text) {
          resumed_ = text;
          return text.empty() ? fail(error_code::malformed, "`--resume` needs the name of a folder")
                              : result<void>();
        });
    declare_rules(options, wishes_.rules);
    declare_root(options, wishes_.root);
    options.choice("format", "what is printed (text)", wishes_.format,
                   {{"text", output_format::text},
                    {"json", output_format::json},
                    {"transcript", output_format::transcript}});
    options.flag("brief", "of a scenario that passes, prints its verdict alone", wishes_.brief);
    options.flag("watch", "runs again whenever a file changes, until Ctrl-C", watch_);
    options.count("jobs", "scenarios that run at a time, where there are several (one per core)", jobs_, 1,
                  1024);
    options.count("seed", "draws with this seed instead of the scenario's", wishes_.seed);
    options.value("until", "T",
                  "ends at T, which still belongs to the run: 2026-03-01T12:00:00Z, or a date, which is its "
                  "midnight in the scenario's time zone",
                  [this](std::string_view text) { return read_until(text); });
    declare_verify(options, wishes_.options.verify);
    options.count("threads", "threads that run actors (one per core; of several scenarios, one each)",
                  wishes_.options.threads, 1, 1024);
    options.count("schedule", "runs on one thread, where this seed picks the next actor",
                  wishes_.options.schedule);
    options.choice("epoch", "how far an account goes at a time (month)", wishes_.options.epoch,
                   {{"hour", epoch_length::hour},
                    {"day", epoch_length::day},
                    {"month", epoch_length::month},
                    {"whole", epoch_length::whole}});
    options.count("chunk", "usages that an agent is asked for at a time (512)", wishes_.options.chunk, 1,
                  1'000'000);
    options.count("window", "accounts that are open at a time (64)", wishes_.options.window, 1, 1'000'000);
    declare_annotations(options, annotations_);
    options.flag("quiet,q", "shows no progress, no remarks and no summary", wishes_.quiet);
    options.color(wishes_.color);
    options.files_unless(words_, "resume");
    options.given(wishes_.given);
  }

  exit_code run() override {
    if (watch_ && !out_.empty())
      return complain(
          {error_code::conflict, "--out keeps one run, and with --watch there are many: leave out one"},
          exit_code::usage);
    if (const auto fits = check_kept(wishes_, !out_.empty()); resumed_.empty() && !fits)
      return complain(fits.error(), exit_code::usage);
    wishes_.annotations = wants_annotations(annotations_);
    interrupted_ = &watch_for_interrupt();
    wishes_.options.interrupted = interrupted_;
    if (!resumed_.empty()) return resume();
    return watch_ ? run_again_and_again() : run_once();
  }

 private:
  result<void> read_out(std::string_view text) {
    if (text.empty())
      return fail(error_code::malformed, "`--out` needs the name of a folder, not an empty one");
    out_ = text;
    return {};
  }

  // What it means is known when the scenario's zone is.
  result<void> read_until(std::string_view text) {
    const auto until = language::parse_asked_instant(text, zone_table{});
    if (!until) return fail(error_code::malformed, fmt::format("--until: {}", until.error().message));
    wishes_.until = text;
    return {};
  }

  // Runs what the words name, once, and leaves in `reports_` what came of it.
  exit_code run_once() {
    reports_.clear();
    const auto scenarios = scenarios_named(words_);
    if (!scenarios) return complain(scenarios.error(), exit_code::unusable_file);
    const bool is_one = words_.size() == 1 && scenarios->front() == words_.front();
    if (is_one)
      return run_one(scenarios->front(),
                     out_.empty() ? std::optional<files::path>() : std::optional<files::path>(out_));

    std::vector<std::optional<files::path>> kept_in(scenarios->size());
    if (!out_.empty()) {
      const auto folders = folders_in(out_, *scenarios);
      if (!folders) return complain(folders.error(), exit_code::usage);
      kept_in.assign(folders->begin(), folders->end());
    }
    reports_ = run_side_by_side(*scenarios, kept_in, wishes_, jobs_);
    return gravest_of(reports_);
  }

  // Finishes a run that was killed; of one that is over, tells again what it came to.
  exit_code resume() {
    if (const auto fits = check_beside_resume(words_, wishes_.given); !fits)
      return complain(fits.error(), exit_code::usage);
    const files::path path = files::absolute(resumed_);
    const auto folder = run_folder::find(path);
    if (!folder) return complain(folder.error(), exit_code::unusable_file);
    if (folder->is_finished()) return tell_finished(*folder);
    const auto begun = take_up(*this, "run", *folder, std::vector(wishes_.given));
    if (!begun)
      return complain(begun.error(), begun.error().code == error_code::unreadable ? exit_code::unusable_file
                                                                                  : exit_code::usage);
    wishes_.annotations = wants_annotations(annotations_);
    wishes_.resumed = *begun;
    return run_one(words_.front(), path);
  }

  exit_code tell_finished(const run_folder& folder) {
    remark(fmt::format("the run in `{}` is finished; this is what it came to", resumed_));
    auto report = finished_report(folder, wishes_);
    if (!report) return complain(report.error(), exit_code::unusable_file);
    tell(*report, report->output);
    return report->code;
  }

  exit_code run_one(const std::string& scenario, const std::optional<files::path>& kept_in) {
    std::optional<progress_line> line(std::in_place, wishes_.quiet);
    reports_.push_back(run_scenario(scenario, wishes_, kept_in, *line, [&](const language::loaded& loaded) {
      show_findings(loaded.findings, wishes_.color);
    }));
    line.reset();
    tell(reports_.back(), reports_.back().output);
    return reports_.back().code;
  }

  exit_code run_again_and_again() {
    while (true) {
      run_once();
      if (*interrupted_) return exit_code::interrupted;
      run_watch watch(words_, wishes_.root, reports_);
      const idle_time idle;
      remark(fmt::format("watching {} file{}; Ctrl-C ends", watch.files(), watch.files() == 1 ? "" : "s"));
      const std::vector<file_change> changes = watch.wait(*interrupted_);
      if (changes.empty()) return exit_code::interrupted;
      if (is_terminal(channel::output)) static_cast<void>(write_output(clear_screen));
      remark(change_text(changes));
    }
  }

  void remark(const std::string& text) const {
    if (!wishes_.quiet) write_message(fmt::format("drawdown: {}\n", text));
  }

  run_wishes wishes_;
  std::string out_;
  std::string resumed_;
  annotation_choice annotations_ = annotation_choice::automatic;
  unsigned jobs_ = 0;
  bool watch_ = false;
  std::vector<std::string> words_;
  const std::atomic<bool>* interrupted_ = nullptr;
  std::vector<scenario_report> reports_;
};

}  // namespace

std::unique_ptr<command> create_run_command() {
  return std::make_unique<run_command>();
}

}  // namespace drawdown::cli
