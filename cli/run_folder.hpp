// The folder of a finished run: its commit blocks, its store, its results and its manifest.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "engine/units/error.hpp"

namespace drawdown::cli {

class run_folder {
 public:
  // Makes the folder, with those above it. Refused (`unreadable`): one that holds anything, a file of that
  // name.
  static result<run_folder> make(const std::filesystem::path& path);

  std::string blocks() const { return in("blocks.bin"); }
  std::string store() const { return in("run.sqlite"); }
  std::string results() const { return in("results.json"); }
  std::string manifest() const { return in("manifest.json"); }

 private:
  explicit run_folder(std::filesystem::path path) : path_(std::move(path)) {}
  std::string in(const char* name) const { return (path_ / name).string(); }
  std::filesystem::path path_;
};

}  // namespace drawdown::cli
