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
  if (auto found = overage_.check_followed(next)) return found;
  const auto* booked = std::get_if<lot_event>(&next.body);
  if (succeeded_ != 0 && (booked == nullptr || booked->payment != succeeded_))
    return broken("R14.4", "payment {} succeeded, and its credit does not follow", succeeded_);
  if (!returning_.empty() && booked == nullptr)
    return broken(returning_.front().payment != 0 ? "R9.6" : "R9.7",
                  "a lot of {} returns, and something else happens first",
                  text_of(returning_.front().amount));
  if (booked == nullptr) bought_ = 0;
  return std::nullopt;
}

// R2.4 A–C: what is due happens at its instant, before all that comes later: so nothing is taken from a lot
// at its end instant (R2.1), and a hold that has run out is not captured (R6.3).
finding checker::check_due(const event& next) {
  while (true) {
    const auto expected = first_due();
    const instant turn = subscription_.period_end();
    if (turn <= next.at && (!expected || turn <= expected->at)) {
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
      case due::phase::period_ends:
        return broken("R8.2", "the grant period of lot {} ends at {}, and something else happens first",
                      expected->lot, at);
      case due::phase::resets:
        return broken("R3.10", "lot {} is reset at {}, and something else happens first", expected->lot, at);
      case due::phase::drops:
        return broken("R3.10", "debt is dropped at {}, and something else happens first", at);
      case due::phase::recurs:
        return broken("R3.9", "lot {} recurs at {}, and something else happens first", expected->lot, at);
      case due::phase::turns:
        return broken("R8.2", "the cycle of the subscription turns at {}, and something else happens first",
                      at);
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
  if (const auto lot = lots_.first_turn()) offer({lot->first, due::phase::period_ends, lot->second, {}});
  if (!resets_.empty()) offer({reset_at_, due::phase::resets, *resets_.begin(), {}});
  if (drops_debt_) offer({reset_at_, due::phase::drops, 0, {}});
  if (const auto lot = lots_.first_recurrence()) offer({lot->first, due::phase::recurs, lot->second, {}});
  if (const instant turn = subscription_.cycle_end(); !turn.is_never())
    offer({turn, due::phase::turns, 0, {}});
  return first;
}

checker::due::phase checker::phase_of(const event& next) const {
  if (const auto* released = std::get_if<release_event>(&next.body))
    return released->ran_out ? due::phase::runs_out : due::phase::later;
  if (const auto* ended = std::get_if<lot_end_event>(&next.body)) {
    const lot_account* lot = lots_.find(ended->lot);
    if (lot == nullptr || !lot->terms.of_cycle) return due::phase::ends;
    // What ends because the subscription does, before its own period does, is told right before that.
    return lot->terms.expires == next.at ? due::phase::period_ends : due::phase::recurs;
  }
  if (const auto* carried = std::get_if<carry_event>(&next.body)) {
    const lot_account* lot = lots_.find(carried->lot);
    return lot != nullptr && lot->terms.expires == next.at ? due::phase::period_ends : due::phase::later;
  }
  if (const auto* told = std::get_if<subscription_event>(&next.body)) {
    const bool is_turn =
        told->of == subscription_event::what::turned || told->of == subscription_event::what::ended;
    return is_turn && subscription_.cycle_end() == next.at ? due::phase::turns : due::phase::later;
  }
  if (std::holds_alternative<debt_dropped_event>(next.body)) return due::phase::drops;
  if (const auto* refilled = std::get_if<refill_event>(&next.body))
    return refilled->because == refill_event::why::reset ? due::phase::resets : due::phase::recurs;
  return due::phase::later;
}

// The same thing at another instant is found where it is checked by itself.
bool checker::is_what_is_due(const due& expected, const event& next) const {
  if (phase_of(next) != expected.in) return false;
  if (const auto* released = std::get_if<release_event>(&next.body)) return released->hold == expected.hold;
  if (const auto* ended = std::get_if<lot_end_event>(&next.body)) return ended->lot == expected.lot;
  if (const auto* carried = std::get_if<carry_event>(&next.body)) return carried->lot == expected.lot;
  if (const auto* refilled = std::get_if<refill_event>(&next.body)) return refilled->lot == expected.lot;
  return true;
}

// The turn of the usage period (R2.6) resets, and restarts the counts.
void checker::turn_period() {
  begin_reset(subscription_.period_end());
  subscription_.turn_period();
}

void checker::begin_reset(instant at) {
  reset_at_ = at;
  resets_ = lots_.with_rollover(at);
  drops_debt_ = !world_->settings.preserve_overage && !debts_.owed().is_zero();
  restart_counts();
}

void checker::restart_counts() {
  for (agent_account& agent : agents_) agent.spent = credits{};
}

namespace {

// The key of the step that an event is the first or only one to tell of; nothing where it follows from
// something else, whatever its instant.
std::optional<effect_key> item_of(const event& next) {
  const auto of = [](const auto& e) -> std::optional<effect_key> {
    using body = std::remove_cvref_t<decltype(e)>;
    if constexpr (std::is_same_v<body, release_event>)
      return e.ran_out ? std::nullopt : std::optional(e.key);
    else if constexpr (std::is_same_v<body, payment_refund_event>)
      return e.key == e.payment ? std::nullopt : std::optional(e.key);
    else if constexpr (std::is_same_v<body, invoice_event>)
      return e.of == invoice_event::what::issued || e.of == invoice_event::what::overdue
                 ? std::nullopt
                 : std::optional(e.key);
    else if constexpr (std::is_same_v<body, heard_event>)
      return e.by_hand ? std::optional(e.key) : std::nullopt;
    else if constexpr (std::is_same_v<body, charge_event> || std::is_same_v<body, debt_paid_event> ||
                       std::is_same_v<body, lot_event> || std::is_same_v<body, figures_event> ||
                       std::is_same_v<body, overage_event>)
      return std::nullopt;
    else if constexpr (requires { e.key; })
      return e.key;
    else
      return std::nullopt;
  };
  return std::visit(of, next.body);
}

}  // namespace

// Whether the event is the first of an item of G to I, or of a later instant: what came before it has been
// looked at as R2.4 says, so debt is settled and a low balance was said.
bool checker::begins_item(const event& next) const {
  const auto& grants = world_->accounts[account_].grants;
  if (seen_ < grants.size()) return false;  // these belong to the beginning, and are looked at as a whole
  if (next.at > last_) return true;
  if (std::holds_alternative<figures_event>(next.body)) return true;
  if (const auto* lot = std::get_if<lot_event>(&next.body)) {
    // Else it was scheduled, or follows its notice, or belongs to what is told already.
    const bool is_granted = lot->payment == 0 && lot->created == next.at && returning_.empty();
    return is_granted && lot->key.from != effect_key::space::cycle && lot->key != item_;
  }
  if (const auto* used = std::get_if<usage_event>(&next.body))
    return captured_ != used->key;  // the excess of a capture belongs to it (R6.2)
  const auto key = item_of(next);
  if (!key || key->from == effect_key::space::cycle) return false;
  // Some steps tell several things: a chargeback voids holds first, a cancel may give money back.
  const bool goes_on = std::holds_alternative<release_event>(next.body) ||
                       std::holds_alternative<payment_refund_event>(next.body) ||
                       std::holds_alternative<chargeback_event>(next.body);
  return !goes_on || *key != item_;
}

// What the item before left undone is a breach; what it was about is over.
finding checker::begin_item(const event& next) {
  if (auto found = check_looks()) return found;
  if (to_be_told_ != 0)
    return broken("R14.4", "payment {} succeeded, and what it paid for was not told", to_be_told_);
  if (ended_early_)
    return broken("R3.2", "lot {} of the subscription ended before its grant period, for no reason",
                  *ended_early_);
  const bool is_step = next.at == last_;
  if (auto found = payments_.check_overdue(next.at, is_step)) return found;
  granting_ = 0;
  const auto* lot = std::get_if<lot_event>(&next.body);
  item_ = lot != nullptr ? lot->key : item_of(next).value_or(effect_key{});
  return std::nullopt;
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
