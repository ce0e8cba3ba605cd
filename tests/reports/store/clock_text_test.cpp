// Instants in descriptions are by the account's clock.
#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "reports/store/describe.hpp"

using namespace drawdown;
using namespace drawdown::reports;

TEST_CASE("an instant is told by the clock of a zone with the offset that is due then", "[R2.3][R12.1]") {
  const auto at = [](std::string_view text, const zone_table& zone) {
    return clock_text(parse_instant(text, zone_table{}).value(), zone);
  };
  CHECK(at("2026-03-31T22:00:00Z", zone_table{}) == "2026-03-31T22:00:00Z");
  const instant always = instant::from_us(INT64_MIN);
  const zone_table madrid{"Europe/Madrid",
                          {{always, 3600}, {parse_instant("2026-03-29T01:00:00Z", {}).value(), 7200}}};
  CHECK(at("2026-03-31T22:00:00Z", madrid) == "2026-04-01T00:00:00+02:00");
  CHECK(at("2026-01-31T23:00:00.5Z", madrid) == "2026-02-01T00:00:00.5+01:00");
  const zone_table newfoundland{"America/St_Johns", {{always, -12600}}};
  CHECK(at("2026-01-01T00:00:00Z", newfoundland) == "2025-12-31T20:30:00-03:30");
  CHECK(parse_instant(at("2026-01-01T00:00:00Z", newfoundland), zone_table{}) ==
        parse_instant("2026-01-01", zone_table{}));
}
