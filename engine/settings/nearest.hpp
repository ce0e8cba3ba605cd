// "Did you mean …?": the known word that a misspelt one was probably meant to be.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace drawdown {

// The known word that takes the fewest slips to become `word` (a letter too many, missing or wrong, or two
// neighbours swapped); of several the first. Nothing where it would take more than one slip in three letters,
// at most three.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace drawdown
