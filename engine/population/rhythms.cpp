#include "engine/population/rhythms.hpp"

#include <algorithm>
#include <chrono>

#include "engine/population/fixed_point.hpp"

namespace drawdown::population {
namespace {

namespace chrono = std::chrono;
__extension__ using uint128 = unsigned __int128;

constexpr std::uint64_t million = 1'000'000;
constexpr std::int64_t hour_us = duration::hours(1).us();

std::uint64_t times(std::uint64_t n, std::uint64_t numerator, std::uint64_t denominator) {
  const uint128 product = uint128{n} * numerator / denominator;
  return static_cast<std::uint64_t>(std::min<uint128>(product, most_per_day << 32U));
}

template <std::size_t Count>
std::uint64_t sum_of(const std::array<std::uint32_t, Count>& weights) {
  std::uint64_t sum = 0;
  for (const std::uint32_t weight : weights) sum += weight;
  return sum;
}

std::array<std::uint32_t, 24> hours_between(std::size_t first, std::size_t last) {
  std::array<std::uint32_t, 24> hours{};
  std::fill(hours.begin() + static_cast<std::ptrdiff_t>(first),
            hours.begin() + static_cast<std::ptrdiff_t>(last), one_weight);
  return hours;
}

chrono::sys_days day_of(const zone_table& zone, instant at) {
  return chrono::floor<chrono::days>(
      chrono::sys_time<chrono::microseconds>{chrono::microseconds(to_local(zone, at).us)});
}

int months_from_year_zero(chrono::year_month_day date) {
  return int{date.year()} * 12 + static_cast<int>(unsigned{date.month()}) - 1;
}

// Makes the steps of a rhythm, day by day.
class making {
 public:
  making(const usage_pattern& of, std::uint64_t per_day_micro, instant joined, const zone_table& zone)
      : of_(of),
        zone_(zone),
        per_day_(times(per_day_micro, fixed::one, million)),
        hours_(sum_of(of.hours)),
        season_(sum_of(of.season)),
        grows_behind_(months_from_year_zero(day_of(zone, joined))) {}

  void add(chrono::sys_days day) {
    const std::uint64_t expected = expected_on(day);
    const std::int64_t midnight = chrono::microseconds(day.time_since_epoch()).count();
    std::uint64_t weight = 0;
    for (std::size_t hour = 0; hour < of_.hours.size(); ++hour) {
      const std::uint64_t before = before_ + times(expected, weight, hours_);
      const local_time local{midnight + static_cast<std::int64_t>(hour) * hour_us};
      add({to_instant(zone_, local), before});
      weight += of_.hours[hour];
    }
    before_ += expected;
  }

  rhythm finish(instant end) {
    add({end, before_});
    return std::move(made_);
  }

 private:
  // Steps that are no change in pace are left out; one that a skipped hour leaves no time for replaces it.
  void add(const rhythm_step& step) {
    if (!made_.empty() && made_.back().from >= step.from) {
      made_.back().before = step.before;
      return;
    }
    made_.push_back(step);
  }

  std::uint64_t expected_on(chrono::sys_days day) {
    const chrono::year_month_day date{day};
    const auto month = unsigned{date.month()} - 1;
    std::uint64_t expected =
        times(per_day_, std::uint64_t{of_.season.at(month)} * of_.season.size(), season_);
    const chrono::weekday of_week{day};
    if (of_week == chrono::Saturday || of_week == chrono::Sunday)
      expected = times(expected, of_.weekend, million);
    return static_cast<std::uint64_t>(std::min<uint128>(
        uint128{expected} * growth_until(months_from_year_zero(date)) >> 32U, most_per_day << 32U));
  }

  // By what a month's usage has grown, with 32 bits behind the point; at most a millionfold.
  std::uint64_t growth_until(int month) {
    for (; grown_behind_ < month - grows_behind_ && of_.growth_per_month > 0; ++grown_behind_)
      growth_ = times(growth_, million + of_.growth_per_month, million);
    return growth_;
  }

  const usage_pattern& of_;
  const zone_table& zone_;
  std::uint64_t per_day_;
  std::uint64_t hours_, season_;
  int grows_behind_;
  int grown_behind_ = 0;  // months that are in `growth_`
  std::uint64_t growth_ = fixed::one;
  std::uint64_t before_ = 0;
  rhythm made_;
};

}  // namespace

std::array<std::uint32_t, 24> office_hours() {
  return hours_between(8, 18);
}

std::array<std::uint32_t, 24> evening_hours() {
  return hours_between(17, 23);
}

rhythm rhythm_of(const usage_pattern& of, std::uint64_t per_day_micro, instant joined, instant start,
                 instant end, const zone_table& zone) {
  ensure(sum_of(of.hours) > 0 && sum_of(of.season) > 0, "a rhythm has an hour and a month that count");
  making steps(of, per_day_micro, joined, zone);
  const chrono::sys_days last = day_of(zone, end);
  for (chrono::sys_days day = day_of(zone, start); day <= last; day += chrono::days(1)) steps.add(day);
  return steps.finish(
      to_instant(zone, {chrono::microseconds((last + chrono::days(1)).time_since_epoch()).count()}));
}

std::uint64_t expected_until(const rhythm& of, instant at) {
  const auto next = std::upper_bound(of.begin(), of.end(), at,
                                     [](instant t, const rhythm_step& step) { return t < step.from; });
  if (next == of.begin()) return 0;
  const rhythm_step& step = *(next - 1);
  if (next == of.end()) return step.before;
  const auto passed = static_cast<std::uint64_t>((at - step.from).us());
  const auto length = static_cast<std::uint64_t>((next->from - step.from).us());
  return step.before + static_cast<std::uint64_t>(uint128{next->before - step.before} * passed / length);
}

instant when_expected(const rhythm& of, std::uint64_t much, std::uint32_t& step) {
  while (step + 1 < of.size() && of[step + 1].before <= much) ++step;
  if (step + 1 >= of.size()) return instant::never();
  const rhythm_step& here = of[step];
  const rhythm_step& next = of[step + 1];
  const auto length = static_cast<std::uint64_t>((next.from - here.from).us());
  const uint128 passed = uint128{much - here.before} * length / (next.before - here.before);
  return here.from + duration::from_us(static_cast<std::int64_t>(passed));
}

}  // namespace drawdown::population
