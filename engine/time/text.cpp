#include "engine/time/text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "engine/units/decimal.hpp"

namespace drawdown {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t us_per_day = 86'400 * us_per_second;
// No span of a scenario is longer than the years that input may name.
constexpr std::int64_t longest_years = last_year - first_year + 1;
constexpr std::int64_t longest_days = longest_years * 366;

struct exact_unit {
  std::string_view word;
  std::int64_t us;
};
constexpr std::array<exact_unit, 6> exact_units{{{"d", us_per_day},
                                                 {"h", 3600 * us_per_second},
                                                 {"m", 60 * us_per_second},
                                                 {"s", us_per_second},
                                                 {"ms", 1000},
                                                 {"us", 1}}};

struct calendar_word {
  std::string_view one;
  std::string_view many;
  calendar_unit unit;
  std::int64_t longest;
};
constexpr std::array<calendar_word, 4> calendar_words{
    {{"day", "days", calendar_unit::days, longest_days},
     {"week", "weeks", calendar_unit::weeks, longest_days / 7},
     {"month", "months", calendar_unit::months, longest_years * 12},
     {"year", "years", calendar_unit::years, longest_years}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A date and a time of day apart by `between`, with as many decimals of the second as are not zero.
std::string write_clock(std::int64_t us, char between) {
  const chrono::sys_time<chrono::microseconds> at{chrono::microseconds(us)};
  const auto day = chrono::floor<chrono::days>(at);
  const chrono::year_month_day date{day};
  const chrono::hh_mm_ss time{at - day};
  std::string text = fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", int{date.year()},
                                 unsigned{date.month()}, unsigned{date.day()}, between, time.hours().count(),
                                 time.minutes().count(), time.seconds().count());
  const std::int64_t fraction = time.subseconds().count();
  if (fraction != 0) text.append(format_decimal(fraction, 6, true), 1);
  return text;
}

// Reads fixed-width fields one after the other and remembers whether all were there.
class field_reader {
 public:
  explicit field_reader(std::string_view text) : rest_(text) {}

  int digits(std::size_t width) {
    if (rest_.size() < width ||
        !std::all_of(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(width), is_digit)) {
      sound_ = false;
      return 0;
    }
    int value = 0;
    for (const char c : rest_.substr(0, width)) value = value * 10 + (c - '0');
    rest_.remove_prefix(width);
    return value;
  }

  void literal(char expected) {
    if (!skip(expected)) sound_ = false;
  }

  bool skip(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // The decimals of a second after its point, as microseconds.
  std::int64_t microseconds() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const auto width = static_cast<std::size_t>(end - rest_.begin());
    if (width == 0 || width > 6) {
      sound_ = false;
      return 0;
    }
    std::int64_t value = digits(width);
    for (std::size_t place = width; place < 6; ++place) value *= 10;
    return value;
  }

  bool sound() const { return sound_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool sound_ = true;
};

tl::unexpected<error> not_an_instant(std::string_view text) {
  return fail(
      error_code::malformed,
      fmt::format("\"{}\" is not an instant: expected a date such as 2026-01-30, or RFC 3339 with an offset "
                  "and at most six decimals of the second, such as 2026-01-30T10:00:00Z or "
                  "2026-01-30T11:00:00.5+01:00",
                  text));
}

tl::unexpected<error> year_out_of_range(std::string_view text) {
  return fail(error_code::out_of_range,
              fmt::format("{} is outside the years {} to {} (UTC)", text, first_year, last_year));
}

// The instant, if it lies in the years that input may name.
result<instant> within_range(std::string_view text, instant t) {
  constexpr chrono::sys_days first{chrono::year(first_year) / 1 / 1};
  constexpr chrono::sys_days beyond{chrono::year(last_year + 1) / 1 / 1};
  if (t.us() < first.time_since_epoch().count() * us_per_day ||
      t.us() >= beyond.time_since_epoch().count() * us_per_day)
    return year_out_of_range(text);
  return t;
}

// The date that the fields begin with, in microseconds since 1970-01-01.
result<std::int64_t> read_date(std::string_view text, field_reader& fields) {
  const int year = fields.digits(4);
  fields.literal('-');
  const int month = fields.digits(2);
  fields.literal('-');
  const int day = fields.digits(2);
  if (!fields.sound()) return not_an_instant(text);
  const chrono::year_month_day date{chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day))};
  if (!date.ok())
    return fail(error_code::malformed, fmt::format("\"{}\" names a day that does not exist", text));
  if (year < first_year || year > last_year) return year_out_of_range(text);
  return chrono::sys_days(date).time_since_epoch().count() * us_per_day;
}

// The time of day and the offset from UTC that follow a date, as microseconds to add to it.
result<std::int64_t> read_time(std::string_view text, field_reader& fields) {
  fields.literal('T');
  const int hour = fields.digits(2);
  fields.literal(':');
  const int minute = fields.digits(2);
  fields.literal(':');
  const int second = fields.digits(2);
  const std::int64_t fraction_us = fields.skip('.') ? fields.microseconds() : 0;
  int offset_minutes = 0;
  if (!fields.skip('Z')) {
    const bool west = fields.skip('-');
    if (!west) fields.literal('+');
    const int offset_hour = fields.digits(2);
    fields.literal(':');
    const int offset_minute = fields.digits(2);
    if (offset_hour > 23 || offset_minute > 59) return not_an_instant(text);
    offset_minutes = (offset_hour * 60 + offset_minute) * (west ? -1 : 1);
  }
  if (!fields.sound() || !fields.at_end()) return not_an_instant(text);
  if (hour > 23 || minute > 59 || second > 59)
    return fail(
        error_code::malformed,
        fmt::format("\"{}\" names a time of day that does not exist (leap seconds are not counted)", text));
  const std::int64_t seconds = (hour * 60 + minute - offset_minutes) * std::int64_t{60} + second;
  return seconds * us_per_second + fraction_us;
}

tl::unexpected<error> not_a_duration(std::string_view text, std::string_view why) {
  return fail(
      error_code::malformed,
      fmt::format(
          "\"{}\" is not a length of time: {}; expected exact time such as 90s, 12m30s, 36h, 7d, 500ms "
          "or 250us",
          text, why));
}

tl::unexpected<error> too_long(std::string_view text) {
  return fail(error_code::out_of_range, fmt::format("{} is longer than {} years", text, longest_years));
}

const calendar_word* calendar_word_named(std::string_view word) {
  const auto found =
      std::find_if(calendar_words.begin(), calendar_words.end(),
                   [&](const calendar_word& known) { return word == known.one || word == known.many; });
  return found == calendar_words.end() ? nullptr : &*found;
}

}  // namespace

std::string to_string(instant t) {
  return t.is_never() ? "never" : write_clock(t.us(), 'T') + "Z";
}

std::string to_local_string(instant t, const zone_table& zone) {
  return t.is_never() ? "never" : write_clock(to_local(zone, t).us, ' ');
}

std::string to_string(duration d) {
  if (d.us() == 0) return "0s";
  std::string text = d.us() < 0 ? "-" : "";
  // Negated as unsigned, because the lowest count has no positive counterpart.
  std::uint64_t rest =
      d.us() < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(d.us()) : static_cast<std::uint64_t>(d.us());
  for (const exact_unit& unit : exact_units) {
    const auto size = static_cast<std::uint64_t>(unit.us);
    if (rest >= size) text += fmt::format("{}{}", rest / size, unit.word);
    rest %= size;
  }
  return text;
}

std::string to_string(const span_of_time& span) {
  if (const auto* exact = std::get_if<duration>(&span)) return to_string(*exact);
  const auto& calendar = std::get<calendar_span>(span);
  const calendar_word& word = calendar_words[static_cast<std::size_t>(calendar.unit)];
  return fmt::format("{} {}", calendar.count, calendar.count == 1 ? word.one : word.many);
}

result<instant> parse_instant(std::string_view text, const zone_table& zone) {
  field_reader fields(text);
  const result<std::int64_t> date_us = read_date(text, fields);
  if (!date_us) return tl::unexpected(date_us.error());
  if (fields.at_end()) return within_range(text, to_instant(zone, local_time{*date_us}));
  return read_time(text, fields).and_then([&](std::int64_t time_us) {
    return within_range(text, instant::from_us(*date_us + time_us));
  });
}

result<duration> parse_duration(std::string_view text) {
  if (text.empty()) return not_a_duration(text, "it is empty");
  if (text.front() == '-') return not_a_duration(text, "it is negative");
  std::int64_t total_us = 0;
  auto next_unit = exact_units.begin();
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t number_size = std::min(rest.find_first_not_of("0123456789_"), rest.size());
    const std::string_view number = rest.substr(0, number_size);
    rest.remove_prefix(number_size);
    const std::size_t word_size = std::min(rest.find_first_of("0123456789_"), rest.size());
    const std::string_view word = rest.substr(0, word_size);
    rest.remove_prefix(word_size);

    const result<std::int64_t> count = parse_decimal(number, 0);
    if (!count && count.error().code == error_code::out_of_range) return too_long(text);
    if (!count) return not_a_duration(text, "a number is missing or not a whole one");
    if (word.empty()) return not_a_duration(text, "a number has no unit");
    const auto unit = std::find_if(next_unit, exact_units.end(),
                                   [&](const exact_unit& known) { return known.word == word; });
    if (unit == exact_units.end())
      return not_a_duration(text, fmt::format("\"{}\" is no unit, or not in the order d h m s ms us", word));
    next_unit = std::next(unit);

    std::int64_t part_us = 0;
    if (__builtin_mul_overflow(*count, unit->us, &part_us) ||
        __builtin_add_overflow(total_us, part_us, &total_us) || total_us > longest_days * us_per_day)
      return too_long(text);
  }
  return duration::from_us(total_us);
}

result<span_of_time> parse_span(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) {
    result<duration> exact = parse_duration(text);
    if (exact) return span_of_time(*exact);
    if (exact.error().code == error_code::malformed)
      exact.error().message += "; or calendar time such as 3 days, 1 week, 1 month, 2 years";
    return tl::unexpected(exact.error());
  }
  const result<std::int64_t> count = parse_decimal(text.substr(0, blank), 0);
  const calendar_word* word = calendar_word_named(text.substr(blank + 1));
  if (word == nullptr || (!count && count.error().code == error_code::malformed) || (count && *count < 0))
    return fail(
        error_code::malformed,
        fmt::format("\"{}\" is not a length of time: expected calendar time such as 3 days, 1 week, 1 month, "
                    "2 years, or exact time such as 36h, without a blank",
                    text));
  if (!count || *count > word->longest) return too_long(text);
  return span_of_time(calendar_span{static_cast<std::int32_t>(*count), word->unit});
}

}  // namespace drawdown
