#include "reports/results/streamed_file.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace drawdown::reports {

streamed_file::streamed_file(std::string path)
    : path_(std::move(path)), part_(path_ + ".part"), out_(part_, std::ios::binary | std::ios::trunc) {}

streamed_file::~streamed_file() {
  if (is_done_) return;
  out_.close();
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

void streamed_file::put(std::string_view text) {
  out_.write(text.data(), static_cast<std::streamsize>(text.size()));
}

result<void> streamed_file::finish() {
  out_.close();
  std::error_code failure;
  if (out_) std::filesystem::rename(part_, path_, failure);
  is_done_ = out_ && !failure;
  if (is_done_) return {};
  return fail(error_code::unreadable, fmt::format("`{}` can't be written{}{}", path_, failure ? ": " : "",
                                                  failure ? failure.message() : ""));
}

}  // namespace drawdown::reports
