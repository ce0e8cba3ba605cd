#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/disagreements_json.hpp"
#include "cli/simulate_report.hpp"
#include "engine/time/text.hpp"
#include "reports/results/json_text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

constexpr int simulate_schema_version = 1;

std::string credits_text(int128 micro) {
  return wide_decimal(micro, credits::decimals, true);
}

json paid_json(const paid_totals& paid, currency unit) {
  return {{"count", paid.count}, {"money", to_string(money::from_minor(paid.minor), unit)}};
}

json totals_json(const month_totals& of, const customers_of_month& who, currency unit) {
  json made = {{"customers", who.active}, {"joined", who.joined}, {"left", who.left}};
  made["usages"] = {{"charged", of.charged},
                    {"refused_for_credit", of.refused_credit},
                    {"refused_otherwise", of.refused_else}};
  made["credits"] = {{"used", credits_text(of.used)},
                     {"missed", credits_text(of.missed)},
                     {"expired", credits_text(of.expired)}};
  made["fees"] = paid_json(of.fees, unit);
  made["top_ups"] = paid_json(of.top_ups, unit);
  made["recharges"] = paid_json(of.recharges, unit);
  made["declined"] = of.declined;
  made["top_ups_refused"] = of.top_ups_refused;
  made["events"] = of.events;
  return made;
}

json months_json(const simulate_report& report) {
  const world& in = *report.of.what;
  const std::vector<instant> bounds = population::months_of(in.start, report.asked.months, in.zones[in.zone]);
  const std::vector<customers_of_month> who = customers_by_month(report);
  json made = json::array();
  for (std::size_t i = 0; i < who.size(); ++i) {
    json month = totals_json(report.totals.months()[i], who[i], in.catalog.unit);
    month["from"] = to_string(bounds[i]);
    made.push_back(std::move(month));
  }
  return made;
}

}  // namespace

std::string simulate_json(const simulate_report& report) {
  const world& in = *report.of.what;
  customers_of_month all;
  for (const customers_of_month& one : customers_by_month(report)) {
    all.joined += one.joined;
    all.left += one.left;
    all.active = one.active;
  }
  json assumed = json::object();
  for (const language::setting_used& one : report.rules.assumed()) assumed[one.name] = one.value;
  const std::uint64_t blocked = blocked_ppm(report);
  json document = {{"schema_version", simulate_schema_version},
                   {"population", in.name},
                   {"catalog", in.catalog.name},
                   {"rule_book", report.rules.book},
                   {"assumed", assumed},
                   {"seed", in.seed},
                   {"start", to_string(in.start)},
                   {"end", to_string(in.end)},
                   {"passed", report.code == exit_code::fine},
                   {"exit_code", static_cast<int>(report.code)},
                   {"verification", report.verification},
                   {"interrupted", report.outcome.interrupted},
                   {"reached", to_string(report.outcome.reached)}};
  document["months"] = months_json(report);
  document["all"] = totals_json(report.totals.all(), all, in.catalog.unit);
  document["blocked_share"] = fmt::format("{}.{:04}%", blocked / 10'000, blocked % 10'000);
  document["credits_left"] = credits_text(report.totals.balance());
  document["disagreements"] = disagreements_json(*report.of.what, report.outcome.disagreements);
  document["measurement"] = {{"making_seconds", report.making.count()},
                             {"running_seconds", report.running.count()},
                             {"threads", report.threads},
                             {"resident_bytes", report.resident_bytes}};
  return document_text(document);
}

}  // namespace drawdown::cli
