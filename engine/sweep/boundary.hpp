// The boundaries of an account: instants before which things are otherwise than from then on (R2.1), so that
// a step close to one may have another outcome for a tick.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/sweep/outcome.hpp"
#include "engine/sweep/step.hpp"
#include "engine/world/event.hpp"

namespace drawdown::sweep {

enum class boundary_kind : std::uint8_t {
  hold_runs_out,   // R6.3
  lot_ends,        // R3.6
  period_turns,    // R2.6: limits and caps count anew, lots are reset (R2.12, R3.10, R10.5)
  lot_recurs,      // R3.9
  lot_begins,      // R3.5: a scheduled one
  heard,           // an answer or a notice of a gateway (R2.4 F)
  retry,           // of a recharge (R10.10)
  wait_ends,       // that keeps a recharge away (R10.4, R10.5)
  cycle_turns,     // of the subscription, its trial too (R8.1, R8.2)
  version_begins,  // of what is sold (R7.3)
  invoice_due,     // R9.3
  grace_ends,      // for usage that occurred earlier than it arrives (R2.5)
  refund_ends,     // the time in which a debit is refunded (R9.7)
};
inline constexpr std::size_t boundary_kinds = 13;

// The word of reports: `lot_ends`.
std::string_view name_of(boundary_kind kind);

// One reason why an instant is a boundary.
struct boundary_reason {
  boundary_kind kind = boundary_kind::lot_ends;
  lot_id lot = 0;  // of lots
  lot_kind of = lot_kind::free;
  effect_key key{};           // of the lot, hold or payment
  std::uint32_t attempt = 0;  // of payments
  bool is_answer = false;     // of what is heard; else a notice
  recharge_wait waits_for = recharge_wait::cooldown;
  step_index moves_with = no_step;  // the step that it counts from: where that goes, it goes too
  friend bool operator==(const boundary_reason&, const boundary_reason&) = default;
};

// Every boundary within the run, by its instant: those that came in the base, and those that would have come
// had nothing been before them, as the end of a hold that was captured. `told` is what told_by() says.
std::map<instant, std::vector<boundary_reason>> boundaries_of(const world& in, account_index account,
                                                              const std::vector<step>& steps,
                                                              const std::vector<event>& events,
                                                              const std::vector<std::size_t>& told);

}  // namespace drawdown::sweep
