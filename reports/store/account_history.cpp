#include "reports/store/account_history.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/time/calendar.hpp"
#include "engine/units/words.hpp"

namespace drawdown::reports {

namespace {

constexpr word_table<movement, 8> movement_words{
    {"scheduled", "granted", "used", "held", "released", "expired", "revoked", "refilled"}};

tl::unexpected<error> unknown_lot(lot_id lot) {
  return fail(error_code::corrupt, fmt::format("lot {} is named before it was granted", lot));
}

tl::unexpected<error> unknown_payment(payment_id payment) {
  return fail(error_code::corrupt, fmt::format("payment {} is named before it was charged", payment));
}

// Whether reports ask what exactly a step wanted.
bool is_asked_about(const command& step) {
  return std::holds_alternative<set_agent_command>(step.body) ||
         std::holds_alternative<set_account_command>(step.body) ||
         std::holds_alternative<adjust_command>(step.body) ||
         std::holds_alternative<revoke_command>(step.body);
}

// Whether it is a key by which a scenario may ask for an outcome; of drawn usage there is too much to
// remember.
bool names_steps(const effect_key& key) {
  return key.was_given() || key.from == effect_key::space::timeline;
}

std::string_view name_of(command_event::what step) {
  constexpr word_table<command_event::what, 6> steps{{"top_up", "grant", "set", "revoke", "adjust", "reset"}};
  return steps.of(step);
}

}  // namespace

std::string_view name_of(movement what) {
  return movement_words.of(what);
}

account_history::account_history(const world& in, account_index account)
    : in_(in),
      spec_(in.accounts.at(account)),
      agents_(spec_.agents.size()),
      next_turn_(next_month(in.start, in.zones.at(spec_.zone))),
      recharges_(spec_.auto_recharge.has_value()) {
  // Of two steps with one key at one instant the first is the one that was accepted (R4.3).
  for (const auto& step : spec_.commands)
    if (is_asked_about(*step)) steps_.emplace(std::pair{step->order.at, step->key}, step.get());
}

result<void> account_history::apply(const event& next) {
  begin_event(next.at);
  return std::visit([&](const auto& body) { return take(next.at, body); }, next.body);
}

void account_history::begin_event(instant at) {
  ++number_;
  movements_.clear();
  held_change_ = {};
  debt_change_ = {};
  debt_ = 0;
  answered_.reset();
  is_overrun_ = false;
  if (at < next_turn_) return;
  restart_spending();
  next_turn_ = next_month(at, in_.zones.at(spec_.zone));
}

const lot_record* account_history::lot_of_grant(const effect_key& key) const {
  const auto found = granted_under_.find(key);
  return found == granted_under_.end() ? nullptr : &lots_.at(found->second);
}

std::optional<std::uint32_t> account_history::hold_under(const effect_key& key) const {
  const auto found = held_under_.find(key);
  if (found == held_under_.end()) return std::nullopt;
  return found->second;
}

std::optional<outcome> account_history::outcome_under(const effect_key& key) const {
  const auto found = answered_under_.find(key);
  if (found == answered_under_.end()) return std::nullopt;
  return found->second;
}

std::optional<gateway_index> account_history::gateway_of(payment_id payment, std::uint32_t attempt) const {
  const auto found = payments_.find(payment);
  if (found == payments_.end()) return std::nullopt;
  const auto sent = found->second.gateways.find(attempt);
  if (sent == found->second.gateways.end()) return std::nullopt;
  return sent->second;
}

std::string account_history::reason_of(const heard_event& heard) const {
  if (heard.answer != payment_answer::declined || heard.by_hand) return {};
  const auto gateway = gateway_of(heard.payment, heard.attempt);
  if (!gateway || *gateway >= in_.gateways.size()) return {};
  const auto& reasons = in_.gateways[*gateway].reasons;
  return heard.reason < reasons.size() ? reasons[heard.reason] : std::string();
}

const command* account_history::step_at(instant at, const effect_key& key) const {
  const auto found = steps_.find({at, key});
  return found == steps_.end() ? nullptr : found->second;
}

const command* account_history::change_of(instant at, const command_event& answer) const {
  if (answer.of != command_event::what::set || answer.result != outcome::changed || answer.repeated)
    return nullptr;
  return step_at(at, answer.key);
}

void account_history::answers(const step_answer& answer) {
  answered_ = answer;
  last_ = answer.result;
  if (answer.agent < agents_.size()) agents_[answer.agent].last = answer.result;
  if (names_steps(answer.key)) answered_under_.try_emplace(answer.key, answer.result);
}

void account_history::spends(agent_index agent, credits amount) {
  if (agent < agents_.size()) agents_[agent].spent += amount;
}

void account_history::restart_spending() {
  for (agent_record& agent : agents_) agent.spent = {};
}

void account_history::owes(instant at, debt_record made, credits amount) {
  if (amount.is_zero()) return;
  made.event = number_;
  made.at = at;
  made.amount = amount;
  debt_ = static_cast<debt_id>(debts_.size() + 1);
  debts_.emplace(debt_, made);
  debt_change_ += amount;
  now_.debt += amount;
}

// Changes a lot and the figures, and remembers that for whoever asks what the event did.
result<void> account_history::moves(lot_id lot, movement what, credits left, credits held) {
  const auto found = lots_.find(lot);
  if (found == lots_.end()) return unknown_lot(lot);
  lot_record& record = found->second;
  switch (what) {
    case movement::used:
      record.used -= left;
      break;
    case movement::expired:
      record.expired -= left;
      break;
    case movement::revoked:
      record.revoked -= left;
      break;
    case movement::refilled:
      record.refilled += left;
      break;
    case movement::scheduled:
    case movement::granted:
    case movement::held:
    case movement::released:
      break;
  }
  record.held += held;
  now_.of(record.made.kind) += left;
  now_.held += held;
  held_change_ += held;
  movements_.push_back({lot, what, left, held});
  return {};
}

result<void> account_history::takes(const std::vector<slice>& slices) {
  for (const slice& taken : slices)
    if (auto moved = moves(taken.lot, movement::used, -taken.amount, {}); !moved) return moved;
  return {};
}

// What a hold gives back of its lots, each part the way that it went (R3.7).
result<void> account_history::gives_back(hold_record& hold, const std::vector<released_slice>& released) {
  for (const released_slice& part : released) {
    const bool back = part.went == released_to::lot;
    const movement what = back                                ? movement::released
                          : part.went == released_to::expired ? movement::expired
                                                              : movement::revoked;
    if (auto moved = moves(part.lot, what, back ? credits{} : -part.amount, -part.amount); !moved)
      return moved;
    hold.released += part.amount;
    if (hold.placed.agent < agents_.size()) agents_[hold.placed.agent].held -= part.amount;
  }
  return {};
}

result<hold_record*> account_history::hold_named(const effect_key& key) {
  const auto found = held_under_.find(key);
  if (found == held_under_.end()) return fail(error_code::corrupt, "a hold is named before it was placed");
  return &holds_.at(found->second - 1);
}

// A recharge that waits for its next attempt has no further one once recharging is switched off (R10.4).
void account_history::ends_retries() {
  for (auto& [id, payment] : payments_) {
    if (!payment.waits_for_retry) continue;
    payment.waits_for_retry = false;
    payment.failed = true;
  }
}

result<void> account_history::take(instant at, const usage_event& usage) {
  // What a capture takes beyond its hold is charged right behind it, under the capture's own key (R6.2).
  is_overrun_ = captured_by_ == usage.key && usage.result != outcome::idempotency_conflict;
  captured_by_.reset();
  if (!is_overrun_) answers({"use", usage.key, usage.agent, usage.result, usage.repeated});
  balance_ = usage.balance;
  if (usage.repeated || is_refusal(usage.result)) return {};
  spends(usage.agent, usage.amount - usage.forgiven);
  debt_record made;
  made.key = usage.key;
  made.agent = usage.agent;
  made.user = usage.user;
  made.group = usage.group;
  if (usage.meter != no_meter) made.meter = usage.meter;
  owes(at, made, usage.debt);
  return takes(usage.slices);
}

result<void> account_history::take(instant at, const lot_event& lot) {
  lot_record& record = lots_[lot.lot];
  record.made = lot;
  record.booked = lot.result == outcome::granted;
  balance_ = lot.balance;
  if (lot.payment == 0) granted_under_.try_emplace(lot.key, lot.lot);
  // A lot that a payment brought, or whose time has come, answers no step.
  if (lot.payment == 0 && lot.created == at) {
    const command* step = step_at(at, lot.key);
    const bool adjusts = step != nullptr && std::holds_alternative<adjust_command>(step->body);
    answers({adjusts ? "adjust" : "grant", lot.key, no_agent, lot.result, false});
  }
  return moves(lot.lot, record.booked ? movement::granted : movement::scheduled,
               record.booked ? lot.amount : credits{}, {});
}

result<void> account_history::take(instant at, const lot_end_event& end) {
  const auto lot = lots_.find(end.lot);
  if (lot == lots_.end()) return unknown_lot(end.lot);
  lot->second.ended = at;
  balance_ = end.balance;
  return moves(end.lot, movement::expired, -end.expired, {});
}

result<void> account_history::take(instant at, const command_event& answer) {
  answers({name_of(answer.of), answer.key, no_agent, answer.result, answer.repeated});
  if (answer.of == command_event::what::reset && answer.result == outcome::changed && !answer.repeated)
    restart_spending();
  const command* change = change_of(at, answer);
  if (change == nullptr) return {};
  if (const auto* agent = std::get_if<set_agent_command>(&change->body)) {
    answered_->agent = agent->agent;
    if (agent->agent < agents_.size()) agents_[agent->agent].last = answer.result;
  }
  const auto* terms = std::get_if<set_account_command>(&change->body);
  if (terms == nullptr || !terms->auto_recharge) return {};
  recharges_ = terms->auto_recharge->has_value();
  if (!recharges_) ends_retries();
  return {};
}

result<void> account_history::take(instant at, const charge_event& charge) {
  payment_record& payment = payments_[charge.payment];
  if (payment.attempts == 0) {
    payment.first = charge;
    payment.requested = at;
  }
  ++payment.attempts;
  payment.gateways[charge.attempt] = charge.gateway;
  payment.waits_for_retry = false;
  return {};
}

result<void> account_history::take(instant at, const heard_event& heard) {
  if (heard.payment == 0) return {};
  const auto found = payments_.find(heard.payment);
  if (found == payments_.end()) return unknown_payment(heard.payment);
  payment_record& payment = found->second;
  if (heard.effect == notice_effect::credited) {
    payment.credited = at;
    payment.waits_for_retry = false;
  } else if (heard.effect == notice_effect::failed) {
    payment.last_reason = reason_of(heard);
    // A person's payment is not tried again; a recharge is while recharging is on, unless failures have
    // another consequence (R10.4).
    payment.waits_for_retry =
        payment.first.recharge && recharges_ && in_.settings.on_failure == failure_policy::retry;
    payment.failed = !payment.waits_for_retry;
  }
  return {};
}

result<void> account_history::take(instant, const recharge_failed_event&) {
  return {};
}

result<void> account_history::take(instant, const recharge_off_event& off) {
  const auto payment = payments_.find(off.payment);
  if (payment == payments_.end()) return unknown_payment(off.payment);
  payment->second.waits_for_retry = false;
  payment->second.failed = true;
  recharges_ = false;
  return {};
}

result<void> account_history::take(instant, const figures_event&) {
  return {};
}

result<void> account_history::take(instant at, const hold_event& hold) {
  answers({"hold", hold.key, hold.agent, hold.result, hold.repeated});
  balance_ = hold.balance;
  if (hold.repeated || is_refusal(hold.result)) return {};
  hold_record& placed = holds_.emplace_back();
  placed.placed = hold;
  placed.event = number_;
  placed.at = at;
  held_under_[hold.key] = static_cast<std::uint32_t>(holds_.size());
  if (hold.agent < agents_.size()) agents_[hold.agent].held += hold.amount;
  for (const slice& reserved : hold.slices)
    if (auto moved = moves(reserved.lot, movement::held, {}, reserved.amount); !moved) return moved;
  return {};
}

result<void> account_history::take(instant at, const capture_event& capture) {
  answers({"capture", capture.key, capture.agent, capture.result, capture.repeated});
  balance_ = capture.balance;
  captured_by_.reset();
  if (capture.repeated || is_refusal(capture.result)) return {};
  captured_by_ = capture.key;
  const auto hold = hold_named(capture.hold);
  if (!hold) return tl::unexpected<error>(hold.error());
  for (const slice& taken : capture.slices)
    if (auto moved = moves(taken.lot, movement::used, -taken.amount, -taken.amount); !moved) return moved;
  (*hold)->captured += capture.amount;
  spends((*hold)->placed.agent, capture.amount);
  if ((*hold)->placed.agent < agents_.size()) agents_[(*hold)->placed.agent].held -= capture.amount;
  if (!capture.open) {
    (*hold)->ended = at;
    (*hold)->state = "captured";
  }
  return gives_back(**hold, capture.released);
}

result<void> account_history::take(instant at, const release_event& release) {
  if (!release.ran_out) answers({"void", release.key, release.agent, release.result, release.repeated});
  balance_ = release.balance;
  if (release.repeated || is_refusal(release.result)) return {};
  const auto hold = hold_named(release.hold);
  if (!hold) return tl::unexpected<error>(hold.error());
  (*hold)->ended = at;
  (*hold)->state = release.ran_out ? "ran_out" : "voided";
  return gives_back(**hold, release.released);
}

result<void> account_history::take(instant, const debt_paid_event& paid) {
  const auto debt = debts_.find(paid.debt);
  if (debt == debts_.end())
    return fail(error_code::corrupt, fmt::format("debt {} is named before it was made", paid.debt));
  debt->second.paid += paid.amount;
  debt_ = paid.debt;
  debt_change_ -= paid.amount;
  now_.debt -= paid.amount;
  balance_ = paid.balance;
  return takes(paid.slices);
}

result<void> account_history::take(instant, const debt_dropped_event& dropped) {
  for (auto& [id, debt] : debts_) debt.dropped += debt.open();
  debt_change_ -= dropped.amount;
  now_.debt -= dropped.amount;
  return {};
}

result<void> account_history::take(instant at, const adjust_event& adjustment) {
  answers({"adjust", adjustment.key, no_agent, outcome::adjusted, false});
  balance_ = adjustment.balance;
  debt_record made;
  made.key = adjustment.key;
  made.by_adjustment = true;
  owes(at, made, adjustment.debt);
  return takes(adjustment.slices);
}

result<void> account_history::take(instant at, const revoke_event& revocation) {
  answers({"revoke", revocation.key, no_agent, outcome::revoked, false});
  balance_ = revocation.balance;
  const auto lot = lots_.find(revocation.lot);
  if (lot == lots_.end()) return unknown_lot(revocation.lot);
  lot->second.taken_back = true;
  lot->second.ended = at;
  // What was only scheduled is in no figure, so nothing leaves one (R3.5).
  if (!lot->second.booked) lot->second.revoked = lot->second.made.amount;
  return moves(revocation.lot, movement::revoked, -revocation.amount, {});
}

result<void> account_history::take(instant, const refill_event& refill) {
  balance_ = refill.balance;
  if (!refill.expired.is_zero()) {
    auto moved = moves(refill.lot, movement::expired, -refill.expired, {});
    if (!moved || refill.refilled.is_zero()) return moved;
  }
  return moves(refill.lot, movement::refilled, refill.refilled, {});
}

result<void> account_history::take(instant, const low_balance_event&) {
  return {};
}

result<void> account_history::take(instant, const recharge_waits_event&) {
  return {};
}

}  // namespace drawdown::reports
