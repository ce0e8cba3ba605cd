#include "cli/checkpoint_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace drawdown::cli {

namespace {

// No more than one part in so many of the time goes into checkpoints.
constexpr int parts_of_time = 10;

}  // namespace

checkpoint_file::checkpoint_file(std::string path, std::chrono::seconds period, block_keeper& blocks)
    : path_(std::move(path)), period_(period), blocks_(&blocks) {}

bool checkpoint_file::is_due() {
  const auto since = clock::now() - finished_;
  if (period_ == std::chrono::seconds::zero()) return true;
  return since >= period_ && since >= parts_of_time * (finished_ - begun_);
}

tl::unexpected<error> checkpoint_file::unusable() const {
  return fail(
      error_code::unreadable,
      fmt::format("`{}` can't be written: {}", next_path(),
                  std::strerror(errno)));  // NOLINT(concurrency-mt-unsafe): the text of a known number
}

result<void> checkpoint_file::begin() {
  begun_ = clock::now();
  if (auto written = blocks_->to_disk(); !written) return written;
  next_.reset(std::fopen(next_path().c_str(), "wb"));
  if (next_ == nullptr) return unusable();
  return {};
}

result<void> checkpoint_file::write(std::span<const std::byte> part) {
  if (std::fwrite(part.data(), 1, part.size(), next_.get()) != part.size()) return unusable();
  return {};
}

// What is no file has no disk.
result<void> checkpoint_file::finish() {
  if (std::fflush(next_.get()) != 0) return unusable();
  if (::fdatasync(::fileno(next_.get())) != 0 && errno != EINVAL && errno != EROFS) return unusable();
  if (std::fclose(next_.release()) != 0) return unusable();
  if (std::rename(next_path().c_str(), path_.c_str()) != 0) return unusable();
  finished_ = clock::now();
  return {};
}

result<std::optional<kept_checkpoint>> read_checkpoint(const std::string& path) {
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) return std::optional<kept_checkpoint>();
  const auto size = std::filesystem::file_size(path, failure);
  std::FILE* const file = failure ? nullptr : std::fopen(path.c_str(), "rb");
  if (file == nullptr) return fail(error_code::unreadable, fmt::format("`{}` can't be read", path));
  auto bytes = std::make_unique<std::string>(size, '\0');
  const std::size_t got = std::fread(bytes->data(), 1, bytes->size(), file);
  std::fclose(file);
  if (got != size) return fail(error_code::unreadable, fmt::format("`{}` can't be read", path));
  auto view = open_checkpoint(std::as_bytes(std::span(*bytes)));
  if (!view) return tl::unexpected(view.error());
  return kept_checkpoint{std::move(bytes), std::move(*view)};
}

}  // namespace drawdown::cli
