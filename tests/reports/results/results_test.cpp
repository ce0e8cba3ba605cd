#include "reports/results/results.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/results/file.hpp"
#include "reports/results/hash.hpp"
#include "reports/store/verdict.hpp"
#include "tests/reports/expecting.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
using nlohmann::json;

namespace {

run_store finished_sample() {
  auto store = sample_store();
  REQUIRE(store.write_facts(sample_facts()));
  return store;
}

json results_of(const run_store& store, const run_summary& summary = {}) {
  return json::parse(results_json(store, summary).value());
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The names of all fields in a document, but for those of objects whose fields are names themselves.
void collect_fields(const json& document, std::set<std::string>& names) {
  const std::set<std::string> by_name = {"events_by_kind", "settings", "measurement", "units"};
  for (const auto& [key, value] : document.items()) {
    if (document.is_object()) names.insert(key);
    if (value.is_structured() && !(document.is_object() && by_name.contains(key)))
      collect_fields(value, names);
  }
}

}  // namespace

TEST_CASE("results say what ran, on what, and how it ended") {
  run_summary summary;
  summary.measurement = {{"wall_ms", std::uint64_t{12}}, {"machine", std::string("here")}};
  const json results = results_of(finished_sample(), summary);
  CHECK(results["schema_version"] == 1);
  CHECK(results["program_version"] == "0.1.0");
  CHECK(results["scenario"] == "friday night");
  CHECK(results["seed"] == "1");
  CHECK(results["reached"] == "2026-03-02T00:00:00Z");
  CHECK(results["inputs"] ==
        json::parse(R"([{"path": "night.yaml", "xxh3": "00112233445566778899aabbccddeeff"}])"));
  CHECK(results["verdict"] == json::parse(R"({"passed": true, "exit_code": 0, "verification": "full",
                                               "interrupted": false, "defect": null})"));
  CHECK(results["measurement"] == json::parse(R"({"wall_ms": 12, "machine": "here"})"));
}

TEST_CASE("results hold the figures of every account and the sums over all, as exact text",
          "[R3.12][R14.1][R14.4]") {
  const json results = results_of(finished_sample());
  CHECK(results["accounts"][0] == json::parse(R"({"account": "acme", "balance": "3467.25", "held": "0",
      "available": "3467.25", "debt": "0", "net": "3467.25", "wallet": "2500", "invoiced": "0",
      "free": "7.25", "plan": "960", "addon": "0", "adjustment": "0", "paid": "2500",
      "suspended": false, "subscription": null, "users": [], "organization": null})"));
  CHECK(results["totals"]["accounts"] == 2);
  CHECK(results["totals"]["agents"] == 1);
  CHECK(results["totals"]["events"] == 19);
  CHECK(results["totals"]["events_by_kind"]["charged"] == 2);
  CHECK(results["totals"]["credits"]["free"] == json::parse(R"({"granted": "107.25", "refilled": "0",
      "used": "90", "expired": "10", "revoked": "0", "left": "7.25", "held": "0", "scheduled": "0"})"));
  CHECK(results["totals"]["payments"] == json::parse(R"({"credited": 1, "failed": 0, "in_flight": 1})"));
  CHECK(results["totals"]["money_received"] == "50.00");
  CHECK(results["totals"]["currency"] == "USD");
  CHECK(results["payments_in_flight"] ==
        json::parse(R"([{"account": "acme", "payment": 2, "key": "recharge-2",
      "recharge": true, "for": "recharge", "by_invoice": false, "money": "20.00", "credits": "1000", "attempts": 1, "requested": "2026-02-21T00:00:00Z"}])"));
}

TEST_CASE("results sum up holds, debt, and what was refilled, revoked and forgiven", "[R14.1][R14.3]") {
  const json results = results_of(hotel_store());
  const json& totals = results["totals"];
  CHECK(totals["holds"] == json::parse(R"({"open": 0, "captured": 1, "voided": 0, "ran_out": 1})"));
  CHECK(
      totals["debt"] ==
      json::parse(
          R"({"made": "20", "paid": "15", "dropped": "5", "withdrawn": "0", "open": "0", "forgiven": "5"})"));
  CHECK(totals["credits"]["plan"] ==
        json::parse(R"({"granted": "50", "refilled": "50", "used": "67.5", "expired": "0", "revoked": "0",
      "left": "32.5", "held": "0", "scheduled": "0"})"));
  CHECK(totals["credits"]["addon"]["revoked"] == "40");
}

TEST_CASE("an account's figures at the end know what is held and owed", "[R3.12]") {
  told_history hotel(0);
  hotel.at("2026-01-01").granted(1, lot_kind::free, 100_cr, when("2026-01-10")).holds(1, 0, {{1, 60_cr}});
  hotel.used_short(0, 1, 60'000'000, {{1, 40_cr}}, 7_cr).at("2026-01-10").ends(1, 0_cr);
  const json results = results_of(store_of(*hotel_world().build(), {hotel}));
  CHECK(results["accounts"][0] == json::parse(R"({"account": "hotel", "balance": "60", "held": "60",
      "available": "0", "debt": "7", "net": "53", "wallet": "0", "invoiced": "0", "free": "60", "plan": "0", "addon": "0",
      "adjustment": "0", "paid": "0", "suspended": false, "subscription": null, "users": [], "organization": null})"));
}

TEST_CASE("an account's subscription, users, organization and suspension stand in the results",
          "[R8.1][R9.6][R11.1]") {
  told_history studio(0);
  tell_first_cycle(studio);
  studio.at("2026-01-20").charges_back(dispute_key, 2, 50_usd, 100_cr, {{2, 2500_cr}});
  const json results = results_of(store_of(*studio_world().build(), {studio}));
  const json& account = results["accounts"][0];
  CHECK(account["suspended"] == true);
  CHECK(account["organization"] == "ACME");
  CHECK(account["users"] == json::parse(R"(["ana", "bo"])"));
  CHECK(account["subscription"] == json::parse(R"({"state": "active", "plan": "starter",
      "renews": "2026-02-05T00:00:00Z", "cancels": false, "next_plan": null, "units": {"generative": 2}})"));
  CHECK(results["accounts"][1]["subscription"].is_null());
  CHECK(results["totals"]["subscriptions"]["active"] == 1);
  CHECK(results["totals"]["money_received"] == "139.00");
  CHECK(results["totals"]["money_charged_back"] == "50.00");
}

TEST_CASE("invoices that are open stand in the results, and their payments as in flight", "[R9.3][R14.4]") {
  const json results = results_of(studio_store());
  CHECK(results["open_invoices"] == json::parse(R"([{"account": "agency", "payment": 3, "key": "void",
      "for": "top_up", "state": "open", "money": "20.00", "open": "20.00", "due": "2026-02-09T00:00:00Z"}])"));
  CHECK(results["payments_in_flight"][0]["by_invoice"] == true);
  CHECK(results["totals"]["invoices"] == json::parse(R"({"open": 1, "overdue": 0, "paid": 1, "voided": 1})"));
  CHECK(results["totals"]["money_given_back"] == "30.00");
}

TEST_CASE("sums over accounts may pass what one account can hold", "[R1.5]") {
  world_builder told;
  std::vector<told_history> histories;
  for (account_index i = 0; i < 3; ++i) {
    told.account("rich-" + std::to_string(i));
    histories.emplace_back(i).at("2026-01-01").granted(1, lot_kind::free, credits::largest());
  }
  const json results = results_of(store_of(*told.build(), histories));
  CHECK(results["totals"]["credits"]["free"]["left"] == "27670116110564.327421");
  CHECK(results["accounts"][2]["free"] == "9223372036854.775807");
}

TEST_CASE("results list each failed expectation with the history behind it") {
  world_builder told = sample_world();
  const auto asked = expect(
      told, 0, "2026-02-25",
      {expected_figure{figure::plan, 1000_cr}, expected_figure{figure::plan, 960_cr}, expected_stopped{true}},
      0);
  told_history acme = history_of_acme();
  acme.at("2026-02-25").looks(asked, left_of({{lot_kind::plan, 960_cr}}), 0, 130_cr, false);
  auto store = store_of(*told.build(), {acme});
  REQUIRE(store.write_facts(sample_facts()));
  const json results = results_of(store, {.exit_code = 11, .measurement = {}});
  CHECK(results["verdict"]["passed"] == false);
  CHECK(results["verdict"]["exit_code"] == 11);
  CHECK(results["expectations"]["items"] == 3);
  CHECK(results["expectations"]["held"] == 1);
  CHECK(results["expectations"]["failed"] == 2);
  const json& failure = results["expectations"]["failures"][0];
  CHECK(failure["file"] == "night.yaml");
  CHECK(failure["line"] == 40);
  CHECK(failure["column"] == 13);
  CHECK(failure["agent"] == "receptionist");
  CHECK(failure["expected"] == "1000");
  CHECK(failure["actual"] == "960");
  CHECK(failure["difference"] == "-40");
  CHECK(failure["history"][1] == json::parse(R"({"event": 3, "at": "2026-01-30T10:00:00Z",
      "description": "receptionist used call 12m30s", "credits": "-40", "balance": "970"})"));
  CHECK(results["expectations"]["failures"][1]["difference"].is_null());
}

TEST_CASE("results list every difference between the ledgers") {
  auto store = sample_store();
  run_facts facts = sample_facts();
  facts.differences.push_back({"acme", when("2026-01-30T10:00:00Z"), 3, "", "one says 970"});
  REQUIRE(store.write_facts(facts));
  const json results = results_of(store);
  CHECK(results["verdict"]["passed"] == false);
  CHECK(results["disagreements"] ==
        json::parse(R"([{"account": "acme", "at": "2026-01-30T10:00:00Z", "event": 3,
      "rule": null, "message": "one says 970"}])"));
}

TEST_CASE("what differs from run to run is in one object alone", "[R14.7]") {
  const auto text_with = [](std::uint64_t wall_ms) {
    auto document = nlohmann::ordered_json::parse(
        results_json(finished_sample(), {.exit_code = 0, .measurement = {{"wall_ms", wall_ms}}}).value());
    document.erase("measurement");
    return document.dump();
  };
  CHECK(text_with(1) == text_with(2));
}

TEST_CASE("the manifest holds inputs, seed, zone tables and the effective settings") {
  world_builder told = sample_world();
  told.settings().key_window = duration::days(9);
  const json manifest = json::parse(manifest_json(*told.build(), sample_facts()));
  CHECK(manifest["scenario"] == "friday night");
  CHECK(manifest["seed"] == "1");
  CHECK(manifest["zone_database"] == "2026a");
  CHECK(manifest["verification"] == "full");
  CHECK(manifest["inputs"][0]["path"] == "night.yaml");
  CHECK(manifest["settings"]["key_window"] == "9d");
  CHECK(manifest["settings"]["credit_decimals"] == "6");
}

TEST_CASE("the documentation names every field of both files") {
  world_builder told = sample_world();
  const auto asked = expect(told, 0, "2026-02-25", {expected_figure{figure::plan, 1_cr}});
  told_history acme = history_of_acme();
  acme.at("2026-02-25").looks(asked, left_of({{lot_kind::plan, 960_cr}}));
  auto store = store_of(*told.build(), {acme});
  run_facts facts = sample_facts();
  facts.differences.push_back({"acme", {}, 3, "R14.2", "two balances"});
  REQUIRE(store.write_facts(facts));
  std::set<std::string> names;
  collect_fields(results_of(store), names);
  collect_fields(json::parse(manifest_json(*told.build(), facts)), names);
  collect_fields(results_of(studio_store()), names);
  const std::string text = content_of(DRAWDOWN_SOURCE_DIR "/docs/results.md");
  std::vector<std::string> unnamed;
  for (const std::string& name : names)
    if (text.find("`" + name + "`") == std::string::npos) unnamed.push_back(name);
  CHECK(unnamed == std::vector<std::string>{});
}

TEST_CASE("an input's fingerprint is that of xxh128sum") {
  CHECK(xxh3_of("") == "99aa06d3014798d86001c324468d497f");
  CHECK(xxh3_of("a") == "a96faf705af16834e6c632b61e964e1f");
}

TEST_CASE("a file is written whole or left as it was") {
  const auto here =
      std::filesystem::temp_directory_path() / ("drawdown-file-" + std::to_string(std::random_device{}()));
  std::filesystem::create_directory(here);
  const std::string path = (here / "results.json").string();
  REQUIRE(write_file(path, "first\n"));
  REQUIRE(write_file(path, "second\n"));
  CHECK(content_of(path) == "second\n");
  CHECK(std::distance(std::filesystem::directory_iterator(here), {}) == 1);
  SECTION("not into a folder that is missing") {
    const auto written = write_file((here / "missing" / "results.json").string(), "text");
    REQUIRE_FALSE(written);
    CHECK(written.error().code == error_code::unreadable);
  }
  SECTION("not over a folder, and nothing is left behind") {
    std::filesystem::create_directory(here / "folder");
    REQUIRE_FALSE(write_file((here / "folder").string(), "text"));
    CHECK(std::distance(std::filesystem::directory_iterator(here), {}) == 2);
  }
  std::filesystem::remove_all(here);
}
