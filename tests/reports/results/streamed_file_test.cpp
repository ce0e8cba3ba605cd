// Files that are written piece by piece, and what is in their place before.
#include "reports/results/streamed_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/results/file.hpp"

using namespace drawdown::reports;

namespace {

namespace files = std::filesystem;

// A folder that goes with the test.
struct folder {
  std::string root = (files::temp_directory_path() / "drawdown-files-XXXXXX").string();
  folder() { REQUIRE(::mkdtemp(root.data()) != nullptr); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() { files::remove_all(root); }
  std::string path(const char* name) const { return root + "/" + name; }
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("A file is there when all of it is, and what was there before stays until then") {
  const folder here;
  const std::string path = here.path("report.txt");
  REQUIRE(write_file(path, "before"));
  {
    streamed_file file(path);
    file.put("half of");
  }
  CHECK(content_of(path) == "before");
  REQUIRE(write_file(path, "after"));
  CHECK(content_of(path) == "after");
  CHECK(std::distance(files::directory_iterator(here.root), {}) == 1);
}

TEST_CASE("A file that is written again keeps its mode") {
  const folder here;
  const std::string path = here.path("report.txt");
  REQUIRE(write_file(path, "before"));
  files::permissions(path, files::perms::owner_read | files::perms::owner_write);
  REQUIRE(write_file(path, "after"));
  CHECK(files::status(path).permissions() == (files::perms::owner_read | files::perms::owner_write));
}

TEST_CASE("What a link points to is written, and the link stays one") {
  const folder here;
  REQUIRE(write_file(here.path("real.txt"), "before"));
  files::create_symlink("real.txt", here.path("link.txt"));
  REQUIRE(write_file(here.path("link.txt"), "after"));
  CHECK(files::is_symlink(here.path("link.txt")));
  CHECK(content_of(here.path("real.txt")) == "after");
}

TEST_CASE("A pipe takes what comes, and stays a pipe") {
  const folder here;
  const std::string path = here.path("pipe");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  REQUIRE(write_file(path, "a report"));
  std::string got(20, '\0');
  got.resize(static_cast<std::size_t>(std::max<::ssize_t>(0, ::read(reader, got.data(), got.size()))));
  ::close(reader);
  CHECK(got == "a report");
  CHECK(files::is_fifo(path));
}
