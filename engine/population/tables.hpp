// Tables of the logarithm and the power to the base two, which distributions are made of: integers alone, so
// that every machine draws the same (R14.7). make_tables.py writes them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace drawdown::population {

inline constexpr std::size_t table_intervals = 256;
inline constexpr std::size_t table_entries = table_intervals + 1;

// Entry i: the base-two logarithm of 1 + i/256, times 2^32.
extern const std::array<std::uint64_t, table_entries> logarithm_table;
// Entry i: two to the power of -i/256, times 2^32.
extern const std::array<std::uint64_t, table_entries> power_table;
// Times 2^32.
extern const std::uint64_t natural_logarithm_of_two;

// The normal distribution: how far out one is of whom so few lie further out on that side. Entry i: where
// that is a share of two to the power of -1 - i/32, times 2^32.
inline constexpr std::size_t normal_per_doubling = 32;
inline constexpr std::size_t normal_entries = 32 * normal_per_doubling + 1;
extern const std::array<std::uint64_t, normal_entries> normal_table;
// The same where five of a hundred lie further out.
extern const std::uint64_t normal_of_95;

}  // namespace drawdown::population
