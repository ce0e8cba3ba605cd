#include "engine/reference/lots.hpp"

#include <algorithm>
#include <compare>

#include "engine/reference/agents.hpp"

namespace drawdown::reference {
namespace {

// Lets only the second, minute or day (UTC) of an expiry count (R3.3).
std::int64_t cut_to(instant t, expiry_grain grain) {
  std::int64_t grain_us = 1;
  if (grain == expiry_grain::second) grain_us = 1'000'000;
  if (grain == expiry_grain::minute) grain_us = 60'000'000;
  if (grain == expiry_grain::day) grain_us = 86'400'000'000;
  const std::int64_t whole = t.us() / grain_us;
  return t.us() % grain_us < 0 ? whole - 1 : whole;
}

// Whether a lot has nothing that the key could compare: it never expires, or cost nothing (R3.3).
bool has_none(const lot& l, burn_by by) {
  if (by == burn_by::expires) return l.expires.is_never();
  if (by == burn_by::cost_per_credit) return l.cost.is_zero();
  return false;
}

std::strong_ordering compare_by(const burn_key& key, const lot& a, const lot& b) {
  switch (key.by) {
    case burn_by::priority:
      return a.priority <=> b.priority;
    case burn_by::expires:
      return cut_to(a.expires, key.grain) <=> cut_to(b.expires, key.grain);
    case burn_by::effective:
      return a.effective <=> b.effective;
    case burn_by::created:
      return a.created <=> b.created;
    case burn_by::kind:
      return a.kind <=> b.kind;
    case burn_by::cost_per_credit: {
      // a.cost / a.granted against b.cost / b.granted, exact (R1.4).
      const int128 left = int128{a.cost.minor()} * b.granted.micro();
      const int128 right = int128{b.cost.minor()} * a.granted.micro();
      return left < right ? std::strong_ordering::less
                          : (left > right ? std::strong_ordering::greater : std::strong_ordering::equal);
    }
    case burn_by::lot_id:
      return a.id <=> b.id;
  }
  return std::strong_ordering::equal;
}

// R3.5, R12.1: the lot enters the figures.
void book(desk& d, const lot& booked) {
  d.books.lots.push_back(booked);
  if (!booked.expires.is_never()) d.books.ends.insert({booked.expires, booked.id});
  d.books.history.push_back({movement::what::granted, booked.id, no_agent, booked.granted});
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
                   .balance = figures_of(d.books).balance()});
}

}  // namespace

figures figures_of(const books& b) {
  figures sums;
  for (const lot& l : b.lots) sums.of(l.kind) += l.left;
  return sums;
}

bool burns_before(const lot& a, const lot& b, const std::vector<burn_key>& order) {
  for (const burn_key& key : order) {
    const bool a_has_none = has_none(a, key.by);
    const bool b_has_none = has_none(b, key.by);
    if (a_has_none != b_has_none) return a_has_none == key.none_first;
    if (a_has_none) continue;
    const std::strong_ordering compared = compare_by(key, a, b);
    if (compared != std::strong_ordering::equal) return key.descending ? compared > 0 : compared < 0;
  }
  return a.id < b.id;
}

bool any_kind(lot_kind) {
  return true;
}
bool all_but_paid(lot_kind kind) {
  return kind != lot_kind::paid;
}
bool of_the_wallet(lot_kind kind) {
  return kind == lot_kind::paid || kind == lot_kind::adjustment;
}

std::optional<std::vector<slice>> slices_for(const desk& d, std::span<const part> parts) {
  std::vector<const lot*> in_order;
  in_order.reserve(d.books.lots.size());
  for (const lot& l : d.books.lots) in_order.push_back(&l);
  std::sort(in_order.begin(), in_order.end(),
            [&](const lot* a, const lot* b) { return burns_before(*a, *b, d.rules().burn_down); });

  std::vector<slice> slices;
  for (const part& wanted : parts) {
    credits missing = wanted.amount;
    for (const lot* l : in_order) {
      if (missing.is_zero()) break;
      if (!wanted.from(l->kind)) continue;
      const auto earlier =
          std::find_if(slices.begin(), slices.end(), [&](const slice& s) { return s.lot == l->id; });
      const credits free_in_lot = earlier == slices.end() ? l->left : l->left - earlier->amount;
      const credits given = std::min(missing, free_in_lot);
      if (given.is_zero()) continue;
      missing -= given;
      if (earlier == slices.end())
        slices.push_back({l->id, given});
      else
        earlier->amount += given;
    }
    if (!missing.is_zero()) return std::nullopt;
  }
  return slices;
}

void take_slices(desk& d, const std::vector<slice>& slices, agent_index agent) {
  std::vector<lot>& lots = d.books.lots;
  for (const slice& s : slices) {
    const auto from = std::find_if(lots.begin(), lots.end(), [&](const lot& l) { return l.id == s.lot; });
    ensure(from != lots.end() && from->left >= s.amount,
           "R3.4: a slice is taken from credit that its lot has");
    from->left -= s.amount;
    // A lot that is used up gives nothing any more; its end is still in `ends`.
    if (from->left.is_zero()) lots.erase(from);
    d.books.history.push_back({movement::what::used, s.lot, agent, s.amount});
  }
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

void end_lots(desk& d) {
  books& b = d.books;
  while (!b.ends.empty() && b.ends.begin()->first <= d.now) {
    const lot_id ending = b.ends.begin()->second;
    b.ends.erase(b.ends.begin());
    credits expired;
    const auto found =
        std::find_if(b.lots.begin(), b.lots.end(), [&](const lot& l) { return l.id == ending; });
    if (found != b.lots.end()) {
      expired = found->left;
      b.lots.erase(found);
      b.history.push_back({movement::what::expired, ending, no_agent, expired});
    }
    d.tell(lot_end_event{ending, expired, figures_of(b).balance()});
    stop_where_only_paid_is_left(d.books);
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
