#include "engine/invariants/checker.hpp"

#include <algorithm>
#include <utility>

namespace drawdown::invariants {
namespace {

// Whether a step may say which payment it is about (R9.3–R9.6).
bool names_payments(const account_spec& spec) {
  return std::ranges::any_of(spec.commands, [](const auto& step) {
    return std::holds_alternative<notice_command>(step->body) ||
           std::holds_alternative<refund_payment_command>(step->body) ||
           std::holds_alternative<chargeback_command>(step->body) ||
           std::holds_alternative<pay_invoice_command>(step->body) ||
           std::holds_alternative<void_invoice_command>(step->body);
  });
}

// Whether what is used up, or over, may be asked for again (R9.5–R9.7).
bool gives_back(const account_spec& spec) {
  return std::ranges::any_of(spec.commands, [](const auto& step) {
    return std::holds_alternative<refund_command>(step->body) ||
           std::holds_alternative<refund_payment_command>(step->body) ||
           std::holds_alternative<chargeback_command>(step->body);
  });
}

}  // namespace

checker::checker(std::shared_ptr<const world> in, account_index account)
    : world_(std::move(in)),
      account_(account),
      lots_(world_->settings, world_->zones[world_->accounts[account].zone],
            gives_back(world_->accounts[account])),
      holds_(world_->settings),
      debts_(world_->settings),
      payments_(names_payments(world_->accounts[account])),
      debits_(world_->accounts[account]),
      subscription_(*world_, account),
      last_(world_->start),
      money_(*world_) {
  const account_spec& spec = world_->accounts[account];
  low_balance_ = spec.low_balance;
  for (const agent_spec& agent : spec.agents) agents_.push_back({agent.policy, agent.monthly_limit, {}, {}});
}

finding checker::see(const event& next) {
  if (auto found = check_sequence(next)) return found;
  if (begins_item(next))
    if (auto found = begin_item(next)) return found;
  if (auto found = check_due(next)) return found;
  last_ = next.at;
  ++seen_;
  if (!std::holds_alternative<usage_event>(next.body)) captured_.reset();
  if (auto found = check_promised(next)) return found;
  // The books are kept first: a lot that ends is still known then.
  if (auto found = check_books(next)) return found;
  if (auto found = std::visit([&](const auto& body) { return check(next.at, body); }, next.body))
    return found;
  return check_cash();
}

void checker::forget_what_is_over() {
  if (succeeded_ != 0 || to_be_told_ != 0) return;  // something is still to be told of these
  payments_.forget_what_is_over([this](payment_id id) { money_.forget(id); });
}

finding checker::check(instant at, const lot_event& e) {
  if (e.result == outcome::scheduled) {
    if (auto found = lots_.schedule(e)) return found;
    return check_balance(e.balance);
  }
  if (!returning_.empty()) {
    if (auto found = check_returned(e)) return found;
  } else {
    if (e.of_cycle)
      if (auto found = check_cycle(at, e)) return found;
    if (e.payment != 0)
      if (auto found = check_payment(at, e)) return found;
  }
  if (auto found = lots_.book(at, e)) return found;
  return check_balance(e.balance);
}

finding checker::check(instant at, const lot_end_event& e) {
  const lot_account* lot = lots_.find(e.lot);
  if (lot != nullptr && lot->terms.of_cycle && at != lot->terms.expires && at != plan_changed_)
    ended_early_ = e.lot;
  if (auto found = lots_.end(at, e)) return found;
  return check_balance(e.balance);
}

finding checker::check(instant, const revoke_event& e) {
  if (auto found = lots_.revoke(e)) return found;
  return check_balance(e.balance);
}

finding checker::check(instant at, const refill_event& e) {
  if (e.because == refill_event::why::reset && (resets_.erase(e.lot) == 0 || at != reset_at_))
    return broken("R3.10", "lot {} was reset, and nothing resets it now", e.lot);
  if (auto found = lots_.refill(at, e, credits::largest() - committed_)) return found;
  committed_ += e.refilled;
  return check_balance(e.balance);
}

finding checker::check(instant, const low_balance_event& e) {
  if (low_balance_ != e.level) return broken("R10.6", "a level of {} was not asked for", text_of(e.level));
  if (e.available != lots_.available() || e.available >= e.level)
    return broken("R10.6", "{} are available, a notice of {} below {} was given", text_of(lots_.available()),
                  text_of(e.available), text_of(e.level));
  if (std::exchange(low_balance_said_, true)) return broken("R10.6", "a low balance was said twice");
  return std::nullopt;
}

// Of several steps under one key at an instant the first was the one that may have been accepted (R4.3).
// Questions, crashes and notices have no key of their own.
template <class Command>
const Command* checker::said(instant at, const effect_key& key) const {
  for (const auto& step : world_->accounts[account_].commands) {
    const bool has_key = !std::holds_alternative<expect_command>(step->body) &&
                         !std::holds_alternative<crash_command>(step->body) &&
                         !std::holds_alternative<notice_command>(step->body);
    if (has_key && step->key == key && step->order.at == at) return std::get_if<Command>(&step->body);
  }
  return nullptr;
}

finding checker::check(instant at, const command_event& e) {
  if (e.result == outcome::subscribed && !e.repeated) {
    const auto& declared = world_->accounts[account_].plan;
    if (declared && declared->key == e.key)
      subscription_.accept(at, std::get<subscribe_command>(declared->body));
    if (const auto* asked = said<subscribe_command>(at, e.key)) subscription_.accept(at, *asked);
  }
  if (e.result != outcome::changed || e.repeated) return std::nullopt;
  if (e.of == command_event::what::reset) {
    begin_reset(at);
  } else if (const auto* of_plan = said<change_plan_command>(at, e.key)) {
    subscription_.accept(at, e.key, *of_plan);
  } else if (const auto* of_agent = said<set_agent_command>(at, e.key)) {
    change(*of_agent);
  } else if (const auto* of_account = said<set_account_command>(at, e.key)) {
    change(*of_account);
  }
  return std::nullopt;
}

void checker::change(const set_agent_command& changed) {
  agent_account& agent = agents_.at(changed.agent);
  if (changed.policy) agent.policy = *changed.policy;
  if (changed.monthly_limit) agent.monthly_limit = *changed.monthly_limit;
}

void checker::change(const set_account_command& changed) {
  if (!changed.low_balance) return;
  low_balance_ = *changed.low_balance;
  low_balance_said_ = false;
}

}  // namespace drawdown::invariants
