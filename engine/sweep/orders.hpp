// The orders in which things that happen at one instant are tried.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace drawdown::sweep {

inline constexpr std::size_t most_in_every_order = 5;
inline constexpr std::size_t sampled_orders = 200;

// An order of things that are numbered from 0: which comes first, second, …
using order_of_things = std::vector<std::size_t>;

// Orders of `count` things other than the one they have: each of them up to most_in_every_order, else
// sampled_orders that are drawn, all different. `entity` and `number` say for whom (R14.7).
std::vector<order_of_things> other_orders(std::size_t count, std::uint64_t seed, std::uint64_t entity,
                                          std::uint64_t number);

// How many other_orders() gives.
std::uint64_t count_of_other_orders(std::size_t count);

}  // namespace drawdown::sweep
