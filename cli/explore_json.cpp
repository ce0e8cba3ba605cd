#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "actors/explore/run_plans.hpp"
#include "cli/explore_report.hpp"
#include "cli/version.hpp"
#include "engine/time/text.hpp"

namespace drawdown::cli {

namespace {

using json = nlohmann::ordered_json;
using namespace worldgen;

constexpr int explore_schema_version = 1;

json faults_json(const fault_counts& counts) {
  json all = json::array();
  for (const fault_entry& one : fault_table())
    all.push_back({{"name", one.name},
                   {"happened", counts[static_cast<std::size_t>(one.kind)]},
                   {"drawn_parts_per_million", one.probability},
                   {"what", one.what},
                   {"must_hold", one.must_hold}});
  return all;
}

json features_json(const diversity& of) {
  json worlds = json::object();
  for (std::size_t i = 0; i < features; ++i) {
    const auto one = static_cast<feature>(i);
    worlds[std::string(name_of(one))] = of.met(one, one);
  }
  json pairs = json::array();
  for (const auto& [a, b] : diversity::pairs())
    pairs.push_back({{"a", name_of(a)}, {"b", name_of(b)}, {"worlds", of.met(a, b)}});
  return {{"worlds", std::move(worlds)}, {"pairs", std::move(pairs)}};
}

json failure_json(const explore_report& report) {
  if (!report.found.failed) return nullptr;
  const auto& [seed, what] = *report.found.failed;
  const auto in = report.world_of(seed);
  return {{"seed", seed},
          {"kind", name_of(what.kind)},
          {"rule", what.rule.empty() ? json() : json(what.rule)},
          {"account", what.account ? json(in->accounts[*what.account].name) : json()},
          {"at", to_string(what.at)},
          {"message", what.message},
          {"run", explore::text_of(what.how, *in)},
          {"first_run", what.first ? json(explore::text_of(*what.first, *in)) : json()},
          {"scenario", report.scenario.empty() ? json() : json(report.scenario)},
          {"steps_before", report.scenario.empty() ? json() : json(report.shrunk.steps_before)},
          {"steps", report.scenario.empty() ? json() : json(report.shrunk.steps)}};
}

}  // namespace

std::string explore_json(const explore_report& report, std::chrono::nanoseconds wall, unsigned jobs) {
  const explore::exploration& found = report.found;
  const double seconds = static_cast<double>(wall.count()) / 1e9;
  const json document = {
      {"schema_version", explore_schema_version},
      {"program_version", program_version()},
      {"explored", report.what ? json(report.file) : json()},
      {"from", report.from},
      {"next_seed", found.next_seed},
      {"seeds", found.seeds},
      {"passed_over", found.passed_over},
      {"accounts", found.accounts},
      {"steps", found.steps},
      {"events", found.events},
      {"runs", found.runs},
      {"virtual_seconds", found.virtual_seconds},
      {"written_and_loaded", found.checked},
      {"digest", fmt::format("{:016x}", found.digest)},
      {"interrupted", found.interrupted},
      {"failure", failure_json(report)},
      {"failure_rate_below", found.failed ? json() : json(failure_bound(found.seeds))},
      {"faults", faults_json(found.faults)},
      {"features", features_json(found.features)},
      {"measurement",
       {{"wall_seconds", seconds},
        {"seeds_per_second", seconds > 0 ? static_cast<double>(found.seeds) / seconds : 0.0},
        {"jobs", jobs},
        {"messages", found.messages},
        {"restarts", found.restarts}}}};
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace drawdown::cli
