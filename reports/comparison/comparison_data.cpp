#include <array>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "reports/comparison/comparison.hpp"
#include "reports/results/csv_text.hpp"
#include "reports/results/json_text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

constexpr int comparison_schema_version = 1;

std::string decimal_of(money amount, currency unit) {
  return wide_decimal(amount.minor(), unit.decimals(), false);
}

json text_or_null(const std::optional<credits>& amount) {
  return amount ? json(to_string(*amount)) : json();
}

json json_of(const account_figures& figures, currency unit) {
  return {{"balance", to_string(figures.balance)},
          {"debt", to_string(figures.debt)},
          {"spent", to_string(figures.spent)},
          {"expired", to_string(figures.expired)},
          {"charged", decimal_of(figures.charged, unit)}};
}

json json_of(const std::optional<lot_outcome>& lot) {
  if (!lot) return {};
  return {{"granted", to_string(lot->granted)},
          {"used", to_string(lot->used)},
          {"expired", to_string(lot->expired)},
          {"revoked", to_string(lot->revoked)},
          {"left", to_string(lot->left)}};
}

json json_of(const account_parting& account, currency unit) {
  json steps = json::array();
  for (const step_parting& step : account.steps)
    steps.push_back({{"from", to_string(step.from)},
                     {"step", step.what},
                     {"key", step.key},
                     {"first", step.first},
                     {"here", step.other}});
  json lots = json::array();
  for (const lot_parting& lot : account.lots)
    lots.push_back({{"from", to_string(lot.from)},
                    {"lot", lot.key},
                    {"kind", lot.kind},
                    {"left_first", text_or_null(lot.first)},
                    {"left_here", text_or_null(lot.other)},
                    {"end_first", json_of(lot.ends)},
                    {"end_here", json_of(lot.other_ends)},
                    {"used_more", to_string(lot.used)},
                    {"worth", decimal_of(lot.worth, unit)},
                    {"paid", decimal_of(lot.paid, unit)}});
  return {{"account", account.account},
          {"from", account.from ? json(to_string(*account.from)) : json()},
          {"end", json_of(account.ends, unit)},
          {"more_than_first", json_of(account.more, unit)},
          {"worth", decimal_of(account.worth, unit)},
          {"steps", steps},
          {"lots", lots}};
}

using row = std::array<std::string, 12>;

constexpr std::array<std::string_view, 12> columns = {"row",  "rules", "first_rules", "account",
                                                      "name", "kind",  "from",        "first",
                                                      "here", "more",  "worth",       "paid"};

void add_figures(std::string& text, const row& head, const account_parting& account, currency unit) {
  const auto add = [&](std::string name, std::string first, std::string here, std::string more,
                       std::string worth) {
    row cells = head;
    cells[0] = "figure";
    cells[4] = std::move(name);
    cells[6] = account.from ? to_string(*account.from) : "";
    cells[7] = std::move(first);
    cells[8] = std::move(here);
    cells[9] = std::move(more);
    cells[10] = std::move(worth);
    text += csv_line(cells);
  };
  const auto add_credits = [&](std::string name, credits here, credits more, std::string worth) {
    add(std::move(name), to_string(here - more), to_string(here), to_string(more), std::move(worth));
  };
  const account_figures& ends = account.ends;
  const account_figures& more = account.more;
  add_credits("net", ends.balance - ends.debt, more.balance - more.debt, decimal_of(account.worth, unit));
  add_credits("balance", ends.balance, more.balance, "");
  add_credits("debt", ends.debt, more.debt, "");
  add_credits("spent", ends.spent, more.spent, "");
  add_credits("expired", ends.expired, more.expired, "");
  add("charged", decimal_of(money::from_minor(ends.charged.minor() - more.charged.minor()), unit),
      decimal_of(ends.charged, unit), decimal_of(more.charged, unit), "");
}

void add_partings(std::string& text, const row& head, const account_parting& account, currency unit) {
  for (const step_parting& step : account.steps) {
    row cells = head;
    cells[0] = "step";
    cells[4] = step.key;
    cells[5] = step.what;
    cells[6] = to_string(step.from);
    cells[7] = step.first;
    cells[8] = step.other;
    text += csv_line(cells);
  }
  for (const lot_parting& lot : account.lots) {
    row cells = head;
    cells[0] = "lot";
    cells[4] = lot.key;
    cells[5] = lot.kind;
    cells[6] = to_string(lot.from);
    cells[7] = lot.first ? to_string(*lot.first) : "";
    cells[8] = lot.other ? to_string(*lot.other) : "";
    cells[9] = to_string(lot.used);
    cells[10] = decimal_of(lot.worth, unit);
    cells[11] = decimal_of(lot.paid, unit);
    text += csv_line(cells);
  }
}

}  // namespace

std::string comparison_json(const rules_comparison& of) {
  // What a run would tell is not known where none was made.
  const auto unless_none = [&](auto known) { return of.first.empty() ? json() : json(known); };
  json books = json::array();
  for (const compared_book& book : of.books) {
    json accounts = json::array();
    for (const account_parting& account : book.accounts) accounts.push_back(json_of(account, of.unit));
    books.push_back({{"rules", book.name},
                     {"ran", book.ran()},
                     {"unknown", book.unknown},
                     {"lacking", book.lacking},
                     {"assumed", book.assumed},
                     {"parts", book.parts()},
                     {"accounts", accounts}});
  }
  return document_text({{"schema_version", comparison_schema_version},
                        {"scenario", unless_none(of.scenario)},
                        {"file", of.file},
                        {"start", unless_none(to_string(of.start))},
                        {"end", unless_none(to_string(of.end))},
                        {"currency", unless_none(of.unit.code())},
                        {"first_rules", unless_none(of.first)},
                        {"books", books}});
}

std::string comparison_csv(const rules_comparison& of) {
  row titles;
  for (std::size_t i = 0; i < columns.size(); ++i) titles[i] = columns[i];
  std::string text = csv_line(titles);
  for (const compared_book& book : of.books) {
    row head;
    head[1] = book.name;
    head[2] = of.first;
    const auto add_reasons = [&](const char* what, const std::vector<std::string>& reasons) {
      for (const std::string& reason : reasons) {
        row cells = head;
        cells[0] = what;
        cells[4] = reason;
        text += csv_line(cells);
      }
    };
    add_reasons("unknown", book.unknown);
    add_reasons("lacking", book.lacking);
    for (const account_parting& account : book.accounts) {
      head[3] = account.account;
      add_figures(text, head, account, of.unit);
      add_partings(text, head, account, of.unit);
    }
  }
  return text;
}

}  // namespace drawdown::reports
