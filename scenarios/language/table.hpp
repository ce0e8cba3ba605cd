// Files with tables, and what the key `columns` says of them: from which column something is read, or that it
// is the same in every row.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/csv.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"

namespace drawdown::language {

// Opens the table that a scenario names; null where it cannot be read, which is then reported.
using table_opener = std::function<scope*(scope& scenario, const node& named)>;

// What is read of each row, by its position among the columns that were added.
using column_number = std::size_t;

// Columns of one table.
class table_columns {
 public:
  explicit table_columns(scope& scenario) : scenario_(scenario) {}

  // One that is said by `NAME`, `{column: NAME}` or `{value: TEXT}`; `what` names it in messages. Nothing
  // where that is faulty.
  std::optional<column_number> add(const node& said, std::string_view what);
  // The time of a row, which may have a `zone` beside its column; that is left to the caller.
  std::optional<column_number> add_time(const node& said);

  // Finds the columns by the first row of the table; one that is missing is reported where it is named.
  bool bind(scope& table, const csv_row& header);

  // Whether the row has as many fields as the first; it is reported if not.
  bool fits(scope& table, const csv_row& row) const;

  // The text of a column in a row; null where it is empty.
  const std::string* text(column_number column, const csv_row& row) const;

  // The same, to be read and reported about like a value of a scenario. `read` gets where to report and what,
  // and gives nothing where it reported. A value that is the same in all rows is reported once.
  template <class Read>
  auto read(column_number column, scope& table, const csv_row& row, const Read& read_value)
      -> decltype(read_value(table, node{})) {
    described& said = columns_[column];
    if (said.has_failed) return {};
    scope& in = said.value ? scenario_ : table;
    auto value = read_value(in, as_node(said, table, row));
    said.has_failed = said.value && !value;
    return value;
  }

 private:
  struct described {
    std::string what;
    std::string name;
    text_place place;                  // of the name, or of the value
    std::optional<std::string> value;  // the same for all rows
    std::size_t position = 0;
    bool has_failed = false;  // of a value for all rows: it was reported
  };

  std::optional<column_number> add(const node& said, std::string_view what,
                                   std::span<const std::string_view> allowed);
  void report_missing(const described& one, const scope& table, const csv_row& header,
                      const std::vector<std::string_view>& known) const;
  node as_node(const described& said, const scope& table, const csv_row& row) const;

  scope& scenario_;
  std::vector<described> columns_;
  std::size_t fields_ = 0;  // of each row
};

}  // namespace drawdown::language
