// What is asked of every scenario of a folder: it loads, it holds, and threads make no difference to it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "reports/results/results.hpp"
#include "reports/store/store.hpp"
#include "reports/store/verdict.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::test {

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The scenarios of a folder by name, catalogs left out.
inline std::vector<std::filesystem::path> scenarios_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".yaml" && entry.path().filename() != "catalog.yaml")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// A scenario that gives rise to no finding at all: a warning would say that it does not ask what it means to.
inline std::shared_ptr<const world> load_without_findings(const std::filesystem::path& file) {
  const auto scenario = language::load_scenario(file.string());
  for (const auto& finding : scenario.findings) FAIL(language::render(finding, false));
  return scenario.what;
}

// The run in a store of its own.
inline reports::run_store stored(const world& in, const actor_run& done) {
  auto store = reports::run_store::create("").value();
  REQUIRE(store.write(in, done.blocks).has_value());
  reports::run_facts facts;
  facts.reached = done.outcome.reached;
  REQUIRE(store.write_facts(facts).has_value());
  return store;
}

// It expects something, all of it holds, both ledgers agree on each step, and 1, 2 and 4 threads leave the
// same.
inline void require_that_it_holds(const std::filesystem::path& file) {
  CAPTURE(file);
  const auto in = load_without_findings(file);
  const auto first = run_with_actors(in, {.threads = 1});
  REQUIRE(complaint(first.outcome) == "");
  const auto verdict = reports::check_expectations(stored(*in, first)).value();
  CHECK(verdict.items > 0);
  CHECK(verdict.held == verdict.items);
  for (const unsigned threads : {2U, 4U}) {
    const auto again = run_with_actors(in, {.threads = threads});
    REQUIRE(complaint(again.outcome) == "");
    REQUIRE(again.left == first.left);
  }
}

}  // namespace drawdown::test
