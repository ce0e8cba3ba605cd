// The file that the latest checkpoint of a run is in while it runs, and from which it goes on after it was
// killed.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "actors/run.hpp"
#include "cli/block_keeper.hpp"
#include "engine/checkpoint/checkpoint.hpp"

namespace drawdown::cli {

// Writes one checkpoint in the place of another: whole, or not at all. It may be gone on from only with the
// blocks before it, so those are on the disk first.
class checkpoint_file : public checkpoint_sink {
 public:
  // One is due when `period` has gone by since the last, and ten times as long as that took to write.
  checkpoint_file(std::string path, std::chrono::seconds period, block_keeper& blocks);

  bool is_due() override;
  result<void> begin() override;
  result<void> write(std::span<const std::byte> part) override;
  result<void> finish() override;

 private:
  using clock = std::chrono::steady_clock;
  struct close_file {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string next_path() const { return path_ + ".next"; }
  tl::unexpected<error> unusable() const;

  std::string path_;
  std::chrono::seconds period_;
  block_keeper* blocks_;
  std::unique_ptr<std::FILE, close_file> next_;
  clock::time_point begun_ = clock::now();
  clock::time_point finished_ = clock::now();
};

// A checkpoint that was read, with the bytes that it refers to.
struct kept_checkpoint {
  std::unique_ptr<const std::string> bytes;
  checkpoint_view view;
};

// The one in that file; nothing where there is none. `corrupt` says at which byte it is damaged, `unreadable`
// that it can't be read.
result<std::optional<kept_checkpoint>> read_checkpoint(const std::string& path);

}  // namespace drawdown::cli
