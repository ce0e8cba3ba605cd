// Every scenario of the library: it holds, its transcript is the golden one, and nothing depends on how it
// was run. With DRAWDOWN_BLESS=1 the golden transcripts are written anew.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/statement/statement.hpp"
#include "reports/statement/transcript.hpp"
#include "tests/scenarios/holding.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> library() {
  auto files = scenarios_in(DRAWDOWN_SOURCE_DIR "/scenarios/library");
  REQUIRE(files.size() >= 57);
  return files;
}

std::shared_ptr<const world> load(const fs::path& file) {
  const auto scenario = language::load_scenario(file.string());
  for (const auto& finding : scenario.findings)
    if (finding.level == language::severity::error) FAIL(language::render(finding, false));
  return scenario.what;
}

void hold_against_golden(const fs::path& scenario, const std::string& transcript) {
  auto golden = scenario;
  golden.replace_extension(".transcript");
  if (std::getenv("DRAWDOWN_BLESS") != nullptr) std::ofstream(golden, std::ios::binary) << transcript;
  CHECK(transcript == text_of(golden));
}

void require_same(const traces& expected, const std::shared_ptr<const world>& in,
                  const run_options& options) {
  const auto done = run_with_actors(in, options);
  REQUIRE(complaint(done.outcome) == "");
  REQUIRE(done.left == expected);
}

traces left_by(const std::shared_ptr<const world>& in) {
  return run_with_actors(in, {.schedule = 0}).left;
}

}  // namespace

TEST_CASE("every scenario of the library holds, and its transcript is the golden one", "[library]") {
  for (const fs::path& file : library()) {
    CAPTURE(file.filename());
    const auto in = load(file);
    const auto done = run_with_actors(in, {.threads = 2});
    REQUIRE(complaint(done.outcome) == "");
    const auto store = stored(*in, done);
    const auto verdict = reports::check_expectations(store).value();
    CHECK(verdict.items > 0);
    CHECK(verdict.held == verdict.items);
    hold_against_golden(file, reports::transcript(store).value());
  }
}

TEST_CASE("the library leaves the same on 1, 2 and 4 threads", "[library][R14.7]") {
  for (const fs::path& file : library()) {
    CAPTURE(file.filename());
    const auto in = load(file);
    const auto expected = left_by(in);
    for (const unsigned threads : {1U, 2U, 4U}) require_same(expected, in, {.threads = threads});
  }
}

TEST_CASE("the library leaves the same under 1 000 schedules", "[library][R14.7]") {
  for (const fs::path& file : library()) {
    CAPTURE(file.filename());
    const auto in = load(file);
    const auto expected = left_by(in);
    for (std::uint64_t schedule = 1; schedule <= 1000; ++schedule)
      require_same(expected, in, {.schedule = schedule});
  }
}

TEST_CASE("the library leaves the same in any chunks and epochs", "[library][R14.7]") {
  for (const fs::path& file : library()) {
    CAPTURE(file.filename());
    const auto in = load(file);
    const auto expected = left_by(in);
    for (const std::uint32_t chunk : {1U, 7U, 512U})
      for (const auto epoch :
           {epoch_length::hour, epoch_length::day, epoch_length::month, epoch_length::whole})
        require_same(expected, in, {.schedule = 1, .chunk = chunk, .epoch = epoch});
  }
}

TEST_CASE("every account of the library may crash at every step", "[library][R14.7][supervision]") {
  for (const fs::path& file : library()) {
    CAPTURE(file.filename());
    const auto in = load(file);
    const auto calm = run_with_actors(in, {.schedule = 1});
    for (account_index account = 0; account < in->accounts.size(); ++account)
      for (std::uint64_t step = 0; step < calm.outcome.steps[account]; ++step) {
        const auto crashed = run_with_actors(in, {.schedule = step, .crashes = {{account, step}}});
        REQUIRE(complaint(crashed.outcome) == "");
        REQUIRE(crashed.left == calm.left);
        REQUIRE(crashed.outcome.work.restarts > calm.outcome.work.restarts);
      }
  }
}

TEST_CASE("store, results, statement and transcript are the same bytes however the run was run",
          "[library][R14.7]") {
  for (const fs::path& file : library()) {
    CAPTURE(file.filename());
    const auto in = load(file);
    const auto said = [&](const run_options& options) {
      const auto store = stored(*in, run_with_actors(in, options));
      return store.dump().value() + reports::transcript(store).value() +
             reports::statement(store, {}).value() + reports::results_json(store, {}).value();
    };
    const auto expected = said({.threads = 1});
    CHECK(said({.schedule = 3, .chunk = 1, .epoch = epoch_length::day}) == expected);
    CHECK(said({.threads = 4, .window = 2, .epoch = epoch_length::whole}) == expected);
  }
}
