// How values of settings are read and written as text: one pair of functions for each sort of value.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/settings/settings.hpp"
#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "engine/units/error.hpp"
#include "engine/units/words.hpp"

namespace drawdown::setting_values {

// The burn-down order, `kind, expires by day none_first, cost_per_credit desc` (R3.3).
result<std::vector<burn_key>> parse_burn_down(std::string_view text);
std::string to_string(const std::vector<burn_key>& order);

// What follows a recharge that failed (R10.4): `retry 1h 6h 24h`, ascending, from 1 to 20 delays; `back_off
// 1h`; `break_after 3`. What the words of one policy leave unsaid of the others stays as it is.
result<void> read_failure_policy(settings& target, std::string_view text);
std::string write_failure_policy(const settings& source);

// The kinds of lots that pay debt, `free, plan`; `none` where none does (R4.6).
result<std::array<bool, lot_kinds>> parse_kinds(std::string_view text);
std::string to_string(const std::array<bool, lot_kinds>& kinds);

// How far debt may go: `unlimited`, or an amount, with or without the word `credits` (R4.5).
result<std::optional<credits>> parse_bound(std::string_view text);
std::string to_string(const std::optional<credits>& bound);

// When expired lots are swept away: `none`, `minute 45`, `delay 1h` (R2.1).
result<expiry_sweep> parse_sweep(std::string_view text);
std::string to_string(const expiry_sweep& sweep);

// How a renewal is tried again: `retry 1d 3d 7d`, ascending, from 1 to 20 delays; `none` (R8.3).
result<std::vector<duration>> parse_dunning(std::string_view text);
std::string dunning_text(const std::vector<duration>& delays);

// What becomes of refunded credit whose lot has ended: `expire` is nothing, `regrant 30d` a length (R9.7).
result<std::optional<duration>> parse_regrant(std::string_view text);

// What part of each lot is expected never to be used: `at_expiry` is none, `proportional 10%` (R13.2).
result<std::uint32_t> parse_breakage(std::string_view text);
std::string breakage_text(std::uint32_t millionths);

// `yes` and `true`, `no` and `false`.
result<bool> parse_yes_no(std::string_view text);

// A whole number between two bounds, both included.
result<std::int32_t> parse_whole(std::string_view text, std::int32_t least, std::int32_t most);

// A whole number from 1 on.
result<std::uint32_t> parse_count(std::string_view text);

// A length of exact time that is at least so long.
result<duration> parse_at_least(std::string_view text, duration least);
// A length of exact time above zero.
result<duration> parse_positive(std::string_view text);

inline constexpr word_table<lot_kind, lot_kinds> kind_words{{"free", "plan", "addon", "adjustment", "paid"}};
inline constexpr word_table<released_credit, 2> released_words{{"lost", "successor"}};
inline constexpr word_table<short_of_credit, 4> short_words{{"refuse", "carry", "cap", "invoice"}};
inline constexpr word_table<overrun, 2> overrun_words{{"refuse", "debit"}};
inline constexpr word_table<rounding, 4> rounding_words{{"down", "up", "half_up", "half_even"}};
inline constexpr word_table<recharge_watch, 2> watch_words{{"available", "wallet"}};
inline constexpr word_table<recharge_trigger, 2> trigger_words{{"below", "at_or_below"}};
inline constexpr word_table<recharge_limits, 3> limits_words{{"apply", "minimum_only", "ignore"}};

inline constexpr word_table<month_end, 2> month_end_words{{"clamp", "overflow"}};
inline constexpr word_table<usage_period, 2> period_words{{"cycle", "calendar_month"}};
inline constexpr word_table<renewal_grant, 2> renewal_words{{"on_payment", "at_boundary"}};
inline constexpr word_table<cancel_refund, 2> cancel_words{{"none", "prorated"}};
inline constexpr word_table<proration, 2> proration_words{{"exact", "days"}};
inline constexpr word_table<rate_time, 2> rate_time_words{{"request", "payment"}};
inline constexpr word_table<change_allocation, 3> change_words{{"prorated_delta", "full_delta", "replace"}};

// Puts what was read into its place, or hands its error on.
template <class Place, class Value>
result<void> put(Place& place, result<Value> read) {
  if (!read) return tl::unexpected(std::move(read.error()));
  place = std::move(*read);
  return {};
}

template <auto Member, const auto& Words>
result<void> read_word(settings& target, std::string_view text) {
  const auto value = Words.named(text);
  if (!value) return fail(error_code::malformed, "it is none of its words");
  target.*Member = *value;
  return {};
}

template <auto Member, const auto& Words>
std::string write_word(const settings& source) {
  return std::string(Words.of(source.*Member));
}

template <auto Member>
result<void> read_yes_no(settings& target, std::string_view text) {
  return put(target.*Member, parse_yes_no(text));
}

template <auto Member>
std::string write_yes_no(const settings& source) {
  return source.*Member ? "yes" : "no";
}

template <lot_kind Kind>
result<void> read_priority(settings& target, std::string_view text) {
  constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min();
  constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
  return put(target.priorities[static_cast<std::size_t>(Kind)], parse_whole(text, least, most));
}

template <lot_kind Kind>
std::string write_priority(const settings& source) {
  return fmt::format("{}", source.priorities[static_cast<std::size_t>(Kind)]);
}

}  // namespace drawdown::setting_values
