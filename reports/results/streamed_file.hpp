// A file that is written piece by piece, and is there when all of it is.
#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown::reports {

// Writes to a file beside `path`, which is renamed in the end and removed where there is none: it keeps the
// mode of a file that was there. Where `path` is a link, what it points to is written; a device or a pipe
// takes what comes as it comes.
class streamed_file {
 public:
  explicit streamed_file(std::string path);
  streamed_file(const streamed_file&) = delete;
  streamed_file& operator=(const streamed_file&) = delete;
  ~streamed_file();

  void put(std::string_view text);
  // Whether all went well until now.
  bool is_good() const { return out_.good(); }

  // Gives the file its name. `unreadable` where anything could not be written.
  result<void> finish();

 private:
  std::string path_;
  bool is_file_;      // or becomes one
  std::string part_;  // what is written
  std::ofstream out_;
  bool is_done_ = false;
};

}  // namespace drawdown::reports
