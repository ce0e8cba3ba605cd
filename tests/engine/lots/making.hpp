// Lots for tests, written by what matters in them.
#pragma once

#include "engine/lots/burn_order.hpp"
#include "engine/lots/lot.hpp"
#include "engine/lots/lot_book.hpp"
#include "printing.hpp"

namespace drawdown::test {

constexpr instant at_hour(std::int64_t hour) {
  return instant{} + duration::hours(hour);
}

// A free lot that is alive from hour 0 on and never ends.
inline lot lot_of(lot_id id, std::int32_t amount) {
  lot made;
  made.id = id;
  made.granted = made.left = credits::whole(amount);
  return made;
}
inline lot of_kind(lot made, lot_kind kind) {
  made.kind = kind;
  return made;
}
inline lot until(lot made, instant expires) {
  made.expires = made.ends = expires;
  return made;
}
// A lot that is swept away later than it expires.
inline lot swept(lot made, instant ends) {
  made.ends = ends;
  return made;
}
inline lot from(lot made, instant effective) {
  made.effective = effective;
  return made;
}
inline lot at_priority(lot made, std::int32_t priority) {
  made.priority = priority;
  return made;
}
inline lot at_cost(lot made, std::int64_t cents) {
  made.cost = money::from_minor(cents);
  return made;
}

inline lot for_only(lot made, restriction only) {
  made.user = only.user;
  made.terms = std::make_shared<const lot_terms>(lot_terms{std::move(only), {}, {}});
  return made;
}
inline lot rolling_over(lot made, std::optional<credits> max, credits min) {
  made.terms = std::make_shared<const lot_terms>(lot_terms{{}, {}, rollover_terms{max, min}});
  return made;
}
inline lot recurring(lot made, instant first) {
  made.recurs_at = first;
  made.terms = std::make_shared<const lot_terms>(lot_terms{{}, recurrence{duration::hours(1), {}}, {}});
  return made;
}

// What a debit took, lot by lot.
inline std::vector<slice> take(lot_book& book, credits amount, spendable which = spendable::all,
                               const purpose& of = {}) {
  std::vector<slice> slices;
  book.take(amount, which, of, slices);
  return slices;
}
inline slice took(lot_id id, std::int32_t amount) {
  return {id, credits::whole(amount)};
}

}  // namespace drawdown::test

namespace Catch {
template <>
struct StringMaker<drawdown::slice> {
  static std::string convert(const drawdown::slice& s) {
    return drawdown::to_string(s.amount) + " from lot " + std::to_string(s.lot);
  }
};
}  // namespace Catch
