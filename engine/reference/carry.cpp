#include "engine/reference/carry.hpp"

#include <algorithm>
#include <map>

#include "engine/reference/agents.hpp"
#include "engine/reference/allocations.hpp"
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
  for (auto id = lots.rbegin(); id != lots.rend(); ++id) {
    const lot& l = lot_of(d, *id);
    credits& so_far = kept_of_owner[l.only.user];
    const credits part = std::min(l.available(), most - so_far);
    so_far += part;
    if (!part.is_zero()) kept.emplace(*id, part);
  }
  return kept;
}

// R8.2: whether the turn of a grant period may carry anything of a lot.
bool may_be_carried(const lot& l, const carrying& by) {
  const bool is_used_to_it = by.terms.lives && l.carried >= *by.terms.lives;
  const bool leaves = std::find(by.leaving.begin(), by.leaving.end(), l.only.user) != by.leaving.end();
  return l.kind == lot_kind::plan && !is_used_to_it && !leaves;
}

// So much of the lot stays, besides what is held of it, and it expires then.
void keep(desk& d, lot_id id, credits kept, instant expires) {
  books& b = d.books;
  lot& l = open_lot(b, id);
  const credits expired = l.available() - kept;
  l.left -= expired;
  b.history.push_back({movement::what::written_off, id, no_agent, expired});
  b.cycle_ends.erase({l.expires, id});
  l.expires = expires;
  b.cycle_ends.insert({l.expires, id});
  d.tell(carry_event{id, kept, expired, expires, figures_of(b).balance()});
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
  if (carried) {
    std::vector<lot_id> candidates;
    std::copy_if(due.begin(), due.end(), std::back_inserter(candidates),
                 [&](lot_id id) { return may_be_carried(lot_of(d, id), *carried); });
    kept = kept_of(d, candidates, carried->terms.max);
  }
  for (const lot_id id : due) {
    const auto part = kept.find(id);
    if (part == kept.end()) {
      end_lot(d, id);
      continue;
    }
    open_lot(d.books, id).carried += 1;
    keep(d, id, part->second, carried->expires);
  }
}

void trim_carried(desk& d) {
  const auto& terms = terms_of(d, d.books.subscription.plan).rollover;
  const std::vector<lot_id> lots = cycle_lots(
      d, [](const lot& l) { return l.kind == lot_kind::plan && l.carried > 0 && !l.available().is_zero(); });
  const std::map<lot_id, credits> kept = kept_of(d, lots, terms ? terms->max : credits{});
  for (const lot_id id : lots) {
    const auto part = kept.find(id);
    if (part == kept.end())
      end_lot(d, id);
    else if (part->second < lot_of(d, id).available())
      keep(d, id, part->second, lot_of(d, id).expires);
  }
}

}  // namespace drawdown::reference
