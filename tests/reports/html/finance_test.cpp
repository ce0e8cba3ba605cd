#include "reports/store/finance.hpp"

#include <catch2/catch.hpp>

#include "reports/html/html_report.hpp"
#include "tests/reports/html/page.hpp"
#include "tests/reports/rows.hpp"
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

// Two accounts over two months, all lines of which foot.
constexpr std::string_view two_months =
    "(0,'2026-01', 0,500000,120000,30000,1000,0,0,349000, 500000,480000,700,0,0,20000,0,4000),"
    "(0,'2026-02', 349000,0,49000,30000,0,10000,5000,255000, 0,0,0,12000,5000,0,5000,0),"
    "(1,'2026-01', 0,100,50,0,0,0,0,50, 100,100,0,0,0,0,0,0),"
    "(1,'2026-02', 50,0,50,0,0,0,0,0, 0,0,0,0,0,0,0,0)";

}  // namespace

TEST_CASE("months are summed over accounts, and foot", "[R13.5]") {
  const auto store = finished_sample();
  add_months(store, two_months);
  const finance books = read_finance(store, read_run(store).value()).value();
  REQUIRE(books.months.size() == 2);
  const ledger::month_close& january = books.months.front();
  CHECK(month_text(january.begins) == "2026-01");
  CHECK(january.added == 500'100);
  CHECK(january.closing == 349'050);
  CHECK(january.revenue() == 120'050 + 30'000 + 700 + 1'000);
  for (const ledger::month_close& month : books.months) CHECK(month.foots());
  const ledger::month_close all = sum_of(books.months);
  CHECK(all.opening == 0);
  CHECK(all.closing == 255'000);
  CHECK(all.receivables == 0);
  CHECK(all.foots());
}

TEST_CASE("the months of one account are its own", "[R13.5]") {
  const auto store = finished_sample();
  add_months(store, two_months);
  const auto months = read_months(store, 1).value();
  REQUIRE(months.size() == 2);
  CHECK(months[0].closing == 50);
  CHECK(months[1].closing == 0);
}

TEST_CASE("sums over accounts may pass 64 bits", "[R1.5]") {
  const auto store = finished_sample();
  const std::string largest = std::to_string(INT64_MAX);
  std::string rows;
  for (const int account : {0, 1})
    rows += fmt::format("{}({},'2026-01', 0,{},0,0,0,0,0,{}, {},0,0,0,0,0,0,0)", account == 0 ? "" : ",",
                        account, largest, largest, largest);
  add_months(store, rows);
  const std::string page = html_report(store).value();
  CHECK(cell_in(page, "roll-forward", "2026-01", 2) == "184,467,440,737,095,516.14");
  CHECK(contains(page, "184,467,440,737,095,516.14 USD"));
}

TEST_CASE("the view of finance shows the figures of the store", "[R13.5]") {
  const auto store = finished_sample();
  add_months(store, two_months);
  const std::string page = html_report(store).value();
  CHECK(contains(between(page, "id=\"tile-revenue\"", "</div>"), ">2,308.00<small> USD<"));
  CHECK(contains(between(page, "id=\"tile-received\"", "</div>"), ">5,001.00<small> USD<"));
  CHECK(contains(between(page, "id=\"tile-deferred\"", "</div>"), ">2,550.00<small> USD<"));
  CHECK(contains(between(page, "id=\"tile-breakage\"", "</div>"), ">10.00<small> USD<"));
  CHECK(contains(between(page, "id=\"tile-fees\"", "</div>"), ">200.00<small> USD<"));
  CHECK(contains(between(page, "id=\"tile-receivables\"", "</div>"), ">0.00<small> USD<"));
  CHECK(cell_in(page, "roll-forward", "2026-02", 1) == "3,490.50");
  CHECK(cell_in(page, "roll-forward", "2026-02", 8) == "2,550.00");
  CHECK(cell_in(page, "roll-forward", "2026-02", 9) == "yes");
  CHECK(cell_in(page, "roll-forward", "All months", 3) == "1,691.00");
  CHECK(cell_in(page, "revenue", "All months", 4) == "10.00");
  CHECK(contains(page, "in each of 2 months, to the last minor unit"));
}

TEST_CASE("a month that does not foot is said", "[R13.5]") {
  const auto store = finished_sample();
  add_months(store, "(0,'2026-01', 0,100,40,0,0,0,0,61, 100,100,0,0,0,0,0,0)");
  const std::string page = html_report(store).value();
  CHECK(cell_in(page, "roll-forward", "2026-01", 9) == "no");
  CHECK(contains(page, "1 of 1 month do not foot"));
}

TEST_CASE("the trial balance is that of the store, and adds up to zero", "[R13.1]") {
  const auto store = finished_sample();
  const finance books = read_finance(store, read_run(store).value()).value();
  std::map<std::string, int128> sums;
  for (const balance_line& line : books.trial_balance) sums[line.commodity] += line.amount;
  CHECK(sums.size() == 2);
  for (const auto& [commodity, sum] : sums) CHECK(sum == 0);
  const std::string page = html_report(store).value();
  const lines paid = rows_of(store,
                             "select sum(amount) / 1000000 from postings where ledger_account = "
                             "'customer:paid' and commodity = 'credits'");
  CHECK(paid == lines{"2500"});
  CHECK(cell_in(page, "trial-credits", "customer:paid", 2) == "2,500");
  CHECK(cell_in(page, "trial-credits", "Sum, which must be zero", 2) == "0");
  CHECK(cell_in(page, "trial-money", "Sum, which must be zero", 2) == "0.00");
}

TEST_CASE("what is deferred is told by when its credit ends", "[R13.2]") {
  const auto store = finished_sample();
  sql::session session(store.handle());
  // Lots of 100 credits for 10.00, of which 33 are left, that end in 29, 30, 364 and 365 days, and never.
  session.run("delete from lots");
  const std::int64_t reached = when("2026-03-02").us();
  constexpr std::int64_t day_us = 86'400'000'000;
  int lot = 0;
  for (const std::string& ends :
       {std::to_string(reached + 29 * day_us), std::to_string(reached + 30 * day_us),
        std::to_string(reached + 364 * day_us), std::to_string(reached + 365 * day_us), std::string("null")})
    session.run(
        fmt::format("insert into lots (account, lot, kind, state, granted_micro, refilled_micro, used_micro, "
                    "expired_micro, "
                    "revoked_micro, left_micro, held_micro, created_us, effective_us, expires_us, priority, "
                    "cost_minor, key, of_cycle, "
                    "carried) values (0, {}, 'paid', 'open', 100000000, 0, 67000000, 0, 0, 33000000, 0, 0, "
                    "0, {}, 50, 1000, 'k', 0, 0)",
                    ++lot, ends));
  REQUIRE(session.status());
  const finance books = read_finance(store, read_run(store).value()).value();
  CHECK(books.age.minor == std::array<int128, ageing::ages>{330, 330, 330, 330, 330});
  CHECK(books.age.lots == std::array<std::uint64_t, ageing::ages>{1, 1, 1, 1, 1});
  CHECK(books.age.sum() == 1650);
}

TEST_CASE("a run that moved no money says so in words") {
  auto store = store_of(*sample_world().build(), {told_history(0), history_of_zenith()});
  REQUIRE(store.write_facts(sample_facts()));
  const std::string page = html_report(store).value();
  CHECK(contains(page, "No money moved in this run"));
  CHECK_FALSE(contains(page, "id=\"tile-revenue\""));
}
