// The folder of a finished run: its commit blocks, its store, its results and its manifest. While it runs,
// there are the blocks, and what it was begun with.
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

  // The folder of a run that was kept, or was begun and never finished. `unreadable` where it is neither,
  // with the unfinished runs below it; or where one of its files is a link, or no file.
  static result<run_folder> find(const std::filesystem::path& path);

  // Whether the run is over: the manifest is written last, and then what it was begun with is removed.
  bool is_finished() const;

  // Removes what an end in the middle of writing results has left: all but the blocks, and what the run was
  // begun with. `unreadable` where that can't be done.
  result<void> remove_results() const;

  // Removes what the run was begun with, and its checkpoint, when it is over. `unreadable` where that can't
  // be done.
  result<void> finish() const;

  std::string blocks() const { return in("blocks.bin"); }
  std::string store() const { return in("run.sqlite"); }
  std::string results() const { return in("results.json"); }
  std::string manifest() const { return in("manifest.json"); }
  std::string unfinished() const { return in("unfinished.json"); }
  std::string checkpoint() const { return in("checkpoint.bin"); }

 private:
  explicit run_folder(std::filesystem::path path) : path_(std::move(path)) {}
  result<void> check_files() const;
  std::string in(const char* name) const { return (path_ / name).string(); }
  std::filesystem::path path_;
};

}  // namespace drawdown::cli
