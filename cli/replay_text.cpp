#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "cli/load_words.hpp"
#include "cli/replay_report.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/verdict.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

// So many accounts are told of one by one.
constexpr std::size_t accounts_told = 10;

std::string credits_text(int128 micro) {
  return wide_decimal(micro, credits::decimals, true);
}

std::string verdict_line(const replay_report& report) {
  const std::uint64_t missed = report.totals.missed().size();
  const std::string_view word = report.code == exit_code::fine          ? "PASS"
                                : report.code == exit_code::interrupted ? "STOPPED"
                                                                        : "FAIL";
  std::string line = fmt::format("{}  {}: {}, {}, {}", word, clean(report.in.name),
                                 reports::counted(report.in.accounts.size(), "account", "accounts"),
                                 reports::counted(report.rows.rows, "row", "rows"),
                                 reports::counted(report.totals.events(), "event", "events"));
  if (report.totals.answered() > 0)
    line += fmt::format(", {} of {} expectations held", grouped(report.totals.answered() - missed),
                        grouped(report.totals.answered()));
  return fmt::format("{}, {}\n", line, proof_words(report.verification));
}

std::string refusals_text(const replay_totals& totals) {
  std::string text;
  for (const auto& [why, count] : totals.refusals())
    text += fmt::format("{}{} {}", text.empty() ? ": " : ", ", grouped(count), name_of(why));
  return text;
}

// What the rule-book left unknown and was filled in for this run (R15.2).
void tell_of_assumed(std::string& text, const replay_report& report) {
  std::string assumed;
  for (const language::setting_used& one : report.rules.assumed())
    assumed += fmt::format("{}{}={}", assumed.empty() ? "" : ", ", one.name, one.value);
  if (!assumed.empty()) text += fmt::format("  assumed   {}\n", assumed);
}

void tell_of_rows(std::string& text, const replay_report& report) {
  const language::bulk_counts& rows = report.rows;
  text += fmt::format("  rows      {} read, {} out of order, {} left out\n", grouped(rows.rows),
                      grouped(rows.out_of_order), grouped(rows.bad));
  const usage_totals all = report.totals.all();
  text += fmt::format("  debits    {} charged, {} answered again, {} refused{}\n", grouped(all.charged),
                      grouped(all.repeated), grouped(all.refused), refusals_text(report.totals));
  text += fmt::format("  credits   {} charged\n", credits_text(all.cost));
}

// How the accounts stand that used most, and how many there are besides.
void tell_of_accounts(std::string& text, const replay_report& report) {
  const std::vector<account_totals>& accounts = report.totals.accounts();
  std::vector<std::size_t> by_cost(accounts.size());
  std::iota(by_cost.begin(), by_cost.end(), std::size_t{0});
  std::stable_sort(by_cost.begin(), by_cost.end(), [&](std::size_t a, std::size_t b) {
    return accounts[a].usages.cost > accounts[b].usages.cost;
  });
  table rows({{"account", side::left},
              {"charged", side::right},
              {"refused", side::right},
              {"credits", side::right},
              {"balance", side::right},
              {"debt", side::right}});
  for (std::size_t i = 0; i < std::min(accounts_told, by_cost.size()); ++i) {
    const account_totals& one = accounts[by_cost[i]];
    rows.add({clean(report.in.accounts[by_cost[i]].name), grouped(one.usages.charged),
              grouped(one.usages.refused), credits_text(one.usages.cost), to_string(one.at_end.balance()),
              to_string(one.at_end.debt)});
  }
  text += "\n" + rows.title(2) + rows.rows(2);
  if (accounts.size() > accounts_told)
    text += fmt::format("  and {} more; --format json tells them all\n",
                        grouped(accounts.size() - accounts_told));
}

void tell_of_meters(std::string& text, const replay_report& report) {
  table rows(
      {{"meter", side::left}, {"charged", side::right}, {"refused", side::right}, {"credits", side::right}});
  for (std::size_t i = 0; i < report.totals.meters().size(); ++i) {
    const usage_totals& one = report.totals.meters()[i];
    rows.add({clean(report.in.catalog.meters[i].name), grouped(one.charged), grouped(one.refused),
              credits_text(one.cost)});
  }
  text += "\n" + rows.title(2) + rows.rows(2);
}

}  // namespace

std::string replay_text(const replay_report& report) {
  std::string text = verdict_line(report);
  tell_of_assumed(text, report);
  tell_of_rows(text, report);
  tell_of_meters(text, report);
  tell_of_accounts(text, report);
  for (const missed_expectation& missed : report.totals.missed())
    text += fmt::format("\nFAIL  {}:{}:{}: {}\n", clean(report.in.files.at(missed.place.file)),
                        missed.place.line, missed.place.column, clean(missed.message));
  return text;
}

std::string replay_speed(const replay_report& report) {
  const double seconds = std::max(report.wall.count(), 1e-9);
  return fmt::format("replay: {:.2f} s, {} rows/s, {:.0f} MB resident at most, {} {}\n", seconds,
                     grouped(static_cast<std::uint64_t>(static_cast<double>(report.rows.rows) / seconds)),
                     static_cast<double>(report.resident_bytes) / 1e6, report.threads,
                     report.threads == 1 ? "thread" : "threads");
}

}  // namespace drawdown::cli
