// Every scenario of the field bugs: what it expects holds, and both ledgers agree on each step.
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/scenarios/holding.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> field_bugs() {
  auto files = scenarios_in(DRAWDOWN_SOURCE_DIR "/scenarios/field-bugs");
  REQUIRE(files.size() >= 59);
  return files;
}

}  // namespace

TEST_CASE("every scenario of the field bugs holds, on 1, 2 and 4 threads, fully verified",
          "[field_bugs][R14.7]") {
  for (const fs::path& file : field_bugs()) require_that_it_holds(file);
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
