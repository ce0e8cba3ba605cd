#include "reports/store/store.hpp"

#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "engine/time/text.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// What a crash of the machine tears is made again from the blocks, so nothing waits for the disk.
constexpr const char* fast_and_new = "pragma journal_mode = memory; pragma synchronous = off;";

// A store is used by one thread at a time, so SQLite needs no locks of its own.
result<sqlite3*> open_database(const std::string& path, int flags) {
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr) == SQLITE_OK)
    return database;
  const std::string reason = database == nullptr ? "out of memory" : sqlite3_errmsg(database);
  sqlite3_close(database);
  return fail(error_code::unreadable, fmt::format("run store {}: {}", path, reason));
}

// A value in a dump: one line, whatever it holds.
std::string dumped(const sql::statement& row, int column) {
  if (row.is_null(column)) return "-";
  std::string text;
  for (const char letter : row.text(column)) {
    if (letter == '\n')
      text += "\\n";
    else if (letter == '\t')
      text += "\\t";
    else if (letter == '\\')
      text += "\\\\";
    else
      text += letter;
  }
  return text;
}

void dump_table(sql::session& session, const table_entry& table, std::string& out) {
  sql::statement rows(session, fmt::format("select * from {} order by {}", table.name, table.order));
  out += fmt::format("{}\n", table.name);
  for (int column = 0; column < rows.columns(); ++column)
    out += (column == 0 ? "  " : "\t") + rows.name(column);
  out += '\n';
  while (rows.next()) {
    for (int column = 0; column < rows.columns(); ++column)
      out += (column == 0 ? "  " : "\t") + dumped(rows, column);
    out += '\n';
  }
}

}  // namespace

run_store::run_store(run_store&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

run_store& run_store::operator=(run_store&& other) noexcept {
  std::swap(database_, other.database_);
  return *this;
}

run_store::~run_store() {
  sqlite3_close(database_);
}

result<run_store> run_store::create(const std::string& path) {
  std::error_code ignored;
  if (!path.empty() && std::filesystem::exists(path, ignored))
    return fail(error_code::conflict, fmt::format("run store {}: the file exists already", path));
  const auto database =
      open_database(path.empty() ? ":memory:" : path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!database) return tl::unexpected<error>(database.error());
  run_store store(*database);
  sql::session session(*database);
  session.run(fast_and_new);
  session.run(fmt::format("pragma application_id = {}; pragma user_version = {};", run_store_application,
                          run_store_version));
  session.run("begin;" + create_tables() + "commit;");
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return store;
}

result<run_store> run_store::open(const std::string& path) {
  const auto database = open_database(path, SQLITE_OPEN_READONLY);
  if (!database) return tl::unexpected<error>(database.error());
  run_store store(*database);
  sql::session session(*database);
  sql::statement application(session, "pragma application_id");
  const bool known = application.next() && application.integer(0) == run_store_application;
  if (!known) return fail(error_code::unreadable, fmt::format("{} is not a run store", path));
  sql::statement version(session, "pragma user_version");
  if (!version.next() || version.integer(0) != run_store_version)
    return fail(error_code::unreadable,
                fmt::format("{} is a run store of another version than {}; run its scenario again", path,
                            run_store_version));
  return store;
}

result<void> run_store::write_facts(const run_facts& facts) {
  sql::session session(database_);
  session.run("begin");
  {
    sql::statement fact(session, "insert or replace into run values (?, ?)");
    fact.run("program_version", facts.program_version);
    fact.run("verification", facts.verification);
    fact.run("reached", to_string(facts.reached));
    fact.run("reached_us", std::to_string(facts.reached.us()));
    fact.run("interrupted", facts.interrupted ? "yes" : "no");
    fact.run("rule_book", facts.rule_book);
    fact.run("keep_from", facts.keep_from);
    if (facts.until) fact.run("until_us", std::to_string(facts.until->us()));
    if (facts.defect) fact.run("defect", *facts.defect);
    sql::statement setting(session, sql::insert_into("settings", 4));
    for (std::size_t i = 0; i < facts.settings.size(); ++i)
      setting.run(i, facts.settings[i].name, facts.settings[i].value, facts.settings[i].from);
    sql::statement input(session, sql::insert_into("inputs", 3));
    for (std::size_t i = 0; i < facts.inputs.size(); ++i)
      input.run(i, facts.inputs[i].path, facts.inputs[i].xxh3);
    sql::statement difference(session, sql::insert_into("differences", 6));
    for (std::size_t i = 0; i < facts.differences.size(); ++i) {
      const auto& found = facts.differences[i];
      difference.run(i, found.account, found.at.us(), found.event_number, found.rule, found.message);
    }
  }
  session.finish(true);
  return session.status();
}

result<std::string> run_store::dump() const {
  sql::session session(database_);
  std::string out;
  for (const table_entry& table : run_store_tables()) dump_table(session, table, out);
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return out;
}

}  // namespace drawdown::reports
