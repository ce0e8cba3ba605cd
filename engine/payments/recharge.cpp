#include "engine/payments/recharge.hpp"

#include <algorithm>
#include <utility>

#include "engine/units/planted.hpp"

namespace drawdown {

credits recharge_state::watched(credits available, credits wallet_available, credits debt,
                                credits pending) const {
  const credits seen = terms->watch == recharge_watch::available ? available : wallet_available;
  return seen - debt + (terms->count_pending ? pending : credits{});
}

std::optional<recharge_state::hindrance> recharge_state::hindrance_at(instant t, const settings& rules,
                                                                      const payment_book& made,
                                                                      instant period_begin,
                                                                      instant period_end) const {
  if (rules.on_failure == failure_policy::break_after && failures >= rules.break_after)
    return hindrance{recharge_wait::broken, instant::never()};
  if (t < wait_over) return hindrance{recharge_wait::back_off, wait_over};
  if (const instant cool = cooled_down(made); t < cool) return hindrance{recharge_wait::cooldown, cool};
  if (reached_number(made, period_begin)) return hindrance{recharge_wait::max_per_period, period_end};
  return std::nullopt;
}

// Recharges are only counted where a cap asks for it: an account may have made any number of them.
instant recharge_state::cooled_down(const payment_book& made) const {
  if (terms->cooldown == duration{}) return {};
  const auto last = made.last_recharge();
  return last ? *last + terms->cooldown : instant{};
}

bool recharge_state::reached_number(const payment_book& made, instant period_begin) const {
  if (!terms->max_per_period) return false;
  const std::uint32_t made_now = made.recharges_since(period_begin).count;
  return DRAWDOWN_PLANTED("cap_counted_late", made_now >= *terms->max_per_period,
                          made_now > *terms->max_per_period);
}

bool recharge_state::passes_spend_cap(money price, const payment_book& made, instant period_begin) const {
  if (!terms->max_spend_per_period) return false;
  const int128 spent_minor = made.recharges_since(period_begin).spent_minor;
  return DRAWDOWN_PLANTED("spend_cap_counted_late", spent_minor + price.minor(), spent_minor) >
         terms->max_spend_per_period->minor();
}

void recharge_state::note_failure(instant t, std::uint32_t fingerprint, const settings& rules) {
  ++failures;
  failed_on = fingerprint;
  if (rules.on_failure == failure_policy::back_off) wait_over = t + rules.back_off;
}

void recharge_state::note_credit() {
  failures = DRAWDOWN_PLANTED("failures_never_forgotten", 0, failures);
  wait_over = {};
}

void recharge_state::note_method(std::uint32_t fingerprint) {
  if (DRAWDOWN_PLANTED("break_outlives_the_card", fingerprint != failed_on, false)) failures = 0;
}

bool recharge_state::report_once() {
  return !std::exchange(reported, true);
}

effect_key recharge_state::next_key() {
  return {effect_key::space::recharge, 0, ++begun};
}

std::optional<instant> retry_due(const settings& rules, std::uint32_t attempts, instant first_failure,
                                 instant now) {
  if (attempts == 0 || attempts > rules.retry.size()) return std::nullopt;
  return std::max(first_failure + rules.retry[attempts - 1], now.next());
}

}  // namespace drawdown
