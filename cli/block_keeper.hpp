// Where the commit blocks of a run go: into memory, for the run store; and into a file, where the run has a
// folder.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "actors/run.hpp"
#include "cli/segment_file.hpp"

namespace drawdown::cli {

class block_keeper : public block_sink {
 public:
  // Keeps blocks in memory alone.
  block_keeper() = default;

  // From now on also appends each block to a new file.
  result<void> also_append_to(const std::string& path);

  // From now on also appends each block to the file of a run that was killed, as `segment_file` does.
  result<kept_blocks> also_go_on_in(const std::string& path);

  result<void> write(std::span<const std::byte> block) override;

  // Writes what is left into the file; what could not be written is known now at the latest. The file stays
  // closed to others.
  result<void> close();

  // How many blocks of a run that was killed have not come again.
  std::size_t still_expected() const { return file_.still_expected(); }

  // Whether one of them came out as another.
  bool differs() const { return file_.differs(); }

  std::span<const std::vector<std::byte>> blocks() const { return blocks_; }

 private:
  std::vector<std::vector<std::byte>> blocks_;
  segment_file file_;
};

}  // namespace drawdown::cli
