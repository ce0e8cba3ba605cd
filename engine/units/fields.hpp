// Lists of fields that serve for writing and for reading.
#pragma once

#include <concepts>
#include <type_traits>

namespace drawdown {

// A `Value`, to be read or to be written.
template <class T, class Value>
concept is = std::same_as<std::remove_const_t<T>, Value>;

}  // namespace drawdown
