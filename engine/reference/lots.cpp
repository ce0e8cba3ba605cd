#include "engine/reference/lots.hpp"

#include <algorithm>

#include "engine/reference/agents.hpp"
#include "engine/reference/deferred.hpp"
#include "engine/reference/overage.hpp"
#include "engine/reference/refills.hpp"

namespace drawdown::reference {
namespace {

// R2.1: the first instant from `t` on at which expired lots are swept away.
instant sweep_from(instant t, const expiry_sweep& sweep) {
  switch (sweep.at) {
    case expiry_sweep::when::none:
      return t;
    case expiry_sweep::when::delay:
      return t + sweep.delay;
    case expiry_sweep::when::minute: {
      const std::int64_t hour = duration::hours(1).us();
      const std::int64_t hour_begins = t.us() - ((t.us() % hour) + hour) % hour;
      const std::int64_t swept = hour_begins + duration::minutes(sweep.minute).us();
      return instant::from_us(swept < t.us() ? swept + hour : swept);
    }
  }
  return t;
}

// R3.5, R12.1: the lot enters the figures.
void book(desk& d, lot booked, money_account cost_from) {
  defer_cost(d, booked, cost_from);
  if (booked.recurs) set_next_recurrence(d, booked);
  if (!booked.ends.is_never()) d.books.ends.insert({booked.ends, booked.id});
  if (booked.of_cycle) d.books.cycle_ends.insert({booked.expires, booked.id});
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
                   .rollover = l.rollover,
                   .ends = l.ends,
                   .of_cycle = l.of_cycle});
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
  sums.invoiced = not_billed(b);
  return sums;
}

bool may_commit(const books& b, credits amount) {
  return amount <= credits::largest() - b.committed;
}

instant end_of(const settings& rules, instant expires) {
  if (expires.is_never()) return expires;
  return sweep_from(rules.expiry_inclusive ? expires.next() : expires, rules.sweep);
}

outcome accept_lot(desk& d, lot accepted, money_account cost_from) {
  accepted.id = ++d.books.last_lot;
  // R3.2: what is of a subscription ends with its grant period.
  accepted.ends = accepted.of_cycle ? instant::never() : end_of(d.rules(), accepted.expires);
  accepted.left = accepted.granted;
  accepted.created = d.now;
  if (accepted.effective > d.now) {
    ensure(cost_from == money_account::paid_elsewhere, "R3.13: what a payment brings is booked at once");
    d.books.scheduled.insert({{accepted.effective, accepted.id}, accepted});
    tell_of(d, accepted, outcome::scheduled);
    return outcome::scheduled;
  }
  book(d, accepted, cost_from);
  tell_of(d, accepted, outcome::granted);
  plan_credit_was_added(d.books, accepted.kind);
  return outcome::granted;
}

lot* find_lot(books& b, lot_id id) {
  const auto found = std::find_if(b.lots.begin(), b.lots.end(), [&](const lot& l) { return l.id == id; });
  if (found != b.lots.end()) return &*found;
  const auto past = b.past_lots.find(id);
  return past == b.past_lots.end() ? nullptr : &past->second;
}

lot& open_lot(books& b, lot_id id) {
  const auto found = std::find_if(b.lots.begin(), b.lots.end(), [&](const lot& l) { return l.id == id; });
  ensure(found != b.lots.end(), "R3.7: a lot is in the books as long as it has credit");
  return *found;
}

std::vector<lot_id> lots_of_payment(const books& b, payment_id payment) {
  std::vector<lot_id> ids;
  for (const lot& l : b.lots)
    if (l.payment == payment) ids.push_back(l.id);
  for (const auto& [id, l] : b.past_lots)
    if (l.payment == payment) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<lot_id> lots_by_id(const books& b) {
  std::vector<lot_id> ids;
  for (const lot& l : b.lots) ids.push_back(l.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

void drop_finished_lots(books& b) {
  if (std::none_of(b.lots.begin(), b.lots.end(), is_finished)) return;
  for (const lot& l : b.lots)
    if (is_finished(l)) b.past_lots.emplace(l.id, l);
  std::erase_if(b.lots, is_finished);
}

lot& reopened_lot(books& b, lot_id id) {
  if (const auto past = b.past_lots.find(id); past != b.past_lots.end()) {
    b.lots.push_back(past->second);
    b.past_lots.erase(past);
  }
  return open_lot(b, id);
}

void put_back(desk& d, lot_id id, credits amount) {
  lot& l = reopened_lot(d.books, id);
  move_deferred(d, l, l.left, l.left + amount, money_account::usage_revenue);
  l.left += amount;
  l.used -= amount;
  d.books.history.push_back({movement::what::refunded, id, no_agent, amount});
}

credits write_off(desk& d, lot& l, money_account money_to) {
  const credits gone = l.available();
  move_deferred(d, l, l.left, l.held, money_to);
  l.left = l.held;
  d.books.history.push_back({movement::what::written_off, l.id, no_agent, gone});
  return gone;
}

credits revoke_lot(desk& d, lot_id id, money_account money_to) {
  books& b = d.books;
  lot* l = find_lot(b, id);
  ensure(l != nullptr, "R3.11: what is revoked was booked");
  const credits gone = write_off(d, *l, money_to);
  l->life = lot_life::revoked;
  l->recurs_at = instant::never();
  b.ends.erase({l->ends, id});
  b.cycle_ends.erase({l->expires, id});
  drop_finished_lots(b);
  return gone;
}

void end_lot(desk& d, lot_id id) {
  books& b = d.books;
  lot* l = find_lot(b, id);
  ensure(l && l->is_alive(), "R3.6: a lot ends once");
  l->life = lot_life::ended;
  l->recurs_at = instant::never();
  b.ends.erase({l->ends, id});
  b.cycle_ends.erase({l->expires, id});
  const credits expired = write_off(d, *l, money_account::breakage);
  drop_finished_lots(b);
  d.tell(lot_end_event{id, expired, figures_of(b).balance()});
  stop_where_only_paid_is_left(b);
}

void end_lots(desk& d) {
  const std::set<due_lot>& ends = d.books.ends;
  while (!ends.empty() && ends.begin()->first <= d.now) end_lot(d, ends.begin()->second);
}

void book_scheduled_lots(desk& d) {
  books& b = d.books;
  while (!b.scheduled.empty() && b.scheduled.begin()->first.first <= d.now) {
    const lot effective_now = b.scheduled.begin()->second;
    b.scheduled.erase(b.scheduled.begin());
    book(d, effective_now, money_account::paid_elsewhere);
    tell_of(d, effective_now, outcome::granted);
    plan_credit_was_added(b, effective_now.kind);
    stop_where_only_paid_is_left(b);
  }
}

}  // namespace drawdown::reference
