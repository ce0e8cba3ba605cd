// Rows of NDJSON: a JSON object in each line (RFC 8259), among them events of CloudEvents 1.0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/usage/line_buffer.hpp"
#include "scenarios/usage/row_source.hpp"

namespace drawdown::bulk {

// Numbers keep the text that they are written with. `null` is an empty cell.
class json_rows final : public row_source {
 public:
  json_rows(std::unique_ptr<byte_source> from, bool are_events);
  ~json_rows() override;
  json_rows(const json_rows&) = delete;
  json_rows& operator=(const json_rows&) = delete;

  bool has_header() const override { return false; }
  void name_cells(std::span<const std::string> names) override;
  step next() override;
  const bulk::row& row() const override { return row_; }
  const row_fault& fault() const override { return fault_; }
  const error& why() const override { return lines_.why(); }
  const byte_source& from() const override { return lines_.from(); }

 private:
  class walk;
  struct reader;

  step report(row_problem what, std::size_t begin, std::size_t end, std::string message, std::string label,
              std::string hint);
  step report_syntax();
  bool check_event();

  line_buffer lines_;
  std::unique_ptr<reader> reader_;
  std::vector<std::string> names_;  // those that were asked for, then those that an event must have
  std::size_t asked_ = 0;
  std::vector<row_cell> cells_;
  bool are_events_;
  bulk::row row_;
  row_fault fault_;
};

}  // namespace drawdown::bulk
