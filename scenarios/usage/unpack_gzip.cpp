// gzip, by ISA-L.
#include <algorithm>
#include <utility>
#include <vector>

#include <isa-l/igzip_lib.h>

#include "scenarios/usage/unpack.hpp"

namespace drawdown::bulk {
namespace {

class gzip_source final : public byte_source {
 public:
  explicit gzip_source(std::unique_ptr<byte_source> stored)
      : stored_(std::move(stored)), packed_(packed_piece), state_(std::make_unique<inflate_state>()) {
    begin();
  }

  result<std::size_t> read(std::span<char> into) override;
  std::uint64_t stored_bytes() const override { return stored_->stored_bytes(); }
  std::uint64_t stored_hash() const override { return stored_->stored_hash(); }

 private:
  // Each of the files of which one may be made begins anew.
  void begin() {
    std::uint8_t* const next = state_->next_in;
    const std::uint32_t left = state_->avail_in;
    isal_inflate_init(state_.get());
    state_->crc_flag = ISAL_GZIP;
    state_->next_in = next;
    state_->avail_in = left;
    has_begun_ = false;
  }
  // More packed bytes; false at the end of the file.
  result<bool> refill();

  std::unique_ptr<byte_source> stored_;
  std::vector<char> packed_;
  std::unique_ptr<inflate_state> state_;  // 80 KiB
  bool has_begun_ = false;                // the file that is being unpacked
  bool may_hold_ = false;                 // the state may have bytes that did not fit before
};

result<bool> gzip_source::refill() {
  const result<std::size_t> got = stored_->read(packed_);
  if (!got) return tl::unexpected(got.error());
  state_->next_in = reinterpret_cast<std::uint8_t*>(packed_.data());
  state_->avail_in = static_cast<std::uint32_t>(*got);
  return *got != 0;
}

result<std::size_t> gzip_source::read(std::span<char> into) {
  const auto room = static_cast<std::uint32_t>(std::min<std::size_t>(into.size(), UINT32_MAX));
  std::uint32_t left = room;
  while (left == room) {
    if (state_->block_state == ISAL_BLOCK_FINISH) begin();
    if (state_->avail_in == 0 && !may_hold_) {
      const auto more = refill();
      if (!more) return tl::unexpected(more.error());
      if (!*more && !has_begun_) return 0;
      if (!*more) return fail(error_code::corrupt, "the gzip data ends in the middle");
    }
    has_begun_ = true;
    state_->next_out = reinterpret_cast<std::uint8_t*>(into.data());
    state_->avail_out = room;
    if (isal_inflate(state_.get()) != ISAL_DECOMP_OK)
      return fail(error_code::corrupt, "the gzip data is damaged");
    left = state_->avail_out;
    may_hold_ = left == 0 && state_->block_state != ISAL_BLOCK_FINISH;
  }
  return room - left;
}

}  // namespace

std::unique_ptr<byte_source> unpack_gzip(std::unique_ptr<byte_source> stored) {
  return std::make_unique<gzip_source>(std::move(stored));
}

}  // namespace drawdown::bulk
