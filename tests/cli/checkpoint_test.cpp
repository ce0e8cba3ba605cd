// Runs that were killed go on from their latest checkpoint (docs/resume.md).
#include <filesystem>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/cli/killed_runs.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;

namespace {

std::vector<std::string> into(std::vector<std::string> words, const std::string& folder) {
  words.push_back(folder);
  return words;
}

// A run that keeps a checkpoint every day and was killed when one of so many parts of its blocks were
// written, and what it comes to undisturbed.
struct checkpointed_run {
  scratch_folder folder;
  std::string scenario = folder.path("usage.yaml");
  std::string run = folder.path("run");
  std::string checkpoint = run + "/checkpoint.bin";

  explicit checkpointed_run(const char* seed = "1", std::size_t part = 2) {
    REQUIRE(program({"generate", "usage", "--seed", seed, "--rows", "4000", "--accounts", "30", "--from",
                     "2026-01-01", "--to", "2026-05-01", "-q", "-o", folder.path("usage.csv"), "--scenario",
                     scenario})
                .code == 0);
    const std::vector<std::string> words = {"run", scenario, "--epoch", "day", "--checkpoint-every",
                                            "0",   "--out"};
    REQUIRE(program(into(words, folder.path("undisturbed"))).code == 0);
    const std::size_t size = content_of(folder.path("undisturbed/blocks.bin")).size();
    REQUIRE(kill_at(into(words, run), run, size / part));
    REQUIRE_FALSE(content_of(checkpoint).empty());
  }

  ended resume() const { return program({"run", "--resume", run}); }
  std::string difference() const {
    return first_difference(read_kept(folder.path("undisturbed")), read_kept(run));
  }
};

}  // namespace

TEST_CASE("A run that was killed goes on from its latest checkpoint, to the same bytes",
          "[R14.7][checkpoint]") {
  const checkpointed_run killed;
  const ended seen = killed.resume();
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK_THAT(seen.messages, Contains("it goes on at 2026-0") && Contains(", behind "));
  CHECK(seen.output == program({"run", killed.scenario, "--epoch", "day"}).output);
  CHECK(killed.difference() == "");  // of the files, too: no checkpoint is left
}

TEST_CASE("A damaged checkpoint is told with the byte, and the run is worked from its start",
          "[checkpoint]") {
  const checkpointed_run killed;
  std::string damaged = content_of(killed.checkpoint);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  put_content(killed.checkpoint, damaged);
  const ended seen = killed.resume();
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK_THAT(seen.messages,
             Contains("checkpoint.bin` is damaged and not used: a checksum is wrong at byte ") &&
                 Contains("worked again from its start"));
  CHECK(killed.difference() == "");
}

TEST_CASE("A checkpoint that the blocks do not come up to is not used", "[checkpoint]") {
  const checkpointed_run killed;
  const std::size_t few = block_offsets(killed.run).at(3);
  put_content(killed.run + "/blocks.bin", content_of(killed.run + "/blocks.bin").substr(0, few));
  const ended seen = killed.resume();
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK_THAT(seen.messages, Contains("and 3 were kept"));
  CHECK(killed.difference() == "");
}

TEST_CASE("A checkpoint of another run of the same customers is not used", "[checkpoint]") {
  const checkpointed_run killed;
  const checkpointed_run other("2", 4);
  put_content(killed.checkpoint, content_of(other.checkpoint));
  const ended seen = killed.resume();
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK_THAT(seen.messages, Contains("checkpoint.bin` is not used: it is of another run"));
  CHECK(killed.difference() == "");
}

TEST_CASE("A run that keeps totals has no checkpoint, and is worked from its start", "[checkpoint]") {
  const checkpointed_run made;
  const std::string totals = made.folder.path("totals");
  const std::vector<std::string> words = {"run",    made.scenario,        "--out", totals, "--keep",
                                          "totals", "--checkpoint-every", "0"};
  REQUIRE(killed_by_limit(words, 20'000));
  REQUIRE(std::filesystem::exists(totals + "/unfinished.json"));
  CHECK_FALSE(std::filesystem::exists(totals + "/checkpoint.bin"));
  const ended seen = program({"run", "--resume", totals});
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK_THAT(seen.messages, Contains("worked again from its start"));
}
