#include "engine/account/state_digest.hpp"

#include <xxhash.h>

namespace drawdown {

struct state_digest::long_state {
  XXH3_state_t of;
};

// The buffer is read as far as it was written.
state_digest::state_digest() = default;  // NOLINT(cppcoreguidelines-pro-type-member-init)
state_digest::~state_digest() = default;

std::uint64_t state_digest::finish() {
  if (!hashed_) return XXH3_64bits(buffer_.data(), used_);
  hash_buffer();
  return XXH3_64bits_digest(&hashed_->of);
}

void state_digest::hash_buffer() {
  if (!hashed_) {
    hashed_ = std::make_unique<long_state>();
    XXH3_64bits_reset(&hashed_->of);
  }
  XXH3_64bits_update(&hashed_->of, buffer_.data(), used_);
  used_ = 0;
}

}  // namespace drawdown
