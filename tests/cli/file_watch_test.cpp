#include "cli/file_watch.hpp"

#include <chrono>
#include <filesystem>

#include <catch2/catch.hpp>

#include "reports/results/hash.hpp"
#include "tests/cli/support.hpp"

using namespace drawdown::cli;
using drawdown::cli_test::scratch_folder;
using drawdown::reports::xxh3_of;

namespace {

using changes = std::vector<file_change>;

}  // namespace

TEST_CASE("A file is unchanged while it holds what was read, even if it was written again") {
  const scratch_folder scratch;
  const std::string path = scratch.write("a.yaml", "one");
  file_watch watch;
  watch.add(path, xxh3_of("one"));
  CHECK(watch.changes().empty());
  scratch.write("a.yaml", "one");
  CHECK(watch.changes().empty());
}

TEST_CASE("A file that was changed between reading and the first look is seen") {
  const scratch_folder scratch;
  const std::string path = scratch.write("a.yaml", "two");
  file_watch watch;
  watch.add(path, xxh3_of("one"));
  CHECK(watch.changes() == changes{{path, xxh3_of("two")}});
}

TEST_CASE("A change of the same size within one tick of the clock is seen") {
  const scratch_folder scratch;
  const std::string path = scratch.write("a.yaml", "one");
  file_watch watch;
  watch.add(path, xxh3_of("one"));
  CHECK(watch.changes().empty());
  const auto written = std::filesystem::last_write_time(path);
  scratch.write("a.yaml", "two");
  std::filesystem::last_write_time(path, written);
  CHECK(watch.changes() == changes{{path, xxh3_of("two")}});
}

TEST_CASE("An old file is looked into only once its time or size say so") {
  const scratch_folder scratch;
  const std::string path = scratch.write("a.yaml", "one");
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  std::filesystem::last_write_time(path, long_ago);
  file_watch watch;
  watch.add(path, xxh3_of("one"));
  CHECK(watch.changes().empty());
  scratch.write("a.yaml", "two");
  std::filesystem::last_write_time(path, long_ago);
  CHECK(watch.changes().empty());
  std::filesystem::last_write_time(path, long_ago + std::chrono::seconds(1));
  CHECK(watch.changes().size() == 1);
}

TEST_CASE("A file that goes, comes back changed, or comes back as it was, is told so") {
  const scratch_folder scratch;
  const std::string path = scratch.write("a.yaml", "one");
  file_watch watch;
  watch.add(path, xxh3_of("one"));
  std::filesystem::remove(path);
  CHECK(watch.changes() == changes{{path, ""}});
  scratch.write("a.yaml", "two");
  CHECK(watch.changes() == changes{{path, xxh3_of("two")}});
  scratch.write("a.yaml", "one");
  CHECK(watch.changes().empty());
}

TEST_CASE("A file that could not be read is waited for") {
  const scratch_folder scratch;
  file_watch watch;
  watch.add(scratch.path("later.yaml"), "");
  CHECK(watch.changes().empty());
  scratch.write("later.yaml", "one");
  CHECK(watch.changes().size() == 1);
}

TEST_CASE("A change counts when two looks see the same, so that nothing is read half written") {
  const std::vector<changes> script = {
      {}, {}, {{"a", ""}}, {{"a", "half"}}, {{"a", "whole"}}, {{"a", "whole"}}, {{"a", "later"}}};
  std::size_t at = 0;
  std::size_t pauses = 0;
  const changes found = wait_for_change([&] { return script.at(at++); },
                                        [&] {
                                          ++pauses;
                                          return true;
                                        });
  CHECK(found == changes{{"a", "whole"}});
  CHECK(at == 6);
  CHECK(pauses == 5);
}

TEST_CASE("A change that is taken back at once is none") {
  const std::vector<changes> script = {{}, {{"a", "x"}}, {}, {}, {}};
  std::size_t at = 0;
  const changes found = wait_for_change([&] { return script.at(at++); }, [&] { return at < script.size(); });
  CHECK(found.empty());
}
