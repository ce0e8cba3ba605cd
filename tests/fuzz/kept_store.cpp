// A run store that somebody has changed. SQLite guards its own file; what is in its cells it does not know.
// The first byte says which run and which report; then come changes: a cell of any table is given any value,
// or a row is taken out.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/kept_run.hpp"
#include "reports/formats/annotations.hpp"
#include "reports/formats/finance_tables.hpp"
#include "reports/formats/junit.hpp"
#include "reports/formats/markdown.hpp"
#include "reports/formats/query_output.hpp"
#include "reports/html/html_report.hpp"
#include "reports/journal/exporter.hpp"
#include "reports/results/explanation_json.hpp"
#include "reports/results/history_data.hpp"
#include "reports/results/results.hpp"
#include "reports/statement/explanation_text.hpp"
#include "reports/statement/history_text.hpp"
#include "reports/statement/statement.hpp"
#include "reports/statement/transcript.hpp"
#include "reports/store/explanation.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/sql.hpp"
#include "reports/workbook/finance_workbook.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/sample_store.hpp"
#include "tests/fuzz/scratch.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

using namespace reports;

constexpr std::size_t most_changes = 8;
constexpr std::uint64_t entries_of_a_page = 50;

// The names of a table's columns.
std::vector<std::string> columns_of(const run_store& store, const char* table) {
  sql::session session(store.handle());
  sql::statement asked(session, "select name from pragma_table_info(?) order by cid");
  asked.start(std::string_view(table));
  std::vector<std::string> names;
  while (asked.next()) names.push_back(asked.text(0));
  return names;
}

// Changes one row; one that the table does not take stays as it was.
void change(const run_store& store, input& from) {
  const auto tables = run_store_tables();
  const table_entry& table = tables[from.one_of(tables.size())];
  static const auto columns = [&] {
    std::vector<std::vector<std::string>> all;
    for (const table_entry& one : tables) all.push_back(columns_of(store, one.name));
    return all;
  }();
  const auto& names = columns[static_cast<std::size_t>(&table - tables.data())];
  const std::string& column = names[from.one_of(names.size())];
  const std::string row = fmt::format("where ({0}) = (select {0} from {1} order by {0} limit 1 offset {2})",
                                      table.order, table.name, from.one_of(256));
  sql::session session(store.handle());
  const auto set_to = [&](const auto& value) {
    sql::statement(session, fmt::format("update or ignore {} set {} = ? {}", table.name, column, row))
        .run(value);
  };
  switch (from.one_of(5)) {
    case 0:
      return set_to(from.integer());
    case 1:
      return set_to(static_cast<std::int64_t>(from.one_of(256)) - 128);
    case 2:
      return set_to(from.text());
    case 3:
      return set_to(std::optional<std::int64_t>());
    default:
      session.run(fmt::format("delete from {} {}", table.name, row));
  }
}

void of_json(const result<std::string>& text) {
  if (text) promise(nlohmann::json::accept(*text), "JSON is JSON");
}

result<void> only_whether(const result<std::string>& text) {
  if (!text) return tl::unexpected<error>(text.error());
  promise(!text->empty(), "a report has something in it");
  return {};
}

result<void> exported(const run_store& store, journal_kind to) {
  export_wishes wishes;
  wishes.to = to;
  const auto fine = [] { return result<void>(); };
  const auto counts = export_journal(
      store, wishes,
      {[&](const std::string&) { return fine(); }, [](std::string_view) { return true; }, fine});
  if (!counts) return tl::unexpected<error>(counts.error());
  if (auto balances = export_balances(store, wishes); !balances)
    return tl::unexpected<error>(balances.error());
  return {};
}

result<void> explained(const run_store& store, const cli::run_parts& run) {
  for (const account_row& account : run.accounts) {
    const auto what = explain(store, account.account, {}, run.run.facts.reached);
    if (!what) return tl::unexpected<error>(what.error());
    explanation_text(*what, run.zones.at(account.zone), run.run.unit, {});
    of_json(explanation_json(*what, run.run.unit));
  }
  return {};
}

result<void> histories(const run_store& store, const cli::run_parts& run) {
  for (const account_row& account : run.accounts) {
    const auto rows = read_history(store, {.account = account.account}, 0, entries_of_a_page);
    if (!rows) return tl::unexpected<error>(rows.error());
    const history_page page{1, entries_of_a_page, rows->size(), *rows};
    history_text(page, account, run.zones.at(account.zone), run.run.unit, {});
    of_json(history_json(*rows, {1, 1, entries_of_a_page, rows->size()}, account.name, run.run.unit));
    history_csv(*rows, run.run.unit);
    const auto totals = read_usage_by(store, usage_by::meter, {account.account, {}});
    if (!totals) return tl::unexpected<error>(totals.error());
    of_json(usage_json(*totals, usage_by::meter, account.name));
  }
  return {};
}

result<void> tables(const run_store& store) {
  const auto all = finance_tables(store);
  if (!all) return tl::unexpected<error>(all.error());
  for (const finance_table& one : *all) {
    const auto output = make_query_output(query_format::csv, [](std::string_view) {});
    const auto asked = ask(store, one.question,
                           {[&](const auto& names) { return output->columns(names); },
                            [&](const auto& row) {
                              output->row(row);
                              return true;
                            }});
    if (!asked) return asked;
  }
  return {};
}

result<void> workbook(const run_store& store) {
  static const scratch files;
  return write_finance_workbook(store, files.path("report.xlsx"));
}

result<void> listed(const run_store& store) {
  const auto all = annotations_of(store);
  if (!all) return tl::unexpected<error>(all.error());
  github_annotations(*all);
  return {};
}

constexpr std::size_t reports_made = 12;

result<void> report(const run_store& store, std::size_t which) {
  const auto run = cli::read_parts(store, "run.sqlite");
  if (!run) return tl::unexpected<error>(run.error());
  switch (which) {
    case 0:
      return only_whether(statement(store, {.colour = false, .width = 100}));
    case 1:
      return only_whether(transcript(store));
    case 2: {
      const auto text = results_json(store, {});
      of_json(text);
      return only_whether(text);
    }
    case 3:
      return only_whether(junit_xml(store));
    case 4:
      return only_whether(markdown_summary(store));
    case 5:
      return only_whether(html_report(store));
    case 6:
      return exported(store, journal_kind::hledger);
    case 7:
      return exported(store, journal_kind::json);
    case 8:
      return explained(store, *run);
    case 9:
      return histories(store, *run);
    case 10:
      return tables(store);
    default:
      if (auto made = listed(store); !made) return made;
      return workbook(store);
  }
}

}  // namespace

void kept_store(std::string_view bytes) {
  input from(bytes);
  const std::size_t kind = from.one_of(reports_made * sample_stores);
  const run_store& store = sample_store(kind / reports_made);
  sql::session changes(store.handle());
  changes.run("savepoint before");
  for (std::size_t i = 0; i < most_changes && !from.is_at_end(); ++i) change(store, from);
  const auto made = cli::of_a_kept_run("run.sqlite", [&] { return report(store, kind % reports_made); });
  promise(made.has_value() || !made.error().message.empty(), "what can't be reported says why");
  if (bytes.size() <= 1) promise(made.has_value(), "of a run that nobody changed every report is made");
  changes.run("rollback to before; release before;");
  promise(changes.ok(), "the sample is as it was");
}

}  // namespace drawdown::fuzz
