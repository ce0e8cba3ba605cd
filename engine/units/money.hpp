// Money: an integer count of minor units of one ISO 4217 currency (R1.2).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown {

// An ISO 4217 currency: its three letters and how many decimals its minor unit has (JPY 0, USD 2, KWD 3).
class currency {
 public:
  constexpr currency() = default;
  // The currency of that code, or `unknown_name`.
  static result<currency> of(std::string_view code);

  std::string_view code() const { return {letters_.data(), letters_.size()}; }
  int decimals() const { return decimals_; }

  friend constexpr bool operator==(const currency&, const currency&) = default;

 private:
  constexpr currency(std::array<char, 3> letters, std::uint8_t decimals)
      : letters_(letters), decimals_(decimals) {}
  std::array<char, 3> letters_{'X', 'X', 'X'};
  std::uint8_t decimals_ = 0;
};

// An amount of money. Which currency it is in is known from where it stands: an account has exactly one
// (R1.2).
class money {
 public:
  constexpr money() = default;
  static constexpr money from_minor(std::int64_t minor) { return money(minor); }

  // The amount in minor units (cents of USD, yen of JPY).
  constexpr std::int64_t minor() const { return minor_; }
  constexpr bool is_zero() const { return minor_ == 0; }

  friend constexpr auto operator<=>(money, money) = default;
  friend constexpr money operator+(money a, money b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.minor_, b.minor_, &sum)) [[unlikely]]
      throw defect("money: a sum passed 64 bits");
    return money(sum);
  }
  friend constexpr money operator-(money a, money b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.minor_, b.minor_, &difference)) [[unlikely]]
      throw defect("money: a difference passed 64 bits");
    return money(difference);
  }
  constexpr money& operator+=(money other) { return *this = *this + other; }

 private:
  constexpr explicit money(std::int64_t minor) : minor_(minor) {}
  std::int64_t minor_ = 0;
};

// "20.00 EUR": always all decimals of the currency.
std::string to_string(money amount, currency unit);

// An amount with the currency it was written in, before it is held against the account's.
struct priced_in {
  money amount;
  currency unit;
};

// Reads "20 EUR" or "12.50 USD": no more decimals than the currency has.
result<priced_in> parse_money(std::string_view text);

}  // namespace drawdown
