// The boundaries of months over fifty years, in every zone that this system has (R2.2, R2.3).
#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/time/calendar.hpp"
#include "scenarios/language/system_zones.hpp"
#include "zones.hpp"

namespace drawdown {
namespace {

namespace chrono = std::chrono;

constexpr calendar_span month{1, calendar_unit::months};
constexpr std::int32_t months_in_fifty_years = 600;

std::vector<zone_table> all_zones() {
  std::vector<zone_table> zones;
  for (const std::string& name : language::system_zone_names())
    zones.push_back(language::system_zone(name).value());
  return zones;
}

chrono::year_month_day local_date(const zone_table& zone, instant t) {
  const chrono::sys_time<chrono::microseconds> local{chrono::microseconds(to_local(zone, t).us)};
  return chrono::floor<chrono::days>(local);
}

// The anchor's day so many months later, or the last one of a month that is too short for it.
chrono::year_month_day day_meant(chrono::year_month_day anchor, std::int32_t months) {
  const chrono::year_month in = chrono::year_month(anchor.year(), anchor.month()) + chrono::months(months);
  return in / std::min(anchor.day(), chrono::year_month_day(in / chrono::last).day());
}

// Whether the clock of that zone went over that whole stretch of local time at `t`, up to what it shows then.
bool skips(const zone_table& zone, chrono::year_month_day meant, instant t) {
  const bool is_transition = std::any_of(zone.transitions.begin(), zone.transitions.end(),
                                         [&](const zone_transition& change) { return change.from == t; });
  const auto before = local_date(zone, t + duration::from_us(-1));
  return is_transition && before <= meant && meant < local_date(zone, t);
}

// What is wrong with the boundaries of that anchor, if anything is.
std::optional<std::string> fault_of(const zone_table& zone, instant anchor) {
  const chrono::year_month_day day = local_date(zone, anchor);
  instant before = boundary(anchor, month, -1, zone, month_end::clamp);
  for (std::int32_t k = 0; k <= months_in_fifty_years; ++k) {
    const instant t = boundary(anchor, month, k, zone, month_end::clamp);
    const auto at = zone.name + " from " + to_string(anchor) + ", boundary " + std::to_string(k);
    if (t <= before) return at + " is not after the one before";
    const auto meant = day_meant(day, k);
    if (local_date(zone, t) != meant && !skips(zone, meant, t)) return at + " is another day";
    before = t;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("in every zone months from an anchor ascend for fifty years and keep its day where there is one",
          "[R2.2][R2.3]") {
  const std::vector<zone_table> zones = all_zones();
  REQUIRE(zones.size() > 100);
  for (const zone_table& zone : zones) {
    for (const char* anchor :
         {"1971-01-31T00:00:00Z", "1988-02-29T02:30:00Z", "2026-03-31T23:45:00Z", "2026-10-25T00:30:00Z"}) {
      if (const auto fault = fault_of(zone, test::at(anchor))) FAIL_CHECK(*fault);
    }
  }
}

TEST_CASE("wherever the anchor lies, the day of its boundaries never drifts", "[R2.2]") {
  const std::vector<zone_table> zones = all_zones();
  REQUIRE(rc::check([&] {
    const auto& zone = zones[*rc::gen::inRange<std::size_t>(0, zones.size())];
    const auto anchor = instant::from_us(
        *rc::gen::inRange<std::int64_t>(test::at("1971-01-01").us(), test::at("2149-12-31").us()));
    RC_ASSERT(fault_of(zone, anchor) == std::nullopt);
  }));
}

}  // namespace drawdown
