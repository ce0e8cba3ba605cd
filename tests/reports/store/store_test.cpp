#include "reports/store/store.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/world/event_kind.hpp"
#include "reports/store/describe.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/sql.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// All rows of a query, cells parted by `|`.
std::vector<std::string> rows_of(const run_store& store, std::string_view query) {
  sql::session session(store.handle());
  sql::statement rows(session, query);
  std::vector<std::string> all;
  while (rows.next()) {
    std::string line;
    for (int i = 0; i < rows.columns(); ++i) {
      line += i == 0 ? "" : "|";
      line += rows.text(i);
    }
    all.push_back(line);
  }
  const auto status = session.status();
  INFO((status ? "" : status.error().message));
  REQUIRE(status);
  return all;
}

std::string document() {
  std::ifstream file(DRAWDOWN_SOURCE_DIR "/docs/run-store.md");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A folder of the test's own, gone afterwards.
struct folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("drawdown-store-" + std::to_string(std::random_device{}()));
  folder() { std::filesystem::create_directory(path); }
  ~folder() { std::filesystem::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }
};

}  // namespace

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

TEST_CASE("blocks in any order and of any length give the same store", "[R14.7]") {
  const auto world = sample_world().build();
  const std::vector<told_history> histories = {history_of_acme(), history_of_zenith()};
  const std::string expected = store_of(*world, histories).dump().value();
  CHECK(expected.find("receptionist used call 12m30s") != std::string::npos);
  REQUIRE(rc::check([&] {
    auto blocks = blocks_of(histories, *rc::gen::inRange<std::size_t>(1, 9));
    const auto picks =
        *rc::gen::container<std::vector<std::uint32_t>>(blocks.size(), rc::gen::arbitrary<std::uint32_t>());
    for (std::size_t i = 0; i < blocks.size(); ++i) std::swap(blocks[i], blocks[picks[i] % blocks.size()]);
    auto store = run_store::create("").value();
    RC_ASSERT(store.write(*world, blocks).has_value());
    RC_ASSERT(store.dump().value() == expected);
  }));
}

TEST_CASE("a missing, doubled or torn block is refused and nothing is written", "[R14.7]") {
  const auto world = sample_world().build();
  auto blocks = history_of_acme().blocks(5);
  auto store = run_store::create("").value();
  SECTION("missing") {
    blocks.erase(blocks.begin() + 1);
    const auto written = store.write(*world, blocks);
    REQUIRE_FALSE(written);
    CHECK(written.error().message ==
          "account acme: the block of epoch 2 begins with event 11, expected was 6");
  }
  SECTION("doubled") {
    blocks.push_back(blocks.front());
    REQUIRE_FALSE(store.write(*world, blocks));
  }
  SECTION("torn") {
    blocks.back().pop_back();
    REQUIRE_FALSE(store.write(*world, blocks));
  }
  SECTION("of an account that the world does not have") {
    told_history other(7);
    other.at("2026-01-30T10:00:00Z").granted(1, lot_kind::free, 1_cr);
    blocks.push_back(other.blocks(1).front());
    REQUIRE_FALSE(store.write(*world, blocks));
  }
  CHECK(rows_of(store, "select * from events").empty());
  CHECK(rows_of(store, "select * from accounts").empty());
}

TEST_CASE("an event that names a lot that never was is refused with its number") {
  told_history acme(0);
  acme.at("2026-01-30T10:00:00Z").granted(1, lot_kind::free, 1_cr).ends(2, 0_cr);
  auto store = run_store::create("").value();
  const auto written = store.write(*sample_world().build(), acme.blocks(10));
  REQUIRE_FALSE(written);
  CHECK(written.error().code == error_code::corrupt);
  CHECK(written.error().message == "account acme: event 2: lot 2 is named before it was granted");
}

TEST_CASE("a store can be closed, opened again and read; a file of that name is not overwritten") {
  const folder here;
  const std::string path = here.file("run.sqlite");
  std::string expected;
  {
    auto store = run_store::create(path).value();
    REQUIRE(store.write(*sample_world().build(), history_of_acme().blocks(100)));
    REQUIRE(store.write_facts(sample_facts()));
    expected = store.dump().value();
  }
  CHECK(run_store::open(path).value().dump().value() == expected);
  CHECK_FALSE(run_store::create(path));
}

TEST_CASE("what is not a run store is not opened as one") {
  const folder here;
  CHECK_FALSE(run_store::open(here.file("missing.sqlite")));
  std::ofstream(here.file("text.sqlite")) << "this is no database, however long it may be";
  CHECK_FALSE(run_store::open(here.file("text.sqlite")));
  { std::ofstream empty(here.file("empty.sqlite")); }
  const auto opened = run_store::open(here.file("empty.sqlite"));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message == here.file("empty.sqlite") + " is not a run store");
}

TEST_CASE("the documentation names every table, view and column") {
  const std::string text = document();
  const run_store store = sample_store();
  const auto missing = [&](const std::string& name) {
    return text.find("`" + name + "`") == std::string::npos &&
           text.find("### " + name) == std::string::npos && text.find(", " + name) == std::string::npos;
  };
  std::vector<std::string> unnamed;
  for (const std::string& column :
       rows_of(store,
               "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c "
               "where m.type in ('table', 'view')")) {
    const auto bar = column.find('|');
    if (missing(column.substr(0, bar)) || missing(column.substr(bar + 1))) unnamed.push_back(column);
  }
  CHECK(unnamed == std::vector<std::string>{});
}

TEST_CASE("the documentation names every kind of event") {
  const std::string text = document();
  for (const std::string_view kind : event_kinds()) {
    INFO(kind);
    CHECK(text.find("`" + std::string(kind) + "`") != std::string::npos);
  }
}

TEST_CASE("the queries of the documentation run and say what they promise") {
  const std::string text = document();
  const run_store store = sample_store();
  std::vector<std::vector<std::string>> answers;
  for (std::size_t begin = text.find("```sql\n"); begin != std::string::npos;
       begin = text.find("```sql\n", begin)) {
    begin += 7;
    answers.push_back(rows_of(store, text.substr(begin, text.find("```", begin) - begin)));
  }
  REQUIRE(answers.size() == 3);
  CHECK(answers[0] ==
        std::vector<std::string>{"acme|receptionist|2026-01|130.0", "zenith|(no agent)|2026-01|3.0"});
  CHECK(answers[1].size() == 3);
  CHECK(answers[2] == std::vector<std::string>{"acme|USD|0|0", "acme|credits|0|0", "zenith|credits|0|0"});
}
