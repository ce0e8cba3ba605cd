// The rows of a table, whatever its format.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"
#include "scenarios/usage/byte_source.hpp"
#include "scenarios/usage/row.hpp"

namespace drawdown::bulk {

enum class table_format : std::uint8_t {
  csv,           // RFC 4180
  ndjson,        // a JSON object in each line
  cloud_events,  // the same, of CloudEvents 1.0
};

// By the end of its name, how it is packed left aside: `.csv`, `.ndjson`, `.jsonl`.
std::optional<table_format> format_of(std::string_view name);

class row_source {
 public:
  row_source() = default;
  row_source(const row_source&) = delete;
  row_source& operator=(const row_source&) = delete;
  virtual ~row_source() = default;

  enum class step : std::uint8_t {
    row,
    fault,  // `fault` says what is wrong; the next one may be a row again
    end,
    broken,  // `why` says why no more can be read
  };

  // Whether the first row names the cells. Else `name_cells` says which members of a row they are.
  virtual bool has_header() const = 0;

  // The names of the members that are read, from now on the cells of a row in this order. A point in a name
  // leads into an object: `data.tokens`.
  virtual void name_cells(std::span<const std::string> names) = 0;

  // Goes on to the next row. Lines with nothing on them are none.
  virtual step next() = 0;

  // As it was read last; of a fault without cells.
  virtual const bulk::row& row() const = 0;
  virtual const row_fault& fault() const = 0;
  virtual const error& why() const = 0;
  // What it is read from.
  virtual const byte_source& from() const = 0;
};

std::unique_ptr<row_source> read_rows(std::unique_ptr<byte_source> from, table_format format);

}  // namespace drawdown::bulk
