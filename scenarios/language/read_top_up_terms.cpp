// What may be bought (R9.1), first and as it changes.
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_sold.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 9> top_up_keys = {"rate",       "minimum", "maximum",
                                              "tiers",      "expires", "requires_plan",
                                              "refundable", "bonus",   "bonus_expires"};
constexpr std::array<names, 1> top_up_later = {"restricted"};
constexpr std::array<names, 2> bonus_keys = {"from", "credits"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_bonuses = 100;

// How long bought credit lives: an hour at least, or a recharge would be made as fast as the gateway answers.
std::optional<span_of_time> read_bought_life(scope& in, const node& at) {
  const auto life = read_span(in, at, "`expires`");
  if (!life) return {};
  const auto* exact = std::get_if<duration>(&*life);
  const bool is_short = exact != nullptr ? *exact < duration::hours(1) : is_nothing(*life);
  if (!is_short) return life;
  in.report(
      fault::bought_credit_too_short, at.place,
      {"bought credit lives for an hour at least", "too short", "leave `expires` out if it never ends"});
  return {};
}

void read_bounds(scope& in, const mapping& keys, catalog_read& sold, top_up_terms& into) {
  if (const node* minimum = keys.find("minimum")) {
    into.minimum = read_money(in, *minimum, "the minimum", sold.unit, allowed_sign::not_negative);
    sold.minimum_at = in.here(minimum->place);
  }
  if (const node* maximum = keys.find("maximum")) {
    into.maximum = read_money(in, *maximum, "the maximum", sold.unit, allowed_sign::positive);
    sold.maximum_at = in.here(maximum->place);
  }
  const node* later = keys.has("maximum") ? keys.find("maximum") : keys.find("minimum");
  if (later == nullptr || !into.minimum || !into.maximum || *into.minimum <= *into.maximum) return;
  const bool is_maximum = keys.has("maximum");
  in.report(fault::bounds_contradict, later->place,
            {is_maximum ? "the maximum is below the minimum" : "the minimum is above the maximum",
             "no top-up could be made",
             "the minimum is the smaller of the two",
             {is_maximum ? related_place{"the minimum is given here", sold.minimum_at}
                         : related_place{"the maximum is given here", sold.maximum_at}}});
}

std::optional<top_up_bonus> read_bonus(scope& in, const node& at, const due_currency& unit) {
  const mapping keys(in, at, {"a bonus", bonus_keys, none});
  if (!keys.is_sound()) return {};
  const node* from = keys.require("from", "write `{from: 50 EUR, credits: 100}`");
  const node* brings = keys.require("credits", "write `{from: 50 EUR, credits: 100}`");
  const auto least = from != nullptr
                         ? read_money(in, *from, "what a bonus is given from", unit, allowed_sign::positive)
                         : std::nullopt;
  const auto credit = brings != nullptr
                          ? read_credits(in, *brings, "the credits of a bonus", allowed_sign::positive)
                          : std::nullopt;
  if (!least || !credit) return {};
  return top_up_bonus{*least, *credit};
}

// Free credit that comes with larger purchases, by what they cost.
void read_bonuses(scope& in, const node& at, const due_currency& unit, top_up_terms& into) {
  const auto* items = list_items(in, at, "`bonus`");
  if (items == nullptr) return;
  if (items->size() > most_bonuses) {
    in.report(fault::out_of_range, at.place,
              {fmt::format("a purchase has at most {} bonuses", most_bonuses),
               fmt::format("these are {}", items->size()), "leave some out"});
    return;
  }
  into.bonuses.clear();
  for (const node& item : *items) {
    const auto bonus = read_bonus(in, item, unit);
    if (!bonus) continue;
    if (!into.bonuses.empty() && bonus->from <= into.bonuses.back().from)
      in.report(fault::bounds_contradict, item.place,
                {"bonuses ascend by `from`", "not above the one before", "order them by `from`"});
    into.bonuses.push_back(*bonus);
  }
}

void read_bonus_terms(scope& in, const mapping& keys, const due_currency& unit, top_up_terms& into) {
  if (const node* bonus = keys.find("bonus")) read_bonuses(in, *bonus, unit, into);
  const node* expires = keys.find("bonus_expires");
  if (expires == nullptr) return;
  if (into.bonuses.empty() && !keys.has("bonus")) {
    in.report(fault::missing_key, keys.place_of("bonus_expires"),
              {"`bonus_expires` needs `bonus`", "no bonus to expire",
               "write `bonus: [{from: 50 EUR, credits: 100}]`, or take it away"});
    return;
  }
  const auto life = read_span(in, *expires, "`bonus_expires`");
  if (life && is_nothing(*life)) {
    in.report(fault::wrong_sign, expires->place,
              {"a bonus lives for some time", "this is zero", "leave `bonus_expires` out if it never ends"});
    return;
  }
  if (life) into.bonus_expires = *life;
}

}  // namespace

void read_top_up_terms(scope& in, const node& at, sold_as how, catalog_read& sold, top_up_terms& into) {
  const mapping keys(in, at, {"`top_ups`", top_up_keys, top_up_later});
  if (!keys.is_sound()) return;
  const place_in_file minimum = sold.minimum_at, maximum = sold.maximum_at;
  read_bounds(in, keys, sold, into);
  if (how == sold_as::change) {  // what is held against bounds before the run is held against the first ones
    sold.minimum_at = minimum;
    sold.maximum_at = maximum;
  }
  if (const node* tiers = keys.find("tiers")) {
    if (const auto* items = list_items(in, *tiers, "`tiers`")) {
      into.tiers.clear();
      for (const node& tier : *items) {
        if (const auto amount = read_money(in, tier, "a tier", sold.unit, allowed_sign::positive))
          into.tiers.push_back(*amount);
      }
    }
  }
  if (const node* rate = keys.find("rate")) into.rates = read_purchase_rates(in, *rate, sold.unit);
  if (const node* expires = keys.find("expires")) into.expires = read_bought_life(in, *expires);
  if (const node* requires_plan = keys.find("requires_plan"))
    into.requires_plan = read_boolean(in, *requires_plan, "`requires_plan`").value_or(false);
  if (const node* refundable = keys.find("refundable"))
    into.refundable = read_boolean(in, *refundable, "`refundable`").value_or(true);
  read_bonus_terms(in, keys, sold.unit, into);
}

}  // namespace drawdown::language
