#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using parts = std::vector<refunded_slice>;
const auto to_lot = refunded_to::lot;

std::vector<outcome> outcomes_of(const verdict& said) {
  std::vector<outcome> found;
  for (const refund_event& e : said.all<refund_event>()) found.push_back(e.result);
  return found;
}

refund_command all_of(world_builder& w, std::string_view debit) {
  return {w.key(debit)};
}
refund_command part_of(world_builder& w, std::string_view debit, credits amount) {
  return {w.key(debit), amount};
}

}  // namespace

TEST_CASE("a refund unwinds the slices of its debit, the last lot first", "[R9.7]") {
  world_builder w;
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::free, 10_cr))
                  .begins_with(lot(lot_kind::paid, 100_cr).costs(2_usd));
  acme.at("2026-01-05").uses(30).keyed("long");
  acme.at("2026-01-06").does(part_of(w, "long", 25_cr)).expects();
  acme.at("2026-01-07").does(all_of(w, "long")).expects();
  const verdict said = judge(w);
  const auto refunds = said.all<refund_event>();
  REQUIRE(refunds.size() == 2);
  CHECK(refunds[0].slices == parts{{2, 20_cr, to_lot}, {1, 5_cr, to_lot}});
  CHECK(refunds[0].amount == 25_cr);
  CHECK(refunds[0].balance == 105_cr);
  CHECK(refunds[1].slices == parts{{1, 5_cr, to_lot}});
  CHECK(said.seen(1).account.of(lot_kind::free) == 10_cr);
  CHECK(said.seen(1).account.of(lot_kind::paid) == 100_cr);
}

TEST_CASE("credit goes back into a lot that was used up, and is spent in its place again",
          "[R9.7][R3.3][R9.12]") {
  world_builder w;
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::free, 10_cr).until("2026-02-01"))
                  .begins_with(lot(lot_kind::paid, 100_cr));
  acme.at("2026-01-05").uses(10).keyed("all");
  acme.at("2026-01-06").does(all_of(w, "all")).uses(3);
  const verdict said = judge(w);
  CHECK(said.all<usage_event>().at(1).slices == std::vector<slice>{{1, 3_cr}});
  CHECK(said.all<lot_end_event>().at(0).expired == 7_cr);
}

TEST_CASE("no more is refunded than was charged, less earlier refunds", "[R9.7]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses(30).keyed("some").uses(0).keyed("nothing").uses(200).keyed("refused");
  acme.at("2026-01-06")
      .does(part_of(w, "some", 31_cr))
      .does(part_of(w, "some", 20_cr))
      .does(part_of(w, "some", 11_cr))
      .does(part_of(w, "some", 0_cr))
      .does(all_of(w, "some"))
      .does(all_of(w, "some"))
      .does(all_of(w, "nothing"))
      .does(all_of(w, "refused"));
  const verdict said = judge(w);
  const auto yes = outcome::refunded;
  const auto no = outcome::exceeds_debit;
  CHECK(outcomes_of(said) == std::vector<outcome>{no, yes, no, no, yes, no, no, outcome::unknown_debit});
  CHECK(said.all<refund_event>().at(0).amount == 31_cr);
  CHECK(said.all<refund_event>().at(4).amount == 10_cr);
}

TEST_CASE("the refund window is closed only after its last instant", "[R9.7]") {
  world_builder w;
  w.settings().refund_window = duration::days(2);
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses(30).keyed("some");
  acme.at("2026-01-07").does(part_of(w, "some", 1_cr));
  acme.at("2026-01-07T00:00:00.000001Z").does(part_of(w, "some", 1_cr));
  CHECK(outcomes_of(judge(w)) == std::vector<outcome>{outcome::refunded, outcome::refund_window_over});
}

TEST_CASE("a refund is given once for its key", "[R9.7][R4.3]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").uses(30).keyed("some");
  acme.at("2026-01-06").does(part_of(w, "some", 10_cr)).keyed("back");
  acme.at("2026-01-07").does(part_of(w, "some", 10_cr)).keyed("back");
  acme.at("2026-01-08").does(part_of(w, "some", 11_cr)).keyed("back");
  const verdict said = judge(w);
  const auto refunds = said.all<refund_event>();
  CHECK(outcomes_of(said) ==
        std::vector<outcome>{outcome::refunded, outcome::refunded, outcome::idempotency_conflict});
  CHECK(refunds[1].repeated);
  CHECK(refunds[1].amount == 0_cr);
  CHECK(said.at_end.balance() == 80_cr);
}

TEST_CASE("a slice whose lot has ended ends again, or is granted anew with its cost", "[R9.7]") {
  world_builder w;
  const bool regrants = GENERATE(false, true);
  if (regrants) w.settings().regrant_refunds = duration::days(30);
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 300_cr).costs(10_usd).until("2026-01-10"));
  acme.at("2026-01-05").uses(100).keyed("some");
  acme.at("2026-01-15").does(part_of(w, "some", 50_cr)).expects();
  const verdict said = judge(w);
  const refund_event back = said.all<refund_event>().at(0);
  CHECK(back.slices == parts{{1, 50_cr, regrants ? refunded_to::regranted : refunded_to::expired}});
  CHECK(back.balance == 0_cr);
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == (regrants ? 2 : 1));
  if (!regrants) return;
  CHECK(lots[1].kind == lot_kind::paid);
  CHECK(lots[1].amount == 50_cr);
  CHECK(lots[1].cost == 167_cents);
  CHECK(lots[1].expires == when("2026-02-14"));
  CHECK(said.seen().account.balance() == 50_cr);
}

TEST_CASE("a slice whose lot was revoked is revoked", "[R9.7]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr), "gift");
  acme.at("2026-01-05").uses(30).keyed("some").revokes("gift").does(all_of(w, "some"));
  const verdict said = judge(w);
  CHECK(said.all<refund_event>().at(0).slices == parts{{1, 30_cr, refunded_to::revoked}});
  CHECK(said.at_end.balance() == 0_cr);
}

TEST_CASE("debt that is still open is given back first, then what paid the debt, then the rest",
          "[R9.7][R4.5]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(40).keyed("some");
  acme.at("2026-01-06").grants(lot(lot_kind::paid, 20_cr));
  acme.at("2026-01-07").does(part_of(w, "some", 15_cr)).expects();
  acme.at("2026-01-08").does(all_of(w, "some")).expects();
  const verdict said = judge(w);
  const auto refunds = said.all<refund_event>();
  CHECK(refunds.at(0).debt == 10_cr);
  CHECK(refunds.at(0).slices == parts{{2, 5_cr, to_lot}});
  CHECK(said.seen(0).account.debt == 0_cr);
  CHECK(refunds.at(1).slices == parts{{2, 15_cr, to_lot}, {1, 10_cr, to_lot}});
  CHECK(said.seen(1).account.balance() == 30_cr);
}

TEST_CASE("what was forgiven cannot be refunded", "[R9.7][R4.5][R9.12]") {
  world_builder w;
  w.settings().when_short = short_of_credit::cap;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(40).keyed("some").does(part_of(w, "some", 11_cr)).does(all_of(w, "some"));
  const verdict said = judge(w);
  CHECK(outcomes_of(said) == std::vector<outcome>{outcome::exceeds_debit, outcome::refunded});
  CHECK(said.at_end.balance() == 10_cr);
}

TEST_CASE("an agent's count falls by refunds of this period's usage, never below zero",
          "[R9.7][R5.3][R9.12]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 30).keyed("january");
  acme.at("2026-01-06").does(part_of(w, "january", 10_cr)).expects(bot);
  acme.at("2026-02-05").uses(bot, 5).keyed("february").does(part_of(w, "january", 10_cr)).expects(bot);
  acme.at("2026-02-06").resets().does(part_of(w, "february", 5_cr)).expects(bot);
  const verdict said = judge(w);
  CHECK(said.seen(0).agent_spent == 20_cr);
  CHECK(said.seen(1).agent_spent == 5_cr);
  CHECK(said.seen(2).agent_spent == 0_cr);
  CHECK(said.at_end.balance() == 90_cr);
  CHECK(said.all<refund_event>().at(0).agent == bot);
}

TEST_CASE("a capture and what it took beyond its hold are refunded as one debit", "[R9.7][R6.2]") {
  world_builder w;
  w.settings().capture_overrun = overrun::debit;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-05").holds("call", 30_cr).captures("call", 50_cr).keyed("taken");
  acme.at("2026-01-06").does(all_of(w, "taken"));
  const verdict said = judge(w);
  const refund_event back = said.all<refund_event>().at(0);
  CHECK(back.amount == 50_cr);
  CHECK(back.slices == parts{{1, 20_cr, to_lot}, {1, 30_cr, to_lot}});
  CHECK(said.at_end.balance() == 100_cr);
}

TEST_CASE("credit that a refund puts back pays debt at once", "[R9.7][R4.5]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(10).keyed("one").uses(8).keyed("two").does(part_of(w, "one", 5_cr)).expects();
  const verdict said = judge(w);
  CHECK(said.all<debt_paid_event>().at(0).amount == 5_cr);
  CHECK(said.seen().account.debt == 3_cr);
}
