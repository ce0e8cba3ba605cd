#include "scenarios/language/system_zones.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include <date/tz.h>
#include <fmt/format.h>

#include "scenarios/language/zone_rule.hpp"

namespace drawdown::language {
namespace {

constexpr std::string_view database_folder = "/usr/share/zoneinfo/";
constexpr std::string_view version_line = "# version ";

// Names in the folder that depend on the machine or are no zone: a run must not depend on them (R14.7).
bool is_machine_dependent(std::string_view name) {
  return name == "localtime" || name == "posixrules" || name == "Factory" || name.starts_with("right/") ||
         name.starts_with("posix/");
}

date::sys_seconds first_of(int year) {
  return date::sys_days(date::year(year) / 1 / 1);
}

// The rule by which a zone goes on behind its last listed change: the last line of its file, as POSIX writes
// it.
std::optional<zone_rule> rule_beyond(std::string_view name) {
  std::ifstream file(fmt::format("{}{}", database_folder, name), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (bytes.size() < 2 || bytes.back() != '\n') return {};
  const std::size_t before = bytes.rfind('\n', bytes.size() - 2);
  if (before == std::string::npos) return {};
  return read_zone_rule(std::string_view(bytes).substr(before + 1, bytes.size() - before - 2));
}

// Adds what changes the offset; changes of name alone do not matter.
void append(zone_table& to, const zone_transition& change) {
  if (!to.transitions.empty() && to.transitions.back().offset_s == change.offset_s) return;
  to.transitions.push_back(change);
}

instant instant_of(date::sys_seconds at) {
  return instant::from_us(std::chrono::microseconds(at.time_since_epoch()).count());
}

zone_table table_of(const date::time_zone& zone) {
  zone_table made;
  made.name = zone.name();
  made.transitions.clear();
  const date::sys_seconds last = first_of(last_year + 2);

  instant from = instant::from_us(INT64_MIN);
  for (date::sys_seconds at = first_of(first_year); at < last;) {
    const date::sys_info info = zone.get_info(at);
    append(made, {from, static_cast<std::int32_t>(info.offset.count())});
    at = info.end;
    from = instant_of(at);
  }
  // The library knows only the changes that the file lists; behind the last of them the zone goes on by its
  // rule.
  if (const auto rule = rule_beyond(zone.name())) {
    const instant listed = made.transitions.back().from;
    for (int year = first_year; year <= last_year + 1; ++year) {
      for (const zone_transition& change : changes_of(*rule, year)) {
        if (change.from > listed) append(made, change);
      }
    }
  }
  return made;
}

}  // namespace

result<zone_table> system_zone(std::string_view name) {
  if (name == "UTC") return zone_table{};
  const auto unknown = [&] {
    return fail(error_code::unknown_name, fmt::format("there is no time zone `{}`", name));
  };
  if (is_machine_dependent(name)) return unknown();
  try {
    bool known = false;
    for (const date::time_zone& zone : date::get_tzdb().zones) known = known || zone.name() == name;
    if (!known) return unknown();
    return table_of(*date::locate_zone(name));
  } catch (const std::exception& thrown) {
    return fail(error_code::unreadable,
                fmt::format("the system's time zones cannot be read: {}", thrown.what()));
  }
}

std::vector<std::string> system_zone_names() {
  std::vector<std::string> names;
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) {
      if (!is_machine_dependent(zone.name())) names.push_back(zone.name());
    }
  } catch (const std::exception&) {
    names.clear();
  }
  return names;
}

std::string system_zone_version() {
  std::ifstream file(fmt::format("{}tzdata.zi", database_folder));
  std::string line;
  std::getline(file, line);
  return line.starts_with(version_line) ? line.substr(version_line.size()) : "unknown";
}

}  // namespace drawdown::language
