// Payments as rows of the store: when one is in flight, failed, credited.
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/sample_run.hpp"
#include "tests/reports/store/rows.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

TEST_CASE("a declined recharge stays in flight while it waits for its next attempt", "[R10.4][R14.4]") {
  const run_store store = sample_store();
  CHECK(rows_of(store,
                "select payment, purpose, state, money_minor, credits_micro, attempts, credited_us is null "
                "from payments") == std::vector<std::string>{"1|top_up|credited|5000|2500000000|1|0",
                                                             "2|recharge|in_flight|2000|1000000000|1|1"});
}

TEST_CASE("a payment is failed when no further attempt can come", "[R10.4]") {
  const auto state_after = [](auto tell) {
    world_builder told;
    auto acme = told.account("acme");
    acme.spec().auto_recharge = recharge_terms{};
    acme.at("2026-01-02").sets_recharge(std::nullopt);  // step 1 of the world
    told_history history(0);
    history.at("2026-01-01");
    tell(history);
    return rows_of(store_of(*told.build(), {history}), "select state from payments").at(0);
  };
  const auto declined = [](told_history& history, std::uint32_t attempt) {
    history.hears(1, attempt, true, payment_answer::declined, notice_effect::failed);
  };
  SECTION("a person's payment is not tried again") {
    CHECK(state_after([&](told_history& history) {
            history.charges(1, 1, false, 20_usd, 1000_cr);
            declined(history, 1);
          }) == "failed");
  }
  SECTION("a recharge that was switched off after its last attempt") {
    CHECK(state_after([&](told_history& history) {
            history.charges(1, 1, true, 20_usd, 1000_cr);
            declined(history, 1);
            history.tells(recharge_off_event{1});
          }) == "failed");
  }
  SECTION("a recharge that waits when a person switches recharging off") {
    CHECK(state_after([&](told_history& history) {
            history.charges(1, 1, true, 20_usd, 1000_cr);
            declined(history, 1);
            history.at("2026-01-02").answers(command_event::what::set, outcome::changed, key_of_step(1));
          }) == "failed");
  }
  SECTION("but not one whose next attempt is in the gateway's hands") {
    CHECK(state_after([&](told_history& history) {
            history.charges(1, 1, true, 20_usd, 1000_cr);
            declined(history, 1);
            history.charges(1, 2, true, 20_usd, 1000_cr);
            history.at("2026-01-02").answers(command_event::what::set, outcome::changed, key_of_step(1));
          }) == "in_flight");
  }
  SECTION("and a late success credits even a failed one") {
    CHECK(state_after([&](told_history& history) {
            history.charges(1, 1, false, 20_usd, 1000_cr);
            declined(history, 1);
            history.hears(1, 1, false, payment_answer::succeeded, notice_effect::credited).credited(1, 1);
          }) == "credited");
  }
}
