#include "scenarios/language/zone_rule.hpp"

#include <algorithm>
#include <chrono>

namespace drawdown::language {
namespace {

namespace chrono = std::chrono;

// Reads a rule from left to right.
class rule_reader {
 public:
  explicit rule_reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // An abbreviation: letters, or anything between angle brackets.
  bool name() {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    std::size_t length = 0;
    if (rest_.starts_with('<')) {
      const std::size_t end = rest_.find('>');
      if (end == std::string_view::npos) return false;
      length = end + 1;
    } else {
      while (length < rest_.size() && is_letter(rest_[length])) ++length;
    }
    rest_.remove_prefix(length);
    return length >= 3;
  }

  std::optional<int> number(int most) {
    int value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9' && digits < 4) {
      value = value * 10 + (rest_[digits] - '0');
      ++digits;
    }
    rest_.remove_prefix(digits);
    if (digits == 0 || value > most) return {};
    return value;
  }

  // `2`, `-1:30` or `+167:00:00`, in seconds.
  std::optional<std::int32_t> time() {
    const bool negative = skip('-');
    if (!negative) skip('+');
    std::int32_t total = 0;
    constexpr std::int32_t units[] = {3600, 60, 1};
    for (int i = 0; i < 3; ++i) {
      if (i > 0 && !skip(':')) break;
      const auto part = number(i == 0 ? 167 : 59);
      if (!part) return {};
      total += *part * units[i];
    }
    return negative ? -total : total;
  }

  std::optional<yearly_change> change() {
    yearly_change made;
    if (skip('M')) {
      const auto month = number(12);
      const auto week = month && skip('.') ? number(5) : std::nullopt;
      const auto day = week && skip('.') ? number(6) : std::nullopt;
      if (!day || *month < 1 || *week < 1) return {};
      made.month = *month;
      made.week = *week;
      made.day = *day;
    } else {
      made.by = skip('J') ? yearly_change::form::day_without_leap : yearly_change::form::day_with_leap;
      const auto day = number(365);
      if (!day) return {};
      made.day = *day;
    }
    if (skip('/')) {
      const auto at = time();
      if (!at) return {};
      made.at_s = *at;
    }
    return made;
  }

 private:
  std::string_view rest_;
};

chrono::sys_days day_of(const yearly_change& change, int year) {
  const chrono::year in(year);
  switch (change.by) {
    case yearly_change::form::month_week_day: {
      const chrono::month month(static_cast<unsigned>(change.month));
      const chrono::weekday weekday(static_cast<unsigned>(change.day));
      if (change.week == 5) return chrono::sys_days(in / month / weekday[chrono::last]);
      return chrono::sys_days(in / month / weekday[static_cast<unsigned>(change.week)]);
    }
    case yearly_change::form::day_without_leap: {
      const bool behind_leap_day = in.is_leap() && change.day > 59;
      return chrono::sys_days(in / 1 / 1) + chrono::days(change.day - 1 + (behind_leap_day ? 1 : 0));
    }
    case yearly_change::form::day_with_leap:
      break;
  }
  return chrono::sys_days(in / 1 / 1) + chrono::days(change.day);
}

zone_transition transition(const yearly_change& change, int year, std::int32_t from_s, std::int32_t to_s) {
  const chrono::sys_seconds at = day_of(change, year) + chrono::seconds(change.at_s - from_s);
  return {instant::from_us(chrono::microseconds(at.time_since_epoch()).count()), to_s};
}

}  // namespace

std::optional<zone_rule> read_zone_rule(std::string_view text) {
  constexpr std::int32_t one_hour = 3600;
  rule_reader in(text);
  zone_rule made;
  const auto standard = in.name() ? in.time() : std::nullopt;
  if (!standard) return {};
  made.standard_s = -*standard;  // POSIX counts west of Greenwich as positive
  if (in.done()) return made;

  if (!in.name()) return {};
  made.summer_s = made.standard_s + one_hour;
  if (!in.skip(',')) {
    const auto summer = in.time();
    if (!summer || !in.skip(',')) return {};
    made.summer_s = -*summer;
  }
  made.to_summer = in.change();
  if (!made.to_summer || !in.skip(',')) return {};
  made.to_standard = in.change();
  if (!made.to_standard || !in.done()) return {};
  return made;
}

std::vector<zone_transition> changes_of(const zone_rule& rule, int year) {
  if (!rule.to_summer || !rule.to_standard) return {};
  std::vector<zone_transition> made = {transition(*rule.to_summer, year, rule.standard_s, rule.summer_s),
                                       transition(*rule.to_standard, year, rule.summer_s, rule.standard_s)};
  std::sort(made.begin(), made.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  return made;
}

}  // namespace drawdown::language
