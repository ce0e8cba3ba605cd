#include "engine/reference/burning.hpp"

#include <algorithm>
#include <compare>

#include "engine/reference/deferred.hpp"
#include "engine/reference/lots.hpp"
#include "engine/units/wide.hpp"

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

bool belongs_to_a_user(const lot& l) {
  return l.only.user != no_user;
}

// The lots that have credit available, in burn-down order: mostly they are few.
boost::container::small_vector<const lot*, 8> lots_in_order(const desk& d) {
  boost::container::small_vector<const lot*, 8> in_order;
  for (const lot& l : d.books.lots)
    if (!l.available().is_zero()) in_order.push_back(&l);
  std::sort(in_order.begin(), in_order.end(),
            [&](const lot* a, const lot* b) { return burns_before(*a, *b, d.rules().burn_down); });
  return in_order;
}

}  // namespace

bool burns_before(const lot& a, const lot& b, const std::vector<burn_key>& order) {
  for (const burn_key& key : order) {
    const bool a_has_none = has_none(a, key.by);
    const bool b_has_none = has_none(b, key.by);
    if (a_has_none != b_has_none) return a_has_none == key.none_first;
    if (a_has_none) continue;
    const std::strong_ordering compared = compare_by(key, a, b);
    if (compared != std::strong_ordering::equal) return key.descending ? compared > 0 : compared < 0;
    // A user's own lot comes before shared ones of the same priority.
    if (key.by == burn_by::priority && belongs_to_a_user(a) != belongs_to_a_user(b))
      return belongs_to_a_user(a);
  }
  return a.id < b.id;
}

bool may_pay_for(const lot& l, meter_index meter, user_index user) {
  const std::vector<meter_index>& meters = l.only.meters;
  const bool meter_fits = meters.empty() || std::find(meters.begin(), meters.end(), meter) != meters.end();
  const bool user_fits = l.only.user == no_user || l.only.user == user;
  return meter_fits && user_fits;
}

cover cover_of(const desk& d, std::span<const part> parts) {
  const auto in_order = lots_in_order(d);
  cover found;
  for (const part& wanted : parts) {
    credits missing = wanted.amount;
    for (const lot* l : in_order) {
      if (missing.is_zero()) break;
      if (!wanted.from(*l)) continue;
      const auto earlier = std::find_if(found.slices.begin(), found.slices.end(),
                                        [&](const slice& s) { return s.lot == l->id; });
      const credits free_in_lot =
          earlier == found.slices.end() ? l->available() : l->available() - earlier->amount;
      const credits given = std::min(missing, free_in_lot);
      if (given.is_zero()) continue;
      missing -= given;
      if (earlier == found.slices.end())
        found.slices.push_back({l->id, given});
      else
        earlier->amount += given;
    }
    found.missing += missing;
  }
  return found;
}

void take_slices(desk& d, const slices_of_lots& slices, movement::what kind, agent_index agent) {
  for (const slice& s : slices) {
    lot& from = open_lot(d.books, s.lot);
    ensure(from.available() >= s.amount, "R3.4: a slice is taken from credit that its lot has available");
    move_deferred(d, from, from.left, from.left - s.amount, money_account::usage_revenue);
    from.left -= s.amount;
    from.used += s.amount;
    d.books.history.push_back({kind, s.lot, agent, s.amount});
  }
  drop_finished_lots(d.books);
}

}  // namespace drawdown::reference
