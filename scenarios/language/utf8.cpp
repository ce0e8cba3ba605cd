#include "scenarios/language/utf8.hpp"

namespace drawdown::language {

decoded decode_utf8(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};

  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {lead, 1, false};
  char32_t point = lead & (length == 2 ? 0x1FU : length == 3 ? 0x0FU : 0x07U);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return {lead, 1, false};
    point = (point << 6U) | (byte(at + i) & 0x3FU);
  }
  const char32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (point < smallest || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {lead, 1, false};
  return {point, length, true};
}

bool is_forbidden(char32_t point) {
  if (point == '\t' || point == '\n' || point == '\r') return false;
  if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) return true;
  if (point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E)) return true;
  if (point >= 0x2066 && point <= 0x2069) return true;
  return point == 0x2028 || point == 0x2029 || point == 0xFEFF || point == 0xFFFE || point == 0xFFFF;
}

}  // namespace drawdown::language
