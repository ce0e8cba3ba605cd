// The file that the commit blocks of a run are written into while it runs. What is in it survives the
// program, and the run goes on from there.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/record/block.hpp"
#include "engine/units/error.hpp"

namespace drawdown::cli {

// What a run that was killed left in its file.
struct kept_blocks {
  std::size_t count = 0;
  std::size_t bytes = 0;       // of the whole blocks
  std::size_t torn_bytes = 0;  // behind them, that were cut off
  std::string torn;            // why they are no block
};

// Blocks are handed to the operating system at the end of each epoch, and to the disk once a second at most.
// While one lives, nobody else can open its file.
class segment_file {
 public:
  segment_file() = default;
  segment_file(const segment_file&) = delete;
  segment_file& operator=(const segment_file&) = delete;
  ~segment_file();

  // Makes the file, which is not there yet. `unreadable` where it can't be made.
  result<void> create(const std::string& path);

  // Opens the file of a run that was killed, and cuts a torn tail; where there is none, makes it. From then
  // on blocks that are in the file already are expected to come again. `unreadable`: a run still writes it; a
  // block before the last is broken, with its offset; it can't be read or cut.
  result<kept_blocks> go_on(const std::string& path);

  bool is_open() const { return file_ >= 0; }

  // Puts a block behind the others; one that is in the file already is held against what is there.
  // `unreadable` where it can't be written, `conflict` where it is another than before. Who refused one
  // refuses all that follow, with the same words.
  result<void> append(std::span<const std::byte> block);

  // Hands all blocks to the operating system. The file stays closed to others.
  result<void> finish();

  // The blocks of the run that was killed, as they lie in the file.
  std::span<const std::span<const std::byte>> kept() const { return kept_blocks_; }

  // Hands all blocks to the operating system, and that to the disk.
  result<void> flush();

  // How many blocks of the run that was killed have not come again.
  std::size_t still_expected() const { return expected_count_; }

  // What was said of one that came and is another than before; null where none did.
  const error* conflict() const {
    return refused_ && refused_->code == error_code::conflict ? &*refused_ : nullptr;
  }

 private:
  // A block that is in the file, by account and epoch.
  struct expected_block {
    account_index account = 0;
    std::uint32_t epoch = 0;
    std::span<const std::byte> bytes;
    bool has_come = false;
  };

  result<void> lock();
  result<void> read_kept();
  result<void> expect(std::span<const std::span<const std::byte>> blocks);
  expected_block* find_expected(const record::block_header& header);
  result<void> take(std::span<const std::byte> block);
  result<void> write_out();
  result<void> to_disk();
  tl::unexpected<error> unusable(std::string_view what) const;

  int file_ = -1;
  std::string path_;
  record::bytes buffer_;     // not handed to the operating system yet
  std::uint32_t epoch_ = 0;  // of the last block
  std::chrono::steady_clock::time_point on_disk_at_ = std::chrono::steady_clock::now();
  record::bytes kept_;  // all of the file as it was found; what follows refers to it
  std::vector<std::span<const std::byte>> kept_blocks_;
  std::vector<expected_block> expected_;
  std::size_t expected_count_ = 0;
  std::optional<error> refused_;  // why a block was not taken; nothing is written from then on
};

}  // namespace drawdown::cli
