// The items of an expectation about a subscription, payments and invoices, and about what estimates and
// quotes said.
#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/world/event.hpp"
#include "scenarios/language/expected_keys.hpp"
#include "scenarios/language/read_expect.hpp"
#include "scenarios/language/read_users.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, subscription_parts> subscription_keys = {
    "state", "plan", "next_plan", "renews", "cancels", "units", "users"};
constexpr std::array<names, estimate_parts> estimate_keys = {"total", "available", "after", "missing",
                                                             "brings"};
constexpr std::array<names, quote_parts> quote_keys = {"now", "per_cycle"};
constexpr std::array<names, 0> none{};

constexpr std::int64_t most_units = 10'000;

bool is_word(const node& at, names word) {
  return at.kind == node_kind::text && at.text == word;
}

std::optional<std::string> read_state(scope& in, const node& at) {
  constexpr std::size_t states = 5;
  std::vector<names> words;
  for (std::size_t i = 0; i < states; ++i) words.push_back(name_of(static_cast<subscription_state>(i)));
  const auto found = read_choice(in, at, "the state of a subscription", words);
  return found ? std::optional(std::string(words[*found])) : std::nullopt;
}

std::optional<std::string> read_plan_name(scenario_state& state, const node& at) {
  if (is_word(at, "none")) return at.text;
  if (!look_up(state, at, "a plan", state.plans, state.sold.plans_known)) return {};
  return at.text;
}

std::optional<std::string> read_renewal(scenario_state& state, const asked_of& whom, const node& at) {
  if (is_word(at, "never")) return at.text;
  const zone_table& zone = whom.account ? state.zone_of(*whom.account) : state.scenario_zone();
  const auto when = read_instant(state.in, at, "`renews`", zone);
  return when ? std::optional(to_string(*when)) : std::nullopt;
}

// Users in the order in which they came; of nobody `none`.
std::optional<std::string> read_user_names(scenario_state& state, const node& at) {
  const auto* items = list_items(state.in, at, "`users`");
  if (items == nullptr) return {};
  std::string text;
  for (const node& item : *items) {
    if (!read_user(state, item)) return {};
    text += (text.empty() ? "" : ", ") + item.text;
  }
  return text.empty() ? std::string("none") : text;
}

void read_expected_units(scenario_state& state, const node& at, std::vector<expected_item>& into) {
  const auto* entries = named_entries(state.in, at, "`units`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    const auto add_on = look_up(state, one.key, "an add-on", state.add_ons, state.sold.add_ons_known);
    if (one.value.kind == node_kind::nothing) continue;  // reported
    const auto units = read_whole(state.in, one.value, "the units", 0, most_units);
    if (add_on && units)
      add_item(state, one.key.place,
               expected_subscription{subscription_part::units, fmt::format("{}", *units), *add_on}, into);
  }
}

void read_part(scenario_state& state, const asked_of& whom, const entry& one,
               std::vector<expected_item>& into) {
  const auto which = subscription_part_named(one.key.text);
  if (!which) return;
  std::optional<std::string> value;
  switch (*which) {
    case subscription_part::state:
      value = read_state(state.in, one.value);
      break;
    case subscription_part::plan:
    case subscription_part::next_plan:
      value = read_plan_name(state, one.value);
      break;
    case subscription_part::renews:
      value = read_renewal(state, whom, one.value);
      break;
    case subscription_part::cancels:
      if (const auto cancels = read_boolean(state.in, one.value, "`cancels`"))
        value = *cancels ? "true" : "false";
      break;
    case subscription_part::units:
      return read_expected_units(state, one.value, into);
    case subscription_part::users:
      value = read_user_names(state, one.value);
      break;
  }
  if (value) add_item(state, one.key.place, expected_subscription{*which, *value}, into);
}

// The entries of a mapping from keys of payments, estimates or quotes; `read` has each with its key.
template <class Read>
void read_keyed(scenario_state& state, const asked_of& whom, const node& at, names what, keyed sort,
                const Read& read) {
  const auto* entries = keyed_entries(state.in, at, what);
  if (entries == nullptr) return;
  for (const entry& one : *entries) {
    const auto key = read_expected_key(state, whom.account, one.key, sort);
    read(key.value_or(effect_key{}), one);
  }
}

// One of the words of a state, of which there are so many.
template <class State>
std::optional<State> read_state_of(scope& in, const node& at, names what, std::size_t count) {
  std::vector<names> words;
  for (std::size_t i = 0; i < count; ++i) words.push_back(name_of(static_cast<State>(i)));
  const auto found = read_choice(in, at, what, words);
  return found ? std::optional(static_cast<State>(*found)) : std::nullopt;
}

}  // namespace

void read_expected_subscription(scenario_state& state, const asked_of& whom, const entry& at,
                                std::vector<expected_item>& into) {
  if (at.value.kind != node_kind::mapping) {
    if (const auto value = read_state(state.in, at.value))
      add_item(state, at.key.place, expected_subscription{subscription_part::state, *value}, into);
    return;
  }
  const mapping keys(state.in, at.value, {"`subscription`", subscription_keys, none});
  if (!expects_something(state.in, keys, at.value, "{state: active, plan: starter}")) return;
  for (const entry& one : at.value.entries) {
    if (keys.find(one.key.text) != nullptr) read_part(state, whom, one, into);
  }
}

void read_expected_payments(scenario_state& state, const asked_of& whom, const node& at,
                            std::vector<expected_item>& into) {
  read_keyed(state, whom, at, "`payments`", keyed::payment, [&](const effect_key& key, const entry& one) {
    const auto word =
        read_state_of<payment_state>(state.in, one.value, "the state of a payment", payment_states);
    if (word) add_item(state, one.key.place, expected_payment{key, *word}, into);
  });
}

void read_expected_invoices(scenario_state& state, const asked_of& whom, const node& at,
                            std::vector<expected_item>& into) {
  read_keyed(state, whom, at, "`invoices`", keyed::payment, [&](const effect_key& key, const entry& one) {
    const auto word =
        read_state_of<invoice_state>(state.in, one.value, "the state of an invoice", invoice_states);
    if (word) add_item(state, one.key.place, expected_invoice{key, *word}, into);
  });
}

void read_expected_estimates(scenario_state& state, const asked_of& whom, const node& at,
                             std::vector<expected_item>& into) {
  read_keyed(state, whom, at, "`estimate`", keyed::estimate, [&](const effect_key& key, const entry& named) {
    const mapping keys(state.in, named.value, {"an estimate", estimate_keys, none});
    if (!expects_something(state.in, keys, named.value, "{total: 20, missing: 0}")) return;
    for (const entry& one : named.value.entries) {
      const auto which = estimate_part_named(one.key.text);
      if (!which || keys.find(one.key.text) == nullptr) continue;
      const auto value =
          read_credits(state.in, one.value, fmt::format("`{}`", one.key.text), allowed_sign::any);
      if (value) add_item(state, one.key.place, expected_estimate{key, *which, *value}, into);
    }
  });
}

void read_expected_quotes(scenario_state& state, const asked_of& whom, const node& at,
                          std::vector<expected_item>& into) {
  read_keyed(state, whom, at, "`quote`", keyed::quote, [&](const effect_key& key, const entry& named) {
    const mapping keys(state.in, named.value, {"a quote", quote_keys, none});
    if (!expects_something(state.in, keys, named.value, "{now: 10 EUR, per_cycle: 20 EUR}")) return;
    for (const entry& one : named.value.entries) {
      const auto which = quote_part_named(one.key.text);
      if (!which || keys.find(one.key.text) == nullptr) continue;
      const auto value = read_money(state.in, one.value, fmt::format("`{}`", one.key.text), state.sold.unit,
                                    allowed_sign::not_negative);
      if (value) add_item(state, one.key.place, expected_quote{key, *which, *value}, into);
    }
  });
}

}  // namespace drawdown::language
