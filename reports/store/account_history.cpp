#include "reports/store/account_history.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/units/words.hpp"

namespace drawdown::reports {

namespace {

constexpr word_table<movement, movements> movement_words{{"scheduled", "granted", "used", "held", "released",
                                                          "expired", "revoked", "refilled", "refunded",
                                                          "carried"}};

tl::unexpected<error> unknown_lot(lot_id lot) {
  return fail(error_code::corrupt, fmt::format("lot {} is named before it was granted", lot));
}

// Whether reports ask what exactly a step wanted. A notice by hand has no key of its own (R9.4), and takes
// none from a step of its instant.
bool is_asked_about(const command& step) {
  return !std::holds_alternative<usage>(step.body) && !std::holds_alternative<hold_command>(step.body) &&
         !std::holds_alternative<top_up_command>(step.body) &&
         !std::holds_alternative<grant_command>(step.body) &&
         !std::holds_alternative<notice_command>(step.body) &&
         !std::holds_alternative<expect_command>(step.body) &&
         !std::holds_alternative<crash_command>(step.body);
}

// Whether it is a key by which a scenario may ask for an outcome; of drawn usage there is too much to
// remember.
bool names_steps(const effect_key& key) {
  return key.was_given() || key.from == effect_key::space::timeline;
}

std::string_view name_of(command_event::what step) {
  constexpr word_table<command_event::what, 23> steps{
      {"top_up",       "grant",          "set",         "revoke",  "adjust",
       "reset",        "subscribe",      "change_plan", "cancel",  "resume",
       "add_on",       "add_user",       "remove_user", "refund",  "refund_payment",
       "chargeback",   "win_chargeback", "view_usage",  "invoice", "pay_invoice",
       "void_invoice", "estimate",       "quote"}};
  return steps.of(step);
}

}  // namespace

std::string_view name_of(movement what) {
  return movement_words.of(what);
}

account_history::account_history(const world& in, account_index account)
    : in_(in),
      spec_(in.accounts.at(account)),
      payments_(in, spec_),
      subscription_(in, account),
      agents_(spec_.agents.size()) {
  if (spec_.plan) steps_.emplace(std::pair{in.start, spec_.plan->key}, &*spec_.plan);
  // Of two steps with one key at one instant the first is the one that was accepted (R4.3).
  for (const auto& step : spec_.commands) {
    if (is_asked_about(*step)) steps_.emplace(std::pair{step->order.at, step->key}, step.get());
    if (const auto* refund = std::get_if<refund_command>(&step->body)) refunded_.insert(refund->debit);
  }
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
  invoiced_change_ = {};
  debt_movements_.clear();
  answered_.reset();
  is_overrun_ = false;
  is_regrant_ = false;
  is_returned_ = false;
  if (subscription_.turns(at)) begin_period(at);
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

void account_history::begin_period(instant at) {
  period_begin_ = at;
  restart_spending();
}

// A reset by hand does that too, and no period begins with it (R3.10).
void account_history::restart_spending() {
  for (agent_record& agent : agents_) agent.spent = {};
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
    case movement::refunded:
      record.used -= left;
      break;
    case movement::scheduled:
    case movement::granted:
    case movement::held:
    case movement::released:
    case movement::carried:
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

result<void> account_history::take(instant at, const usage_event& usage) {
  // What a capture takes beyond its hold is charged right behind it, under the capture's own key (R6.2).
  is_overrun_ = captured_by_ == usage.key && usage.result != outcome::idempotency_conflict;
  captured_by_.reset();
  if (!is_overrun_) answers({"use", usage.key, usage.agent, usage.result, usage.repeated});
  balance_ = usage.balance;
  if (usage.repeated || is_refusal(usage.result)) return {};
  spends(usage.agent, usage.amount - usage.forgiven);
  if (refunded_.contains(usage.key)) debited_at_[usage.key] = at;
  debt_record made;
  made.key = usage.key;
  made.agent = usage.agent;
  made.user = usage.user;
  made.group = usage.group;
  if (usage.meter != no_meter) made.meter = usage.meter;
  owes(at, made, usage.debt);
  invoices(usage.invoiced);
  return takes(usage.slices);
}

result<void> account_history::take(instant at, const lot_event& lot) {
  lot_record& record = lots_[lot.lot];
  record.made = lot;
  record.booked = lot.result == outcome::granted;
  balance_ = lot.balance;
  is_regrant_ = regranted_by_ == lot.key && lot.payment == 0 && !lot.of_cycle;
  is_returned_ = returned_by_ == lot.key && lot.payment != 0;
  // A lot that a payment, a subscription or a refund brought, or whose time has come, answers no step.
  const bool is_grant = lot.payment == 0 && !lot.of_cycle && !is_regrant_;
  if (is_grant) granted_under_.try_emplace(lot.key, lot.lot);
  if (is_grant && lot.created == at) {
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
  subscription_.take(at, answer, step_at(at, answer.key));
  const command* change = change_of(at, answer);
  if (change == nullptr) return {};
  if (const auto* agent = std::get_if<set_agent_command>(&change->body)) {
    answered_->agent = agent->agent;
    if (agent->agent < agents_.size()) agents_[agent->agent].last = answer.result;
  }
  const auto* terms = std::get_if<set_account_command>(&change->body);
  if (terms == nullptr || !terms->auto_recharge) return {};
  payments_.switch_recharging(terms->auto_recharge->has_value());
  return {};
}

result<void> account_history::take(instant at, const charge_event& charge) {
  payments_.take(at, charge);
  subscription_.take(charge);
  return {};
}

result<void> account_history::take(instant at, const heard_event& heard) {
  if (auto known = payments_.take(at, heard); !known) return known;
  if (heard.effect == notice_effect::credited) settles(heard.payment);
  const payment_record* payment = payments_.find(heard.payment);
  if (payment != nullptr && payment->of == payment_for::overage && payment->failed)
    bills_again(heard.payment);
  return {};
}

result<void> account_history::take(instant, const recharge_failed_event&) {
  return {};
}

result<void> account_history::take(instant, const recharge_off_event& off) {
  return payments_.take(off);
}

result<void> account_history::take(instant, const figures_event& seen) {
  subscription_.take(seen);
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
  if (refunded_.contains(capture.key)) debited_at_.try_emplace(capture.key, at);
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
  // A chargeback voids holds under its own key, and answers later (R9.6).
  const command* step = step_at(at, release.key);
  const bool is_asked_for = step == nullptr || !std::holds_alternative<chargeback_command>(step->body);
  if (!release.ran_out && is_asked_for)
    answers({"void", release.key, release.agent, release.result, release.repeated});
  balance_ = release.balance;
  if (release.repeated || is_refusal(release.result)) return {};
  const auto hold = hold_named(release.hold);
  if (!hold) return tl::unexpected<error>(hold.error());
  (*hold)->ended = at;
  (*hold)->state = release.ran_out ? "ran_out" : "voided";
  return gives_back(**hold, release.released);
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
