#include "engine/reference/estimates.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/reference/burning.hpp"
#include "engine/reference/debits.hpp"
#include "engine/reference/payments.hpp"
#include "engine/reference/prices.hpp"
#include "engine/reference/rates.hpp"
#include "engine/reference/roles.hpp"
#include "engine/reference/sold_sums.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {
namespace {

// R7.4: each activity is priced as if those before it had been used.
std::optional<credits> total_of(const desk& d, const std::vector<metered_quantity>& activities) {
  const tariff by = tariff_of(d, instant::never());
  std::map<meter_index, std::int64_t> billed;
  int128 total_micro = 0;
  for (const metered_quantity& activity : activities) {
    const std::optional<priced> price = price_of(d, by, activity, billed[activity.meter]);
    if (!price) return std::nullopt;
    if (is_counted(d, activity.meter)) billed[activity.meter] += price->billed;
    total_micro += price->cost.micro();
  }
  if (total_micro > INT64_MAX) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(total_micro));
}

// R7.4: what the agent may spend now on the first of them; where there is none, on anything.
credits available_for(const desk& d, const estimate_command& asked) {
  const user_index user = user_of(d, no_user, asked.agent);
  credits sum;
  for (const lot& l : d.books.lots) {
    if (l.kind == lot_kind::paid && spends_no_paid_credit(d, asked.agent)) continue;
    if (!asked.activities.empty() && !may_pay_for(l, asked.activities.front().meter, user)) continue;
    sum += l.available();
  }
  return sum;
}

std::optional<credits> brought_by(const desk& d, money price) {
  return credits_for(d.sold(), price, d.rules());
}

// R9.1: the least money whose credit is enough. More money never brings less, so it is found by halving; what
// passes 64 bits counts as too much.
std::optional<money> least_money_for(const desk& d, credits missing) {
  const auto is_enough = [&](std::int64_t minor) {
    const auto brings = brought_by(d, money::from_minor(minor));
    return !brings || *brings >= missing;
  };
  std::int64_t too_little = 0;
  std::int64_t enough = INT64_MAX;
  while (enough - too_little > 1) {
    const std::int64_t middle = too_little + (enough - too_little) / 2;
    (is_enough(middle) ? enough : too_little) = middle;
  }
  const auto brings = brought_by(d, money::from_minor(enough));
  if (!brings || *brings < missing) return std::nullopt;
  return money::from_minor(enough);
}

// R7.4, R9.1: the sums among which the cheapest that covers it is: the tiers; and of free sums those at which
// the bounds and each bonus begin, and the least that brings what each bonus leaves.
std::vector<money> choices_for(const desk& d, credits missing) {
  const top_up_terms& terms = d.sold().top_ups;
  std::vector<money> choices = terms.tiers;
  if (terms.minimum) choices.push_back(*terms.minimum);
  std::vector<money> from_on{money{}};
  for (const top_up_bonus& bonus : terms.bonuses) from_on.push_back(bonus.from);
  for (const money& from : from_on) {
    const credits rest = std::max(credits::from_micro(1), missing - std::min(missing, bonus_of(d, from)));
    choices.push_back(from);
    if (const auto least = least_money_for(d, rest)) choices.push_back(*least);
  }
  std::sort(choices.begin(), choices.end());
  return choices;
}

// What is sold for that price, if it is sold and covers what is missing with its bonus.
std::optional<purchase> covering(const desk& d, money price, credits missing) {
  if (price <= money{} || why_not_sold(d.sold().top_ups, price)) return std::nullopt;
  const auto brings = brought_by(d, price);
  if (!brings || *brings <= credits{}) return std::nullopt;
  const credits rest = missing - std::min(missing, bonus_of(d, price));
  return *brings >= rest ? std::optional(purchase{price, *brings, true}) : std::nullopt;
}

// R7.4: the cheapest purchase that covers what is missing; nothing that would be refused (R9.2, R1.6).
std::optional<purchase> cheapest_offer(const desk& d, credits missing) {
  if (!is_open_to_top_ups(d)) return std::nullopt;
  for (const money& price : choices_for(d, missing))
    if (const auto offer = covering(d, price, missing)) return has_room_for(d, *offer) ? offer : std::nullopt;
  return std::nullopt;
}

}  // namespace

outcome work_estimate(desk& d, const effect_key& key, const estimate_command& asked) {
  const std::optional<credits> total = total_of(d, asked.activities);
  if (!total) {
    d.tell(command_event{key, command_event::what::estimate, outcome::amount_out_of_range, false});
    return outcome::amount_out_of_range;
  }
  estimate_event told;
  told.key = key;
  told.agent = asked.agent;
  told.total = *total;
  told.available = available_for(d, asked);
  told.after = told.available - *total;
  told.missing = std::max(credits{}, -told.after);
  const bool is_of_use = d.rules().top_up_ends_stop || !spends_no_paid_credit(d, asked.agent);
  if (!told.missing.is_zero() && is_of_use) {
    if (const auto offer = cheapest_offer(d, told.missing)) {
      told.offer = offer->price;
      told.brings = offer->brings + bonus_of(d, offer->price);
    }
  }
  d.tell(told);
  return outcome::shown;
}

}  // namespace drawdown::reference
