// What is wrong in a file that a person wrote, where, and what to do about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drawdown::language {

enum class severity : std::uint8_t { error, warning };

// One finding, in the manner of a good compiler.
struct diagnostic {
  severity level = severity::error;
  std::string code;               // `E012`; stable
  std::string message;            // stands alone; names in back-ticks
  std::string file;               // as it was named
  std::uint32_t line = 0;         // from 1; 0: the file as a whole
  std::uint32_t column = 0;       // display column, from 1
  std::uint32_t width = 1;        // display columns under the caret
  std::string source_line;        // cut where it is very long
  std::uint32_t source_from = 1;  // display column of its first character
  std::string label;              // beside the caret: what is here
  std::string hint;               // what to do
};

// The finding as people read it: code, place, the line with a caret under it, hint. Ends with a newline.
std::string render(const diagnostic& d, bool colour);

}  // namespace drawdown::language
