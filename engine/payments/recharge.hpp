// Auto-recharge of one account: its terms, and what it has said of its failures (R10.2–R10.4).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/time/instant.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What auto-recharge keeps between two looks.
struct recharge_state {
  std::optional<recharge_terms> terms;  // nothing: switched off, by a person or after the last retry
  bool reported = false;                // a failure was reported since the figure last became low (R10.4)
  std::uint64_t begun = 0;              // recharges begun so far: they number the keys

  // The figure that is watched: available or wallet, with what is pending if the terms count it (R10.2). Only where
  // there are terms.
  credits watched(const figures& now, credits pending) const;

  // Whether a failure is to be reported now: the first one since the figure became low (R10.4).
  bool report_once();

  // The key of the next recharge.
  effect_key next_key();
};

// When the attempt after the `attempts`-th is due: a delay after the first known failure, 1 µs from now at the least;
// nothing where no retry is left (R10.4).
std::optional<instant> retry_due(const settings& rules, std::uint32_t attempts, instant first_failure, instant now);

}  // namespace drawdown
