// What debits and holds take, and what becomes of the rest (R4.5, R6, R14.3): the part of the checker that
// follows usage.
#include <algorithm>
#include <utility>

#include "engine/invariants/burn_law.hpp"
#include "engine/invariants/checker.hpp"

namespace drawdown::invariants {
namespace {

bool is_of_wallet(lot_kind kind) {
  return kind == lot_kind::paid || kind == lot_kind::adjustment;
}

credits total(const std::vector<slice>& slices) {
  credits sum;
  for (const slice& s : slices) sum += s.amount;
  return sum;
}

}  // namespace

finding checker::check(instant at, const usage_event& e) {
  if (e.result != outcome::charged || e.repeated) return check_nothing_moved(e);
  if (debts_.is_suspended()) return broken("R9.6", "usage was charged while the account is suspended");
  if (e.uncharged < 0 || (e.uncharged > 0 && e.uncharged >= e.quantity))
    return broken("R4.1", "of a quantity of {} {} were not charged", e.quantity, e.uncharged);
  const auto may_pay = [&](const lot_account& lot) { return admits(lot.terms.only, e.meter, e.user); };
  if (auto found = check_limit(e.agent, e.amount, "debit")) return found;
  if (auto found = lots_.check_order(e.slices, may_pay, parts_of(e.agent))) return found;
  if (auto found = check_paid(e.slices, e.amount - e.debt - e.forgiven - e.invoiced)) return found;
  if (auto found = check_exhausted(e, may_pay)) return found;
  if (auto found =
          debts_.make({.key = e.key, .agent = e.agent, .meter = e.meter, .user = e.user, .owed = e.debt}))
    return found;
  debits_.charge(at, e, e.debt.is_zero() ? 0 : debts_.last(),
                 std::exchange(captured_, std::nullopt) == e.key);
  overage_.add(e.invoiced);
  charged_ += e.amount - e.forgiven;
  if (e.agent != no_agent) agents_.at(e.agent).spent += e.amount - e.forgiven;
  return check_balance(e.balance);
}

finding checker::check_nothing_moved(const usage_event& e) const {
  if (!e.slices.empty())
    return broken("R4.1", "a usage that was not charged took from {} lots", e.slices.size());
  if (!e.debt.is_zero() || !e.forgiven.is_zero() || !e.invoiced.is_zero())
    return broken("R4.5", "a usage that was not charged made debt {}, forgave {} and invoiced {}",
                  text_of(e.debt), text_of(e.forgiven), text_of(e.invoiced));
  return check_balance(e.balance);
}

// R3.4: the slices add up to what lots paid, and each lot had what was taken from it.
finding checker::check_paid(const std::vector<slice>& slices, credits amount) {
  for (const slice& s : slices)
    if (auto found = lots_.use(s)) return found;
  if (const credits taken = total(slices); taken != amount)
    return broken("R3.4", "of a debit lots were to pay {}, its slices are of {}", text_of(amount),
                  text_of(taken));
  return std::nullopt;
}

// R4.5: only what no lot could pay becomes debt, is forgiven or is paid in money, as the settings say. Beyond
// the limit of an agent only the wallet pays (R5.3), so other lots may keep credit then.
finding checker::check_exhausted(const usage_event& e, const payable& may_pay) const {
  if (e.debt.is_zero() && e.forgiven.is_zero() && e.invoiced.is_zero()) return std::nullopt;
  const auto rule = world_->settings.when_short;
  if (!e.debt.is_zero() && rule != short_of_credit::carry)
    return broken("R4.5", "a debit made debt of {}, and `when_short` is not `carry`", text_of(e.debt));
  if (!e.forgiven.is_zero() && rule != short_of_credit::cap)
    return broken("R4.5", "of a debit {} were forgiven, and `when_short` is not `cap`", text_of(e.forgiven));
  if (!e.invoiced.is_zero() && rule != short_of_credit::invoice)
    return broken("R4.5", "of a debit {} were invoiced, and `when_short` is not `invoice`",
                  text_of(e.invoiced));
  bool only_wallet = false;
  if (e.agent != no_agent) {
    const agent_account& agent = agents_.at(e.agent);
    if (agent.policy == when_exhausted::use_balance && agent.monthly_limit) {
      const credits room = std::max(credits{}, *agent.monthly_limit - agent.count());
      only_wallet = total(e.slices) >= std::min(room, e.amount);
    }
  }
  finding found;
  lots_.each([&](const lot_account& lot) {
    if (found || lot.available().is_zero() || !may_pay(lot)) return;
    if (only_wallet && !is_of_wallet(lot.terms.kind)) return;
    found = broken("R4.5", "a debit was not paid in full, and lot {} kept {}", lot.terms.lot,
                   text_of(lot.available()));
  });
  return found;
}

// A stop may keep an agent from paid credit, and a limit from all but the wallet: then lots are only held
// against those that may pay the same part (R14.5).
same_part checker::parts_of(agent_index index) const {
  if (index == no_agent) return [](lot_kind, lot_kind) { return true; };
  const agent_account& agent = agents_.at(index);
  if (agent.policy == when_exhausted::stop)
    return [](lot_kind a, lot_kind b) { return (a == lot_kind::paid) == (b == lot_kind::paid); };
  const bool is_limited = agent.monthly_limit.has_value();
  return [is_limited](lot_kind a, lot_kind b) { return !is_limited || is_of_wallet(a) == is_of_wallet(b); };
}

// R14.6: nothing passed the limit of an agent that stops there. What it holds counts (R5.3).
finding checker::check_limit(agent_index index, credits amount, const char* what) const {
  if (index == no_agent || amount.is_zero()) return std::nullopt;
  const agent_account& agent = agents_.at(index);
  if (agent.policy != when_exhausted::stop || !agent.monthly_limit) return std::nullopt;
  if (amount <= *agent.monthly_limit - agent.count()) return std::nullopt;
  return broken("R14.6", "a {} of {} was accepted at {} spent and {} held, of a limit of {} with `stop`",
                what, text_of(amount), text_of(agent.spent), text_of(agent.held),
                text_of(*agent.monthly_limit));
}

finding checker::check(instant at, const hold_event& e) {
  if (e.result != outcome::held || e.repeated) {
    if (!e.slices.empty() || e.runs_out != instant{})
      return broken("R6.1", "a hold that was not accepted reserved credit");
    return check_balance(e.balance);
  }
  if (debts_.is_suspended()) return broken("R9.6", "credit was held while the account is suspended");
  const auto may_pay = [&](const lot_account& lot) { return admits(lot.terms.only, e.meter, e.user); };
  if (auto found = check_limit(e.agent, e.amount, "hold")) return found;
  if (auto found = lots_.check_order(e.slices, may_pay, parts_of(e.agent))) return found;
  if (auto found = holds_.place(at, e, lots_)) return found;
  if (e.agent != no_agent) agents_.at(e.agent).held += e.amount;
  return check_balance(e.balance);
}

finding checker::check(instant at, const capture_event& e) {
  if (e.result != outcome::captured || e.repeated) {
    if (!e.slices.empty() || !e.released.empty() || e.open)
      return broken("R6.2", "a capture that was not accepted moved credit");
    if (!e.repeated)
      if (auto found = holds_.check_refused(e)) return found;
    return check_balance(e.balance);
  }
  if (auto found = holds_.capture(e, lots_)) return found;
  charged_ += e.amount;
  captured_ = e.key;
  debits_.charge(at, e);
  if (e.agent != no_agent) {
    agent_account& agent = agents_.at(e.agent);
    agent.spent += e.amount;
    agent.held -= e.amount;
    for (const released_slice& s : e.released) agent.held -= s.amount;
  }
  return check_balance(e.balance);
}

finding checker::check(instant at, const release_event& e) {
  if (e.result != outcome::voided || e.repeated) {
    if (!e.released.empty() || !e.amount.is_zero())
      return broken("R6.3", "a hold that was not voided gave credit back");
    if (!e.repeated)
      if (auto found = holds_.check_refused(e)) return found;
    return check_balance(e.balance);
  }
  if (auto found = holds_.release(at, e, lots_)) return found;
  if (e.agent != no_agent) agents_.at(e.agent).held -= e.amount;
  return check_balance(e.balance);
}

finding checker::check(instant, const debt_paid_event& e) {
  if (auto found = debts_.pay(e, lots_)) return found;
  debits_.pay(e);
  return check_balance(e.balance);
}

finding checker::check(instant at, const debt_dropped_event& e) {
  if (!std::exchange(drops_debt_, false) || at != reset_at_)
    return broken("R3.10", "debt was dropped where nothing is reset");
  if (auto found = debts_.drop(e)) return found;
  return check_balance(lots_.balance());
}

finding checker::check(instant, const adjust_event& e) {
  const auto any = [](const lot_account&) { return true; };
  if (e.amount <= credits{}) return broken("R3.11", "an adjustment took {}", text_of(e.amount));
  if (auto found = lots_.check_order(e.slices, any, parts_of(no_agent))) return found;
  if (auto found = check_paid(e.slices, e.amount - e.debt)) return found;
  if (!e.debt.is_zero() && !lots_.available().is_zero())
    return broken("R3.11", "an adjustment made debt while {} were available", text_of(lots_.available()));
  if (auto found = debts_.make({.key = e.key, .of_usage = false, .owed = e.debt})) return found;
  charged_ += e.amount;
  return check_balance(e.balance);
}

}  // namespace drawdown::invariants
