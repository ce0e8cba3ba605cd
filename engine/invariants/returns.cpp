// What comes back (R9.5–R9.7): the part of the checker that looks at refunds and chargebacks.
#include <algorithm>
#include <utility>

#include "engine/invariants/burn_law.hpp"
#include "engine/invariants/checker.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::invariants {
namespace {

// R13.2: what of its cost stays with so much of a lot.
money cost_of(const lot_event& lot, credits amount) {
  const int128 share =
      divide(int128{lot.cost.minor()} * amount.micro(), lot.amount.micro(), rounding::half_even);
  return money::from_minor(static_cast<std::int64_t>(share));
}

}  // namespace

// A lot that was announced by a refund or a won dispute: as much, as it was, and nothing else.
finding checker::check_returned(const lot_event& e) {
  const lot_event announced = std::move(returning_.front());
  returning_.erase(returning_.begin());
  const bool is_same =
      e.kind == announced.kind && e.amount == announced.amount && e.payment == announced.payment &&
      e.key == announced.key && e.priority == announced.priority && e.only == announced.only &&
      e.cost == announced.cost && e.expires == announced.expires && !e.of_cycle && !e.recurs && !e.rollover;
  if (is_same) return std::nullopt;
  return broken(announced.payment != 0 ? "R9.6" : "R9.7",
                "lot {} of {} is not the one of {} that was to return", e.lot, text_of(e.amount),
                text_of(announced.amount));
}

// R9.7: debt that is still open first, then the slices from the last to the first.
std::vector<refunded_slice> checker::unwound(debit_account& debit, credits amount, instant at) {
  std::vector<refunded_slice> told;
  while (!amount.is_zero() && !debit.slices.empty()) {
    slice& last = debit.slices.back();
    const credits part = std::min(amount, last.amount);
    unwind(told, {last.lot, part}, at);
    last.amount -= part;
    amount -= part;
    if (last.amount.is_zero()) debit.slices.pop_back();
  }
  return told;
}

// Where a slice goes is decided by what became of its lot (R9.7).
void checker::unwind(std::vector<refunded_slice>& told, const slice& part, instant at) {
  const lot_account* lot = lots_.find(part.lot);
  if (lot == nullptr) return;
  switch (lot->now) {
    case lot_account::state::alive:
      told.push_back({part.lot, part.amount, refunded_to::lot});
      return;
    case lot_account::state::revoked:
      told.push_back({part.lot, part.amount, refunded_to::revoked});
      return;
    case lot_account::state::charged_back: {
      const debt_id debt = payments_.find(lot->terms.payment)->debt;
      const credits paid = std::min(part.amount, debts_.owed_of(debt));
      if (!paid.is_zero()) told.push_back({part.lot, paid, refunded_to::debt});
      if (paid != part.amount) told.push_back({part.lot, part.amount - paid, refunded_to::revoked});
      debts_.lower(debt, paid);
      return;
    }
    case lot_account::state::ended:
      break;
  }
  const auto& regrant = world_->settings.regrant_refunds;
  credits promised = committed_;
  for (const lot_event& other : returning_) promised += other.amount;
  if (!regrant || part.amount > credits::largest() - promised) {
    told.push_back({part.lot, part.amount, refunded_to::expired});
    return;
  }
  told.push_back({part.lot, part.amount, refunded_to::regranted});
  lot_event& again = returning_.emplace_back(lot->terms);
  again.amount = part.amount;
  again.cost = cost_of(lot->terms, part.amount);
  again.expires = at + *regrant;
  again.payment = 0;
}

finding checker::check(instant at, const refund_event& e) {
  if (e.result != outcome::refunded || e.repeated) {
    if (!e.slices.empty() || !e.debt.is_zero() || !e.invoiced.is_zero())
      return broken("R9.7", "a refund that was not accepted moved credit");
    return check_balance(e.balance);
  }
  debit_account* const debit = debits_.find(e.debit);
  if (debit == nullptr) return broken("R9.7", "a debit was refunded that was never charged");
  if (e.agent != debit->agent || e.user != debit->user || e.group != debit->group || e.meter != debit->meter)
    return broken("R9.7", "a refund is attributed otherwise than its debit");
  if (at - debit->at > world_->settings.refund_window)
    return broken("R9.7", "a debit was refunded after its time");
  credits open = debts_.owed_of(debit->debts);
  credits left = open + debit->unbilled();
  for (const slice& s : debit->slices) left += s.amount;
  if (e.amount <= credits{} || e.amount > left || e.debt != std::min(open, e.amount) ||
      e.invoiced != std::min(debit->unbilled(), e.amount - e.debt))
    return broken("R9.7",
                  "{} of a debit were refunded, {} of it debt and {} not billed; {} can be, of which {} are "
                  "owed and {} not billed",
                  text_of(e.amount), text_of(e.debt), text_of(e.invoiced), text_of(left), text_of(open),
                  text_of(debit->unbilled()));
  debit->invoiced -= e.invoiced;
  overage_.add(-e.invoiced);
  for (const debt_id debt : debit->debts) {
    const credits part = std::min(debts_.owed_of(debt), e.debt - (open - debts_.owed_of(debit->debts)));
    debts_.lower(debt, part);
  }
  if (unwound(*debit, e.amount - e.debt - e.invoiced, at) != e.slices)
    return broken("R9.7", "a refund of {} did not go back the way that the debit came", text_of(e.amount));
  for (lot_event& lot : returning_) lot.key = e.key;
  for (const refunded_slice& s : e.slices)
    if (auto found = lots_.refund(s)) return found;
  charged_ -= e.amount;
  if (e.agent != no_agent && debit->at >= subscription_.period_begin()) {
    credits& spent = agents_.at(e.agent).spent;
    spent = std::max(credits{}, spent - e.amount);
  }
  return check_balance(e.balance);
}

// R9.5, R13.2: so much money as the credit that went stood for; a subscription's payment is given back
// without credit.
finding checker::check(instant, const payment_refund_event& e) {
  payment_account* const of = payments_.find(e.id);
  if (of == nullptr || of->key != e.payment || !of->credited)
    return broken("R9.5", "payment {} was refunded, and never succeeded", e.id);
  if (to_be_told_ == e.id) to_be_told_ = 0;
  std::int64_t minor = 0;
  for (const slice& s : e.slices) {
    const lot_account* lot = lots_.find(s.lot);
    if (lot == nullptr || lot->terms.payment != e.id || lot->terms.of_cycle)
      return broken("R9.5", "lot {} was taken back with payment {}, which did not bring it", s.lot, e.id);
    minor += cost_of(lot->terms, lot->left).minor() - cost_of(lot->terms, lot->left - s.amount).minor();
    if (auto found = lots_.take_back(s)) return found;
  }
  if (!of->is_purchase() ? !e.slices.empty() : e.slices.empty() || minor != e.given_back.minor())
    return broken("R9.5", "for what was taken back of payment {} {} were given back, it is worth {}", e.id,
                  e.given_back.minor(), minor);
  of->given_back += e.given_back;
  const bool is_known = of->was_sent || of->is_invoice;  // how much it was
  if (e.given_back < money{} || (is_known && of->given_back > of->price))
    return broken("R9.5", "of payment {} of {} {} were given back", e.id, of->price.minor(),
                  of->given_back.minor());
  return check_balance(e.balance);
}

// R9.6: what is left of its lots goes, what was used is owed.
finding checker::check(instant at, const chargeback_event& e) {
  payment_account* const of = payments_.find(e.id);
  if (of == nullptr || of->key != e.payment || !of->credited)
    return broken("R9.6", "payment {} was charged back, and never succeeded", e.id);
  const auto was = e.is_won ? payment_account::dispute::open : payment_account::dispute::none;
  if (of->dispute_is != was)
    return broken("R9.6", "payment {} was {} a second time", e.id, e.is_won ? "won" : "charged back");
  const bool is_known = of->was_sent || of->is_invoice;
  if (is_known && of->price.minor() - of->given_back.minor() != e.amount.minor())
    return broken("R9.6", "of payment {} of {}, {} of it given back, {} were charged back", e.id,
                  of->price.minor(), of->given_back.minor(), e.amount.minor());
  if (e.is_won) {
    if (e.debt != debts_.owed_of(of->debt) || !e.slices.empty())
      return broken("R9.6", "a dispute was won, {} were owed and {} are not any more",
                    text_of(debts_.owed_of(of->debt)), text_of(e.debt));
    of->dispute_is = payment_account::dispute::won;
    expect_returns(e, *of, at);
    debts_.lower(of->debt, e.debt);
    charged_ -= e.debt;
    return check_balance(e.balance);
  }
  std::vector<slice> taken;
  credits used;
  for (const lot_id id : lots_.of_payment(e.id)) {
    const credits left = lots_.find(id)->left;
    used += lots_.find(id)->used;
    if (!left.is_zero()) taken.push_back({id, left});
    if (auto found = lots_.charge_back(id, left)) return found;
  }
  if (taken != e.slices || used != e.debt)
    return broken("R9.6", "a chargeback took from {} lots and made debt of {}; {} have credit, {} were used",
                  e.slices.size(), text_of(e.debt), taken.size(), text_of(used));
  of->dispute_is = payment_account::dispute::open;
  if (auto found = debts_.make({.key = e.key, .of_usage = false, .charged_back = e.id, .owed = e.debt}))
    return found;
  if (!e.debt.is_zero()) of->debt = debts_.last();
  charged_ += e.debt;
  return check_balance(e.balance);
}

// What was revoked, and what was paid of the debt, comes back as lots: lot by lot, each at most what was used
// of it.
void checker::expect_returns(const chargeback_event& e, const payment_account& of, instant at) {
  credits paid = debts_.paid_of(of.debt);
  for (const lot_id id : lots_.of_payment(e.id)) {
    const lot_account& lot = *lots_.find(id);
    const credits of_debt = std::min(paid, lot.used_when_charged_back);
    paid -= of_debt;
    const credits amount = lot.charged_back + of_debt;
    if (amount.is_zero() || lot.terms.expires <= at) continue;
    lot_event& again = returning_.emplace_back(lot.terms);
    again.amount = amount;
    again.cost = cost_of(lot.terms, amount);
    again.key = e.key;
  }
}

}  // namespace drawdown::invariants
