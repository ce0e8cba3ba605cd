// Whether files are still as they were read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace drawdown::cli {

// A file that is not as it was read.
struct file_change {
  std::string path;
  std::string hash;  // of what is in it now; empty: it can't be read
  friend bool operator==(const file_change&, const file_change&) = default;
};

class file_watch {
 public:
  // Watches a file whose content had this hash when it was read (`reports::xxh3_of`); empty: it could not be
  // read.
  void add(const std::string& path, const std::string& hash);

  // All that differs now, by path. A file is read again only where its time, size or place on the disk says
  // that it may differ, or where its time is so young that they might not say so.
  std::vector<file_change> changes();

  std::size_t size() const { return files_.size(); }

 private:
  struct mark {
    std::filesystem::file_time_type written;
    std::uintmax_t size = 0;
    std::uint64_t place = 0;  // inode
    friend bool operator==(const mark&, const mark&) = default;
  };
  struct known {
    std::string as_read;
    std::string now;
    std::optional<mark> seen;
  };
  static std::optional<mark> mark_of(const std::string& path);

  std::map<std::string, known> files_;
};

// Looks until something has changed and the next look sees the same, since whoever writes a file may need
// some time for it. `pause` is called between two looks; where it says false the answer is empty.
std::vector<file_change> wait_for_change(const std::function<std::vector<file_change>()>& look,
                                         const std::function<bool()>& pause);

}  // namespace drawdown::cli
