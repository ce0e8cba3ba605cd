#include "engine/reference/lots.hpp"

#include <algorithm>

#include "engine/reference/agents.hpp"
#include "engine/reference/refills.hpp"

namespace drawdown::reference {
namespace {

// R3.5, R12.1: the lot enters the figures.
void book(desk& d, lot booked) {
  if (booked.recurs) set_next_recurrence(d, booked);
  if (!booked.expires.is_never()) d.books.ends.insert({booked.expires, booked.id});
  d.books.history.push_back({movement::what::granted, booked.id, no_agent, booked.granted});
  d.books.lots.push_back(std::move(booked));
}

void tell_of(desk& d, const lot& l, outcome result) {
  d.tell(lot_event{.lot = l.id,
                   .kind = l.kind,
                   .result = result,
                   .amount = l.granted,
                   .created = l.created,
                   .effective = l.effective,
                   .expires = l.expires,
                   .priority = l.priority,
                   .cost = l.cost,
                   .payment = l.payment,
                   .key = l.key,
                   .balance = figures_of(d.books).balance(),
                   .only = l.only,
                   .recurs = l.recurs,
                   .rollover = l.rollover});
}

// R3.9, R3.10: a lot that is alive and used up may get credit again.
bool is_finished(const lot& l) {
  const bool may_come_again = l.is_alive() && (l.recurs || l.rollover);
  return l.left.is_zero() && !may_come_again;
}

}  // namespace

figures figures_of(const books& b) {
  figures sums;
  for (const lot& l : b.lots) {
    sums.of(l.kind) += l.left;
    sums.held += l.held;
  }
  for (const debt& owed : b.debts) sums.debt += owed.open;
  return sums;
}

bool may_commit(const books& b, credits amount) {
  return amount <= credits::largest() - b.committed;
}

outcome accept_lot(desk& d, lot accepted) {
  accepted.id = ++d.books.last_lot;
  accepted.left = accepted.granted;
  accepted.created = d.now;
  if (accepted.effective > d.now) {
    d.books.scheduled.insert({{accepted.effective, accepted.id}, accepted});
    tell_of(d, accepted, outcome::scheduled);
    return outcome::scheduled;
  }
  book(d, accepted);
  tell_of(d, accepted, outcome::granted);
  plan_credit_was_added(d.books, accepted.kind);
  return outcome::granted;
}

lot& open_lot(books& b, lot_id id) {
  const auto found = std::find_if(b.lots.begin(), b.lots.end(), [&](const lot& l) { return l.id == id; });
  ensure(found != b.lots.end(), "R3.7: a lot is in the books as long as it has credit");
  return *found;
}

std::vector<lot_id> lots_by_id(const books& b) {
  std::vector<lot_id> ids;
  for (const lot& l : b.lots) ids.push_back(l.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

void drop_finished_lots(books& b) {
  std::erase_if(b.lots, is_finished);
}

credits write_off(books& b, lot& l) {
  const credits gone = l.available();
  l.left = l.held;
  b.history.push_back({movement::what::written_off, l.id, no_agent, gone});
  return gone;
}

void end_lots(desk& d) {
  books& b = d.books;
  while (!b.ends.empty() && b.ends.begin()->first <= d.now) {
    const lot_id ending = b.ends.begin()->second;
    b.ends.erase(b.ends.begin());
    credits expired;
    const auto found =
        std::find_if(b.lots.begin(), b.lots.end(), [&](const lot& l) { return l.id == ending; });
    if (found != b.lots.end()) {
      found->life = lot_life::ended;
      found->recurs_at = instant::never();
      expired = write_off(b, *found);
      drop_finished_lots(b);
    }
    d.tell(lot_end_event{ending, expired, figures_of(b).balance()});
    stop_where_only_paid_is_left(b);
  }
}

void book_scheduled_lots(desk& d) {
  books& b = d.books;
  while (!b.scheduled.empty() && b.scheduled.begin()->first.first <= d.now) {
    const lot effective_now = b.scheduled.begin()->second;
    b.scheduled.erase(b.scheduled.begin());
    book(d, effective_now);
    tell_of(d, effective_now, outcome::granted);
    plan_credit_was_added(b, effective_now.kind);
    stop_where_only_paid_is_left(b);
  }
}

}  // namespace drawdown::reference
