#include "engine/reference/recharge_waits.hpp"

#include <algorithm>

#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

// R10.5: failed recharges do not count, one in flight does; a late success makes a failed one count again.
bool counts(const books& b, const payment& p) {
  return p.is_recharge() && (p.credited || b.in_flight.contains(p.id));
}

// The recharges of this usage period that count: how many, and what they cost.
struct recharges_made {
  std::uint64_t number = 0;
  int128 spent_minor = 0;
};

recharges_made made_in_period(const books& b) {
  recharges_made made;
  for (const past_recharge& past : b.past_recharges) {
    if (past.begun < b.period_began) continue;
    made.number += 1;
    made.spent_minor += past.amount.minor();
  }
  for (const auto& [id, p] : b.payments) {
    if (!counts(b, p) || p.begun < b.period_began) continue;
    made.number += 1;
    made.spent_minor += p.amount.minor();
  }
  return made;
}

// R10.5: when the last recharge that counts was begun.
std::optional<instant> last_begun(const books& b) {
  std::optional<instant> last;
  for (const past_recharge& past : b.past_recharges) last = past.begun;
  for (const auto& [id, p] : b.payments)
    if (counts(b, p)) last = std::max(last, std::optional(p.begun));
  return last;
}

// R10.4 `break_after`: so many failures in a row end recharging.
std::optional<recharge_delay> delay_when_broken(const desk& d) {
  const bool is_broken = d.rules().on_failure == failure_policy::break_after &&
                         d.books.recharge.failures >= d.rules().break_after;
  if (!is_broken) return std::nullopt;
  return recharge_delay{recharge_wait::broken, instant::never()};
}

// R10.4 `back_off`: none for so long after a failure.
std::optional<recharge_delay> delay_after_failure(const desk& d) {
  const std::optional<instant>& failed = d.books.recharge.last_failure;
  if (d.rules().on_failure != failure_policy::back_off || !failed) return std::nullopt;
  const instant until = *failed + d.rules().back_off;
  if (d.now >= until) return std::nullopt;
  return recharge_delay{recharge_wait::back_off, until};
}

// R10.5 `cooldown`: none for so long after one was begun.
std::optional<recharge_delay> delay_after_recharge(const desk& d, const recharge_terms& terms) {
  if (terms.cooldown <= duration{}) return std::nullopt;
  const std::optional<instant> begun = last_begun(d.books);
  if (!begun || d.now >= *begun + terms.cooldown) return std::nullopt;
  return recharge_delay{recharge_wait::cooldown, *begun + terms.cooldown};
}

// R10.5 `max_per_period`.
std::optional<recharge_delay> delay_of_number(const desk& d, const recharge_terms& terms) {
  if (!terms.max_per_period || made_in_period(d.books).number < *terms.max_per_period) return std::nullopt;
  return recharge_delay{recharge_wait::max_per_period, d.books.next_turn};
}

}  // namespace

std::optional<recharge_delay> delay_of(const desk& d, const recharge_terms& terms) {
  if (const auto delay = delay_when_broken(d)) return delay;
  if (const auto delay = delay_after_failure(d)) return delay;
  if (const auto delay = delay_after_recharge(d, terms)) return delay;
  return delay_of_number(d, terms);
}

std::optional<recharge_delay> delay_of_spending(const desk& d, const recharge_terms& terms, money price) {
  if (!terms.max_spend_per_period) return std::nullopt;
  const bool passes =
      made_in_period(d.books).spent_minor + price.minor() > terms.max_spend_per_period->minor();
  if (!passes) return std::nullopt;
  return recharge_delay{recharge_wait::max_spend_per_period, d.books.next_turn};
}

void wait(desk& d, const recharge_delay& delay) {
  recharge_state& recharge = d.books.recharge;
  const bool ends_by_itself = delay.why == recharge_wait::back_off || delay.why == recharge_wait::cooldown;
  if (ends_by_itself && d.rules().wake) recharge.wake_at = delay.until;
  if (recharge.waiting == delay.why) return;
  recharge.waiting = delay.why;
  d.tell(recharge_waits_event{delay.why, delay.until});
}

}  // namespace drawdown::reference
