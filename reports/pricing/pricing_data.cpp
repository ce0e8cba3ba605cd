#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/pricing/pricing_report.hpp"
#include "reports/results/csv_text.hpp"
#include "reports/results/json_text.hpp"

namespace drawdown::reports::pricing {
namespace {

std::int64_t narrow(int128 value) {
  ensure(value >= INT64_MIN && value <= INT64_MAX, "a sum over customers can be counted (R1.5)");
  return static_cast<std::int64_t>(value);
}

json estimate_json(const estimate& of) {
  json made{{"mean", narrow(of.mean)}};
  made["margin"] = of.margin ? json(narrow(*of.margin)) : json();
  return made;
}

std::string_view unit_word(figure f, const currency& unit_of_money) {
  switch (unit_of(f)) {
    case unit::money:
      return unit_of_money.decimals() == 0 ? "units" : "minor units";
    case unit::credits:
      return "micro-credits";
    case unit::count:
      return "count";
    case unit::hours:
      return "hours";
  }
  throw defect("unit_word: a unit that is none");
}

json figures_json(const pricing_report& report) {
  json made = json::object();
  for (const compared_figure& one : report.compared.figures)
    made[std::string(name_of(one.of))] = {{"unit", unit_word(one.of, report.unit)},
                                          {"baseline", estimate_json(one.before)},
                                          {"candidate", estimate_json(one.after)},
                                          {"difference", estimate_json(one.difference)}};
  return made;
}

json months_json(const std::vector<ledger::month_close>& months) {
  json made = json::array();
  for (const ledger::month_close& m : months)
    made.push_back({{"month", to_string(m.begins).substr(0, 7)},
                    {"opening", narrow(m.opening)},
                    {"added", narrow(m.added)},
                    {"used", narrow(m.used)},
                    {"recognised", narrow(m.recognised)},
                    {"expired", narrow(m.expired)},
                    {"refunded", narrow(m.refunded)},
                    {"charged_back", narrow(m.charged_back)},
                    {"closing", narrow(m.closing)},
                    {"received", narrow(m.received)},
                    {"gateway_fees", narrow(m.gateway_fees)}});
  return made;
}

json list_json(const price_list& list) {
  json inputs = json::array();
  for (const input_hash& input : list.inputs) inputs.push_back({{"path", input.path}, {"xxh3", input.xxh3}});
  json assumed = json::object();
  for (const setting_fact& one : list.assumed) assumed[one.name] = one.value;
  return {{"catalog", list.file.empty() ? json() : json(list.file)},
          {"title", list.title},
          {"rules", list.rules},
          {"assumed", assumed},
          {"inputs", inputs},
          {"months", months_json(list.months)}};
}

json customer_json(const pricing_report& report, const compared_customer& one) {
  return {{"customer", report.customers.at(one.account)},
          {"bill_before", narrow(one.bill_before)},
          {"bill_after", narrow(one.bill_after)}};
}

json customers_json(const pricing_report& report, const std::vector<compared_customer>& some) {
  json made = json::array();
  for (const compared_customer& one : some) made.push_back(customer_json(report, one));
  return made;
}

json impact_json(const pricing_report& report) {
  json made = json::array();
  const auto& bands = report.compared.impact;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    json band{{"customers", bands[i].customers}, {"change", narrow(bands[i].change)}};
    band["from_percent"] = bands[i].from ? json(*bands[i].from) : json();
    band["until_percent"] = bands[i].until ? json(*bands[i].until) : json();
    band["paid_nothing_before"] = i + 1 == bands.size();
    made.push_back(std::move(band));
  }
  return made;
}

json usage_json(const pricing_report& report) {
  json made = json::array();
  for (const usage_band& band : report.compared.usage)
    made.push_back({{"customers", band.customers},
                    {"used_from_micro", narrow(band.used_from)},
                    {"used_until_micro", narrow(band.used_until)},
                    {"bill_before", narrow(band.bill_before)},
                    {"bill_after", narrow(band.bill_after)}});
  return made;
}

json cohorts_json(const pricing_report& report) {
  json made = json::array();
  for (const cohort& of : report.compared.cohorts)
    made.push_back({{"began", of.begins ? json(to_string(*of.begins).substr(0, 7)) : json()},
                    {"customers", of.customers},
                    {"bill_before", narrow(of.bill_before)},
                    {"bill_after", narrow(of.bill_after)},
                    {"subscribed_before", of.subscribed_before},
                    {"subscribed_after", of.subscribed_after}});
  return made;
}

std::string text_of(int128 value) {
  return fmt::format("{}", value);
}

}  // namespace

std::string pricing_json(const pricing_report& report) {
  json made;
  const bool is_population = report.from == customers_from::population;
  made[is_population ? "population" : "scenario"] = report.name;
  made["customers"] = report.customers.size();
  made["months"] = is_population ? json(report.months) : json();
  made["start"] = to_string(report.start);
  made["end"] = to_string(report.end);
  made["seeds"] = report.seeds;
  made["verification"] = report.verification;
  made["events"] = report.events;
  made["currency"] = report.unit.code();
  made["summary"] = in_words(report);
  made["figures"] = figures_json(report);
  made["worse_off"] = report.compared.worse_off;
  made["better_off"] = report.compared.better_off;
  made["break_even_micro"] = report.compared.break_even ? json(narrow(*report.compared.break_even)) : json();
  made["impact"] = impact_json(report);
  made["usage"] = usage_json(report);
  made["cohorts"] = cohorts_json(report);
  made["losers"] = customers_json(report, report.compared.losers(report.most));
  made["winners"] = customers_json(report, report.compared.winners(report.most));
  made["baseline"] = list_json(report.before);
  made["candidate"] = list_json(report.after);
  return document_text(made);
}

std::string customers_csv(const pricing_report& report) {
  const std::array<std::string, 15> titles = {"customer",
                                              "kind",
                                              "bill_before_minor",
                                              "bill_after_minor",
                                              "difference_minor",
                                              "used_before_micro",
                                              "used_after_micro",
                                              "blocked_hours_before",
                                              "blocked_hours_after",
                                              "recharges_before",
                                              "recharges_after",
                                              "left_before_micro",
                                              "left_after_micro",
                                              "expired_before_micro",
                                              "expired_after_micro"};
  std::string text = csv_line(titles);
  for (const compared_customer& one : report.compared.customers) {
    const std::array<std::string, 15> cells = {report.customers.at(one.account),
                                               report.kinds.at(one.account),
                                               text_of(one.bill_before),
                                               text_of(one.bill_after),
                                               text_of(one.change()),
                                               text_of(one.used_before),
                                               text_of(one.used_after),
                                               fmt::format("{}", one.blocked_hours_before),
                                               fmt::format("{}", one.blocked_hours_after),
                                               fmt::format("{}", one.recharges_before),
                                               fmt::format("{}", one.recharges_after),
                                               text_of(one.left_before),
                                               text_of(one.left_after),
                                               text_of(one.expired_before),
                                               text_of(one.expired_after)};
    text += csv_line(cells);
  }
  return text;
}

std::vector<ledger::month_close> months_of(const std::vector<customer_totals>& customers) {
  std::vector<ledger::month_close> all;
  for (const customer_totals& one : customers) {
    if (all.size() < one.months.size()) all.resize(one.months.size());
    for (std::size_t i = 0; i < one.months.size(); ++i) all[i] += one.months[i];
  }
  return all;
}

}  // namespace drawdown::reports::pricing
