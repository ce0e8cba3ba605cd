#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "scenarios/language/system_zones.hpp"
#include "scenarios/language/zone_rule.hpp"

namespace drawdown::language {
namespace {

std::string local(const std::string& zone, const std::string& at) {
  const auto table = system_zone(zone);
  REQUIRE(table);
  return to_local_string(*parse_instant(at, zone_table{}), *table);
}

}  // namespace

TEST_CASE("zones of the system tell the time on the wall, before and after each change [R2.3]") {
  CHECK(local("Europe/Madrid", "2026-03-29T00:59:59Z") == "2026-03-29 01:59:59");
  CHECK(local("Europe/Madrid", "2026-03-29T01:00:00Z") == "2026-03-29 03:00:00");
  CHECK(local("Asia/Kathmandu", "2026-01-01T00:00:00Z") == "2026-01-01 05:45:00");
  CHECK(local("America/New_York", "1974-01-06T07:00:00Z") == "1974-01-06 03:00:00");
}

TEST_CASE("zones go on by their rule behind the years that the database lists [R2.3]") {
  CHECK(local("Europe/Madrid", "2100-07-01T00:00:00Z") == "2100-07-01 02:00:00");
  CHECK(local("Europe/Madrid", "2199-12-31T23:00:00Z") == "2200-01-01 00:00:00");
  CHECK(local("Australia/Sydney", "2150-01-01T00:00:00Z") == "2150-01-01 11:00:00");
  CHECK(local("Australia/Sydney", "2150-07-01T00:00:00Z") == "2150-07-01 10:00:00");
  CHECK(local("Asia/Tokyo", "2150-07-01T00:00:00Z") == "2150-07-01 09:00:00");
}

TEST_CASE("transitions ascend and each changes the offset") {
  for (const char* name : {"Europe/Madrid", "Africa/Casablanca", "America/Santiago", "Europe/Dublin",
                           "Asia/Gaza", "America/Nuuk"}) {
    INFO(name);
    const auto table = system_zone(name);
    REQUIRE(table);
    CHECK(table->name == name);
    CHECK(table->transitions.front().from == instant::from_us(INT64_MIN));
    for (std::size_t i = 1; i < table->transitions.size(); ++i) {
      CHECK(table->transitions[i - 1].from < table->transitions[i].from);
      CHECK(table->transitions[i - 1].offset_s != table->transitions[i].offset_s);
    }
  }
}

TEST_CASE("UTC is the engine's own, and what depends on the machine is no zone [R14.7]") {
  CHECK(*system_zone("UTC") == zone_table{});
  CHECK_FALSE(system_zone("localtime"));
  CHECK_FALSE(system_zone("posixrules"));
  CHECK_FALSE(system_zone("../../../etc/passwd"));
  CHECK_FALSE(system_zone(""));
  CHECK(system_zone("Europe/Madird").error().code == error_code::unknown_name);
  CHECK(system_zone_names().size() > 300);
  CHECK_FALSE(system_zone_version().empty());
}

TEST_CASE("rules of POSIX are read as they are written in zone files") {
  const auto madrid = read_zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");
  REQUIRE(madrid);
  CHECK(madrid->standard_s == 3600);
  CHECK(madrid->summer_s == 7200);
  const auto changes = changes_of(*madrid, 2026);
  REQUIRE(changes.size() == 2);
  CHECK(to_string(changes[0].from) == "2026-03-29T01:00:00Z");
  CHECK(to_string(changes[1].from) == "2026-10-25T01:00:00Z");

  const auto dublin = read_zone_rule("IST-1GMT0,M10.5.0,M3.5.0/1");
  REQUIRE(dublin);
  CHECK(dublin->summer_s == 0);
  const auto gaza = read_zone_rule("EET-2EEST,M3.4.4/50,M10.4.4/50");
  REQUIRE(gaza);
  CHECK(gaza->to_summer->at_s == 50 * 3600);
  const auto nuuk = read_zone_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  REQUIRE(nuuk);
  CHECK(nuuk->standard_s == -7200);
  CHECK(nuuk->to_summer->at_s == -3600);
  CHECK(changes_of(*read_zone_rule("<+01>-1"), 2026).empty());
  CHECK(to_string(changes_of(*read_zone_rule("AAA0BBB,J60/0,300/0"), 2028)[0].from) ==
        "2028-03-01T00:00:00Z");

  for (const char* broken : {"", "C", "CET", "CET-", "CET-1CEST", "CET-1CEST,M3.5",
                             "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/3x"}) {
    INFO(broken);
    CHECK_FALSE(read_zone_rule(broken));
  }
}

}  // namespace drawdown::language
