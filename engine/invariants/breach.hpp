// What a check of the invariants found (R14).
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/units/credits.hpp"

namespace drawdown::invariants {

// An invariant that does not hold.
struct breach {
  std::string rule;     // `R14.2`
  std::string message;  // what should be, and what is
};

using finding = std::optional<breach>;

template <class... Arguments>
finding broken(const char* rule, fmt::format_string<Arguments...> text, Arguments&&... arguments) {
  return breach{rule, fmt::format(text, std::forward<Arguments>(arguments)...)};
}

inline std::string text_of(credits amount) {
  return to_string(amount);
}

}  // namespace drawdown::invariants
