#include "reports/results/streamed_file.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace drawdown::reports {

namespace files = std::filesystem;

namespace {

// What a link leads to.
std::string without_links(std::string path) {
  std::error_code failure;
  if (!files::is_symlink(path, failure) || !files::is_regular_file(path, failure)) return path;
  const files::path found = files::canonical(path, failure);
  return failure ? path : found.string();
}

bool is_or_becomes_file(const std::string& path) {
  std::error_code failure;
  return !files::is_other(path, failure);
}

}  // namespace

streamed_file::streamed_file(std::string path)
    : path_(without_links(std::move(path))),
      is_file_(is_or_becomes_file(path_)),
      part_(is_file_ ? path_ + ".part" : path_),
      out_(part_, std::ios::binary | std::ios::trunc) {}

streamed_file::~streamed_file() {
  if (is_done_ || !is_file_) return;
  out_.close();
  std::error_code ignored;
  files::remove(part_, ignored);
}

void streamed_file::put(std::string_view text) {
  out_.write(text.data(), static_cast<std::streamsize>(text.size()));
}

result<void> streamed_file::finish() {
  out_.close();
  std::error_code failure;
  if (out_ && is_file_) {
    std::error_code is_new;
    const files::file_status before = files::status(path_, is_new);
    if (files::is_regular_file(before)) files::permissions(part_, before.permissions(), is_new);
    files::rename(part_, path_, failure);
  }
  is_done_ = out_ && !failure;
  if (is_done_) return {};
  return fail(error_code::unreadable, fmt::format("`{}` can't be written{}{}", path_, failure ? ": " : "",
                                                  failure ? failure.message() : ""));
}

}  // namespace drawdown::reports
