// A workbook of sheets for spreadsheet programs (Office Open XML, `.xlsx`). Rows are written as they come, so
// that memory does not grow with them; the same cells make the same bytes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/error.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reports {

// A number: 1234 with two decimals is 12.34. Spreadsheets hold 15 digits; what has more stands there as text.
struct number_cell {
  int128 count = 0;
  int decimals = 0;
};

// A date with its time of day, in UTC.
struct time_cell {
  instant at;
};

// A formula, `=B2-C2`, and what it comes to, for programs that do not calculate.
struct formula_cell {
  std::string text;
  number_cell comes_to;
};

// Nothing, a text, which is never taken for a formula, or one of the above.
using workbook_cell = std::variant<std::monostate, std::string, number_cell, time_cell, formula_cell>;

struct workbook_column {
  std::string title;
  int width = 14;  // in characters
};

class workbook {
 public:
  // It will be at `path` when it is finished. `created` stands in its properties.
  workbook(std::string path, instant created);
  workbook(const workbook&) = delete;
  workbook& operator=(const workbook&) = delete;
  ~workbook();

  // Begins a sheet, to which rows go from now on. Its name has 28 characters at most, and none of []:*?/\.
  // Where rows exceed the 1 048 576 that a sheet has, they go on in another of that name with a number.
  void begin_sheet(std::string name, std::vector<workbook_column> columns);

  void row(const std::vector<workbook_cell>& cells);

  // The number of the next row, as formulas count them: the titles are row 1.
  std::size_t next_row() const;

  // Writes the file: all of it, or `unreadable` and what was there before.
  result<void> finish();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace drawdown::reports
