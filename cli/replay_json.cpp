#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/disagreements_json.hpp"
#include "cli/replay_report.hpp"
#include "engine/time/text.hpp"
#include "reports/results/json_text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

constexpr int replay_schema_version = 1;

json usages_json(const usage_totals& of) {
  return {{"charged", of.charged},
          {"refused", of.refused},
          {"answered_again", of.repeated},
          {"credits", wide_decimal(of.cost, credits::decimals, true)}};
}

json account_json(const replay_report& report, std::size_t index) {
  const account_totals& of = report.totals.accounts()[index];
  json row = {{"account", report.in.accounts[index].name}, {"usages", usages_json(of.usages)}};
  row["first_refused"] = of.first_refused ? json(to_string(*of.first_refused)) : json();
  row["events"] = of.events;
  row["balance"] = to_string(of.at_end.balance());
  row["held"] = to_string(of.at_end.held);
  row["debt"] = to_string(of.at_end.debt);
  for (std::size_t i = 0; i < lot_kinds; ++i)
    row[std::string(name_of(static_cast<lot_kind>(i)))] = to_string(of.at_end.left[i]);
  // Of all that the account is and remembers, at the end.
  if (index < report.outcome.state_digests.size())
    row["state_digest"] = fmt::format("{:016x}", report.outcome.state_digests[index]);
  return row;
}

json refusals_json(const replay_totals& totals) {
  json made = json::object();
  for (const auto& [why, count] : totals.refusals()) made[std::string(name_of(why))] = count;
  return made;
}

json rows_json(const language::bulk_counts& rows) {
  return {{"read", rows.rows},
          {"debits", rows.debits},
          {"out_of_order", rows.out_of_order},
          {"left_out", rows.bad},
          {"bytes", rows.bytes}};
}

// What the rule-book left unknown and was filled in for this run (R15.2).
json assumed_json(const replay_report& report) {
  json made = json::object();
  for (const language::setting_used& one : report.rules.assumed()) made[one.name] = one.value;
  return made;
}

json missed_json(const replay_report& report) {
  json made = json::array();
  for (const missed_expectation& missed : report.totals.missed())
    made.push_back({{"file", report.in.files.at(missed.place.file)},
                    {"line", missed.place.line},
                    {"column", missed.place.column},
                    {"message", missed.message}});
  return made;
}

}  // namespace

std::string replay_json(const replay_report& report) {
  json inputs = json::array();
  for (const language::bulk_input& input : report.inputs)
    inputs.push_back({{"path", input.path}, {"xxh3", input.xxh3.empty() ? json() : json(input.xxh3)}});
  json meters = json::object();
  for (std::size_t i = 0; i < report.totals.meters().size(); ++i)
    meters[report.in.catalog.meters[i].name] = usages_json(report.totals.meters()[i]);
  json accounts = json::array();
  for (std::size_t i = 0; i < report.totals.accounts().size(); ++i)
    accounts.push_back(account_json(report, i));

  json document = {
      {"schema_version", replay_schema_version},     {"scenario", report.in.name},
      {"passed", report.code == exit_code::fine},    {"exit_code", static_cast<int>(report.code)},
      {"verification", report.verification},         {"interrupted", report.outcome.interrupted},
      {"reached", to_string(report.outcome.reached)}};
  document["rule_book"] = report.rules.book;
  document["assumed"] = assumed_json(report);
  document["usage_files"] = std::move(inputs);
  document["rows"] = rows_json(report.rows);
  document["usages"] = usages_json(report.totals.all());
  document["refusals"] = refusals_json(report.totals);
  document["meters"] = std::move(meters);
  document["accounts"] = std::move(accounts);
  document["expectations"] = {{"answered", report.totals.answered()}, {"failures", missed_json(report)}};
  document["disagreements"] = disagreements_json(report.in, report.outcome.disagreements);
  document["measurement"] = {{"seconds", report.wall.count()},
                             {"threads", report.threads},
                             {"resident_bytes", report.resident_bytes}};
  return document_text(document);
}

}  // namespace drawdown::cli
