// Files for readers that take the names of files.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "tests/fuzz/promise.hpp"

namespace drawdown::fuzz {

// A folder in memory where the system has such a place, which goes with the program.
class scratch {
 public:
  scratch() {
    std::error_code none;
    const std::filesystem::path memory = "/dev/shm";
    const bool is_there = std::filesystem::is_directory(memory, none);
    std::string pattern =
        ((is_there ? memory : std::filesystem::temp_directory_path()) / "drawdown-fuzz-XXXXXX").string();
    promise(::mkdtemp(pattern.data()) != nullptr, "a folder for files can be made");
    root_ = pattern;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  const std::filesystem::path& root() const { return root_; }
  std::string path(std::string_view name) const { return (root_ / name).string(); }

  // Writes a file, whatever was there before, and gives its path.
  std::string write(std::string_view name, std::string_view bytes) const {
    std::string file = path(name);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    return file;
  }

 private:
  std::filesystem::path root_;
};

// All bytes of a file.
inline std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace drawdown::fuzz
