// Where the commit blocks of a run go: into memory, for the run store; and into a file, where the run has a
// folder. Of accounts whose transactions are not kept they are folded as they come, and forgotten.
#pragma once

#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actors/run.hpp"
#include "reports/store/run_fold.hpp"

namespace drawdown::cli {

class block_keeper : public block_sink {
 public:
  // Keeps blocks in memory alone.
  block_keeper() = default;

  // From now on also appends each block that is kept to a new file.
  result<void> also_append_to(const std::string& path);

  // From now on keeps the blocks of these accounts of the world alone, and folds those of the others. The
  // world is to outlive this.
  void keep_only(const world& in, std::vector<bool> accounts);

  result<void> write(std::span<const std::byte> block) override;

  // Ends the file; what could not be written is known now at the latest.
  result<void> close();

  std::span<const std::vector<std::byte>> blocks() const { return blocks_; }
  // The accounts that are not kept; null where all are.
  reports::run_fold* others() { return others_ ? &*others_ : nullptr; }

 private:
  result<void> not_written() const;

  std::vector<std::vector<std::byte>> blocks_;
  std::optional<reports::run_fold> others_;
  std::ofstream file_;
  std::string path_;
};

}  // namespace drawdown::cli
