// Kills the recorder where that is planned: by what a sink can do to it, which is to throw.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "actors/kill.hpp"
#include "actors/run.hpp"

namespace drawdown::actors {

// Hands blocks on to another sink, unless the recorder is to die of this one: then it keeps nothing of it.
// Of one block it dies once.
class killing_sink : public block_sink {
 public:
  // Takes those of the kills that are the recorder's.
  killing_sink(block_sink& to, const std::vector<planned_kill>& kills);

  result<void> write(std::span<const std::byte> block) override;

  // How many of them happened.
  std::uint64_t happened() const { return happened_; }

 private:
  block_sink& to_;
  std::vector<planned_kill> kills_;                           // that did not happen yet, by instant
  std::optional<std::pair<account_index, instant>> died_of_;  // the last block that it died of
  std::atomic<std::uint64_t> happened_ = 0;
};

}  // namespace drawdown::actors
