#include "reports/statement/statement.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "reports/statement/text.hpp"
#include "reports/statement/transcript.hpp"
#include "tests/reports/expecting.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

run_store finished_sample() {
  auto store = sample_store();
  REQUIRE(store.write_facts(sample_facts()));
  return store;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a statement shows the verdict first, then each account's billing page", "[R3.12][R12.1]") {
  const std::string expected =
      R"(PASS  friday night: 2 accounts, 19 events, 2 debits, no expectations, every transaction verified

acme  Europe/Madrid
  balance 3467.25   [Free 7.25] [Paid 3460]   available 3467.25   wallet 2500
  free 7.25, plan 960, add-on 0, adjustment 0, paid 2500
  when                   what                                                              credits      worth  balance
  2026-01-30 10:00:00    free credit granted                                                  +100   2.00 USD      100
  2026-01-30 10:00:00    plan credit granted                                                 +1000  20.00 USD     1100
  2026-01-30 11:00:00    receptionist used call 12m30s                                        -130  -2.60 USD      970
  2026-01-30 11:00:03    top-up of 50.00 USD                                                 +2500  50.00 USD     3470
  2026-01-31 13:00:00.5  receptionist was refused call 12m30s: the plan does not cover it                         3470
  2026-01-31 13:00:00.5  free credit scheduled for 2026-02-20T01:00:00+01:00                                      3470
  2026-02-13 10:00:00    free credit expired                                                   -10  -0.20 USD     3460
  2026-02-20 01:00:00    free credit that was scheduled became effective                     +7.25   0.14 USD  3467.25
  2026-02-21 01:00:02    auto-recharge failed: declined, card_declined                                         3467.25
  in flight: auto-recharge of 20.00 USD for 1000 credits, asked for 2026-02-21 01:00:00, 1 attempt

zenith  UTC
  balance 2   [Free 2] [Paid 0]   available 2   wallet 2
  free 0, plan 0, add-on 0, adjustment 2, paid 0
  when                 what                       credits      worth  balance
  2026-01-30 10:00:00  adjustment credit granted       +5   0.10 USD        5
  2026-01-30 10:00:00  used unit 3                     -3  -0.06 USD        2
)";
  CHECK(statement(finished_sample(), {}).value() == expected);
}

TEST_CASE("only the last transactions are shown, and lines keep to the width, going on below") {
  const std::string text = statement(finished_sample(), {.width = 72, .transactions = 3}).value();
  CHECK_FALSE(contains(text, "top-up of 50.00 USD"));
  CHECK(contains(text,
                 "\n  2026-02-20 01:00:00  free credit that was    +7.25   0.14 USD  3467.25"
                 "\n                         scheduled became"
                 "\n                         effective\n"));
  std::size_t transactions = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  2026-")) continue;
    ++transactions;
    CHECK(display_width(line) <= 72);
  }
  CHECK(transactions == 3 + 2);
}

TEST_CASE("a declined top-up is on the billing page, with the gateway's reason") {
  world_builder told;
  told.account("acme");
  told_history acme(0);
  acme.at("2026-01-05").charges(1, 1, false, 20_usd, 1000_cr);
  acme.hears(1, 1, true, payment_answer::declined, notice_effect::failed);
  const std::string text = statement(store_of(*told.build(), {acme}), {}).value();
  CHECK(contains(text, "top-up of 20.00 USD declined, card_declined"));
  CHECK_FALSE(contains(text, "in flight"));
}

TEST_CASE("more accounts than fit are shown as a table, of which the rest is counted") {
  world_builder told;
  std::vector<told_history> histories;
  for (account_index i = 0; i < 12; ++i) {
    told.account("account-" + std::to_string(i));
    histories.emplace_back(i)
        .at("2026-01-01")
        .granted(1, lot_kind::free, credits::whole(static_cast<int>(i) * 100));
  }
  const auto store = store_of(*told.build(), histories);
  const std::string text = statement(store, {.accounts_in_table = 11}).value();
  CHECK(contains(text, "\naccount     balance  Free  Paid  wallet  in flight\n"));
  CHECK(contains(text, "\naccount-10     1000  1000     0       0          0\n"));
  CHECK(contains(text, "\n… and 1 more; all of them are in the run store\n"));
  CHECK_FALSE(contains(text, "free credit granted"));
}

TEST_CASE("a failed expectation shows its place, the difference, and the lines that made the figure") {
  world_builder told = sample_world();
  const auto asked = expect(told, 0, "2026-02-25", {expected_figure{figure::plan, 1000_cr}});
  told_history acme = history_of_acme();
  acme.at("2026-02-25").looks(asked, left_of({{lot_kind::plan, 960_cr}}));
  auto store = store_of(*told.build(), {acme});
  REQUIRE(store.write_facts(sample_facts()));
  const std::string text = statement(store, {}).value();
  CHECK(
      text.starts_with("FAIL  friday night: 2 accounts, 18 events, 1 debit, 1 of 1 expectation failed, "
                       "every transaction verified\n"));
  CHECK(contains(text, R"(
expectation failed  night.yaml:40:13
  acme at 2026-02-25T00:00:00Z
  plan: expected 1000, actual 960, difference -40
    event  when                 what made it                   credits  balance
        2  2026-01-30 10:00:00  plan credit granted              +1000     1100
        3  2026-01-30 11:00:00  receptionist used call 12m30s      -40      970
)"));
}

TEST_CASE("the history behind several failures in a row is shown once, and its absence is said") {
  world_builder told = sample_world();
  const auto asked = expect(told, 0, "2026-02-25",
                            {expected_figure{figure::balance, 1_cr}, expected_figure{figure::available, 1_cr},
                             expected_figure{figure::addon, 1_cr}});
  told_history acme = history_of_acme();
  acme.at("2026-02-25").looks(asked, left_of({{lot_kind::plan, 960_cr}}));
  const std::string text = statement(store_of(*told.build(), {acme}), {}).value();
  CHECK(contains(text, "  balance: expected 1, actual 960, difference 959\n    event  when"));
  CHECK(contains(
      text, "  available: expected 1, actual 960, difference 959\n    made by the same lines as above\n"));
  CHECK(contains(text, "  addon: expected 1, actual 0, difference -1\n    nothing in the history made it\n"));
}

TEST_CASE("a difference between the ledgers is shown with its account, event and rule", "[R14.2]") {
  auto store = sample_store();
  run_facts facts = sample_facts();
  facts.differences.push_back(
      {"acme", when("2026-01-30T10:00:00Z"), 3, "R14.2", "fast: 970\nreference: 971"});
  REQUIRE(store.write_facts(facts));
  const std::string text = statement(store, {}).value();
  CHECK(contains(text, "1 difference between the ledgers\n"));
  CHECK(contains(text, R"(
the ledgers differ  acme at 2026-01-30T10:00:00Z, event 3 (R14.2)
  fast: 970
  reference: 971
)"));
}

TEST_CASE("a run that was stopped says so, and until when it came") {
  auto store = sample_store();
  run_facts facts = sample_facts();
  facts.interrupted = true;
  facts.reached = when("2026-02-15");
  REQUIRE(store.write_facts(facts));
  CHECK(
      verdict_line(store, false).value() ==
      "STOPPED  friday night: 2 accounts, 19 events, 2 debits, no expectations, every transaction verified, "
      "interrupted at 2026-02-15T00:00:00Z\n");
}

TEST_CASE("names that try to steer the terminal are written out, in the statement and in the transcript") {
  world_builder told;
  told.raw().name = "evil\x1b]0;title\x07";
  told.account("acme\x1b[2J\nPASS").agent("bot\u202e");
  told_history acme(0);
  acme.at("2026-01-05").granted(1, lot_kind::free, 5_cr).used(0, 0, 1'000'000, {{1, 1_cr}});
  const auto store = store_of(*told.build(), {acme});
  for (const std::string& text : {statement(store, {}).value(), transcript(store).value()}) {
    CHECK_FALSE(contains(text, "\x1b"));
    CHECK_FALSE(contains(text, "\x07"));
    CHECK_FALSE(contains(text, "\nPASS\n"));
    CHECK_FALSE(contains(text, "\u202e"));
    CHECK(contains(text, "acme\\x1b[2J\\x0aPASS"));
    CHECK(contains(text, "bot\\u202e used unit 1"));
  }
}

TEST_CASE("a transcript has one line per event, all accounts merged by instant, account and number",
          "[R2.4]") {
  const std::string expected =
      R"(2026-01-30T09:00:00Z  acme    free credit granted: lot 1, 100 credits, free, priority 10, expires 2026-02-13T09:00:00Z, balance 100
2026-01-30T09:00:00Z  acme    plan credit granted: lot 2, 1000 credits, plan, priority 20, balance 1100
2026-01-30T10:00:00Z  acme    receptionist used call 12m30s: 130 credits (lot 1: 90, lot 2: 40), balance 970
2026-01-30T10:00:00Z  acme    top-up asked for, balance 970
2026-01-30T10:00:00Z  acme    top-up of 50.00 USD sent to gateway: payment 1, attempt 1, brings 2500 credits, balance 970
2026-01-30T10:00:00Z  zenith  adjustment credit granted: lot 1, 5 credits, adjustment, priority 40, balance 5
2026-01-30T10:00:00Z  zenith  used unit 3: 3 credits (lot 1: 3), balance 2
2026-01-30T10:00:02Z  acme    top-up of 50.00 USD accepted, to be awaited: payment 1, attempt 1, answer succeeded, balance 970
2026-01-30T10:00:03Z  acme    top-up of 50.00 USD paid: payment 1, attempt 1, notice succeeded, balance 970
2026-01-30T10:00:03Z  acme    top-up of 50.00 USD: lot 3, 2500 credits, paid, priority 50, cost 50.00 USD, balance 3470
2026-01-30T10:00:03Z  acme    top-up of 50.00 USD paid before, said again: payment 1, attempt 1, notice succeeded, balance 3470
2026-01-31T12:00:00.5Z  acme    receptionist was refused call 12m30s: the plan does not cover it: 5000 credits, balance 3470
2026-01-31T12:00:00.5Z  acme    receptionist sent call 12m30s again, counted once: key step-110, first outcome charged, balance 3470
2026-01-31T12:00:00.5Z  acme    free credit scheduled for 2026-02-20T01:00:00+01:00: lot 4, 7.25 credits, free, priority 10, effective 2026-02-20T00:00:00Z, balance 3470
2026-02-13T09:00:00Z  acme    free credit expired: lot 1, 10 credits, balance 3460
2026-02-20T00:00:00Z  acme    free credit that was scheduled became effective: lot 4, 7.25 credits, free, priority 10, balance 3467.25
2026-02-21T00:00:00Z  acme    auto-recharge of 20.00 USD sent to gateway: payment 2, attempt 1, brings 1000 credits, balance 3467.25
2026-02-21T00:00:02Z  acme    auto-recharge of 20.00 USD declined, card_declined: payment 2, attempt 1, answer declined, balance 3467.25
2026-02-21T00:00:02Z  acme    auto-recharge failed: declined, card_declined, balance 3467.25
end  acme  balance 3467.25: free 7.25, plan 960, paid 2500
end  zenith  balance 2: adjustment 2
end  acme  payment 2 in flight: 20.00 USD for 1000 credits, attempts 1
)";
  CHECK(transcript(sample_store()).value() == expected);
}

TEST_CASE("what an expectation saw stands in the transcript") {
  world_builder told = sample_world();
  const auto asked = expect(told, 0, "2026-02-25", {expected_stopped{true}}, 0);
  told_history acme = history_of_acme();
  acme.at("2026-02-25")
      .looks(asked, left_of({{lot_kind::plan, 960_cr}, {lot_kind::paid, 3_cr}}), 0, 130_cr, true);
  const std::string text = transcript(store_of(*told.build(), {acme})).value();
  CHECK(contains(
      text,
      "figures looked at, receptionist is stopped: plan 960, paid 3, receptionist spent 130, balance "));
}

TEST_CASE("a changed outcome changes the transcript") {
  const auto world = sample_world().build();
  const std::string before = transcript(store_of(*world, {history_of_acme()})).value();
  told_history changed = history_of_acme();
  changed.at("2026-03-01").used(0, 1, twelve_minutes_and_a_half, {{2, 0.000001_cr}});
  CHECK(transcript(store_of(*world, {changed})).value() != before);
}

TEST_CASE("a transcript tells what holds reserve, take and give back, and what is owed",
          "[R6.1][R6.2][R4.5]") {
  const std::string text = transcript(hotel_store()).value();
  for (const std::string_view line :
       {"credit reserved: 30 credits (lot 1: 20, lot 2: 10), until 2026-01-09T00:00:00Z, balance 190, held "
        "90\n",
        "desk used credit of hold step-501, the rest stays reserved: 25 credits (lot 1: 25), balance 165, "
        "held 65\n",
        "hold step-502 ran out: 30 credits, given back lot 1: 20, given back lot 2: 10, balance 165, held "
        "35\n",
        "free credit expired, what is held of it stays held: lot 1, 40 credits, balance 125, held 35\n",
        "desk used credit of hold step-501, what came back too late expired: 30 credits (lot 1: 30), expired "
        "lot 1: "
        "5, balance 90\n",
        "add-on credit revoked: lot 3, 40 credits, balance 50\n",
        "desk used call 7m, 20 of 70 as debt: 70 credits (lot 2: 50), 20 as debt 1, balance 0, debt 20\n",
        "low balance: available credit fell below 25: 0 available, balance 0, debt 20\n",
        "debt of desk paid in part: debt 1, 15 credits (lot 4: 15), balance 0, debt 5\n",
        "plan credit came again: lot 2, 0 expired, 50 refilled, balance 50, debt 5\n",
        "debt dropped at the reset: 5 credits, balance 50\n",
        "credit taken by an adjustment: 12.5 credits (lot 2: 12.5), balance 37.5\n",
        "used call 1m, 5 of 10 forgiven: 10 credits (lot 2: 5), 5 forgiven, balance 32.5\n"}) {
    CAPTURE(line);
    CHECK(contains(text, line));
  }
}

TEST_CASE("a statement shows what is held and owed, at the head and beside each line", "[R3.12]") {
  told_history hotel(0);
  hotel.at("2026-01-01").granted(1, lot_kind::free, 100_cr).holds(1, 0, {{1, 60_cr}});
  hotel.used_short(0, 1, 60'000'000, {{1, 40_cr}}, 7_cr);
  const std::string text = statement(store_of(*hotel_world().build(), {hotel}), {}).value();
  CHECK(contains(text,
                 "  balance 60   [Free 60] [Paid 0]   available 0   wallet 0   held 60   debt 7   net 53\n"));
  CHECK(contains(text, "  balance  held  debt\n"));
  CHECK(contains(text, "desk used call 1m, 7 of 47 as debt      -40  -0.80 USD       60    60     7\n"));
  CHECK(contains(transcript(store_of(*hotel_world().build(), {hotel})).value(),
                 "end  hotel  balance 60: free 60, held 60, debt 7\n"));
}
