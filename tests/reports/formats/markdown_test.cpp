#include "reports/formats/markdown.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/reports/formats/reported.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// A run of so many accounts to which nothing happened, each with a long name.
run_store crowd(std::size_t accounts) {
  world_builder told = sample_world();
  const account_spec first = told.raw().accounts.front();
  for (std::size_t i = 0; i < accounts; ++i) {
    account_spec next = first;
    next.name = fmt::format("customer-{:06}-of-a-long-list", i);
    told.raw().accounts.push_back(next);
  }
  auto store = store_of(*told.build(), {});
  REQUIRE(store.write_facts(sample_facts()).has_value());
  return store;
}

}  // namespace

TEST_CASE("The summary in Markdown says what failed first") {
  const std::string page = markdown_summary(reported_store("Night", sample_facts())).value();
  CHECK_THAT(page,
             StartsWith("# FAIL: Night\n") && Contains("4 expectations: 1 held, 2 failed, 1 not reached.") &&
                 Contains("| night.yaml&#58;41 | acme | 2026-02-25T00:00:00Z | plan | 961 | 960 | -1 |\n") &&
                 Contains("\n| acme | "));
  CHECK(page.find("## Failed expectations") < page.find("## Accounts at the end"));
  run_facts facts = sample_facts();
  facts.differences = {{"acme", when("2026-02-03"), 7, "R14.2", "one says 5\nthe other 6"}};
  CHECK_THAT(markdown_summary(reported_store("Night", facts)).value(),
             Contains("The ledgers **differ** on 1 account.") &&
                 Contains("| acme | 2026-02-03T00:00:00Z | 7 | R14.2 |"));
}

TEST_CASE("Names can't become links, tags, mentions or cells") {
  CHECK(markdown_text("a|b") == "a&#124;b");
  CHECK(
      markdown_text("<img src=x> @you `x` [l](u) *b* _i_ ~s~ #1 $x$ http://x \\|") ==
      "&#60;img src=x&#62; &#64;you &#96;x&#96; &#91;l&#93;(u) &#42;b&#42; &#95;i&#95; &#126;s&#126; &#35;1 "
      "&#36;x&#36; http&#58;//x &#92;&#124;");
  const std::string page =
      markdown_summary(reported_store("| <b> |\n# title\n\x1b[31m", sample_facts())).value();
  CHECK_THAT(page, StartsWith("# FAIL: &#124; &#60;b&#62; &#124;&#92;x0a&#35; title"));
  CHECK(page.find('\x1b') == std::string::npos);
}

TEST_CASE("The summary stays within its limit, and says what it left out") {
  const run_store store = crowd(1500);
  const std::string whole = markdown_summary(store).value();
  CHECK(whole.size() <= markdown_limit);
  CHECK_THAT(whole, Contains("*502 of 1502 accounts are left out here; the run has them all.*\n"));
  for (const std::size_t limit : {10'000U, 20'000U, 50'000U}) {
    const std::string page = markdown_summary(store, limit).value();
    CHECK(page.size() <= limit);
    CHECK(page.size() > limit - 2000);
    CHECK_THAT(page, Contains(" of 1502 accounts are left out here") && Contains("\nSeed "));
  }
}

TEST_CASE("However long what is said may be, the summary stays within its limit") {
  run_facts facts = sample_facts();
  for (std::uint64_t i = 0; i < 900; ++i)
    facts.differences.push_back({"acme", when("2026-02-03"), i + 1, "R14.2", std::string(5000, '|')});
  facts.defect = std::string(100'000, '<');
  const std::string page = markdown_summary(reported_store(std::string(5000, '*'), facts)).value();
  CHECK(page.size() <= markdown_limit);
  CHECK_THAT(page, Contains("differences are left out here"));
  CHECK(markdown_summary(reported_store(std::string(5000, '*'), facts), 10'000).value().size() <= 10'000);
}
