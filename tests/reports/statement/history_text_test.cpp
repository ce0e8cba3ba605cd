#include "reports/statement/history_text.hpp"

#include <catch2/catch.hpp>

#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

std::string page_of(const run_store& store, std::uint64_t page, std::uint64_t size,
                    const history_look& look = {}, const history_choice& choice = {}) {
  const history_page shown{page, size, count_history(store, choice).value(),
                           read_history(store, choice, (page - 1) * size, size).value()};
  const account_row account = read_accounts(store).value().at(0);
  return history_text(shown, account, read_zones(store).value().at(account.zone), currency::of("USD").value(),
                      look);
}

}  // namespace

TEST_CASE("a page says which of how many it is, and how to see the older one", "[R12.2]") {
  const std::string expected =
      R"(hotel  UTC  page 2 of 7, 20 entries, newest first
event  when                 what                       credits      worth  balance  debt  kind          key
   18  2026-02-01 00:00:00  debt dropped at the reset                           50     0  debt_dropped
   17  2026-02-01 00:00:00  plan credit came again         +50   1.00 USD       50     5  refill
   16  2026-01-15 00:00:00  debt of desk paid in part      -15  -0.30 USD        0     5  debt_paid     step-0
older: drawdown history there --page 3
)";
  const std::string text = page_of(hotel_store(), 2, 3, {.older_shown = "drawdown history there --page 3"});
  CHECK(text == expected);
}

TEST_CASE("held credit has a column of its own where there is some", "[R6.1]") {
  CHECK_THAT(page_of(hotel_store(), 1, 1, {}, {.kind = "hold"}),
             Catch::Contains("credits  worth  balance  held  kind  key\n") &&
                 Catch::Contains("      190    90  hold  step-50"));
}

TEST_CASE("a history without such entries says so") {
  CHECK(page_of(hotel_store(), 1, 20, {}, {.kind = "answered"}) == "hotel  UTC  no such entries\n");
}

TEST_CASE("usage is shown by its members with their shares and the sum", "[R5.5]") {
  const run_store store = hotel_store();
  const account_row account = read_accounts(store).value().at(0);
  const auto totals = read_usage_by(store, usage_by::agent, {0}).value();
  CHECK(usage_text(totals, usage_by::agent, account, {}, {}) == R"(hotel  UTC  usage by agent
agent   usages  credits   share  refused
desk         3      125   96.2%        1
(none)       1        5    3.8%        0
all          4      130  100.0%        1
)");
  CHECK(usage_text({}, usage_by::user, account, {}, {}) == "hotel  UTC  usage by user\nno usage\n");
}
