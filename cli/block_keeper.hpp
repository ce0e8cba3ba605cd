// Where the commit blocks of a run go: into memory, for the run store; and into a file, where the run has a
// folder.
#pragma once

#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "actors/run.hpp"

namespace drawdown::cli {

class block_keeper : public block_sink {
 public:
  // Keeps blocks in memory alone.
  block_keeper() = default;

  // From now on also appends each block to a new file.
  result<void> also_append_to(const std::string& path);

  result<void> write(std::span<const std::byte> block) override;

  // Ends the file; what could not be written is known now at the latest.
  result<void> close();

  std::span<const std::vector<std::byte>> blocks() const { return blocks_; }

 private:
  result<void> not_written() const;

  std::vector<std::vector<std::byte>> blocks_;
  std::ofstream file_;
  std::string path_;
};

}  // namespace drawdown::cli
