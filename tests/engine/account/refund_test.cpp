// Usage and captures that are given back, in the fast core (R9.7).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
using unwound = std::vector<refunded_slice>;
constexpr auto to_lot = refunded_to::lot;
constexpr auto expired = refunded_to::expired;
constexpr auto revoked = refunded_to::revoked;
constexpr auto regranted = refunded_to::regranted;

results refund_outcomes(const verdict& said) {
  results found;
  for (const refund_event& e : said.all<refund_event>()) found.push_back(e.result);
  return found;
}

// An account with 30 free and 100 paid credits that used 50 of them under the key "call".
struct one_debit {
  world_builder world;
  account_builder acme = world.account("acme")
                             .begins_with(lot(lot_kind::free, 30_cr).until("2026-02-01"), "gift")
                             .begins_with(lot(lot_kind::paid, 100_cr), "bought");

  one_debit() { acme.at("2026-01-05").uses(50).keyed("call"); }
  account_builder& refunds(std::optional<credits> amount = {}) {
    return acme.does(refund_command{world.key("call"), amount});
  }
};

TEST_CASE("a refund unwinds the slices of its debit, the last one first", "[R9.7]") {
  one_debit given;
  given.acme.at("2026-01-06");
  given.refunds(30_cr).expects();
  const verdict said = run(given.world);
  const auto told = said.all<refund_event>().at(0);
  CHECK(told.result == outcome::refunded);
  CHECK(told.amount == 30_cr);
  CHECK(told.meter == 0);
  CHECK(told.slices == unwound{{2, 20_cr, to_lot}, {1, 10_cr, to_lot}});
  CHECK(told.balance == 110_cr);
  CHECK(said.seen().account.of(lot_kind::free) == 10_cr);
  CHECK(said.seen().account.of(lot_kind::paid) == 100_cr);
}

TEST_CASE("refunds of one debit go on where the last one stopped", "[R9.7]") {
  one_debit given;
  given.acme.at("2026-01-06");
  given.refunds(5_cr);
  given.refunds(20_cr);
  given.refunds();
  given.refunds();
  const verdict said = run(given.world);
  CHECK(refund_outcomes(said) ==
        results{outcome::refunded, outcome::refunded, outcome::refunded, outcome::exceeds_debit});
  const auto all = said.all<refund_event>();
  CHECK(all.at(1).slices == unwound{{2, 15_cr, to_lot}, {1, 5_cr, to_lot}});
  CHECK(all.at(2).amount == 25_cr);
  CHECK(all.at(2).slices == unwound{{1, 25_cr, to_lot}});
  CHECK(said.at_end.balance() == 100_cr);
}

TEST_CASE("what cannot be refunded is refused, and says why", "[R9.7]") {
  one_debit given;
  given.world.settings().refund_window = duration::days(2);
  given.acme.at("2026-01-07");
  given.refunds(50.000001_cr);
  given.refunds(0_cr);
  given.acme.does(refund_command{given.world.key("nothing"), 1_cr});
  given.refunds(1_cr).later(duration::from_us(1));
  given.refunds(1_cr);
  const verdict said = run(given.world);
  CHECK(refund_outcomes(said) == results{outcome::exceeds_debit, outcome::exceeds_debit,
                                         outcome::unknown_debit, outcome::refunded,
                                         outcome::refund_window_over});
  CHECK(said.all<refund_event>().at(0).amount == 50.000001_cr);
}

TEST_CASE("a refund under a key that came before changes nothing", "[R9.7][R4.3]") {
  one_debit given;
  given.acme.at("2026-01-06");
  given.refunds(10_cr).keyed("once");
  given.refunds(10_cr).keyed("once");
  given.refunds(11_cr).keyed("once");
  const auto all = run(given.world).all<refund_event>();
  CHECK(all.at(1).repeated);
  CHECK(all.at(1).result == outcome::refunded);
  CHECK(all.at(1).amount.is_zero());
  CHECK(all.at(2).result == outcome::idempotency_conflict);
  CHECK(all.at(2).balance == 90_cr);
}

TEST_CASE("credit of a lot that has ended comes back and ends again", "[R9.7]") {
  one_debit given;
  given.acme.at("2026-02-02");
  given.refunds();
  const verdict said = run(given.world);
  CHECK(said.all<refund_event>().at(0).slices == unwound{{2, 20_cr, to_lot}, {1, 30_cr, expired}});
  CHECK(said.at_end.balance() == 100_cr);
}

TEST_CASE("credit of a lot that has ended may move to a new one", "[R9.7]") {
  one_debit given;
  given.world.settings().regrant_refunds = duration::days(10);
  given.acme.at("2026-02-02");
  given.refunds(45_cr).expects();
  const verdict said = run(given.world);
  CHECK(said.all<refund_event>().at(0).slices == unwound{{2, 20_cr, to_lot}, {1, 25_cr, regranted}});
  CHECK(said.all<refund_event>().at(0).balance == 100_cr);
  const auto made = said.all<lot_event>().at(2);
  CHECK(made.kind == lot_kind::free);
  CHECK(made.amount == 25_cr);
  CHECK(made.expires == when("2026-02-12"));
  CHECK(made.payment == 0);
  CHECK(said.seen().account.of(lot_kind::free) == 25_cr);
}

TEST_CASE("a regranted lot has its part of the cost", "[R9.7][R13.2]") {
  world_builder w;
  w.settings().regrant_refunds = duration::days(10);
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 300_cr).costs(10_usd).until("2026-01-10"));
  acme.at("2026-01-05").uses(200).keyed("call");
  acme.at("2026-01-11").does(refund_command{w.key("call"), 100_cr});
  CHECK(run(w).all<lot_event>().at(1).cost == 333_cents);
}

TEST_CASE("credit of a lot that was revoked is revoked", "[R9.7][R3.11]") {
  one_debit given;
  given.acme.at("2026-01-06").revokes("bought");
  given.refunds().expects();
  const verdict said = run(given.world);
  CHECK(said.all<refund_event>().at(0).slices == unwound{{2, 20_cr, revoked}, {1, 30_cr, to_lot}});
  CHECK(said.seen().account.balance() == 30_cr);
}

TEST_CASE("a lot that was used up takes its place in the burn-down order again", "[R9.7][R3.3][R9.12]") {
  one_debit given;
  given.acme.at("2026-01-06");
  given.refunds().uses(10);
  const verdict said = run(given.world);
  CHECK(slices_of(said, 1) == std::vector<slice>{{1, 10_cr}});
  CHECK(said.all<lot_end_event>().at(0).expired == 20_cr);
}

TEST_CASE("open debt of the debit is refunded first", "[R9.7][R4.5]") {
  one_debit given;
  given.world.settings().when_short = short_of_credit::carry;
  given.acme.at("2026-01-05T12:00:00Z").uses(100).keyed("long");
  given.acme.at("2026-01-06").does(refund_command{given.world.key("long"), 30_cr});
  given.acme.expects();
  const verdict said = run(given.world);
  const auto told = said.all<refund_event>().at(0);
  CHECK(told.debt == 20_cr);
  CHECK(told.slices == unwound{{2, 10_cr, to_lot}});
  CHECK(said.seen().account.debt.is_zero());
  CHECK(said.seen().account.balance() == 10_cr);
}

TEST_CASE("debt that was paid later is unwound as the last slice", "[R9.7][R4.5]") {
  one_debit given;
  given.world.settings().when_short = short_of_credit::carry;
  given.acme.at("2026-01-05T12:00:00Z").uses(100).keyed("long");
  given.acme.at("2026-01-06").grants(lot(lot_kind::adjustment, 100_cr));
  given.acme.at("2026-01-07").does(refund_command{given.world.key("long"), 30_cr});
  const auto told = run(given.world).all<refund_event>().at(0);
  CHECK(told.debt.is_zero());
  CHECK(told.slices == unwound{{3, 20_cr, to_lot}, {2, 10_cr, to_lot}});
}

TEST_CASE("what a reset dropped of a debit is not given back", "[R9.7][R3.10][R9.12]") {
  one_debit given;
  given.world.settings().when_short = short_of_credit::carry;
  given.world.settings().preserve_overage = false;
  given.acme.at("2026-01-05T12:00:00Z").uses(100).keyed("long");
  given.acme.at("2026-01-06").resets().does(refund_command{given.world.key("long"), std::nullopt});
  CHECK(run(given.world).all<refund_event>().at(0).amount == 80_cr);
}

TEST_CASE("a refund of usage of this period lowers the agent's count", "[R9.7][R5.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 1000_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 100_cr);
  acme.at("2026-01-05").uses(bot, 80).uses(bot, 50).keyed("call").expects(bot);
  acme.at("2026-01-06").does(refund_command{w.key("call"), std::nullopt}).expects(bot);
  const verdict said = run(w);
  CHECK(said.seen(0).agent_spent == 130_cr);
  CHECK(said.seen(1).agent_spent == 80_cr);
}

TEST_CASE("a refund of usage of an earlier period leaves the count", "[R9.7][R5.3][R9.12]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 1000_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 50).keyed("call");
  acme.at("2026-02-06").uses(bot, 10).does(refund_command{w.key("call"), std::nullopt}).expects(bot);
  CHECK(run(w).seen().agent_spent == 10_cr);
}

TEST_CASE("a capture and what was captured beyond its hold are one debit", "[R9.7][R6.2]") {
  world_builder w;
  w.settings().capture_overrun = overrun::debit;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 60_cr)).begins_with(lot(lot_kind::paid, 100_cr));
  acme.at("2026-01-05").holds("live", 60_cr).captures("live", 75_cr).keyed("taken");
  acme.at("2026-01-06").does(refund_command{w.key("taken"), 20_cr});
  const auto told = run(w).all<refund_event>().at(0);
  CHECK(told.slices == unwound{{2, 15_cr, to_lot}, {1, 5_cr, to_lot}});
}

TEST_CASE("what comes back pays other debt at once", "[R9.7][R4.5]") {
  one_debit given;
  given.world.settings().when_short = short_of_credit::carry;
  given.acme.at("2026-01-05T12:00:00Z").uses(100);
  given.acme.at("2026-01-06");
  given.refunds().expects();
  const verdict said = run(given.world);
  CHECK(said.all<debt_paid_event>().at(0).slices == std::vector<slice>{{1, 20_cr}});
  CHECK(said.seen().account.balance() == 30_cr);
}

}  // namespace
}  // namespace drawdown::test
