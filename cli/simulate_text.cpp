#include <algorithm>

#include <fmt/format.h>

#include "cli/load_words.hpp"
#include "cli/simulate_report.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/verdict.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

// Whole credits are enough for a month of many customers.
std::string credits_text(int128 micro) {
  return grouped(static_cast<std::uint64_t>(micro / 1'000'000));
}

// Without the currency, which stands in the title.
std::string money_text(const paid_totals& paid, currency unit) {
  const std::string text = to_string(money::from_minor(paid.minor), unit);
  return text.substr(0, text.find(' '));
}

std::string verdict_line(const simulate_report& report) {
  const std::string_view word = report.code == exit_code::fine          ? "PASS"
                                : report.code == exit_code::interrupted ? "STOPPED"
                                                                        : "FAIL";
  return fmt::format("{}  {}: {} customers, {} {}, {} events, {}\n", word, clean(report.of.what->name),
                     grouped(report.of.customers.size()), report.asked.months,
                     report.asked.months == 1 ? "month" : "months", grouped(report.totals.all().events),
                     proof_words(report.verification));
}

// What is sold, by which rules, and what the rule-book left unknown and was filled in (R15.2).
std::string terms_text(const simulate_report& report) {
  const world& in = *report.of.what;
  std::string text = fmt::format("  catalog   {}, rules {}, seed {}, from {}\n", clean(in.catalog.name),
                                 clean(report.rules.book), in.seed, to_string(in.start));
  std::string assumed;
  for (const language::setting_used& one : report.rules.assumed())
    assumed += fmt::format("{}{}={}", assumed.empty() ? "" : ", ", one.name, one.value);
  if (!assumed.empty()) text += fmt::format("  assumed   {}\n", assumed);
  return text;
}

std::vector<std::string> row_of(std::string name, const month_totals& of, const customers_of_month& who,
                                currency unit) {
  return {std::move(name),
          grouped(who.active),
          grouped(who.joined),
          grouped(who.left),
          grouped(of.charged),
          grouped(of.refused_credit),
          credits_text(of.used),
          money_text(of.fees, unit),
          money_text(of.top_ups, unit),
          grouped(of.recharges.count),
          money_text(of.recharges, unit),
          grouped(of.declined)};
}

std::string months_text(const simulate_report& report) {
  const world& in = *report.of.what;
  const currency unit = in.catalog.unit;
  const std::string code(unit.code());
  table rows({{"month", side::left},
              {"customers", side::right},
              {"joined", side::right},
              {"left", side::right},
              {"usages", side::right},
              {"no credit", side::right},
              {"credits used", side::right},
              {"fees " + code, side::right},
              {"top-ups " + code, side::right},
              {"recharges", side::right},
              {"recharges " + code, side::right},
              {"declined", side::right}});
  const std::vector<customers_of_month> who = customers_by_month(report);
  const std::vector<instant> bounds = population::months_of(in.start, report.asked.months, in.zones[in.zone]);
  customers_of_month all;
  for (std::size_t i = 0; i < who.size(); ++i) {
    rows.add(row_of(to_local_string(bounds[i], in.zones[in.zone]).substr(0, 10), report.totals.months()[i],
                    who[i], unit));
    all.joined += who[i].joined;
    all.left += who[i].left;
    all.active = who[i].active;
  }
  rows.add(row_of("all", report.totals.all(), all, unit));
  return rows.title(2) + rows.rows(2);
}

std::string rest_text(const simulate_report& report) {
  const month_totals all = report.totals.all();
  const std::uint64_t blocked = blocked_ppm(report);
  std::string text = fmt::format(
      "  blocked   {}.{:02}% of their time customers had no credit; what they were refused would have cost "
      "{} credits\n",
      blocked / 10'000, blocked % 10'000 / 100, credits_text(all.missed));
  text += fmt::format("  credits   {} expired, {} left at the end\n", credits_text(all.expired),
                      credits_text(report.totals.balance()));
  if (all.refused_else > 0)
    text += fmt::format("  refused   {} usages for other reasons than lack of credit\n",
                        grouped(all.refused_else));
  if (all.top_ups_refused > 0)
    text += fmt::format("  refused   {} top-ups that the catalog does not sell to who asked\n",
                        grouped(all.top_ups_refused));
  return text;
}

}  // namespace

std::string simulate_text(const simulate_report& report) {
  std::string text = verdict_line(report) + terms_text(report);
  if (report.code == exit_code::interrupted)
    return text +
           fmt::format("  reached   {}; figures are of what was run\n", to_string(report.outcome.reached)) +
           "\n" + months_text(report);
  return text + "\n" + months_text(report) + "\n" + rest_text(report);
}

std::string simulate_speed(const simulate_report& report) {
  return fmt::format(
      "simulate: {:.2f} s to make the world, {:.2f} s to run it, {:.0f} MB resident at most, {} {}\n",
      report.making.count(), report.running.count(), static_cast<double>(report.resident_bytes) / 1e6,
      report.threads, report.threads == 1 ? "thread" : "threads");
}

}  // namespace drawdown::cli
