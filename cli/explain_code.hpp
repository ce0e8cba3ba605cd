// `drawdown explain E030`: what a code of a finding means.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

enum class explain_format : std::uint8_t { text, json };

// Whether a word is written like a code, known or not: a letter E or W in either case, and digits.
bool looks_like_code(std::string_view word);

// Prints the page of a code. An unknown one is a wrong word, and the nearest is named.
exit_code explain_code(std::string_view code, explain_format format, color_choice color);

// Prints all codes with their titles.
exit_code list_codes(explain_format format);

}  // namespace drawdown::cli
