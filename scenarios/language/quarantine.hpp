// Rows that can't be read, put aside as they stood: to be mended and replayed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"
#include "scenarios/usage/byte_sink.hpp"

namespace drawdown::language {

// Two files: the rows below the header of their table, and `PATH.reasons` with a line for each, in the same
// order. Both are made with the first row.
class quarantine {
 public:
  quarantine(std::string path, std::string header) : path_(std::move(path)), header_(std::move(header)) {}

  result<void> add(std::string_view row, std::string_view reason);
  result<void> close();
  const std::string& path() const { return path_; }

 private:
  result<void> open();

  std::string path_;
  std::string header_;  // empty: the table has none
  std::unique_ptr<bulk::byte_sink> rows_, reasons_;
};

}  // namespace drawdown::language
