// Takes values off the front of an input, for targets whose bytes are no file of anybody. What isn't there
// any more is zero, or empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace drawdown::fuzz {

class input {
 public:
  explicit input(std::string_view bytes) : rest_(bytes) {}

  bool is_at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  // One byte, from 0 to `below` - 1; `below` is not zero.
  std::size_t one_of(std::size_t below) { return plain<std::uint8_t>() % below; }

  std::int64_t integer() { return plain<std::int64_t>(); }

  // A byte says how long it is.
  std::string_view text() { return taken(plain<std::uint8_t>()); }

  // Up to the next line feed, which is taken too.
  std::string_view line() {
    const std::string_view found = rest_.substr(0, rest_.find('\n'));
    taken(found.size() + 1);
    return found;
  }

 private:
  std::string_view taken(std::size_t size) {
    const std::string_view front = rest_.substr(0, size);
    rest_.remove_prefix(front.size());
    return front;
  }

  template <class T>
  T plain() {
    T value{};
    const std::string_view from = taken(sizeof value);
    if (!from.empty()) std::memcpy(&value, from.data(), from.size());
    return value;
  }

  std::string_view rest_;
};

}  // namespace drawdown::fuzz
