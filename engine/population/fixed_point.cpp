#include "engine/population/fixed_point.hpp"

#include <array>
#include <bit>

#include "engine/population/tables.hpp"
#include "engine/units/error.hpp"

namespace drawdown::population {
namespace {

constexpr unsigned index_bits = 8;  // of 32 bits behind the point; the others lie between two entries
constexpr unsigned between_bits = 32 - index_bits;

// The value of a table at `part`, which has 32 bits behind the point and is below one.
std::uint64_t interpolated(const std::array<std::uint64_t, table_entries>& table, std::uint64_t part) {
  const std::size_t index = part >> between_bits;
  const std::uint64_t between = part & ((std::uint64_t{1} << between_bits) - 1);
  const std::uint64_t below = table.at(index);
  const std::uint64_t above = table.at(index + 1);
  // Entries ascend or descend; each product stays below 2^57.
  return above >= below ? below + ((above - below) * between >> between_bits)
                        : below - ((below - above) * between >> between_bits);
}

}  // namespace

fixed binary_logarithm(std::uint64_t n) {
  ensure(n > 0, "a logarithm is of a number above zero");
  const auto whole = static_cast<unsigned>(63 - std::countl_zero(n));
  const std::uint64_t leading_one_gone = whole == 0 ? 0 : n << (64U - whole);
  return {(std::uint64_t{whole} << 32U) + interpolated(logarithm_table, leading_one_gone >> 32U)};
}

std::uint64_t inverse_power_of_two(fixed exponent) {
  const std::uint64_t whole = exponent.bits >> 32U;
  if (whole >= 62) return 0;
  return interpolated(power_table, exponent.bits & (fixed::one - 1)) << 30U >> whole;
}

}  // namespace drawdown::population
