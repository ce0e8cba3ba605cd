// The digest of a state: its fields, encoded as in blocks, hashed while they are written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "engine/record/encoding.hpp"

namespace drawdown {

// Keeps no more of what was encoded than fits into a small buffer.
class state_digest {
 public:
  state_digest();
  ~state_digest();
  state_digest(const state_digest&) = delete;
  state_digest& operator=(const state_digest&) = delete;

  // Takes fields: `digest(a, b, c)`.
  template <class... Fields>
  void operator()(const Fields&... fields) {
    record::field_writer write(*this);
    write(fields...);
  }

  // Takes one field, encoded: a few bytes.
  friend void append(state_digest& to, std::span<const std::byte> encoded) {
    if (encoded.size() > room - to.used_) to.hash_buffer();
    std::memcpy(to.buffer_.data() + to.used_, encoded.data(), encoded.size());
    to.used_ += encoded.size();
  }

  // Of all that was written. Ends the writing.
  std::uint64_t finish();

 private:
  struct long_state;
  static constexpr std::size_t room = 2048;

  void hash_buffer();

  std::array<std::byte, room> buffer_;  // the first `used_` are written
  std::size_t used_ = 0;
  std::unique_ptr<long_state> hashed_;  // null: all is in the buffer
};

}  // namespace drawdown
