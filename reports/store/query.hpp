// A question to a run store in SQL, by whoever has the run: it may look, and nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// One value of an answer.
struct query_value {
  enum class kind : std::uint8_t { null, integer, real, text, bytes };
  kind is = kind::null;
  std::string text;  // as SQLite writes it; bytes in hexadecimal; of NULL empty
};

// Whoever hears an answer: once its columns, then row by row.
struct query_listener {
  // An error of it, of kind `malformed`, ends the question.
  std::function<result<void>(const std::vector<std::string>& names)> columns;
  // False: no more rows are wanted.
  std::function<bool(const std::vector<query_value>& row)> row;
};

// Asks one question: a SELECT, with WITH or EXPLAIN in front of it if need be. `malformed` where it is
// anything else, would write, attach or load something, or can't be answered; it says what there is instead
// of an unknown table or column. `unreadable` where the file is broken.
result<void> ask(const run_store& of, std::string_view question, const query_listener& listener);

// A table or view of a store, with its columns in order.
struct store_table {
  std::string name;
  bool is_view = false;
  std::vector<std::string> columns;
};

// All of them by name: views, then tables.
result<std::vector<store_table>> read_tables(const run_store& from);

}  // namespace drawdown::reports
