#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/load_report.hpp"

namespace drawdown::cli {

namespace {

using json = nlohmann::ordered_json;

constexpr int load_schema_version = 1;

json phase_json(const load_report& report, const load::load_phase& phase) {
  const load::load_figures& figures = phase.figures;
  json latency = json::object();
  for (const auto& [name, value] : latencies_of(phase)) latency[name] = value;
  json made = {{"verified", phase.verified},
               {"seconds", std::chrono::duration<double>(figures.elapsed).count()},
               {"debits", figures.debits},
               {"refused", figures.refused},
               {"other_steps", figures.plan_steps},
               {"debits_per_second", phase.debits_per_second()},
               {"latency_ns", std::move(latency)},
               {"late", figures.late},
               {"messages_per_debit", messages_per_debit(phase)},
               {"events_per_debit", phase.mean_of(figures.events)},
               {"block_bytes_per_debit", phase.mean_of(figures.block_bytes)},
               {"resident_bytes", phase.resident_bytes}};
  if (report.options.rate) {
    made["lag_ns"] = figures.lag.count();
    made["most_lag_ns"] = figures.most_lag.count();
    made["not_answered_about"] = not_answered(report, phase);
  }
  // Where the world came to its end, all of it repeats.
  if (phase.digest != 0) made["states_digest"] = fmt::format("{:016x}", phase.digest);
  return made;
}

json origin_json(const load_origin& origin) {
  return {
      {"file", origin.file}, {"title", origin.title}, {"on_the_command_line", origin.on_the_command_line}};
}

// Measured values are in the unit of the bound: seconds, megabytes, shares of all debits, counts.
json thresholds_json(const std::vector<judged_threshold>& thresholds) {
  json made = json::array();
  for (const judged_threshold& each : thresholds) {
    json measured;
    if (each.measured)
      measured = static_cast<double>(each.measured->parts) / static_cast<double>(each.measured->of);
    made.push_back({{"threshold", each.asked.text},
                    {"line", each.asked.line},
                    {"verdict", word_for(each.verdict)},
                    {"measured", std::move(measured)},
                    {"measured_text", measured_text(each)}});
  }
  return made;
}

}  // namespace

std::string load_json(const load_report& report) {
  json document = {{"load_schema_version", load_schema_version}, {"verdict", verdict_of(report)}};
  if (report.interrupted) document["interrupted"] = true;
  if (report.origin) document["scenario"] = origin_json(*report.origin);
  json conditions = json::object();
  for (const auto& each : load_conditions(report)) conditions[each.name] = each.value;
  document["conditions"] = std::move(conditions);
  if (report.main)
    document[report.main->verified ? "verified" : "unverified"] = phase_json(report, *report.main);
  if (report.unverified) document["unverified"] = phase_json(report, *report.unverified);
  if (report.level) {
    json tries = json::array();
    for (const tried_rate& each : report.tries) {
      load_report at_rate = report;
      at_rate.options.rate = each.rate;
      json made = {{"rate", each.rate}, {"holds", each.holds}};
      made.update(phase_json(at_rate, each.phase));
      tries.push_back(std::move(made));
    }
    document["slo"] = report.level->text;
    document["highest_rate"] = report.highest ? json(*report.highest) : json(nullptr);
    document["tries"] = std::move(tries);
  }
  if (!report.thresholds.empty()) document["thresholds"] = thresholds_json(report.thresholds);
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace drawdown::cli
