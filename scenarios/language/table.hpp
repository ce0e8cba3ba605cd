// Files with tables, and what the key `columns` says of them: from which column something is read, or that it
// is the same in every row.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/usage/row_source.hpp"

namespace drawdown::language {

// A table that is read row by row, and where to report what is wrong in it. A row is all that is kept of its
// text.
class table_file {
 public:
  // As the table was named, and its position in world::files.
  table_file(findings& found, std::string name, std::uint32_t number, std::unique_ptr<bulk::row_source> rows);

  const std::string& name() const { return name_; }
  std::uint32_t number() const { return number_; }
  bulk::row_source& rows() { return *rows_; }
  findings& found() { return found_; }

  enum class step : std::uint8_t {
    row,
    fault,  // of one row; it was reported
    end,
    broken,  // nothing more can be read; it was reported
  };
  // Goes on to the next row of the source.
  step next();
  const bulk::row& row() const { return rows_->row(); }

  // Where to report about a row, until this is asked about another.
  scope& at(const bulk::row& of);
  // The same for as long as the table is open.
  scope& keep(const bulk::row& of);

 private:
  bool check_characters();
  void report_fault();
  void report_broken();

  findings& found_;
  std::string name_;
  std::uint32_t number_;
  std::unique_ptr<bulk::row_source> rows_;
  std::optional<source_text> text_;  // of the row that was asked about
  std::optional<scope> scope_;
  std::deque<source_text> kept_texts_;
  std::deque<scope> kept_scopes_;
};

// Where a cell stands, in the file of a scope of its row.
text_place place_of(const scope& in, const bulk::row_cell& cell);
// Where a row stands, from its first cell to its last.
text_place place_of(const scope& in, const bulk::row& row);

// Hands each row behind the header to `each`, until that answers false; the first fault of the table itself
// ends the reading.
void each_row(table_file& table, const std::function<bool(const bulk::row&)>& each);

// A row with its texts, when the table has gone on.
class kept_row {
 public:
  explicit kept_row(const bulk::row& of);
  bulk::row row() const { return {line_, text_, cells_}; }

 private:
  std::uint64_t line_;
  std::vector<char> bytes_;  // which the texts lie in; they stay where they are when it is moved
  std::string_view text_;
  std::vector<bulk::row_cell> cells_;
};

// Opens the table that a scenario names, of the format that is said, else that of its name; null where it
// can't be read, which is then reported.
using table_opener = std::function<std::shared_ptr<table_file>(scope& scenario, const node& named,
                                                               std::optional<bulk::table_format> said)>;

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
  // One that nothing says; the place is where it could be said.
  column_number add_usual(std::string name, std::string_view what, text_place place);

  // Finds the columns: by the first row of the table where that names them, one that is missing is reported
  // where it is named.
  bool bind(table_file& table);

  // The same, of what is bound again to be reported: nothing is said of columns that are missing.
  bool bind_quietly(table_file& table);

  // Whether the row has as many cells as the first.
  bool has_all(const bulk::row& row) const { return row.cells.size() == fields_; }
  // The same; it is reported if not.
  bool fits(table_file& table, const bulk::row& row) const;

  // The text of a column in a row; empty where it has none.
  std::string_view text(column_number column, const bulk::row& row) const {
    const described& said = columns_[column];
    return said.value ? std::string_view(*said.value) : row.cells[said.position].text;
  }
  // Whether the row lacks the column altogether, as a row of JSON may.
  bool is_absent(column_number column, const bulk::row& row) const {
    const described& said = columns_[column];
    return !said.value && !row.cells[said.position].is_there;
  }
  // Whether something that is the same in every row was found to be wrong.
  bool has_faulty_value() const;
  // Its name; empty of what is the same in every row.
  const std::string& name(column_number column) const { return columns_[column].name; }

  // The same, to be read and reported about like a value of a scenario. `read` gets where to report and what,
  // and gives nothing where it reported. A value that is the same in all rows is reported once.
  template <class Read>
  auto read(column_number column, scope& row_scope, const bulk::row& row, const Read& read_value)
      -> decltype(read_value(row_scope, node{})) {
    described& said = columns_[column];
    if (said.has_failed) return {};
    scope& in = said.value ? scenario_ : row_scope;
    auto value = read_value(in, as_node(said, row_scope, row));
    said.has_failed = said.value && !value;
    return value;
  }

 private:
  struct described {
    std::string what;
    std::string name;
    text_place place;                  // of the name, or of the value
    std::optional<std::string> value;  // the same for all rows
    std::size_t position = 0;          // among the cells of a row
    bool has_failed = false;           // of a value for all rows: it was reported
  };

  std::optional<column_number> add(const node& said, std::string_view what,
                                   std::span<const std::string_view> allowed);
  bool bind_names(table_file& table);
  bool bind_header(table_file& table, const bulk::row& header);
  void report_missing(const described& one, table_file& table, const bulk::row& header,
                      const std::vector<std::string_view>& known) const;
  static node as_node(const described& said, const scope& row_scope, const bulk::row& row);

  scope& scenario_;
  std::vector<described> columns_;
  std::size_t fields_ = 0;  // of each row
};

}  // namespace drawdown::language
