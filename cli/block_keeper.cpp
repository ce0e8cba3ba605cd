#include "cli/block_keeper.hpp"

#include <algorithm>
#include <utility>

#include "engine/record/block.hpp"

namespace drawdown::cli {

result<void> block_keeper::also_append_to(const std::string& path) {
  return file_.create(path);
}

result<kept_blocks> block_keeper::also_go_on_in(const std::string& path) {
  return file_.go_on(path);
}

void block_keeper::keep_only(const world& in, std::vector<bool> accounts) {
  others_.emplace(in, std::move(accounts));
}

result<void> block_keeper::write(std::span<const std::byte> block) {
  if (others_) {
    const auto view = record::block_view::open(block);
    if (!view) return tl::unexpected<error>(view.error());
    if (!others_->keeps(view->header().account)) return others_->add(block);
  }
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
