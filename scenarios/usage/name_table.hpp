// Names that are looked up for each row of a file.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <xxhash.h>

namespace drawdown::bulk {

// A hash of a text, the same everywhere.
inline std::uint64_t hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

// A flat table from names, each together with a number that it belongs to, to what they stand for. The texts
// are kept one behind the other, where a look at one brings its neighbours along.
template <class Value>
class name_table {
 public:
  // Adds a name that is not there.
  void add(std::string_view name, Value value, std::uint32_t owner = 0) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    ++used_;
    place({keep(name), value, hashed(name, owner), owner});
  }

  const Value* find(std::string_view name, std::uint32_t owner = 0) const {
    if (slots_.empty()) return nullptr;
    const std::uint64_t hash = hashed(name, owner);
    for (std::size_t at = hash & mask(); slots_[at].name.data() != nullptr; at = (at + 1) & mask()) {
      const slot& one = slots_[at];
      if (one.hash == hash && one.owner == owner && one.name == name) return &one.value;
    }
    return nullptr;
  }
  Value* find(std::string_view name, std::uint32_t owner = 0) {
    return const_cast<Value*>(std::as_const(*this).find(name, owner));
  }

  std::size_t size() const { return used_; }

 private:
  struct slot {
    std::string_view name;  // of no text at all: nothing is here
    Value value{};
    std::uint64_t hash = 0;
    std::uint32_t owner = 0;
  };

  // A text that is longer than a block has one of its own.
  std::string_view keep(std::string_view name) {
    constexpr std::size_t block_size = std::size_t{64} * 1024;
    if (room_.size() <= name.size()) {
      const std::size_t size = std::max(block_size, name.size() + 1);
      room_ = {texts_.emplace_back(std::make_unique<char[]>(size)).get(), size};
    }
    name.copy(room_.data(), name.size());
    const std::string_view kept(room_.data(), name.size());
    room_ = room_.subspan(name.size());
    return kept;
  }
  static std::uint64_t hashed(std::string_view name, std::uint32_t owner) {
    constexpr std::uint64_t spread = 0x9E3779B97F4A7C15U;
    return hash_of(name) ^ (owner * spread);
  }
  std::size_t mask() const { return slots_.size() - 1; }
  void place(const slot& made) {
    std::size_t at = made.hash & mask();
    while (slots_[at].name.data() != nullptr) at = (at + 1) & mask();
    slots_[at] = made;
  }
  void grow() {
    constexpr std::size_t first_size = 16;
    std::vector<slot> before(slots_.empty() ? first_size : 2 * slots_.size());
    before.swap(slots_);
    for (const slot& one : before) {
      if (one.name.data() != nullptr) place(one);
    }
  }

  std::vector<std::unique_ptr<char[]>> texts_;
  std::span<char> room_;  // in the last of them
  std::vector<slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace drawdown::bulk
