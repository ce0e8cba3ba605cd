#include "reports/html/html_report.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "engine/world/event_kind.hpp"
#include "reports/html/kind_words.hpp"
#include "tests/reports/expecting.hpp"
#include "tests/reports/html/page.hpp"
#include "tests/reports/rows.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

run_store finished_sample(const run_facts& facts = sample_facts()) {
  auto store = sample_store();
  REQUIRE(store.write_facts(facts));
  return store;
}

}  // namespace

TEST_CASE("the first thing in the page answers whether every balance is right") {
  const std::string page = html_report(finished_sample()).value();
  const std::string verdict = between(page, "id=\"verdict\"", "</div>");
  CHECK(contains(verdict, "Is every balance right?"));
  CHECK(contains(verdict, ">Yes.<"));
  CHECK(contains(verdict, "derived each of the 19 events of 2 accounts again"));
  CHECK(page.find("id=\"verdict\"") < page.find("Failed checks"));
  CHECK(cell_in(page, "inputs", "night.yaml", 1) == "00112233445566778899aabbccddeeff");
}

TEST_CASE("what was not proved, not finished or wrong is never called right") {
  run_facts facts = sample_facts();
  const auto answer = [](const run_facts& of) {
    return between(html_report(finished_sample(of)).value(), "class=\"answer\">", "<");
  };
  facts.verification = "off";
  CHECK(answer(facts) == "Not proved: verification was off.");
  facts = sample_facts();
  facts.interrupted = true;
  CHECK(answer(facts) == "Yes, as far as the run came: it was interrupted.");
  facts.defect = "an actor died";
  CHECK(answer(facts) == "Not known: the program itself failed.");
  facts = sample_facts();
  facts.differences = {{"acme", when("2026-01-30T10:00:00Z"), 3, "R14.2", "one says 1\nthe other says 2"}};
  CHECK(answer(facts) == "No. 1 account is not what both ledgers say.");
}

TEST_CASE("a difference is shown with the events around it") {
  run_facts facts = sample_facts();
  facts.differences = {{"acme", when("2026-01-30T10:00:00Z"), 3, "R14.2", "one says 1\nthe other says 2"}};
  const std::string page = html_report(finished_sample(facts)).value();
  const std::string failure = between(page, "class=\"failure\"", "</article>");
  CHECK(contains(failure, "The ledgers differ: acme"));
  CHECK(contains(failure, "event 3, against R14.2"));
  CHECK(contains(failure, "one says 1\nthe other says 2"));
  CHECK(contains(failure, "receptionist used call 12m30s"));
  CHECK(contains(failure, "class=\"num bad\" data-v=\"3\">3<"));
  CHECK(contains(failure, "href=\"#account-0\""));
}

TEST_CASE("events by operation add up to all events of the store") {
  const auto store = finished_sample();
  const std::string page = html_report(store).value();
  CHECK(cell_in(page, "operations", "All events", 2) ==
        rows_of(store, "select count(*) from events").front());
  CHECK(cell_in(page, "operations", "Usage charged", 2) ==
        rows_of(store, "select count(*) from events where kind = 'charged'").front());
  CHECK(cell_in(page, "operations", "Usage charged", 4) == "-133");
  CHECK(cell_in(page, "refusals", "plan_exhausted", 3) == "1");
}

TEST_CASE("what gateways did is counted", "[R9.4][R10.1]") {
  const std::string page = html_report(finished_sample()).value();
  const auto of = [&](int column) { return cell_in(page, "gateways", "gateway", column); };
  CHECK(of(1) == "2");  // attempts
  CHECK(of(2) == "0");  // of them retries
  CHECK(of(3) == "1");  // succeeded
  CHECK(of(4) == "1");  // declined
  CHECK(of(6) == "1");  // said again
}

TEST_CASE("the billing page of an account shows its balance with chips, and its history newest first",
          "[R3.12][R12.1]") {
  const std::string page = html_report(finished_sample()).value();
  const std::string acme = between(page, "<section id=\"account-0\"", "</section>");
  CHECK(contains(acme, "id=\"balance-0\">3,467.25<"));
  CHECK(contains(acme, ">Free 7.25<"));
  CHECK(contains(acme, ">Paid 3,460<"));
  CHECK(contains(acme, "Times are those of Europe/Madrid."));
  const std::string transactions = table_in(acme, "transactions-0");
  CHECK(contains(transactions, "top-up of 50.00 USD"));
  CHECK(transactions.find("auto-recharge failed") < transactions.find("plan credit granted"));
  CHECK(cell_in(page, "account-list", "<a href=\"#account-1\">zenith</a>", 1) == "2");
}

TEST_CASE("settings are shown with where they come from, and what was assumed to finance", "[R15.2]") {
  run_facts facts = sample_facts();
  facts.rule_book = "orb";
  facts.settings = {{"when_short", "refuse", "assumed"}, {"trigger", "below", "book"}};
  const std::string page = html_report(finished_sample(facts)).value();
  CHECK(cell_in(page, "settings", "when_short", 2) == "assumed");
  CHECK(cell_in(page, "settings", "trigger", 2) == "rule-book");
  CHECK(cell_in(page, "assumptions", "when_short", 1) == "refuse");
  CHECK(contains(page, "The run went by the rule-book orb"));
}

TEST_CASE("auto-recharge is told as the account began with it", "[R10.2]") {
  const std::string page = html_report(finished_sample()).value();
  CHECK(contains(between(page, "<section id=\"account-0\"", "</section>"),
                 "As the run began: When available credit is below"));
  CHECK(contains(between(page, "<section id=\"account-1\"", "</section>"),
                 "The account began without auto-recharge"));
}

TEST_CASE(
    "so many accounts have their page as were asked for, those with failed checks first, then by name") {
  run_facts facts = sample_facts();
  const std::string by_name = html_report(finished_sample(facts), {.accounts = 1}).value();
  CHECK(contains(by_name, "<section id=\"account-0\""));
  CHECK_FALSE(contains(by_name, "<section id=\"account-1\""));
  CHECK(contains(by_name, "The billing pages of 1 are in this file"));
  facts.differences = {{"zenith", when("2026-01-30T10:00:00Z"), 1, "", "differs"}};
  const std::string failed_first = html_report(finished_sample(facts), {.accounts = 1}).value();
  CHECK_FALSE(contains(failed_first, "<section id=\"account-0\""));
  CHECK(contains(failed_first, "<section id=\"account-1\""));
}

TEST_CASE("hostile names stay text, wherever they stand") {
  const std::string name = "</script><img src=x onerror=alert(1)>\"'\u202E" + std::string(5'000, 'x');
  world_builder told;
  told.raw().name = name;
  told.raw().files = {name};
  told.from("2026-01-01").until("2026-03-01");
  told.meter(name, 10'000'000, measure::minute);
  told.account(name).agent(name);
  auto store = store_of(*told.build(), {told_history(0)
                                            .at("2026-01-01")
                                            .granted(1, lot_kind::free, 100_cr)
                                            .used(0, 0, 60'000'000, {{1, 10_cr}})});
  run_facts facts = sample_facts();
  facts.inputs = {{name, name}};
  facts.defect = name;
  facts.rule_book = name;
  facts.settings = {{name, name, "assumed"}};
  facts.differences = {{name, when("2026-01-01"), 1, name, name}};
  REQUIRE(store.write_facts(facts));
  const std::string page = html_report(store, {.run = name}).value();
  CHECK_FALSE(contains(page, "<img"));
  CHECK_FALSE(contains(page, "\u202E"));
  CHECK(contains(page, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;\\u202e"));
  // Scripts: three that are built in, and the data.
  std::size_t scripts = 0;
  for (std::size_t at = page.find("</script"); at != std::string::npos; at = page.find("</script", at + 1))
    ++scripts;
  CHECK(scripts == 4);
}

TEST_CASE("the policy of the page allows its own style and scripts, and nothing else") {
  const std::string page = html_report(finished_sample()).value();
  const std::string policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  CHECK(policy.starts_with("default-src &#39;none&#39;; style-src &#39;sha256-"));
  CHECK_FALSE(contains(policy, "unsafe"));
  CHECK_FALSE(contains(policy, "http"));
  CHECK_FALSE(contains(page, " style=\""));
  CHECK_FALSE(contains(page, " onclick="));
  CHECK(page.find("Content-Security-Policy") < page.find("<style>"));
}

TEST_CASE("the same run gives the same page") {
  CHECK(html_report(finished_sample()).value() == html_report(finished_sample()).value());
}

TEST_CASE("a run in which nothing happened has a page") {
  world_builder told;
  told.raw().name = "nothing";
  told.from("2026-01-01").until("2026-03-01");
  told.account("idle");
  auto store = store_of(*told.build(), {told_history(0)});
  REQUIRE(store.write_facts(sample_facts()));
  const std::string page = html_report(store).value();
  CHECK(contains(page, "Nothing happened in this run."));
  CHECK(contains(page, "No transactions."));
}

TEST_CASE("every kind of event and entry has words of its own on the page") {
  for (const std::string_view kind : event_kinds())
    CHECK(std::ranges::count(html::all_kind_words(), kind, &html::kind_words::kind) == 1);
  CHECK(html::all_kind_words().size() == event_kinds().size());
  for (const std::string_view entry : history_entries()) CHECK(html::words_for_entry(entry) != entry);
}
