// What the store says of refunds, chargebacks, and payments that went back.
#include <catch2/catch.hpp>

#include "reports/store/account_history.hpp"
#include "reports/store/reader.hpp"
#include "tests/reports/rows.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

TEST_CASE("a refund goes back slice by slice, and pays for what was charged back", "[R9.7]") {
  CHECK(rows_of(studio_store(),
                "select v.lot, v.movement, v.left_micro / 1000000 from movements v join events e on "
                "e.account = v.account "
                "and e.number = v.number where e.account = 0 and e.kind = 'refunded' order by v.number, "
                "v.position") ==
        lines{"2|refunded|100", "1|refunded|50", "1|refunded|950", "3|refunded|50", "3|used|-50"});
  CHECK(rows_of(studio_store(),
                "select credits_micro / 1000000, debt_micro / 1000000, amount_micro / 1000000, step, "
                "outcome, of_key, "
                "agent from events where account = 0 and kind = 'refunded'") ==
        lines{"150|0|150|refund|refunded|message|0", "950|-50|1000|refund|refunded|message|0"});
}

TEST_CASE("refunded credit of lots that are no more goes the way they went", "[R9.7]") {
  world_builder told;
  told.account("acme").at("2026-01-09").does(refund_command{key_of_step(102), {}});
  told_history acme(0);
  acme.at("2026-01-05")
      .granted(1, lot_kind::free, 10_cr, when("2026-01-06"))
      .granted(2, lot_kind::plan, 10_cr);
  acme.used(no_agent, 0, 18'000'000, {{1, 10_cr}, {2, 8_cr}}).revokes(2, 2_cr).at("2026-01-06").ends(1, 0_cr);
  const effect_key refund = key_of_step(1);
  acme.at("2026-01-09")
      .refunds(refund, key_of_step(102), no_agent,
               {{2, 8_cr, refunded_to::revoked},
                {1, 4_cr, refunded_to::expired},
                {1, 6_cr, refunded_to::regranted}});
  lot_event anew = lot_of_cycle(3, lot_kind::free, 6_cr, "2026-02-09", 0, refund);
  anew.of_cycle = false;
  acme.brings(anew);
  const run_store store = store_of(*told.build(), {acme});
  CHECK(rows_of(store, "select lot, used_micro, expired_micro, revoked_micro, left_micro from lots") ==
        lines{"1|0|10000000|0|0", "2|0|0|10000000|0", "3|0|0|0|6000000"});
  CHECK(rows_of(store, "select entry, description from events where key = 'step-1' and entry = 'refund'") ==
        lines{"refund|refund of step-102, what came back to ended credit expired, what came back to ended "
              "credit is "
              "granted anew, what came back to revoked credit went with it",
              "refund|free credit granted anew by a refund"});
  CHECK(rows_of(store, "select count(*) from events where step is not null and key = 'step-1'") ==
        lines{"2"});  // the grant of lot 1 has that key too, and the refund; the new lot answers nothing
}

TEST_CASE("what a refund gives back of open debt is owed no more", "[R9.7][R4.5]") {
  world_builder told;
  told.account("acme").agent("bot");
  told_history acme(0);
  acme.at("2026-01-05").granted(1, lot_kind::free, 10_cr).used_short(0, 0, 1, {{1, 10_cr}}, 5_cr);
  acme.refunds(key_of_step(7), key_of_step(101), 0, {{1, 1_cr, refunded_to::lot}}, 5_cr);
  const run_store store = store_of(*told.build(), {acme});
  CHECK(rows_of(store,
                "select state, amount_micro, paid_micro, withdrawn_micro, open_micro, cause from debts") ==
        lines{"withdrawn|5000000|0|5000000|0|usage"});
  CHECK(rows_of(store, "select number, debt, movement, change_micro from debt_movements") ==
        lines{"2|1|made|5000000", "3|1|withdrawn|-5000000"});
  CHECK(rows_of(store, "select credits_micro, debt_micro, debt from events where number = 3") ==
        lines{"1000000|-5000000|1"});
}

TEST_CASE("a chargeback makes debt that suspends, is paid by a refund, and goes when it is won", "[R9.6]") {
  CHECK(rows_of(studio_store(),
                "select cause, state, amount_micro / 1000000, paid_micro / 1000000, withdrawn_micro / "
                "1000000, payment, key "
                "from debts") == lines{"chargeback|withdrawn|100|50|50|2|dispute"});
  told_history studio(0);
  tell_first_cycle(studio);
  studio.at("2026-02-08").charges_back(dispute_key, 2, 50_usd, 100_cr, {{2, 2500_cr}});
  const run_store store = store_of(*studio_world().build(), {studio});
  CHECK(read_accounts(store).value().at(0).suspended);
  CHECK(read_accounts(store).value().at(0).left.debt == 100_cr);
  CHECK_FALSE(read_accounts(studio_store()).value().at(0).suspended);
}

TEST_CASE("holds that a chargeback voids answer no step of their own", "[R9.6]") {
  world_builder told = studio_world();
  told_history studio(0);
  tell_first_cycle(studio);
  studio.at("2026-02-07").holds(1, 0, {{2, 20_cr}});
  release_event voided;
  voided.key = dispute_key;
  voided.hold = key_of_step(501);
  voided.amount = 20_cr;
  voided.balance = studio.balance();
  voided.released = {{2, 20_cr, released_to::lot}};
  studio.at("2026-02-08").tells(voided).charges_back(dispute_key, 2, 50_usd, 100_cr, {{2, 2500_cr}});
  const auto in = told.build();
  account_history history(*in, 0);
  for (const event& next : studio.events()) REQUIRE(history.apply(next));
  CHECK(history.outcome_under(dispute_key) == outcome::charged_back);
  CHECK(history.holds().front().state == "voided");
}

TEST_CASE("payments say what they are for, what came in and what went back", "[R9.5][R9.6][R8.6]") {
  CHECK(rows_of(studio_store(),
                "select account, payment, key, purpose, state, money_minor, attempts, paid_minor, "
                "given_back_minor, "
                "taken_back_minor, dispute from payments") ==
        lines{"0|1|first|subscription|credited|2900|1|2900|0|0|",
              "0|2|buy|top_up|credited|5000|1|5000|1000|0|won", "0|3|units|units|credited|6000|1|6000|0|0|",
              "0|4|upgrade|plan_change|failed|7000|1|0|0|0|",
              "0|5|cycle-1|renewal|credited|8900|2|8900|2000|0|", "1|1|bill|top_up|credited|5000|0|5000|0|0|",
              "1|2|recharge-1|top_up|failed|2000|0|0|0|0|", "1|3|void|top_up|in_flight|2000|0|0|0|0|"});
}
