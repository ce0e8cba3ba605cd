// How text stands on a terminal: which columns it takes, and what is shown of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scenarios/language/utf8.hpp"

namespace drawdown::language {

// A tab goes on to the next column that is one more than a multiple of this.
inline constexpr std::uint32_t tab_stop = 8;

// How many columns a character takes that begins at `column` (from 1): two for the wide ones of East Asia and
// for emoji, none for what combines with the character before it; what is shown as U+FFFD takes one.
std::uint32_t width_at(const decoded& character, std::uint32_t column);

// How many columns a text takes that begins at `column`.
std::uint32_t display_width(std::string_view text, std::uint32_t column = 1);

// A line, or a piece of it that begins at `column`, as a terminal may show it: tabs become spaces up to their
// tab stops, control characters and broken bytes U+FFFD.
std::string shown(std::string_view text, std::uint32_t column = 1);

// A piece of a line.
struct line_window {
  std::string_view text;
  std::uint32_t column = 1;  // of its first character
};

// What of `line` stands between the columns `first` and `first + columns`, without tearing a wide character
// or one from what combines with it.
line_window window_of(std::string_view line, std::uint32_t first, std::uint32_t columns);

// The beginning of a text that fits into so many columns.
std::string_view fitting(std::string_view text, std::uint32_t columns);

}  // namespace drawdown::language
