#include "engine/account/key_memory.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace drawdown {
namespace {

constexpr std::uint64_t smallest_ring = 16;

}  // namespace

std::uint64_t key_memory::home_of(std::uint64_t key_number) const {
  constexpr std::uint64_t golden_ratio = 0x9E3779B97F4A7C15;  // spreads numbers that follow each other
  return (key_number * golden_ratio >> 32U) & table_mask();
}

// Where the key stands in the table, or the empty place where it would.
std::uint64_t key_memory::place_of(std::uint64_t key_number) const {
  std::uint64_t place = home_of(key_number);
  while (table_[place] != empty && ring_[table_[place] & mask()].key_number != key_number)
    place = (place + 1) & table_mask();
  return place;
}

const seen_usage* key_memory::find_usage(std::uint64_t key_number, instant t) {
  forget_until(t);
  if (first_ == end_) return nullptr;
  const std::uint64_t arrival = table_[place_of(key_number)];
  return arrival == empty ? nullptr : &ring_[arrival & mask()];
}

void key_memory::remember(const seen_usage& seen) {
  if (end_ - first_ == ring_.size()) grow();
  ring_[end_ & mask()] = seen;
  table_[place_of(seen.key_number)] = end_;
  ++end_;
}

const seen_command* key_memory::find_command(std::uint64_t key_number) const {
  const auto found = commands_.find(key_number);
  return found == commands_.end() ? nullptr : &found->second;
}

// A key is remembered while less than the window has passed since it first came.
void key_memory::forget_until(instant t) {
  for (; first_ != end_; ++first_) {
    const seen_usage& oldest = ring_[first_ & mask()];
    if (t < oldest.at + window_) return;
    erase(place_of(oldest.key_number));
  }
}

// Empties a place and moves up what was displaced by it, so that probing still finds everything.
void key_memory::erase(std::uint64_t place) {
  std::uint64_t hole = place;
  for (std::uint64_t next = (hole + 1) & table_mask(); table_[next] != empty;
       next = (next + 1) & table_mask()) {
    const std::uint64_t home = home_of(ring_[table_[next] & mask()].key_number);
    const std::uint64_t distance_to_next = (next - home) & table_mask();
    const std::uint64_t distance_to_hole = (next - hole) & table_mask();
    if (distance_to_next >= distance_to_hole) {
      table_[hole] = table_[next];
      hole = next;
    }
  }
  table_[hole] = empty;
}

void key_memory::make_room(std::uint64_t count) {
  ring_.assign(std::max(smallest_ring, std::bit_ceil(count)), {});
  table_.assign(ring_.size() * 2, empty);
}

void key_memory::grow() {
  std::vector<seen_usage> old = std::move(ring_);
  const std::uint64_t old_mask = old.empty() ? 0 : old.size() - 1;
  make_room(old.size() * 2);
  for (std::uint64_t i = first_; i != end_; ++i) {
    ring_[i & mask()] = old[i & old_mask];
    table_[place_of(ring_[i & mask()].key_number)] = i;
  }
}

}  // namespace drawdown
