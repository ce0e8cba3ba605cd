#include "scenarios/language/time_values.hpp"

#include <array>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "scenarios/language/asked_time.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

void report(scope& in, const node& at, fault what, const wording& words) {
  in.report(what, at.place, words);
}

// What is well formed and beyond what can be counted is told apart from what is not.
fault fault_of(const error& said, fault malformed) {
  return said.code == error_code::out_of_range ? fault::out_of_range : malformed;
}

// Seconds, minutes and hours may also be written as words: `1 minute` is `1m`.
std::string short_form(std::string_view text) {
  struct word {
    std::string_view one, many, letter;
  };
  constexpr std::array words = {word{"second", "seconds", "s"}, word{"minute", "minutes", "m"},
                                word{"hour", "hours", "h"}};
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos) {
    for (const word& unit : words) {
      const std::string_view name = text.substr(space + 1);
      if (name == unit.one || name == unit.many)
        return fmt::format("{}{}", text.substr(0, space), unit.letter);
    }
  }
  return std::string(text);
}

// What the engine says of a text that is no time.
wording time_wording(const error& said, std::string_view text) {
  wording words = engine_wording(said);
  words.label = "not readable as a time";
  if (said.code == error_code::out_of_range) {
    words.label = "out of range";
  } else if (words.message.ends_with("names a day that does not exist")) {
    words.label = "no such day";
  } else if (words.message.find("names a time of day that does not exist") != std::string::npos) {
    words.label = "no such time";
    words.hint = "hours go from 00 to 23, minutes and seconds from 00 to 59";
  } else if (const std::string_view digits = text.substr(text.starts_with('+') ? 1 : 0);
             !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos) {
    words.hint = fmt::format("write `{0}s`, `{0}m`, `{0}h` or `{0}d`", text);
  }
  return words;
}

// The last day of the month of a date that does not exist; nothing where that is not what is wrong.
std::string last_day_before(std::string_view text) {
  if (text.size() < 10) return {};
  for (int day = 31; day > 27; --day) {
    const std::string date = fmt::format("{}{}", text.substr(0, 8), day);
    if (!parse_instant(date, zone_table{})) continue;
    return text.substr(0, 10) > date ? date : std::string{};
  }
  return {};
}

// The date and time that a text lacks nothing of but the offset, perhaps with a space for the `T` and without
// seconds; nothing where something else is wrong with it.
std::string instant_meant(std::string_view text) {
  std::string whole(text);
  constexpr std::size_t date_size = 10;
  if (whole.size() > date_size && (whole[date_size] == ' ' || whole[date_size] == 't'))
    whole[date_size] = 'T';
  if (whole.ends_with('z')) whole.pop_back();
  for (const std::string_view seconds : {"", ":00"}) {
    if (parse_instant(fmt::format("{}{}Z", whole, seconds), zone_table{}))
      return whole + std::string(seconds);
  }
  return {};
}

// How to write a date and time without an offset: what a clock in the zone shows then, or in UTC.
std::string offset_hint(const std::string& meant, const zone_table& zone) {
  const auto read = parse_instant(meant + "Z", zone_table{});
  const local_time shown{read ? read->us() : 0};
  const instant then = to_instant(zone, shown);
  constexpr std::int64_t us_per_minute = 60'000'000;
  const std::int64_t offset = shown.us - then.us();
  // One that the clock skips is none in the zone; old offsets had seconds, which cannot be written.
  const bool is_shown = to_local(zone, then) == shown && offset % us_per_minute == 0;
  if (!is_shown || offset == 0)
    return fmt::format("write `{0}Z` for UTC, or with another offset: `{0}+01:00`", meant);
  const std::int64_t minutes = std::abs(offset / us_per_minute);
  return fmt::format("write `{0}{1}{2:02}:{3:02}`, as {4} has it then, or `{0}Z` for UTC", meant,
                     offset < 0 ? '-' : '+', minutes / 60, minutes % 60, zone.name);
}

}  // namespace

result<instant> parse_asked_instant(std::string_view text, const zone_table& zone) {
  auto read = parse_instant(text, zone);
  if (read || read.error().code == error_code::out_of_range) return read;
  const std::string meant = instant_meant(text);
  if (meant.empty()) return read;
  return fail(error_code::malformed, fmt::format("`{}` has no offset: {}", text, offset_hint(meant, zone)));
}

result<duration> parse_asked_duration(std::string_view text) {
  auto read = parse_duration(short_form(text));
  if (read || !parse_span(text)) return read;
  return fail(error_code::malformed,
              fmt::format("`{}` is calendar time, and exact time is due here: write `24h` or `7d`", text));
}

std::optional<duration> read_duration_text(scope& in, text_place where, std::string_view text) {
  const result<duration> read = parse_duration(short_form(text));
  if (read) return *read;
  wording words = time_wording(read.error(), text);
  if (parse_span(text)) {
    words = {fmt::format("`{}` is calendar time, and exact time is due here", text), "has no fixed length",
             "write `7d` for seven times 24 hours"};
  }
  in.report(fault_of(read.error(), fault::not_a_duration), where, words);
  return {};
}

std::optional<duration> read_duration(scope& in, const node& at, std::string_view what) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  return read_duration_text(in, at.place, *text);
}

std::optional<span_of_time> read_span(scope& in, const node& at, std::string_view what) {
  auto text = read_text(in, at, what);
  if (!text) return {};
  if (text->starts_with('+')) text->remove_prefix(1);
  const result<span_of_time> read = parse_span(short_form(*text));
  if (read) return *read;
  report(in, at, fault_of(read.error(), fault::not_a_duration), time_wording(read.error(), at.text));
  return {};
}

bool is_nothing(const span_of_time& span) {
  const auto* exact = std::get_if<duration>(&span);
  return exact != nullptr ? exact->us() == 0 : std::get<calendar_span>(span).count == 0;
}

bool in_months(const span_of_time& span) {
  const auto* calendar = std::get_if<calendar_span>(&span);
  return calendar != nullptr &&
         (calendar->unit == calendar_unit::months || calendar->unit == calendar_unit::years);
}

std::optional<instant> read_instant(scope& in, const node& at, std::string_view what,
                                    const zone_table& zone) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  const result<instant> read = parse_instant(*text, zone);
  if (read) return *read;
  wording words = time_wording(read.error(), {});
  const std::string meant = instant_meant(*text);
  if (text->starts_with('-') && parse_span(short_form(text->substr(1))))
    words.hint =
        "time goes forward: a step stands where it belongs, and `+` counts on from the one before it";
  if (const std::string last = last_day_before(*text); !last.empty()) {
    words.hint = fmt::format("that month ends with `{}`", last);
  } else if (!meant.empty()) {
    words.label = "no offset";
    words.hint = offset_hint(meant, zone);
  }
  report(in, at, fault_of(read.error(), fault::not_an_instant), words);
  return {};
}

std::optional<moment> read_moment(scope& in, const node& at, std::string_view what, const zone_table& zone) {
  const auto text = read_text(in, at, what);
  if (!text) return {};
  if (text->starts_with('+')) {
    const auto span = read_span(in, at, what);
    return span ? std::optional<moment>(*span) : std::nullopt;
  }
  if (parse_span(short_form(*text))) {
    report(in, at, fault::not_an_instant,
           {fmt::format("{} is not an instant", what), "a length of time",
            fmt::format("write `+{}` for that long after what came before", *text)});
    return {};
  }
  const auto read = read_instant(in, at, what, zone);
  return read ? std::optional<moment>(*read) : std::nullopt;
}

}  // namespace drawdown::language
