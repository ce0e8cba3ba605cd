// Values that stand for nothing, as the empty columns that they are in the run store.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/time/instant.hpp"

namespace drawdown::reports {

// Nothing where the value is the one that stands for none.
template <class Value>
std::optional<Value> unless(Value none, Value value) {
  if (value == none) return std::nullopt;
  return value;
}

// An instant in microseconds; nothing where it never comes.
inline std::optional<std::int64_t> unless_never(instant t) {
  if (t.is_never()) return std::nullopt;
  return t.us();
}

}  // namespace drawdown::reports
