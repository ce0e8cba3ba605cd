#include "engine/reference/corrections.hpp"

#include <algorithm>

#include "engine/reference/agents.hpp"
#include "engine/reference/amounts.hpp"
#include "engine/reference/burning.hpp"
#include "engine/reference/debts.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/refills.hpp"

namespace drawdown::reference {
namespace {

using what = command_event::what;

outcome refuse(desk& d, const effect_key& key, what of, outcome why) {
  d.tell(command_event{key, of, why, false});
  return why;
}

// The lot of that id among those in the books, or null.
lot* lot_in_books(books& b, lot_id id) {
  const auto found = std::find_if(b.lots.begin(), b.lots.end(), [&](const lot& l) { return l.id == id; });
  return found == b.lots.end() ? nullptr : &*found;
}

// R3.11: whether a lot with nothing left may have credit again.
bool comes_again(const lot& l) {
  return l.recurs || (l.rollover && !l.rollover->min.is_zero());
}

// R3.11: takes a scheduled lot out of the schedule; false where it is not there.
bool unschedule(books& b, lot_id id) {
  return std::erase_if(b.scheduled, [&](const auto& entry) { return entry.first.second == id; }) > 0;
}

// R3.11: so much is granted as an adjustment lot.
outcome adjust_upward(desk& d, const effect_key& key, credits asked) {
  const std::optional<credits> amount = round_granted(asked, d.rules());
  if (!amount) return refuse(d, key, what::adjust, outcome::amount_out_of_range);
  if (amount->is_zero()) return refuse(d, key, what::adjust, outcome::amount_too_small);
  if (!may_commit(d.books, *amount)) return refuse(d, key, what::adjust, outcome::amount_out_of_range);
  d.books.committed += *amount;
  const auto priority = d.rules().priorities[static_cast<std::size_t>(lot_kind::adjustment)];
  const outcome result = accept_lot(d,
                                    {.kind = lot_kind::adjustment,
                                     .granted = *amount,
                                     .effective = d.now,
                                     .expires = instant::never(),
                                     .priority = priority,
                                     .key = key},
                                    money_account::paid_elsewhere);
  note_grant(d.books, key, d.books.last_lot, instant::never());
  return result;
}

// R3.11: so much is taken from what is available of any lot, restricted or not; beyond it only as debt.
outcome adjust_downward(desk& d, const effect_key& key, const adjust_command& asked) {
  const std::optional<credits> amount = round_taken(asked.amount, d.rules());
  if (!amount) return refuse(d, key, what::adjust, outcome::amount_out_of_range);
  if (amount->is_zero()) return refuse(d, key, what::adjust, outcome::amount_too_small);
  const part whole[] = {{*amount, [](const lot&) { return true; }}};
  const cover found = cover_of(d, whole);
  if (!found.missing.is_zero()) {
    if (!asked.into_debt) return refuse(d, key, what::adjust, outcome::insufficient_credit);
    if (const auto refusal = refusal_of_debt(d, found.missing)) return refuse(d, key, what::adjust, *refusal);
  }
  take_slices(d, found.slices, movement::what::used, no_agent);
  make_debt(d, {.key = key, .open = found.missing});
  d.tell(adjust_event{.key = key,
                      .amount = *amount,
                      .debt = found.missing,
                      .balance = figures_of(d.books).balance(),
                      .slices = {found.slices.begin(), found.slices.end()}});
  return outcome::adjusted;
}

}  // namespace

outcome work_revoke(desk& d, const effect_key& key, const revoke_command& asked) {
  books& b = d.books;
  const auto grant = b.grants.find(asked.grant);
  if (grant == b.grants.end()) return refuse(d, key, what::revoke, outcome::unknown_grant);
  granted_lot& known = grant->second;
  if (known.revoked) return refuse(d, key, what::revoke, outcome::already_revoked);
  if (known.ends <= d.now) return refuse(d, key, what::revoke, outcome::lot_ended);
  credits gone;
  if (!unschedule(b, known.lot)) {
    lot* l = lot_in_books(b, known.lot);
    const bool is_used_up = !l || (l->left.is_zero() && !comes_again(*l));
    if (is_used_up) return refuse(d, key, what::revoke, outcome::used_up);
    gone = revoke_lot(d, known.lot, money_account::breakage);
  }
  known.revoked = true;
  d.tell(revoke_event{key, asked.grant, known.lot, gone, figures_of(b).balance()});
  return outcome::revoked;
}

outcome work_adjust(desk& d, const effect_key& key, const adjust_command& asked) {
  ensure(!asked.amount.is_zero(), "R3.11: an adjustment changes something");
  return asked.amount > credits{} ? adjust_upward(d, key, asked.amount) : adjust_downward(d, key, asked);
}

outcome work_reset(desk& d, const effect_key& key) {
  d.tell(command_event{key, what::reset, outcome::changed, false});
  reset_lots(d);
  restart_counts(d.books);
  return outcome::changed;
}

void note_grant(books& b, const effect_key& key, lot_id id, instant ends) {
  b.grants.emplace(key, granted_lot{id, ends});
}

}  // namespace drawdown::reference
