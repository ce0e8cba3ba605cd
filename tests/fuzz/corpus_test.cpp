// Every input of the corpus is read as the fuzzers read it: what they found stays found.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/fuzz/targets.hpp"

using namespace drawdown;

namespace {

// All files of a folder by name; each target has one.
std::vector<std::string> inputs_of(const std::string& folder) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) found.push_back(entry.path().string());
  std::ranges::sort(found);
  return found;
}

void give_all(const std::string& target, void (*to)(std::string_view)) {
  const auto inputs = inputs_of(DRAWDOWN_SOURCE_DIR "/tests/fuzz/corpus/" + target);
  REQUIRE(inputs.size() >= 2);
  for (const std::string& path : inputs) {
    INFO(path);
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    to(bytes);
    for (const std::size_t cut : {bytes.size() / 2, bytes.size() - std::min<std::size_t>(1, bytes.size())})
      to(std::string_view(bytes).substr(0, cut));
  }
}

}  // namespace

TEST_CASE("Scenarios of the corpus are read, and what loads runs") {
  give_all("scenario", fuzz::scenario);
}
TEST_CASE("Catalogs and tables of the corpus are read") {
  give_all("named_files", fuzz::named_files);
}
TEST_CASE("Populations of the corpus are read") {
  give_all("population", fuzz::population);
}
TEST_CASE("Usage files of the corpus are read") {
  give_all("usage_rows", fuzz::usage_rows);
}
TEST_CASE("Single values of the corpus are read") {
  give_all("values", fuzz::values);
}
TEST_CASE("Commit blocks of the corpus are read") {
  give_all("commit_blocks", fuzz::commit_blocks);
}
TEST_CASE("Blocks of the corpus are gone on with, as those of a run that was killed") {
  give_all("segment_file", fuzz::segment_file);
}
TEST_CASE("Checkpoints of the corpus are gone on from, as those of a run that was killed") {
  give_all("checkpoint", fuzz::checkpoint);
}
TEST_CASE("What runs of the corpus were begun with is read") {
  give_all("unfinished_run", fuzz::unfinished_run);
}
TEST_CASE("Files of the corpus that runs and comparisons left are read") {
  give_all("kept_files", fuzz::kept_files);
}
TEST_CASE("Measurements of the corpus are read") {
  give_all("measurements", fuzz::measurements);
}
TEST_CASE("Run stores that were changed as the corpus says are reported, or refused") {
  give_all("kept_store", fuzz::kept_store);
}
TEST_CASE("Questions of the corpus are answered, or refused") {
  give_all("question", fuzz::question);
}
