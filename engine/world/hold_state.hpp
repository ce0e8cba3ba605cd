// How a hold stands (R6): the words in which later steps are told how it ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace drawdown {

enum class hold_state : std::uint8_t {
  open,
  captured,
  voided,   // by somebody
  ran_out,  // its time was over (R6.3)
};
inline constexpr std::size_t hold_states = 4;

// The word of the language: `ran_out`.
std::string_view name_of(hold_state s);
std::optional<hold_state> hold_state_named(std::string_view name);

}  // namespace drawdown
