// A usage or a capture is given back: its recorded slices are unwound in reverse order (R9.7).
#include <algorithm>
#include <utility>

#include "engine/account/account_core.hpp"
#include "engine/lots/end_instant.hpp"
#include "engine/lots/money_share.hpp"
#include "engine/pricing/rounded_credits.hpp"

namespace drawdown {
namespace {

// What is told of a refund whatever comes of it: whose it is comes from the debit, where there is one.
refund_event told_of(const effect_key& key, const refund_command& body, const remembered_debit* of) {
  refund_event told;
  told.key = key;
  told.debit = body.debit;
  if (of == nullptr) return told;
  told.agent = of->agent;
  told.user = of->user;
  told.group = of->group;
  told.meter = of->meter;
  return told;
}

}  // namespace

void account_core::act_on(const command& step, const refund_command& body, effects& out) {
  const instant t = step.order.at;
  if (const auto before = answer_before(step)) {
    refund_event told = told_of(step.key, body, debits_.find(body.debit));
    told.result = before->result;
    told.repeated = before->repeated;
    told.balance = lots_.left().balance();
    emit(t, told, out);
  } else {
    remember(step, refund(step, body, out));
  }
  look(t, out);
}

// Gives a debit back, whole or in part, or writes down why not.
outcome account_core::refund(const command& step, const refund_command& body, effects& out) {
  const instant t = step.order.at;
  remembered_debit* const of = debits_.find(body.debit);
  const auto asked =
      body.amount ? rounded_credits(*body.amount, rules(), rules().usage_rounding) : std::optional(credits{});
  refund_event told = told_of(step.key, body, of);
  told.amount = asked.value_or(credits{});
  if (const auto refused = why_no_refund(of, body, asked, t)) {
    told.result = *refused;
    told.balance = lots_.left().balance();
    emit(t, told, out);
    return *refused;
  }
  if (!body.amount) told.amount = refundable(*of);
  told.debt = std::min(told.amount, debts_.open_of(of->debt));
  debts_.lower(of->debt, told.debt);
  told.invoiced = std::min(told.amount - told.debt, of->unbilled());
  of->invoiced -= told.invoiced;
  overage_.lower(told.invoiced);
  std::vector<lot> regranted;
  unwind(*of, told.amount - told.debt - told.invoiced, t, told.slices, regranted);
  if (of->agent != no_agent && of->at >= period_begin_) agents_[of->agent].give_back(told.amount);
  told.balance = lots_.left().balance();
  emit(t, told, out);
  for (lot& made : regranted) {
    made.key = step.key;
    bring_back(std::move(made), t, out);
  }
  return outcome::refunded;
}

std::optional<outcome> account_core::why_no_refund(const remembered_debit* of, const refund_command& body,
                                                   std::optional<credits> asked, instant t) const {
  if (of == nullptr) return outcome::unknown_debit;
  if (t - of->at > rules().refund_window) return outcome::refund_window_over;
  if (!asked) return outcome::amount_out_of_range;
  const credits at_most = refundable(*of);
  const credits amount = body.amount ? *asked : at_most;
  if (amount <= credits{} || amount > at_most) return outcome::exceeds_debit;
  return std::nullopt;
}

// What is left of a debit: what it owes, what is not billed of it, and what of its slices was not given back.
// What was forgiven, or dropped by a reset, nobody paid; what was billed is not given back.
credits account_core::refundable(const remembered_debit& of) const {
  return debts_.open_of(of.debt) + of.unbilled() + of.taken();
}

// Unwinds so much of the slices, the last one first.
void account_core::unwind(remembered_debit& of, credits amount, instant t,
                          std::vector<refunded_slice>& slices, std::vector<lot>& regranted) {
  while (!amount.is_zero()) {
    slice& last = of.slices.back();
    const slice part{last.lot, std::min(amount, last.amount)};
    last.amount -= part.amount;
    if (last.amount.is_zero()) of.slices.pop_back();
    amount -= part.amount;
    put_back(part, t, slices, regranted);
  }
}

// Gives a slice back to its lot, or where that is over, to where such credit goes.
void account_core::put_back(const slice& part, instant t, std::vector<refunded_slice>& slices,
                            std::vector<lot>& regranted) {
  const auto lose = [&](credits amount, refunded_to to) {
    if (amount.is_zero()) return;
    lots_.put_back_and_lose(part.lot, amount);
    slices.push_back({part.lot, amount, to});
  };
  switch (lots_.state_of(part.lot)) {
    case lot_state::alive:
      lots_.put_back(part.lot, part.amount);
      slices.push_back({part.lot, part.amount, refunded_to::lot});
      return;
    case lot_state::ended: {
      const bool moves = rules().regrant_refunds && has_room_for(part.amount);
      if (moves) regranted.push_back(regrant_of(part, t));
      lose(part.amount, moves ? refunded_to::regranted : refunded_to::expired);
      return;
    }
    case lot_state::revoked:
      lose(part.amount, refunded_to::revoked);
      return;
    case lot_state::charged_back: {
      const credits paid = pay_chargeback(lots_.kept(part.lot).payment, part.amount);
      if (!paid.is_zero()) slices.push_back({part.lot, paid, refunded_to::debt});
      lose(part.amount - paid, refunded_to::revoked);
      return;
    }
  }
}

// Pays what is owed of that payment's chargeback with credit that comes back. Returns how much it took.
credits account_core::pay_chargeback(payment_id payment, credits amount) {
  chargeback* const of = payments_.chargeback_of(payment);
  ensure(of != nullptr, "a lot is charged back with its payment");
  const credits paid = std::min(amount, debts_.open_of(of->debt));
  debts_.lower(of->debt, paid);
  of->debt_paid += paid;
  return paid;
}

// The lot to which a slice of a lot that has ended moves: of the same kind, with that slice's cost.
lot account_core::regrant_of(const slice& part, instant t) {
  const lot& old = lots_.kept(part.lot);
  lot made;
  made.kind = old.kind;
  made.user = old.user;
  made.priority = old.priority;
  made.granted = part.amount;
  made.effective = t;
  made.expires = t + *rules().regrant_refunds;
  made.cost = money_share(old, part.amount);
  if (old.terms != nullptr && !old.terms->only.is_none())
    made.terms = std::make_shared<const lot_terms>(lot_terms{old.terms->only, {}, {}});
  committed_ += made.granted;
  return made;
}

// Books a lot of credit that comes back. It cannot be revoked: nobody granted it.
void account_core::bring_back(lot made, instant t, effects& out) {
  made.id = lots_.next_id();
  made.left = made.granted;
  made.created = t;
  if (!made.of_cycle) made.ends = end_instant(made.expires, rules());
  book(made, t, out);
}

}  // namespace drawdown
