// Explanations and pages of the history as JSON and CSV.
#include "reports/results/history_data.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/results/explanation_json.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
using json = nlohmann::json;

namespace {

const currency dollars = currency::of("USD").value();

void collect_fields(const json& document, std::set<std::string>& names) {
  if (document.is_object())
    for (const auto& [name, value] : document.items()) names.insert(name);
  for (const json& part : document)
    if (part.is_structured()) collect_fields(part, names);
}

json explained(std::string_view at, std::optional<lot_kind> kind = std::nullopt) {
  return json::parse(explanation_json(explain(hotel_store(), 0, kind, when(at)).value(), dollars));
}

}  // namespace

TEST_CASE("an explanation as JSON adds up by itself", "[R12.2][R14.1]") {
  const json what = explained("2026-01-05");
  CHECK(what["balance"] == "165");
  CHECK(what["adds_up"] == true);
  credits left;
  for (const json& lot : what["lots"]) left += parse_credits(lot["left"].get<std::string>()).value();
  CHECK(to_string(left) == what["balance"]);
  CHECK(what["open_holds"][0]["held"] == "35");
  CHECK(what["lots"][0]["movements"][3]["held"] == "-25");
  CHECK(explained("2026-01-13")["net"] == "-20");
  CHECK(explained("2026-01-13", lot_kind::plan)["debt"].is_null());
}

TEST_CASE("a page of the history as JSON says which it is and what each entry did", "[R12.2]") {
  const auto rows = read_history(hotel_store(), {}, 9, 2).value();
  const json page = json::parse(history_json(rows, {5, 10, 2, 20}, "hotel", dollars));
  CHECK(page["page"] == 5);
  CHECK(page["pages"] == 10);
  CHECK(page["history"][0]["description"] == "desk used call 7m, 20 of 70 as debt");
  CHECK(page["history"][0]["debt"] == "20");
  CHECK(page["history"][0]["debt_after"] == "20");
  CHECK(page["history"][0]["lots"] ==
        json::parse(R"([{"lot": 2, "movement": "used", "credits": "-50", "held": "0"}])"));
  CHECK(page["history"][1]["user"].is_null());
}

TEST_CASE("CSV quotes what has to be quoted, and nothing else") {
  world_builder told;
  told.account("acme").agent("the \"best\", really");
  told_history acme(0);
  acme.at("2026-01-05").granted(1, lot_kind::free, 5_cr).used(0, 0, 1'000'000, {{1, 1_cr}});
  const auto rows = read_history(store_of(*told.build(), {acme}), {}, 0, 1).value();
  CHECK(
      history_csv(rows, dollars) ==
      "event,at,entry,kind,description,credits,debt,money,worth,balance,held_after,debt_after,agent,user,"
      "group,"
      "meter,key,outcome\r\n"
      "2,2026-01-05T00:00:00Z,usage,charged,\"the \"\"best\"\", really used unit 1\",-1,0,,-0.02,4,0,0,\"the "
      "\"\"best\"\", really\",,,unit,step-101,charged\r\n");
}

TEST_CASE("usage by agent as JSON and CSV", "[R5.5]") {
  const auto totals = read_usage_by(hotel_store(), usage_by::agent, {0}).value();
  CHECK(json::parse(usage_json(totals, usage_by::agent, "hotel")) == json::parse(R"({
    "account": "hotel", "by": "agent", "credits": "130", "refunded": "0", "members": [
      {"name": "desk", "usages": 3, "credits": "125", "refunded": "0", "share": "96.2%", "refused": 1},
      {"name": null, "usages": 1, "credits": "5", "refunded": "0", "share": "3.8%", "refused": 0}]})"));
  CHECK(usage_csv(totals, usage_by::agent) ==
        "agent,usages,credits,refunded,share,refused\r\ndesk,3,125,0,96.2%,1\r\n(none),1,5,0,3.8%,0\r\n");
}

TEST_CASE("the documentation names every field of explanations and of the history") {
  std::set<std::string> names;
  collect_fields(explained("2026-01-05"), names);
  collect_fields(explained("2026-01-13"), names);
  const auto rows = read_history(hotel_store(), {}, 0, 20).value();
  collect_fields(json::parse(history_json(rows, {1, 1, 20, 20}, "hotel", dollars)), names);
  const auto totals = read_usage_by(hotel_store(), usage_by::agent, {0}).value();
  collect_fields(json::parse(usage_json(totals, usage_by::agent, "hotel")), names);
  std::ifstream file(DRAWDOWN_SOURCE_DIR "/docs/results.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> unnamed;
  for (const std::string& name : names)
    if (text.find("`" + name + "`") == std::string::npos) unnamed.push_back(name);
  CHECK(unnamed == std::vector<std::string>{});
}
