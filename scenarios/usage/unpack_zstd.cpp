// Zstandard, by its own library.
#include <utility>
#include <vector>

#include <zstd.h>
#include <zstd_errors.h>

#include "scenarios/usage/unpack.hpp"

namespace drawdown::bulk {
namespace {

// A file may ask for a window of gigabytes; 32 MiB is more than any level without `--long` or `--ultra` asks
// for.
constexpr int most_window_log = 25;

struct free_context {
  void operator()(ZSTD_DCtx* one) const { ZSTD_freeDCtx(one); }
};

class zstd_source final : public byte_source {
 public:
  explicit zstd_source(std::unique_ptr<byte_source> stored)
      : stored_(std::move(stored)), packed_(packed_piece), context_(ZSTD_createDCtx()) {
    ensure(context_ != nullptr, "zstd: no context");
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, most_window_log);
  }

  result<std::size_t> read(std::span<char> into) override;
  std::uint64_t stored_bytes() const override { return stored_->stored_bytes(); }
  std::uint64_t stored_hash() const override { return stored_->stored_hash(); }

 private:
  std::unique_ptr<byte_source> stored_;
  std::vector<char> packed_;
  std::unique_ptr<ZSTD_DCtx, free_context> context_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool is_inside_ = false;  // a frame has begun and not ended
  bool may_hold_ = false;   // the context may have bytes that did not fit before
};

result<std::size_t> zstd_source::read(std::span<char> into) {
  ZSTD_outBuffer out{into.data(), into.size(), 0};
  while (out.pos == 0) {
    if (in_.pos == in_.size && !may_hold_) {
      const result<std::size_t> got = stored_->read(packed_);
      if (!got) return got;
      if (*got == 0 && !is_inside_) return 0;
      if (*got == 0) return fail(error_code::corrupt, "the Zstandard data ends in the middle");
      in_ = {packed_.data(), *got, 0};
    }
    const std::size_t said = ZSTD_decompressStream(context_.get(), &out, &in_);
    if (ZSTD_isError(said) != 0) {
      if (ZSTD_getErrorCode(said) == ZSTD_error_frameParameter_windowTooLarge)
        return fail(error_code::corrupt,
                    "the Zstandard data needs more than 32 MiB of memory: pack it without `--long`");
      return fail(error_code::corrupt, "the Zstandard data is damaged");
    }
    is_inside_ = said != 0;
    may_hold_ = is_inside_ && out.pos == out.size;
  }
  return out.pos;
}

}  // namespace

std::unique_ptr<byte_source> unpack_zstd(std::unique_ptr<byte_source> stored) {
  return std::make_unique<zstd_source>(std::move(stored));
}

}  // namespace drawdown::bulk
