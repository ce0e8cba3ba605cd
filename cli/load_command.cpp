#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "actors/load/find_max.hpp"
#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/layout.hpp"
#include "cli/load_options.hpp"
#include "cli/load_report.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "cli/root_option.hpp"
#include "cli/terminal.hpp"
#include "engine/measure/measurements_json.hpp"

namespace drawdown::cli {

namespace {

using namespace std::chrono_literals;
using load::nanoseconds;

enum class load_format : std::uint8_t { text, json, markdown };

constexpr duration usual_try = duration::from_us(2'000'000);  // of a search
constexpr std::uint64_t first_rate_tried = 20'000;

exit_code complain(const std::string& message, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", message));
  return code;
}

std::string progress_text(const load::load_figures& now, bool open_loop) {
  if (!now.is_warm) return fmt::format("warming up  {} debits", grouped(now.debits_with_warm_up));
  const double seconds = std::chrono::duration<double>(now.elapsed).count();
  const double rate = seconds > 0 ? static_cast<double>(now.debits) / seconds : 0;
  std::string text = fmt::format("{:.1f} s  {} debits  {}/s", seconds, grouped(now.debits),
                                 grouped(static_cast<std::uint64_t>(rate)));
  if (open_loop)
    text += fmt::format("  lag {}, at most {}  late {}",
                        latency_text(static_cast<std::uint64_t>(now.lag.count())),
                        latency_text(static_cast<std::uint64_t>(now.most_lag.count())), grouped(now.late));
  return text;
}

class load_command : public command {
 public:
  void declare(option_set& options) override {
    declare_load(options, given_);
    options.flag("find-max", "searches the highest rate at which --slo holds", find_max_);
    options.value(
        "slo", "GOALS", "what latencies stay below: 'p99 < 2ms'; several with commas",
        [this](std::string_view text) -> result<void> {
          return read_service_level(text).map([this](service_level level) { level_ = std::move(level); });
        });
    options.choice(
        "format", "what is printed (text)", format_,
        {{"text", load_format::text}, {"json", load_format::json}, {"markdown", load_format::markdown}});
    options.file("out", "writes the measurements into FILE, for `drawdown compare`", out_);
    declare_root(options, root_);
    options.flag("quiet,q", "shows no progress", quiet_);
    options.color(color_);
    options.places(words_, 1);
  }

  exit_code run() override {
    if (const exit_code settled = settle(); settled != exit_code::fine) return settled;
    interrupted_ = &watch_for_interrupt();
    how_.interrupted = interrupted_;
    report_.options = how_;
    report_.machine = machine_text();
    if (find_max_)
      search();
    else
      measure();
    report_.interrupted = *interrupted_;
    report_.thresholds = judge(section_.thresholds, report_);
    return tell();
  }

 private:
  // What the file and the options say together.
  exit_code settle() {
    const auto conflict = [](const std::string& what) { return complain(what, exit_code::usage); };
    if (find_max_ && !level_) return conflict("--find-max needs a goal: add --slo 'p99 < 5ms'");
    if (level_ && !find_max_) return conflict("--slo is for --find-max: add that, or leave out --slo");
    if (find_max_ && given_.count)
      return conflict("--find-max measures each rate for a --duration: leave out --count");
    if (find_max_ && !out_.empty())
      return conflict("--out keeps one measurement, and --find-max makes many: leave out one");
    if (find_max_ && !words_.empty())
      return conflict(fmt::format("--find-max searches a rate, and `{}` says what to run: leave out one",
                                  words_.front()));
    if (words_.empty() && !root_.empty())
      return conflict("--root is of the files that FILE names: add FILE, or leave it out");
    if (find_max_ && !given_.rate) given_.rate = first_rate_tried;
    if (find_max_ && !given_.length) given_.length = usual_try;
    if (!words_.empty())
      if (const exit_code read = read_file(words_.front()); read != exit_code::fine) return read;
    const language::load_terms terms = replaced(section_.terms, given_);
    if (const auto checked = check_load(terms); !checked) return conflict(checked.error().message);
    how_ = load_options_of(with_defaults(terms));
    return exit_code::fine;
  }

  // Takes the load of a scenario.
  exit_code read_file(const std::string& file) {
    language::loaded scenario = language::load_scenario(file, {}, language::load_alone::accepted, root_);
    show_findings(scenario.findings, color_);
    if (const exit_code code = code_of(scenario); code != exit_code::fine) return code;
    if (!scenario.load)
      return complain(fmt::format("`{}` has no load: add `load: {{accounts: 200}}` or `thresholds:`", file),
                      exit_code::usage);
    section_ = std::move(*scenario.load);
    report_.origin = load_origin{file, section_.title, options_said(given_)};
    return exit_code::fine;
  }

  load::load_phase run_phase(const std::shared_ptr<const world>& in, const load::load_options& how,
                             verification verify, std::string_view what) {
    status_line line(quiet_);
    return run_load(in, how, verify, clock_, [&](const load::load_figures& now) {
      line.show([&](std::size_t columns) {
        return cut_between_words(fmt::format("{}  {}", what, progress_text(now, how.rate.has_value())),
                                 columns);
      });
    });
  }

  void measure() {
    const auto in = load::world_of(how_);
    report_.main =
        run_phase(in, how_, how_.verify, how_.verify == verification::off ? "unverified" : "verified");
    if (how_.verify == verification::off || *interrupted_ || !is_fine(*report_.main)) return;
    load::load_options shorter = how_;
    if (shorter.pace.duration) {
      shorter.pace.duration = std::max<nanoseconds>(*shorter.pace.duration / 4, 100ms);
      shorter.pace.warm_up /= 4;
    }
    report_.unverified = run_phase(in, shorter, verification::off, "unverified");
  }

  void search() {
    report_.level = level_;
    // Something else on the machine may have spoilt a try: a rate fails where two of them do.
    const auto try_rate = [this](std::uint64_t rate) -> std::optional<bool> {
      const auto first = try_once(rate);
      return first == false ? try_once(rate) : first;
    };
    report_.highest = load::find_highest_rate(how_.rate.value(), try_rate).highest;
  }

  // Whether the goal holds at that rate; nothing where the search is to end.
  std::optional<bool> try_once(std::uint64_t rate) {
    load::load_options at = how_;
    at.rate = rate;
    tried_rate tried;
    tried.rate = rate;
    tried.phase = run_phase(load::world_of(at), at, at.verify, fmt::format("{}/s:", grouped(rate)));
    if (*interrupted_) return std::nullopt;
    tried.holds = holds(*level_, tried.phase);
    report_.tries.push_back(tried);
    if (!is_fine(tried.phase)) return std::nullopt;
    return tried.holds;
  }

  static bool is_fine(const load::load_phase& phase) {
    return !phase.outcome.defect && phase.outcome.disagreements.empty();
  }

  std::string text() const {
    switch (format_) {
      case load_format::json:
        return load_json(report_);
      case load_format::markdown:
        return load_markdown(report_);
      case load_format::text:
        break;
    }
    return load_text(report_);
  }

  exit_code tell() {
    std::vector<const load::load_phase*> phases;
    if (report_.main) phases.push_back(&*report_.main);
    if (report_.unverified) phases.push_back(&*report_.unverified);
    for (const tried_rate& each : report_.tries) phases.push_back(&each.phase);
    for (const load::load_phase* phase : phases)
      if (phase->outcome.defect)
        return complain("a defect of Drawdown: " + *phase->outcome.defect, exit_code::defect);
    if (const auto written = write_output(text()); !written)
      return complain(written.error().message, exit_code::unusable_file);
    for (const load::load_phase* phase : phases)
      if (!phase->outcome.disagreements.empty())
        return complain(phase->outcome.disagreements.front().message, exit_code::ledgers_disagree);
    if (report_.interrupted) return exit_code::interrupted;
    const exit_code kept = keep();
    return kept == exit_code::fine ? tell_missed() : kept;
  }

  exit_code tell_missed() const {
    const std::size_t missed = missed_of(report_.thresholds);
    if (missed == 0) return exit_code::fine;
    return complain(fmt::format("{} of {} thresholds {} not kept", missed, report_.thresholds.size(),
                                missed == 1 ? "is" : "are"),
                    exit_code::threshold_missed);
  }

  exit_code keep() const {
    if (out_.empty()) return exit_code::fine;
    errno = 0;
    std::ofstream file(out_, std::ios::binary);
    file << measurement::to_json(load_measurements(report_));
    if (file.flush()) return exit_code::fine;
    return complain(fmt::format("`{}` can't be written: {}", out_, std::strerror(errno)),
                    exit_code::unusable_file);
  }

  language::load_terms given_;  // on the command line
  language::load_section section_;
  load::load_options how_;
  bool find_max_ = false;
  std::optional<service_level> level_;
  load_format format_ = load_format::text;
  std::string out_;
  std::string root_;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> words_;
  const std::atomic<bool>* interrupted_ = nullptr;
  load::steady_clock clock_;
  load_report report_;
};

}  // namespace

std::unique_ptr<command> create_load_command() {
  return std::make_unique<load_command>();
}

}  // namespace drawdown::cli
