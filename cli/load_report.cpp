#include "cli/load_report.hpp"

#include <algorithm>
#include <array>
#include <thread>

#include <fmt/format.h>

#include "cli/version.hpp"
#include "engine/time/text.hpp"

namespace drawdown::cli {

namespace {

using load::load_phase;

struct named_share {
  std::string_view name;
  measurement::share at;
};
constexpr std::array percentiles = {
    named_share{"p50", measurement::p50}, named_share{"p90", measurement::p90},
    named_share{"p99", measurement::p99}, named_share{"p99.9", measurement::p99_9},
    named_share{"p99.99", measurement::p99_99}};

std::string percent_text(parts_per_million part) {
  std::string text = fmt::format("{:.4f}", static_cast<double>(part) / 10'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + '%';
}

std::string span_text(load::nanoseconds length) {
  return to_string(duration::from_us(std::chrono::duration_cast<std::chrono::microseconds>(length).count()));
}

std::string loop_text(const load::load_options& options) {
  return options.rate ? fmt::format("open, {} debits a second", grouped(*options.rate))
                      : fmt::format("closed, {} debits of each agent outstanding", grouped(options.window));
}

std::string arrivals_text(const load_report& report) {
  if (!report.options.rate && report.tries.empty()) return "all of an epoch at once";
  return fmt::format("{}, in ticks of {}",
                     report.options.shape.arrivals == arrival_process::poisson ? "poisson" : "even",
                     to_string(report.options.tick));
}

std::string length_text(const load::load_options& options) {
  if (options.count) return fmt::format("{} debits", grouped(*options.count));
  return options.pace.duration ? span_text(*options.pace.duration) : std::string("to the world's end");
}

}  // namespace

std::vector<measurement::condition> load_conditions(const load_report& report) {
  const load::load_options& how = report.options;
  const unsigned threads = how.threads != 0 ? how.threads : std::max(1U, std::thread::hardware_concurrency());
  return {{"loop", report.level ? "open, the rate is searched" : loop_text(how)},
          {"arrivals", arrivals_text(report)},
          {"accounts", grouped(how.shape.accounts)},
          {"agents per account", grouped(how.shape.agents)},
          {"lots per account", grouped(how.shape.lots)},
          {"skew", population::to_string(how.shape.skew)},
          {"holds", percent_text(how.shape.holds) + " of debits"},
          {"top-ups", percent_text(how.shape.top_ups) + " in the place of debits"},
          {"auto-recharge", percent_text(how.shape.recharges) + " of accounts"},
          {"batch", fmt::format("{} debits a message at most", grouped(how.batch))},
          {"threads", grouped(threads)},
          {"verification", how.verify == verification::off ? "off" : "full"},
          {"warm-up", span_text(how.pace.warm_up)},
          {"length", length_text(how)},
          {"late", "later than " + span_text(how.pace.late)},
          {"seed", std::to_string(how.shape.seed)},
          {"build", fmt::format("drawdown {}, {}", program_version(), build_type())},
          {"machine", report.machine}};
}

std::vector<std::pair<std::string, std::uint64_t>> latencies_of(const load_phase& phase) {
  std::vector<std::pair<std::string, std::uint64_t>> told;
  for (const named_share& each : percentiles)
    if (const auto value = phase.latencies.percentile(each.at)) told.emplace_back(each.name, *value);
  if (const auto most = phase.latencies.max()) told.emplace_back("max", *most);
  return told;
}

std::uint64_t not_answered(const load_report& report, const load_phase& phase) {
  if (!report.options.rate || !phase.outcome.was_enough) return 0;
  const double seconds = std::chrono::duration<double>(phase.figures.lag).count();
  return static_cast<std::uint64_t>(seconds * static_cast<double>(*report.options.rate));
}

std::uint64_t messages_of(const load_phase& phase) {
  const work_counts& work = phase.outcome.work;
  return work.open_done + work.want_plan + work.charge_script + work.judge_verdict;
}

double messages_per_debit(const load_phase& phase) {
  const auto messages = static_cast<double>(messages_of(phase));
  const auto debits = static_cast<double>(phase.figures.debits_with_warm_up);
  return debits > 0 ? messages / debits : 0;
}

std::string verdict_of(const load_report& report) {
  const auto is_wrong = [](const load_phase& phase) { return !phase.outcome.disagreements.empty(); };
  const bool is_any_wrong =
      (report.main && is_wrong(*report.main)) ||
      std::ranges::any_of(report.tries, [&](const tried_rate& each) { return is_wrong(each.phase); });
  if (is_any_wrong) return "not verified";
  return report.options.verify == verification::off ? "unverified" : "verified";
}

measurement::measurements load_measurements(const load_report& report) {
  using namespace measurement;
  measurements made;
  made.what = measured_by::load;
  made.subject = "drawdown load";
  made.conditions = load_conditions(report);
  const auto add = [&](std::string name, std::string unit, gate which, std::vector<double> samples) {
    made.metrics.push_back({std::move(name), std::move(unit), which, better::lower, std::move(samples)});
  };
  const auto add_times = [&](const std::string& name, const load_phase& phase) {
    std::vector<double> samples;
    for (const load::load_slice& slice : phase.slices)
      samples.push_back(static_cast<double>(slice.length.count()) / static_cast<double>(slice.debits));
    if (!samples.empty()) add(name, "ns", gate::time, std::move(samples));
  };
  if (!report.main) return made;
  const load_phase& main = *report.main;
  const bool verified = main.verified;
  add_times(verified ? "verified time per debit" : "unverified time per debit", main);
  if (report.unverified) add_times("unverified time per debit", *report.unverified);
  for (const auto& [name, value] : latencies_of(main))
    if (value > 0) add("latency " + name, "ns", gate::time, {static_cast<double>(value)});
  // What repeats to the digit: a closed loop that comes to the end of its world.
  if (!report.options.count || report.options.rate || report.interrupted) return made;
  add("debits", "debits", gate::exact, {static_cast<double>(main.figures.debits_with_warm_up)});
  add("messages per debit", "messages", gate::exact, {messages_per_debit(main)});
  if (main.figures.debits == main.figures.debits_with_warm_up) {
    add("refused", "debits", gate::exact, {static_cast<double>(main.figures.refused)});
    add("events per debit", "events", gate::exact, {main.mean_of(main.figures.events)});
    add("block bytes per debit", "bytes", gate::exact, {main.mean_of(main.figures.block_bytes)});
  }
  return made;
}

}  // namespace drawdown::cli
