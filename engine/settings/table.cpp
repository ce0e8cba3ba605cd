#include "engine/settings/table.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/settings/nearest.hpp"
#include "engine/settings/values.hpp"
#include "engine/units/credits.hpp"

namespace drawdown {

namespace {

using namespace setting_values;

constexpr std::string_view rules = "docs/billing-rules.md";
constexpr std::string_view none = "none";
constexpr std::string_view yes_or_no = "yes | no";
constexpr std::string_view way_of_rounding = "down | up | half_up | half_even";
constexpr std::string_view whole_number = "a whole number of 32 bits; lower ones are burned first";

result<void> read_credit_decimals(settings& target, std::string_view text) {
  return put(target.credit_decimals, parse_whole(text, 0, credits::decimals));
}
std::string write_credit_decimals(const settings& source) {
  return fmt::format("{}", source.credit_decimals);
}

result<void> read_expiry_instant(settings& target, std::string_view text) {
  if (text != "exclusive" && text != "inclusive")
    return fail(error_code::malformed, "it is none of its words");
  target.expiry_inclusive = text == "inclusive";
  return {};
}
std::string write_expiry_instant(const settings& source) {
  return source.expiry_inclusive ? "inclusive" : "exclusive";
}

result<void> read_expiry_sweep(settings& target, std::string_view text) {
  return put(target.sweep, parse_sweep(text));
}
std::string write_expiry_sweep(const settings& source) {
  return to_string(source.sweep);
}

result<void> read_late_usage_grace(settings& target, std::string_view text) {
  return put(target.late_usage_grace, parse_at_least(text, duration{}));
}
std::string write_late_usage_grace(const settings& source) {
  return to_string(source.late_usage_grace);
}

result<void> read_dunning(settings& target, std::string_view text) {
  return put(target.dunning, parse_dunning(text));
}
std::string write_dunning(const settings& source) {
  return dunning_text(source.dunning);
}

result<void> read_refund_expired(settings& target, std::string_view text) {
  return put(target.regrant_refunds, parse_regrant(text));
}
std::string write_refund_expired(const settings& source) {
  return source.regrant_refunds ? "regrant " + to_string(*source.regrant_refunds) : "expire";
}

result<void> read_refund_window(settings& target, std::string_view text) {
  return put(target.refund_window, parse_positive(text));
}
std::string write_refund_window(const settings& source) {
  return to_string(source.refund_window);
}

result<void> read_breakage(settings& target, std::string_view text) {
  return put(target.expected_breakage, parse_breakage(text));
}
std::string write_breakage(const settings& source) {
  return breakage_text(source.expected_breakage);
}

result<void> read_burn_down(settings& target, std::string_view text) {
  return put(target.burn_down, parse_burn_down(text));
}
std::string write_burn_down(const settings& source) {
  return to_string(source.burn_down);
}

result<void> read_key_window(settings& target, std::string_view text) {
  return put(target.key_window, parse_positive(text));
}
std::string write_key_window(const settings& source) {
  return to_string(source.key_window);
}

result<void> read_overdraft(settings& target, std::string_view text) {
  return put(target.overdraft, parse_bound(text));
}
std::string write_overdraft(const settings& source) {
  return to_string(source.overdraft);
}

result<void> read_debt_paid_by(settings& target, std::string_view text) {
  return put(target.debt_paid_by, parse_kinds(text));
}
std::string write_debt_paid_by(const settings& source) {
  return to_string(source.debt_paid_by);
}

result<void> read_hold_ttl(settings& target, std::string_view text) {
  return put(target.hold_ttl, parse_positive(text));
}
std::string write_hold_ttl(const settings& source) {
  return to_string(source.hold_ttl);
}

result<void> read_max_per_period(settings& target, std::string_view text) {
  if (text == none) return target.max_per_period.reset(), result<void>{};
  return put(target.max_per_period, parse_count(text));
}
std::string write_max_per_period(const settings& source) {
  return source.max_per_period ? fmt::format("{}", *source.max_per_period) : std::string(none);
}

result<void> read_cooldown(settings& target, std::string_view text) {
  if (text == none) return target.cooldown = {}, result<void>{};
  return put(target.cooldown, parse_positive(text));
}
std::string write_cooldown(const settings& source) {
  return source.cooldown == duration{} ? std::string(none) : to_string(source.cooldown);
}

template <lot_kind Kind>
constexpr setting_entry priority_of(std::string_view name, std::string_view meaning) {
  return {name, "R3.3", meaning, whole_number, rules, read_priority<Kind>, write_priority<Kind>};
}

template <auto Member>
constexpr setting_entry rounding_of(std::string_view name, std::string_view meaning) {
  return {name,
          "R1.4",
          meaning,
          way_of_rounding,
          rules,
          read_word<Member, rounding_words>,
          write_word<Member, rounding_words>};
}

template <auto Member, const auto& Words>
constexpr setting_entry word_of(std::string_view name, std::string_view rule, std::string_view meaning,
                                std::string_view allowed) {
  return {name, rule, meaning, allowed, rules, read_word<Member, Words>, write_word<Member, Words>};
}

template <auto Member>
constexpr setting_entry switch_of(std::string_view name, std::string_view rule, std::string_view meaning) {
  return {name, rule, meaning, yes_or_no, rules, read_yes_no<Member>, write_yes_no<Member>};
}

// A setting that the language knows and this version does not do, but for `only`.
constexpr setting_entry unbuilt(std::string_view name, std::string_view rule, std::string_view meaning,
                                std::string_view allowed, std::string_view only) {
  return {name, rule, meaning, allowed, rules, nullptr, nullptr, only};
}

// What the language knows, but not as a setting: where it is written instead.
constexpr setting_entry elsewhere(std::string_view name, std::string_view rule, std::string_view meaning,
                                  std::string_view allowed, std::string_view place) {
  return {name, rule, meaning, allowed, rules, nullptr, nullptr, {}, place};
}

constexpr std::array table{
    setting_entry{"credit_decimals", "R1.1", "how many decimals of a credit grants and prices are rounded to",
                  "a whole number from 0 to 6", rules, read_credit_decimals, write_credit_decimals},
    rounding_of<&settings::grant_rounding>("rounding_granted", "how credits granted for money are rounded"),
    rounding_of<&settings::money_rounding>("rounding_charged", "how money charged is rounded"),
    rounding_of<&settings::usage_rounding>("rounding_usage", "how credits charged for usage are rounded"),
    setting_entry{"expiry_instant", "R2.1", "whether a lot may still be used at the instant of its expiry",
                  "exclusive | inclusive", rules, read_expiry_instant, write_expiry_instant},
    setting_entry{"expiry_sweep", "R2.1", "when lots whose expiry is over are swept away",
                  "none | minute and a number from 0 to 59 | delay and a duration above zero", rules,
                  read_expiry_sweep, write_expiry_sweep},
    word_of<&settings::month_end_rule, month_end_words>(
        "month_end", "R2.2", "what becomes of a day that the month does not have", "clamp | overflow"),
    setting_entry{"late_usage_grace", "R2.5", "how long after it occurred usage may arrive", "a duration",
                  rules, read_late_usage_grace, write_late_usage_grace},
    word_of<&settings::period, period_words>("usage_period", "R2.6", "the period in which limits count",
                                             "cycle | calendar_month"),
    setting_entry{
        "burn_down", "R3.3", "by which keys the lot that is burned first is found",
        "a list of priority, expires, effective, created, kind, cost_per_credit, lot_id, each perhaps with "
        "desc; expires also with by second | minute | day; expires and cost_per_credit with none_first",
        rules, read_burn_down, write_burn_down},
    priority_of<lot_kind::free>("priority_free", "the priority of free lots"),
    priority_of<lot_kind::plan>("priority_plan", "the priority of plan lots"),
    priority_of<lot_kind::addon>("priority_addon", "the priority of add-on lots"),
    priority_of<lot_kind::adjustment>("priority_adjustment", "the priority of adjustment lots"),
    priority_of<lot_kind::paid>("priority_paid", "the priority of paid lots"),
    word_of<&settings::released_from_ended, released_words>(
        "released_from_ended", "R3.7",
        "where credit goes that a hold gives back to a lot that has ended or begun anew", "lost | successor"),
    switch_of<&settings::preserve_overage>("preserve_overage", "R3.10", "whether debt outlives a reset"),
    setting_entry{"key_window", "R4.3", "how long the key of a usage is remembered",
                  "a duration of at least late_usage_grace", rules, read_key_window, write_key_window},
    switch_of<&settings::requires_positive_balance>("requires_positive_balance", "R4.4",
                                                    "whether usage is refused where nothing is available"),
    word_of<&settings::when_short, short_words>("when_short", "R4.5",
                                                "what becomes of a debit beyond the usable credit",
                                                "refuse | carry | cap | invoice"),
    setting_entry{"overdraft", "R4.5", "how far debt may go", "unlimited | an amount of credit", rules,
                  read_overdraft, write_overdraft},
    setting_entry{"debt_paid_by", "R4.6", "which kinds of lots pay debt",
                  "none | a list of free, plan, addon, adjustment, paid", rules, read_debt_paid_by,
                  write_debt_paid_by},
    switch_of<&settings::top_up_ends_stop>("top_up_ends_stop", "R5.2",
                                           "whether a person's top-up lets a stopped agent spend on"),
    word_of<&settings::capture_overrun, overrun_words>(
        "capture_overrun", "R6.2", "what becomes of a capture beyond its hold", "refuse | debit"),
    setting_entry{"hold_ttl", "R6.3", "how long a hold lasts that does not say it itself",
                  "a duration above zero", rules, read_hold_ttl, write_hold_ttl},
    word_of<&settings::renewal_grants, renewal_words>("renewal_grants", "R8.2",
                                                      "when the allocation of the next cycle is granted",
                                                      "on_payment | at_boundary"),
    setting_entry{"dunning", "R8.3", "how a renewal charge that failed is tried again",
                  "none | retry and from 1 to 20 ascending delays", rules, read_dunning, write_dunning},
    word_of<&settings::on_cancel, cancel_words>(
        "cancel_refund", "R8.6", "what is given back for a cycle that is cut short", "none | prorated"),
    word_of<&settings::proration_base, proration_words>(
        "proration_base", "R8.7", "in what a part of a cycle is counted", "exact | days"),
    word_of<&settings::allocation_on_change, change_words>(
        "allocation_on_change", "R8.7", "what an upgrade grants", "prorated_delta | full_delta | replace"),
    word_of<&settings::rate_fixed_at, rate_time_words>(
        "rate_fixed_at", "R9.1", "when the rate of a purchase in money is fixed", "request | payment"),
    elsewhere("requires_plan", "R9.2", "whether top-ups need an active plan", yes_or_no,
              "a key of top_ups in a catalog"),
    elsewhere("billing", "R9.3", "how an account is billed", "card | invoice", "a key of an account"),
    setting_entry{"refund_expired", "R9.7", "what becomes of refunded credit whose lot has ended",
                  "expire | regrant and a duration above zero", rules, read_refund_expired,
                  write_refund_expired},
    setting_entry{"refund_window", "R9.7", "how long usage can be refunded", "a duration above zero", rules,
                  read_refund_window, write_refund_window},
    word_of<&settings::watch, watch_words>("watch", "R10.2", "which figure auto-recharge looks at",
                                           "available | wallet"),
    word_of<&settings::trigger, trigger_words>("trigger", "R10.2", "when that figure is low",
                                               "below | at_or_below"),
    switch_of<&settings::count_pending>("count_pending", "R10.2",
                                        "whether the credit of payments in flight is added to that figure"),
    word_of<&settings::limits, limits_words>("limits", "R10.2",
                                             "how far the bounds of top-ups hold for recharges",
                                             "apply | minimum_only | ignore"),
    setting_entry{
        "on_failure", "R10.4", "what follows a recharge that failed",
        "retry and from 1 to 20 ascending delays | back_off and a duration | break_after and a number", rules,
        read_failure_policy, write_failure_policy},
    switch_of<&settings::wake>("wake", "R10.4", "whether auto-recharge is looked at when a wait ends"),
    setting_entry{"max_per_period", "R10.5", "how many recharges a usage period may have",
                  "none | a number from 1 on", rules, read_max_per_period, write_max_per_period},
    elsewhere("max_spend_per_period", "R10.5", "what the recharges of a usage period may cost",
              "none | money", "a key of auto_recharge"),
    setting_entry{"cooldown", "R10.5", "how long after a recharge was begun none is made",
                  "none | a duration above zero", rules, read_cooldown, write_cooldown},
    elsewhere("low_balance", "R10.6", "below which level a notice is given", "none | an amount of credit",
              "a key of an account"),
    setting_entry{"breakage", "R13.2", "when credit that is never used becomes income",
                  "at_expiry | proportional and a percentage between 0% and 100%", rules, read_breakage,
                  write_breakage},
    unbuilt("recognition", "R13.3", "how the fee of a plan becomes revenue", "by_time | by_use", "by_time"),
};

tl::unexpected<error> unknown(std::string_view name) {
  std::vector<std::string_view> names;
  for (const setting_entry& entry : table) names.push_back(entry.name);
  std::string message = fmt::format("there is no setting {}", name);
  if (const auto meant = nearest(name, names)) message += fmt::format("; did you mean {}?", *meant);
  return fail(error_code::unknown_name, std::move(message));
}

tl::unexpected<error> not_built(const setting_entry& entry) {
  if (!entry.instead.empty())
    return fail(error_code::not_built,
                fmt::format("{} ({}) is not a setting, but {}", entry.name, entry.rule, entry.instead));
  return fail(error_code::not_built,
              entry.only.empty() ? fmt::format("the setting {} ({}) is known, but not built in this version",
                                               entry.name, entry.rule)
                                 : fmt::format("of the setting {} ({}) only {} is built in this version",
                                               entry.name, entry.rule, entry.only));
}

}  // namespace

std::span<const setting_entry> setting_table() {
  return table;
}

result<void> apply_setting(settings& target, std::string_view name, std::string_view text) {
  const auto entry = std::find_if(table.begin(), table.end(),
                                  [&](const setting_entry& known) { return known.name == name; });
  if (entry == table.end()) return unknown(name);
  if (!entry->is_built()) {
    if (!entry->only.empty() && text == entry->only) return {};
    return not_built(*entry);
  }
  return entry->read(target, text).map_error([&](const error& why) {
    const error_code code = why.code == error_code::not_built ? error_code::not_built : error_code::malformed;
    return error{code, fmt::format("the setting {} ({}) cannot be \"{}\": {}; allowed: {}", name, entry->rule,
                                   text, why.message, entry->allowed)};
  });
}

}  // namespace drawdown
