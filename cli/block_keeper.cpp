#include "cli/block_keeper.hpp"

namespace drawdown::cli {

result<void> block_keeper::also_append_to(const std::string& path) {
  return file_.create(path);
}

result<kept_blocks> block_keeper::also_go_on_in(const std::string& path) {
  return file_.go_on(path);
}

result<void> block_keeper::write(std::span<const std::byte> block) {
  if (file_.is_open())
    if (auto written = file_.append(block); !written) return written;
  blocks_.emplace_back(block.begin(), block.end());
  return {};
}

result<void> block_keeper::close() {
  return file_.finish();
}

}  // namespace drawdown::cli
