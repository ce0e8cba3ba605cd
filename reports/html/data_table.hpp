// Tables of the page. Plain HTML that is read without any script; the script adds sorting, filtering and
// pages where the table says so.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "reports/html/markup.hpp"

namespace drawdown::reports::html {

// What a column is for decides how it is set and sorted.
enum class holds { words, numbers, instants };

struct column {
  std::string title;
  holds what = holds::words;
};

struct cell {
  std::string text;
  std::string value = {};  // what it is sorted by; empty: its text
  std::string link = {};   // to a place in the page, `#account-3`
  bool bad = false;        // something is wrong there
};

// A number that is shown in one way and sorted in another.
cell number(std::string text, std::string value);

struct table_options {
  std::string id = {};
  std::string style = {};   // beside that of all tables: `history`
  std::string filter = {};  // what the field is called that rows are filtered by; empty: there is none
  std::size_t page = 0;     // rows on a page; 0: all
  bool older = false;       // its pages go back in time
  std::optional<std::size_t> choose = {};  // a column by whose values rows can be chosen
};

// A table that is open until this ends: its caption, its columns, and then row by row.
class data_table {
 public:
  data_table(markup& out, const std::string& caption, const std::vector<column>& columns,
             const table_options& options = {});

  // As many cells as there are columns; the first is the row's heading.
  void row(const std::vector<cell>& cells);
  // A row of sums at the end, after which there are no others.
  void total(const std::vector<cell>& cells);

 private:
  void cells_of(const std::vector<cell>& cells);
  markup& out_;
  std::vector<column> columns_;
  markup::element frame_;
  markup::element table_;
  markup::element body_;
};

}  // namespace drawdown::reports::html
