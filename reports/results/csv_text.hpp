// How CSV is written here: by RFC 4180, cells quoted where they have to be.
#pragma once

#include <span>
#include <string>

namespace drawdown::reports {

// A line with its end.
inline std::string csv_line(std::span<const std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty() || &cell != cells.data()) line += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char letter : cell) line += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace drawdown::reports
