#include "cli/block_keeper.hpp"

#include <algorithm>
#include <utility>

namespace drawdown::cli {

result<void> block_keeper::also_append_to(const std::string& path) {
  return file_.create(path);
}

result<kept_blocks> block_keeper::also_go_on_in(const std::string& path) {
  return file_.go_on(path);
}

result<void> block_keeper::write(std::span<const std::byte> block) {
  // What can throw does so before anything is kept: whoever hears it hands in the block again.
  std::vector<std::byte> copy(block.begin(), block.end());
  if (blocks_.size() == blocks_.capacity()) blocks_.reserve(std::max(std::size_t{64}, 2 * blocks_.size()));
  if (file_.is_open())
    if (auto written = file_.append(block); !written) return written;
  blocks_.push_back(std::move(copy));
  return {};
}

result<void> block_keeper::close() {
  return file_.finish();
}

}  // namespace drawdown::cli
