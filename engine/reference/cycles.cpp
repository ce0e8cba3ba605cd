#include "engine/reference/cycles.hpp"

#include <algorithm>
#include <variant>

#include "engine/reference/agents.hpp"
#include "engine/reference/amounts.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

constexpr std::int64_t us_per_day = duration::days(1).us();
constexpr calendar_span one_month{1, calendar_unit::months};

// About how long a unit of the calendar is: a first guess, which is put right by looking.
std::int64_t about_us(calendar_unit unit) {
  switch (unit) {
    case calendar_unit::days:
      return us_per_day;
    case calendar_unit::weeks:
      return 7 * us_per_day;
    case calendar_unit::months:
      return 30 * us_per_day;
    case calendar_unit::years:
      return 365 * us_per_day;
  }
  return us_per_day;
}

// The boundaries on both sides of `t`: the last one that is not after it, and the one that follows.
period between_boundaries(const desk& d, instant anchor, calendar_span every, instant t) {
  ensure(every.count > 0, "R2.2: a cycle takes some time");
  const auto kth = [&](std::int64_t k) {
    return boundary(anchor, every, static_cast<std::int32_t>(k), d.zone(), month_end::clamp);
  };
  std::int64_t k = (t - anchor).us() / (about_us(every.unit) * every.count);
  while (kth(k) > t) --k;
  while (kth(k + 1) <= t) ++k;
  return {kth(k), kth(k + 1)};
}

period between_boundaries(const desk&, instant anchor, duration every, instant t) {
  ensure(every > duration{}, "R2.2: a cycle takes some time");
  const std::int64_t passed = (t - anchor).us();
  const std::int64_t beyond = ((passed % every.us()) + every.us()) % every.us();
  const instant begins = instant::from_us(t.us() - beyond);
  return {begins, begins + every};
}

// R2.6: whether a cycle is longer than a month: then its months are the usage periods.
struct longer_than_a_month {
  bool operator()(duration every) const { return every > duration::days(31); }
  bool operator()(calendar_span every) const {
    switch (every.unit) {
      case calendar_unit::days:
        return every.count > 31;
      case calendar_unit::weeks:
        return every.count > 4;
      case calendar_unit::months:
        return every.count > 1;
      case calendar_unit::years:
        return true;
    }
    return false;
  }
};

// The local date, counted in days.
std::int64_t date_of(const desk& d, instant t) {
  const std::int64_t us = to_local(d.zone(), t).us;
  return us / us_per_day - (us % us_per_day < 0 ? 1 : 0);
}

}  // namespace

period cycle_at(const desk& d, instant anchor, const span_of_time& every, instant t) {
  return std::visit([&](const auto& length) { return between_boundaries(d, anchor, length, t); }, every);
}

instant next_boundary(const desk& d, instant anchor, const span_of_time& every, instant t) {
  return cycle_at(d, anchor, every, t).ends;
}

instant last_boundary(const desk& d, instant anchor, const span_of_time& every, instant t) {
  return cycle_at(d, anchor, every, t).begins;
}

period grant_period_at(const desk& d, const plan_terms& terms, instant anchor, const period& cycle,
                       instant t) {
  if (!terms.monthly_allocation) return cycle;
  const period month = cycle_at(d, anchor, one_month, t);
  return {std::max(cycle.begins, month.begins), std::min(cycle.ends, month.ends)};
}

instant usage_period_ends(const desk& d) {
  const subscription& s = d.books.subscription;
  if (!s.runs() || d.rules().period == usage_period::calendar_month) return next_month(d.now, d.zone());
  if (!std::visit(longer_than_a_month{}, d.sold().plans[s.plan].every)) return s.cycle.ends;
  return std::min(s.cycle.ends, next_boundary(d, s.anchor, one_month, d.now));
}

void begin_usage_period_of_cycle(desk& d) {
  if (d.rules().period == usage_period::cycle) turn_usage_period(d);
}

part_left part_left_at(const desk& d, const period& of, instant t) {
  if (d.rules().proration_base == proration::days) {
    const std::int64_t end = date_of(d, of.ends);
    const std::int64_t whole = end - date_of(d, of.begins);
    // A period within one day has no days to count.
    if (whole > 0) return {end - date_of(d, t), whole};
  }
  return {(of.ends - t).us(), (of.ends - of.begins).us()};
}

money times(const desk& d, money whole, const part_left& part) {
  const int128 rounded = divide(int128{whole.minor()} * part.left, part.whole, d.rules().money_rounding);
  return money::from_minor(static_cast<std::int64_t>(rounded));
}

credits times(const desk& d, credits whole, std::int64_t count, const part_left& part) {
  const int128 product = int128{whole.micro()} * count;
  const std::int64_t smallest = smallest_micro(d.rules());
  int128 exact = 0;
  if (__builtin_mul_overflow(product, part.left, &exact)) return credits{};
  const int128 rounded = divide(exact, part.whole * smallest, d.rules().grant_rounding) * smallest;
  if (rounded > INT64_MAX || rounded < 0) return credits{};
  return credits::from_micro(static_cast<std::int64_t>(rounded));
}

}  // namespace drawdown::reference
