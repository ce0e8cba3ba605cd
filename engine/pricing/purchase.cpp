#include "engine/pricing/purchase.hpp"

#include <algorithm>

#include "engine/units/rate.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown {
namespace {

purchase_or_refusal refused(outcome why) { return tl::unexpected(why); }

purchase_or_refusal for_money(money paid, const catalog& sold, const settings& rules) {
  const auto brings = credits_for(paid, sold.rate, rules.grant_rounding, rules.credit_decimals);
  if (!brings) return refused(outcome::amount_out_of_range);
  return purchase{paid, *brings};
}

purchase_or_refusal for_credits(credits wanted, const catalog& sold, rounding money_rounding) {
  const auto price = price_of(wanted, sold.rate, money_rounding);
  if (!price) return refused(outcome::amount_out_of_range);
  return purchase{*price, wanted};
}

// `amount` rounded to the credit decimals (R1.1), or nothing where it passes 64 bits.
std::optional<credits> rounded(credits amount, const settings& rules, rounding mode) {
  std::int64_t step = 1;
  for (int place = rules.credit_decimals; place < credits::decimals; ++place) step *= 10;
  const int128 whole = divide(amount.micro(), step, mode) * step;
  if (whole > INT64_MAX) return std::nullopt;
  return credits::from_micro(static_cast<std::int64_t>(whole));
}

purchase_or_refusal for_asked(const asked_amount& asked, const catalog& sold, const settings& rules) {
  if (const auto* paid = std::get_if<money>(&asked)) return for_money(*paid, sold, rules);
  const auto wanted = rounded(std::get<credits>(asked), rules, rules.grant_rounding);
  if (!wanted) return refused(outcome::amount_out_of_range);
  return for_credits(*wanted, sold, rules.money_rounding);
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

purchase_or_refusal fixed_amount(const recharge_terms& terms, const catalog& sold, const settings& rules) {
  if (!terms.pack) return for_asked(*terms.amount, sold, rules);
  const auto total = whole_packs(*terms.pack, divide(count_in(*terms.amount), count_in(*terms.pack), rounding::up));
  return total ? for_asked(*total, sold, rules) : refused(outcome::amount_out_of_range);
}

// Whether that many packs lift the watched figure over the threshold.
bool packs_suffice(const recharge_terms& terms, credits watched, const purchase& packs) {
  std::int64_t after = 0;
  if (__builtin_add_overflow(watched.micro(), packs.brings.micro(), &after)) return true;
  return !is_low(terms, credits::from_micro(after));
}

// The fewest whole packs after which the figure is no longer low: doubled until they suffice, then halved in.
purchase_or_refusal fewest_packs(const recharge_terms& terms, credits watched, const catalog& sold,
                                 const settings& rules) {
  const auto buy = [&](int128 packs) -> purchase_or_refusal {
    const auto total = whole_packs(*terms.pack, packs);
    return total ? for_asked(*total, sold, rules) : refused(outcome::amount_out_of_range);
  };
  int128 too_few = 0;
  int128 enough = 1;
  for (;;) {
    const auto bought = buy(enough);
    if (!bought) return bought;
    if (packs_suffice(terms, watched, *bought)) break;
    too_few = enough;
    enough *= 2;
  }
  while (enough - too_few > 1) {
    const int128 middle = too_few + (enough - too_few) / 2;
    const auto bought = buy(middle);
    if (!bought) return bought;
    (packs_suffice(terms, watched, *bought) ? enough : too_few) = middle;
  }
  return buy(enough);
}

// What is missing to the target, asked for in credits, the money rounded up; nothing where nothing is missing.
std::optional<purchase_or_refusal> up_to_target(const recharge_terms& terms, credits watched, const catalog& sold,
                                                const settings& rules) {
  std::int64_t missing = 0;
  if (__builtin_sub_overflow(terms.target->micro(), watched.micro(), &missing))
    return refused(outcome::amount_out_of_range);
  if (missing <= 0) return std::nullopt;
  const auto wanted = rounded(credits::from_micro(missing), rules, rounding::up);
  if (!wanted) return refused(outcome::amount_out_of_range);
  return for_credits(*wanted, sold, rounding::up);
}

// The bounds of top-ups as they hold for recharges: what is missing to a target is moved into them, everything else
// is refused outside (R10.2).
purchase_or_refusal within_bounds(const purchase& bought, const recharge_terms& terms, const catalog& sold,
                                  const settings& rules) {
  const auto& bounds = sold.top_ups;
  const bool has_least = terms.limits != recharge_limits::ignore && bounds.minimum.has_value();
  const bool has_most = terms.limits == recharge_limits::apply && bounds.maximum.has_value();
  if (has_least && bought.price < *bounds.minimum)
    return terms.target ? for_money(*bounds.minimum, sold, rules) : refused(outcome::below_minimum);
  if (has_most && bought.price > *bounds.maximum)
    return terms.target ? for_money(*bounds.maximum, sold, rules) : refused(outcome::above_maximum);
  return bought;
}

}  // namespace

purchase_or_refusal top_up_purchase(const asked_amount& asked, const catalog& sold, const settings& rules) {
  const auto bought = for_asked(asked, sold, rules);
  if (!bought) return bought;
  if (const auto why = not_offered(bought->price, sold.top_ups)) return refused(*why);
  return unless_too_small(*bought);
}

std::optional<purchase_or_refusal> recharge_purchase(const recharge_terms& terms, credits watched, const catalog& sold,
                                                     const settings& rules) {
  purchase_or_refusal bought;
  if (terms.amount) {
    bought = fixed_amount(terms, sold, rules);
  } else if (terms.target) {
    const auto missing = up_to_target(terms, watched, sold, rules);
    if (!missing) return std::nullopt;
    bought = *missing;
  } else {
    ensure(terms.pack.has_value(), "recharge terms say how much is bought");
    bought = fewest_packs(terms, watched, sold, rules);
  }
  if (!bought) return bought;
  const auto bounded = within_bounds(*bought, terms, sold, rules);
  if (!bounded) return bounded;
  return unless_too_small(*bounded);
}

bool is_low(const recharge_terms& terms, credits watched) {
  return terms.trigger == recharge_trigger::below ? watched < terms.threshold : watched <= terms.threshold;
}

}  // namespace drawdown
