#include "cli/segment_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <tuple>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/record/unfinished_segment.hpp"
#include "engine/units/planted.hpp"

namespace drawdown::cli {

namespace {

constexpr std::size_t buffer_bytes = 64 * 1024;
constexpr auto disk_period = std::chrono::seconds(1);
constexpr ::mode_t everybody_reads = 0644;

std::string_view reason() {
  return std::strerror(errno);  // NOLINT(concurrency-mt-unsafe): the text of a known number
}

}  // namespace

segment_file::~segment_file() {
  if (file_ >= 0) ::close(file_);
}

tl::unexpected<error> segment_file::unusable(std::string_view what) const {
  return fail(error_code::unreadable, fmt::format("`{}` can't be {}: {}", path_, what, reason()));
}

result<void> segment_file::create(const std::string& path) {
  path_ = path;
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, everybody_reads);
  if (file_ < 0) return unusable("written");
  return lock();
}

result<kept_blocks> segment_file::go_on(const std::string& path) {
  path_ = path;
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, everybody_reads);
  if (file_ < 0) return unusable("written");
  if (auto locked = lock(); !locked) return tl::unexpected(locked.error());
  if (auto read = read_kept(); !read) return tl::unexpected(read.error());
  auto found = record::read_unfinished_segment(kept_);
  if (!found)
    return fail(
        error_code::unreadable,
        fmt::format("`{}` is damaged: {}; what stands behind that can't be trusted, and nothing of it was "
                    "changed. Begin the run again in another folder",
                    path_, found.error().message));
  kept_blocks_ = std::move(found->blocks);
  if (auto expected = expect(kept_blocks_); !expected) return tl::unexpected(expected.error());
  const kept_blocks kept{kept_blocks_.size(), found->whole_bytes, kept_.size() - found->whole_bytes,
                         std::move(found->torn)};
  if (DRAWDOWN_PLANTED("torn_tail_stays", kept.torn_bytes > 0, false) &&
      ::ftruncate(file_, static_cast<::off_t>(kept.bytes)) != 0)
    return unusable("cut");
  return kept;
}

// A lock goes with the process that holds it, however that ends.
result<void> segment_file::lock() {
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno == EWOULDBLOCK)
    return fail(error_code::unreadable, fmt::format("the run that writes `{}` is still going on", path_));
  return unusable("locked");
}

result<void> segment_file::read_kept() {
  struct ::stat about {};
  if (::fstat(file_, &about) != 0) return unusable("read");
  kept_.resize(static_cast<std::size_t>(about.st_size));
  for (std::size_t done = 0; done < kept_.size();) {
    const ::ssize_t got =
        ::pread(file_, kept_.data() + done, kept_.size() - done, static_cast<::off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unusable("read");
    if (got == 0)
      return fail(error_code::unreadable, fmt::format("`{}` became shorter while it was read", path_));
    done += static_cast<std::size_t>(got);
  }
  return {};
}

result<void> segment_file::expect(std::span<const std::span<const std::byte>> blocks) {
  for (const auto& block : blocks) {
    const auto view = record::block_view::open(block);
    ensure(view.has_value(), "a block that was read opens again");
    expected_.push_back({view->header().account, view->header().epoch, block});
  }
  const auto key = [](const expected_block& one) { return std::tuple(one.account, one.epoch); };
  std::ranges::sort(expected_, {}, key);
  const auto twice = std::ranges::adjacent_find(expected_, {}, key);
  if (twice != expected_.end())
    return fail(error_code::unreadable,
                fmt::format("`{}` is damaged: epoch {} of account {} is in it twice (at byte {})", path_,
                            twice->epoch, twice->account,
                            std::max(twice->bytes.data(), std::next(twice)->bytes.data()) - kept_.data()));
  expected_count_ = expected_.size();
  return {};
}

segment_file::expected_block* segment_file::find_expected(const record::block_header& header) {
  const auto key = std::tuple(header.account, header.epoch);
  const auto found = std::ranges::lower_bound(
      expected_, key, {}, [](const expected_block& one) { return std::tuple(one.account, one.epoch); });
  const bool is_there =
      found != expected_.end() && found->account == header.account && found->epoch == header.epoch;
  return is_there ? &*found : nullptr;
}

result<void> segment_file::append(std::span<const std::byte> block) {
  if (refused_) return tl::unexpected(*refused_);
  auto taken = take(block);
  if (!taken) refused_ = taken.error();
  return taken;
}

result<void> segment_file::take(std::span<const std::byte> block) {
  const auto view = record::block_view::open(block);
  if (!view) return tl::unexpected(view.error());
  if (expected_block* const before = find_expected(view->header())) {
    if (DRAWDOWN_PLANTED("resume_trusts_what_is_there",
                         before->has_come || !std::ranges::equal(before->bytes, block), false))
      return fail(error_code::conflict,
                  fmt::format("epoch {} of account {} did not come out as it stands in `{}` (at byte {})",
                              before->epoch, before->account, path_, before->bytes.data() - kept_.data()));
    before->has_come = true;
    --expected_count_;
    return {};
  }
  if (view->header().epoch != epoch_) {
    if (auto written = write_out(); !written) return written;
    if (std::chrono::steady_clock::now() - on_disk_at_ >= disk_period)
      if (auto written = to_disk(); !written) return written;
  }
  epoch_ = view->header().epoch;
  buffer_.insert(buffer_.end(), block.begin(), block.end());
  return buffer_.size() >= buffer_bytes ? write_out() : result<void>();
}

// After a failure the file ends where that one came: with a torn block, which the next run cuts.
result<void> segment_file::write_out() {
  if (refused_) return tl::unexpected(*refused_);
  for (std::size_t done = 0; done < buffer_.size();) {
    const ::ssize_t written = ::write(file_, buffer_.data() + done, buffer_.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      auto failure = unusable("written");
      refused_ = failure.value();
      return failure;
    }
    done += static_cast<std::size_t>(written);
  }
  buffer_.clear();
  return {};
}

// What is no file, such as a pipe, has no disk.
result<void> segment_file::to_disk() {
  if (::fdatasync(file_) != 0 && errno != EINVAL && errno != EROFS) return unusable("written");
  on_disk_at_ = std::chrono::steady_clock::now();
  return {};
}

result<void> segment_file::flush() {
  if (auto written = write_out(); !written) return written;
  return to_disk();
}

result<void> segment_file::finish() {
  if (!is_open()) return {};
  return write_out();
}

}  // namespace drawdown::cli
