#include "scenarios/language/read_gateways.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 7> gateway_keys = {"latency", "timeout", "decline", "notices",
                                               "outages", "fees",    "payouts"};
constexpr std::array<names, 2> gateway_later = {"chargebacks", "refunds"};
constexpr std::array<names, 2> fee_keys = {"rate", "fixed"};
constexpr std::array<names, 4> payout_words = {"never", "day", "week", "month"};
constexpr std::array<names, 2> decline_keys = {"rate", "reasons"};
constexpr std::array<names, 3> notice_keys = {"duplicate", "lost", "delay"};
constexpr std::array<names, 3> outage_keys = {"from", "to", "for"};
constexpr std::array<names, 0> none{};

constexpr money largest_fixed_fee = money::from_minor(1'000'000'000);
constexpr std::size_t most_gateways = 1'000;
constexpr std::size_t most_reasons = 1'000;

// `0s..10m`, or one length of time that is both bounds.
void read_delay(scope& in, const node& at, gateway_spec& into) {
  const auto text = read_text(in, at, "the delay");
  if (!text) return;
  const std::size_t dots = text->find("..");
  const auto least = read_duration_text(in, at.place, text->substr(0, dots));
  const auto most =
      dots == std::string_view::npos ? least : read_duration_text(in, at.place, text->substr(dots + 2));
  if (!least || !most) return;
  if (*least > *most) {
    in.report(fault::empty_interval, at.place,
              {"the longest delay is below the shortest", "the wrong way round",
               fmt::format("write the shorter one first: `{}..{}`", to_string(*most), to_string(*least))});
    return;
  }
  into.delay_min = *least;
  into.delay_max = *most;
}

void read_notices(scope& in, const node& at, gateway_spec& into) {
  const mapping keys(in, at, {"`notices`", notice_keys, none});
  if (const node* rate = keys.find("duplicate")) {
    into.duplicate_rate = read_percentage(in, *rate, "the rate of doubled notices").value_or(0);
  }
  if (const node* rate = keys.find("lost")) {
    into.lost_rate = read_percentage(in, *rate, "the rate of lost notices").value_or(0);
  }
  if (const node* delay = keys.find("delay")) read_delay(in, *delay, into);
}

// When an outage that began at `from` is over: at `to`, or after `for`.
std::optional<instant> read_outage_end(scenario_state& state, const mapping& keys, instant from) {
  if (const node* to = keys.find("to")) {
    return read_instant(state.in, *to, "the end of an outage", state.scenario_zone());
  }
  const node* length = keys.find("for");
  const auto lasts =
      length != nullptr ? read_duration(state.in, *length, "the length of an outage") : std::nullopt;
  if (!lasts) return {};
  return from + *lasts;
}

std::optional<outage> read_outage(scenario_state& state, const node& at) {
  const mapping keys(state.in, at, {"an outage", outage_keys, none});
  if (!keys.is_sound()) return {};
  if (keys.has("to") == keys.has("for")) {
    state.in.report(
        keys.has("to") ? fault::keys_exclude : fault::missing_key,
        keys.has("to") ? keys.place_of("for") : at.place,
        {"an outage ends either at `to` or after `for`",
         keys.has("to") ? "both are given" : "neither is given",
         keys.has("to") ? "keep one of the two" : "write `for: 45m`",
         {{"`to` is given here", keys.has("to") ? state.in.here(keys.place_of("to")) : place_in_file{}}}});
    return {};
  }
  const node* from_node = keys.require("from", "write `from: 2026-02-06T20:00:00Z`");
  if (from_node == nullptr) return {};
  const auto from = read_instant(state.in, *from_node, "the beginning of an outage", state.scenario_zone());
  if (!from) return {};
  const auto until = read_outage_end(state, keys, *from);
  if (!until) return {};
  if (*until <= *from) {
    state.in.report(
        fault::empty_interval, keys.place_of(keys.has("to") ? "to" : "for"),
        {"the outage ends before it begins, or as it begins",
         fmt::format("until {}", to_string(*until)),
         "an outage lasts for a microsecond at least",
         {{fmt::format("it begins here, at {}", to_string(*from)), state.in.here(from_node->place)}}});
    return {};
  }
  return outage{*from, *until};
}

void read_outages(scenario_state& state, const node& at, gateway_spec& into) {
  const auto* items = list_items(state.in, at, "`outages`");
  if (items == nullptr) return;
  struct placed {
    outage when;
    text_place place;
  };
  std::vector<placed> all;
  for (const node& item : *items) {
    if (const auto read = read_outage(state, item)) all.push_back({*read, item.place});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const placed& a, const placed& b) { return a.when.from < b.when.from; });
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && all[i].when.from <= all[i - 1].when.until) {
      state.in.report(fault::outages_overlap, all[i].place,
                      {fmt::format("this outage overlaps the one on line {}", all[i - 1].place.line),
                       fmt::format("the other lasts until {}", to_string(all[i - 1].when.until)),
                       "write the two as one",
                       {{"the other outage is here", state.in.here(all[i - 1].place)}}});
    }
    into.outages.push_back(all[i].when);
  }
}

gateway_spec read_gateway(scenario_state& state, const entry& from) {
  gateway_spec made;
  made.name = from.key.text;
  if (from.value.kind == node_kind::nothing) return made;
  const mapping keys(state.in, from.value, {"a gateway", gateway_keys, gateway_later});
  if (const node* at = keys.find("latency"))
    made.latency = read_duration(state.in, *at, "the latency").value_or(made.latency);
  if (const node* at = keys.find("timeout"))
    made.timeout = read_duration(state.in, *at, "the timeout").value_or(made.timeout);
  if (const node* at = keys.find("decline")) read_declines(state.in, *at, "`decline`", made);
  if (const node* at = keys.find("notices")) read_notices(state.in, *at, made);
  if (const node* at = keys.find("outages")) read_outages(state, *at, made);
  if (const node* at = keys.find("fees")) read_fees(state, *at, made);
  if (const node* at = keys.find("payouts")) read_payouts(state, *at, made);
  return made;
}

}  // namespace

void read_declines(scope& in, const node& at, std::string_view called, gateway_spec& into) {
  const mapping keys(in, at, {called, decline_keys, none});
  if (!keys.is_sound()) return;
  if (const node* rate = keys.require("rate", "write `rate: 2%`")) {
    into.decline_rate = read_percentage(in, *rate, "the rate of declines").value_or(0);
  }
  const node* reasons = keys.find("reasons");
  const auto* items = reasons != nullptr ? list_items(in, *reasons, "`reasons`") : nullptr;
  if (items == nullptr) return;
  if (items->empty() || items->size() > most_reasons) {
    in.report(fault::out_of_range, reasons->place,
              {fmt::format("`reasons` has from 1 to {} entries", most_reasons),
               fmt::format("these are {}", items->size()), "leave it out for `card_declined`"});
    return;
  }
  into.reasons.clear();
  for (const node& reason : *items) {
    if (const auto word = read_label(in, reason, "a reason")) into.reasons.push_back(*word);
  }
}

void read_fees(scenario_state& state, const node& at, gateway_spec& into) {
  const mapping keys(state.in, at, {"`fees`", fee_keys, none});
  if (const node* rate = keys.find("rate"))
    into.fee_rate = read_percentage(state.in, *rate, "the rate of the fee").value_or(0);
  const node* fixed = keys.find("fixed");
  if (fixed == nullptr) return;
  const auto fee =
      read_money(state.in, *fixed, "the fixed part of the fee", state.sold.unit, allowed_sign::not_negative);
  if (!fee) return;
  if (*fee > largest_fixed_fee)
    state.in.report(fault::out_of_range, fixed->place,
                    {"the fixed part of a fee is at most 10^9 minor units", "too much", "write less"});
  into.fee_fixed = *fee;
}

void read_payouts(scenario_state& state, const node& at, gateway_spec& into) {
  if (const auto word = read_choice(state.in, at, "when it pays out", payout_words))
    into.payout = *payout_named(payout_words.at(*word));
}

void read_gateways(scenario_state& state, const node& at) {
  const auto* entries = named_entries(state.in, at, "`gateways`");
  if (entries == nullptr) return;
  if (entries->size() > most_gateways) {
    state.in.report(fault::out_of_range, at.place,
                    {fmt::format("a scenario has at most {} gateways", most_gateways),
                     fmt::format("these are {}", entries->size()), "write several scenarios"});
    return;
  }
  state.gateways_at = &at;
  for (const entry& one : *entries) {
    state.gateways.emplace(one.key.text, static_cast<gateway_index>(state.what.gateways.size()));
    state.what.gateways.push_back(read_gateway(state, one));
  }
  state.gateways_known = true;
}

}  // namespace drawdown::language
