// What all movements come to (R1.6, R13.1, R14.2, R14.3): the part of the checker that adds up.
#include <algorithm>

#include "engine/invariants/checker.hpp"
#include "engine/ledger/postings.hpp"

namespace drawdown::invariants {

// R1.6: all that was ever promised can be counted: lots that are accepted, what purchases are to bring, debt.
finding checker::check_promised(const event& next) {
  credits promised;
  if (const auto* lot = std::get_if<lot_event>(&next.body)) {
    const bool is_bought = succeeded_ != 0 && lot->payment == succeeded_;
    if (!is_bought && lot->created == next.at) promised = lot->amount;
    if (is_bought) promised = std::max(credits{}, lot->amount - payments_.find(succeeded_)->brings);
  } else if (const auto* charge = std::get_if<charge_event>(&next.body)) {
    if (payments_.find(charge->payment) == nullptr) promised = charge->brings;
  } else if (const auto* invoice = std::get_if<invoice_event>(&next.body)) {
    if (invoice->of == invoice_event::what::issued) promised = invoice->brings;
  } else if (const auto* used = std::get_if<usage_event>(&next.body)) {
    promised = used->debt + used->invoiced;
  } else if (const auto* adjusted = std::get_if<adjust_event>(&next.body)) {
    promised = adjusted->debt;
  } else if (const auto* chargeback = std::get_if<chargeback_event>(&next.body)) {
    if (!chargeback->is_won) promised = chargeback->debt;
  } else if (const auto* carried = std::get_if<carry_event>(&next.body)) {
    promised = carried->refilled;
  }
  if (promised > credits::largest() - committed_)
    return broken("R1.6", "{} were promised beside {}", text_of(promised), text_of(committed_));
  committed_ += promised;
  return std::nullopt;
}

finding checker::check(instant, const figures_event& e) {
  if (lots_.left_by_kind() != e.account.left)
    return broken("R14.2", "the figures by kind are not the sums over the lots");
  if (lots_.held() != e.account.held || debts_.owed() != e.account.debt)
    return broken("R14.2", "{} are said to be held and {} owed, it is {} and {}", text_of(e.account.held),
                  text_of(e.account.debt), text_of(lots_.held()), text_of(debts_.owed()));
  if (overage_.unbilled() != e.account.invoiced)
    return broken("R4.5", "{} are said not to be billed, it is {}", text_of(e.account.invoiced),
                  text_of(overage_.unbilled()));
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

// R14.2, R14.3: the stated balance is the sum of all movements; what was charged is used, owed, dropped or to
// be paid in money; and the books say the same.
finding checker::check_balance(credits stated) const {
  const credits balance = lots_.balance();
  if (stated != balance)
    return broken("R14.2", "the balance is stated as {}, its movements add up to {}", text_of(stated),
                  text_of(balance));
  if (charged_ != lots_.used() + debts_.owed() + debts_.dropped() + overage_.invoiced())
    return broken("R14.3", "charged {} is not used {}, owed {}, dropped {} and invoiced {}",
                  text_of(charged_), text_of(lots_.used()), text_of(debts_.owed()), text_of(debts_.dropped()),
                  text_of(overage_.invoiced()));
  credits customers;
  for (std::size_t kind = 0; kind < lot_kinds; ++kind)
    customers += books_.at(static_cast<std::size_t>(ledger::customer_of(static_cast<lot_kind>(kind))));
  const credits owed = books_.at(static_cast<std::size_t>(ledger::ledger_account::customer_debt));
  const credits overage = books_.at(static_cast<std::size_t>(ledger::ledger_account::overage));
  if (customers != balance || -owed != debts_.owed() || -overage != overage_.invoiced())
    return broken("R14.2", "the balance is {}, the debt {} and overage {}, the books have {}, {} and {}",
                  text_of(balance), text_of(debts_.owed()), text_of(overage_.invoiced()), text_of(customers),
                  text_of(-owed), text_of(-overage));
  return std::nullopt;
}

// R13.1: every movement is a balanced entry, in credits and in money.
finding checker::check_books(const event& e) {
  const auto kind_of = [&](lot_id id) {
    const lot_account* lot = lots_.find(id);
    return lot == nullptr ? lot_kind::free : lot->terms.kind;
  };
  credits sum;
  for (const ledger::posting& line : ledger::entry_of(e, kind_of)) {
    books_.at(static_cast<std::size_t>(line.account)) += line.amount;
    sum += line.amount;
  }
  if (!sum.is_zero()) return broken("R13.1", "an entry's postings add up to {}, not to zero", text_of(sum));
  return check_money(e);
}

// R13.3, R13.4: what falls due until then without any event.
void checker::close_books(instant t) {
  money_.close_until(t, [this](const ledger::closing_entry& entry) {
    for (const ledger::money_posting& line : entry.lines)
      money_books_.at(static_cast<std::size_t>(line.account)) += line.amount.minor();
  });
}

const trial_balance& checker::money_before(instant t) {
  close_books(instant::from_us(t.us() - 1));
  return money_books_;
}

finding checker::check_money(const event& e) {
  close_books(e.at);
  int128 minor = 0;
  for (const ledger::money_posting& line : money_.see(e)) {
    minor += line.amount.minor();
    money_books_.at(static_cast<std::size_t>(line.account)) += line.amount.minor();
  }
  if (minor != 0) return broken("R13.1", "an entry's postings do not add up to zero in money");
  return std::nullopt;
}

// No more money goes than came. Units that are granted ahead of their payment (R8.2) are all that may be
// settled before it is there.
finding checker::check_cash() const {
  const auto held = [&](money_account account) { return money_books_.at(static_cast<std::size_t>(account)); };
  const int128 there = held(money_account::gateways) + held(money_account::cash) +
                       held(money_account::paid_elsewhere) + held(money_account::gateway_fees);
  const bool is_ahead = world_->settings.renewal_grants == renewal_grant::at_boundary;
  if (there < 0 || (held(money_account::unsettled) > 0 && !is_ahead))
    return broken("R13.4", "more money went than came, or is settled beyond what was received");
  if (held(money_account::receivables) < 0 ||
      held(money_account::receivables) != -held(money_account::billed))
    return broken("R13.4", "receivables are not what was billed and is not paid");
  return std::nullopt;
}

}  // namespace drawdown::invariants
