#include "scenarios/language/row_time.hpp"

#include <chrono>
#include <optional>
#include <string>

#include "engine/time/text.hpp"

namespace drawdown::language {
namespace {

constexpr std::size_t date_size = 10;     // 2026-01-30
constexpr std::size_t seconds_size = 19;  // 2026-01-30T10:00:00
constexpr std::size_t most_decimals = 6;

// Takes away the digits of the second beyond microseconds.
void cut_decimals(std::string& text) {
  if (text.size() <= seconds_size || text[seconds_size] != '.') return;
  const std::size_t from = seconds_size + 1;
  std::size_t end = text.find_first_not_of("0123456789", from);
  if (end == std::string::npos) end = text.size();
  if (end - from > most_decimals) text.erase(from + most_decimals, end - from - most_decimals);
}

// Two digits that stand at `at`; below zero where they are none.
int two_digits(std::string_view text, std::size_t at) {
  const int tens = text[at] - '0', ones = text[at + 1] - '0';
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
}

// Days from 1970-01-01 to a date that exists.
std::optional<std::int64_t> days_of(std::string_view text) {
  const int century = two_digits(text, 0), year = two_digits(text, 2);
  const int month = two_digits(text, 5), day = two_digits(text, 8);
  if (century < 0 || year < 0 || text[4] != '-' || text[7] != '-') return {};
  const std::chrono::year_month_day date{std::chrono::year(100 * century + year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (month < 1 || day < 1 || !date.ok()) return {};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// What nearly all rows have, `2026-01-30T10:00:00.25Z` with a `T` or a space, in UTC; nothing where it is
// written otherwise, be it right or wrong.
std::optional<instant> usual_time(std::string_view text, const row_clock& clock) {
  if (text.size() < seconds_size || (text[date_size] != 'T' && text[date_size] != ' ') || text[13] != ':' ||
      text[16] != ':')
    return {};
  const auto days = days_of(text);
  const int hour = two_digits(text, 11), minute = two_digits(text, 14), second = two_digits(text, 17);
  if (!days || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return {};
  std::size_t at = seconds_size;
  std::int64_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    const std::size_t first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      if (at - first < most_decimals) fraction = 10 * fraction + (text[at] - '0');
    }
    if (at == first) return {};
    for (std::size_t i = at - first; i < most_decimals; ++i) fraction *= 10;
  }
  const bool is_utc = clock.may_lack_offset && clock.zone.transitions.size() == 1 &&
                      clock.zone.transitions.front().offset_s == 0;
  if (at == text.size() ? !is_utc : text[at] != 'Z' || at + 1 != text.size()) return {};
  const int year = 100 * two_digits(text, 0) + two_digits(text, 2);
  if (year < first_year || year > last_year) return {};
  constexpr std::int64_t us_per_second = 1'000'000;
  return instant::from_us((((*days * 24 + hour) * 60 + minute) * 60 + second) * us_per_second + fraction);
}

bool has_offset(std::string_view text) {
  return text.size() > seconds_size && text.find_first_of("Zz+-", seconds_size) != std::string_view::npos;
}

}  // namespace

result<instant> parse_row_time(std::string_view text, const row_clock& clock) {
  if (const auto usual = usual_time(text, clock)) return *usual;
  std::string rfc(text);
  if (rfc.size() > date_size && rfc[date_size] == ' ') rfc[date_size] = 'T';
  cut_decimals(rfc);
  const bool lacks_seconds = rfc.size() > date_size && rfc.size() < seconds_size;
  if (lacks_seconds && rfc[date_size] == 'T')
    return fail(error_code::malformed,
                "the time `" + std::string(text) + "` has no seconds: write `12:00:00`");
  if (rfc.size() < seconds_size || has_offset(rfc)) return parse_instant(rfc, clock.zone);
  if (!clock.may_lack_offset) return fail(error_code::malformed, "the time has no offset from UTC");
  return parse_instant(rfc + 'Z', zone_table{}).map([&](instant wall_clock) {
    return to_instant(clock.zone, local_time{wall_clock.us()});
  });
}

}  // namespace drawdown::language
