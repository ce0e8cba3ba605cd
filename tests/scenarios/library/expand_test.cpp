// A scenario that is written whole runs to the same bytes as the scenario itself.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "reports/statement/statement.hpp"
#include "reports/statement/transcript.hpp"
#include "reports/store/store.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/write_scenario.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> scenarios() {
  std::vector<fs::path> found;
  for (const char* folder : {"/scenarios/library", "/scenarios/corpus/good"}) {
    for (const auto& one : fs::directory_iterator(DRAWDOWN_SOURCE_DIR + std::string(folder)))
      if (one.path().extension() == ".yaml") found.push_back(one.path());
  }
  std::sort(found.begin(), found.end());
  REQUIRE(found.size() >= 25);
  return found;
}

struct told {
  std::string transcript;
  std::string statement;
};

told told_by(const world& in, const actor_run& done) {
  auto store = reports::run_store::create("").value();
  REQUIRE(store.write(in, done.blocks).has_value());
  reports::run_facts facts;
  facts.reached = done.outcome.reached;
  REQUIRE(store.write_facts(facts).has_value());
  return {reports::transcript(store).value(), reports::statement(store, {}).value()};
}

}  // namespace

TEST_CASE("a scenario that is written whole runs to the same bytes", "[library][R14.7]") {
  for (const fs::path& file : scenarios()) {
    CAPTURE(file.filename());
    const language::loaded read = language::load_scenario(file.string(), {}, language::load_alone::accepted);
    if (read.load && read.what == nullptr) continue;  // a load and nothing to run
    const std::shared_ptr<const world> original = read.what;
    REQUIRE(original != nullptr);
    const std::string text = language::write_scenario(*original).value();
    const std::shared_ptr<const world> whole = language::load_scenario_text("whole.yaml", text).what;
    REQUIRE(whole != nullptr);
    const auto expected = run_with_actors(original, {.schedule = 0});
    const auto found = run_with_actors(whole, {.schedule = 0});
    REQUIRE(complaint(expected.outcome) == "");
    REQUIRE(found.left == expected.left);
    const told of_original = told_by(*original, expected);
    const told of_whole = told_by(*whole, found);
    CHECK(of_whole.transcript == of_original.transcript);
    // What is said of an expectation that failed names its place in the file.
    const bool holds = file.parent_path().filename() == "library";
    if (holds) CHECK(of_whole.statement == of_original.statement);
  }
}
