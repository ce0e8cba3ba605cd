// Reading UTF-8 one code point at a time, strictly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace drawdown::language {

// What stands at a place of a text: a code point, or one byte that is part of none.
struct decoded {
  char32_t point = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

// Decodes at `at`, which must be inside `text`. Overlong forms, surrogates and what is beyond U+10FFFF are
// invalid.
decoded decode_utf8(std::string_view text, std::size_t at);

// Characters that no file may hold: controls but tab and line ends, marks of text direction, a byte order
// mark inside a text, and what Unicode says is no character.
bool is_forbidden(char32_t point);

}  // namespace drawdown::language
