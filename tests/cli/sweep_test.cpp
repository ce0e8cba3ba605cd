// `drawdown sweep`.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

// From the root of the sources, so that places read the same everywhere.
ended sweep(const std::string& words) {
  return shell("cd " DRAWDOWN_SOURCE_DIR " && $DRAWDOWN sweep " + words);
}

const std::string& together() {
  static const std::string text = R"(scenario: Two debits and a gift
catalog: {catalog: shop, currency: EUR, credit_rate: 1 EUR = 50 credits, meters: {message: {per: unit, price: 1}}}
start: 2026-02-01
end: 2026-02-03
accounts:
  quiet: {grants: [{kind: free, credits: 1}]}
  bakery:
    grants: [{kind: free, credits: 50}]
    agents: {helper: {}}
timeline:
  - {at: 2026-02-02, agent: helper, use: message, quantity: 50}
  - at: +0s
    account: bakery
    use: message
    quantity: 30
  - {at: +0s, account: bakery, grant: {kind: free, credits: 30}, key: gift}
)";
  return text;
}

}  // namespace

TEST_CASE("sweep tells what the end of a lot decides", "[R2.1][R2.4]") {
  const ended swept = sweep("scenarios/library/expiry-instant.yaml");
  CHECK(swept.code == 0);
  CHECK(swept.messages.empty());
  CHECK(swept.output == R"(scenarios/library/expiry-instant.yaml: A free grant expires at noon
4 variants, 3 of which change something; both ledgers agree on all
2 of 2 ties decide something

  scenarios/library/expiry-instant.yaml:14: use message by chat, 2026-02-01T11:59:59.999999Z
    against the end of lot 1 (free, grant-1), 2026-02-01T12:00:00Z
      as it is (before)   charged 10 from grant-1
      at, after           charged 10 from grant-2
                          at the end: paid 980, else 990; expired 100, else 90

  scenarios/library/expiry-instant.yaml:16: use message by chat, 2026-02-01T12:00:00Z
    against the end of lot 1 (free, grant-1), 2026-02-01T12:00:00Z
      as it is (at)       charged 10 from grant-2
      before              charged 10 from grant-1
                          at the end: paid 1000, else 990; expired 80, else 90
      after               changes nothing
)");
}

TEST_CASE("sweep tells what the end of a hold decides, of the step and of those after it", "[R6.3][R6.5]") {
  const ended swept = sweep("scenarios/library/hold-runs-out.yaml");
  CHECK(swept.code == 0);
  CHECK_THAT(
      swept.output,
      StartsWith("scenarios/library/hold-runs-out.yaml: A hold that runs out\n"
                 "11 variants, 5 of which change something; both ledgers agree on all\n"
                 "4 of 4 ties decide something\n") &&
          Contains("\n  scenarios/library/hold-runs-out.yaml:17: capture of session-1, "
                   "2026-02-02T12:01:00.000001Z\n"
                   "    against the end of hold session-1, 2026-02-02T12:00:00Z\n"
                   "      as it is            already_ran_out\n"
                   "      before              captured 80 from grant-1\n"
                   "                          line 15: insufficient_credit for 50; else charged 50 from "
                   "grant-1\n"
                   "                          line 19: already_captured; else already_ran_out\n"
                   "                          at the end: plan 20, else 50; used 80, else 50\n"
                   "      at, after           changes nothing\n"));
}

TEST_CASE("sweep tells how many orders of simultaneous steps come to what", "[R2.4]") {
  const scratch_folder scratch;
  const std::string file = scratch.write("together.yaml", together());
  const ended swept = program({"sweep", file});
  CHECK(swept.code == 0);
  CHECK_THAT(swept.output, Contains("\n5 variants, 5 of which change something; both ledgers agree on all\n"
                                    "1 of 1 tie decides something\n\n"
                                    "account bakery\n") &&
                               Contains(": steps on lines 11, 12, 16 together, 2026-02-02T00:00:00Z\n") &&
                               Contains("6 orders, 4 different outcomes\n") && !Contains("account quiet"));
}

TEST_CASE("sweep writes a document whose variants tell what differs") {
  const ended swept = sweep("scenarios/library/expiry-instant.yaml --format json");
  CHECK(swept.code == 0);
  const json document = json::parse(swept.output);
  CHECK(document["schema_version"] == 1);
  CHECK(document["near"] == "1h");
  CHECK(document["variants"] == json({{"run", 4}, {"changing", 3}, {"left_out", 0}}));
  CHECK(document["ties"] == json({{"decide", 2}, {"decide_nothing", 0}}));
  const json& account = document["accounts"].at(0);
  CHECK(account["figures"]["paid"] == "990");
  CHECK(account["simultaneous"].empty());
  const json& call = account["near_boundaries"].at(0);
  CHECK(call["decides"] == true);
  CHECK(call["step"]["place"] == "scenarios/library/expiry-instant.yaml:14");
  CHECK(call["boundary"]["at"] == "2026-02-01T12:00:00Z");
  CHECK(call["boundary"]["reasons"].at(0)["kind"] == "lot_ends");
  CHECK(call["variants"].at(0)["was"] == "as_it_is");
  const json& at = call["variants"].at(1);
  CHECK(at["changes"] == true);
  CHECK(at["steps"].at(0)["base"]["taken"] == json::array({{{"lot", "grant-1"}, {"amount", "10"}}}));
  CHECK(at["steps"].at(0)["outcome"]["taken"] == json::array({{{"lot", "grant-2"}, {"amount", "10"}}}));
  CHECK(at["figures"]["paid"] == json({{"base", "990"}, {"value", "980"}}));
}

TEST_CASE("sweep counts ties that decide nothing, and tells of them when asked") {
  const std::string file = "scenarios/library/crashes-change-nothing.yaml";
  const ended few = sweep(file);
  CHECK_THAT(few.output, Contains("none of which changes anything") && !Contains("against"));
  CHECK_THAT(sweep(file + " --all").output, Contains("    against ") && Contains("changes nothing\n"));
  CHECK_THAT(sweep("scenarios/library/burn-down-ties.yaml").output, Contains("nothing to move"));
}

TEST_CASE("sweep leaves out what is more than was asked for, and says how much") {
  const ended swept = sweep("scenarios/library/hold-runs-out.yaml --most 4");
  CHECK(swept.code == 0);
  CHECK_THAT(swept.output, Contains("\n4 variants, ") && Contains("\n7 more were left out: --most is 4\n"));
}

TEST_CASE("sweep takes one account, and says which there are") {
  const scratch_folder scratch;
  const std::string file = scratch.write("together.yaml", together());
  CHECK_THAT(program({"sweep", file, "--account", "quiet"}).output, Contains("nothing to move"));
  const ended unknown = program({"sweep", file, "--account", "bakary"});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.messages, Contains("there is no account `bakary`; did you mean `bakery`?"));
}

TEST_CASE("sweep refuses what it cannot read, and lengths that are none") {
  const scratch_folder scratch;
  CHECK(program({"sweep"}).code == 2);
  CHECK(program({"sweep", scratch.path("none.yaml")}).code == 4);
  CHECK(program({"sweep", scratch.write("faulty.yaml", "scenario: Nothing else\n")}).code == 3);
  const ended odd = program({"sweep", "x.yaml", "--near", "soon"});
  CHECK(odd.code == 2);
  CHECK_THAT(odd.messages, Contains("`--near` needs a length of time"));
  CHECK(program({"sweep", "x.yaml", "--near", "9999d"}).code == 2);
  CHECK_THAT(program({"sweep", "x.yaml", "--near", "1 day"}).messages,
             Contains("`1 day` is calendar time, and exact time is due here"));
  CHECK(program({"sweep", scratch.path("none.yaml"), "--near", "3 hours"}).code == 4);
  CHECK(program({"sweep", "x.yaml", "--most", "0"}).code == 2);
}
