#include "engine/reference/refills.hpp"

#include <algorithm>

#include "engine/reference/agents.hpp"
#include "engine/reference/debts.hpp"
#include "engine/reference/deferred.hpp"
#include "engine/reference/lots.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

// R3.9, R2.7: exact lengths are multiplied.
instant boundary_after(instant now, instant anchor, duration every) {
  ensure(every > duration{}, "R3.9: a grant recurs after some time");
  if (now < anchor) return anchor;
  const int128 passed = (int128{now.us()} - anchor.us()) / every.us();
  const int128 next = anchor.us() + (passed + 1) * every.us();
  return next < instant::never().us() ? instant::from_us(static_cast<std::int64_t>(next)) : instant::never();
}

// The lot begins a new generation: what holds have of it stays, but belongs to the old one (R3.7).
void begin_anew(desk& d, lot& l, refill_event::why because, credits expired, credits refilled) {
  move_deferred(d, l, l.left, l.left - expired, money_account::breakage);
  l.left = l.left - expired + refilled;
  l.generation += 1;
  d.books.committed += refilled;
  d.books.history.push_back({movement::what::written_off, l.id, no_agent, expired});
  d.books.history.push_back({movement::what::granted, l.id, no_agent, refilled});
  d.tell(refill_event{l.id, because, expired, refilled, figures_of(d.books).balance()});
  if (!refilled.is_zero()) plan_credit_was_added(d.books, l.kind);
  stop_where_only_paid_is_left(d.books);
}

// R1.6: credit comes again whole, or, where the account has no room for it, not at all.
credits if_there_is_room(const books& b, credits refilled) {
  return may_commit(b, refilled) ? refilled : credits{};
}

void recur(desk& d, lot& l) {
  begin_anew(d, l, refill_event::why::recurrence, l.available(), if_there_is_room(d.books, l.granted));
  set_next_recurrence(d, l);
}

void carry_over(desk& d, lot& l) {
  const credits left = l.available();
  credits kept = std::max(left, l.rollover->min);
  if (l.rollover->max) kept = std::min(kept, *l.rollover->max);
  if (kept <= left)
    begin_anew(d, l, refill_event::why::reset, left - kept, credits{});
  else
    begin_anew(d, l, refill_event::why::reset, credits{}, if_there_is_room(d.books, kept - left));
}

}  // namespace

void set_next_recurrence(const desk& d, lot& l) {
  const instant anchor = l.recurs->anchor.value_or(l.effective);
  if (const auto* exact = std::get_if<duration>(&l.recurs->every)) {
    l.recurs_at = boundary_after(d.now, anchor, *exact);
    return;
  }
  // R2.2: the k-th boundary is counted from the anchor, never from the one before it.
  const auto& every = std::get<calendar_span>(l.recurs->every);
  ensure(every.count > 0, "R3.9: a grant recurs after some time");
  const auto kth = [&] { return boundary(anchor, every, l.recurs_next, d.zone(), d.rules().month_end_rule); };
  while (kth() <= d.now) ++l.recurs_next;
  l.recurs_at = kth();
}

instant next_recurrence(const books& b) {
  instant next = instant::never();
  for (const lot& l : b.lots) next = std::min(next, l.recurs_at);
  return next;
}

void recur_lots(desk& d) {
  for (const lot_id id : lots_by_id(d.books)) {
    lot& l = open_lot(d.books, id);
    if (l.recurs_at <= d.now) recur(d, l);
  }
}

void reset_lots(desk& d) {
  for (const lot_id id : lots_by_id(d.books)) {
    lot& l = open_lot(d.books, id);
    if (l.is_alive() && l.rollover) carry_over(d, l);
  }
  if (!d.rules().preserve_overage) drop_debt(d);
}

}  // namespace drawdown::reference
