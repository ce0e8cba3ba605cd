#include "engine/invariants/checker.hpp"

#include <algorithm>
#include <utility>

#include "engine/invariants/burn_law.hpp"
#include "engine/ledger/postings.hpp"
#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"

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
      debits_(world_->accounts[account]),
      subscription_(*world_, account),
      last_(world_->start) {
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

finding checker::check(instant at, const usage_event& e) {
  if (e.result != outcome::charged || e.repeated) return check_nothing_moved(e);
  if (debts_.is_suspended()) return broken("R9.6", "usage was charged while the account is suspended");
  if (e.uncharged < 0 || (e.uncharged > 0 && e.uncharged >= e.quantity))
    return broken("R4.1", "of a quantity of {} {} were not charged", e.quantity, e.uncharged);
  const auto may_pay = [&](const lot_account& lot) { return admits(lot.terms.only, e.meter, e.user); };
  if (auto found = check_limit(e.agent, e.amount, "debit")) return found;
  if (auto found = lots_.check_order(e.slices, may_pay, parts_of(e.agent))) return found;
  if (auto found = check_paid(e.slices, e.amount - e.debt - e.forgiven)) return found;
  if (auto found = check_exhausted(e, may_pay)) return found;
  if (auto found =
          debts_.make({.key = e.key, .agent = e.agent, .meter = e.meter, .user = e.user, .owed = e.debt}))
    return found;
  debits_.charge(at, e, e.debt.is_zero() ? 0 : debts_.last(),
                 std::exchange(captured_, std::nullopt) == e.key);
  charged_ += e.amount - e.forgiven;
  if (e.agent != no_agent) agents_.at(e.agent).spent += e.amount - e.forgiven;
  return check_balance(e.balance);
}

finding checker::check_nothing_moved(const usage_event& e) const {
  if (!e.slices.empty())
    return broken("R4.1", "a usage that was not charged took from {} lots", e.slices.size());
  if (!e.debt.is_zero() || !e.forgiven.is_zero())
    return broken("R4.5", "a usage that was not charged made debt {} and forgave {}", text_of(e.debt),
                  text_of(e.forgiven));
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

// R4.5: only what no lot could pay becomes debt or is forgiven, as the settings say. Beyond the limit of an
// agent only the wallet pays (R5.3), so other lots may keep credit then.
finding checker::check_exhausted(const usage_event& e, const payable& may_pay) const {
  if (e.debt.is_zero() && e.forgiven.is_zero()) return std::nullopt;
  const auto rule = world_->settings.when_short;
  if (!e.debt.is_zero() && rule != short_of_credit::carry)
    return broken("R4.5", "a debit made debt of {}, and `when_short` is not `carry`", text_of(e.debt));
  if (!e.forgiven.is_zero() && rule != short_of_credit::cap)
    return broken("R4.5", "of a debit {} were forgiven, and `when_short` is not `cap`", text_of(e.forgiven));
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

// R1.6: all that was ever promised can be counted: lots that are accepted, what purchases are to bring, debt.
finding checker::check_promised(const event& next) {
  credits promised;
  if (const auto* lot = std::get_if<lot_event>(&next.body)) {
    const bool is_bought = succeeded_ != 0 && lot->payment == succeeded_;
    if (!is_bought && lot->created == next.at) promised = lot->amount;
  } else if (const auto* charge = std::get_if<charge_event>(&next.body)) {
    if (payments_.find(charge->payment) == nullptr) promised = charge->brings;
  } else if (const auto* invoice = std::get_if<invoice_event>(&next.body)) {
    if (invoice->of == invoice_event::what::issued) promised = invoice->brings;
  } else if (const auto* used = std::get_if<usage_event>(&next.body)) {
    promised = used->debt;
  } else if (const auto* adjusted = std::get_if<adjust_event>(&next.body)) {
    promised = adjusted->debt;
  } else if (const auto* chargeback = std::get_if<chargeback_event>(&next.body)) {
    if (!chargeback->is_won) promised = chargeback->debt;
  }
  if (promised > credits::largest() - committed_)
    return broken("R1.6", "{} were promised beside {}", text_of(promised), text_of(committed_));
  committed_ += promised;
  return std::nullopt;
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

finding checker::check(instant, const figures_event& e) {
  if (lots_.left_by_kind() != e.account.left)
    return broken("R14.2", "the figures by kind are not the sums over the lots");
  if (lots_.held() != e.account.held || debts_.owed() != e.account.debt)
    return broken("R14.2", "{} are said to be held and {} owed, it is {} and {}", text_of(e.account.held),
                  text_of(e.account.debt), text_of(lots_.held()), text_of(debts_.owed()));
  if (e.suspended != debts_.is_suspended())
    return broken("R9.6", "the account is said to be {}suspended", e.suspended ? "" : "not ");
  if (auto found = check_subscription(e.subscription)) return found;
  if (e.agent == no_agent) return std::nullopt;
  const agent_account& agent = agents_.at(e.agent);
  if (agent.spent != e.agent_spent || agent.held != e.agent_held)
    return broken("R5.3", "an agent is said to have spent {} and to hold {}, it is {} and {}",
                  text_of(e.agent_spent), text_of(e.agent_held), text_of(agent.spent), text_of(agent.held));
  return std::nullopt;
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

// R14.2, R14.3: the stated balance is the sum of all movements; what was charged is used, owed or dropped;
// and the books say the same.
finding checker::check_balance(credits stated) const {
  const credits balance = lots_.balance();
  if (stated != balance)
    return broken("R14.2", "the balance is stated as {}, its movements add up to {}", text_of(stated),
                  text_of(balance));
  if (charged_ != lots_.used() + debts_.owed() + debts_.dropped())
    return broken("R14.3", "charged {} is not used {}, owed {} and dropped {}", text_of(charged_),
                  text_of(lots_.used()), text_of(debts_.owed()), text_of(debts_.dropped()));
  credits customers;
  for (std::size_t kind = 0; kind < lot_kinds; ++kind)
    customers += books_.at(static_cast<std::size_t>(ledger::customer_of(static_cast<lot_kind>(kind))));
  const credits owed = books_.at(static_cast<std::size_t>(ledger::ledger_account::customer_debt));
  if (customers != balance || -owed != debts_.owed())
    return broken("R14.2", "the balance is {} and the debt {}, the books have {} and {}", text_of(balance),
                  text_of(debts_.owed()), text_of(customers), text_of(-owed));
  return std::nullopt;
}

// R13.1: every movement is a balanced entry, in credits and in money.
finding checker::check_books(const event& e) {
  const auto kind_of = [&](lot_id id) {
    const lot_account* lot = lots_.find(id);
    return lot == nullptr ? lot_kind::free : lot->terms.kind;
  };
  credits sum;
  for (const ledger::posting& line : ledger::postings_of(e, kind_of)) {
    books_.at(static_cast<std::size_t>(line.account)) += line.amount;
    sum += line.amount;
  }
  if (!sum.is_zero()) return broken("R13.1", "an entry's postings add up to {}, not to zero", text_of(sum));
  return check_money(e);
}

finding checker::check_money(const event& e) {
  int128 minor = 0;
  for (const ledger::money_posting& line : money_.see(e)) {
    minor += line.amount.minor();
    money_books_.at(static_cast<std::size_t>(line.account)) += line.amount.minor();
  }
  if (minor != 0) return broken("R13.1", "an entry's postings do not add up to zero in money");
  return std::nullopt;
}

// No more money goes, or is settled, than came.
finding checker::check_cash() const {
  const auto held = [&](ledger::money_account account) {
    return money_books_.at(static_cast<std::size_t>(account));
  };
  const int128 there = held(ledger::money_account::gateways) + held(ledger::money_account::transfers);
  if (there < 0 || held(ledger::money_account::unsettled) > 0)
    return broken("R13.1", "more money went than came, or is settled beyond what was received");
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
