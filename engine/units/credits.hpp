// An amount of credit: an exact integer count of micro-credits (R1.1).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown {

// An exact amount of credit with six decimal places. Sums that would pass 64 bits are a defect of the
// caller: what comes from outside is checked where it enters (R1.5), so no sum of a ledger can.
class credits {
 public:
  constexpr credits() = default;
  static constexpr credits from_micro(std::int64_t micro) { return credits(micro); }
  static constexpr credits whole(std::int32_t count) {
    return credits(std::int64_t{count} * micro_per_credit);
  }
  static constexpr credits largest() { return credits(INT64_MAX); }

  // The amount in millionths of a credit.
  constexpr std::int64_t micro() const { return micro_; }
  constexpr bool is_zero() const { return micro_ == 0; }

  friend constexpr auto operator<=>(credits, credits) = default;
  friend constexpr credits operator-(credits a) { return credits() - a; }
  friend constexpr credits operator+(credits a, credits b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.micro_, b.micro_, &sum)) [[unlikely]]
      throw defect("credits: a sum passed 64 bits");
    return credits(sum);
  }
  friend constexpr credits operator-(credits a, credits b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.micro_, b.micro_, &difference)) [[unlikely]]
      throw defect("credits: a difference passed 64 bits");
    return credits(difference);
  }
  constexpr credits& operator+=(credits other) { return *this = *this + other; }
  constexpr credits& operator-=(credits other) { return *this = *this - other; }

  static constexpr std::int64_t micro_per_credit = 1'000'000;
  static constexpr int decimals = 6;

 private:
  constexpr explicit credits(std::int64_t micro) : micro_(micro) {}
  std::int64_t micro_ = 0;
};

// "1234.5", exact, without trailing zeros; negative amounts with a minus sign.
std::string to_string(credits amount);

// Reads "1200" or "12.50": at most six decimals, no exponent, no leading zeros, an optional minus sign.
result<credits> parse_credits(std::string_view text);

}  // namespace drawdown
