// What an account remembers of idempotency keys that were given to it (R4.3).
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/event.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// A usage that came with a given key, and what became of it.
struct seen_usage {
  std::uint64_t key_number = 0;
  instant at;
  std::int64_t quantity = 0;
  agent_index agent = no_agent;
  meter_index meter = 0;
  value_index value = no_value;
  std::int64_t times = 1;
  instant occurred_at = instant::never();
  std::uint16_t version = 0;
  outcome result = outcome::charged;
  credits amount;
  std::int64_t uncharged = 0;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.key_number, self.at, self.quantity, self.agent, self.meter, self.value, self.times,
            self.occurred_at, self.version, self.result, self.amount, self.uncharged);
  }

  // Whether the usage that comes now is the same one again.
  bool is_same(const usage& again) const {
    return agent == again.agent && meter == again.meter && quantity == again.quantity &&
           value == again.value && times == again.times && occurred_at == again.occurred_at;
  }
};

// A command that came with a given key.
struct seen_command {
  const command_body* body = nullptr;  // in the world
  outcome result = outcome::requested;
};

// Remembers usage keys for the key window, those of commands for the whole run. Usage keys lie in a ring in
// the order of their arrival, with a table of positions beside it; neither allocates once it has grown.
class key_memory {
 public:
  explicit key_memory(duration window) : window_(window) {}

  // The usage that came with that key and is remembered at `t`, or null.
  const seen_usage* find_usage(std::uint64_t key_number, instant t);
  void remember(const seen_usage& seen);

  // The command that came with that key, or null.
  const seen_command* find_command(std::uint64_t key_number) const;
  void remember(std::uint64_t key_number, const seen_command& seen) { commands_.emplace(key_number, seen); }

  // Hands all fields to `archive`, for a digest of the state at `t`.
  template <class Archive>
  void each_field(Archive& archive, instant t) {
    forget_until(t);
    archive(end_ - first_);
    for (std::uint64_t i = first_; i != end_; ++i) {
      const seen_usage& s = ring_[i & mask()];
      archive(s.key_number, s.at, s.quantity, s.agent, s.meter, s.value, s.times, s.occurred_at, s.version,
              s.result, s.amount, s.uncharged);
    }
    for (const auto& [number, seen] : commands_)
      archive(number, static_cast<std::uint64_t>(seen.body->index()), seen.result);
  }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.first_, self.end_);
    if constexpr (Archive::is_reading) {
      archive.require(0 < self.first_ && self.first_ <= self.end_ &&
                      self.end_ - self.first_ <= archive.left());
      if (archive.ok()) self.make_room(self.end_ - self.first_);
    }
    for (std::uint64_t i = self.first_; archive.ok() && i != self.end_; ++i) {
      auto& seen = self.ring_[i & self.mask()];
      archive(seen);
      if constexpr (Archive::is_reading) self.table_[self.place_of(seen.key_number)] = i;
    }
    auto count = static_cast<std::uint32_t>(self.commands_.size());
    archive(count);
    auto one = self.commands_.begin();
    for (; count > 0 && archive.ok(); --count) kept_command(archive, self, one);
  }

 private:
  static constexpr std::uint64_t empty = 0;

  // The next command: a step of the account, which the state points to.
  template <class Archive, class Self, class Iterator>
  static void kept_command(Archive& archive, Self& self, Iterator& one) {
    if constexpr (Archive::is_reading) {
      std::uint64_t number = 0;
      seen_command seen;
      archive(number, seen.result);
      archive.step(number, seen.body);
      if (archive.ok()) self.commands_.emplace(number, seen);
    } else {
      archive(one->first, one->second.result);
      archive.step(one->first, one->second.body);
      ++one;
    }
  }

  // An empty ring and table for so many.
  void make_room(std::uint64_t count);
  std::uint64_t mask() const { return ring_.size() - 1; }
  std::uint64_t table_mask() const { return table_.size() - 1; }
  std::uint64_t home_of(std::uint64_t key_number) const;
  std::uint64_t place_of(std::uint64_t key_number) const;
  void forget_until(instant t);
  void erase(std::uint64_t place);
  void grow();

  duration window_;
  std::vector<seen_usage> ring_;      // a power of two; arrival i at i & mask
  std::uint64_t first_ = 1;           // the oldest arrival that is remembered
  std::uint64_t end_ = 1;             // the number of the next arrival
  std::vector<std::uint64_t> table_;  // arrival numbers by key, linear probing; twice the ring's size
  std::map<std::uint64_t, seen_command> commands_;
};

}  // namespace drawdown
