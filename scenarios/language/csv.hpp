// Tables of comma-separated values (RFC 4180), with the place of every field.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/language/findings.hpp"

namespace drawdown::language {

// One field: its text without quotes and outer spaces, and the bytes of the file that it stands in.
struct csv_field {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct csv_row {
  std::uint32_t line = 0;         // on which it begins, from 1
  std::vector<csv_field> fields;  // one at least
};

// Where a field, or a whole row, stands in its file.
text_place place_of(const source_text& file, const csv_field& field);
text_place place_of(const source_text& file, const csv_row& row);

// Hands each row of a file to `each`, the first included, until that answers false; lines with nothing on
// them are no rows. What is no table is reported and ends the reading.
void each_csv_row(scope& in, const std::function<bool(const csv_row&)>& each);

}  // namespace drawdown::language
