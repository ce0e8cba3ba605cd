#include "scenarios/language/columns.hpp"

#include <utf8proc.h>

namespace drawdown::language {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
// What combines with a character may be of any length; no more than this many bytes are shown for each
// column.
constexpr std::size_t most_bytes_per_column = 32;

bool is_replaced(const decoded& character) {
  return !character.valid || is_forbidden(character.point) || character.point == '\n' ||
         character.point == '\r';
}

}  // namespace

std::uint32_t width_at(const decoded& character, std::uint32_t column) {
  if (character.valid && character.point == '\t') return tab_stop - (column - 1) % tab_stop;
  if (is_replaced(character) || character.point < 0x7F) return 1;
  return static_cast<std::uint32_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(character.point)));
}

std::uint32_t display_width(std::string_view text, std::uint32_t column) {
  const std::uint32_t first = column;
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    column += width_at(next, column);
    at += next.bytes;
  }
  return column - first;
}

std::string shown(std::string_view text, std::uint32_t column) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    const std::uint32_t width = width_at(next, column);
    if (next.valid && next.point == '\t') {
      made.append(width, ' ');
    } else if (is_replaced(next)) {
      made += replacement;
    } else {
      made += text.substr(at, next.bytes);
    }
    column += width;
    at += next.bytes;
  }
  return made;
}

line_window window_of(std::string_view line, std::uint32_t first, std::uint32_t columns) {
  std::uint32_t column = 1;
  std::size_t at = 0;
  bool begun = false;
  std::size_t begin = line.size();
  std::uint32_t begin_column = 1;
  while (at < line.size()) {
    const decoded next = decode_utf8(line, at);
    const std::uint32_t width = width_at(next, column);
    if (!begun && column >= first && (width > 0 || column == 1)) {
      begun = true;
      begin = at;
      begin_column = column;
    }
    if (begun && (column + width > first + columns || at - begin > columns * most_bytes_per_column)) break;
    column += width;
    at += next.bytes;
  }
  if (!begun) return {line.substr(line.size()), column};
  return {line.substr(begin, at - begin), begin_column};
}

std::string_view fitting(std::string_view text, std::uint32_t columns) {
  return window_of(text, 1, columns).text;
}

}  // namespace drawdown::language
