// When people use something: so much a day, more in some hours, on some days and in some months than in
// others.
#pragma once

#include <array>
#include <cstdint>

#include "engine/population/habits.hpp"
#include "engine/time/instant.hpp"
#include "engine/time/zone.hpp"
#include "engine/world/world.hpp"

namespace drawdown::population {

inline constexpr std::uint32_t one_weight = 1'000'000;
inline constexpr std::uint64_t most_per_day = 1'000'000;

// How a day's usage is spread over its hours, and what changes from day to day and month to month. Weights
// count in the proportion that they have to each other.
struct usage_pattern {
  std::array<std::uint32_t, 24> hours{};   // not all zero
  parts_per_million weekend = 1'000'000;   // on a Saturday or Sunday, of another day's
  std::array<std::uint32_t, 12> season{};  // from January; not all zero; their mean stands for 1
  parts_per_million growth_per_month = 0;  // from month to month of the calendar
  friend bool operator==(const usage_pattern&, const usage_pattern&) = default;
};

// Weights that are all alike.
template <std::size_t Count>
constexpr std::array<std::uint32_t, Count> even_weights() {
  std::array<std::uint32_t, Count> all{};
  all.fill(one_weight);
  return all;
}

// From 8 to 18 o'clock; from 17 to 23 o'clock.
std::array<std::uint32_t, 24> office_hours();
std::array<std::uint32_t, 24> evening_hours();

// The rhythm of somebody who does something `per_day_micro` millionths of a time on a working day, from the
// day of `start` to `end`, by the clocks of `zone`. It grows with each month behind that of `joined`. No day
// has more than a million. What an hour would have that is skipped falls into the one before, and one that
// occurs twice is twice as long.
rhythm rhythm_of(const usage_pattern& of, std::uint64_t per_day_micro, instant joined, instant start,
                 instant end, const zone_table& zone);

// How much is expected until `at`, with 32 bits behind the point.
std::uint64_t expected_until(const rhythm& of, instant at);

// When so much was expected, at or behind the step with that position, which is moved on; never where there
// is not so much.
instant when_expected(const rhythm& of, std::uint64_t much, std::uint32_t& step);

}  // namespace drawdown::population
