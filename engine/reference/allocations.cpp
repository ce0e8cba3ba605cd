#include "engine/reference/allocations.hpp"

#include <algorithm>

#include "engine/reference/fees.hpp"
#include "engine/reference/lots.hpp"

namespace drawdown::reference {
namespace {

std::size_t position_of(lot_kind kind) {
  return static_cast<std::size_t>(kind);
}

// R13.2: the money for the lots of all owners is split so that the parts add up to it.
money share_of(money paid, std::int64_t nth, std::int64_t owners) {
  const auto up_to = [&](std::int64_t count) { return int128{paid.minor()} * count / owners; };
  return money::from_minor(static_cast<std::int64_t>(up_to(nth + 1) - up_to(nth)));
}

void grant_one(desk& d, const portion& brings, const grant_source& from, money paid, user_index owner) {
  if (brings.each <= credits{} || !may_commit(d.books, brings.each)) return;
  d.books.committed += brings.each;
  const subscription& s = d.books.subscription;
  accept_lot(d,
             lot{.kind = brings.kind,
                 .granted = brings.each,
                 .effective = d.now,
                 .expires = brings.kind == lot_kind::plan ? s.grant.ends : s.cycle.ends,
                 .priority = d.rules().priorities[position_of(brings.kind)],
                 .cost = paid,
                 .payment = from.payment,
                 .key = from.key,
                 .only = {.meters = {}, .user = owner},
                 .of_cycle = true},
             account_that_pays(d, from.payment, paid));
}

}  // namespace

const plan_terms& terms_of(const desk& d, plan_index plan) {
  return d.sold().plans.at(plan);
}

bool is_sold_with(const add_on_terms& add_on, plan_index plan) {
  return std::find(add_on.for_plans.begin(), add_on.for_plans.end(), plan) != add_on.for_plans.end();
}

std::int64_t owners_of(credit_pool pool, std::size_t users) {
  return pool == credit_pool::shared ? 1 : static_cast<std::int64_t>(users);
}

money price_of_plan(const desk& d, plan_index plan, std::size_t users) {
  const plan_terms& terms = terms_of(d, plan);
  return money::from_minor(terms.price.minor() * owners_of(terms.pool, users));
}

money price_of_cycle(const desk& d, plan_index plan, std::size_t users,
                     const std::vector<std::uint32_t>& units) {
  money sum = price_of_plan(d, plan, users);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const add_on_terms& add_on = d.sold().add_ons[i];
    if (!is_sold_with(add_on, plan)) continue;
    sum += money::from_minor(add_on.price.minor() * units[i] * owners_of(add_on.pool, users));
  }
  return sum;
}

portion allocation_of(const desk& d, plan_index plan, const part_left& part) {
  const plan_terms& terms = terms_of(d, plan);
  return {.kind = lot_kind::plan, .pool = terms.pool, .each = times(d, terms.allocation, 1, part)};
}

portion units_of(const desk& d, add_on_index add_on, std::uint32_t units, money paid, const part_left& part) {
  const add_on_terms& terms = d.sold().add_ons.at(add_on);
  return {
      .kind = lot_kind::addon, .pool = terms.pool, .each = times(d, terms.unit, units, part), .paid = paid};
}

std::vector<portion> portions_of_cycle(const desk& d, const std::vector<std::uint32_t>& units) {
  const subscription& s = d.books.subscription;
  std::vector<portion> brings{allocation_of(d, s.plan)};
  for (std::size_t i = 0; i < units.size(); ++i) {
    const add_on_terms& add_on = d.sold().add_ons[i];
    const std::int64_t sold = units[i] * owners_of(add_on.pool, s.users.size());
    brings.push_back(
        units_of(d, static_cast<add_on_index>(i), units[i], money::from_minor(add_on.price.minor() * sold)));
  }
  return brings;
}

void grant_portions(desk& d, const std::vector<portion>& brings, const grant_source& from,
                    const std::vector<user_index>& users) {
  const std::vector<user_index> nobody{no_user};
  for (const portion& one : brings) {
    const std::vector<user_index>& owners = one.pool == credit_pool::shared ? nobody : users;
    const auto count = static_cast<std::int64_t>(owners.size());
    for (std::int64_t i = 0; i < count; ++i)
      grant_one(d, one, from, share_of(one.paid, i, count), owners[static_cast<std::size_t>(i)]);
  }
}

}  // namespace drawdown::reference
