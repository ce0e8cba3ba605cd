// What must hold of a file before anybody tries to read YAML in it.
#pragma once

#include <cstddef>
#include <string>

#include "engine/units/error.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/source_text.hpp"

namespace drawdown::language {

inline constexpr std::size_t largest_file = std::size_t{64} * 1024 * 1024;
inline constexpr std::size_t longest_line = 1'000'000;
// Brackets, commas, colons, dashes and quotes: what the YAML reader keeps in memory grows with them.
inline constexpr std::size_t most_pieces = 3'000'000;

// All bytes of a file, or at most `largest_file` + 1 of them; `unreadable` with the reason in words.
result<std::string> read_bytes(const std::string& path);

// Checks size, lines, encoding and characters; reports the first fault. False where the text
// must not be handed on.
bool check_bytes(scope& in);

// Whether a text has no byte that is no UTF-8, and no character that may not stand in a file; reports the
// first.
bool check_characters(scope& in);

}  // namespace drawdown::language
