#include <algorithm>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "actors/load/find_max.hpp"
#include "cli/command_table.hpp"
#include "cli/interrupt.hpp"
#include "cli/layout.hpp"
#include "cli/load_report.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "engine/measure/measurements_json.hpp"
#include "engine/time/text.hpp"

namespace drawdown::cli {

namespace {

using namespace std::chrono_literals;
using load::nanoseconds;

enum class load_format : std::uint8_t { text, json, markdown };

// What is not said on the command line.
constexpr std::uint32_t usual_accounts = 100;
constexpr std::uint32_t usual_lots = 3;
constexpr std::uint32_t usual_window = 256;
constexpr std::uint64_t most_outstanding = 1'000'000;  // unless a window is asked for
constexpr nanoseconds usual_warm_up = 1s;
constexpr nanoseconds usual_duration = 5s;
constexpr nanoseconds usual_try = 2s;
constexpr std::uint64_t first_rate_tried = 20'000;

load::load_options usual_options() {
  load::load_options usual;
  usual.shape.accounts = usual_accounts;
  usual.shape.lots = usual_lots;
  return usual;
}

exit_code complain(const std::string& message, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", message));
  return code;
}

nanoseconds wall_time(duration length) {
  return std::chrono::microseconds(length.us());
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
    declare_customers(options);
    declare_loop(options);
    declare_length(options);
    options.choice("verify", "what the reference ledger proves (full)", how_.verify,
                   {{"full", verification::full}, {"off", verification::off}});
    options.flag("find-max", "searches the highest rate at which --slo holds", find_max_);
    options.value(
        "slo", "GOALS", "what latencies stay below: 'p99 < 2ms'; several with commas",
        [this](std::string_view text) -> result<void> {
          return read_service_level(text).map([this](service_level level) { level_ = std::move(level); });
        });
    options.choice(
        "format", "what is printed (text)", format_,
        {{"text", load_format::text}, {"json", load_format::json}, {"markdown", load_format::markdown}});
    options.value("out", "FILE", "writes the measurements into FILE, for `drawdown compare`",
                  [this](std::string_view text) -> result<void> {
                    if (text.empty())
                      return fail(error_code::malformed,
                                  "`--out` needs the name of a file, not an empty one");
                    out_ = text;
                    return {};
                  });
    options.flag("quiet,q", "shows no progress", quiet_);
    options.places(words_, 0);
  }

  exit_code run() override {
    if (const auto settled = settle(); !settled) return complain(settled.error().message, exit_code::usage);
    interrupted_ = &watch_for_interrupt();
    how_.interrupted = interrupted_;
    report_.options = how_;
    report_.machine = machine_text();
    if (find_max_)
      search();
    else
      measure();
    report_.interrupted = *interrupted_;
    return tell();
  }

 private:
  void declare_customers(option_set& options) {
    options.count("accounts", fmt::format("accounts that are debited ({})", usual_accounts),
                  how_.shape.accounts, 1, population::most_load_accounts);
    options.count("agents", "agents of each account (1)", how_.shape.agents, 1, population::most_load_agents);
    options.count("lots", fmt::format("lots that each account begins with ({})", usual_lots), how_.shape.lots,
                  1, population::most_load_lots);
    declare_share(options, "holds", "debits that are a hold and its capture (0%)", how_.shape.holds);
    declare_share(options, "top-ups", "top-ups in the place of debits (0%)", how_.shape.top_ups);
    declare_share(options, "recharges", "accounts with a small wallet and auto-recharge (0%)",
                  how_.shape.recharges);
    options.value(
        "distribution", "D",
        "who is debited how often (uniform): uniform; zipf:S, the n-th by 1/n^S; hotspot:P%, a hundredth "
        "of the accounts has P% of the load",
        [this](std::string_view text) -> result<void> {
          auto read = population::parse_skew(text);
          if (!read) return fail(read.error().code, "--distribution: " + read.error().message);
          how_.shape.skew = *read;
          return {};
        });
    options.value("seed", "N", "draws with this seed (1)", [this](std::string_view text) -> result<void> {
      return read_count("--seed", text, 0, UINT64_MAX).map([this](std::uint64_t n) { how_.shape.seed = n; });
    });
  }

  void declare_loop(option_set& options) {
    options.value("window", "N",
                  "debits of each agent that are outstanding (256, or fewer: all together a million)",
                  [this](std::string_view text) -> result<void> {
                    return read_count("--window", text, 1, 1'000'000).map([this](std::uint64_t n) {
                      window_ = static_cast<std::uint32_t>(n);
                    });
                  });
    options.value("rate", "R", "an open loop of so many debits a second, of all agents: 500k/s",
                  [this](std::string_view text) -> result<void> {
                    return read_rate("--rate", text).map([this](std::uint64_t n) { how_.rate = n; });
                  });
    options.value("arrivals", "even|poisson", "how debits of an open loop follow each other (even)",
                  [this](std::string_view text) { return read_arrivals(text); });
    options.value(
        "tick", "D", "how far an open loop goes at a time (1ms)",
        [this](std::string_view text) -> result<void> {
          return read_length("--tick", text, duration::from_us(10)).map([this](duration d) { tick_ = d; });
        });
    options.value("late", "D", "a debit that is answered later is counted as late (100ms)",
                  [this](std::string_view text) -> result<void> {
                    return read_length("--late", text, duration::from_us(1)).map([this](duration d) {
                      how_.pace.late = wall_time(d);
                    });
                  });
    options.count("batch", "debits a message, at most (256)", how_.batch, 1, 1'000'000);
    options.count("threads", "threads that run actors (one per core)", how_.threads, 1, 1024);
  }

  void declare_length(option_set& options) {
    options.value("warm-up", "D", "not counted (1s; with --count 0s)",
                  [this](std::string_view text) -> result<void> {
                    return read_length("--warm-up", text, duration{}).map([this](duration d) {
                      warm_up_ = wall_time(d);
                    });
                  });
    options.value("duration", "D", "how long is measured (5s; of a search 2s a try)",
                  [this](std::string_view text) -> result<void> {
                    return read_length("--duration", text, duration::from_us(1000)).map([this](duration d) {
                      duration_ = wall_time(d);
                    });
                  });
    options.value("count", "N", "ends after about so many debits instead, and so repeats to the digit",
                  [this](std::string_view text) -> result<void> {
                    return read_count("--count", text, 1, 1'000'000'000'000).map([this](std::uint64_t n) {
                      how_.count = n;
                    });
                  });
  }

  static void declare_share(option_set& options, const std::string& name, const std::string& help,
                            parts_per_million& target) {
    options.value(name, "P%", help, [name, &target](std::string_view text) -> result<void> {
      return read_share("--" + name, text).map([&](parts_per_million part) { target = part; });
    });
  }

  result<void> read_arrivals(std::string_view text) {
    if (text == "even")
      how_.shape.arrivals = arrival_process::even;
    else if (text == "poisson")
      how_.shape.arrivals = arrival_process::poisson;
    else
      return tl::unexpected(
          unknown_word("value of --arrivals", text, std::vector<std::string_view>{"even", "poisson"}));
    arrivals_given_ = true;
    return {};
  }

  // What options say together.
  result<void> settle() {
    const auto conflict = [](std::string_view what) { return fail(error_code::conflict, std::string(what)); };
    const bool is_open = how_.rate.has_value() || find_max_;
    if (find_max_ && !level_) return conflict("--find-max needs a goal: add --slo 'p99 < 5ms'");
    if (level_ && !find_max_) return conflict("--slo is for --find-max: add that, or leave out --slo");
    if (find_max_ && how_.count)
      return conflict("--find-max measures each rate for a --duration: leave out --count");
    if (find_max_ && !out_.empty())
      return conflict("--out keeps one measurement, and --find-max makes many: leave out one");
    if (is_open && window_)
      return conflict(
          "--window is of a closed loop, and --rate and --find-max make an open one: leave out one");
    if (!is_open && arrivals_given_)
      return conflict("--arrivals is of an open loop: add --rate, such as --rate 100k/s");
    if (!is_open && tick_) return conflict("--tick is of an open loop: add --rate, such as --rate 100k/s");
    if (how_.count && duration_)
      return conflict("--count and --duration both say when to end: leave out one");
    if (std::uint64_t{how_.shape.holds} + how_.shape.top_ups > 1'000'000)
      return conflict("--holds and --top-ups together are more than all: make them 100% or less");
    const std::uint64_t agents = std::uint64_t{how_.shape.accounts} * how_.shape.agents;
    how_.window = window_.value_or(
        static_cast<std::uint32_t>(std::clamp<std::uint64_t>(most_outstanding / agents, 1, usual_window)));
    how_.tick = tick_.value_or(how_.tick);
    how_.pace.warm_up = warm_up_.value_or(how_.count ? nanoseconds{} : usual_warm_up);
    if (!how_.count) how_.pace.duration = duration_.value_or(find_max_ ? usual_try : usual_duration);
    return {};
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
    report_.highest = load::find_highest_rate(how_.rate.value_or(first_rate_tried), try_rate).highest;
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
    return keep();
  }

  exit_code keep() const {
    if (out_.empty()) return exit_code::fine;
    std::ofstream file(out_, std::ios::binary);
    file << measurement::to_json(load_measurements(report_));
    if (file.flush()) return exit_code::fine;
    return complain(fmt::format("{}: it can't be written", out_), exit_code::unusable_file);
  }

  load::load_options how_ = usual_options();
  std::optional<std::uint32_t> window_;
  std::optional<duration> tick_;
  std::optional<nanoseconds> warm_up_;
  std::optional<nanoseconds> duration_;
  bool arrivals_given_ = false;
  bool find_max_ = false;
  std::optional<service_level> level_;
  load_format format_ = load_format::text;
  std::string out_;
  bool quiet_ = false;
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
