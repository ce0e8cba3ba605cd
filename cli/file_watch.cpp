#include "cli/file_watch.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <system_error>

#include <sys/stat.h>

#include "reports/results/hash.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// Within one tick of the file system's clock two writes have the same time.
constexpr auto young = std::chrono::seconds(2);

std::string hash_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return "";
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  return reports::xxh3_of(content);
}

}  // namespace

std::optional<file_watch::mark> file_watch::mark_of(const std::string& path) {
  std::error_code failure;
  struct stat found {};
  if (!files::is_regular_file(path, failure) || ::stat(path.c_str(), &found) != 0) return {};
  const auto written = files::last_write_time(path, failure);
  if (failure) return {};
  return mark{written, static_cast<std::uintmax_t>(found.st_size), found.st_ino};
}

void file_watch::add(const std::string& path, const std::string& hash) {
  files_[path] = {hash, hash, {}};
}

std::vector<file_change> file_watch::changes() {
  std::vector<file_change> found;
  const auto now = files::file_time_type::clock::now();
  for (auto& [path, file] : files_) {
    const std::optional<mark> seen = mark_of(path);
    if (!seen)
      file.now.clear();
    else if (seen != file.seen || now - seen->written < young)
      file.now = hash_of(path);
    file.seen = seen;
    if (file.now != file.as_read) found.push_back({path, file.now});
  }
  return found;
}

std::vector<file_change> wait_for_change(const std::function<std::vector<file_change>()>& look,
                                         const std::function<bool()>& pause) {
  std::vector<file_change> before;
  while (true) {
    std::vector<file_change> now = look();
    if (!now.empty() && now == before) return now;
    before = std::move(now);
    if (!pause()) return {};
  }
}

}  // namespace drawdown::cli
