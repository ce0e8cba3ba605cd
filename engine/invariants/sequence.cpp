// What must come before what (R2.4): the part of the checker that looks at the order of events.
#include <algorithm>

#include "engine/invariants/checker.hpp"
#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"

namespace drawdown::invariants {

// R2.4: events ascend; and what a payment brings follows the notice of its success at once (R14.4).
finding checker::check_sequence(const event& next) {
  if (next.at < last_)
    return broken("R2.4", "an event at {} follows one at {}", to_string(next.at), to_string(last_));
  if (succeeded_ != 0) {
    const auto* bought = std::get_if<lot_event>(&next.body);
    if (bought == nullptr || bought->payment != succeeded_)
      return broken("R14.4", "payment {} succeeded, and its credit does not follow", succeeded_);
  }
  return std::nullopt;
}

// R2.4 A–C: what is due happens at its instant, before all that comes later: so nothing is taken from a lot
// at its end instant (R2.1), and a hold that has run out is not captured (R6.3).
finding checker::check_due(const event& next) {
  while (true) {
    const auto expected = first_due();
    if (period_end_ <= next.at && (!expected || period_end_ <= expected->at)) {
      turn_period();
      continue;
    }
    if (!expected || expected->at > next.at || is_what_is_due(*expected, next)) return std::nullopt;
    if (expected->at == next.at && phase_of(next) < expected->in) return std::nullopt;
    const std::string at = to_string(expected->at);
    switch (expected->in) {
      case due::phase::runs_out:
        return broken("R6.3", "a hold runs out at {}, and something else happens first", at);
      case due::phase::ends:
        return broken("R2.1", "lot {} ends at {}, and something else happens first", expected->lot, at);
      case due::phase::resets:
        return broken("R3.10", "lot {} is reset at {}, and something else happens first", expected->lot, at);
      case due::phase::drops:
        return broken("R3.10", "debt is dropped at {}, and something else happens first", at);
      case due::phase::recurs:
        return broken("R3.9", "lot {} recurs at {}, and something else happens first", expected->lot, at);
      case due::phase::later:
        throw defect("checker: what comes later is not due");
    }
  }
}

std::optional<checker::due> checker::first_due() const {
  std::optional<due> first;
  const auto offer = [&](due next) {
    if (!first || next.at < first->at || (next.at == first->at && next.in < first->in)) first = next;
  };
  if (const auto hold = holds_.first_end()) offer({hold->first, due::phase::runs_out, 0, hold->second});
  if (const auto end = lots_.first_end()) offer({end->first, due::phase::ends, end->second, {}});
  if (!resets_.empty()) offer({reset_at_, due::phase::resets, *resets_.begin(), {}});
  if (drops_debt_) offer({reset_at_, due::phase::drops, 0, {}});
  if (const auto lot = lots_.first_recurrence()) offer({lot->first, due::phase::recurs, lot->second, {}});
  return first;
}

checker::due::phase checker::phase_of(const event& next) {
  if (const auto* released = std::get_if<release_event>(&next.body))
    return released->ran_out ? due::phase::runs_out : due::phase::later;
  if (std::holds_alternative<lot_end_event>(next.body)) return due::phase::ends;
  if (std::holds_alternative<debt_dropped_event>(next.body)) return due::phase::drops;
  if (const auto* refilled = std::get_if<refill_event>(&next.body))
    return refilled->because == refill_event::why::reset ? due::phase::resets : due::phase::recurs;
  return due::phase::later;
}

// The same thing at another instant is found where it is checked by itself.
bool checker::is_what_is_due(const due& expected, const event& next) {
  if (phase_of(next) != expected.in) return false;
  if (const auto* released = std::get_if<release_event>(&next.body)) return released->hold == expected.hold;
  if (const auto* ended = std::get_if<lot_end_event>(&next.body)) return ended->lot == expected.lot;
  if (const auto* refilled = std::get_if<refill_event>(&next.body)) return refilled->lot == expected.lot;
  return true;
}

// The turn of the usage period (R2.6) resets, and restarts the counts.
void checker::turn_period() {
  begin_reset(period_end_);
  period_end_ = next_month(period_end_, world_->zones[world_->accounts[account_].zone]);
}

void checker::begin_reset(instant at) {
  reset_at_ = at;
  resets_ = lots_.with_rollover(at);
  drops_debt_ = !world_->settings.preserve_overage && !debts_.owed().is_zero();
  for (agent_account& agent : agents_) agent.spent = credits{};
}

// Whether the event is the first of an item of G to I, or of a later instant: what came before it has been
// looked at as R2.4 says, so debt is settled and a low balance was said.
bool checker::begins_item(const event& next) const {
  const auto& grants = world_->accounts[account_].grants;
  if (seen_ < grants.size()) return false;  // these belong to the beginning, and are looked at as a whole
  if (next.at > last_) return true;
  if (const auto* used = std::get_if<usage_event>(&next.body))
    return captured_ != used->key;  // the excess of a capture belongs to it (R6.2)
  if (const auto* lot = std::get_if<lot_event>(&next.body))
    return lot->payment == 0 && lot->created == next.at;  // else it was scheduled, or follows its notice
  if (const auto* heard = std::get_if<heard_event>(&next.body)) return heard->by_hand;
  if (const auto* released = std::get_if<release_event>(&next.body)) return !released->ran_out;
  return std::holds_alternative<hold_event>(next.body) || std::holds_alternative<capture_event>(next.body) ||
         std::holds_alternative<adjust_event>(next.body) || std::holds_alternative<revoke_event>(next.body) ||
         std::holds_alternative<command_event>(next.body) || std::holds_alternative<figures_event>(next.body);
}

// R14.6, R10.6: after each item no credit is left that may pay debt, and a downward crossing was said.
finding checker::check_looks() {
  if (auto found = debts_.check_settled(lots_)) return found;
  const bool is_low = low_balance_ && lots_.available() < *low_balance_;
  if (is_low && !low_balance_said_)
    return broken("R10.6", "{} are available, below {}, and that was not said", text_of(lots_.available()),
                  text_of(*low_balance_));
  if (!is_low) low_balance_said_ = false;
  return std::nullopt;
}

}  // namespace drawdown::invariants
