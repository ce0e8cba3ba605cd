#include "engine/reference/chargebacks.hpp"

#include <algorithm>
#include <optional>

#include "engine/reference/debts.hpp"
#include "engine/reference/deferred.hpp"
#include "engine/reference/fees.hpp"
#include "engine/reference/holds.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/takings.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

using what = command_event::what;

outcome refuse(desk& d, const effect_key& key, what of, outcome why) {
  d.tell(command_event{key, of, why, false});
  return why;
}

// R9.6: what was used of the payment's credit, which is to be owed; nothing where that is more than the
// account may owe (R1.6).
std::optional<credits> used_of(books& b, const std::vector<lot_id>& lots) {
  int128 used_micro = 0;
  for (const lot_id id : lots) used_micro += find_lot(b, id)->used.micro();
  if (used_micro > INT64_MAX) return std::nullopt;
  const credits used = credits::from_micro(static_cast<std::int64_t>(used_micro));
  return may_commit(b, used) ? std::optional(used) : std::nullopt;
}

bool has_credit_of(const hold& h, lot_id id) {
  return std::any_of(h.slices.begin(), h.slices.end(), [&](const reserved& r) { return r.lot == id; });
}

// R9.6: the holds that have credit of a lot are voided, as they were placed.
void void_holds_of(desk& d, const effect_key& key, lot_id id) {
  for (auto& [number, h] : d.books.holds)
    if (!h.ended_as && has_credit_of(h, id)) void_hold(d, key, h);
}

// R9.6: what is left of a lot goes, and it is over, whatever it was before.
charged_back_lot take_back(desk& d, lot_id id) {
  const credits used = find_lot(d.books, id)->used;
  const credits revoked = revoke_lot(d, id, money_account::chargeback_losses);
  find_lot(d.books, id)->charged_back = true;
  return {id, revoked, used};
}

outcome take_back(desk& d, const effect_key& key, payment& paid) {
  const std::vector<lot_id> lots = lots_of_payment(d.books, paid.id);
  const std::optional<credits> used = used_of(d.books, lots);
  if (!used) return refuse(d, key, what::chargeback, outcome::amount_out_of_range);
  chargeback_event told;
  told.key = key;
  told.payment = paid.key;
  told.id = paid.id;
  told.amount = money::from_minor(paid.amount.minor() - paid.given_back.minor());
  told.debt = *used;
  for (const lot_id id : lots) void_holds_of(d, key, id);
  paid.disputed = dispute{.amount = told.amount, .owed = *used};
  for (const lot_id id : lots) {
    const charged_back_lot taken = take_back(d, id);
    paid.disputed->lots.push_back(taken);
    if (!taken.revoked.is_zero()) told.slices.push_back({id, taken.revoked});
  }
  return_money(d, paid, told.amount.minor(), money_account::chargeback_losses);
  charge_back_fee(d, paid.id);
  paid.disputed->debt = make_debt(d, {.key = key, .open = *used, .charged_back = paid.id});
  told.balance = figures_of(d.books).balance();
  d.tell(told);
  return outcome::charged_back;
}

// R9.6: what each lot gets back of a dispute that is won: what was revoked of it, and its part of what of the
// debt was paid, by lot.
std::vector<slice> to_return(const books& b, const dispute& disputed) {
  std::vector<slice> found;
  credits paid = disputed.owed - disputed.dropped - open_part(b, disputed.debt);
  for (const charged_back_lot& taken : disputed.lots) {
    const credits of_debt = std::min(paid, taken.used);
    paid -= of_debt;
    const credits sum = taken.revoked + of_debt;
    if (!sum.is_zero()) found.push_back({taken.lot, sum});
  }
  return found;
}

// R9.6: the lots that come again: of the same kind, expiry and cost. What would be over already does not.
std::vector<lot> lots_again(desk& d, const effect_key& key, const std::vector<slice>& returns) {
  std::vector<lot> again;
  for (const slice& back : returns) {
    const lot& old = *find_lot(d.books, back.lot);
    if (old.expires <= d.now) continue;
    again.push_back({.kind = old.kind,
                     .granted = back.amount,
                     .effective = d.now,
                     .expires = old.expires,
                     .priority = old.priority,
                     .cost = money_behind(old, back.amount),
                     .payment = old.payment,
                     .key = key,
                     .only = old.only});
  }
  return again;
}

// R1.6
bool have_room(const books& b, const std::vector<lot>& again) {
  int128 sum_micro = b.committed.micro();
  for (const lot& l : again) sum_micro += l.granted.micro();
  return sum_micro <= INT64_MAX;
}

outcome give_back(desk& d, const effect_key& key, payment& paid) {
  dispute& disputed = *paid.disputed;
  const std::vector<lot> again = lots_again(d, key, to_return(d.books, disputed));
  if (!have_room(d.books, again)) return refuse(d, key, what::win_chargeback, outcome::amount_out_of_range);
  chargeback_event told;
  told.key = key;
  told.payment = paid.key;
  told.id = paid.id;
  told.is_won = true;
  told.amount = disputed.amount;
  told.debt = open_part(d.books, disputed.debt);
  lower_debt(d.books, disputed.debt, told.debt);
  disputed.won = true;
  return_money(d, paid, -int128{disputed.amount.minor()}, money_account::chargeback_losses);
  win_fee(d, paid.id);
  told.balance = figures_of(d.books).balance();
  d.tell(told);
  for (const lot& l : again) {
    d.books.committed += l.granted;
    accept_lot(d, l, money_account::chargeback_losses);
  }
  return outcome::won;
}

}  // namespace

outcome work_chargeback(desk& d, const effect_key& key, const chargeback_command& asked) {
  const what of = asked.is_won ? what::win_chargeback : what::chargeback;
  payment* paid = payment_under(d.books, asked.payment);
  if (!paid || !paid->credited) return refuse(d, key, of, outcome::unknown_payment);
  if (!asked.is_won) {
    if (paid->disputed) return refuse(d, key, of, outcome::already_charged_back);
    return take_back(d, key, *paid);
  }
  if (!paid->disputed) return refuse(d, key, of, outcome::not_charged_back);
  if (paid->disputed->won) return refuse(d, key, of, outcome::already_won);
  return give_back(d, key, *paid);
}

}  // namespace drawdown::reference
