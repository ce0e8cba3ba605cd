// When the lots of an account are over, by the settings of their end (R2.1).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto charged = outcome::charged;
constexpr auto short_of_credit = outcome::insufficient_credit;

TEST_CASE("with an inclusive expiry a lot is there at the instant of its expiry, and gone after it",
          "[R2.1]") {
  world_builder w;
  w.settings().expiry_inclusive = true;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10"));
  acme.at("2026-01-10").uses(10).at("2026-01-10T00:00:00.000001Z").uses(10);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, short_of_credit});
  CHECK(said.all<lot_event>().at(0).ends == when("2026-01-10T00:00:00.000001Z"));
  CHECK(said.times<lot_end_event>() == std::vector{when("2026-01-10T00:00:00.000001Z")});
}

TEST_CASE("credit that is not swept away yet counts and is spent; its expiry alone decides its turn",
          "[R2.1]") {
  world_builder w;
  w.settings().sweep = {expiry_sweep::when::minute, 45, {}};
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10T10:40:00Z"))
                  .begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10T10:30:00Z"))
                  .begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10T10:50:00Z"));
  acme.at("2026-01-10T10:44:59Z").uses(110).expects().at("2026-01-10T10:45:00Z").uses(10);
  acme.at("2026-01-10T11:00:00Z").expects();
  const verdict said = run(w);
  CHECK(slices_of(said, 0) == std::vector<slice>{{2, 100_cr}, {1, 10_cr}});
  CHECK(said.seen().account.balance() == 190_cr);
  CHECK(slices_of(said, 1) == std::vector<slice>{{3, 10_cr}});
  CHECK(said.seen(1).account.balance() == 90_cr);
  CHECK(said.times<lot_end_event>() == std::vector{when("2026-01-10T10:45:00Z"), when("2026-01-10T10:45:00Z"),
                                                   when("2026-01-10T11:45:00Z")});
}

TEST_CASE("a sweep with a delay lets a lot live on for that long", "[R2.1]") {
  world_builder w;
  w.settings().sweep = {expiry_sweep::when::delay, 0, duration::hours(36)};
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10"), "gift");
  acme.at("2026-01-11T11:59:59Z").uses(10).at("2026-01-11T12:00:00Z").uses(10).revokes("gift");
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, short_of_credit});
  CHECK(said.all<lot_end_event>().at(0).expired == 90_cr);
  CHECK(said.command_outcomes() == results{outcome::lot_ended});
}

TEST_CASE("a grant that would have expired already is refused, even where no sweep has come by",
          "[R2.1][R3.1]") {
  world_builder w;
  w.settings().sweep = {expiry_sweep::when::delay, 0, duration::hours(36)};
  auto acme = w.account("acme");
  acme.at("2026-01-10T01:00:00Z").grants(lot(lot_kind::free, 100_cr).from("2026-01-01").until("2026-01-10"));
  CHECK(run(w).command_outcomes() == results{outcome::ends_before_it_begins});
}

TEST_CASE("bought credit is swept away as all other", "[R2.1][R9.1]") {
  world_builder w;
  w.settings().sweep = {expiry_sweep::when::minute, 0, {}};
  w.catalog().top_ups.expires = lasting("7d");
  w.account("acme").pays_by(good_card()).at("2026-01-05T00:30:00Z").tops_up(10_usd);
  const verdict said = run(w);
  CHECK(said.all<lot_event>().at(0).ends == when("2026-01-12T01:00:00Z"));
  CHECK(said.times<lot_end_event>() == std::vector{when("2026-01-12T01:00:00Z")});
}

TEST_CASE("where a month is too short the rest of the days may count on into the next", "[R2.2]") {
  world_builder w;
  w.settings().month_end_rule = month_end::overflow;
  w.account("acme").at("2026-01-31").grants(lot(lot_kind::free, 100_cr).lasts("1 month"));
  CHECK(run(w).all<lot_event>().at(0).expires == when("2026-03-03"));
}

}  // namespace
}  // namespace drawdown::test
