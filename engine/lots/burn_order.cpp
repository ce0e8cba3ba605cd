#include "engine/lots/burn_order.hpp"

#include <compare>
#include <optional>

#include "engine/units/planted.hpp"
#include "engine/units/wide.hpp"

namespace drawdown {
namespace {

std::int64_t cut_to(instant t, expiry_grain grain) {
  const auto floor_to = [&](std::int64_t step) {
    const std::int64_t past = t.us() % step;
    return t.us() - (past < 0 ? past + step : past);
  };
  switch (grain) {
    case expiry_grain::microsecond:
      return t.us();
    case expiry_grain::second:
      return floor_to(duration::seconds(1).us());
    case expiry_grain::minute:
      return floor_to(duration::minutes(1).us());
    case expiry_grain::day:
      return floor_to(duration::days(1).us());
  }
  return t.us();
}

// Money per credit, compared as exact fractions.
std::strong_ordering compare_cost(const lot& a, const lot& b) {
  const int128 left = int128{a.cost.minor()} * b.granted.micro();
  const int128 right = int128{b.cost.minor()} * a.granted.micro();
  return left < right ? std::strong_ordering::less
                      : (left > right ? std::strong_ordering::greater : std::strong_ordering::equal);
}

// At one priority a user's own lot comes before those that all share (R3.3).
std::strong_ordering compare_owner(const lot& a, const lot& b) {
  return (a.user == no_user) <=> (b.user == no_user);
}

bool has_value(const lot& of, burn_by by) {
  if (by == burn_by::expires) return !of.expires.is_never();
  if (by == burn_by::cost_per_credit) return !of.cost.is_zero();
  return true;
}

std::strong_ordering compare_values(const lot& a, const lot& b, const burn_key& key) {
  switch (key.by) {
    case burn_by::priority:
      return a.priority <=> b.priority;
    case burn_by::expires:
      return DRAWDOWN_PLANTED("later_expiry_first",
                              cut_to(a.expires, key.grain) <=> cut_to(b.expires, key.grain),
                              cut_to(b.expires, key.grain) <=> cut_to(a.expires, key.grain));
    case burn_by::effective:
      return a.effective <=> b.effective;
    case burn_by::created:
      return a.created <=> b.created;
    case burn_by::kind:
      return a.kind <=> b.kind;
    case burn_by::cost_per_credit:
      return compare_cost(a, b);
    case burn_by::lot_id:
      return DRAWDOWN_PLANTED("tie_break", a.id <=> b.id, b.id <=> a.id);
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare_by(const lot& a, const lot& b, const burn_key& key) {
  const bool a_has = has_value(a, key.by);
  const bool b_has = has_value(b, key.by);
  if (a_has != b_has)
    return a_has != key.none_first ? std::strong_ordering::less : std::strong_ordering::greater;
  if (!a_has) return std::strong_ordering::equal;
  const auto order = compare_values(a, b, key);
  if (key.by == burn_by::priority && order == 0) return compare_owner(a, b);
  return key.descending ? 0 <=> order : order;
}

}  // namespace

bool burns_before(const lot& a, const lot& b, std::span<const burn_key> keys) {
  for (const burn_key& key : keys)
    if (const auto order = compare_by(a, b, key); order != 0) return order < 0;
  return a.id < b.id;
}

}  // namespace drawdown
