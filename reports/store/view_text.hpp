// Amounts in views, as SQL that makes exact decimals of integers.
#pragma once

#include <cstddef>
#include <string>

#include <fmt/format.h>

namespace drawdown::reports {

// An integer count of 10^-places as SQL text: `-12.5`, without trailing zeros where `trim`.
inline std::string decimal_of(const std::string& value, int places, bool trim) {
  if (places == 0) return fmt::format("cast({} as text)", value);
  const std::string power = fmt::format("1{}", std::string(static_cast<std::size_t>(places), '0'));
  const std::string text = fmt::format(
      "printf('%s%d.%0{0}d', iif({1} < 0, '-', ''), abs({1}) / {2}, abs({1}) % {2})", places, value, power);
  return trim ? fmt::format("rtrim(rtrim({}, '0'), '.')", text) : text;
}

inline std::string credits_of(const std::string& value) {
  return decimal_of(value, 6, true);
}

}  // namespace drawdown::reports
