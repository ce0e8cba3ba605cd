// Debts of an account, and what gives back: refunds and chargebacks.
#include <algorithm>

#include <fmt/format.h>

#include "engine/units/words.hpp"
#include "reports/store/account_history.hpp"

namespace drawdown::reports {

std::string_view name_of(debt_cause cause) {
  constexpr word_table<debt_cause, 3> words{{"usage", "adjustment", "chargeback"}};
  return words.of(cause);
}

std::string_view name_of(debt_movement::how what) {
  constexpr word_table<debt_movement::how, 4> words{{"made", "paid", "dropped", "withdrawn"}};
  return words.of(what);
}

void account_history::owes(instant at, debt_record made, credits amount) {
  if (amount.is_zero()) return;
  made.event = number_;
  made.at = at;
  made.amount = amount;
  const auto debt = static_cast<debt_id>(debts_.size() + 1);
  debts_.emplace(debt, made);
  debt_movements_.push_back({debt, debt_movement::how::made, amount});
  debt_change_ += amount;
  now_.debt += amount;
}

result<void> account_history::owes_less(debt_id debt, debt_movement::how what, credits amount) {
  const auto found = debts_.find(debt);
  if (found == debts_.end())
    return fail(error_code::corrupt, fmt::format("debt {} is named before it was made", debt));
  credits& part = what == debt_movement::how::paid      ? found->second.paid
                  : what == debt_movement::how::dropped ? found->second.dropped
                                                        : found->second.withdrawn;
  part += amount;
  debt_movements_.push_back({debt, what, -amount});
  debt_change_ -= amount;
  now_.debt -= amount;
  return {};
}

// 0 where nothing is owed; then the event that names it is at fault. Of two debits under one key the later
// one is meant (R9.7).
debt_id account_history::open_debt_of(const effect_key& debit) const {
  debt_id found = 0;
  for (const auto& [id, debt] : debts_)
    if (debt.cause == debt_cause::usage && debt.key == debit && !debt.open().is_zero()) found = id;
  return found;
}

debt_id account_history::open_chargeback_of(payment_id payment) const {
  const auto found = std::ranges::find_if(debts_, [&](const auto& each) {
    return each.second.cause == debt_cause::chargeback && each.second.payment == payment &&
           !each.second.open().is_zero();
  });
  return found == debts_.end() ? 0 : found->first;
}

result<void> account_history::take(instant, const debt_paid_event& paid) {
  if (auto less = owes_less(paid.debt, debt_movement::how::paid, paid.amount); !less) return less;
  balance_ = paid.balance;
  return takes(paid.slices);
}

result<void> account_history::take(instant, const debt_dropped_event&) {
  for (const auto& [id, debt] : debts_) {
    if (debt.open().is_zero()) continue;
    if (auto less = owes_less(id, debt_movement::how::dropped, debt.open()); !less) return less;
  }
  return {};
}

result<void> account_history::take(instant at, const adjust_event& adjustment) {
  answers({"adjust", adjustment.key, no_agent, outcome::adjusted, false});
  balance_ = adjustment.balance;
  debt_record made;
  made.key = adjustment.key;
  made.cause = debt_cause::adjustment;
  owes(at, made, adjustment.debt);
  return takes(adjustment.slices);
}

// An agent's count of the period is less by what was used in it and given back (R5.3).
void account_history::counts_back(const refund_event& refund) {
  const auto debited = debited_at_.find(refund.debit);
  if (refund.agent >= agents_.size() || debited == debited_at_.end() || debited->second < period_begin_)
    return;
  credits& spent = agents_[refund.agent].spent;
  spent -= std::min(spent, refund.amount);
}

// Credit comes back to its lot, and goes on from there where that is no more (R9.7).
result<void> account_history::unwinds(const refunded_slice& part) {
  if (auto back = moves(part.lot, movement::refunded, part.amount, {}); !back) return back;
  switch (part.went) {
    case refunded_to::lot:
      return {};
    case refunded_to::expired:
    case refunded_to::regranted:
      return moves(part.lot, movement::expired, -part.amount, {});
    case refunded_to::revoked:
      return moves(part.lot, movement::revoked, -part.amount, {});
    case refunded_to::debt:
      break;
  }
  const debt_id owed = open_chargeback_of(lots_.at(part.lot).made.payment);
  if (auto less = owes_less(owed, debt_movement::how::paid, part.amount); !less) return less;
  return moves(part.lot, movement::used, -part.amount, {});
}

result<void> account_history::take(instant, const refund_event& refund) {
  answers({"refund", refund.key, refund.agent, refund.result, refund.repeated});
  balance_ = refund.balance;
  regranted_by_.reset();
  if (refund.repeated || is_refusal(refund.result)) return {};
  regranted_by_ = refund.key;
  counts_back(refund);
  if (!refund.debt.is_zero()) {
    const debt_id owed = open_debt_of(refund.debit);
    if (auto less = owes_less(owed, debt_movement::how::withdrawn, refund.debt); !less) return less;
  }
  invoices(-refund.invoiced);
  for (const refunded_slice& part : refund.slices)
    if (auto unwound = unwinds(part); !unwound) return unwound;
  return {};
}

result<void> account_history::take(instant at, const payment_refund_event& refund) {
  if (refund.key != refund.payment)
    answers({"refund_payment", refund.key, no_agent, outcome::refunded, false});
  balance_ = refund.balance;
  for (const slice& taken : refund.slices) {
    if (auto moved = moves(taken.lot, movement::revoked, -taken.amount, {}); !moved) return moved;
    lot_record& lot = lots_.at(taken.lot);
    // A lot of which a part was taken goes on with the rest (R9.5).
    if (!lot.left().is_zero()) continue;
    lot.taken_back = true;
    lot.ended = at;
  }
  return payments_.take(refund);
}

result<void> account_history::take(instant at, const chargeback_event& chargeback) {
  answers({chargeback.is_won ? "win_chargeback" : "chargeback", chargeback.key, no_agent,
           chargeback.is_won ? outcome::won : outcome::charged_back, false});
  balance_ = chargeback.balance;
  if (auto known = payments_.take(chargeback); !known) return known;
  if (chargeback.is_won) {
    returned_by_ = chargeback.key;
    if (chargeback.debt.is_zero()) return {};
    return owes_less(open_chargeback_of(chargeback.id), debt_movement::how::withdrawn, chargeback.debt);
  }
  for (const slice& taken : chargeback.slices)
    if (auto moved = moves(taken.lot, movement::revoked, -taken.amount, {}); !moved) return moved;
  for (auto& [id, lot] : lots_) {
    if (lot.made.payment != chargeback.id) continue;
    lot.charged_back = true;
    if (!lot.ended) lot.ended = at;
  }
  debt_record made;
  made.key = chargeback.key;
  made.cause = debt_cause::chargeback;
  made.payment = chargeback.id;
  owes(at, made, chargeback.debt);
  return {};
}

}  // namespace drawdown::reports
