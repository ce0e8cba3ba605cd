// The words by which the values of an enumeration are written and read: one table each.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown {

// The words of an enumeration whose values count up from zero, in their order.
template <class Enum, std::size_t Count>
struct word_table {
  std::array<std::string_view, Count> words;

  // The word of a value; a value that is none is a defect.
  constexpr std::string_view of(Enum value) const {
    const auto position = static_cast<std::size_t>(value);
    if (position >= Count) throw defect("word_table: a value that is none");
    return words[position];
  }

  // The value of that word, if there is one.
  constexpr std::optional<Enum> named(std::string_view word) const {
    for (std::size_t position = 0; position < Count; ++position) {
      if (words[position] == word) return static_cast<Enum>(position);
    }
    return std::nullopt;
  }
};

}  // namespace drawdown
