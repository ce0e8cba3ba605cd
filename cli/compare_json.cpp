#include <nlohmann/json.hpp>

#include "cli/compare_report.hpp"

namespace drawdown::cli {

namespace {

using json = nlohmann::ordered_json;
using namespace measurement;

constexpr int compare_schema_version = 1;

json metric_json(const judged_metric& of) {
  json made = {
      {"name", of.name}, {"unit", of.unit}, {"gate", word_for(of.gate)}, {"better", word_for(of.better)},
      {"a", of.a},       {"b", of.b}};
  if (of.ratio) made["ratio"] = *of.ratio;
  if (of.confident) made["interval"] = {of.confident->low, of.confident->high};
  made["verdict"] = word_for(of.judged);
  if (!of.reason.empty()) made["reason"] = of.reason;
  return made;
}

}  // namespace

std::string compare_json(const compare_report& report) {
  json metrics = json::array();
  for (const judged_metric& each : report.made.metrics) metrics.push_back(metric_json(each));
  const json document = {{"compare_schema_version", compare_schema_version},
                         {"subject", report.made.subject},
                         {"a", report.a},
                         {"b", report.b},
                         {"tolerance", report.terms.tolerance},
                         {"confidence", report.terms.bootstrap.confidence},
                         {"verdict", verdict_of(report)},
                         {"warnings", report.made.warnings},
                         {"metrics", std::move(metrics)},
                         {"only_in_a", report.made.only_in_a},
                         {"only_in_b", report.made.only_in_b}};
  return document.dump(2) + "\n";
}

}  // namespace drawdown::cli
