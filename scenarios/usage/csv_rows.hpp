// Rows of comma-separated values (RFC 4180).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/usage/line_buffer.hpp"
#include "scenarios/usage/row_source.hpp"

namespace drawdown::bulk {

// Spaces and tabs around a field are no part of it. A quote that is never closed is a fault of the line that
// it is opened on; the next row is the next line.
class csv_rows final : public row_source {
 public:
  explicit csv_rows(std::unique_ptr<byte_source> from) : lines_(std::move(from)) {}

  bool has_header() const override { return true; }
  void name_cells(std::span<const std::string>) override {}
  step next() override;
  const bulk::row& row() const override { return row_; }
  const row_fault& fault() const override { return fault_; }
  const error& why() const override { return lines_.why(); }
  const byte_source& from() const override { return lines_.from(); }

 private:
  // Where a field is, before the text of the row stands still.
  struct field {
    std::size_t begin = 0, end = 0;            // with quotes
    std::size_t text_begin = 0, text_end = 0;  // without
    bool has_quotes = false;                   // in it, each written twice
  };
  bool split();
  bool read_quoted(std::size_t& at);
  step report(row_problem what, std::size_t begin, std::string message, std::string label, std::string hint);
  void make_cells();
  void begin_row();

  line_buffer lines_;
  std::vector<field> fields_;
  std::vector<row_cell> cells_;
  std::string unquoted_;  // the texts of fields with quotes in them
  bulk::row row_;
  row_fault fault_;
  bool is_broken_ = false;  // while a row was read
};

}  // namespace drawdown::bulk
