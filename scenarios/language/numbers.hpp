// What is wrong with the text of a number, told apart finely enough to say what to write instead.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "scenarios/language/findings.hpp"

namespace drawdown::language {

// Why a text is no number of the wanted kind.
struct number_fault {
  fault what;
  wording words;
};

// Reads a decimal as a count of 10^-places. `what` names it in messages.
tl::expected<std::int64_t, number_fault> number_in(std::string_view text, std::string_view what, int places);

}  // namespace drawdown::language
