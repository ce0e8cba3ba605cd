// Lots, holds, debts and postings as rows of the store, and that they add up.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/reports/sample_run.hpp"
#include "tests/reports/store/rows.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

TEST_CASE("a lot's parts at the end add up to what was granted", "[R14.1]") {
  const run_store store = sample_store();
  CHECK(rows_of(store,
                "select lot, kind, state, granted_micro, used_micro, expired_micro, left_micro, payment "
                "from lots where account = 0") ==
        std::vector<std::string>{
            "1|free|ended|100000000|90000000|10000000|0|", "2|plan|open|1000000000|40000000|0|960000000|",
            "3|paid|open|2500000000|0|0|2500000000|1", "4|free|open|7250000|0|0|7250000|"});
  CHECK(rows_of(store, "select 1 from lots where granted_micro <> used_micro + expired_micro + left_micro")
            .empty());
}

TEST_CASE("every debit names what it took of which lot, and that adds up to what it took", "[R3.4]") {
  const run_store store = sample_store();
  CHECK(rows_of(store,
                "select account, number, position, lot, movement, left_micro, held_micro from movements "
                "where movement = 'used'") == std::vector<std::string>{"0|3|1|1|used|-90000000|0",
                                                                       "0|3|2|2|used|-40000000|0",
                                                                       "1|2|1|1|used|-3000000|0"});
}

TEST_CASE("the movements of any lot add up to what it comes to at the end", "[R14.1][R3.7]") {
  for (const run_store& store : {sample_store(), hotel_store()}) {
    CHECK(rows_of(
              store,
              "select account, lot from lots l where state <> 'scheduled' and (left_micro, held_micro) <> "
              "(select sum(v.left_micro), sum(v.held_micro) from movements v where v.account = l.account and "
              "v.lot = l.lot)")
              .empty());
    CHECK(rows_of(store,
                  "select 1 from events e where (credits_micro) <> coalesce((select sum(v.left_micro) from "
                  "movements v where v.account = e.account and v.number = e.number), 0)")
              .empty());
    CHECK(rows_of(store,
                  "select 1 from lots where granted_micro + refilled_micro <> used_micro + expired_micro + "
                  "revoked_micro + left_micro")
              .empty());
  }
}

TEST_CASE("the postings of an event add up to zero, the customer's to its change", "[R13.1][R14.2]") {
  const run_store store = sample_store();
  CHECK(rows_of(store,
                "select ledger_account, commodity, amount from postings where account = 0 and number = 3") ==
        std::vector<std::string>{"customer:free|credits|-90000000", "customer:plan|credits|-40000000",
                                 "used|credits|130000000"});
  for (const run_store& each : {sample_store(), hotel_store()}) {
    CHECK(rows_of(each,
                  "select account, number from postings group by account, number, commodity having "
                  "sum(amount) <> 0")
              .empty());
    CHECK(
        rows_of(each,
                "select 1 from events e where credits_micro <> coalesce((select sum(amount) from postings p "
                "where p.account = e.account and p.number = e.number and ledger_account like 'customer:%' "
                "and ledger_account <> 'customer:debt'), 0)")
            .empty());
    CHECK(rows_of(
              each,
              "select 1 from events e where debt_micro <> -coalesce((select sum(amount) from postings p "
              "where p.account = e.account and p.number = e.number and ledger_account = 'customer:debt'), 0)")
              .empty());
  }
}

TEST_CASE("money that a payment brought is posted beside its credit", "[R13.1]") {
  CHECK(rows_of(sample_store(),
                "select position, ledger_account, commodity, amount from postings where account = 0 and "
                "number = 8") == std::vector<std::string>{"1|customer:paid|credits|2500000000",
                                                          "2|issued:paid|credits|-2500000000",
                                                          "3|unsettled|USD|5000", "4|deferred|USD|-5000"});
}

TEST_CASE("holds stand in the store with what was captured and given back of each", "[R6.1][R6.2][R6.3]") {
  CHECK(
      rows_of(
          hotel_store(),
          "select hold, number, key, agent, state, amount_micro, captured_micro, released_micro, left_micro "
          "from holds") == std::vector<std::string>{"1|4|step-501|0|captured|60000000|55000000|5000000|0",
                                                    "2|5|step-502||ran_out|30000000|0|30000000|0"});
}

TEST_CASE("debts stand in the store with what was paid and dropped of each", "[R4.5][R3.10]") {
  CHECK(rows_of(
            hotel_store(),
            "select debt, number, key, cause, agent, meter, state, amount_micro, paid_micro, dropped_micro, "
            "open_micro from debts") ==
        std::vector<std::string>{"1|11|step-110|usage|0|1|dropped|20000000|15000000|5000000|0"});
  CHECK(rows_of(hotel_store(),
                "select number, debt_micro, owed_micro, debt from events where debt_micro <> 0") ==
        std::vector<std::string>{"11|20000000|20000000|1", "16|-15000000|5000000|1", "18|-5000000|0|1"});
}

TEST_CASE("a lot that ended while credit of it was held stays in the balance until the hold ends",
          "[R3.7][R3.12]") {
  CHECK(rows_of(hotel_store(),
                "select number, kind, credits_micro, balance_micro, held_micro from events where number in "
                "(7, 8, 9)") == std::vector<std::string>{"7|ran_out|0|165000000|35000000",
                                                         "8|expired|-40000000|125000000|35000000",
                                                         "9|captured|-35000000|90000000|0"});
}

TEST_CASE("a revoked lot keeps what was used of it, and one that was only scheduled is withdrawn",
          "[R3.11]") {
  world_builder told;
  told.account("acme");
  told_history acme(0);
  acme.at("2026-01-01").granted(1, lot_kind::free, 10_cr).scheduled(2, lot_kind::free, 7_cr, "2026-02-01");
  acme.used(no_agent, 0, 4'000'000, {{1, 4_cr}}).revokes(1, 6_cr).revokes(2, 0_cr);
  const run_store store = store_of(*told.build(), {acme});
  CHECK(rows_of(store, "select lot, state, used_micro, revoked_micro, left_micro from lots") ==
        std::vector<std::string>{"1|revoked|4000000|6000000|0", "2|withdrawn|0|7000000|0"});
  CHECK(rows_of(store, "select description, entry from events where kind = 'revoked'") ==
        std::vector<std::string>{"free credit revoked|revocation",
                                 "free credit that was scheduled revoked|revocation"});
}

TEST_CASE("the terms of a lot are kept: whose, for what, how often, how far", "[R3.8][R3.9][R3.10]") {
  world_builder told = hotel_world();
  told_history hotel(0);
  lot_event granted;
  granted.lot = 1;
  granted.amount = 10_cr;
  granted.balance = 10_cr;
  granted.expires = instant::never();
  granted.created = granted.effective = when("2026-01-01");
  granted.only = {{1}, 0};
  granted.recurs = recurrence{lasting("1 month"), when("2026-01-15")};
  granted.rollover = rollover_terms{20_cr, 5_cr};
  hotel.at("2026-01-01").tells(granted);
  const run_store store = store_of(*told.build(), {hotel});
  CHECK(rows_of(store,
                "select user, recurs, recurs_from_us, rollover_min_micro, rollover_max_micro from lots") ==
        std::vector<std::string>{"0|1 month|1768435200000000|5000000|20000000"});
  CHECK(rows_of(store, "select lot, meter from lot_meters") == std::vector<std::string>{"1|1"});
  CHECK(rows_of(store, "select description from events") ==
        std::vector<std::string>{"free credit of ana granted, only for call, again every 1 month, resets "
                                 "leave at least 5 and at most 20"});
}
