#include "scenarios/language/row_time.hpp"

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

bool has_offset(std::string_view text) {
  return text.size() > seconds_size && text.find_first_of("Zz+-", seconds_size) != std::string_view::npos;
}

}  // namespace

result<instant> parse_row_time(std::string_view text, const row_clock& clock) {
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
