// A thin wrapper around SQLite's C interface, for the run store alone: statements that free themselves, and
// one place where errors gather. After a first error everything that follows on the same session does
// nothing, so that a sequence of statements reads without a check after each; whoever began it asks for the
// status at its end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/units/credits.hpp"
#include "engine/units/error.hpp"
#include "engine/units/money.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace drawdown::reports::sql {

// Work on an open database up to its first error. Does not own the database.
class session {
 public:
  explicit session(sqlite3* database) : database_(database) {}

  // Runs statements that give no rows.
  void run(const std::string& script);

  // Ends the transaction: what was written is kept where `keep` and nothing failed, else dropped.
  void finish(bool keep);

  // Notes an error; only the first one is kept.
  void note(std::string message);
  // Notes what SQLite says went wrong last.
  void note_failure();

  bool ok() const { return !failure_; }
  // `unreadable` with SQLite's words where anything failed.
  result<void> status() const;
  sqlite3* database() const { return database_; }

 private:
  sqlite3* database_;
  std::optional<error> failure_;
};

// A prepared statement.
class statement {
 public:
  statement(session& in, std::string_view text);
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;
  ~statement();

  // Starts the statement over with these values for its parameters, in order. An empty optional binds NULL.
  template <class... Values>
  statement& start(const Values&... values) {
    restart();
    int position = 0;
    (bind(++position, values), ...);
    return *this;
  }

  // Runs the statement, which gives no rows, with these values.
  template <class... Values>
  void run(const Values&... values) {
    start(values...).next();
  }

  // Moves to the next row; false after the last one, and after an error.
  bool next();

  // The columns of the current row, from 0.
  int columns() const;
  std::string name(int column) const;
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;

 private:
  void restart();
  void bind_integer(int position, std::int64_t value);
  void bind_text(int position, std::string_view value);

  void bind(int position, std::string_view value) { bind_text(position, value); }
  void bind(int position, credits value) { bind_integer(position, value.micro()); }
  void bind(int position, money value) { bind_integer(position, value.minor()); }
  template <class Integer>
  requires std::is_integral_v<Integer>
  void bind(int position, Integer value) { bind_integer(position, static_cast<std::int64_t>(value)); }
  // Not inlined: g++ 12 otherwise takes the value of an empty optional for one that is read.
  template <class Value>
  [[gnu::noinline]] void bind(int position, const std::optional<Value>& value) {
    if (value) bind(position, *value);
  }

  session& in_;
  sqlite3_stmt* handle_ = nullptr;
};

// Reads the columns of a statement's current row from left to right.
class fields {
 public:
  explicit fields(const statement& row) : row_(row) {}

  template <class Integer = std::int64_t>
  Integer integer() {
    return static_cast<Integer>(row_.integer(column_++));
  }
  std::string text() { return row_.text(column_++); }
  bool flag() { return integer() != 0; }
  credits amount() { return credits::from_micro(integer()); }
  money price() { return money::from_minor(integer()); }

  // The same where the column may be NULL.
  std::optional<std::int64_t> optional_integer() {
    return unless_null([this] { return integer(); });
  }
  std::optional<std::string> optional_text() {
    return unless_null([this] { return text(); });
  }
  std::optional<credits> optional_amount() {
    return unless_null([this] { return amount(); });
  }
  std::optional<money> optional_price() {
    return unless_null([this] { return price(); });
  }

 private:
  template <class Read>
  auto unless_null(Read read) -> std::optional<decltype(read())> {
    if (!row_.is_null(column_)) return read();
    ++column_;
    return std::nullopt;
  }

  const statement& row_;
  int column_ = 0;
};

// `insert into TABLE values (?, …)` with so many columns.
std::string insert_into(std::string_view table, int columns);

}  // namespace drawdown::reports::sql
