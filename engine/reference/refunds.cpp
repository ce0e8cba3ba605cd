#include "engine/reference/refunds.hpp"

#include <algorithm>
#include <utility>

#include "engine/reference/agents.hpp"
#include "engine/reference/amounts.hpp"
#include "engine/reference/debts.hpp"
#include "engine/reference/deferred.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/overage.hpp"

namespace drawdown::reference {
namespace {

debited* debit_under(books& b, const effect_key& key) {
  const auto found = b.debits.find(key);
  return found == b.debits.end() ? nullptr : &found->second;
}

// R9.7: what of a debit is not given back yet: what is still owed for it, or to be billed, and what is left
// of its slices.
credits refundable(const books& b, const debited& made) {
  credits sum = open_part(b, made.debt) + not_billed(b, made.overage);
  for (const slice& s : made.slices) sum += s.amount;
  return sum;
}

// What is told of a refund in any case: whose it is comes from the debit.
refund_event about(desk& d, const effect_key& key, const refund_command& asked) {
  refund_event told;
  told.key = key;
  told.debit = asked.debit;
  told.balance = figures_of(d.books).balance();
  if (const debited* made = debit_under(d.books, asked.debit)) {
    told.agent = made->agent;
    told.user = made->user;
    told.group = made->group;
    told.meter = made->meter;
  }
  return told;
}

// How much is asked back, rounded as usage; nothing where that passes 64 bits.
std::optional<credits> amount_asked(const desk& d, const refund_command& asked, const debited* made) {
  if (asked.amount) return round_used(*asked.amount, d.rules());
  return made ? refundable(d.books, *made) : credits{};
}

// R9.7: the first reason not to give it back.
std::optional<outcome> refusal_of(const desk& d, const debited* made, std::optional<credits> amount) {
  if (!made) return outcome::unknown_debit;
  if (d.now - made->at > d.rules().refund_window) return outcome::refund_window_over;
  if (!amount) return outcome::amount_out_of_range;
  if (*amount <= credits{} || *amount > refundable(d.books, *made)) return outcome::exceeds_debit;
  return std::nullopt;
}

// The unwinding of one refund: where each part goes, and which lots are to be granted for it.
class unwinding {
 public:
  unwinding(desk& d, const effect_key& key) : d_(d), key_(key) {}

  // R9.7: so much of a slice comes back.
  void give_back(const slice& part) {
    lot* l = find_lot(d_.books, part.lot);
    ensure(l != nullptr, "R9.7: what was taken was of a lot");
    if (l->charged_back) return pay_chargeback(*l, part.amount);
    if (l->is_alive()) {
      put_back(d_, part.lot, part.amount);
      return went(part.lot, part.amount, refunded_to::lot);
    }
    l->used -= part.amount;
    const bool was_revoked = l->life == lot_life::revoked;
    if (!was_revoked && d_.rules().regrant_refunds && may_commit(d_.books, part.amount))
      return regrant(*l, part.amount);
    pass_on(*l, part.amount, money_account::breakage);
    went(part.lot, part.amount, was_revoked ? refunded_to::revoked : refunded_to::expired);
  }

  std::vector<refunded_slice> slices;
  std::vector<lot> regranted;  // to be granted behind the refund

 private:
  void went(lot_id id, credits amount, refunded_to where) {
    if (!amount.is_zero()) slices.push_back({id, amount, where});
  }

  // R13.2: so much comes back to a lot that is over, and is gone again at once.
  void pass_on(const lot& l, credits amount, money_account to) {
    move_deferred(d_, l, l.left, l.left + amount, money_account::usage_revenue);
    move_deferred(d_, l, l.left + amount, l.left, to);
  }

  // R9.7: what was charged back is paid by it, as far as it is still owed: that much stays used.
  void pay_chargeback(lot& l, credits amount) {
    const std::optional<dispute>& disputed = d_.books.payments.at(l.payment).disputed;
    ensure(disputed.has_value(), "R9.6: a lot is charged back with its payment");
    const credits paid = std::min(amount, open_part(d_.books, disputed->debt));
    lower_debt(d_.books, disputed->debt, paid);
    l.used -= amount - paid;
    pass_on(l, paid, money_account::chargeback_losses);
    pass_on(l, amount - paid, money_account::breakage);
    went(l.id, paid, refunded_to::debt);
    went(l.id, amount - paid, refunded_to::revoked);
  }

  // R9.7: a new lot of the same kind, with the slice's part of the cost.
  void regrant(const lot& old, credits amount) {
    d_.books.committed += amount;
    regranted.push_back(lot{.kind = old.kind,
                            .granted = amount,
                            .effective = d_.now,
                            .expires = d_.now + *d_.rules().regrant_refunds,
                            .priority = old.priority,
                            .cost = money_behind(old, amount),
                            .key = key_,
                            .only = old.only});
    went(old.id, amount, refunded_to::regranted);
  }

  desk& d_;
  const effect_key& key_;
};

// R9.7: the last slice first; of the one that is reached last only a part may come back.
void unwind(debited& made, credits amount, unwinding& into) {
  while (!amount.is_zero()) {
    ensure(!made.slices.empty(), "R9.7: no more comes back than was taken");
    slice& last = made.slices.back();
    const slice part{last.lot, std::min(last.amount, amount)};
    amount -= part.amount;
    last.amount -= part.amount;
    if (last.amount.is_zero()) made.slices.pop_back();
    into.give_back(part);
  }
}

}  // namespace

bool is_asked_back(const desk& d, const effect_key& key) {
  return d.books.asked_back.contains(key);
}

void note_debit(desk& d, const effect_key& key, const debited& made) {
  if (is_asked_back(d, key)) d.books.debits.insert_or_assign(key, made);
}

void add_to_debit(desk& d, const effect_key& key, const slices_of_lots& slices, const left_open& open) {
  debited* made = debit_under(d.books, key);
  if (!made) return;
  made->slices.insert(made->slices.end(), slices.begin(), slices.end());
  made->debt = open.debt;
  made->overage = open.overage;
}

outcome work_refund(desk& d, const effect_key& key, const refund_command& asked) {
  refund_event told = about(d, key, asked);
  debited* made = debit_under(d.books, asked.debit);
  const std::optional<credits> amount = amount_asked(d, asked, made);
  if (const auto refusal = refusal_of(d, made, amount)) {
    told.result = *refusal;
    if (asked.amount) told.amount = amount.value_or(credits{});
    d.tell(told);
    return told.result;
  }
  told.amount = *amount;
  told.debt = std::min(*amount, open_part(d.books, made->debt));
  lower_debt(d.books, made->debt, told.debt);
  unwinding back(d, key);
  told.invoiced = std::min(*amount, not_billed(d.books, made->overage));
  lower_overage(d.books, made->overage, told.invoiced);
  unwind(*made, *amount - told.debt - told.invoiced, back);
  if (made->at >= d.books.period_began) uncount(d.books, made->agent, *amount);
  told.slices = back.slices;
  told.balance = figures_of(d.books).balance();
  d.tell(told);
  for (const lot& again : back.regranted) accept_lot(d, again, money_account::usage_revenue);
  return outcome::refunded;
}

void tell_again(desk& d, const effect_key& key, const refund_command& asked, outcome result, bool repeated) {
  refund_event told = about(d, key, asked);
  told.result = result;
  told.repeated = repeated;
  d.tell(told);
}

}  // namespace drawdown::reference
