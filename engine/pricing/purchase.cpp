#include "engine/pricing/purchase.hpp"

#include <algorithm>

#include "engine/pricing/rounded_credits.hpp"
#include "engine/units/planted.hpp"
#include "engine/units/rate.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {
namespace {

purchase_or_refusal refused(outcome why) {
  return tl::unexpected(why);
}

// A sum of money that buys credit at the rate, or the price of credit that was asked for.
struct priced_sum {
  money price;
  std::optional<credits> asked;  // nothing: as much as the price brings
};
using sum_or_refusal = tl::expected<priced_sum, outcome>;

sum_or_refusal price_credits(std::optional<credits> wanted, const catalog& sold, rounding money_rounding) {
  if (!wanted) return tl::unexpected(outcome::amount_out_of_range);
  const auto price = price_of(*wanted, sold.purchase_rates(), money_rounding);
  if (!price) return tl::unexpected(outcome::amount_out_of_range);
  return priced_sum{*price, *wanted};
}

sum_or_refusal price_asked(const asked_amount& asked, const catalog& sold, const settings& rules) {
  if (const auto* paid = std::get_if<money>(&asked)) return priced_sum{*paid, std::nullopt};
  return price_credits(rounded_credits(std::get<credits>(asked), rules, rules.grant_rounding), sold,
                       rules.money_rounding);
}

// The free credit that comes with a purchase of that price: the last bonus that it reaches.
std::optional<credits> bonus_of(money price, const catalog& sold, const settings& rules) {
  credits bonus;
  for (const top_up_bonus& next : sold.top_ups.bonuses)
    if (next.from <= price) bonus = next.brings;
  return rounded_credits(bonus, rules, rules.grant_rounding);
}

// With the credit that the sum brings, and its bonus. Refused where that passes 64 bits (R1.5).
purchase_or_refusal complete(const priced_sum& sum, const catalog& sold, const settings& rules) {
  const auto bonus = bonus_of(sum.price, sold, rules);
  if (!bonus) return refused(outcome::amount_out_of_range);
  if (DRAWDOWN_PLANTED("credits_from_rounded_money", sum.asked.has_value(), false))
    return purchase{sum.price, *sum.asked, *bonus};
  const auto brings =
      credits_for(sum.price, sold.purchase_rates(), rules.grant_rounding, rules.credit_decimals);
  if (!brings) return refused(outcome::amount_out_of_range);
  return purchase{sum.price, *brings, *bonus, true};
}

// Why a top-up at that price is not offered, if it is not (R9.1).
std::optional<outcome> not_offered(money price, const top_up_terms& terms) {
  if (std::find(terms.tiers.begin(), terms.tiers.end(), price) != terms.tiers.end()) return std::nullopt;
  if (!terms.tiers.empty() && !terms.minimum && !terms.maximum) return outcome::amount_not_offered;
  if (terms.minimum && price < *terms.minimum) return outcome::below_minimum;
  if (terms.maximum && price > *terms.maximum) return outcome::above_maximum;
  return std::nullopt;
}

purchase_or_refusal unless_too_small(purchase bought) {
  if (bought.price.is_zero() || bought.brings.is_zero()) return refused(outcome::amount_too_small);
  return bought;
}

std::int64_t count_in(const asked_amount& amount) {
  return std::visit(
      [](auto a) {
        if constexpr (std::is_same_v<decltype(a), money>)
          return a.minor();
        else
          return a.micro();
      },
      amount);
}

// The amount of `packs` whole packs, in the pack's own unit; nothing beyond 64 bits.
std::optional<asked_amount> whole_packs(const asked_amount& pack, int128 packs) {
  int128 count = 0;
  if (__builtin_mul_overflow(int128{count_in(pack)}, packs, &count) || count > INT64_MAX) return std::nullopt;
  const auto total = static_cast<std::int64_t>(count);
  if (std::holds_alternative<money>(pack)) return money::from_minor(total);
  return credits::from_micro(total);
}

sum_or_refusal fixed_amount(const recharge_terms& terms, const catalog& sold, const settings& rules) {
  if (!terms.pack || count_in(*terms.pack) == 0) return price_asked(*terms.amount, sold, rules);
  const auto total =
      whole_packs(*terms.pack, divide(count_in(*terms.amount), count_in(*terms.pack), rounding::up));
  if (!total) return tl::unexpected(outcome::amount_out_of_range);
  return price_asked(*total, sold, rules);
}

// Whether that many packs lift the watched figure over the threshold. What passes 64 bits lifts it over any.
bool packs_suffice(const recharge_terms& terms, int128 packs, credits watched, const catalog& sold,
                   const settings& rules) {
  const auto total = whole_packs(*terms.pack, packs);
  if (!total) return true;
  std::optional<credits> brings;
  if (const auto* paid = std::get_if<money>(&*total)) {
    if (const auto bought =
            credits_for(*paid, sold.purchase_rates(), rules.grant_rounding, rules.credit_decimals))
      brings = *bought;
  } else {
    brings = rounded_credits(std::get<credits>(*total), rules, rules.grant_rounding);
  }
  std::int64_t after = 0;
  if (!brings || __builtin_add_overflow(watched.micro(), brings->micro(), &after)) return true;
  return !is_low(terms, credits::from_micro(after));
}

// The fewest whole packs after which the figure is no longer low: doubled until they suffice, then halved in.
// A pack of nothing never suffices, and counts as one.
sum_or_refusal fewest_packs(const recharge_terms& terms, credits watched, const catalog& sold,
                            const settings& rules) {
  const auto suffice = [&](int128 packs) { return packs_suffice(terms, packs, watched, sold, rules); };
  int128 enough = 1;
  if (DRAWDOWN_PLANTED("one_pack_at_a_time", count_in(*terms.pack) > 0, false)) {
    int128 too_few = 0;
    for (; !suffice(enough); enough *= 2) too_few = enough;
    while (enough - too_few > 1) {
      const int128 middle = too_few + (enough - too_few) / 2;
      (suffice(middle) ? enough : too_few) = middle;
    }
  }
  const auto total = whole_packs(*terms.pack, enough);
  if (!total) return tl::unexpected(outcome::amount_out_of_range);
  return price_asked(*total, sold, rules);
}

// What is missing to the target, asked for in credits, the money rounded up; nothing where nothing is
// missing.
std::optional<sum_or_refusal> up_to_target(const recharge_terms& terms, credits watched, const catalog& sold,
                                           const settings& rules) {
  std::int64_t missing = 0;
  if (__builtin_sub_overflow(terms.target->micro(), watched.micro(), &missing))
    return tl::unexpected(outcome::amount_out_of_range);
  if (missing <= 0) return std::nullopt;
  return price_credits(rounded_credits(credits::from_micro(missing), rules, rounding::up), sold,
                       rounding::up);
}

// What the terms ask for, before the bounds are held against it; nothing where nothing is missing.
std::optional<sum_or_refusal> wanted_by(const recharge_terms& terms, credits watched, const catalog& sold,
                                        const settings& rules) {
  if (terms.amount) return fixed_amount(terms, sold, rules);
  if (terms.target) return up_to_target(terms, watched, sold, rules);
  ensure(terms.pack.has_value(), "recharge terms say how much is bought");
  return fewest_packs(terms, watched, sold, rules);
}

// The bounds of top-ups as they hold for recharges: what is missing to a target is moved into them,
// everything else is refused outside (R10.2).
sum_or_refusal within_bounds(priced_sum sum, const recharge_terms& terms, const top_up_terms& bounds) {
  if (terms.limits != recharge_limits::ignore && bounds.minimum && sum.price < *bounds.minimum) {
    if (!terms.target) return tl::unexpected(outcome::below_minimum);
    sum = {*bounds.minimum, std::nullopt};
  }
  if (terms.limits == recharge_limits::apply && bounds.maximum && sum.price > *bounds.maximum) {
    if (!terms.target) return tl::unexpected(outcome::above_maximum);
    sum = {*bounds.maximum, std::nullopt};
  }
  return sum;
}

// Whether the purchase brings `missing` with its bonus. One that brings nothing for its money is none (R9.8).
bool covers(const purchase& bought, credits missing) {
  if (bought.brings.is_zero()) return false;
  return bought.bonus >= missing || bought.brings >= missing - bought.bonus;
}

// The least sum of money that brings so much without a bonus: doubled until it does, then halved in. What
// passes 64 bits is enough for anything.
std::optional<money> least_sum_for(credits wanted, const catalog& sold, const settings& rules) {
  const std::vector<rate_step> rates = sold.purchase_rates();
  const auto is_enough = [&](std::int64_t minor) {
    const auto brings =
        credits_for(money::from_minor(minor), rates, rules.grant_rounding, rules.credit_decimals);
    return !brings || *brings >= wanted;
  };
  std::int64_t too_little = 0;
  std::int64_t enough = 1;
  for (; !is_enough(enough); enough *= 2) {
    if (enough > INT64_MAX / 2) return std::nullopt;
    too_little = enough;
  }
  while (enough - too_little > 1) {
    const std::int64_t middle = too_little + (enough - too_little) / 2;
    (is_enough(middle) ? enough : too_little) = middle;
  }
  return money::from_minor(enough);
}

// Sums of money that come with the same bonus: from one on, below another (R9.1).
struct bonus_range {
  money from;
  std::optional<money> below;
};

// All sums, by their bonus, ascending.
std::vector<bonus_range> bonus_ranges(const top_up_terms& terms) {
  std::vector<bonus_range> ranges{{money{}, std::nullopt}};
  for (const top_up_bonus& next : terms.bonuses) {
    ranges.back().below = next.from;
    ranges.push_back({next.from, std::nullopt});
  }
  return ranges;
}

// The least sum of the range that brings `missing` with the range's bonus, within the bounds of top-ups.
std::optional<purchase> least_within(const bonus_range& range, credits missing, const catalog& sold,
                                     const settings& rules) {
  const auto bonus = bonus_of(range.from, sold, rules);
  if (!bonus) return std::nullopt;
  const credits wanted = *bonus < missing ? missing - *bonus : credits::from_micro(1);
  const auto least = least_sum_for(wanted, sold, rules);
  if (!least) return std::nullopt;
  const top_up_terms& terms = sold.top_ups;
  const money price = std::max({*least, range.from, terms.minimum.value_or(money{})});
  if ((range.below && price >= *range.below) || (terms.maximum && price > *terms.maximum))
    return std::nullopt;
  const auto bought = complete({price, std::nullopt}, sold, rules);
  return bought ? std::optional(*bought) : std::nullopt;
}

// The least sum of money that covers `missing`, as far as sums may be named freely.
std::optional<purchase> free_form_covering(credits missing, const catalog& sold, const settings& rules) {
  const top_up_terms& terms = sold.top_ups;
  if (!terms.tiers.empty() && !terms.minimum && !terms.maximum) return std::nullopt;
  for (const bonus_range& range : bonus_ranges(terms))
    if (const auto found = least_within(range, missing, sold, rules)) return found;
  return std::nullopt;
}

}  // namespace

purchase_or_refusal top_up_purchase(const asked_amount& asked, const catalog& sold, const settings& rules) {
  const auto sum = price_asked(asked, sold, rules);
  if (!sum) return refused(sum.error());
  const auto bought = complete(*sum, sold, rules);
  if (!bought) return bought;
  if (const auto why = not_offered(bought->price, sold.top_ups)) return refused(*why);
  return unless_too_small(*bought);
}

std::optional<credits> brought_at(money price, const catalog& sold, const settings& rules) {
  const auto brings = credits_for(price, sold.purchase_rates(), rules.grant_rounding, rules.credit_decimals);
  return brings && !brings->is_zero() ? std::optional(*brings) : std::nullopt;
}

std::optional<purchase_or_refusal> recharge_purchase(const recharge_terms& terms, credits watched,
                                                     const catalog& sold, const settings& rules) {
  const auto wanted = wanted_by(terms, watched, sold, rules);
  if (!wanted) return std::nullopt;
  if (!*wanted) return refused(wanted->error());
  const auto bounded = within_bounds(**wanted, terms, sold.top_ups);
  if (!bounded) return refused(bounded.error());
  const auto bought = complete(*bounded, sold, rules);
  if (!bought) return bought;
  return unless_too_small(*bought);
}

std::optional<purchase> cheapest_covering(credits missing, const catalog& sold, const settings& rules) {
  std::optional<purchase> cheapest = free_form_covering(missing, sold, rules);
  for (const money tier : sold.top_ups.tiers) {
    const auto bought = complete({tier, std::nullopt}, sold, rules);
    if (bought && covers(*bought, missing) && (!cheapest || bought->price < cheapest->price))
      cheapest = *bought;
  }
  return cheapest;
}

bool is_low(const recharge_terms& terms, credits watched) {
  return terms.trigger == recharge_trigger::below ? watched < terms.threshold : watched <= terms.threshold;
}

}  // namespace drawdown
