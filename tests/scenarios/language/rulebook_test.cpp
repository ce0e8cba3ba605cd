// The rule-books that are shipped, and how a scenario comes by its rules (R15).
#include "scenarios/language/rulebook.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/settings/table.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;

const fs::path scenarios = fs::path(DRAWDOWN_SOURCE_DIR) / "scenarios";

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A scenario whose account has 100 credits and uses 10 of them twice a second apart, unless `more` says
// otherwise: it stands at the top of the file.
std::string scenario_with(const std::string& more, const std::string& credits = "100") {
  return fmt::format(
      "scenario: A desk\n{}"
      "catalog:\n  catalog: desk\n  currency: EUR\n  credit_rate: 1 EUR = 50 credits\n"
      "  meters: {{message: {{per: unit, price: 1}}}}\n"
      "start: 2026-01-01\nend: 2026-02-01\n"
      "accounts:\n  acme:\n    grants: [{{kind: free, credits: {}}}]\n    agents: {{desk: {{}}}}\n"
      "timeline:\n"
      "  - {{at: 2026-01-02T10:00:00Z, agent: desk, use: message, quantity: 10}}\n"
      "  - {{at: +1s, agent: desk, use: message, quantity: 10}}\n",
      more, credits);
}

loaded load(const std::string& text, const rules_asked& rules = {}) {
  return load_scenario_text("desk.yaml", text, rules);
}

using names = std::vector<std::string>;

std::vector<std::string> codes_of(const loaded& made) {
  std::vector<std::string> codes;
  for (const diagnostic& one : made.findings) codes.push_back(one.code);
  return codes;
}

}  // namespace

TEST_CASE("every rule-book names every built setting once, and gives it a value that it may have",
          "[R15.1]") {
  REQUIRE(rulebook_files().size() >= 14);
  for (const rulebook_file& file : rulebook_files()) {
    INFO(file.name);
    const auto book = read_rulebook(file);
    if (!book) FAIL(book.error().message);
    CHECK_FALSE(book->about.empty());
    std::set<std::string> named;
    for (const rulebook_setting& one : book->settings) {
      CHECK(named.insert(one.name).second);
      CHECK_FALSE(one.source.empty());
    }
    for (const setting_entry& one : setting_table()) {
      INFO(one.name);
      CHECK(named.contains(std::string(one.name)) == one.is_built());
    }
  }
}

TEST_CASE("a rule-book that lacks a setting, or says what it cannot have, is refused", "[R15.1]") {
  const std::string good(find_rulebook("lago") != nullptr ? content_of(scenarios / "rulebooks" / "lago.yaml")
                                                          : "");
  REQUIRE(read_rulebook({"lago", good}).has_value());
  const auto refused = [](std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return read_rulebook({"lago", text}).error().message;
  };
  CHECK_THAT(refused(good, "value: at_or_below", "value: under"), Catch::Contains("trigger"));
  CHECK_THAT(refused(good, "  hold_ttl:", "  hold_time:"), Catch::Contains("hold_ttl"));
  CHECK_THAT(refused(good, "rulebook: lago", "rulebook: logo"), Catch::Contains("logo"));
}

TEST_CASE("the rule-book default says the defaults of the settings", "[R15.1]") {
  settings made;
  made.key_window = duration::hours(48);  // so that a book that says nothing shows
  for (const rulebook_setting& one : find_rulebook("default")->settings) {
    INFO(one.name);
    REQUIRE(one.value.has_value());
    REQUIRE(apply_setting(made, one.name, *one.value).has_value());
  }
  CHECK(made == settings{});
}

TEST_CASE("the schema knows the rule-books that there are", "[R15.1]") {
  const auto schema = nlohmann::json::parse(content_of(scenarios / "schema" / "scenario-1.schema.json"));
  const auto known = rulebook_names();
  CHECK(schema["properties"]["rules"]["enum"] == nlohmann::json(names(known.begin(), known.end())));
}

TEST_CASE("a scenario has the rules of its book, and its settings go before them", "[R15.2]") {
  const loaded made =
      load(scenario_with("rules: orb\nsettings: {trigger: below, requires_positive_balance: no}\n"));
  REQUIRE(made.what != nullptr);
  CHECK(made.rules.book == "orb");
  CHECK(made.what->settings.when_short == short_of_credit::carry);
  CHECK(made.what->settings.trigger == recharge_trigger::below);
  CHECK(made.rules.origin_of("when_short") == setting_origin::book);
  CHECK(made.rules.origin_of("trigger") == setting_origin::scenario);
  CHECK(made.rules.origin_of("hold_ttl") == setting_origin::unknown);
}

TEST_CASE("what is asked for goes before the scenario's book", "[R15.2]") {
  const loaded made = load(scenario_with("rules: orb\n"), {"autumn", {}});
  REQUIRE(made.what != nullptr);
  CHECK(made.rules.book == "autumn");
  CHECK(made.what->settings.when_short == short_of_credit::cap);
}

TEST_CASE("a book that there is not is a name that nothing declares", "[R15.2]") {
  const loaded made = load(scenario_with("rules: lagoo\n"));
  CHECK(made.what == nullptr);
  CHECK(codes_of(made) == names{"E060"});
  CHECK_THAT(made.findings.front().hint, Catch::Contains("`lago`"));
}

TEST_CASE("a scenario that depends on what its book does not know is refused, setting by setting",
          "[R15.2]") {
  const loaded made = load(scenario_with("rules: stigg\n", "15"));
  CHECK(made.what == nullptr);
  CHECK(made.rules.missing == names{"requires_positive_balance", "when_short"});
  CHECK(codes_of(made) == names{"E056", "E056"});
  for (const diagnostic& one : made.findings) CHECK(one.line == 2);
  CHECK_THAT(made.findings.back().hint, Catch::Contains("--assume when_short="));
}

TEST_CASE("whatever is open may be assumed to be as the book `default` has it", "[R15.2]") {
  const rules_asked asked{.book = "", .assumed = {{"when_short", "cap"}}, .assumes_default = true};
  const loaded made = load(scenario_with("rules: stigg\n", "15"), asked);
  REQUIRE(made.what != nullptr);
  CHECK(made.what->settings.when_short == short_of_credit::cap);
  CHECK(made.rules.origin_of("requires_positive_balance") == setting_origin::assumed);
  CHECK_FALSE(made.what->settings.requires_positive_balance);
  for (const setting_used& one : made.rules.settings) {
    INFO(one.name);
    CHECK(one.value != "unknown");
    const bool is_open = !find_rulebook("stigg")->find(one.name)->value;
    CHECK((one.from == setting_origin::assumed) == is_open);
  }
  const loaded whole = load(scenario_with("rules: default\n"), {"", {}, true});
  REQUIRE(whole.what != nullptr);
  for (const setting_used& one : whole.rules.settings) CHECK(one.from == setting_origin::book);
}

TEST_CASE("an assumption fills what the book leaves open, and nothing else", "[R15.2]") {
  const rules_asked asked{"", {{"when_short", "cap"}, {"requires_positive_balance", "no"}}};
  const loaded made = load(scenario_with("rules: stigg\n", "15"), asked);
  REQUIRE(made.what != nullptr);
  CHECK(made.what->settings.when_short == short_of_credit::cap);
  CHECK(made.rules.origin_of("when_short") == setting_origin::assumed);
  CHECK(made.rules.assumed_for_none.empty());

  const loaded known = load(scenario_with("rules: autumn\n"), {"", {{"when_short", "refuse"}}});
  REQUIRE(known.what != nullptr);
  CHECK(known.what->settings.when_short == short_of_credit::cap);
  REQUIRE(known.rules.assumed_for_none.size() == 1);
  CHECK(known.rules.assumed_for_none.front().name == "when_short");
}

}  // namespace drawdown::language
