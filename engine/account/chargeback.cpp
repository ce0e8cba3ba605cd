// The customer's bank takes a payment back, or gives it back again (R9.6).
#include <algorithm>
#include <utility>

#include "engine/account/account_core.hpp"
#include "engine/lots/money_share.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {

void account_core::act_on(const command& step, const chargeback_command& body, effects& out) {
  const auto what = body.is_won ? command_event::what::win_chargeback : command_event::what::chargeback;
  if (!answer_repeated_or_forbidden(step, what, out)) {
    payment* const of = payments_.find(body.payment);
    const auto refused = body.is_won ? why_nothing_to_win(of, step.order.at) : why_not_charged_back(of);
    if (refused)
      tell(step, what, *refused, out);
    else if (body.is_won)
      win_chargeback(*of, step.key, step.order.at, out);
    else
      charge_back(*of, step.key, step.order.at, out);
    remember(step, refused.value_or(body.is_won ? outcome::won : outcome::charged_back));
  }
  look(step.order.at, out);
}

std::optional<outcome> account_core::why_not_charged_back(const payment* of) {
  if (of == nullptr || !of->credited) return outcome::unknown_payment;
  if (payments_.chargeback_of(of->id) != nullptr) return outcome::already_charged_back;
  if (!has_room_for(used_of(*of))) return outcome::amount_out_of_range;
  return std::nullopt;
}

std::optional<outcome> account_core::why_nothing_to_win(const payment* of, instant t) {
  if (of == nullptr || !of->credited) return outcome::unknown_payment;
  const chargeback* const back = payments_.chargeback_of(of->id);
  if (back == nullptr) return outcome::not_charged_back;
  if (back->is_won) return outcome::already_won;
  credits returned;
  for (const slice& part : to_return(*back, t)) returned += part.amount;
  if (!has_room_for(returned)) return outcome::amount_out_of_range;
  return std::nullopt;
}

// What was used of a payment's credit, net of refunds.
credits account_core::used_of(const payment& of) const {
  credits used;
  for (const lot_id id : lots_.brought_by(of.id))
    used += DRAWDOWN_PLANTED("chargeback_ignores_refunds", lots_.used_of(id),
                             lots_.kept(id).granted - lots_.kept(id).left);
  return used;
}

// What is left of the payment's credit goes, what was used of it is owed.
void account_core::charge_back(payment& of, const effect_key& key, instant t, effects& out) {
  const auto lots = lots_.brought_by(of.id);
  for (const lot_id id : lots)
    for (hold* const held : holds_.holding(id)) void_for(*held, key, t, out);
  chargeback back;
  back.amount = of.bought.price - of.given_back;
  chargeback_event told{.key = key,
                        .payment = of.key,
                        .id = of.id,
                        .is_won = false,
                        .amount = back.amount,
                        .debt = DRAWDOWN_PLANTED("chargeback_leaves_used", used_of(of), credits{}),
                        .slices = {},
                        .balance = {}};
  for (const lot_id id : lots) {
    const credits revoked = lots_.charge_back(id);
    back.lots.push_back({id, revoked, lots_.used_of(id)});
    if (!revoked.is_zero()) told.slices.push_back({id, revoked});
  }
  if (!told.debt.is_zero()) {
    committed_ += told.debt;
    back.debt = debts_.add({.id = 0,
                            .key = key,
                            .agent = no_agent,
                            .of = {},
                            .of_usage = false,
                            .owed = told.debt,
                            .charged_back = of.id});
  }
  payments_.charge_back(of.id, std::move(back));
  told.balance = lots_.left().balance();
  note_nothing_left();
  emit(t, told, out);
}

// A hold of credit that is charged back is voided, whole.
void account_core::void_for(hold& of, const effect_key& key, instant t, effects& out) {
  release_event told;
  told.key = key;
  told.hold = of.key;
  told.agent = of.agent;
  told.result = outcome::voided;
  told.amount = of.left;
  told.released = give_back(of, hold_state::voided);
  told.balance = lots_.left().balance();
  note_nothing_left();
  emit(t, told, out);
}

// What a chargeback took of each lot: what was revoked, and what was paid of its debt, which is that of the
// first lots first. What has expired since does not return.
std::vector<slice> account_core::to_return(const chargeback& of, instant t) const {
  std::vector<slice> returned;
  credits paid = of.debt_paid;
  for (const charged_back_lot& taken : of.lots) {
    const credits share = std::min(paid, taken.used);
    paid -= share;
    const credits amount = DRAWDOWN_PLANTED("won_dispute_returns_money", taken.revoked + share,
                                            credits::from_micro(of.amount.minor() * 10'000));
    if (!amount.is_zero() && lots_.kept(taken.lot).expires > t) returned.push_back({taken.lot, amount});
  }
  return returned;
}

// Gives back exactly what the chargeback took: its open debt goes, the rest comes in lots like those it was
// in.
void account_core::win_chargeback(payment& of, const effect_key& key, instant t, effects& out) {
  chargeback& back = *payments_.chargeback_of(of.id);
  back.is_won = true;
  const credits open = debts_.open_of(back.debt);
  debts_.lower(back.debt, open);
  emit(t,
       chargeback_event{.key = key,
                        .payment = of.key,
                        .id = of.id,
                        .is_won = true,
                        .amount = back.amount,
                        .debt = open,
                        .slices = {},
                        .balance = lots_.left().balance()},
       out);
  for (const slice& part : to_return(back, t)) {
    const lot& old = lots_.kept(part.lot);
    lot made = old;
    made.cost = money_share(old, part.amount);
    made.granted = part.amount;
    made.held = {};
    made.effective = t;
    made.key = key;
    made.generation = 0;
    made.of_cycle = false;  // its period may be over before: it ends by its expiry
    made.carried = 0;
    made.may_be_filled = false;
    committed_ += made.granted;
    bring_back(std::move(made), t, out);
  }
}

}  // namespace drawdown
