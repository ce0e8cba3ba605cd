#include "cli/out_folders.hpp"

#include <catch2/catch.hpp>

using namespace drawdown::cli;

namespace {

std::vector<std::string> names(const std::vector<std::string>& scenarios) {
  const auto folders = folders_in("out", scenarios);
  REQUIRE(folders);
  std::vector<std::string> names;
  for (const auto& folder : *folders) names.push_back(folder.string());
  return names;
}

}  // namespace

TEST_CASE("Each of several runs is kept in a folder that is called like its file") {
  CHECK(names({"a/first.yaml", "b/second.yaml"}) == std::vector<std::string>{"out/first", "out/second"});
}

TEST_CASE("Files of one name are told apart by the folders above them, as many as it takes") {
  CHECK(names({"/a/x.yaml", "/b/x.yaml", "/b/y.yaml"}) ==
        std::vector<std::string>{"out/a-x", "out/b-x", "out/y"});
  CHECK(names({"/1/a/x.yaml", "/2/a/x.yaml", "/2/b/x.yaml"}) ==
        std::vector<std::string>{"out/1-a-x", "out/2-a-x", "out/b-x"});
}

TEST_CASE("A name that was made of folders is not that of another file") {
  CHECK(names({"/a/x.yaml", "/b/x.yaml", "/c/a-x.yaml"}) ==
        std::vector<std::string>{"out/a-x", "out/b-x", "out/c-a-x"});
}

TEST_CASE("A file that is named twice can't be kept twice") {
  const auto folders = folders_in("out", {"a/x.yaml", "a/../a/x.yaml"});
  REQUIRE_FALSE(folders);
  CHECK_THAT(folders.error().message, Catch::Matchers::Contains("would both be kept"));
}
