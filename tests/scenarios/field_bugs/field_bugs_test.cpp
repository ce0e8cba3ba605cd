// Every scenario of the field bugs: what it expects holds, and both ledgers agree on each step.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "reports/results/results.hpp"
#include "reports/store/store.hpp"
#include "reports/store/verdict.hpp"
#include "scenarios/language/load.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> field_bugs() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(DRAWDOWN_SOURCE_DIR "/scenarios/field-bugs"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 59);
  return files;
}

// A scenario that gives rise to no finding at all: a warning would say that it does not ask what it means to.
std::shared_ptr<const world> load(const fs::path& file) {
  const auto scenario = language::load_scenario(file.string());
  for (const auto& finding : scenario.findings) FAIL(language::render(finding, false));
  return scenario.what;
}

// What of the expectations held after a run.
reports::expectation_verdict verdict_of(const world& in, const actor_run& done) {
  auto store = reports::run_store::create("").value();
  REQUIRE(store.write(in, done.blocks).has_value());
  reports::run_facts facts;
  facts.reached = done.outcome.reached;
  REQUIRE(store.write_facts(facts).has_value());
  return reports::check_expectations(store).value();
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("every scenario of the field bugs holds, on 1, 2 and 4 threads, fully verified",
          "[field_bugs][R14.7]") {
  for (const fs::path& file : field_bugs()) {
    CAPTURE(file.filename());
    const auto in = load(file);
    const auto first = run_with_actors(in, {.threads = 1});
    REQUIRE(complaint(first.outcome) == "");
    const auto verdict = verdict_of(*in, first);
    CHECK(verdict.items > 0);
    CHECK(verdict.held == verdict.items);
    for (const unsigned threads : {2U, 4U}) {
      const auto again = run_with_actors(in, {.threads = threads});
      REQUIRE(complaint(again.outcome) == "");
      REQUIRE(again.left == first.left);
    }
  }
}

TEST_CASE("every scenario of the field bugs begins with what went wrong, and stands in the list of them",
          "[field_bugs]") {
  const std::string listed = text_of(DRAWDOWN_SOURCE_DIR "/docs/field-bugs.md");
  REQUIRE_FALSE(listed.empty());
  for (const fs::path& file : field_bugs()) {
    CAPTURE(file.filename());
    CHECK(text_of(file).rfind("# ", 0) == 0);
    CHECK(listed.find("`" + file.filename().string() + "`") != std::string::npos);
  }
}
