// The file of the latest checkpoint: when one is due, and that it is there whole or not at all.
#include "cli/checkpoint_file.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown;
using namespace drawdown::cli;
using namespace drawdown::cli_test;
using Catch::Matchers::Contains;

namespace {

namespace files = std::filesystem;

// A folder with the blocks of a run and, in the end, its checkpoint.
struct kept_folder {
  scratch_folder folder;
  std::string path = folder.path("checkpoint.bin");
  block_keeper blocks;

  kept_folder() { REQUIRE(blocks.also_append_to(folder.path("blocks.bin"))); }
};

record::bytes header_of(std::uint32_t epoch) {
  checkpoint_header header;
  header.epoch = epoch;
  return header_part(header);
}

void keep(checkpoint_file& file, std::uint32_t epoch) {
  REQUIRE(file.begin());
  REQUIRE(file.write(header_of(epoch)));
  REQUIRE(file.write(end_part()));
  REQUIRE(file.finish());
}

}  // namespace

TEST_CASE("A checkpoint is due after every epoch, or when its time has come", "[checkpoint]") {
  kept_folder in;
  CHECK(checkpoint_file(in.path, std::chrono::seconds(0), in.blocks).is_due());
  CHECK_FALSE(checkpoint_file(in.path, std::chrono::hours(24), in.blocks).is_due());
}

TEST_CASE("The latest checkpoint is there, whole, and nothing beside it", "[checkpoint]") {
  kept_folder in;
  checkpoint_file file(in.path, std::chrono::seconds(0), in.blocks);
  for (const std::uint32_t epoch : {1U, 2U}) {
    keep(file, epoch);
    const auto kept = read_checkpoint(in.path);
    REQUIRE(kept);
    REQUIRE(kept->has_value());
    CHECK((*kept)->view.header.epoch == epoch);
    CHECK_FALSE(files::exists(in.path + ".next"));
  }
}

TEST_CASE("A checkpoint that was begun and never finished leaves the one before", "[checkpoint]") {
  kept_folder in;
  checkpoint_file file(in.path, std::chrono::seconds(0), in.blocks);
  keep(file, 1);
  REQUIRE(file.begin());
  REQUIRE(file.write(header_of(2)));
  const auto kept = read_checkpoint(in.path);
  REQUIRE(kept);
  REQUIRE(kept->has_value());
  CHECK((*kept)->view.header.epoch == 1);
}

TEST_CASE("Where no checkpoint can be written, the message names the file", "[checkpoint]") {
  kept_folder in;
  checkpoint_file file(in.folder.path("nowhere/checkpoint.bin"), std::chrono::seconds(0), in.blocks);
  const auto begun = file.begin();
  REQUIRE_FALSE(begun);
  CHECK(begun.error().code == error_code::unreadable);
  CHECK_THAT(begun.error().message, Contains("nowhere/checkpoint.bin.next` can't be written"));
}

TEST_CASE("No checkpoint is none, and a folder in its place can't be read", "[checkpoint]") {
  const scratch_folder folder;
  const auto none = read_checkpoint(folder.path("checkpoint.bin"));
  REQUIRE(none);
  CHECK_FALSE(none->has_value());
  files::create_directory(folder.path("checkpoint.bin"));
  CHECK_FALSE(read_checkpoint(folder.path("checkpoint.bin")));
}
