// Steps with `hold`, `capture` and `void` (R6).
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "scenarios/language/read_quantity.hpp"
#include "scenarios/language/step.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

// So much of the meter that the value names, as the step's `quantity` says.
std::optional<metered_quantity> read_metered(scenario_state& state, const step& from, const node& value) {
  const auto meter = look_up(state, value, "a meter", state.meters, state.sold.meters_known);
  const node* amount = from.keys.find("quantity");
  if (!meter || amount == nullptr) return {};
  return read_metered_quantity(state, from.keys, *amount, *meter);
}

// An amount of credit; a meter without a quantity is told so.
std::optional<credits> read_amount(scenario_state& state, const step& from, const node& value,
                                   std::string_view what, allowed_sign sign) {
  if (value.kind == node_kind::text && state.meters.contains(value.text)) {
    from.keys.require(
        "quantity",
        fmt::format("write how much of `{}`: `quantity: 10m`, or an amount of credits", value.text));
    return {};
  }
  const bool is_word =
      value.kind == node_kind::text && std::isalpha(static_cast<unsigned char>(value.text[0])) != 0;
  if (!is_word) return read_credits(state.in, value, what, sign);
  std::vector<std::string_view> meters;
  for (const meter& one : state.what.catalog.meters) meters.push_back(one.name);
  std::string hint = did_you_mean(value.text, meters);
  if (hint.empty()) hint = "write `60`, or a meter and how much of it: `quantity: 10m`";
  state.in.report(
      fault::not_a_number, value.place,
      {fmt::format("{} is neither an amount nor a meter", what), "not a number", std::move(hint)});
  return {};
}

// `times` and `value` belong to a quantity.
void check_nothing_measured(scope& in, const mapping& keys) {
  for (const std::string_view key : {"times", "value"}) {
    if (!keys.has(key)) continue;
    in.report(fault::misplaced_key, keys.place_of(key),
              {fmt::format("`{}` has no place beside an amount of credits", key), "belongs to a quantity",
               "name the meter and its `quantity`, or take it away"});
  }
}

std::optional<span_of_time> read_ttl(scope& in, const node& at) {
  const auto ttl = read_span(in, at, "`ttl`");
  const bool is_nothing =
      ttl && (*ttl == span_of_time(duration{}) ||
              (std::holds_alternative<calendar_span>(*ttl) && std::get<calendar_span>(*ttl).count == 0));
  if (!is_nothing) return ttl;
  in.report(fault::wrong_sign, at.place,
            {"a hold lasts for some time", "this is zero", "leave `ttl` out for the setting `hold_ttl`"});
  return {};
}

// What is held: an amount, or a quantity of a meter. False where that is faulty.
bool read_held(scenario_state& state, const step& from, const node& value, hold_command& made) {
  const node* meter = from.keys.find("meter");
  if (!from.keys.has("quantity")) {
    check_nothing_measured(state.in, from.keys);
    const auto amount = read_amount(state, from, value, "the hold", allowed_sign::positive);
    if (amount) made.amount = *amount;
    const auto named = meter != nullptr
                           ? look_up(state, *meter, "a meter", state.meters, state.sold.meters_known)
                           : std::nullopt;
    if (named) made.meter = *named;
    return amount && (meter == nullptr || named);
  }
  if (meter != nullptr) {
    state.in.report(fault::keys_exclude, from.keys.place_of("meter"),
                    {"`hold` names the meter already",
                     "named a second time",
                     "`meter` says what an amount of credits is held for",
                     {{"the meter is named here", state.in.here(value.place)}}});
  }
  const auto metered = read_metered(state, from, value);
  if (!metered) return false;
  made.meter = metered->meter;
  made.quantity = metered->quantity;
  made.times = metered->times;
  made.value = metered->value;
  return true;
}

// Whether the key of a hold stands where the amount of a capture belongs.
bool names_a_hold(const scenario_state& state, const step& from, const node& value) {
  if (from.keys.has("of") || from.keys.is_misspelt("of") || from.keys.has("quantity")) return false;
  constexpr std::string_view begins_an_amount = "0123456789+-.";
  constexpr std::size_t longest_key = 64;
  return value.kind == node_kind::text && !value.text.empty() && value.text.size() <= longest_key &&
         value.text != "all" && !state.meters.contains(value.text) &&
         begins_an_amount.find(value.text.front()) == std::string_view::npos;
}

}  // namespace

void read_hold(scenario_state& state, const step& from, const node& value) {
  hold_command made;
  made.agent = from.agent.value_or(no_agent);
  from.keys.require("key", "write `key: live-1`: by it the hold is captured or voided");
  note_made(state, state.holds, from);
  const bool is_clear = read_held(state, from, value, made);
  const attribution whose = read_attribution(state, from);
  made.user = whose.user;
  made.group = whose.group;
  if (const node* ttl = from.keys.find("ttl")) made.ttl = read_ttl(state.in, *ttl);
  if (is_clear && (from.agent || !from.keys.has("agent"))) add_command(state, from, made);
}

void read_capture(scenario_state& state, const step& from, const node& value) {
  note_made(state, state.debits, from);
  if (names_a_hold(state, from, value)) {
    from.keys.require(
        "of", fmt::format("write `capture: all, of: {}`: how much, and the key of the hold", value.text));
    return;
  }
  capture_command made;
  bool is_clear = true;
  if (!from.keys.has("quantity")) check_nothing_measured(state.in, from.keys);
  if (from.keys.has("quantity")) {
    const auto metered = read_metered(state, from, value);
    is_clear = metered.has_value();
    if (metered) made.amount = *metered;
  } else if (value.kind == node_kind::text && value.text == "all") {
    made.amount = whole_hold{};
  } else {
    const auto amount = read_amount(state, from, value, "the capture", allowed_sign::not_negative);
    is_clear = amount.has_value();
    if (amount) made.amount = *amount;
  }
  const node* of = from.keys.require("of", "write `of: KEY`, the key of the hold");
  const auto hold =
      of != nullptr ? read_named_key(state, state.holds, from, *of, "the key of the hold") : std::nullopt;
  if (const node* keep = from.keys.find("keep_rest"))
    made.keep_rest = read_boolean(state.in, *keep, "`keep_rest`").value_or(false);
  if (!is_clear || !hold) return;
  made.hold = *hold;
  add_command(state, from, made);
}

void read_void(scenario_state& state, const step& from, const node& value) {
  if (const auto hold = read_named_key(state, state.holds, from, value, "the key of the hold"))
    add_command(state, from, void_command{*hold});
}

}  // namespace drawdown::language
