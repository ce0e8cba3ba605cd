// The file of commit blocks: written, cut short, gone on with.
#include "cli/segment_file.hpp"

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <sys/resource.h>

#include "cli/resumption.hpp"
#include "tests/cli/killed_runs.hpp"
#include "tests/engine/record/blocks.hpp"

using namespace drawdown;
using namespace drawdown::cli;
using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using test::block_of;
using test::usage_with;

namespace {

std::string text_of(const record::bytes& block) {
  return {reinterpret_cast<const char*>(block.data()), block.size()};
}

// A file that three accounts have written an epoch each into, and what is in it.
struct written_file {
  scratch_folder folder;
  std::string path = folder.path("blocks.bin");
  std::vector<record::bytes> blocks{block_of({usage_with(1)}, 1), block_of({usage_with(2)}, 2),
                                    block_of({usage_with(3)}, 3)};

  written_file() {
    segment_file file;
    REQUIRE(file.create(path));
    for (const auto& block : blocks) REQUIRE(file.append(block));
    REQUIRE(file.finish());
  }

  std::string whole() const { return text_of(blocks[0]) + text_of(blocks[1]) + text_of(blocks[2]); }
};

// As long as it lives, no file of this process becomes longer.
class largest_file {
 public:
  explicit largest_file(std::size_t bytes) : told_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const ::rlimit limit{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  largest_file(const largest_file&) = delete;
  largest_file& operator=(const largest_file&) = delete;
  ~largest_file() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, told_);
  }

 private:
  ::rlimit before_{};
  void (*told_)(int);
};

}  // namespace

TEST_CASE("Blocks stand in their file one behind the other, and a file that is there is not made anew") {
  const written_file written;
  CHECK(content_of(written.path) == written.whole());
  segment_file again;
  CHECK_FALSE(again.create(written.path));
  CHECK(content_of(written.path) == written.whole());
}

TEST_CASE("A file that goes on keeps what is whole, and takes further blocks behind it in any order") {
  const written_file written;
  const std::size_t cut = written.whole().size() - 10;
  put_content(written.path, written.whole().substr(0, cut));
  segment_file file;
  const auto kept = file.go_on(written.path);
  REQUIRE(kept);
  CHECK(kept->count == 2);
  CHECK(kept->torn_bytes == written.blocks[2].size() - 10);
  CHECK(kept->bytes + kept->torn_bytes == cut);
  CHECK_FALSE(kept->torn.empty());
  CHECK(content_of(written.path) == text_of(written.blocks[0]) + text_of(written.blocks[1]));
  CHECK(file.still_expected() == 2);
  for (const unsigned i : {2U, 1U, 0U}) REQUIRE(file.append(written.blocks[i]));
  REQUIRE(file.finish());
  CHECK(file.still_expected() == 0);
  CHECK(file.conflict() == nullptr);
  CHECK(content_of(written.path) == written.whole());
}

TEST_CASE("A block that comes twice, or comes out otherwise, is told with its offset") {
  const written_file written;
  for (const bool is_second : {true, false}) {
    segment_file file;
    REQUIRE(file.go_on(written.path));
    record::bytes other = block_of({usage_with(4)}, 2);
    if (is_second) {
      REQUIRE(file.append(written.blocks[1]));
      other = written.blocks[1];
    }
    const auto refused = file.append(other);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message,
               Contains("(at byte " + std::to_string(written.blocks[0].size()) + ")"));
    REQUIRE(file.conflict() != nullptr);
    INFO("what comes after it changes nothing of that");
    CHECK_FALSE(file.append(written.blocks[2]));
    REQUIRE_FALSE(file.finish());
    CHECK(file.conflict()->message == refused.error().message);
  }
}

TEST_CASE("A file that could be written in part alone is closed to what follows, and can be gone on with") {
  const scratch_folder folder;
  const std::string path = folder.path("blocks.bin");
  const std::vector<record::bytes> blocks{block_of({usage_with(1)}, 1), block_of({usage_with(2)}, 2),
                                          block_of({usage_with(3)}, 3)};
  {
    segment_file file;
    REQUIRE(file.create(path));
    REQUIRE(file.append(blocks[0]));
    {
      const largest_file limit(blocks[0].size() + 10);
      REQUIRE(file.append(blocks[1]));
      const auto refused = file.finish();
      REQUIRE_FALSE(refused);
      CHECK_THAT(refused.error().message, Contains("can't be written"));
    }
    INFO("there is room again, but what was lost of the second block would lie before the third");
    CHECK_FALSE(file.append(blocks[2]));
    CHECK_FALSE(file.finish());
    CHECK(file.conflict() == nullptr);
  }
  CHECK(content_of(path) == (text_of(blocks[0]) + text_of(blocks[1])).substr(0, blocks[0].size() + 10));
  segment_file again;
  const auto kept = again.go_on(path);
  REQUIRE(kept);
  CHECK(kept->count == 1);
  CHECK(kept->torn_bytes == 10);
}

TEST_CASE("An epoch of an account that is in the file twice is damage") {
  const written_file written;
  put_content(written.path, written.whole() + text_of(written.blocks[0]));
  segment_file file;
  const auto kept = file.go_on(written.path);
  REQUIRE_FALSE(kept);
  CHECK_THAT(kept.error().message,
             Contains("twice (at byte " + std::to_string(written.whole().size()) + ")"));
}

TEST_CASE("Two cannot write the same file, as long as both live") {
  const written_file written;
  {
    segment_file one;
    REQUIRE(one.go_on(written.path));
    segment_file other;
    const auto refused = other.go_on(written.path);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Contains("is still going on"));
  }
  segment_file after;
  CHECK(after.go_on(written.path));
}

TEST_CASE("A resumed run that stops before it has come to where it was killed says why") {
  const written_file written;
  block_keeper blocks;
  REQUIRE(blocks.also_go_on_in(written.path));
  run_outcome outcome;
  outcome.interrupted = true;
  REQUIRE(stopped_short(outcome, blocks));
  CHECK(stopped_short(outcome, blocks)->code == exit_code::interrupted);
  CHECK_THAT(stopped_short(outcome, blocks)->message, Contains("it can be resumed again"));
  outcome.defect = "an account died";
  CHECK(stopped_short(outcome, blocks)->code == exit_code::defect);
  outcome = {};
  CHECK(stopped_short(outcome, blocks)->code == exit_code::ledgers_disagree);
  for (const auto& block : written.blocks) REQUIRE(blocks.write(block));
  CHECK_FALSE(stopped_short(outcome, blocks));
  CHECK(blocks.blocks().size() == 3);
}
