#include "cli/scenario_files.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli;
using drawdown::cli_test::scratch_folder;

namespace {

std::vector<std::string> paths_of(const std::vector<found_file>& found, file_kind kind) {
  std::vector<std::string> paths;
  for (const found_file& file : found)
    if (file.kind == kind) paths.push_back(file.path);
  return paths;
}

}  // namespace

TEST_CASE("A scenario is known by the key at its top, wherever that stands") {
  CHECK(kind_of("scenario: A\ncatalog: c.yaml\n") == file_kind::scenario);
  CHECK(kind_of("# about it\n\n---\ncatalog: {catalog: x}\n\"scenario\" : A\n") == file_kind::scenario);
  CHECK(kind_of("\xef\xbb\xbfscenario: A\r\n") == file_kind::scenario);
  CHECK(kind_of("catalog: {}\n'scenario': A") == file_kind::scenario);
}

TEST_CASE("A scenario may be one pair of braces, as JSON is") {
  CHECK(kind_of(R"({"start": "2026-01-01", "scenario": "A"})") == file_kind::scenario);
  CHECK(kind_of("# so\n{catalog: {currency: EUR},\n scenario: A}") == file_kind::scenario);
  CHECK(kind_of(R"({"catalog": {"scenario": "no"}, "currency": "EUR"})") == file_kind::catalog);
  CHECK(kind_of(R"({"text": "{scenario: A}"})") == file_kind::other);
  CHECK(kind_of("{\"never closed: {") == file_kind::other);
}

TEST_CASE("A scenario with faults is still a scenario") {
  CHECK(kind_of("scenario: A\ntimeline: [\n") == file_kind::scenario);
  CHECK(kind_of("scenaro: A\ncatalog: c.yaml\naccounts: {}\n") == file_kind::scenario);
}

TEST_CASE("Catalogs and everything else are told apart") {
  CHECK(kind_of("catalog: shop\ncurrency: EUR\nmeters:\n  scenario: {per: unit}\n") == file_kind::catalog);
  CHECK(kind_of("population: small\naccounts: 5\ncatalog: c\n") == file_kind::other);
  CHECK(kind_of("- scenario: A\n") == file_kind::other);
  CHECK(kind_of("scenarios: [A]\n") == file_kind::other);
  CHECK(kind_of("") == file_kind::other);
  CHECK(kind_of(R"({"schema_version": 1, "scenario": "A", "start": "2026-01-01"})") == file_kind::other);
  CHECK(kind_of("# scenario: A") == file_kind::other);
}

TEST_CASE("Files are found in folders below too, sorted by path, and hidden ones are not") {
  const scratch_folder scratch;
  for (const char* folder : {"b", "b/deep", ".hidden"})
    std::filesystem::create_directory(scratch.path(folder));
  for (const char* name : {"b/deep/x.yml", "b/a.yaml", "a.yaml", "b.yaml", ".hidden/no.yaml", ".no.yaml"})
    scratch.write(name, "scenario: A\n");
  scratch.write("c.json", R"({"scenario": "A"})");
  scratch.write("results.json", R"({"verdict": {}})");
  scratch.write("notes.txt", "scenario: A\n");
  scratch.write("catalog.yaml", "catalog: shop\n");
  scratch.write("other.yaml", "a: b\n");
  const auto found = find_files(scratch.path(""));
  REQUIRE(found);
  CHECK(paths_of(*found, file_kind::scenario) ==
        std::vector<std::string>{scratch.path("a.yaml"), scratch.path("b/a.yaml"),
                                 scratch.path("b/deep/x.yml"), scratch.path("b.yaml"),
                                 scratch.path("c.json")});
  CHECK(paths_of(*found, file_kind::catalog) == std::vector<std::string>{scratch.path("catalog.yaml")});
  CHECK(paths_of(*found, file_kind::other) == std::vector<std::string>{scratch.path("other.yaml")});
}

TEST_CASE("A folder that is not there is an error") {
  CHECK_FALSE(find_files("/no/such/folder"));
}

TEST_CASE("In the place of a folder stand its scenarios, each once") {
  const scratch_folder scratch;
  const std::string a = scratch.write("a.yaml", "scenario: A\n");
  const std::string b = scratch.write("b.yaml", "scenario: B\n");
  scratch.write("catalog.yaml", "catalog: shop\n");
  const auto named = scenarios_named({"missing.yaml", b, scratch.path("")});
  REQUIRE(named);
  CHECK(*named == std::vector<std::string>{"missing.yaml", b, a});
}

TEST_CASE("A folder without a scenario is said to be one") {
  const scratch_folder scratch;
  scratch.write("catalog.yaml", "catalog: shop\n");
  const auto named = scenarios_named({scratch.path("")});
  REQUIRE_FALSE(named);
  CHECK_THAT(named.error().message, Catch::Matchers::Contains("holds no scenario"));
}
