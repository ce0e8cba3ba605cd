#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "cli/replay_report.hpp"
#include "cli/rules_options.hpp"
#include "cli/terminal.hpp"
#include "cli/verify_option.hpp"
#include "reports/statement/text.hpp"
#include "scenarios/language/bulk.hpp"

namespace drawdown::cli {

namespace {

enum class replay_format : std::uint8_t { text, json };

// Blocks are folded as they come, and forgotten.
class folding_sink : public block_sink {
 public:
  explicit folding_sink(reports::replay_totals& into) : into_(into) {}
  result<void> write(std::span<const std::byte> block) override { return into_.add(block); }

 private:
  reports::replay_totals& into_;
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
    declare_rules(options, rules_);
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
    const std::string& file = words_.front();
    opened_ = language::load_for_replay(file, rules_, bulk_);
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
    return replay();
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

  exit_code replay() {
    const world& in = *opened_.scenario.what;
    reports::replay_totals totals(in);
    folding_sink sink(totals);
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
    if (!quiet_) write_message(replay_speed(report));
    return report.code;
  }

  language::rules_asked rules_;
  language::bulk_options bulk_;
  run_options options_;
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
