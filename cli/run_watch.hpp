// --watch: what a run was made from, and the wait until that is something else.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "cli/file_watch.hpp"
#include "cli/scenario_run.hpp"

namespace drawdown::cli {

class run_watch {
 public:
  // `words` and `root` as on the command line, and what came of the files that they named.
  run_watch(std::vector<std::string> words, std::string root, const std::vector<scenario_report>& reports);

  std::size_t files() const { return files_.size(); }

  // Waits until a file that was read has changed, one that was missing is there, or a folder holds other
  // scenarios than before. Empty where `interrupted` was set meanwhile.
  std::vector<file_change> wait(const std::atomic<bool>& interrupted);

 private:
  struct source {
    std::string file;
    std::vector<reports::input_hash> inputs;
  };
  std::vector<file_change> look();
  void look_around();

  std::vector<std::string> words_;
  std::string root_;
  file_watch files_;
  std::vector<source> scenarios_;
  std::vector<source> incomplete_;     // those of which a file could not be read: nobody knows which ones
  std::vector<file_change> appeared_;  // when somebody last looked around
  unsigned looks_ = 0;
};

// "14:03:22  shop.yaml changed, burn-down.yaml is gone"
std::string change_text(const std::vector<file_change>& changes);

}  // namespace drawdown::cli
