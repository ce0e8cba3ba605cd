// Virtual time: instants in UTC with microseconds, exact durations (R2.1, R2.7). Never a clock of the
// machine.
#pragma once

#include <compare>
#include <cstdint>

#include "engine/units/error.hpp"

namespace drawdown {

// An exact length of time in microseconds. `7d` is 7 x 24 h whatever the calendar does (R2.7).
class duration {
 public:
  constexpr duration() = default;
  static constexpr duration from_us(std::int64_t us) { return duration(us); }
  static constexpr duration seconds(std::int64_t n) { return duration(n * 1'000'000); }
  static constexpr duration minutes(std::int64_t n) { return seconds(n * 60); }
  static constexpr duration hours(std::int64_t n) { return seconds(n * 3600); }
  static constexpr duration days(std::int64_t n) { return hours(n * 24); }

  constexpr std::int64_t us() const { return us_; }
  friend constexpr auto operator<=>(duration, duration) = default;

 private:
  constexpr explicit duration(std::int64_t us) : us_(us) {}
  std::int64_t us_ = 0;
};

// A point of virtual time: microseconds since 1970-01-01T00:00:00Z.
class instant {
 public:
  constexpr instant() = default;
  static constexpr instant from_us(std::int64_t us) { return instant(us); }
  // After everything that can happen: the expiry of what never expires, the due time of what is never due.
  static constexpr instant never() { return instant(INT64_MAX); }

  constexpr std::int64_t us() const { return us_; }
  constexpr bool is_never() const { return us_ == INT64_MAX; }
  // The next instant: half-open intervals end here, and reactions come here at the earliest (R2.8).
  constexpr instant next() const { return is_never() ? *this : instant(us_ + 1); }

  friend constexpr auto operator<=>(instant, instant) = default;
  // Never stays never; a sum beyond the representable is never.
  friend constexpr instant operator+(instant t, duration d) {
    std::int64_t sum = 0;
    if (t.is_never() || __builtin_add_overflow(t.us_, d.us(), &sum)) return never();
    return instant(sum);
  }
  // The time from b to a. There is none to or from never: a difference that passes 64 bits is a defect.
  friend constexpr duration operator-(instant a, instant b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.us_, b.us_, &difference)) [[unlikely]]
      throw defect("instant: a difference passed 64 bits");
    return duration::from_us(difference);
  }

 private:
  constexpr explicit instant(std::int64_t us) : us_(us) {}
  std::int64_t us_ = 0;
};

// The years that input may name: far enough for any plan, near enough that no sum overflows.
inline constexpr int first_year = 1970;
inline constexpr int last_year = 2199;

}  // namespace drawdown
