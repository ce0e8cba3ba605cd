// The digest of a state: its fields, encoded as in blocks, hashed while they are written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/record/encoding.hpp"

namespace drawdown {

// Takes fields as `record::field_writer` does, and keeps no more of them than fits into a small buffer.
class state_digest {
 public:
  state_digest();
  ~state_digest();
  state_digest(const state_digest&) = delete;
  state_digest& operator=(const state_digest&) = delete;

  template <class... Fields>
  void operator()(const Fields&... fields) {
    if constexpr ((has_fixed_size<Fields> && ...)) {
      make_room((size_of<Fields>() + ...));
      (store(fields), ...);
    } else {
      (put(fields), ...);
    }
  }

  // Of all that was written. Ends the writing.
  std::uint64_t finish();

 private:
  struct long_state;
  static constexpr std::size_t room = 2048;

  template <class T>
  static constexpr bool is_count = std::is_same_v<T, instant> || std::is_same_v<T, duration> ||
                                   std::is_same_v<T, credits> || std::is_same_v<T, money>;
  template <class T>
  static constexpr bool has_fixed_size = record::plain_field<T> || is_count<T>;
  template <class T>
  static constexpr std::size_t size_of() {
    return is_count<T> ? sizeof(std::int64_t) : sizeof(T);
  }

  template <record::plain_field T>
  void store(T value) {
    std::memcpy(buffer_.data() + used_, &value, sizeof(T));
    used_ += sizeof(T);
  }
  void store(instant t) { store(t.us()); }
  void store(duration d) { store(d.us()); }
  void store(credits c) { store(c.micro()); }
  void store(money m) { store(m.minor()); }

  template <class T>
  void put(const T& field) {
    if constexpr (has_fixed_size<T>) {
      make_room(size_of<T>());
      store(field);
    } else if constexpr (std::is_same_v<T, span_of_time>) {
      (*this)(std::holds_alternative<calendar_span>(field));
      if (const auto* of_calendar = std::get_if<calendar_span>(&field))
        (*this)(of_calendar->count, of_calendar->unit);
      else
        (*this)(std::get<duration>(field));
    } else {
      std::vector<std::byte> encoded;
      record::field_writer write(encoded);
      write(field);
      append(encoded);
    }
  }

  void make_room(std::size_t bytes) {
    if (bytes > room - used_) hash_buffer();
  }
  void append(std::span<const std::byte> bytes);
  void hash_buffer();

  std::array<std::byte, room> buffer_;  // the first `used_` are written
  std::size_t used_ = 0;
  std::unique_ptr<long_state> hashed_;  // null: all is in the buffer
};

}  // namespace drawdown
