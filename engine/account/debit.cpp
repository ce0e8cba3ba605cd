// How a debit or a hold is covered, what it takes, and how debt is made and paid (R4.5–R4.7, R5.3).
#include "engine/account/account_core.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {

// Covers a debit or a hold, or refuses it (R4.7). A hold never makes debt: it is checked as if `when_short`
// were `refuse` (R4.5).
account_core::cover account_core::cover_for(const spending_of& who, credits cost, bool asks_for_balance,
                                            short_of_credit when_short) const {
  cover covered{.result = why_refused(who, cost, asks_for_balance), .cost = cost};
  if (covered.result != outcome::charged || cost.is_zero()) return covered;
  find_credit(who, covered);
  if (covered.within + covered.beyond != cost) go_short(covered, when_short);
  return covered;
}

// The checks of R4.7 behind the cost and before the credit, in its order; the first that fails names the
// refusal. Charged, where none does.
outcome account_core::why_refused(const spending_of& who, credits cost, bool asks_for_balance) const {
  if (is_suspended()) return outcome::account_suspended;
  if (who.of.meter != no_meter && !opens_feature(sold().meters[who.of.meter]))
    return outcome::feature_not_in_plan;
  if (asks_for_balance && lots_.available(spendable::all) <= credits{})
    return outcome::positive_balance_required;
  if (cost.is_zero() || who.agent == no_agent) return outcome::charged;
  const spender& agent = agents_[who.agent];
  if (agent.stops_at_limit(cost)) return outcome::limit_reached;
  const bool spends_no_paid = agent.may_spend() == spendable::without_paid;
  return spends_no_paid && cost > lots_.available(spendable::without_paid, who.of) ? outcome::plan_exhausted
                                                                                   : outcome::charged;
}

// What credit there is for it: up to the agent's limit from the lots that it may spend, beyond it from the
// wallet alone (R5.3).
void account_core::find_credit(const spending_of& who, cover& covered) const {
  const spendable which = who.agent == no_agent ? spendable::all : agents_[who.agent].may_spend();
  const auto [within, beyond] = who.agent == no_agent ? spender::split{covered.cost, {}}
                                                      : agents_[who.agent].split_at_limit(covered.cost);
  covered.within = std::min(within, lots_.available(which, who.of));
  if (beyond.is_zero()) return;
  const credits wallet_after =
      lots_.available(spendable::wallet, who.of) - lots_.taken_from_wallet(covered.within, who.of);
  covered.beyond = std::min(beyond, wallet_after);
}

// What is not covered is refused, owed, forgiven or paid in money (R4.5).
void account_core::go_short(cover& covered, short_of_credit when_short) const {
  const credits missing = covered.cost - covered.within - covered.beyond;
  const auto refuse = [&](outcome why) { covered = {.result = why, .cost = covered.cost}; };
  switch (when_short) {
    case short_of_credit::refuse:
      return refuse(outcome::insufficient_credit);
    case short_of_credit::carry:
      if (DRAWDOWN_PLANTED("overdraft_counted_late", missing, credits::from_micro(1)) >
          rules().overdraft.value_or(credits::largest()) - debts_.total() + debts_.of_chargebacks())
        return refuse(outcome::insufficient_credit);
      if (!has_room_for(missing)) return refuse(outcome::amount_out_of_range);
      covered.debt = missing;
      return;
    case short_of_credit::cap:
      covered.forgiven = missing;
      return;
    case short_of_credit::invoice:
      if (!has_room_for(missing)) return refuse(outcome::amount_out_of_range);
      covered.invoiced = missing;
      return;
  }
  throw defect("a setting of when_short that is none");
}

// Takes what covers an accepted debit; the slices are then in slices_ (R3.4).
void account_core::take(const cover& covered, const spending_of& who, const effect_key& key) {
  const bool had_more_than_paid = !lots_.left().without_paid().is_zero();
  const spendable which = who.agent == no_agent ? spendable::all : agents_[who.agent].may_spend();
  lots_.take(covered.within, which, who.of, slices_);
  if (!covered.beyond.is_zero()) lots_.take(covered.beyond, spendable::wallet, who.of, slices_);
  if (who.agent != no_agent) agents_[who.agent].spent += covered.cost - covered.forgiven;
  if (!covered.debt.is_zero()) owe(covered.debt, key, who, true);
  committed_ += covered.invoiced;
  overage_.add(covered.invoiced);
  if (had_more_than_paid) note_nothing_left();
}

void account_core::owe(credits amount, const effect_key& key, const spending_of& who, bool of_usage) {
  committed_ += amount;
  debts_.add({.id = 0, .key = key, .agent = who.agent, .of = who.of, .of_usage = of_usage, .owed = amount});
}

// Debt is paid at once from whatever is available for it: the oldest first, lots in burn-down order (R4.5).
void account_core::pay_debts(instant t, effects& out) {
  for (std::size_t i = 0; i < debts_.open().size(); ++i) {
    const debt& of = debts_.open()[i];
    slices_.clear();
    const credits paid = lots_.pay_debt(of.owed, rules().debt_paid_by, of.of, !of.of_usage, slices_);
    if (paid.is_zero()) continue;
    debts_.pay(i, paid);
    note_debt_paid(of, paid);
    note_nothing_left();
    emit(t,
         debt_paid_event{.debt = of.id,
                         .key = of.key,
                         .agent = of.agent,
                         .amount = paid,
                         .balance = lots_.left().balance(),
                         .owed = debts_.total(),
                         .slices = slices_},
         out);
  }
  debts_.forget_paid();
}

// Keeps what a refund or a chargeback that is won must know of debt that lots paid; the slices are in
// slices_.
void account_core::note_debt_paid(const debt& of, credits paid) {
  if (of.charged_back != 0)
    payments_.chargeback_of(of.charged_back)->debt_paid += paid;
  else if (!debits_.is_empty())
    debits_.note_paid(of.id, slices_);
}

}  // namespace drawdown
