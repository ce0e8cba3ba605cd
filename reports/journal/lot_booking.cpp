#include "reports/journal/lot_booking.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdlib>
#include <span>

#include <fmt/format.h>

#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"
#include "engine/units/wide.hpp"
#include "reports/journal/names.hpp"

namespace drawdown::reports {

namespace {

using lot_list = std::vector<const lot_terms*>;

constexpr std::string_view before_all_days = "0001-01-01";
constexpr std::string_view after_all_days = "9999-12-31";

std::string_view word_for(lot_kind kind) {
  constexpr std::array<std::string_view, lot_kinds> words = {"Free", "Plan", "Addon", "Adjustment", "Paid"};
  return words.at(static_cast<std::size_t>(kind));
}

// The first keys of the order that are of classes and not of time.
std::string class_of(const lot_terms& of, const std::vector<burn_key>& order) {
  std::string name = "Lots";
  for (const burn_key& key : order) {
    if (key.by == burn_by::priority)
      name += fmt::format(":Priority-{}{}", of.priority < 0 ? "Minus-" : "", std::abs(of.priority));
    else if (key.by == burn_by::kind)
      name += fmt::format(":{}", word_for(of.kind));
    else
      break;
  }
  return name;
}

// Without policy a kind of credit is spent like any other; with `stop` all but what was bought, beyond a
// limit the wallet alone (R5.2, R5.3).
std::string_view spent_by_policy(lot_kind kind) {
  return kind == lot_kind::paid ? "Bought" : kind == lot_kind::adjustment ? "Adjusted" : "Given";
}

std::string pool_of(const lot_terms& of, const std::vector<burn_key>& order, bool has_policy) {
  std::string pool = class_of(of, order);
  if (has_policy) pool += fmt::format(":{}", spent_by_policy(of.kind));
  if (of.user) pool += ":User:" + dashed_name(*of.user);
  for (const std::string& meter : of.meters) pool += ":Meter:" + dashed_name(meter);
  return pool;
}

duration grain_of(const burn_key& key) {
  switch (key.grain) {
    case expiry_grain::microsecond:
      break;
    case expiry_grain::second:
      return duration::seconds(1);
    case expiry_grain::minute:
      return duration::minutes(1);
    case expiry_grain::day:
      return duration::days(1);
  }
  return duration::from_us(1);
}

bool has_value(const lot_terms& of, burn_by by) {
  if (by == burn_by::expires) return !of.expires.is_never();
  if (by == burn_by::cost_per_credit) return of.cost_minor != 0;
  return true;
}

template <class Value>
std::strong_ordering order_of(const Value& a, const Value& b) {
  return a < b   ? std::strong_ordering::less
         : b < a ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

std::strong_ordering compare_values(const lot_terms& a, const lot_terms& b, const burn_key& key) {
  switch (key.by) {
    case burn_by::priority:
      return order_of(a.priority, b.priority);
    case burn_by::expires:
      return order_of(a.expires.us() / grain_of(key).us(), b.expires.us() / grain_of(key).us());
    case burn_by::effective:
      return order_of(a.effective.us(), b.effective.us());
    case burn_by::created:
      return order_of(a.created.us(), b.created.us());
    case burn_by::kind:
      return order_of(a.kind, b.kind);
    case burn_by::lot_id:
      return order_of(a.lot, b.lot);
    case burn_by::cost_per_credit:
      return order_of(int128{a.cost_minor} * b.granted_micro, int128{b.cost_minor} * a.granted_micro);
  }
  return std::strong_ordering::equal;
}

// Which of two lots goes first by a key; one without what it compares last, or first with `none_first`
// (R3.15).
std::strong_ordering compare(const lot_terms& a, const lot_terms& b, const burn_key& key) {
  const bool a_has = has_value(a, key.by);
  if (a_has != has_value(b, key.by))
    return a_has != key.none_first ? std::strong_ordering::less : std::strong_ordering::greater;
  if (!a_has) return std::strong_ordering::equal;
  const auto order = compare_values(a, b, key);
  return key.descending ? 0 <=> order : order;
}

// Whether `a` goes before `b` by the keys; what they leave open goes to the lower number.
bool goes_before(const lot_terms& a, const lot_terms& b, std::span<const burn_key> keys) {
  for (const burn_key& key : keys)
    if (const auto order = compare(a, b, key); order != 0) return order < 0;
  return a.lot < b.lot;
}

// The keys from the one on that tells the lots of a pool apart first.
std::span<const burn_key> keys_that_matter(const lot_list& lots, std::span<const burn_key> order) {
  const auto tells_none_apart = [&](const burn_key& key) {
    return std::ranges::all_of(lots,
                               [&](const lot_terms* one) { return compare(*one, *lots.front(), key) == 0; });
  };
  while (!order.empty() && tells_none_apart(order.front())) order = order.subspan(1);
  return order;
}

std::string_view word_for(burn_by by) {
  return by == burn_by::expires ? "expires" : by == burn_by::effective ? "effective" : "created";
}

std::string date_of(const lot_terms& of, const burn_key& key) {
  const instant at = key.by == burn_by::expires     ? of.expires
                     : key.by == burn_by::effective ? of.effective
                                                    : of.created;
  if (at.is_never()) return std::string(key.none_first == key.descending ? after_all_days : before_all_days);
  return to_string(at).substr(0, after_all_days.size());
}

// Lots are numbered in the order in which they were created (R3.13).
bool is_of_time(burn_by by) {
  return by == burn_by::expires || by == burn_by::effective || by == burn_by::created ||
         by == burn_by::lot_id;
}

// Of lots of one date beancount takes the one first that was there first: whether that is so by the keys.
bool is_in_order_of_arrival(lot_list lots, std::span<const burn_key> keys) {
  if (lots.size() == 1) return true;
  if (std::ranges::any_of(lots, &lot_terms::got_back))
    return false;  // what was empty and is not comes last there
  std::ranges::sort(lots, {}, [](const lot_terms* one) { return std::pair(one->booked, one->position); });
  for (std::size_t i = 1; i < lots.size(); ++i)
    if (!goes_before(*lots[i - 1], *lots[i], keys)) return false;
  return true;
}

// Whether the first key is of time, and the dates of its instants are enough to tell the order.
bool dates_say(const lot_list& lots, std::span<const burn_key> keys) {
  if (!is_of_time(keys.front().by)) return false;
  std::map<std::string, lot_list> by_date;
  for (const lot_terms* one : lots) by_date[date_of(*one, keys.front())].push_back(one);
  return std::ranges::all_of(
      by_date, [&](const auto& of_date) { return is_in_order_of_arrival(of_date.second, keys); });
}

// Where a lot stood in the order when it was used is not in the store if its expiry changed.
bool is_order_known(const lot_list& lots, const std::vector<burn_key>& order) {
  return lots.size() == 1 || std::ranges::find(order, burn_by::expires, &burn_key::by) == order.end() ||
         std::ranges::none_of(lots, &lot_terms::expiry_moved);
}

// A day for each place in the order: the first is 1 January 1970.
std::string day_of_place(std::size_t place) {
  const instant at = instant::from_us(0) + duration::days(static_cast<std::int64_t>(place));
  return to_string(at).substr(0, after_all_days.size());
}

using pool_bookings = std::vector<std::pair<std::uint64_t, booked_lot>>;

// The lots of a pool, by number; the pool is left to be named.
pool_bookings booked_in(lot_list lots, const std::vector<burn_key>& order) {
  const burn_key by_number{burn_by::lot_id};  // where no key tells lots apart
  auto keys = keys_that_matter(lots, order);
  if (keys.empty()) keys = std::span(&by_number, 1);
  pool_bookings found;
  if (!is_order_known(lots, order) || dates_say(lots, keys)) {
    const bool is_said = is_order_known(lots, order);
    const burn_key& key = is_said ? keys.front() : by_number;
    const booking_method method = !is_said         ? booking_method::strict
                                  : key.descending ? booking_method::lifo
                                                   : booking_method::fifo;
    for (const lot_terms* one : lots)
      found.push_back({one->lot, {"", date_of(*one, key), method, word_for(key.by)}});
    return found;
  }
  std::ranges::sort(lots, [&](const lot_terms* a, const lot_terms* b) { return goes_before(*a, *b, keys); });
  for (const lot_terms* one : lots)
    found.push_back({one->lot, {"", day_of_place(found.size()), booking_method::fifo, "place"}});
  return found;
}

}  // namespace

std::string_view name_of(booking_method method) {
  switch (method) {
    case booking_method::fifo:
      return "FIFO";
    case booking_method::lifo:
      return "LIFO";
    case booking_method::strict:
      break;
  }
  return "STRICT";
}

lot_bookings book_lots(const std::vector<lot_terms>& lots, const std::vector<bool>& policies,
                       const std::vector<burn_key>& order) {
  std::map<std::pair<account_index, std::string>, lot_list> pools;
  for (const lot_terms& one : lots)
    if (one.booked != 0) pools[{one.account, pool_of(one, order, policies.at(one.account))}].push_back(&one);

  lot_bookings found;
  for (const auto& [where, inside] : pools)
    for (auto& [lot, booked] : booked_in(inside, order)) {
      booked.pool = where.second;
      found[{where.first, lot}] = std::move(booked);
    }
  return found;
}

}  // namespace drawdown::reports
