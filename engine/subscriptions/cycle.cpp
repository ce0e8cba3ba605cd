#include "engine/subscriptions/cycle.hpp"

#include <algorithm>
#include <array>

#include "engine/pricing/rounded_credits.hpp"
#include "engine/units/planted.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {
namespace {

constexpr calendar_span one_month{1, calendar_unit::months};
constexpr std::int64_t us_per_day = 86'400'000'000;

// A guess at how long a span is, in microseconds: where a search for a boundary begins.
std::int64_t about(const span_of_time& every) {
  if (const auto* exact = std::get_if<duration>(&every)) return exact->us();
  const auto& span = std::get<calendar_span>(every);
  constexpr std::array<std::int64_t, 4> days_of_unit = {1, 7, 30, 365};
  return span.count * days_of_unit[static_cast<std::size_t>(span.unit)] * us_per_day;
}

// The number of the first boundary after `t`.
std::int32_t boundary_after(instant t, instant anchor, const span_of_time& every, const zone_table& zone) {
  auto k = static_cast<std::int32_t>((t - anchor).us() / about(every));
  while (boundary(anchor, every, k, zone, month_end::clamp) > t) --k;
  while (boundary(anchor, every, k, zone, month_end::clamp) <= t) ++k;
  return k;
}

// The day of the calendar on which `t` falls, counted.
std::int64_t date_of(instant t, const zone_table& zone) {
  const std::int64_t local = to_local(zone, t).us;
  return local / us_per_day - (local % us_per_day < 0 ? 1 : 0);
}

}  // namespace

money part_of(int128 minor, const cycle_part& part, rounding mode) {
  const int128 exact = divide(minor * part.left, part.whole, mode);
  ensure(exact <= INT64_MAX && exact >= INT64_MIN, "prices are bounded, so that no sum of money overflows");
  return money::from_minor(static_cast<std::int64_t>(exact));
}

std::optional<credits> part_of(int128 micro, const cycle_part& part, const settings& rules) {
  const std::int64_t step = last_place_micro(rules);
  const int128 rounded = divide(micro * part.left, int128{part.whole} * step, rules.grant_rounding) * step;
  if (rounded > INT64_MAX || rounded < INT64_MIN) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(rounded));
}

billing_cycle billing_cycle::from(instant t, std::optional<instant> anchor, const span_of_time& every,
                                  const zone_table& zone) {
  billing_cycle made;
  made.anchor_ = anchor.value_or(t);
  made.every_ = every;
  made.next_ = boundary_after(t, made.anchor_, every, zone);
  made.now_ = {t, boundary(made.anchor_, every, made.next_, zone, month_end::clamp),
               boundary(made.anchor_, every, made.next_ - 1, zone, month_end::clamp)};
  return made;
}

billing_cycle billing_cycle::trial(instant t, const span_of_time& length, const span_of_time& every,
                                   const zone_table& zone) {
  billing_cycle made;
  made.anchor_ = add(t, length, zone, month_end::clamp);
  made.every_ = every;
  made.next_ = 0;
  made.now_ = {t, made.anchor_, t};
  return made;
}

void billing_cycle::turn(const zone_table& zone) {
  ++next_;
  now_.begin = now_.whole_begin = now_.end;
  const instant next = boundary(anchor_, every_, next_, zone, month_end::clamp);
  const instant end =
      DRAWDOWN_PLANTED("cycle_turns_again_in_utc", next, std::min(next, next_month(now_.begin, {})));
  now_.end = DRAWDOWN_PLANTED("month_end_drifts", end, add(now_.begin, every_, zone, month_end::clamp));
}

void billing_cycle::turn_until(instant t, const zone_table& zone) {
  while (now_.end <= t) turn(zone);
}

void billing_cycle::change_length(const span_of_time& every, const zone_table& zone) {
  if (every == every_) return;
  every_ = every;
  next_ = boundary_after(now_.end, anchor_, every, zone) - 1;
  if (boundary(anchor_, every, next_, zone, month_end::clamp) == now_.end) return;
  anchor_ = now_.end;
  next_ = 0;
}

instant billing_cycle::end_with(const span_of_time& every, const zone_table& zone) const {
  return add(now_.whole_begin, every, zone, month_end::clamp);
}

cycle_period billing_cycle::month_at(instant t, const zone_table& zone) const {
  const std::int32_t next = boundary_after(t, anchor_, one_month, zone);
  const instant begin = boundary(anchor_, one_month, next - 1, zone, month_end::clamp);
  const instant end = boundary(anchor_, one_month, next, zone, month_end::clamp);
  return {std::max(begin, now_.begin), std::min(end, now_.end), begin};
}

bool billing_cycle::is_longer_than_a_month() const {
  constexpr std::int32_t days = 31;
  constexpr std::int32_t weeks = 4;
  if (const auto* exact = std::get_if<duration>(&every_)) return *exact > duration::days(days);
  const auto& span = std::get<calendar_span>(every_);
  switch (span.unit) {
    case calendar_unit::days:
      return span.count > days;
    case calendar_unit::weeks:
      return span.count > weeks;
    case calendar_unit::months:
      return span.count > 1;
    case calendar_unit::years:
      return true;
  }
  throw defect("a unit of the calendar that is none");
}

cycle_part billing_cycle::left_of(const cycle_period& period, instant t, proration base,
                                  const zone_table& zone) {
  const std::int64_t end = date_of(period.end, zone);
  const std::int64_t whole = end - date_of(period.whole_begin, zone);
  if (base == proration::exact || whole == 0)
    return {(period.end - t).us(), (period.end - period.whole_begin).us()};
  return {end - date_of(t, zone), whole};
}

}  // namespace drawdown
