// First arrivals of usage keys, which are remembered for a while (R4.3).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/commands.hpp"
#include "engine/world/outcome.hpp"

namespace drawdown::reference {

// What makes a usage the same as another of the same key (R4.3).
struct usage_content {
  agent_index agent = no_agent;
  meter_index meter = 0;
  value_index value = no_value;
  std::int64_t quantity = 0;
  std::int64_t times = 1;
  instant occurred_at = instant::never();
  friend bool operator==(const usage_content&, const usage_content&) = default;
};

// The first arrival of a usage key, and what became of it (R4.3).
struct remembered_usage {
  usage_content content;
  credits amount{};
  std::int64_t uncharged = 0;  // of the quantity (R4.1)
  std::uint16_t version = 0;   // that priced it
  outcome result = outcome::charged;
};

// What is remembered lies in pages, one for each epoch at first. A page that is full belongs to all copies of
// the books together, so that a copy takes no longer the more there is to remember.
class first_arrivals {
 public:
  // What became of the key's first arrival, if that was less than `window` ago; else null.
  const remembered_usage* find(std::uint64_t number, instant now, duration window) const;

  // It arrives now, for the first time or again after `window`.
  void add(std::uint64_t number, instant now, const remembered_usage& first);

  // Ends the page at hand, and forgets what arrived longer than `window` ago.
  void turn_page(instant now, duration window);

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.at_hand_, self.pages_);
  }

 private:
  struct arrival {
    std::uint64_t number = 0;
    instant at;
    remembered_usage first;

    bool has_faded(instant now, duration window) const { return at + window <= now; }

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.number, self.at, self.first);
    }
  };

  // Arrivals in their order, and a table of where each number arrived last.
  class page {
   public:
    void reserve(std::size_t arrivals);
    void add(const arrival& made);
    const arrival* find(std::uint64_t number) const;
    const std::vector<arrival>& arrivals() const { return arrivals_; }

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.arrivals_);
      if constexpr (Archive::is_reading) self.reserve(self.arrivals_.size());
    }

   private:
    // A position, from 1; 0: nothing is here. Beside it a part of the number's hash: so others are not looked
    // at.
    struct place {
      std::uint32_t position = 0;
      std::uint32_t hash = 0;
    };
    std::size_t find_place(std::uint64_t number) const;
    void spread_out(std::size_t places);

    std::vector<arrival> arrivals_;
    std::vector<place> places_;  // a power of two, at most half of them taken
  };

  static page together(const page& older, const page& newer, instant now, duration window);

  page at_hand_;
  std::vector<std::shared_ptr<const page>> pages_;  // oldest first
};

}  // namespace drawdown::reference
