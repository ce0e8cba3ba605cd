#include "reports/store/account_history.hpp"

#include <catch2/catch.hpp>

#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// The history of the only account of a world after so many events, or all.
struct read_history_of {
  std::shared_ptr<const world> in;
  account_history history;

  read_history_of(world_builder& told, const told_history& events, std::size_t count = SIZE_MAX)
      : in(told.build()), history(*in, 0) {
    for (std::size_t i = 0; i < std::min(count, events.events().size()); ++i)
      if (const auto taken = history.apply(events.events()[i]); !taken)
        throw defect(taken.error().message.c_str());
  }
};

account_history hotel_after(std::size_t events) {
  static world_builder told = hotel_world();
  static const auto in = told.build();
  account_history history(*in, 0);
  const told_history all = history_of_hotel();
  for (std::size_t i = 0; i < events; ++i)
    if (const auto taken = history.apply(all.events()[i]); !taken)
      throw defect(taken.error().message.c_str());
  return history;
}

}  // namespace

TEST_CASE("after every event the figures are what its movements come to", "[R3.12][R14.2]") {
  const told_history all = history_of_hotel();
  for (std::size_t events = 1; events <= all.events().size(); ++events) {
    CAPTURE(events);
    const account_history history = hotel_after(events);
    CHECK(history.now().balance() == history.balance());
    credits held;
    for (const auto& [id, lot] : history.lots()) held += lot.held;
    CHECK(history.now().held == held);
    credits open;
    for (const auto& [id, debt] : history.debts()) open += debt.open();
    CHECK(history.now().debt == open);
  }
}

TEST_CASE("the figures know kinds, what is held, what is owed", "[R3.12]") {
  const figures after_holds = hotel_after(5).now();
  CHECK(after_holds.of(lot_kind::free) == 100_cr);
  CHECK(after_holds.held == 90_cr);
  CHECK(after_holds.available() == 100_cr);
  const figures in_debt = hotel_after(11).now();
  CHECK(in_debt.debt == 20_cr);
  CHECK(in_debt.net() == -20_cr);
}

TEST_CASE("a lot is found by the key of its grant, with all its parts", "[R14.1]") {
  const account_history history = hotel_after(9);
  const lot_record* lot = history.lot_of_grant(key_of_step(1));
  REQUIRE(lot != nullptr);
  CHECK(lot->made.amount == 100_cr);
  CHECK(lot->used == 55_cr);
  CHECK(lot->expired == 45_cr);
  CHECK(lot->left() == 0_cr);
  CHECK(lot->state() == "ended");
  CHECK(history.lot_of_grant(key_of_step(99)) == nullptr);
  const account_history later = hotel_after(21);
  CHECK(later.lot_of_grant(key_of_step(2))->refilled == 50_cr);
  CHECK(later.lot_of_grant(key_of_step(3))->revoked == 40_cr);
}

TEST_CASE("a lot that a payment bought is not found as a grant", "[R3.11]") {
  // The payment's key is that of step 1 too, and lot 1 was granted under it before.
  CHECK(hotel_after(21).lot_of_grant(key_of_step(1))->made.lot == 1);
}

TEST_CASE("an agent's spending counts captures and debt, and its open holds beside it", "[R5.3]") {
  CHECK(hotel_after(4).agent_held(0) == 60_cr);
  CHECK(hotel_after(4).agent_spent(0) == 0_cr);
  CHECK(hotel_after(6).agent_held(0) == 35_cr);
  CHECK(hotel_after(6).agent_spent(0) == 25_cr);
  CHECK(hotel_after(9).agent_held(0) == 0_cr);
  CHECK(hotel_after(11).agent_spent(0) == 125_cr);
}

TEST_CASE("an agent's spending begins anew with the usage period and with a reset", "[R5.4][R2.6][R3.10]") {
  CHECK(hotel_after(16).agent_spent(0) == 125_cr);
  CHECK(hotel_after(17).agent_spent(0) == 0_cr);
  world_builder told;
  told.account("acme").agent("bot");
  told_history acme(0);
  acme.at("2026-01-02").granted(1, lot_kind::free, 10_cr).used(0, 0, 1'000'000, {{1, 1_cr}});
  CHECK(read_history_of(told, acme).history.agent_spent(0) == 1_cr);
  acme.answers(command_event::what::reset, outcome::changed, key_of_step(7));
  CHECK(read_history_of(told, acme).history.agent_spent(0) == 0_cr);
}

TEST_CASE("what is forgiven was not spent", "[R4.5]") {
  world_builder told;
  told.account("acme").agent("bot");
  told_history acme(0);
  acme.at("2026-01-02").granted(1, lot_kind::free, 10_cr).used_short(0, 0, 1, {{1, 10_cr}}, 0_cr, 3_cr);
  CHECK(read_history_of(told, acme).history.agent_spent(0) == 10_cr);
}

TEST_CASE("how a step ended is found by its key, and a repeat does not change it", "[R4.3]") {
  world_builder told;
  told.account("acme").agent("bot");
  const effect_key given = told.key("order-7");
  told_history acme(0);
  acme.at("2026-01-02").granted(1, lot_kind::free, 10_cr);
  const auto uses = [&](outcome result, bool repeated) {
    usage_event event;
    event.key = given;
    event.agent = 0;
    event.result = result;
    event.repeated = repeated;
    event.balance = 10_cr;
    acme.tells(event);
  };
  uses(outcome::insufficient_credit, false);
  uses(outcome::insufficient_credit, true);
  uses(outcome::idempotency_conflict, false);
  const read_history_of read(told, acme);
  CHECK(read.history.outcome_under(given) == outcome::insufficient_credit);
  CHECK(read.history.last_outcome() == outcome::idempotency_conflict);
  CHECK(read.history.last_outcome_of(0) == outcome::idempotency_conflict);
  CHECK(read.history.outcome_under(key_of_step(1)) == outcome::granted);
  CHECK_FALSE(read.history.outcome_under(key_of_step(2)));
}

TEST_CASE("an event that names a hold or a debt that never was is corrupt") {
  world_builder told;
  told.account("acme");
  const auto in = told.build();
  account_history history(*in, 0);
  const auto captured = history.apply({when("2026-01-01"), capture_event{}});
  REQUIRE_FALSE(captured);
  CHECK(captured.error().code == error_code::corrupt);
  debt_paid_event paid;
  paid.debt = 3;
  const auto settled = history.apply({when("2026-01-01"), paid});
  REQUIRE_FALSE(settled);
  CHECK(settled.error().message == "debt 3 is named before it was made");
}
