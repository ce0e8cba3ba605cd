#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/keep_options.hpp"
#include "cli/keep_run.hpp"
#include "cli/load_words.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "cli/resumption.hpp"
#include "cli/rules_options.hpp"
#include "cli/simulate_report.hpp"
#include "cli/simulated_run.hpp"
#include "cli/terminal.hpp"
#include "cli/verify_option.hpp"
#include "reports/results/file.hpp"
#include "reports/statement/text.hpp"
#include "scenarios/language/write_population.hpp"

namespace drawdown::cli {

std::unique_ptr<command> create_simulate_command();

namespace {

using seconds = std::chrono::duration<double>;
using clock = std::chrono::steady_clock;

// With more transactions than so many it is no run store that anybody waits for.
constexpr std::uint64_t most_events_kept = 5'000'000;

enum class simulate_format : std::uint8_t { text, json };

// Blocks are folded as they come; they are kept where the run is.
class simulation_sink : public block_sink {
 public:
  simulation_sink(reports::simulation_totals& totals, block_keeper* kept) : totals_(totals), kept_(kept) {}
  result<void> write(std::span<const std::byte> block) override {
    // What is kept may fail and come again; what is folded may not come twice.
    if (kept_ != nullptr)
      if (auto kept = kept_->write(block); !kept) return kept;
    return totals_.add(block);
  }

 private:
  reports::simulation_totals& totals_;
  block_keeper* kept_;
};

exit_code complain(const std::string& message, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", message));
  return code;
}

class simulate_command : public command {
 public:
  void declare(option_set& options) override {
    options.value("catalog", "FILE", "what the customers buy from; needed", [this](std::string_view text) {
      asked_.catalog = text;
      return result<void>();
    });
    options.count("months", "how many months are simulated; needed", months_, 1, population::most_months);
    options.count("seed", "draws with this seed instead of the population's", asked_.seed);
    declare_rules(options, asked_.rules);
    options.value("out", "DIR",
                  fmt::format("keeps the run in DIR as `run` does; every transaction of at most {} events",
                              grouped(most_events_kept)),
                  [this](std::string_view text) { return read_name("out", text, out_); });
    declare_keep(options, wishes_.keep);
    declare_checkpoints(options, wishes_);
    options.value(
        "resume", "DIR",
        "finishes the run that was killed while it was kept in DIR; with the options it was begun with",
        [this](std::string_view text) { return read_name("resume", text, resumed_); });
    options.value(
        "write-scenario", "FILE",
        "writes the customers and all that they do as a scenario to FILE, and runs nothing",
        [this](std::string_view text) { return read_name("write-scenario", text, scenario_file_); });
    declare_verify(options, wishes_.options.verify);
    options.count("threads", "threads that run actors (one per core)", wishes_.options.threads, 1, 1024);
    options.choice("format", "what is printed (text)", format_,
                   {{"text", simulate_format::text}, {"json", simulate_format::json}});
    options.flag("quiet,q", "shows no progress and no times", wishes_.quiet);
    options.color(wishes_.color);
    options.files_unless(words_, "resume");
    options.given(wishes_.given);
  }

  exit_code run() override {
    if (!resumed_.empty()) return resume();
    return run_named();
  }

 private:
  // Finishes a run that was killed; of one that is over, says so and ends as it did.
  exit_code resume() {
    if (const auto fits = check_beside_resume(words_, wishes_.given); !fits)
      return complain(fits.error().message, exit_code::usage);
    out_ = std::filesystem::absolute(resumed_);
    const auto folder = run_folder::find(out_);
    if (!folder) return complain(folder.error().message, exit_code::unusable_file);
    if (folder->is_finished()) return tell_finished(*folder);
    const auto begun = take_up(*this, "simulate", *folder, std::vector(wishes_.given));
    if (!begun)
      return complain(begun.error().message, begun.error().code == error_code::unreadable
                                                 ? exit_code::unusable_file
                                                 : exit_code::usage);
    wishes_.resumed = *begun;
    return run_named();
  }

  exit_code tell_finished(const run_folder& folder) const {
    const auto report = finished_report(folder, wishes_);
    if (!report) return complain(report.error().message, exit_code::unusable_file);
    return complain(
        fmt::format("the run in `{0}` is finished; `drawdown report '{0}'` tells what it came to", resumed_),
        report->code);
  }

  exit_code run_named() {
    if (words_.size() > 1)
      return complain(fmt::format("`simulate` takes one population: leave out `{}`", words_[1]),
                      exit_code::usage);
    if (asked_.catalog.empty())
      return complain("`simulate` needs the catalog that customers buy from: `--catalog FILE`",
                      exit_code::usage);
    if (months_ == 0)
      return complain("`simulate` needs the number of months: `--months 12`", exit_code::usage);
    if (!out_.empty() && !scenario_file_.empty())
      return complain("`--write-scenario` runs nothing that `--out` could keep: leave out one",
                      exit_code::usage);
    if (const auto fits = check_kept(wishes_, !out_.empty()); !fits)
      return complain(fits.error().message, exit_code::usage);
    asked_.months = static_cast<std::uint32_t>(months_);
    loaded_ = language::load_population(words_.front(), asked_);
    show_findings(loaded_.scenario.findings, wishes_.color);
    if (wishes_.resumed && !loaded_.scenario.unreadable)
      if (const auto same = check_inputs_are(*wishes_.resumed, loaded_.scenario.inputs); !same)
        return complain(same.error().message, exit_code::unusable_file);
    if (const exit_code code = code_of(loaded_.scenario); code != exit_code::fine) return code;
    if (const auto checked = check_assumed(loaded_.scenario.rules); !checked)
      return complain(checked.error().message, exit_code::usage);
    wishes_.options.interrupted = &watch_for_interrupt();
    return simulate();
  }

  static result<void> read_name(std::string_view option, std::string_view text, std::string& into) {
    if (text.empty())
      return fail(error_code::malformed, fmt::format("`--{}` needs a name, not an empty one", option));
    into = text;
    return {};
  }

  exit_code simulate() {
    const auto began = clock::now();
    const auto made = settle_customers(loaded_, wishes_.options, {}, wishes_.quiet);
    const seconds making = clock::now() - began;
    if (!made) return complain("stopped before the run", exit_code::interrupted);
    if (!scenario_file_.empty()) return write_scenario(*made);
    std::optional<run_folder> folder;
    if (!out_.empty()) {
      if (made->events > most_events_kept && !wishes_.keep.totals())
        return complain(
            fmt::format(
                "a run store with all {} transactions is too large (at most {}): {}; or simulate fewer "
                "customers or months",
                grouped(made->events), grouped(most_events_kept), how_to_keep_totals()),
            exit_code::usage);
      if (const auto known = accounts_to_keep(wishes_.keep, *made->what); !known)
        return complain(known.error().message, exit_code::usage);
      auto opened = wishes_.resumed ? run_folder::find(out_) : run_folder::make(out_);
      if (!opened) return complain(opened.error().message, exit_code::unusable_file);
      folder = std::move(*opened);
    }
    return run_world(*made, folder, making);
  }

  exit_code write_scenario(const simulated_world& made) {
    const auto text = language::write_population(*made.what, made.habits, &loaded_.scenario.rules);
    if (!text) return complain(text.error().message, exit_code::usage);
    const auto written = reports::write_file(scenario_file_, *text);
    return written ? exit_code::fine : complain(written.error().message, exit_code::unusable_file);
  }

  exit_code run_world(const simulated_world& made, const std::optional<run_folder>& folder, seconds making) {
    const world& in = *made.what;
    reports::simulation_totals totals(in,
                                      population::months_of(in.start, loaded_.of.months, in.zones[in.zone]));
    block_keeper blocks;
    const auto kept = accounts_to_keep(wishes_.keep, in);
    if (!kept) return complain(kept.error().message, exit_code::usage);
    if (*kept) {
      transactions_of_ = static_cast<std::uint64_t>(std::ranges::count(**kept, true));
      blocks.keep_only(in, **kept);
    }
    simulation_sink sink(totals, folder ? &blocks : nullptr);
    run_options options = wishes_.options;
    result<kept_beginning> begins;
    if (folder) {
      begins = open_blocks(loaded_.scenario, "simulate", words_, wishes_, *folder, blocks);
      if (!begins) return complain(begins.error().message, exit_code::unusable_file);
      write_message(begins->said);
      if (const auto begun = begin_from(*begins, blocks, sink, options); !begun)
        return complain(begun.error().message, exit_code::unusable_file);
    }
    const auto began = clock::now();
    const run_outcome outcome = run_simulated(made, options, sink, wishes_.quiet);
    const seconds running = clock::now() - began;
    if (const auto stop = stopped_short(outcome, blocks)) return complain(stop->message, stop->code);
    if (outcome.defect) return complain("a defect of Drawdown: " + *outcome.defect, exit_code::defect);
    if (outcome.sink_error) return complain(outcome.sink_error->message, exit_code::unusable_file);
    if (folder)
      if (const exit_code code = keep(*folder, blocks, outcome, running); code != exit_code::fine)
        return code;
    const unsigned threads = wishes_.options.threads > 0 ? wishes_.options.threads
                                                         : std::max(1U, std::thread::hardware_concurrency());
    return tell({.of = made,
                 .asked = loaded_.of,
                 .totals = totals,
                 .outcome = outcome,
                 .rules = loaded_.scenario.rules,
                 .verification = word_for(wishes_.options.verify),
                 .code = verdict(outcome),
                 .threads = threads,
                 .making = making,
                 .running = running,
                 .resident_bytes = peak_resident_bytes()});
  }

  exit_code keep(const run_folder& folder, block_keeper& blocks, const run_outcome& outcome,
                 seconds running) {
    if (auto closed = blocks.close(); !closed)
      return complain(closed.error().message, exit_code::unusable_file);
    progress_line line(wishes_.quiet);
    line.writes(outcome);
    const auto kept = keep_run(loaded_.scenario, wishes_, folder, blocks, outcome, running);
    if (!kept) return complain(kept.error().message, exit_code::unusable_file);
    return exit_code::fine;
  }

  static exit_code verdict(const run_outcome& outcome) {
    exit_code code = exit_code::fine;
    if (!outcome.disagreements.empty()) code = graver(code, exit_code::ledgers_disagree);
    if (outcome.interrupted) code = graver(code, exit_code::interrupted);
    return code;
  }

  exit_code tell(const simulate_report& report) {
    const std::string text = format_ == simulate_format::json ? simulate_json(report) : simulate_text(report);
    if (const auto written = write_output(text); !written)
      return complain(written.error().message, exit_code::unusable_file);
    for (const disagreement& found : report.outcome.disagreements)
      write_message(fmt::format("drawdown: {}\n", reports::clean(found.message)));
    if (wishes_.quiet) return report.code;
    if (!out_.empty()) write_message(fmt::format("drawdown: {}\n", where_kept(report)));
    write_message(simulate_speed(report));
    return report.code;
  }

  std::string where_kept(const simulate_report& report) const {
    const std::string& folder = resumed_.empty() ? out_ : resumed_;
    if (!wishes_.keep.totals()) return fmt::format("the run is kept in `{}`", folder);
    return fmt::format("the run is kept in `{}`: totals of all accounts, and the transactions of {} of {}",
                       folder, grouped(transactions_of_), grouped(report.of.what->accounts.size()));
  }

  language::population_asked asked_;
  std::uint64_t months_ = 0;
  run_wishes wishes_;
  std::uint64_t transactions_of_ = 0;  // so many accounts, where not of all
  std::string out_;
  std::string resumed_;
  std::string scenario_file_;
  simulate_format format_ = simulate_format::text;
  std::vector<std::string> words_;
  language::loaded_population loaded_;
};

}  // namespace

std::unique_ptr<command> create_simulate_command() {
  return std::make_unique<simulate_command>();
}

}  // namespace drawdown::cli
