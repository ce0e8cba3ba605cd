#include "cli/runs_document.hpp"

#include <nlohmann/json.hpp>

#include "cli/findings_json.hpp"
#include "cli/version.hpp"
#include "reports/results/results.hpp"

namespace drawdown::cli {

namespace {

using json = nlohmann::ordered_json;

}  // namespace

std::string runs_document(const std::vector<scenario_report>& from) {
  exit_code gravest = exit_code::fine;
  json runs = json::array();
  for (const scenario_report& report : from) {
    gravest = graver(gravest, report.code);
    runs.push_back({{"file", report.file},
                    {"exit_code", static_cast<int>(report.code)},
                    {"findings", findings_json(report.findings)},
                    {"results", report.has_run ? json::parse(report.output) : json()}});
  }
  const json document = {{"schema_version", reports::results_schema_version},
                         {"program_version", program_version()},
                         {"exit_code", static_cast<int>(gravest)},
                         {"runs", std::move(runs)}};
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace drawdown::cli
