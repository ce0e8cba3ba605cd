// Events as rows of the store: what they say, in words and in columns.
#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/world/event_kind.hpp"
#include "reports/store/describe.hpp"
#include "tests/reports/sample_run.hpp"
#include "tests/reports/store/rows.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

TEST_CASE("every event becomes a row with its kind, change, balance and outcome", "[R12.1]") {
  const run_store store = sample_store();
  CHECK(rows_of(
            store,
            "select number, at, kind, credits_micro, balance_micro, outcome from events where account = 0") ==
        std::vector<std::string>{
            "1|2026-01-30T09:00:00Z|granted|100000000|100000000|granted",
            "2|2026-01-30T09:00:00Z|granted|1000000000|1100000000|granted",
            "3|2026-01-30T10:00:00Z|charged|-130000000|970000000|charged",
            "4|2026-01-30T10:00:00Z|top_up_requested|0|970000000|requested",
            "5|2026-01-30T10:00:00Z|charge|0|970000000|", "6|2026-01-30T10:00:02Z|answered|0|970000000|",
            "7|2026-01-30T10:00:03Z|credited|0|970000000|",
            "8|2026-01-30T10:00:03Z|granted|2500000000|3470000000|granted",
            "9|2026-01-30T10:00:03Z|already_credited|0|3470000000|",
            "10|2026-01-31T12:00:00.5Z|refused|0|3470000000|plan_exhausted",
            "11|2026-01-31T12:00:00.5Z|repeated|0|3470000000|charged",
            "12|2026-01-31T12:00:00.5Z|scheduled|0|3470000000|scheduled",
            "13|2026-02-13T09:00:00Z|expired|-10000000|3460000000|",
            "14|2026-02-20T00:00:00Z|granted|7250000|3467250000|granted",
            "15|2026-02-21T00:00:00Z|charge|0|3467250000|", "16|2026-02-21T00:00:02Z|declined|0|3467250000|",
            "17|2026-02-21T00:00:02Z|recharge_failed|0|3467250000|"});
}

TEST_CASE("an event says in words what a customer would ask about", "[R12.1]") {
  const run_store store = sample_store();
  CHECK(rows_of(store, "select description from events where account = 0") ==
        std::vector<std::string>{
            "free credit granted", "plan credit granted", "receptionist used call 12m30s", "top-up asked for",
            "top-up of 50.00 USD sent to gateway", "top-up of 50.00 USD accepted, to be awaited",
            "top-up of 50.00 USD paid", "top-up of 50.00 USD", "top-up of 50.00 USD paid before, said again",
            "receptionist was refused call 12m30s: the plan does not cover it",
            "receptionist sent call 12m30s again, counted once",
            "free credit scheduled for 2026-02-20T01:00:00+01:00", "free credit expired",
            "free credit that was scheduled became effective", "auto-recharge of 20.00 USD sent to gateway",
            "auto-recharge of 20.00 USD declined, card_declined",
            "auto-recharge failed: declined, card_declined"});
}

TEST_CASE("what credit is worth is rounded half to even, and money stands where it moved", "[R12.1]") {
  world_builder told;
  told.catalog().rate = {money::from_minor(1), 10_cr};
  told.account("acme");
  told_history acme(0);
  acme.at("2026-01-01").granted(1, lot_kind::free, 25_cr).granted(2, lot_kind::free, 35_cr);
  acme.used(no_agent, 0, 1, {{1, 15_cr}}).used(no_agent, 0, 1, {{1, 5_cr}});
  acme.charges(1, 1, false, 4_usd, 4000_cr).credited(3, 1);
  const run_store store = store_of(*told.build(), {acme});
  CHECK(rows_of(store, "select worth_minor, money_minor from events where kind in ('granted', 'charged')") ==
        std::vector<std::string>{"2|", "4|", "-2|", "0|", "400|400"});
}

TEST_CASE("what goes beyond a hold is a debit of the same step, without a meter of its own", "[R6.2]") {
  const auto run = hotel_world().build();
  told_history hotel(0);
  hotel.at("2026-01-01").granted(1, lot_kind::free, 100_cr).holds(1, 0, {{1, 10_cr}});
  hotel.captures(1, 0, {{1, 10_cr}}, {});
  usage_event excess;
  excess.key = std::get<capture_event>(hotel.events().back().body).key;
  excess.agent = 0;
  excess.meter = no_meter;
  excess.amount = 5_cr;
  excess.balance = 85_cr;
  excess.slices = {{1, 5_cr}};
  SECTION("that is charged") {
    const run_store store = store_of(*run, {hotel.tells(excess)});
    CHECK(rows_of(
              store,
              "select kind, entry, step, meter, quantity, agent, description from events where number = 4") ==
          std::vector<std::string>{"charged|usage||||0|desk used more than was held"});
  }
  SECTION("or refused alone") {
    excess.result = outcome::insufficient_credit;
    excess.slices.clear();
    excess.balance = 90_cr;
    const run_store store = store_of(*run, {hotel.tells(excess)});
    CHECK(rows_of(store, "select kind, entry, description from events where number = 4") ==
          std::vector<std::string>{
              "refused|refused|desk was refused what went beyond the hold: not enough credit"});
  }
}

TEST_CASE("every entry of the history is one that the language knows", "[R12.1]") {
  const auto entries = history_entries();
  for (const run_store& store : {sample_store(), hotel_store()})
    for (const std::string& entry :
         rows_of(store, "select distinct entry from events where entry is not null")) {
      INFO(entry);
      CHECK(std::ranges::find(entries, entry) != entries.end());
    }
}

TEST_CASE("what is held, owed, lowered and refused is said in words a customer understands", "[R12.1]") {
  CHECK(
      rows_of(hotel_store(), "select description from events where number > 3 and number not in (14, 15)") ==
      std::vector<std::string>{
          "desk reserved credit", "credit reserved",
          "desk used credit of hold step-501, the rest stays reserved", "hold step-502 ran out",
          "free credit expired, what is held of it stays held",
          "desk used credit of hold step-501, what came back too late expired", "add-on credit revoked",
          "desk used call 7m, 20 of 70 as debt", "low balance: available credit fell below 25",
          "auto-recharge waits until 2026-01-14T00:00:00Z: the last one was begun just before",
          "debt of desk paid in part", "plan credit came again", "debt dropped at the reset",
          "credit taken by an adjustment", "used call 1m, 5 of 10 forgiven",
          "desk was refused call 1m: not enough credit"});
}

TEST_CASE("every refusal is told in words", "[R4.7][R6.5][R3.11]") {
  for (std::size_t i = 0; i < outcomes; ++i) {
    const auto each = static_cast<outcome>(i);
    if (!is_refusal(each)) continue;
    INFO(name_of(each));
    CHECK(words_for(each) != name_of(each));
  }
}

TEST_CASE("a change of an agent's settings is shown with the agent", "[R5.4]") {
  world_builder told;
  auto acme = told.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-02").sets_limit(bot, 10_cr);
  told_history history(0);
  history.at("2026-01-02").answers(command_event::what::set, outcome::changed, key_of_step(1));
  const run_store store = store_of(*told.build(), {history});
  CHECK(rows_of(store, "select kind, step, agent, description from events") ==
        std::vector<std::string>{"changed|set|0|settings of bot changed"});
}

TEST_CASE("the views show exact decimals and the account's wall clock", "[R3.12][R12.1]") {
  const run_store store = sample_store();
  CHECK(rows_of(store,
                "select local, credits, worth, balance from history where account = 'acme' and number in (3, "
                "14)") == std::vector<std::string>{"2026-01-30 11:00:00|-130|-2.60|970",
                                                   "2026-02-20 01:00:00|7.25|0.14|3467.25"});
  CHECK(rows_of(store, "select * from balances") ==
        std::vector<std::string>{"acme|3467.25|0|3467.25|0|3467.25|7.25|3460|2500|7.25|960|0|0|2500",
                                 "zenith|2|0|2|0|2|2|0|2|0|0|0|2|0"});
}
