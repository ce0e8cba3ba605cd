#include "reports/pricing/pricing_comparison.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "engine/time/calendar.hpp"
#include "engine/units/error.hpp"
#include "engine/units/rounding.hpp"
#include "engine/units/words.hpp"

namespace drawdown::reports::pricing {
namespace {

constexpr word_table<figure, figures_compared> names{{"received",          "revenue",
                                                      "breakage",          "deferred",
                                                      "ends_in_30_days",   "ends_in_90_days",
                                                      "ends_in_a_year",    "ends_later",
                                                      "ends_never",        "time_to_come",
                                                      "gateway_fees",      "given_back",
                                                      "chargeback_losses", "used",
                                                      "expired",           "left",
                                                      "recharges",         "top_ups",
                                                      "declined",          "refused",
                                                      "refused_otherwise", "blocked",
                                                      "blocked_customers", "subscribed"}};
constexpr word_table<figure, figures_compared> titles{{"received from customers",
                                                       "revenue",
                                                       "breakage",
                                                       "deferred at the end",
                                                       "ends within 30 days",
                                                       "ends within 90 days",
                                                       "ends within a year",
                                                       "ends later",
                                                       "ends never",
                                                       "time to come",
                                                       "gateway fees",
                                                       "given back",
                                                       "chargeback losses",
                                                       "credits used",
                                                       "credits expired",
                                                       "credits left at the end",
                                                       "recharges",
                                                       "top-ups",
                                                       "payments declined",
                                                       "usages refused for credit",
                                                       "usages refused otherwise",
                                                       "hours blocked",
                                                       "customers blocked",
                                                       "subscribed at the end"}};

constexpr std::array<unit, figures_compared> units = {
    unit::money, unit::money,   unit::money,   unit::money,   unit::money, unit::money,
    unit::money, unit::money,   unit::money,   unit::money,   unit::money, unit::money,
    unit::money, unit::credits, unit::credits, unit::credits, unit::count, unit::count,
    unit::count, unit::count,   unit::count,   unit::hours,   unit::count, unit::count};

std::int64_t hours_of(duration length) {
  return length.us() / duration::hours(1).us();
}

int128 in(const customer_totals& of, money_account account) {
  return of.money.at(static_cast<std::size_t>(account));
}

int128 given_back(const customer_totals& of) {
  int128 sum = 0;
  for (const ledger::month_close& m : of.months) sum += m.given_back;
  return sum;
}

int128 received(const customer_totals& of) {
  int128 sum = 0;
  for (const ledger::month_close& m : of.months) sum += m.received;
  return sum;
}

int128 sum_of(figure f, const std::vector<customer_totals>& customers) {
  int128 sum = 0;
  for (const customer_totals& one : customers) sum += value_of(f, one);
  return sum;
}

compared_figure compare_figure(figure f, runs before, runs after) {
  std::vector<int128> old_sums, new_sums, changes;
  for (std::size_t seed = 0; seed < before.size(); ++seed) {
    old_sums.push_back(sum_of(f, before[seed]));
    new_sums.push_back(sum_of(f, after[seed]));
    changes.push_back(new_sums.back() - old_sums.back());
  }
  return {f, estimate_of(old_sums), estimate_of(new_sums), estimate_of(changes)};
}

compared_customer compare_customer(account_index account, const customer_totals& before,
                                   const customer_totals& after) {
  compared_customer made;
  made.account = account;
  made.bill_before = before.bill();
  made.bill_after = after.bill();
  made.used_before = before.used;
  made.used_after = after.used;
  made.blocked_hours_before = hours_of(before.blocked);
  made.blocked_hours_after = hours_of(after.blocked);
  made.recharges_before = before.payments.recharges;
  made.recharges_after = after.payments.recharges;
  made.left_before = before.left.micro();
  made.left_after = after.left.micro();
  made.expired_before = before.expired;
  made.expired_after = after.expired;
  return made;
}

// From a fall by half to a rise by half, in percent of the bill before.
constexpr std::array bounds = {-50, -20, -5, 0, 1, 5, 20, 50};

// Whether the bill changed by at least so many percent of what it was, exactly.
bool reaches(const compared_customer& of, int percent) {
  constexpr int128 whole = 100;
  return of.change() * whole >= of.bill_before * percent;
}

std::vector<impact_band> impact_of(const std::vector<compared_customer>& customers) {
  std::vector<impact_band> bands;
  bands.push_back({std::nullopt, bounds.front(), 0, 0});
  for (std::size_t i = 0; i < bounds.size(); ++i)
    bands.push_back({bounds[i], i + 1 < bounds.size() ? std::optional(bounds[i + 1]) : std::nullopt, 0, 0});
  bands.push_back({});  // who paid nothing before
  for (const compared_customer& one : customers) {
    std::size_t band = 0;
    while (band < bounds.size() && reaches(one, bounds[band])) ++band;
    impact_band& of = one.bill_before > 0 ? bands[band] : bands.back();
    ++of.customers;
    of.change += one.change();
  }
  return bands;
}

std::vector<usage_band> usage_of(std::vector<compared_customer> customers) {
  constexpr std::size_t tenths = 10;
  std::ranges::stable_sort(customers, {}, &compared_customer::used_before);
  std::vector<usage_band> bands;
  for (std::size_t i = 0; i < tenths; ++i) {
    const std::size_t from = customers.size() * i / tenths;
    const std::size_t until = customers.size() * (i + 1) / tenths;
    if (from == until) continue;
    usage_band& made = bands.emplace_back();
    made.customers = until - from;
    made.used_from = customers[from].used_before;
    made.used_until = customers[until - 1].used_before;
    for (std::size_t one = from; one < until; ++one) {
      made.bill_before += customers[one].bill_before;
      made.bill_after += customers[one].bill_after;
    }
  }
  return bands;
}

std::vector<cohort> cohorts_of(const std::vector<customer_totals>& before,
                               const std::vector<customer_totals>& after) {
  std::map<instant, cohort> by_month;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::optional<instant> began = before[i].began;
    cohort& of = by_month[began ? month_of(*began, zone_table{}) : instant::never()];
    if (began) of.begins = month_of(*began, zone_table{});
    ++of.customers;
    of.bill_before += before[i].bill();
    of.bill_after += after[i].bill();
    of.subscribed_before += value_of(figure::subscribed, before[i]) != 0 ? 1U : 0U;
    of.subscribed_after += value_of(figure::subscribed, after[i]) != 0 ? 1U : 0U;
  }
  std::vector<cohort> all;
  for (const auto& [month, of] : by_month) all.push_back(of);
  return all;
}

int sign_of(const usage_band& of) {
  return of.bill_after > of.bill_before ? 1 : of.bill_after < of.bill_before ? -1 : 0;
}

// In the middle between the last band in which one list is cheaper and the first in which the other is, where
// there is exactly one such change.
std::optional<int128> break_even_of(const std::vector<usage_band>& bands) {
  std::optional<int128> found;
  const usage_band* last = nullptr;
  for (const usage_band& band : bands) {
    if (sign_of(band) == 0) continue;
    if (last != nullptr && sign_of(*last) != sign_of(band)) {
      if (found) return std::nullopt;
      found = divide(last->used_until + band.used_from, 2, rounding::half_even);
    }
    last = &band;
  }
  return found;
}

std::vector<compared_customer> first_by(std::vector<compared_customer> customers, std::size_t most,
                                        int sign) {
  std::erase_if(customers, [&](const auto& one) { return one.change() * sign <= 0; });
  std::ranges::stable_sort(customers, std::greater<>{}, [&](const auto& one) { return one.change() * sign; });
  if (customers.size() > most) customers.resize(most);
  return customers;
}

}  // namespace

unit unit_of(figure f) {
  return units.at(static_cast<std::size_t>(f));
}

std::string_view name_of(figure f) {
  return names.of(f);
}

std::string_view title_of(figure f) {
  return titles.of(f);
}

int128 value_of(figure f, const customer_totals& of) {
  switch (f) {
    case figure::received:
      return received(of);
    case figure::revenue:
      return of.revenue();
    case figure::breakage:
      return of.breakage();
    case figure::deferred:
      return of.deferred();
    case figure::ends_in_30_days:
    case figure::ends_in_90_days:
    case figure::ends_in_a_year:
    case figure::ends_later:
    case figure::ends_never:
      return of.deferred_by_age.at(static_cast<std::size_t>(f) -
                                   static_cast<std::size_t>(figure::ends_in_30_days));
    case figure::time_to_come:
      return of.deferred_fees();
    case figure::gateway_fees:
      return in(of, money_account::gateway_fees);
    case figure::given_back:
      return given_back(of);
    case figure::chargeback_losses:
      return in(of, money_account::chargeback_losses);
    case figure::used:
      return of.used;
    case figure::expired:
      return of.expired;
    case figure::left:
      return of.left.micro();
    case figure::recharges:
      return of.payments.recharges;
    case figure::top_ups:
      return of.payments.top_ups;
    case figure::declined:
      return of.payments.declined;
    case figure::refused:
      return of.refused_for_credit;
    case figure::refused_otherwise:
      return of.refused_otherwise;
    case figure::blocked:
      return hours_of(of.blocked);
    case figure::blocked_customers:
      return of.refused_for_credit > 0 ? 1 : 0;
    case figure::subscribed:
      return of.subscription == subscription_state::active || of.subscription == subscription_state::past_due
                 ? 1
                 : 0;
  }
  throw defect("value_of: a figure that is none");
}

comparison compare(runs before, runs after) {
  ensure(!before.empty() && before.size() == after.size(), "each seed runs under both price lists");
  comparison made;
  made.seeds = before.size();
  for (std::size_t i = 0; i < figures_compared; ++i)
    made.figures.push_back(compare_figure(static_cast<figure>(i), before, after));
  const auto& old_ones = before.front();
  const auto& new_ones = after.front();
  ensure(old_ones.size() == new_ones.size(), "both price lists have the same customers");
  for (std::size_t i = 0; i < old_ones.size(); ++i)
    made.customers.push_back(compare_customer(static_cast<account_index>(i), old_ones[i], new_ones[i]));
  for (const compared_customer& one : made.customers) {
    if (one.is_worse_off())
      ++made.worse_off;
    else if (one.change() < 0)
      ++made.better_off;
  }
  made.impact = impact_of(made.customers);
  made.usage = usage_of(made.customers);
  made.cohorts = cohorts_of(old_ones, new_ones);
  made.break_even = break_even_of(made.usage);
  return made;
}

std::vector<compared_customer> comparison::winners(std::size_t most) const {
  return first_by(customers, most, -1);
}

std::vector<compared_customer> comparison::losers(std::size_t most) const {
  return first_by(customers, most, 1);
}

}  // namespace drawdown::reports::pricing
