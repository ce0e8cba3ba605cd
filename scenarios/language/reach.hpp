// Which files a scenario may name: it was perhaps written by somebody else, and reads no more than it needs.
#pragma once

#include <filesystem>
#include <string>

#include "engine/units/error.hpp"

namespace drawdown::language {

// From where a scenario names files, and below which folder they lie. All its files are judged alike, those
// with an absolute path too; what whoever runs it names on the command line is not judged.
class reach {
 public:
  // Of the scenario at `scenario`. Files lie below `root`; where that is empty, below the folder above the
  // one that the scenario lies in. What comes through a pipe (`/dev/stdin`) lies in the working folder.
  reach(const std::string& scenario, const std::string& root);

  // A file that the scenario names, as it is found from the working folder.
  std::string path_of(const std::string& named) const;

  // Whether that file may be opened, all links resolved; it is not opened for that. A file that is not there
  // may: whoever opens it says so. Errors: `out_of_range` of one that lies elsewhere, with where that is;
  // `unreadable`, with the reason in words, of what is there and no regular file, or can't be looked at.
  result<void> check(const std::string& path) const;

 private:
  std::filesystem::path folder_;  // from which names are looked for
  std::filesystem::path root_;    // canonical
};

}  // namespace drawdown::language
