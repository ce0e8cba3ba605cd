// Lots of an account: given, scheduled, refused, and ending (R3).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;

TEST_CASE("a lot says what it is: kind, amount, times, priority, cost and key", "[R3.1]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::paid, 10_cr).lasts("1 month").costs(3_usd)).keyed("gift");
  const lot_event given = run(w).all<lot_event>().front();
  CHECK(given == lot_event{.lot = 1,
                           .kind = lot_kind::paid,
                           .result = outcome::granted,
                           .amount = 10_cr,
                           .created = when("2026-01-05"),
                           .effective = when("2026-01-05"),
                           .expires = when("2026-02-05"),
                           .priority = 50,
                           .cost = 3_usd,
                           .payment = 0,
                           .key = {effect_key::space::given, 0, 0},
                           .balance = 10_cr,
                           .only = {},
                           .recurs = {},
                           .rollover = {},
                           .ends = when("2026-02-05")});
}

TEST_CASE("a lot that becomes effective later is scheduled, then booked; its expiry counts from then",
          "[R3.5]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 10_cr).from_after("10 days").lasts("7d")).expects();
  acme.at("2026-01-15").expects();
  const verdict said = run(w);
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == 2);
  CHECK(lots[0].result == outcome::scheduled);
  CHECK(lots[0].balance.is_zero());
  CHECK(lots[1].result == outcome::granted);
  CHECK(lots[1].created == when("2026-01-05"));
  CHECK(lots[1].effective == when("2026-01-15"));
  CHECK(lots[1].expires == when("2026-01-22"));
  CHECK(said.seen(0).account.balance().is_zero());
  CHECK(said.seen(1).account.balance() == 10_cr);
}

TEST_CASE("a lot ends at its end instant, and what is left is written off", "[R3.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-01-06"));
  acme.begins_with(lot(lot_kind::free, 5_cr));
  acme.at("2026-01-05").uses(4);
  const verdict said = run(w);
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 6_cr, 5_cr}});
  CHECK(said.times<lot_end_event>() == std::vector{when("2026-01-06")});
}

TEST_CASE("a lot that was used up ends too, with nothing written off", "[R3.6][R3.16]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-01-06"));
  acme.at("2026-01-05").uses(10);
  CHECK(run(w).all<lot_end_event>() == std::vector{lot_end_event{1, 0_cr, 0_cr}});
}

TEST_CASE("a lot that would be over before it may be spent is refused", "[R3.1]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 10_cr).until("2026-01-05"));
  acme.grants(lot(lot_kind::free, 10_cr).from("2026-01-09").until("2026-01-09"));
  acme.grants(lot(lot_kind::free, 10_cr).from("2026-01-01").until("2026-01-04"));
  CHECK(run(w).command_outcomes() == results(3, outcome::ends_before_it_begins));
}

TEST_CASE("a lot that was effective in the past may be spent at once", "[R3.1]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 10_cr).from("2025-12-01").until("2026-01-06")).uses(1);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{outcome::charged});
  CHECK(said.all<lot_event>().front().effective == when("2025-12-01"));
}

TEST_CASE("a grant is rounded to the credit decimals; nothing left of it is too small", "[R1.1][R1.7]") {
  world_builder w;
  w.settings().credit_decimals = 0;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 10.9_cr)).grants(lot(lot_kind::free, 0.9_cr));
  const verdict said = run(w);
  CHECK(said.all<lot_event>().front().amount == 10_cr);
  CHECK(said.command_outcomes() == results{outcome::amount_too_small});
}

TEST_CASE("a grant that can't be counted is refused, alone or with what the account ever had", "[R1.5]") {
  world_builder w;
  w.settings().credit_decimals = 0;
  w.settings().grant_rounding = rounding::up;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, credits::largest()));
  const credits half =
      credits::whole(1'000'000'000) + credits::from_micro(credits::largest().micro() / 2'000'000 * 1'000'000);
  acme.grants(lot(lot_kind::free, half)).grants(lot(lot_kind::free, half)).grants(lot(lot_kind::free, 1_cr));
  const verdict said = run(w);
  CHECK(said.command_outcomes() == results(2, outcome::amount_out_of_range));
  CHECK(said.at_end.balance() == half + 1_cr);
}

TEST_CASE("what was used up still counts towards what an account may ever have", "[R1.5]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, credits::largest()));
  acme.at("2026-01-05").uses(1'000'000).grants(lot(lot_kind::free, 1_cr));
  CHECK(run(w).command_outcomes() == results{outcome::amount_out_of_range});
}

TEST_CASE("a month after 31 January is the last day of February", "[R2.2]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-31").grants(lot(lot_kind::free, 10_cr).lasts("1 month"));
  CHECK(run(w).times<lot_end_event>() == std::vector{when("2026-02-28")});
}

}  // namespace
}  // namespace drawdown::test
