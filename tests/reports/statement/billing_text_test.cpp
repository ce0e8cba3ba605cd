// Subscriptions, refunds, chargebacks and invoices on statements and in transcripts.
#include <catch2/catch.hpp>

#include "reports/statement/history_text.hpp"
#include "reports/statement/statement.hpp"
#include "reports/statement/transcript.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// The lines of a text that hold a word.
std::vector<std::string> lines_with(const std::string& text, const std::string& word) {
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (line.find(word) != std::string::npos) found.push_back(std::move(line));
    begin = end + 1;
  }
  return found;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a statement shows the subscription, its users, open invoices and a suspension",
          "[R8.1][R9.3][R9.6]") {
  told_history studio(0);
  tell_first_cycle(studio);
  studio.at("2026-01-20").charges_back(dispute_key, 2, 50_usd, 100_cr, {{2, 2500_cr}});
  const run_store store = store_of(*studio_world().build(), {studio, history_of_agency()});
  const std::string text = statement(store, {}).value();
  CHECK(lines_with(text, "subscription active") ==
        lines{"  subscription active: starter, renews 2026-02-05 00:00:00, 2 units of generative"});
  CHECK(lines_with(text, "users") == lines{"  users ana, bo"});
  CHECK(lines_with(text, "suspended") == lines{"  suspended until the debt of a chargeback is paid"});
  CHECK(lines_with(text, "open invoice") ==
        lines{"  open invoice: top-up of 20.00 USD, 20.00 USD open, due 2026-02-09 00:00:00"});
  CHECK(lines_with(text, "in flight") == lines{});
}

TEST_CASE("a payment in flight is called by what it is for", "[R14.4][R8.2]") {
  told_history studio(0);
  studio.at("2026-02-05").sends(charge_of(5, renewal_key, payment_for::renewal, 89_usd));
  const std::string text = statement(store_of(*studio_world().build(), {studio}), {}).value();
  CHECK(lines_with(text, "in flight") ==
        lines{"  in flight: renewal of 89.00 USD, asked for 2026-02-05 00:00:00, 1 attempt"});
}

TEST_CASE("a transcript tells what a subscription and its payments did", "[R8.2][R9.5][R9.6][R9.7]") {
  const std::string text = transcript(studio_store()).value();
  const auto tells = [&](const std::string& word) { return lines_with(text, word); };
  CHECK(tells("began") ==
        lines{"2026-01-05T00:00:02Z  studio  subscription to starter began for 29.00 USD: payment 1, until "
              "2026-02-05T00:00:00Z, balance 0",
              "2026-02-05T00:00:00Z  studio  a cycle of starter ended, the next one began: until "
              "2026-03-05T00:00:00Z, balance 2550"});
  CHECK(
      tells("carried") ==
      lines{
          "2026-02-05T00:00:00Z  studio  plan credit carried into the next period: lot 1, 50 credits, until "
          "2026-03-05T00:00:00Z, balance 2950"});
  CHECK(
      tells("refund of message") ==
      lines{
          "2026-01-09T00:00:00Z  studio  refund of message: 150 credits (lot 2: 100, lot 1: 50), balance "
          "2950",
          "2026-02-09T00:00:00Z  studio  refund of message, what had been charged back paid for that: 1000 "
          "credits (lot 1: 950, lot 3: 50), 50 of lot 3 for debt, 50 less owed of debt 1, balance 2400, debt "
          "50"});
  CHECK(tells("given back of top-up") == lines{"2026-02-07T00:00:00Z  studio  10.00 USD given back of top-up "
                                               "of 50.00 USD: payment 2 (lot 2: 500), "
                                               "balance 3450"});
  CHECK(tells("charged back, ") ==
        lines{"2026-02-08T00:00:00Z  studio  top-up of 50.00 USD charged back, 40.00 USD taken, what was "
              "used of it "
              "is owed: payment 2 (lot 2: 2000), 100 as debt 1, balance 1450, debt 100"});
  CHECK(tells("won") == lines{"2026-02-10T00:00:00Z  studio  chargeback of top-up of 50.00 USD won, 40.00 "
                              "USD come back: payment 2, "
                              "50 less owed of debt 1, balance 2400"});
  CHECK(tells("estimate") == lines{"2026-01-12T00:00:00Z  studio  estimate for bot: credit is missing, a "
                                   "top-up of 21.00 USD covers it: "
                                   "4000 credits, available 2950, after it -1050, missing 1050, the top-up "
                                   "brings 1050, balance 2950"});
  CHECK(tells("quote") == lines{"2026-01-12T00:00:00Z  studio  quote of change of plan to team: 70.00 USD "
                                "now, 159.00 USD per cycle, at "
                                "once: grants 4000 credits, balance 2950"});
  CHECK(tells("overdue") == lines{"2026-02-09T00:00:00Z  agency  invoice for top-up of 50.00 USD overdue, "
                                  "30.00 USD open: payment 1, for "
                                  "2500 credits, balance 0"});
  CHECK(tells("end  ") == lines{"end  studio  balance 2000: paid 2000",
                                "end  studio  subscription ended: starter",
                                "end  agency  balance 2500: paid 2500",
                                "end  agency  invoice of payment 3 open: 20.00 USD of 20.00 USD open, due "
                                "2026-02-09T00:00:00Z"});
}

TEST_CASE("figures that are looked at tell the subscription", "[R8.1]") {
  told_history studio(0);
  figures_event seen;
  seen.subscription = on_starter("2026-03-05", 2);
  seen.subscription.cancels = true;
  seen.suspended = true;
  studio.at("2026-02-20").tells(seen);
  const std::string text = transcript(store_of(*studio_world().build(), {studio})).value();
  CHECK(lines_with(text, "looked at") ==
        lines{"2026-02-20T00:00:00Z  studio  figures looked at: nothing left, subscription active, ends "
              "2026-03-05T00:00:00Z, suspended, balance 0"});
}

TEST_CASE("usage less refunds is totalled with a column of its own", "[R5.5][R9.7]") {
  const auto totals = read_usage_by(studio_store(), usage_by::agent, {0}).value();
  CHECK(usage_text(totals, usage_by::agent, history_look{}) ==
        "all accounts  usage by agent\n"
        "agent  usages  credits  refunded   share  refused\n"
        "bot         1     1200      1150  100.0%        0\n"
        "all         1     1200      1150  100.0%        0\n");
}
