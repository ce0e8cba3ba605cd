// Where the commit blocks of a run go: into memory, for the run store; and into a file, where the run has a
// folder. Of accounts whose transactions are not kept they are folded as they come, and forgotten.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actors/run.hpp"
#include "cli/segment_file.hpp"
#include "reports/store/run_fold.hpp"

namespace drawdown::cli {

class block_keeper : public block_sink {
 public:
  // Keeps blocks in memory alone.
  block_keeper() = default;

  // From now on also appends each block that is kept to a new file.
  result<void> also_append_to(const std::string& path);

  // From now on also appends each block to the file of a run that was killed, as `segment_file` does.
  result<kept_blocks> also_go_on_in(const std::string& path);

  // From now on keeps the blocks of these accounts of the world alone, and folds those of the others. The
  // world is to outlive this.
  void keep_only(const world& in, std::vector<bool> accounts);

  result<void> write(std::span<const std::byte> block) override;

  // The blocks of the run that was killed, in the order in which it committed them.
  std::span<const std::span<const std::byte>> kept_before() const { return file_.kept(); }

  // What was handed in is on the disk when it returns.
  result<void> to_disk() { return file_.flush(); }

  // Writes what is left into the file; what could not be written is known now at the latest. The file stays
  // closed to others.
  result<void> close();

  // How many blocks of a run that was killed have not come again.
  std::size_t still_expected() const { return file_.still_expected(); }

  // What was said of one of them that came out as another; null where none did.
  const error* conflict() const { return file_.conflict(); }

  std::span<const std::vector<std::byte>> blocks() const { return blocks_; }
  // The accounts that are not kept; null where all are.
  reports::run_fold* others() { return others_ ? &*others_ : nullptr; }

 private:
  std::vector<std::vector<std::byte>> blocks_;
  std::optional<reports::run_fold> others_;
  segment_file file_;
};

}  // namespace drawdown::cli
