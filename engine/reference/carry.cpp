#include "engine/reference/carry.hpp"

#include <algorithm>
#include <map>

#include "engine/reference/agents.hpp"
#include "engine/reference/allocations.hpp"
#include "engine/reference/deferred.hpp"
#include "engine/reference/lots.hpp"

namespace drawdown::reference {
namespace {

const lot& lot_of(const desk& d, lot_id id) {
  const lot* found = find_lot(d.books, id);
  ensure(found != nullptr, "R8.2: a lot that may be carried was booked");
  return *found;
}

// R8.2: of the lots of each owner the newest are kept first, up to so much in all.
std::map<lot_id, credits> kept_of(const desk& d, const std::vector<lot_id>& lots, credits most) {
  std::map<user_index, credits> kept_of_owner;
  std::map<lot_id, credits> kept;
  for (std::size_t i = lots.size(); i-- > 0;) {
    const lot& l = lot_of(d, lots[i]);
    credits& so_far = kept_of_owner[l.only.user];
    const credits part = std::min(l.available(), most - so_far);
    so_far += part;
    if (!part.is_zero()) kept.emplace(lots[i], part);
  }
  return kept;
}

// R8.2: whether the turn of a grant period may carry anything of a lot.
bool may_be_carried(const lot& l, const carrying& by) {
  const bool is_used_to_it = by.terms.lives && l.carried >= *by.terms.lives;
  const bool leaves = std::find(by.leaving.begin(), by.leaving.end(), l.only.user) != by.leaving.end();
  return l.kind == lot_kind::plan && !is_used_to_it && !leaves;
}

// R8.2 `min`: what is missing to the least that goes on of an owner's credit comes again, in the newest lot
// of the owner that may be carried.
std::map<lot_id, credits> refilled_of(const desk& d, const std::vector<lot_id>& candidates,
                                      const std::map<lot_id, credits>& kept, credits least) {
  std::map<user_index, lot_id> newest;
  std::map<user_index, credits> missing;
  for (const lot_id id : candidates) {
    const user_index owner = lot_of(d, id).only.user;
    newest[owner] = id;
    missing.try_emplace(owner, least);
    if (const auto part = kept.find(id); part != kept.end()) missing[owner] -= part->second;
  }
  std::map<lot_id, credits> refilled;
  for (const auto& [owner, id] : newest)
    if (missing[owner] > credits{}) refilled.emplace(id, missing[owner]);
  return refilled;
}

// What of a lot goes on: what is kept of it, and what comes again.
struct going_on {
  credits kept{};
  credits refilled{};

  bool is_nothing() const { return kept.is_zero() && refilled.is_zero(); }
};

credits found_in(const std::map<lot_id, credits>& amounts, lot_id id) {
  const auto found = amounts.find(id);
  return found == amounts.end() ? credits{} : found->second;
}

// So much of the lot goes on, and it expires then. What is held of it stays, but belongs to what did not go
// on (R3.7).
void let_go_on(desk& d, lot_id id, const going_on& part, instant expires) {
  books& b = d.books;
  lot& l = reopened_lot(b, id);
  const credits expired = l.available() - part.kept;
  move_deferred(d, l, l.left, l.left - expired, money_account::breakage);
  l.left += part.refilled - expired;
  l.generation += 1;
  b.committed += part.refilled;
  b.history.push_back({movement::what::written_off, id, no_agent, expired});
  b.history.push_back({movement::what::granted, id, no_agent, part.refilled});
  b.cycle_ends.erase({l.expires, id});
  l.expires = expires;
  b.cycle_ends.insert({l.expires, id});
  d.tell(carry_event{.lot = id,
                     .carried = part.kept + part.refilled,
                     .expired = expired,
                     .expires = expires,
                     .balance = figures_of(b).balance(),
                     .refilled = part.refilled});
  if (!part.refilled.is_zero()) plan_credit_was_added(b, l.kind);
  stop_where_only_paid_is_left(b);
}

}  // namespace

std::vector<lot_id> cycle_lots(const desk& d, const std::function<bool(const lot&)>& sort) {
  std::vector<lot_id> found;
  for (const due_lot& due : d.books.cycle_ends)
    if (sort(lot_of(d, due.second))) found.push_back(due.second);
  std::sort(found.begin(), found.end());
  return found;
}

void end_or_carry(desk& d, const std::vector<lot_id>& due, const std::optional<carrying>& carried) {
  std::map<lot_id, credits> kept;
  std::map<lot_id, credits> refilled;
  if (carried) {
    std::vector<lot_id> candidates;
    std::copy_if(due.begin(), due.end(), std::back_inserter(candidates),
                 [&](lot_id id) { return may_be_carried(lot_of(d, id), *carried); });
    kept = kept_of(d, candidates, carried->terms.max);
    refilled = refilled_of(d, candidates, kept, carried->terms.min);
  }
  for (const lot_id id : due) {
    going_on part{found_in(kept, id), found_in(refilled, id)};
    // R1.6: what there is no room for does not come.
    if (!may_commit(d.books, part.refilled)) part.refilled = credits{};
    if (part.is_nothing()) {
      end_lot(d, id);
      continue;
    }
    reopened_lot(d.books, id).carried += 1;
    let_go_on(d, id, part, carried->expires);
  }
}

void trim_carried(desk& d) {
  const auto& terms = terms_of(d, d.books.subscription.plan).rollover;
  const std::vector<lot_id> lots = cycle_lots(
      d, [](const lot& l) { return l.kind == lot_kind::plan && l.carried > 0 && !l.available().is_zero(); });
  const std::map<lot_id, credits> kept = kept_of(d, lots, terms ? terms->max : credits{});
  for (const lot_id id : lots) {
    const going_on part{found_in(kept, id), {}};
    if (part.is_nothing())
      end_lot(d, id);
    else if (part.kept < lot_of(d, id).available())
      let_go_on(d, id, part, lot_of(d, id).expires);
  }
}

}  // namespace drawdown::reference
