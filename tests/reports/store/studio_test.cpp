// What the store says of subscriptions, their payments and invoices.
#include <algorithm>

#include <catch2/catch.hpp>

#include "engine/world/event_kind.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/explanation.hpp"
#include "reports/store/outcomes.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/usage_by.hpp"
#include "tests/reports/rows.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

TEST_CASE("after every event of a subscription the figures are what its movements come to",
          "[R3.12][R14.2]") {
  const auto in = studio_world().build();
  const std::vector<told_history> all = {history_of_studio(), history_of_agency()};
  for (account_index account = 0; account < all.size(); ++account) {
    const told_history& told = all[account];
    account_history history(*in, account);
    for (const event& next : told.events()) {
      REQUIRE(history.apply(next));
      CAPTURE(history.number());
      CHECK(history.now().balance() == history.balance());
      credits open;
      for (const auto& [id, debt] : history.debts()) open += debt.open();
      CHECK(history.now().debt == open);
      for (const auto& [id, lot] : history.lots()) CHECK_FALSE(lot.left() < credits{});
    }
    CHECK(history.balance() == told.balance());
  }
}

TEST_CASE("lots of a subscription, of refunds and chargebacks add up", "[R14.1][R8.2][R9.6]") {
  CHECK(
      rows_of(
          studio_store(),
          "select lot, kind, state, granted_micro / 1000000, used_micro / 1000000, expired_micro / 1000000, "
          "revoked_micro / 1000000, left_micro / 1000000, of_cycle, carried from lots where account = 0") ==
      lines{"1|plan|ended|1000|0|1000|0|0|1|1", "2|paid|charged_back|2500|0|0|2500|0|0|0",
            "3|free|charged_back|100|100|0|0|0|0|0", "4|addon|ended|400|0|400|0|0|1|0",
            "5|plan|ended|1000|0|1000|0|0|1|0", "6|addon|ended|400|0|400|0|0|1|0",
            "7|paid|open|2000|0|0|0|2000|0|0"});
  CHECK(rows_of(studio_store(),
                "select expires_us = 1772668800000000 from lots where account = 0 and lot = 1") ==
        lines{"1"});
}

TEST_CASE("money stands where it moved, and adds up to what was paid", "[R12.1]") {
  const run_store store = studio_store();
  CHECK(
      rows_of(store, "select kind, money_minor from events where account = 0 and money_minor is not null") ==
      lines{"subscribed|2900", "granted|5000", "units_paid|6000", "renewed|8900", "payment_refunded|-1000",
            "charged_back|-4000", "chargeback_won|4000", "payment_refunded|-2000"});
  CHECK(
      rows_of(store, "select kind, money_minor from events where account = 1 and money_minor is not null") ==
      lines{"invoice_paid_part|2000", "invoice_paid|3000", "invoice_paid_part|500", "invoice_voided|-500"});
  CHECK(rows_of(store,
                "select a.account from accounts a where (select coalesce(sum(e.money_minor), 0) from events "
                "e where "
                "e.account = a.account) <> (select coalesce(sum(p.paid_minor - p.given_back_minor - "
                "p.taken_back_minor), 0) from payments p where p.account = a.account)") == lines{});
  const run_totals totals = read_totals(store).value();
  CHECK(totals.received == 27800);
  CHECK(totals.given_back == 3000);
  CHECK(totals.taken_back == 0);
  CHECK(totals.top_ups == 2);
}

TEST_CASE("a payment that succeeds when nothing waits for it any more is told and given back", "[R8.6]") {
  told_history studio(0);
  studio.at("2026-01-05")
      .answers(command_event::what::subscribe, outcome::subscribed, first_key)
      .sends(charge_of(1, first_key, payment_for::subscription, 29_usd))
      .answers(command_event::what::cancel, outcome::changed, leave_key)
      .subscription(subscription_event::what::ended, 0, on_starter("", 0, subscription_state::ended));
  studio.at("2026-01-05T00:00:02Z")
      .hears(1, 1, false, payment_answer::succeeded, notice_effect::credited)
      .gives_back(first_key, 1, 29_usd, {});
  const run_store store = store_of(*studio_world().build(), {studio});
  CHECK(rows_of(store, "select kind, entry, money_minor, step from events where money_minor is not null") ==
        lines{"credited|subscription|2900|", "payment_refunded|payment_refund|-2900|"});
}

TEST_CASE("an attempt that is declined after the subscription ended is the last one", "[R8.6]") {
  told_history studio(0);
  tell_first_cycle(studio);
  studio.at("2026-02-05").sends(charge_of(5, renewal_key, payment_for::renewal, 29_usd));
  studio.subscription(subscription_event::what::ended, 0, on_starter("", 0, subscription_state::ended));
  const run_store waiting = store_of(*studio_world().build(), {studio});
  CHECK(rows_of(waiting, "select state from payments where payment = 5") == lines{"in_flight"});
  studio.hears(5, 1, true, payment_answer::declined, notice_effect::failed);
  const run_store over = store_of(*studio_world().build(), {studio});
  CHECK(rows_of(over, "select state from payments where payment = 5") == lines{"failed"});
}

TEST_CASE("a renewal that failed waits for its next attempt while it is past due", "[R8.3]") {
  told_history studio(0);
  tell_first_cycle(studio);
  studio.at("2026-02-05").sends(charge_of(5, renewal_key, payment_for::renewal, 29_usd));
  studio.hears(5, 1, true, payment_answer::declined, notice_effect::failed)
      .subscription(subscription_event::what::past_due, 5,
                    on_starter("2026-03-05", 0, subscription_state::past_due));
  const auto state = [&] {
    return rows_of(store_of(*studio_world().build(), {studio}),
                   "select state from payments where payment = 5");
  };
  CHECK(state() == lines{"in_flight"});
  studio.subscription(subscription_event::what::ended, 5, on_starter("", 0, subscription_state::ended));
  CHECK(state() == lines{"failed"});
}

TEST_CASE("invoices are open, overdue, paid and void", "[R9.3]") {
  CHECK(rows_of(studio_store(),
                "select payment, state, open_minor, ended_us is null from invoices where account = 1") ==
        lines{"1|paid|0|0", "2|voided|0|0", "3|open|2000|1"});
  const auto open = read_open_invoices(studio_store(), 1).value();
  REQUIRE(open.size() == 1);
  CHECK(open.front().key == "void");
  CHECK(open.front().open == 20_usd);
}

TEST_CASE("an invoice that is paid or voided answers the step that does it", "[R9.3][R4.3]") {
  CHECK(rows_of(studio_store(),
                "select kind, step, outcome, key from events where account = 1 and step is not null") ==
        lines{"changed|invoice|requested|bill", "invoice_paid_part|pay_invoice||part",
              "invoice_paid|pay_invoice||rest", "invoice_paid_part|pay_invoice||part",
              "invoice_voided|void_invoice||void"});
}

TEST_CASE("a subscription stands at the end with plan, boundary, units and users", "[R8.1][R8.4][R8.8]") {
  told_history studio(0);
  tell_first_cycle(studio);
  const account_row account = read_accounts(store_of(*studio_world().build(), {studio})).value().at(0);
  REQUIRE(account.subscription);
  CHECK(account.subscription->state == "active");
  CHECK(account.subscription->plan == "starter");
  CHECK(account.subscription->renews == when("2026-02-05"));
  CHECK(account.subscription->units == std::vector<std::pair<std::string, std::uint32_t>>{{"generative", 2}});
  CHECK(account.users == lines{"ana", "bo"});
  CHECK(account.organization == "ACME");
  const account_row over = read_accounts(studio_store()).value().at(0);
  CHECK(over.subscription->state == "ended");
  CHECK_FALSE(over.subscription->renews);
  CHECK_FALSE(read_accounts(studio_store()).value().at(1).subscription);
}

TEST_CASE("the history of a subscription reads like a billing page", "[R12.1]") {
  CHECK(rows_of(studio_store(),
                "select description from events where account = 0 and number not in (11, 15, 16)") ==
        lines{"subscription to starter asked for",
              "first payment of 29.00 USD sent to gateway",
              "first payment of 29.00 USD paid",
              "subscription to starter began for 29.00 USD",
              "plan credit (first) granted",
              "top-up of 50.00 USD sent to gateway",
              "top-up of 50.00 USD paid",
              "top-up of 50.00 USD",
              "bonus of the top-up of 50.00 USD",
              "bot used unit 1200",
              "add-on units for 60.00 USD sent to gateway",
              "add-on units for 60.00 USD paid",
              "2 units of generative for 60.00 USD",
              "change of plan to team accepted",
              "change of plan for 70.00 USD sent to gateway",
              "quote of change of plan to team: 70.00 USD now, 159.00 USD per cycle, at once",
              "estimate for bot: credit is missing, a top-up of 21.00 USD covers it",
              "change of plan for 70.00 USD declined, card_declined",
              "plan credit carried into the next period",
              "add-on credit (units) expired",
              "a cycle of starter ended, the next one began",
              "renewal of 89.00 USD sent to gateway",
              "renewal of 89.00 USD declined, card_declined",
              "subscription to starter past due: its renewal is not paid",
              "renewal of 89.00 USD sent to gateway, attempt 2",
              "renewal of 89.00 USD paid",
              "subscription to starter renewed for 89.00 USD",
              "plan credit granted",
              "add-on credit granted",
              "10.00 USD given back of top-up of 50.00 USD",
              "top-up of 50.00 USD charged back, 40.00 USD taken, what was used of it is owed",
              "refund of message, what had been charged back paid for that",
              "chargeback of top-up of 50.00 USD won, 40.00 USD come back",
              "paid credit (win) returned",
              "cancellation at once accepted",
              "plan credit (first) expired",
              "plan credit expired",
              "add-on credit expired",
              "subscription to starter ended",
              "20.00 USD given back of renewal of 89.00 USD"});
  CHECK(
      rows_of(studio_store(), "select description from events where account = 1 and kind like 'invoice_%'") ==
      lines{"invoice for top-up of 50.00 USD issued, due 2026-02-09T00:00:00Z",
            "invoice for top-up of 50.00 USD: 20.00 USD paid, 30.00 USD open",
            "invoice for top-up of 50.00 USD overdue, 30.00 USD open", "invoice for top-up of 50.00 USD paid",
            "invoice for top-up of 20.00 USD issued, due 2026-02-09T00:00:00Z",
            "invoice for top-up of 20.00 USD: 5.00 USD paid, 15.00 USD open",
            "invoice for top-up of 20.00 USD voided, 5.00 USD given back",
            "invoice for top-up of 20.00 USD issued, due 2026-02-09T00:00:00Z"});
}

TEST_CASE("every entry of a subscription's history is one that the language knows", "[R12.1]") {
  const auto entries = history_entries();
  const lines told =
      rows_of(studio_store(), "select distinct entry from events where entry is not null order by entry");
  CHECK(told == lines{"allocation", "carry", "chargeback", "expiry", "invoice", "payment_failed",
                      "payment_refund", "refund", "subscription", "top_up", "usage"});
  for (const std::string& entry : told) CHECK(std::ranges::find(entries, entry) != entries.end());
}

TEST_CASE("refusals of steps that a subscription knows say why, and who asked", "[R11.2][R8.3]") {
  world_builder told = studio_world();
  told.account("other").at("2026-01-06").does(cancel_command{false}).by(1);
  told_history other(2);
  other.at("2026-01-06").answers(command_event::what::cancel, outcome::forbidden, key_of_step(12));
  const auto in = told.build();
  const effect_key key = in->accounts[2].commands.front()->key;
  told_history again(2);
  again.at("2026-01-06")
      .answers(command_event::what::cancel, outcome::forbidden, key)
      .answers(command_event::what::refund_payment, outcome::non_refundable, back_key);
  const run_store store = store_of(*in, {again});
  CHECK(rows_of(store, "select description, entry, step, outcome from events where account = 2") ==
        lines{"cancellation at the end of the cycle by bo refused: it needs another "
              "role|refused|cancel|forbidden",
              "refund of a payment refused: it is not refundable|refused|refund_payment|non_refundable"});
}

TEST_CASE("late usage and the part that nothing covered are told", "[R2.5][R4.1][R7.3]") {
  world_builder told;
  told.account("acme").agent("bot");
  told_history acme(0);
  acme.at("2026-01-05").granted(1, lot_kind::free, 10_cr);
  usage_event late;
  late.key = key_of_step(3);
  late.agent = 0;
  late.quantity = 12'000'000;
  late.uncharged = 2'000'000;
  late.occurred_at = when("2026-01-04T12:00:00Z");
  late.version = 2;
  late.amount = 10_cr;
  late.slices = {{1, 10_cr}};
  acme.uses_up(late);
  const run_store store = store_of(*told.build(), {acme});
  CHECK(
      rows_of(store,
              "select description, occurred_us, version, uncharged, quantity from events where number = 2") ==
      lines{"bot used unit 12 of 2026-01-04T12:00:00Z, 2 of it not "
            "charged|1767528000000000|2|2000000|12000000"});
}

TEST_CASE("usage is totalled by meter, account and organization, less what was refunded",
          "[R5.5][R11.1][R9.7]") {
  world_builder told = studio_world();
  told.account("branch").spec().organization = "ACME";
  told.account("stranger");
  told_history branch(2);
  branch.at("2026-01-05").granted(1, lot_kind::free, 100_cr).used(no_agent, 0, 1'000'000, {{1, 100_cr}});
  told_history stranger(3);
  stranger.at("2026-01-05").granted(1, lot_kind::free, 7_cr).used(no_agent, 0, 1'000'000, {{1, 7_cr}});
  const run_store store =
      store_of(*told.build(), {history_of_studio(), history_of_agency(), branch, stranger});
  const auto totals = [&](usage_by by, const usage_choice& of) {
    lines found;
    const auto members = read_usage_by(store, by, of).value();
    for (const usage_total& member : members)
      found.push_back(member.name.value_or("(none)") + " " + to_string(member.spent) + " " +
                      to_string(member.refunded) + " " + to_string(member.net()));
    return found;
  };
  CHECK(totals(usage_by::organization, {}) == lines{"ACME 1300 1150 150", "(none) 7 0 7"});
  CHECK(totals(usage_by::account, {}) == lines{"branch 100 0 100", "studio 1200 1150 50", "stranger 7 0 7"});
  CHECK(totals(usage_by::account, {0}) == lines{"studio 1200 1150 50"});
  CHECK(totals(usage_by::agent, {0}) == lines{"bot 1200 1150 50"});
  CHECK(totals(usage_by::meter, {2}) == lines{"unit 100 0 100"});
  CHECK(read_names(store, named_thing::user).value() == lines{"ana", "bo"});
}

TEST_CASE("whatever a subscription tells can be explained, at its end and before", "[R12.2]") {
  const run_store store = studio_store();
  for (const char* at :
       {"2026-01-06", "2026-01-10", "2026-02-05", "2026-02-08", "2026-02-09", "2026-02-10", "2026-03-01"}) {
    CAPTURE(at);
    const explanation found = explain(store, 0, std::nullopt, when(at)).value();
    CHECK(found.adds_up());
  }
  const explanation suspended = explain(store, 0, std::nullopt, when("2026-02-09")).value();
  REQUIRE(suspended.debts.size() == 1);
  CHECK(suspended.debts.front().amount == 100_cr);
  CHECK(suspended.debts.front().paid == 50_cr);
  CHECK(suspended.debt() == 50_cr);
}

TEST_CASE("what two runs are held against each other by knows money that went back", "[R15.3]") {
  const run_outcomes all = read_outcomes(studio_store()).value();
  CHECK(all.accounts[0].charged == 198_usd);
  CHECK(all.accounts[1].charged == 50_usd);
}
