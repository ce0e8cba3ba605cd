#include "scenarios/language/read_payment.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/pricing/purchase.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 3> method_keys = {"gateway", "card", "fingerprint"};
constexpr std::array<names, 2> method_later = {"billing", "terms"};
constexpr std::array<names, 2> card_words = {"ok", "declines"};
constexpr std::array<names, 11> recharge_keys = {
    "watch",   "trigger",       "threshold", "amount",         "target",
    "pack",    "count_pending", "limits",    "max_per_period", "max_spend_per_period",
    "cooldown"};
constexpr std::array<names, 2> recharge_later = {"on_failure", "wake"};
constexpr std::array<names, 2> watch_words = {"available", "wallet"};
constexpr std::array<names, 2> trigger_words = {"below", "at_or_below"};
constexpr std::array<names, 3> limit_words = {"apply", "minimum_only", "ignore"};

constexpr std::size_t longest_script = 10'000;
constexpr std::int64_t most_recharges = 1'000'000;

std::optional<std::vector<card_answer>> read_card(scope& in, const node& at) {
  const std::vector<node> single = at.kind == node_kind::text ? std::vector<node>{at} : std::vector<node>{};
  const auto* items = at.kind == node_kind::text ? &single : list_items(in, at, "`card`");
  if (items == nullptr) return {};
  if (items->empty() || items->size() > longest_script) {
    in.report(fault::out_of_range, at.place,
              {fmt::format("`card` has from 1 to {} answers", longest_script),
               fmt::format("these are {}", items->size()),
               "the last answer repeats; leave `card` out to let the gateway's rate decide"});
    return {};
  }
  std::vector<card_answer> made;
  for (const node& item : *items) {
    const auto word = read_choice(in, item, "what a card answers", card_words);
    if (!word) return {};
    made.push_back(static_cast<card_answer>(*word));
  }
  return made;
}

// What a method without a fingerprint is told from others by. A `#` cannot stand in one that is given.
std::string derived_fingerprint(const std::string& gateway, const std::vector<card_answer>& card) {
  std::string text = gateway + '#';
  for (const card_answer answer : card) text += card_words[static_cast<std::size_t>(answer)].front();
  return text;
}

std::optional<payment_method> read_method(scenario_state& state, const node& at,
                                          std::vector<std::string>& in_this_list) {
  const mapping keys(state.in, at, {"a payment method", method_keys, method_later});
  if (!keys.is_sound()) return {};
  payment_method made;
  const node* gateway = keys.require("gateway", "write `gateway: NAME`");
  const auto index = gateway != nullptr
                         ? look_up(state, *gateway, "a gateway", state.gateways, state.gateways_known)
                         : std::nullopt;
  if (index) made.gateway = *index;
  if (const node* card = keys.find("card"))
    made.card = read_card(state.in, *card).value_or(std::vector<card_answer>{});

  std::string text = derived_fingerprint(gateway != nullptr ? gateway->text : "", made.card);
  if (const node* given = keys.find("fingerprint")) {
    if (read_text(state.in, *given, "the fingerprint") && check_name(state.in, *given)) text = given->text;
  } else {
    const std::string base = text;
    for (int again = 2; std::find(in_this_list.begin(), in_this_list.end(), text) != in_this_list.end();
         ++again) {
      text = fmt::format("{}#{}", base, again);
    }
  }
  in_this_list.push_back(text);
  made.fingerprint = state.fingerprints.number_of(text);
  return made;
}

// Exactly one of `amount`, `target` and `pack` says how much is bought; beside `amount`, `pack` rounds it up.
bool check_what_is_bought(scope& in, const mapping& keys) {
  if (!keys.is_sound()) return false;
  if (keys.has("target") && (keys.has("amount") || keys.has("pack"))) {
    const std::string_view other = keys.has("amount") ? "amount" : "pack";
    in.report(fault::keys_exclude, keys.place_of("target"),
              {fmt::format("`target` and `{}` exclude each other", other),
               "fills up to a figure",
               "a recharge buys one or the other",
               {{"buys a fixed amount", in.here(keys.place_of(other))}}});
    return false;
  }
  if (keys.has("target") || keys.has("amount") || keys.has("pack")) return true;
  if (keys.is_misspelt("target") || keys.is_misspelt("amount") || keys.is_misspelt("pack")) return false;
  in.report(fault::missing_key, keys.place(),
            {"`auto_recharge` needs `amount`, `target` or `pack`", "none of them is here",
             "write `amount: 20 EUR`"});
  return false;
}

// What one recharge of a fixed amount costs, as far as that can be known before the run.
std::optional<money> cost_of(const scenario_state& state, const recharge_terms& terms) {
  asked_amount asked = *terms.amount;
  if (terms.pack) {
    const auto whole_packs = [](std::int64_t amount, std::int64_t pack) {
      return scale(amount, 1, pack, rounding::up).and_then([&](std::int64_t packs) {
        return scale(packs, pack, 1, rounding::up);
      });
    };
    if (const auto* in_money = std::get_if<money>(&asked)) {
      const auto rounded = whole_packs(in_money->minor(), std::get<money>(*terms.pack).minor());
      if (!rounded) return {};
      asked = money::from_minor(*rounded);
    } else {
      const auto rounded =
          whole_packs(std::get<credits>(asked).micro(), std::get<credits>(*terms.pack).micro());
      if (!rounded) return {};
      asked = credits::from_micro(*rounded);
    }
  }
  if (const auto* in_money = std::get_if<money>(&asked)) return *in_money;
  if (!state.sold.rate_known) return {};
  const auto price = price_of(std::get<credits>(asked), state.what.catalog.purchase_rates(),
                              state.what.settings.money_rounding);
  return price ? std::optional<money>(*price) : std::nullopt;
}

// A recharge that the catalog's bounds would refuse every time is a mistake, not a scenario (R10.2).
void check_bounds(scenario_state& state, const recharge_terms& terms, const node& amount) {
  if (terms.limits == recharge_limits::ignore || !state.sold.unit) return;
  const auto cost = cost_of(state, terms);
  if (!cost) return;
  const top_up_terms& bounds = state.what.catalog.top_ups;
  const auto say = [&](std::string_view which, money bound, const place_in_file& given) {
    state.in.report(
        fault::recharge_out_of_bounds, amount.place,
        {fmt::format("a recharge of {} is {} {} of top-ups, {}", to_string(*cost, *state.sold.unit),
                     which == "minimum" ? "below the" : "above the", which,
                     to_string(bound, *state.sold.unit)),
         "would be refused every time",
         "change the amount, or write `limits: ignore`",
         {{fmt::format("the {} of top-ups is given here", which), given}}});
  };
  if (bounds.minimum && *cost < *bounds.minimum) say("minimum", *bounds.minimum, state.sold.minimum_at);
  if (terms.limits == recharge_limits::apply && bounds.maximum && *cost > *bounds.maximum)
    say("maximum", *bounds.maximum, state.sold.maximum_at);
}

// A recharge that costs more than all of a period may cost would wait for ever (R10.5).
void check_cap(scenario_state& state, const recharge_terms& terms, text_place cap, text_place bought_at) {
  if (!terms.max_spend_per_period || !terms.amount || !state.sold.unit) return;
  const auto cost = cost_of(state, terms);
  if (!cost || *cost <= *terms.max_spend_per_period) return;
  state.in.report(fault::recharge_above_cap, cap,
                  {fmt::format("a recharge of {} is more than all of a period may cost",
                               to_string(*cost, *state.sold.unit)),
                   "no recharge could ever be made",
                   "raise the cap, or recharge less at a time",
                   {{"what a recharge buys is given here", state.in.here(bought_at)}}});
}

// A recharge that must be made over and over before the figure is no longer low is a slip of the pen (R10.2,
// R10.3).
void check_reach(scenario_state& state, const recharge_terms& terms, text_place threshold,
                 text_place bought_at) {
  constexpr std::int64_t most_in_a_row = 1000;
  if (!state.sold.unit || !state.sold.rate_known) return;
  const auto bought = recharge_purchase(terms, credits{}, state.what.catalog, state.what.settings);
  if (!bought || !bought->has_value()) return;
  const std::int64_t in_a_row = terms.threshold.micro() / (**bought).brings.micro();
  if (in_a_row < most_in_a_row) return;
  state.in.report(
      fault::recharge_without_end, threshold,
      {fmt::format("a recharge brings {}, which lifts an empty account over {} only after {} of them",
                   to_string((**bought).brings), to_string(terms.threshold), in_a_row),
       "too far above what a recharge brings",
       "lower the threshold, or recharge more at a time",
       {{"what a recharge buys is given here", state.in.here(bought_at)}}});
}

void read_figures_watched(scenario_state& state, const mapping& keys, recharge_terms& made) {
  scope& in = state.in;
  made.watch = state.what.settings.watch;
  made.trigger = state.what.settings.trigger;
  made.count_pending = state.what.settings.count_pending;
  made.limits = state.what.settings.limits;
  if (const node* at = keys.find("watch")) {
    if (const auto word = read_choice(in, *at, "what is watched", watch_words))
      made.watch = static_cast<recharge_watch>(*word);
  } else {
    state.settings_consulted.insert("watch");
  }
  if (const node* at = keys.find("trigger")) {
    if (const auto word = read_choice(in, *at, "the trigger", trigger_words))
      made.trigger = static_cast<recharge_trigger>(*word);
  } else {
    state.settings_consulted.insert("trigger");
  }
  if (const node* at = keys.find("limits")) {
    if (const auto word = read_choice(in, *at, "`limits`", limit_words))
      made.limits = static_cast<recharge_limits>(*word);
  } else {
    state.settings_consulted.insert("limits");
  }
  if (const node* at = keys.find("count_pending")) {
    made.count_pending = read_boolean(in, *at, "`count_pending`").value_or(made.count_pending);
  } else {
    state.settings_consulted.insert("count_pending");
  }
}

bool is_none(const node& at) {
  return at.kind == node_kind::text && at.text == "none";
}

// How often and for how much recharges are made in a period (R10.5); `none` where a setting would say so.
void read_caps(scenario_state& state, const mapping& keys, recharge_terms& made) {
  scope& in = state.in;
  made.max_per_period = state.what.settings.max_per_period;
  made.cooldown = state.what.settings.cooldown;
  if (const node* at = keys.find("max_per_period")) {
    made.max_per_period.reset();
    const auto most =
        is_none(*at) ? std::nullopt : read_whole(in, *at, "`max_per_period`", 1, most_recharges);
    if (most) made.max_per_period = static_cast<std::uint32_t>(*most);
  } else {
    state.settings_consulted.insert("max_per_period");
  }
  if (const node* at = keys.find("max_spend_per_period"); at != nullptr && !is_none(*at)) {
    made.max_spend_per_period =
        read_money(in, *at, "`max_spend_per_period`", state.sold.unit, allowed_sign::positive);
  }
  if (const node* at = keys.find("cooldown")) {
    made.cooldown =
        is_none(*at) ? duration{} : read_duration(in, *at, "the cooldown").value_or(made.cooldown);
  } else {
    state.settings_consulted.insert("cooldown");
  }
}

}  // namespace

std::optional<std::vector<payment_method>> read_payment_methods(scenario_state& state, const node& at) {
  const auto* items = list_items(state.in, at, "`payment_methods`");
  if (items == nullptr) return {};
  std::vector<payment_method> made;
  std::vector<std::string> fingerprints;
  for (const node& item : *items) {
    if (const auto method = read_method(state, item, fingerprints)) made.push_back(*method);
  }
  return made;
}

std::optional<recharge_terms> read_recharge(scenario_state& state, const node& at) {
  scope& in = state.in;
  const mapping keys(in, at, {"`auto_recharge`", recharge_keys, recharge_later});
  if (!keys.is_sound()) return {};
  recharge_terms made;
  read_figures_watched(state, keys, made);
  read_caps(state, keys, made);
  const bool bought_is_clear = check_what_is_bought(in, keys);
  if (const node* threshold = keys.require("threshold", "write `threshold: 100`, in credits")) {
    made.threshold =
        read_credits(in, *threshold, "the threshold", allowed_sign::not_negative).value_or(credits{});
  }
  if (const node* amount = keys.find("amount"))
    made.amount = read_asked(in, *amount, "the amount", state.sold.unit);
  if (const node* pack = keys.find("pack")) made.pack = read_asked(in, *pack, "the pack", state.sold.unit);
  if (const node* target = keys.find("target")) {
    made.target = read_credits(in, *target, "the target", allowed_sign::positive);
    if (made.target && *made.target < made.threshold) {
      in.report(fault::target_below_threshold, target->place,
                {"the target is below the threshold",
                 "the balance stays low after a recharge",
                 "a target above the threshold ends the need to recharge",
                 {{"the threshold is given here", in.here(keys.find("threshold")->place)}}});
    }
  }
  const bool bought_is_read = keys.has("amount") == made.amount.has_value() &&
                              keys.has("target") == made.target.has_value() &&
                              keys.has("pack") == made.pack.has_value();
  if (!bought_is_clear || !bought_is_read) return {};
  if (made.amount && made.pack && made.amount->index() != made.pack->index()) {
    in.report(fault::bounds_contradict, keys.find("pack")->place,
              {"`amount` and `pack` must both be in money or both in credits",
               made.pack->index() == 0 ? "in money" : "in credits",
               "write both in the same unit",
               {{made.amount->index() == 0 ? "the amount is in money" : "the amount is in credits",
                 in.here(keys.find("amount")->place)}}});
    return {};
  }
  if (made.amount) check_bounds(state, made, *keys.find("amount"));
  if (const node* cap = keys.find("max_spend_per_period"))
    check_cap(state, made, cap->place, keys.place_of("amount"));
  if (const node* threshold = keys.find("threshold"))
    check_reach(state, made, threshold->place,
                keys.place_of(made.amount   ? "amount"
                              : made.target ? "target"
                                            : "pack"));
  return made;
}

}  // namespace drawdown::language
