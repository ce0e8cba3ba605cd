// Bytes in and out of packed files, and rows as text.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "scenarios/usage/byte_sink.hpp"
#include "scenarios/usage/byte_source.hpp"
#include "scenarios/usage/row_source.hpp"

namespace drawdown::bulk {

// Keeps what is written.
class memory_sink final : public byte_sink {
 public:
  explicit memory_sink(std::string& into) : into_(into) {}
  result<void> write(std::string_view bytes) override {
    into_ += bytes;
    return {};
  }
  result<void> close() override { return {}; }

 private:
  std::string& into_;
};

inline std::string packed(std::string_view text, packing how) {
  std::string made;
  const auto sink = pack(std::make_unique<memory_sink>(made), how);
  // In pieces of odd sizes: how it is cut is not to matter.
  for (std::size_t at = 0, size = 1; at < text.size(); at += size, size = 2 * size + 1)
    (void)sink->write(text.substr(at, size));
  (void)sink->close();
  return made;
}

// Gives a few bytes at a time.
class slow_source final : public byte_source {
 public:
  slow_source(std::unique_ptr<byte_source> from, std::size_t at_once)
      : from_(std::move(from)), at_once_(at_once) {}
  result<std::size_t> read(std::span<char> into) override {
    return from_->read(into.first(std::min(at_once_, into.size())));
  }
  std::uint64_t stored_bytes() const override { return from_->stored_bytes(); }
  std::uint64_t stored_hash() const override { return from_->stored_hash(); }

 private:
  std::unique_ptr<byte_source> from_;
  std::size_t at_once_;
};

// Each row `line: a|b|c`, each fault `line:byte message`, and why it ended if that is not the end of the
// file.
inline std::string rows_in(std::unique_ptr<byte_source> bytes, table_format format,
                           const std::vector<std::string>& names = {}) {
  const auto rows = read_rows(std::move(bytes), format);
  rows->name_cells(names);
  std::string all;
  for (;;) {
    switch (rows->next()) {
      case row_source::step::row: {
        std::string cells;
        for (const row_cell& one : rows->row().cells) {
          if (&one != rows->row().cells.data()) cells += '|';
          cells += one.is_there ? one.text : "~";
        }
        all += fmt::format("{}: {}\n", rows->row().line, cells);
        break;
      }
      case row_source::step::fault:
        all += fmt::format("{}:{} {}\n", rows->row().line, rows->fault().begin, rows->fault().message);
        break;
      case row_source::step::end:
        return all;
      case row_source::step::broken:
        return all + rows->why().message + "\n";
    }
  }
}

inline std::string csv_in(std::string_view text) {
  return rows_in(bytes_in_memory(text), table_format::csv);
}

}  // namespace drawdown::bulk
