// Auto-recharge of one account: its terms, and what it has said of its failures (R10.2–R10.4).
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "engine/payments/payment_book.hpp"
#include "engine/time/instant.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// What auto-recharge keeps between two looks.
struct recharge_state {
  std::optional<recharge_terms> terms;   // nothing: switched off, by a person or after the last retry
  bool reported = false;                 // a failure was reported since the figure last became low (R10.4)
  std::uint64_t begun = 0;               // recharges begun so far: they number the keys
  std::optional<recharge_wait> waiting;  // what was said last of why none is made (R10.5)
  instant wait_over;                     // of `back_off`: none is made before (R10.4)
  std::uint32_t failures = 0;            // in a row, for `break_after` (R10.4)
  std::uint32_t failed_on = 0;           // the fingerprint of the last attempt that failed
  instant wake_at = instant::never();    // when the wait ends that keeps a recharge away (R10.4)

  // The figure that is watched, less debt, with what is pending if the terms count it (R10.2). Only where
  // there are terms.
  credits watched(credits available, credits wallet_available, credits debt, credits pending) const;

  // What keeps a recharge away at `t` whatever it costs (R10.4, R10.5); nothing if it may be made.
  struct hindrance {
    recharge_wait why{};
    instant until;  // never: until somebody does something
  };
  std::optional<hindrance> hindrance_at(instant t, const settings& rules, const payment_book& made,
                                        instant period_begin, instant period_end) const;
  // Whether its price would pass what the recharges of the usage period may cost (R10.5).
  bool passes_spend_cap(money price, const payment_book& made, instant period_begin) const;

  // Whether that is to be said: it is another wait than the one that was said last.
  bool begins_to_wait(recharge_wait why) { return std::exchange(waiting, why) != why; }

  // A recharge failed for good at `t`, its last attempt on that payment method (R10.4).
  void note_failure(instant t, std::uint32_t fingerprint, const settings& rules);
  // A payment brought its credit: a wait ends, failures are no longer in a row (R10.4).
  void note_credit();
  // Another payment method ends the break (R10.4).
  void note_method(std::uint32_t fingerprint);

  // Whether a failure is to be reported now: the first one since the figure became low (R10.4).
  bool report_once();

  // The key of the next recharge.
  effect_key next_key();

  // Hands all fields to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.terms, self.reported, self.begun, self.waiting, self.wait_over, self.failures,
            self.failed_on, self.wake_at);
  }

 private:
  // The end of the cooldown; long past where there is none (R10.5).
  instant cooled_down(const payment_book& made) const;
  // Whether the recharges of the period that began then are as many as there may be (R10.5).
  bool reached_number(const payment_book& made, instant period_begin) const;
};

// When the attempt after the `attempts`-th is due: a delay after the first known failure, 1 µs from now at
// the least; nothing where no retry is left (R10.4).
std::optional<instant> retry_due(const settings& rules, std::uint32_t attempts, instant first_failure,
                                 instant now);

template <class Archive>
void recharge_state::each_field(Archive& archive) const {
  archive(terms.has_value(), reported, begun, waiting.has_value(), waiting.value_or(recharge_wait{}),
          wait_over, failures, failed_on, wake_at);
  if (!terms) return;
  const auto amount_fields = [&](const std::optional<asked_amount>& amount) {
    archive(amount.has_value());
    if (amount) std::visit([&](const auto& count) { archive(amount->index(), count); }, *amount);
  };
  archive(terms->watch, terms->trigger, terms->threshold, terms->count_pending, terms->limits);
  archive(terms->max_per_period.value_or(UINT32_MAX), terms->max_spend_per_period.value_or(money{}),
          terms->cooldown);
  archive(terms->target.has_value(), terms->target.value_or(credits{}));
  amount_fields(terms->amount);
  amount_fields(terms->pack);
}

}  // namespace drawdown
