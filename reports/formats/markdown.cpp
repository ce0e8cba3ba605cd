#include "reports/formats/markdown.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/formats/run_report.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/kept.hpp"
#include "reports/store/purpose.hpp"

namespace drawdown::reports {

namespace {

// A page that a browser shows at once.
constexpr std::size_t most_rows = 1000;
// A cell says no more than a screen.
constexpr std::size_t cell_columns = 400;
// What is kept free in a section for the headings and notes of each section behind it.
constexpr std::size_t section_reserve = 600;

std::string cell(std::string_view text) {
  return markdown_text(cut_to(clean(text), cell_columns));
}

std::string row_of(const std::vector<std::string>& cells) {
  return fmt::format("| {} |\n", fmt::join(cells, " | "));
}

struct column {
  std::string title;
  bool is_number = false;
};

// A table with its heading, left out where it has no rows.
struct section {
  std::string heading;
  std::vector<column> columns;
  std::string of;  // what its rows are: `accounts`
  std::size_t rows = 0;
  std::function<std::vector<std::string>(std::size_t row)> cells;  // ready to be written
};

std::string head_of(const section& what) {
  std::string titles = "|";
  std::string rule = "|";
  for (const column& each : what.columns) {
    titles += fmt::format(" {} |", each.title);
    rule += each.is_number ? " ---: |" : " --- |";
  }
  return fmt::format("\n## {}\n\n{}\n{}\n", what.heading, titles, rule);
}

void add(const section& what, std::size_t limit, std::string& page) {
  if (what.rows == 0) return;
  page += head_of(what);
  std::size_t shown = 0;
  for (; shown < std::min(what.rows, most_rows); ++shown) {
    const std::string row = row_of(what.cells(shown));
    if (page.size() + row.size() > limit) break;
    page += row;
  }
  if (shown < what.rows)
    page += fmt::format("\n*{} of {} {} are left out here; the run has them all.*\n", what.rows - shown,
                        what.rows, what.of);
}

std::string verdict_words(const run_report& report) {
  const run_facts& facts = report.run.facts;
  if (report.is_passed()) return "PASS";
  const bool only_stopped =
      facts.interrupted && !facts.defect && facts.differences.empty() && report.expectations.failures.empty();
  return only_stopped ? "STOPPED" : "FAIL";
}

std::string title_of(const run_report& report) {
  const run_facts& facts = report.run.facts;
  const expectation_verdict& expected = report.expectations;
  std::string text = fmt::format("# {}: {}\n\n", verdict_words(report), cell(report.run.scenario));
  text += fmt::format("{}, {}, {}. ", counted(report.totals.accounts, "account", "accounts"),
                      counted(report.totals.events, "event", "events"),
                      counted(report.totals.count("charged"), "debit", "debits"));
  text += fmt::format("{}: {} held, {} failed, {} not reached. ",
                      counted(expected.items, "expectation", "expectations"), expected.held,
                      expected.failures.size(), expected.not_reached);
  text += facts.differences.empty() ? fmt::format("Ledgers: {}.\n", proof_words(facts.verification))
                                    : fmt::format("The ledgers **differ** on {}.\n",
                                                  counted(facts.differences.size(), "account", "accounts"));
  if (std::string note = kept_note(report.run); !note.empty()) {
    note.front() = 'T';
    text += fmt::format("\n{}.\n", markdown_text(note));
  }
  if (facts.interrupted) text += fmt::format("\nInterrupted at {}.\n", to_string(facts.reached));
  if (facts.defect) text += fmt::format("\nA defect of Drawdown itself: {}\n", cell(*facts.defect));
  return text;
}

section failures_of(const run_report& report) {
  const auto& failures = report.expectations.failures;
  return {"Failed expectations",
          {{"where"}, {"of"}, {"at"}, {"what"}, {"expected", true}, {"actual", true}, {"difference", true}},
          "failed expectations",
          failures.size(),
          [&failures](std::size_t i) -> std::vector<std::string> {
            const expectation_failure& failure = failures[i];
            const expectation_row& asked = failure.asked;
            return {cell(fmt::format("{}:{}", asked.file, asked.line)),
                    cell(item_owner(asked)),
                    to_string(asked.at),
                    cell(item_name(asked)),
                    cell(item_value(asked, asked.expected)),
                    failure.actual.empty() ? "not looked at" : cell(item_value(asked, failure.actual)),
                    cell(failure.difference)};
          }};
}

section differences_of(const run_report& report) {
  const auto& found = report.run.facts.differences;
  return {"Where the ledgers differ",
          {{"account"}, {"at"}, {"event", true}, {"rule"}, {"what each says"}},
          "differences",
          found.size(),
          [&found](std::size_t i) -> std::vector<std::string> {
            return {cell(found[i].account), to_string(found[i].at), std::to_string(found[i].event_number),
                    cell(found[i].rule), cell(found[i].message)};
          }};
}

section accounts_of(const run_report& report) {
  const auto& accounts = report.accounts;
  return {"Accounts at the end",
          {{"account"},
           {"available", true},
           {"held", true},
           {"debt", true},
           {"free", true},
           {"plan", true},
           {"add-on", true},
           {"adjustment", true},
           {"paid", true}},
          "accounts",
          accounts.size(),
          [&accounts](std::size_t i) -> std::vector<std::string> {
            const figures& left = accounts[i].left;
            std::vector<std::string> cells = {cell(accounts[i].name), to_string(left.available()),
                                              to_string(left.held), to_string(left.debt)};
            for (const lot_kind kind :
                 {lot_kind::free, lot_kind::plan, lot_kind::addon, lot_kind::adjustment, lot_kind::paid})
              cells.push_back(to_string(left.of(kind)));
            return cells;
          }};
}

section money_of(const run_report& report) {
  const run_totals& totals = report.totals;
  const auto amount = [unit = report.run.unit](int128 minor) {
    return fmt::format("{} {}", wide_decimal(minor, unit.decimals(), false), unit.code());
  };
  std::vector<std::vector<std::string>> rows = {
      {"received", amount(totals.received)},
      {"given back", amount(totals.given_back)},
      {"charged back", amount(totals.taken_back)},
      {"top-ups that succeeded", std::to_string(totals.top_ups)},
      {"recharges that succeeded", std::to_string(totals.recharges)}};
  const bool is_empty = totals.received == 0 && totals.given_back == 0 && totals.taken_back == 0;
  const std::size_t count = is_empty ? 0 : rows.size();
  return {"Money", {{"what"}, {"amount", true}}, "lines", count, [rows = std::move(rows)](std::size_t i) {
            return rows[i];
          }};
}

section in_flight_of(const run_report& report) {
  const auto& payments = report.in_flight;
  return {"Payments in flight",
          {{"account"}, {"key"}, {"for"}, {"money", true}, {"requested"}},
          "payments",
          payments.size(),
          [&payments, unit = report.run.unit](std::size_t i) -> std::vector<std::string> {
            const payment_row& payment = payments[i];
            return {cell(payment.account_name), cell(payment.key), std::string(name_of(payment.purpose)),
                    to_string(payment.amount, unit), to_string(payment.requested)};
          }};
}

section invoices_of(const run_report& report) {
  const auto& invoices = report.invoices;
  return {"Open invoices",
          {{"account"}, {"key"}, {"state"}, {"open", true}, {"due"}},
          "invoices",
          invoices.size(),
          [&invoices, unit = report.run.unit](std::size_t i) -> std::vector<std::string> {
            const invoice_row& invoice = invoices[i];
            return {cell(invoice.account_name), cell(invoice.key), invoice.state,
                    to_string(invoice.open, unit), to_string(invoice.due)};
          }};
}

std::string foot_of(const run_report& report) {
  return fmt::format("\nSeed {}, {} to {}, reached {}; Drawdown {}.\n", report.run.seed,
                     to_string(report.run.start), to_string(report.run.end),
                     to_string(report.run.facts.reached), cell(report.run.facts.program_version));
}

}  // namespace

std::string markdown_text(std::string_view text) {
  constexpr std::string_view meaningful = "&<>\"|\\`*_~[]{}#@$:";
  std::string escaped;
  for (const char letter : clean(text))
    escaped += meaningful.find(letter) == std::string_view::npos
                   ? std::string(1, letter)
                   : fmt::format("&#{};", static_cast<int>(letter));
  return escaped;
}

result<std::string> markdown_summary(const run_store& of, std::size_t limit) {
  const auto report = read_report(of);
  if (!report) return tl::unexpected<error>(report.error());
  // What went wrong comes first, and what is most in number last.
  const std::vector<section> sections = {failures_of(*report), differences_of(*report),
                                         money_of(*report),    in_flight_of(*report),
                                         invoices_of(*report), accounts_of(*report)};
  const std::string foot = foot_of(*report);
  std::string page = title_of(*report);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const std::size_t behind = (sections.size() - i) * section_reserve + foot.size();
    add(sections[i], limit - std::min(limit, behind), page);
  }
  return page + foot;
}

}  // namespace drawdown::reports
