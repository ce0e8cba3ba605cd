#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/block_keeper.hpp"
#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/keep_options.hpp"
#include "cli/keep_run.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "cli/replay_report.hpp"
#include "cli/root_option.hpp"
#include "cli/rules_options.hpp"
#include "cli/run_folder.hpp"
#include "cli/terminal.hpp"
#include "cli/verify_option.hpp"
#include "reports/statement/text.hpp"
#include "scenarios/language/bulk.hpp"

namespace drawdown::cli {

namespace {

enum class replay_format : std::uint8_t { text, json };

// Blocks are folded as they come, and forgotten; `kept` hears of them, too, where the replay has a folder.
class folding_sink : public block_sink {
 public:
  folding_sink(reports::replay_totals& into, block_keeper* kept) : into_(into), kept_(kept) {}
  result<void> write(std::span<const std::byte> block) override {
    if (auto folded = into_.add(block); !folded) return folded;
    return kept_ != nullptr ? kept_->write(block) : result<void>();
  }

 private:
  reports::replay_totals& into_;
  block_keeper* kept_;
};

exit_code complain(const std::string& message, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", message));
  return code;
}

class replay_command : public command {
 public:
  void declare(option_set& options) override {
    options.value("bad-rows", "fail|skip|quarantine:FILE",
                  "what becomes of a row that can't be read (fail): the run ends, it is left out, or it is "
                  "also written to FILE as it stood, and why to FILE.reasons",
                  [this](std::string_view text) { return read_bad_rows(text); });
    options.value(
        "out", "DIR",
        "keeps the replay in DIR as `run --keep totals` does: run.sqlite, results.json, manifest.json",
        [this](std::string_view text) -> result<void> {
          if (text.empty())
            return fail(error_code::malformed, "`--out` needs the name of a folder, not an empty one");
          out_ = text;
          return {};
        });
    declare_keep_accounts(options, wishes_.keep);
    declare_rules(options, rules_);
    declare_root(options, root_);
    declare_verify(options, options_.verify);
    options.count("threads", "threads that run actors (one per core)", options_.threads, 1, 1024);
    options.count("rows-at-a-time", "rows that are worked while the next are read (65536)", bulk_.chunk_rows,
                  1, most_rows_at_a_time);
    options.choice("format", "what is printed (text)", format_,
                   {{"text", replay_format::text}, {"json", replay_format::json}});
    options.flag("quiet,q", "shows no progress and no times", quiet_);
    options.color(color_);
    options.files(words_);
  }

  exit_code run() override {
    if (words_.size() > 1)
      return complain(fmt::format("`replay` takes one scenario: leave out `{}`", words_[1]),
                      exit_code::usage);
    wishes_.keep.unasked = keep_what::totals;
    if (const auto fits = check_keep(wishes_.keep, !out_.empty()); !fits)
      return complain(fits.error().message, exit_code::usage);
    const std::string& file = words_.front();
    opened_ = language::load_for_replay(file, rules_, bulk_, root_);
    const language::loaded& scenario = opened_.scenario;
    show_findings(scenario.findings, color_);
    if (const exit_code code = code_of(scenario); code != exit_code::fine) return code;
    if (const auto checked = check_assumed(scenario.rules); !checked)
      return complain(checked.error().message, exit_code::usage);
    if (!opened_.feed)
      return complain(fmt::format("`{}` names no usage files: `drawdown run` runs it", file),
                      exit_code::usage);
    if (const auto place = reports::first_that_needs_history(*scenario.what))
      return complain(
          fmt::format("{}:{}:{}: this asks for a history, and a replay keeps figures alone: "
                      "expect figures, or use `drawdown run`",
                      reports::clean(scenario.what->files.at(place->file)), place->line, place->column),
          exit_code::usage);
    if (out_.empty()) return replay({});
    if (const auto known = accounts_to_keep(wishes_.keep, *scenario.what); !known)
      return complain(known.error().message, exit_code::usage);
    auto folder = run_folder::make(out_);
    if (!folder) return complain(folder.error().message, exit_code::unusable_file);
    return replay(std::move(*folder));
  }

 private:
  static constexpr std::size_t most_rows_at_a_time = 16'777'216;

  result<void> read_bad_rows(std::string_view text) {
    constexpr std::string_view to_file = "quarantine:";
    if (text == "fail") {
      bulk_.on_bad_row = language::bad_rows::fail;
    } else if (text == "skip") {
      bulk_.on_bad_row = language::bad_rows::skip;
    } else if (text.starts_with(to_file) && text.size() > to_file.size()) {
      bulk_.on_bad_row = language::bad_rows::quarantine;
      bulk_.quarantine_path = text.substr(to_file.size());
    } else {
      return fail(error_code::malformed,
                  fmt::format("--bad-rows: `{}` is not `fail`, `skip` or `quarantine:FILE`", text));
    }
    return {};
  }

  exit_code replay(const std::optional<run_folder>& folder) {
    const world& in = *opened_.scenario.what;
    reports::replay_totals totals(in);
    block_keeper blocks;
    if (folder)
      if (const auto ready = prepare(blocks, *folder); !ready)
        return complain(ready.error().message, exit_code::unusable_file);
    folding_sink sink(totals, folder ? &blocks : nullptr);
    options_.feed = opened_.feed.get();
    options_.interrupted = &watch_for_interrupt();
    const auto began = std::chrono::steady_clock::now();
    const run_outcome outcome = run_with_progress(sink);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    if (outcome.defect) return complain("a defect of Drawdown: " + *outcome.defect, exit_code::defect);
    if (outcome.sink_error) return complain(outcome.sink_error->message, exit_code::defect);
    show_findings(opened_.feed->findings(), color_);
    if (outcome.feed_error) return complain_of_rows(*outcome.feed_error);
    if (!outcome.interrupted) totals.finish();
    if (folder)
      if (const auto kept = keep(*folder, blocks, outcome, wall); !kept)
        return complain(kept.error().message, exit_code::unusable_file);

    const unsigned threads =
        options_.threads > 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
    replay_report report{.in = in,
                         .totals = totals,
                         .outcome = outcome,
                         .rules = opened_.scenario.rules,
                         .verification = word_for(options_.verify),
                         .rows = opened_.feed->counts(),
                         .inputs = opened_.feed->inputs(),
                         .code = verdict(outcome, totals),
                         .threads = threads,
                         .wall = wall,
                         .resident_bytes = peak_resident_bytes()};
    return tell(report);
  }

  result<void> prepare(block_keeper& blocks, const run_folder& folder) const {
    const world& in = *opened_.scenario.what;
    const auto kept = accounts_to_keep(wishes_.keep, in);
    if (!kept) return tl::unexpected(kept.error());
    if (*kept) blocks.keep_only(in, **kept);
    return blocks.also_append_to(folder.blocks());
  }

  result<void> keep(const run_folder& folder, block_keeper& blocks, const run_outcome& outcome,
                    std::chrono::duration<double> wall) {
    if (auto closed = blocks.close(); !closed) return closed;
    std::vector<reports::input_hash> usage_files;
    for (const language::bulk_input& input : opened_.feed->inputs())
      usage_files.push_back({input.path, input.xxh3});
    wishes_.options.verify = options_.verify;
    wishes_.options.threads = options_.threads;
    return keep_run(opened_.scenario, wishes_, folder, blocks, outcome, wall, usage_files);
  }

  run_outcome run_with_progress(block_sink& sink) {
    progress_line line(quiet_);
    const world& in = *opened_.scenario.what;
    line.begins(in, in.end);
    options_.on_progress = [&](const progress& now) { line.comes_to(now); };
    return drawdown::run(opened_.scenario.what, options_, sink);
  }

  // A row, which a finding has shown; else a file that can't be read on.
  exit_code complain_of_rows(const error& failure) const {
    const bool is_shown = !opened_.feed->findings().empty();
    const bool is_row = failure.code != error_code::unreadable;
    return complain(is_shown
                        ? "the replay ends there, without figures; where a row is bad, `--bad-rows skip` or "
                          "`--bad-rows quarantine:FILE` goes on"
                        : failure.message,
                    is_row ? exit_code::faulty_input : exit_code::unusable_file);
  }

  static exit_code verdict(const run_outcome& outcome, const reports::replay_totals& totals) {
    exit_code code = exit_code::fine;
    if (!outcome.disagreements.empty()) code = graver(code, exit_code::ledgers_disagree);
    if (!totals.missed().empty()) code = graver(code, exit_code::expectation_failed);
    if (outcome.interrupted) code = graver(code, exit_code::interrupted);
    return code;
  }

  exit_code tell(const replay_report& report) {
    const std::string text = format_ == replay_format::json ? replay_json(report) : replay_text(report);
    if (const auto written = write_output(text); !written)
      return complain(written.error().message, exit_code::unusable_file);
    for (const disagreement& found : report.outcome.disagreements)
      write_message(fmt::format("drawdown: {}\n", reports::clean(found.message)));
    if (!quiet_ && !out_.empty()) write_message(fmt::format("drawdown: the replay is kept in `{}`\n", out_));
    if (!quiet_) write_message(replay_speed(report));
    return report.code;
  }

  language::rules_asked rules_;
  std::string root_;
  language::bulk_options bulk_;
  run_options options_;
  run_wishes wishes_;  // of what is kept
  std::string out_;
  replay_format format_ = replay_format::text;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> words_;
  language::loaded_for_replay opened_;
};

}  // namespace

std::unique_ptr<command> create_replay_command() {
  return std::make_unique<replay_command>();
}

}  // namespace drawdown::cli
