#include "reports/store/query.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <sqlite3.h>

#include "engine/settings/nearest.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// What one value may have at most; a question can ask for any number of bytes by a word.
constexpr int most_bytes = 64 * 1024 * 1024;

// The pragmas that tell of tables, as table-valued functions do.
constexpr std::array<std::string_view, 8> telling_pragmas = {"table_info",    "table_xinfo",   "table_list",
                                                             "index_list",    "index_info",    "index_xinfo",
                                                             "function_list", "collation_list"};

// What a question wanted that it may not.
std::string_view deed_of(int action) {
  switch (action) {
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return "attaches another file";
    case SQLITE_PRAGMA:
      return "sets a pragma";
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return "begins a transaction";
    case SQLITE_FUNCTION:
      return "calls a function that reaches out of the run";
    default:
      return "would change the run";
  }
}

struct guard {
  std::string_view refused;  // a deed; empty: none

  int look_at(int action, const char* first, const char* second) {
    const auto says = [](const char* text) { return std::string_view(text == nullptr ? "" : text); };
    bool fine = action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE;
    if (action == SQLITE_FUNCTION) fine = says(second) != "load_extension";
    if (action == SQLITE_PRAGMA)
      fine = std::ranges::find(telling_pragmas, says(first)) != telling_pragmas.end();
    if (fine) return SQLITE_OK;
    if (refused.empty()) refused = deed_of(action);
    return SQLITE_DENY;
  }
};

int authorize(void* data, int action, const char* first, const char* second, const char* /*database*/,
              const char* /*trigger*/) {
  return static_cast<guard*>(data)->look_at(action, first, second);
}

// Watches over a database while a question is asked.
class watch_over {
 public:
  explicit watch_over(sqlite3* database) : database_(database) {
    sqlite3_set_authorizer(database_, authorize, &guard_);
    length_ = sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, most_bytes);
  }
  watch_over(const watch_over&) = delete;
  watch_over& operator=(const watch_over&) = delete;
  ~watch_over() {
    sqlite3_set_authorizer(database_, nullptr, nullptr);
    sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, length_);
  }
  std::string_view refused() const { return guard_.refused; }

 private:
  sqlite3* database_;
  guard guard_;
  int length_ = 0;
};

struct statement_closer {
  void operator()(sqlite3_stmt* prepared) const { sqlite3_finalize(prepared); }
};
using prepared_question = std::unique_ptr<sqlite3_stmt, statement_closer>;

bool is_word_letter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Whether the word stands in the text, with no letter beside it.
bool names(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_letter(text[at - 1])) && (end == text.size() || !is_word_letter(text[end])))
      return true;
  }
  return false;
}

// `; did you mean …?`, or nothing.
std::string guess(std::string_view word, const std::vector<std::string_view>& known) {
  const auto meant = nearest(word, known);
  return meant ? fmt::format("; did you mean `{}`?", *meant) : std::string();
}

std::string unknown_table(std::string_view word, const std::vector<store_table>& tables) {
  std::vector<std::string_view> known;
  for (const store_table& table : tables) known.push_back(table.name);
  return fmt::format("the store has no table or view `{}`{}\nthere are: {}", word, guess(word, known),
                     fmt::join(known, ", "));
}

std::string unknown_column(std::string_view word, std::string_view question,
                           const std::vector<store_table>& tables) {
  const std::string_view bare = word.substr(word.rfind('.') + 1);  // without one: npos + 1 is 0
  std::vector<std::string_view> known;
  std::string columns;
  for (const store_table& table : tables) {
    if (!names(question, table.name)) continue;
    known.insert(known.end(), table.columns.begin(), table.columns.end());
    columns += fmt::format("\n`{}` has: {}", table.name, fmt::join(table.columns, ", "));
  }
  return fmt::format("there is no column `{}`{}{}", word, guess(bare, known), columns);
}

// What SQLite said, with what a person can do about it.
std::string explained(const run_store& of, std::string_view question, const std::string& said, int offset) {
  const auto after = [&](std::string_view prefix) -> std::optional<std::string_view> {
    if (!said.starts_with(prefix)) return std::nullopt;
    return std::string_view(said).substr(prefix.size());
  };
  const auto tables = read_tables(of);
  if (!tables) return said;
  if (const auto table = after("no such table: ")) return unknown_table(*table, *tables);
  if (const auto column = after("no such column: ")) return unknown_column(*column, question, *tables);
  if (offset < 0) return said;
  return fmt::format("{}, at character {} of the question", said, offset + 1);
}

error wrong_question(std::string message) {
  return {error_code::malformed, "the question can't be answered: " + std::move(message)};
}

bool is_of_the_file(int code) {
  constexpr std::array of_file = {SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL};
  return std::ranges::find(of_file, code & 0xff) != of_file.end();
}

// The error that SQLite noted last.
error failure_of(const run_store& of, std::string_view question, const watch_over& watch) {
  sqlite3* const database = of.handle();
  const std::string said = sqlite3_errmsg(database);
  const int code = sqlite3_errcode(database);
  const int offset = sqlite3_error_offset(database);
  if (is_of_the_file(code)) return {error_code::unreadable, "run store: " + said};
  if (!watch.refused().empty())
    return wrong_question(
        fmt::format("it {}; a kept run is only looked at, with SELECT, WITH or EXPLAIN", watch.refused()));
  return wrong_question(explained(of, question, said, offset));
}

// The question, compiled. One that is none, or two, is refused.
result<prepared_question> prepare(const run_store& of, std::string_view question, const watch_over& watch) {
  const auto compile = [&](std::string_view text, const char*& rest) -> result<prepared_question> {
    sqlite3_stmt* made = nullptr;
    const int state =
        sqlite3_prepare_v2(of.handle(), text.data(), static_cast<int>(text.size()), &made, &rest);
    if (state != SQLITE_OK) return tl::unexpected(failure_of(of, question, watch));
    return prepared_question(made);
  };
  const char* rest = nullptr;
  auto first = compile(question, rest);
  if (!first) return first;
  if (*first == nullptr) return tl::unexpected(wrong_question("there is nothing in it"));
  if (sqlite3_column_count(first->get()) == 0 || sqlite3_stmt_readonly(first->get()) == 0)
    return tl::unexpected(wrong_question("it asks for nothing; begin with SELECT, WITH or EXPLAIN"));
  std::string_view behind = question.substr(static_cast<std::size_t>(rest - question.data()));
  if (behind.find_first_not_of(" \t\r\n;") == std::string_view::npos) return first;
  // A comment may follow.
  auto second = compile(behind, rest);
  if (second && *second == nullptr) return first;
  return tl::unexpected(wrong_question("it is more than one; ask one after the other"));
}

std::string hexadecimal(const void* bytes, int size) {
  std::string text;
  for (const auto* at = static_cast<const unsigned char*>(bytes); size > 0; --size, ++at)
    text += fmt::format("{:02x}", *at);
  return text;
}

query_value value_of(sqlite3_stmt* row, int column) {
  const auto text = [&] {
    const unsigned char* bytes = sqlite3_column_text(row, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
    return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
  };
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
      return {query_value::kind::integer, text()};
    case SQLITE_FLOAT:
      return {query_value::kind::real, text()};
    case SQLITE_TEXT:
      return {query_value::kind::text, text()};
    case SQLITE_BLOB: {
      const void* bytes = sqlite3_column_blob(row, column);
      return {query_value::kind::bytes, hexadecimal(bytes, sqlite3_column_bytes(row, column))};
    }
    default:
      return {};
  }
}

std::vector<std::string> column_names(sqlite3_stmt* prepared) {
  std::vector<std::string> found;
  for (int column = 0; column < sqlite3_column_count(prepared); ++column)
    found.emplace_back(sqlite3_column_name(prepared, column));
  return found;
}

}  // namespace

result<void> ask(const run_store& of, std::string_view question, const query_listener& listener) {
  if (question.size() > static_cast<std::size_t>(most_bytes))
    return tl::unexpected(wrong_question("it is too long"));
  const watch_over watch(of.handle());
  const auto prepared = prepare(of, question, watch);
  if (!prepared) return tl::unexpected<error>(prepared.error());
  sqlite3_stmt* const rows = prepared->get();
  const std::vector<std::string> columns = column_names(rows);
  if (auto heard = listener.columns(columns); !heard) return heard;
  std::vector<query_value> row(columns.size());
  int state = SQLITE_ROW;
  while ((state = sqlite3_step(rows)) == SQLITE_ROW) {
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = value_of(rows, static_cast<int>(i));
    if (!listener.row(row)) return {};
  }
  if (state != SQLITE_DONE) return tl::unexpected(failure_of(of, question, watch));
  return {};
}

result<std::vector<store_table>> read_tables(const run_store& from) {
  sql::session session(from.handle());
  sql::statement tables(session,
                        "select name, type = 'view' from sqlite_schema where type in ('table', 'view') and "
                        "name not like 'sqlite_%' order by type desc, name");
  sql::statement columns(session, "select name from pragma_table_info(?) order by cid");
  std::vector<store_table> found;
  while (tables.next()) {
    store_table& table = found.emplace_back();
    table.name = tables.text(0);
    table.is_view = tables.integer(1) != 0;
    columns.start(table.name);
    while (columns.next()) table.columns.push_back(columns.text(0));
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return found;
}

}  // namespace drawdown::reports
