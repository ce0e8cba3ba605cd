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

// Reads a decimal as a count of 10^-places. `what` names it in messages; `behind` is what stands behind it in
// the file, as ` USD`, which advice repeats.
tl::expected<std::int64_t, number_fault> number_in(std::string_view text, std::string_view what, int places,
                                                   std::string_view behind = {});

}  // namespace drawdown::language
