// A row of a table of any format: named cells, and where each stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace drawdown::bulk {

// One value: its text without quotes, escapes and outer spaces, and the bytes of the row that it stands in.
struct row_cell {
  std::string_view text;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_there = true;  // false: the row has no such member
};

// Valid until the next row is read.
struct row {
  std::uint64_t line = 0;  // on which it begins, from 1
  std::string_view text;   // as it stands in the file, without the end of its line; may have several lines
  std::span<const row_cell> cells;
};

// Why something is no row.
enum class row_problem : std::uint8_t {
  not_a_table,   // RFC 4180
  not_json,      // or no object
  not_an_event,  // CloudEvents 1.0
  not_a_value,   // a list or an object, where a single value is due
  too_long,
};

// What is wrong with a row, where in its text, and what to do about it.
struct row_fault {
  row_problem what = row_problem::not_a_table;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string message, label, hint;
};

}  // namespace drawdown::bulk
