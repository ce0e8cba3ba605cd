#include "reports/statement/explanation_text.hpp"

#include <catch2/catch.hpp>

#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

std::string text_of(const run_store& store, std::string_view at, const zone_table& zone = {},
                    std::optional<lot_kind> kind = std::nullopt) {
  return explanation_text(explain(store, 0, kind, when(at)).value(), zone, currency::of("USD").value(), {});
}

}  // namespace

TEST_CASE("an explanation shows every movement of every lot, and sums that can be followed",
          "[R12.2][R14.1]") {
  const std::string expected =
      R"(hotel  UTC  2026-01-05 00:00:00, after event 6

Lot 1, key step-1, free, 100 granted on 2026-01-01 00:00:00, expires 2026-01-10 00:00:00
  event  when                 what                                                        how      credits  left  held
      1  2026-01-01 00:00:00  free credit granted                                         granted     +100   100     0
      4  2026-01-02 00:00:00  desk reserved credit                                        held               100    60
      5  2026-01-02 00:00:00  credit reserved                                             held               100    80
      6  2026-01-03 00:00:00  desk used credit of hold step-501, the rest stays reserved  used         -25    75    55
  75 left = 100 granted + 0 refilled - 25 used - 0 expired - 0 revoked; 55 of it held

Lot 2, key step-2, plan, 50 granted on 2026-01-01 00:00:00
  event  when                 what                 how      credits  left  held
      2  2026-01-01 00:00:00  plan credit granted  granted      +50    50     0
      5  2026-01-02 00:00:00  credit reserved      held                50    10
  50 left = 50 granted + 0 refilled - 0 used - 0 expired - 0 revoked; 10 of it held

Lot 3, key step-3, add-on, 40 granted on 2026-01-01 00:00:00
  event  when                 what                   how      credits  left
      3  2026-01-01 00:00:00  add-on credit granted  granted      +40    40
  40 left = 40 granted + 0 refilled - 0 used - 0 expired - 0 revoked

Hold step-501, 60 reserved 2026-01-02 00:00:00, runs out 2026-01-09 00:00:00
  event  when                 what                                                        credits  held
      4  2026-01-02 00:00:00  desk reserved credit                                            +60    60
      6  2026-01-03 00:00:00  desk used credit of hold step-501, the rest stays reserved      -25    35
  35 held = 60 reserved - 25 used - 0 given back

Hold step-502, 30 reserved 2026-01-02 00:00:00, runs out 2026-01-09 00:00:00
  event  when                 what             credits  held
      5  2026-01-02 00:00:00  credit reserved      +30    30
  30 held = 30 reserved - 0 used - 0 given back

balance 165 = lot 1: 75 + lot 2: 50 + lot 3: 40
held 65 = hold step-501: 35 + hold step-502: 30
available 100 = 165 - 65
debt 0
net 165 = 165 - 0
)";
  CHECK(text_of(hotel_store(), "2026-01-05") == expected);
}

TEST_CASE("a kind explains its lots alone, on the account's clock, with what they cost", "[R3.12]") {
  const std::string expected =
      R"(acme  Europe/Madrid  2026-02-01 01:00:00, after event 12

Lot 3, key step-1, paid, 2500 bought on 2026-01-30 11:00:03, cost 50.00 USD
  event  when                 what                 how      credits  left
      8  2026-01-30 11:00:03  top-up of 50.00 USD  granted    +2500  2500
  2500 left = 2500 granted + 0 refilled - 0 used - 0 expired - 0 revoked

paid credit 2500 = lot 3: 2500
held 0
available 2500 = 2500 - 0
)";
  CHECK(text_of(sample_store(), "2026-02-01", madrid(), lot_kind::paid) == expected);
}

TEST_CASE("debt is explained with what paid it, and what is over is counted", "[R4.5]") {
  const std::string owed = text_of(hotel_store(), "2026-01-15");
  CHECK_THAT(owed, Catch::Contains(R"(
Debt 1, 20 since 2026-01-13 00:00:00
  event  when                 what                                 credits  owed
     11  2026-01-13 00:00:00  desk used call 7m, 20 of 70 as debt      +20    20
     16  2026-01-15 00:00:00  debt of desk paid in part                -15     5
  5 owed = 20 made - 15 paid - 0 dropped
)"));
  CHECK_THAT(owed, Catch::Contains("held 0; 2 holds are over\n") &&
                       Catch::Contains("debt 5 = debt 1: 5\nnet -5 = 0 - 5\n"));
  CHECK_THAT(text_of(hotel_store(), "2026-02-28"), Catch::Contains("debt 0; 1 debt is over\n"));
}

TEST_CASE("sums that do not come to what the history says are marked") {
  explanation wrong = explain(hotel_store(), 0, std::nullopt, when("2026-01-05")).value();
  wrong.said_balance = 164_cr;
  CHECK_THAT(explanation_text(wrong, {}, currency::of("USD").value(), {}),
             Catch::Contains("lot 3: 40  does not add up: the history says 164\n"));
}
