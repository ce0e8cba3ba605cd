// Every scenario of the field bugs can fail: docs/field-bugs.md names beside each a planted bug that makes
// it.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/mutants/mutant_program.hpp"
#include "tests/mutants/planted.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

const std::string folder = DRAWDOWN_SOURCE_DIR "/scenarios/field-bugs/";

// A row of the list: a scenario, and the bugs that make it fail.
struct listed_scenario {
  std::string file;
  std::vector<std::string> bugs;
};

// What stands between backquotes, in its order.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
    const std::size_t end = text.find('`', at + 1);
    if (end == std::string::npos) break;
    names.push_back(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

std::string page(const std::string& name) {
  std::ifstream file(DRAWDOWN_SOURCE_DIR "/docs/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<listed_scenario> listed_scenarios() {
  std::vector<listed_scenario> listed;
  std::ifstream file(DRAWDOWN_SOURCE_DIR "/docs/field-bugs.md");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| ") || line.find(".yaml` |") == std::string::npos) continue;
    const auto names = names_in(line);
    listed.push_back({names.front(), {names.begin() + 1, names.end()}});
  }
  return listed;
}

int exit_code_of(const std::string& bug, const std::string& arguments) {
  return run_mutant(bug, "run --quiet --brief --threads 1 " + arguments).code;
}

}  // namespace

TEST_CASE("every scenario of the field bugs is listed with a planted bug", "[mutants][field_bugs]") {
  std::set<std::string> listed;
  for (const listed_scenario& of : listed_scenarios()) {
    CAPTURE(of.file);
    CHECK(listed.insert(of.file).second);
    CHECK(fs::exists(folder + of.file));
    CHECK_FALSE(of.bugs.empty());
    for (const std::string& bug : of.bugs) {
      CAPTURE(bug);
      CHECK(planted::find_bug(bug) != nullptr);
    }
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path());
    CHECK(listed.contains(entry.path().filename().string()));
  }
}

TEST_CASE("a planted bug makes the scenarios of the field bugs fail that it is listed beside",
          "[mutants][field_bugs][R14]") {
  REQUIRE(exit_code_of("", folder) == 0);
  for (const listed_scenario& of : listed_scenarios()) {
    for (const std::string& name : of.bugs) {
      CAPTURE(of.file, name);
      const planted::bug* const bug = planted::find_bug(name);
      REQUIRE(bug != nullptr);
      CHECK(exit_code_of(name, "--verify off " + folder + of.file) == 11);
      // What both ledgers share they get wrong alike.
      CHECK(exit_code_of(name, folder + of.file) == (bug->what == planted::breaks::rule ? 10 : 11));
    }
  }
}

TEST_CASE("every planted bug is in the table of the evidence", "[mutants]") {
  const std::vector<std::string> quoted = names_in(page("evidence.md"));
  const std::set<std::string> told(quoted.begin(), quoted.end());
  for (const planted::bug& bug : planted::bugs()) {
    CAPTURE(bug.name);
    CHECK(told.contains(bug.name));
  }
}
