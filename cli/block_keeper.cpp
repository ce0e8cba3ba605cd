#include "cli/block_keeper.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/record/block.hpp"

namespace drawdown::cli {

result<void> block_keeper::also_append_to(const std::string& path) {
  path_ = path;
  file_.open(path, std::ios::binary | std::ios::app);
  return file_ ? result<void>() : not_written();
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
  blocks_.emplace_back(block.begin(), block.end());
  if (!file_.is_open()) return {};
  file_.write(reinterpret_cast<const char*>(block.data()), static_cast<std::streamsize>(block.size()));
  return file_ ? result<void>() : not_written();
}

result<void> block_keeper::close() {
  if (!file_.is_open()) return {};
  file_.close();
  return file_ ? result<void>() : not_written();
}

result<void> block_keeper::not_written() const {
  return fail(error_code::unreadable, fmt::format("`{}` can't be written", path_));
}

}  // namespace drawdown::cli
