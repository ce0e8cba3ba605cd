#include "engine/reference/recharge_amount.hpp"

#include <algorithm>

#include "engine/reference/amounts.hpp"
#include "engine/reference/invoices.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/rates.hpp"
#include "engine/reference/roles.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

// A sum before its bounds: its price, and the credit it brings where that was asked for and doesn't follow
// from the price.
struct wanted_sum {
  money price;
  std::optional<credits> asked;
};

std::optional<std::int64_t> fits(int128 amount) {
  if (amount > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(amount);
}

std::optional<wanted_sum> sum_in_money(int128 minor) {
  const auto fitting = fits(minor);
  if (!fitting) return std::nullopt;
  return wanted_sum{money::from_minor(*fitting), std::nullopt};
}

// R9.1: credits asked for are granted as asked.
std::optional<wanted_sum> sum_in_credits(const desk& d, credits asked, rounding mode) {
  const auto price = price_of(d.sold(), asked, mode);
  if (!price) return std::nullopt;
  return wanted_sum{*price, asked};
}

std::optional<credits> credits_of_micro(const desk& d, int128 micro) {
  const auto fitting = fits(micro);
  if (!fitting) return std::nullopt;
  return round_granted(credits::from_micro(*fitting), d.rules());
}

std::optional<credits> credits_for_minor(const desk& d, int128 minor) {
  const auto fitting = fits(minor);
  if (!fitting) return std::nullopt;
  return credits_for(d.sold(), money::from_minor(*fitting), d.rules());
}

std::int64_t count_of(const asked_amount& amount) {
  if (const money* price = std::get_if<money>(&amount)) return price->minor();
  return std::get<credits>(amount).micro();
}

bool in_money(const asked_amount& amount) {
  return std::holds_alternative<money>(amount);
}

// So much money or credit, priced; nothing where that passes 64 bits (R1.5).
std::optional<wanted_sum> priced(const desk& d, int128 count, bool as_money) {
  if (as_money) return sum_in_money(count);
  const auto asked = credits_of_micro(d, count);
  return asked ? sum_in_credits(d, *asked, d.rules().money_rounding) : std::nullopt;
}

// R10.2: a fixed amount, rounded up to whole packs if a pack is given.
std::optional<wanted_sum> fixed_amount(const desk& d, const recharge_terms& terms) {
  int128 count = count_of(*terms.amount);
  if (terms.pack && count_of(*terms.pack) > 0) {
    ensure(in_money(*terms.amount) == in_money(*terms.pack), "R10.2: amount and pack are of one kind");
    const int128 pack = count_of(*terms.pack);
    count = divide(count, pack, rounding::up) * pack;
  }
  return priced(d, count, in_money(*terms.amount));
}

// R10.2: what is missing to the target; the money is rounded up, so that the credit is covered.
std::optional<wanted_sum> missing_to_target(const desk& d, int128 missing_micro) {
  const auto missing = fits(missing_micro);
  if (!missing) return std::nullopt;
  settings upward = d.rules();
  upward.grant_rounding = rounding::up;
  const auto asked = round_granted(credits::from_micro(*missing), upward);
  return asked ? sum_in_credits(d, *asked, rounding::up) : std::nullopt;
}

// R10.2: the fewest whole packs after which the figure is no longer low. More packs never bring less, so the
// least number is found by halving. Credit beyond 64 bits is never low.
std::optional<wanted_sum> fewest_packs(const desk& d, const recharge_terms& terms, credits watched) {
  const bool as_money = in_money(*terms.pack);
  const int128 pack = count_of(*terms.pack);
  const auto enough = [&](int128 packs) {
    const auto brings = as_money ? credits_for_minor(d, pack * packs) : credits_of_micro(d, pack * packs);
    return !brings || !is_low(terms, int128{watched.micro()} + brings->micro());
  };
  int128 fewest = 1;
  if (pack > 0) {
    int128 too_few = 0;
    while (!enough(fewest)) {
      too_few = fewest;
      fewest *= 2;
    }
    while (fewest - too_few > 1) {
      const int128 middle = too_few + (fewest - too_few) / 2;
      (enough(middle) ? fewest : too_few) = middle;
    }
  }
  return priced(d, pack * fewest, as_money);
}

// R10.2: the bounds of top-ups, as far as the terms apply them: what is missing to a target is moved to the
// bound, another sum is refused.
std::optional<outcome> keep_bounds(const desk& d, const recharge_terms& terms, wanted_sum& wanted) {
  const top_up_terms& bounds = d.sold().top_ups;
  if (bounds.minimum && terms.limits != recharge_limits::ignore && wanted.price < *bounds.minimum) {
    if (!terms.target) return outcome::below_minimum;
    wanted = {*bounds.minimum, std::nullopt};
  }
  if (bounds.maximum && terms.limits == recharge_limits::apply && wanted.price > *bounds.maximum) {
    if (!terms.target) return outcome::above_maximum;
    wanted = {*bounds.maximum, std::nullopt};
  }
  return std::nullopt;
}

}  // namespace

bool is_low(const recharge_terms& terms, int128 watched_micro) {
  const int128 threshold = terms.threshold.micro();
  return terms.trigger == recharge_trigger::below ? watched_micro < threshold : watched_micro <= threshold;
}

recharge_decision what_to_buy(const desk& d, const recharge_terms& terms, credits watched) {
  const auto refuse = [](outcome why) { return recharge_decision{std::nullopt, why}; };
  if (terms.target && *terms.target <= watched) return {};
  if (terms.limits == recharge_limits::apply && !is_open_to_top_ups(d))
    return refuse(outcome::membership_required);
  std::optional<wanted_sum> wanted;
  if (terms.target) {
    wanted = missing_to_target(d, int128{terms.target->micro()} - watched.micro());
  } else {
    wanted = terms.amount ? fixed_amount(d, terms) : fewest_packs(d, terms, watched);
  }
  if (!wanted) return refuse(outcome::amount_out_of_range);
  if (const auto refusal = keep_bounds(d, terms, *wanted)) return refuse(*refusal);
  const auto brings = wanted->asked ? wanted->asked : credits_for_minor(d, wanted->price.minor());
  if (!brings) return refuse(outcome::amount_out_of_range);
  if (wanted->price <= money{} || *brings <= credits{}) return refuse(outcome::amount_too_small);
  const purchase bought{wanted->price, *brings, !wanted->asked.has_value()};
  if (!has_room_for(d, bought)) return refuse(outcome::amount_out_of_range);
  if (!is_invoiced(d) && d.books.payment_methods.empty()) return refuse(outcome::no_payment_method);
  return {bought, std::nullopt};
}

}  // namespace drawdown::reference
