// What is wrong in a file that a person wrote, where, and what to do about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drawdown::language {

enum class severity : std::uint8_t { error, warning };

// A stretch of a line, to be shown with a caret under it.
struct shown_place {
  std::string file;               // as it was named
  std::uint32_t line = 0;         // from 1; 0: the file as a whole
  std::uint32_t column = 0;       // display column, from 1
  std::uint32_t width = 1;        // display columns under the caret
  std::string source_line;        // tabs expanded; cut where it is very long
  std::uint32_t source_from = 1;  // display column of its first character
};

// Another place that has to do with a finding: "first given here".
struct related_note : shown_place {
  std::string message;
};

// One finding, in the manner of a good compiler.
struct diagnostic : shown_place {
  severity level = severity::error;
  std::string code;                   // `E012`; stable
  std::string message;                // stands alone; names in back-ticks
  std::string label;                  // beside the caret: what is here
  std::string hint;                   // what to do
  std::vector<related_note> related;  // where else to look
};

// The finding as people read it: code, place, the line with a caret under it, hint, and the other places in
// the same way. Ends with a newline.
std::string render(const diagnostic& d, bool colour);

}  // namespace drawdown::language
