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

  // The figure that is watched: available or wallet, with what is pending if the terms count it (R10.2). Only
  // where there are terms.
  credits watched(const figures& now, credits pending) const;

  // Whether a failure is to be reported now: the first one since the figure became low (R10.4).
  bool report_once();

  // The key of the next recharge.
  effect_key next_key();

  // Hands all fields to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;
};

// When the attempt after the `attempts`-th is due: a delay after the first known failure, 1 µs from now at
// the least; nothing where no retry is left (R10.4).
std::optional<instant> retry_due(const settings& rules, std::uint32_t attempts, instant first_failure,
                                 instant now);

template <class Archive>
void recharge_state::each_field(Archive& archive) const {
  archive(terms.has_value(), reported, begun);
  if (!terms) return;
  const auto amount_fields = [&](const std::optional<asked_amount>& amount) {
    archive(amount.has_value());
    if (amount) std::visit([&](const auto& count) { archive(amount->index(), count); }, *amount);
  };
  archive(terms->watch, terms->trigger, terms->threshold, terms->count_pending, terms->limits);
  archive(terms->target.has_value(), terms->target.value_or(credits{}));
  amount_fields(terms->amount);
  amount_fields(terms->pack);
}

}  // namespace drawdown
