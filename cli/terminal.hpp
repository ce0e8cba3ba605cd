// Where the program speaks: results on standard output, everything else on standard error.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown::cli {

enum class color_choice : std::uint8_t { automatic, always, never };

enum class channel : std::uint8_t { output, messages };

// Whether somebody looks at it.
bool is_terminal(channel where);

// What a program is told of colours by its surroundings.
struct color_surroundings {
  bool is_terminal = false;
  std::string_view no_color;  // the variable NO_COLOR; empty: not set
  std::string_view term;      // the variable TERM
};

// Whether to colour: as chosen; else on a terminal that can, unless NO_COLOR is set.
bool wants_color(color_choice chosen, const color_surroundings& around);
// The same of what goes there.
bool wants_color(color_choice chosen, channel where);

// How many columns the terminal has; 80 where that is not known.
unsigned columns_of(channel where);

// Writes results to standard output. A reader that went away early (`| head`) has what it wants: no error.
// Anything else that keeps the text from arriving is `unreadable`.
result<void> write_output(std::string_view text);

// Whether the reader of standard output went away: nothing more need be written there.
bool reader_went_away();

// Writes a message to standard error, as it is.
void write_message(std::string_view text);

}  // namespace drawdown::cli
