#include "scenarios/language/needed_settings.hpp"

#include <algorithm>
#include <array>

namespace drawdown::language {
namespace {

// What is known when a condition is asked.
struct asked_of {
  const scenario_needs& scenario;
  const settings& rules;
  const rules_used& used;
  const std::set<std::string_view>& consulted;

  bool is_known(std::string_view setting) const { return used.origin_of(setting) != setting_origin::unknown; }
  bool was_consulted(std::string_view setting) const { return consulted.contains(setting); }
  // Amounts are rounded to the decimals that are known, else to the finest: where the decimals matter, they
  // are asked for first.
  fractions rounded() const {
    return scenario.fractions_at(is_known("credit_decimals") ? rules.credit_decimals : credits::decimals);
  }
  // Where the order is not known, the priorities are asked for with it: it may begin with them.
  bool burns_by_priority() const {
    if (!is_known("burn_down")) return true;
    for (const burn_key& key : rules.burn_down)
      if (key.by == burn_by::priority) return true;
    return false;
  }
  template <lot_kind Kind>
  bool priority_decides() const {
    return burns_by_priority() && scenario.kind_decides[static_cast<std::size_t>(Kind)];
  }
  bool may_owe() const {
    const bool carries = is_known("when_short") && rules.when_short == short_of_credit::carry;
    return (carries && scenario.may_run_short) || scenario.adjusts_into_debt;
  }
  // What is invoiced is charged with the next cycle, also where that costs nothing by itself.
  bool may_invoice() const {
    return is_known("when_short") && rules.when_short == short_of_credit::invoice && scenario.may_run_short;
  }
  bool may_wait() const { return scenario.recharge_may_fail || scenario.recharge_is_bounded; }
};

struct condition {
  std::string_view setting;
  bool (*is_needed)(const asked_of& now);
  std::string_view because;
};

// When a setting can make a difference. One that is built and not named here always can.
constexpr std::array conditions = {
    // Whole amounts are the same with any number of decimals.
    condition{"credit_decimals",
              [](const asked_of& now) {
                const fractions whole = now.scenario.fractions_at(0);
                return whole.granted || whole.usage;
              },
              "some amounts of credit are not whole"},
    // Exact results are not rounded, whichever way.
    condition{"rounding_granted", [](const asked_of& now) { return now.rounded().granted; },
              "credit is granted that has more decimals than are kept"},
    condition{"rounding_charged",
              [](const asked_of& now) { return now.rounded().charged || now.may_invoice(); },
              "credit is bought whose price has more decimals than the currency"},
    condition{"rounding_usage", [](const asked_of& now) { return now.rounded().usage; },
              "usage costs credit with more decimals than are kept"},
    condition{"expiry_instant", [](const asked_of& now) { return now.scenario.lots_expire; },
              "lots expire during the run"},
    condition{"expiry_sweep", [](const asked_of& now) { return now.scenario.lots_expire; },
              "lots expire during the run"},
    // Days, weeks and exact time end on the same day under every rule.
    condition{"month_end", [](const asked_of& now) { return now.scenario.counts_months; },
              "lots begin, end or recur after months or years"},
    // What arrives when it occurs is never too late.
    condition{"late_usage_grace", [](const asked_of& now) { return now.scenario.occurs_late; },
              "usage arrives after it occurred"},
    // Without a subscription the period is the calendar month in any case.
    condition{"usage_period", [](const asked_of& now) { return now.scenario.subscribes; },
              "an account can have a subscription"},
    // Of a single lot there is no order.
    condition{"burn_down", [](const asked_of& now) { return now.scenario.has_two_lots; },
              "an account can have two lots at a time"},
    // A kind's priority counts where a lot without one of its own meets any other than its like.
    condition{"priority_free", [](const asked_of& now) { return now.priority_decides<lot_kind::free>(); },
              "free lots meet others"},
    condition{"priority_plan", [](const asked_of& now) { return now.priority_decides<lot_kind::plan>(); },
              "plan lots meet others"},
    condition{"priority_addon", [](const asked_of& now) { return now.priority_decides<lot_kind::addon>(); },
              "add-on lots meet others"},
    condition{"priority_adjustment",
              [](const asked_of& now) { return now.priority_decides<lot_kind::adjustment>(); },
              "adjustment lots meet others"},
    condition{"priority_paid", [](const asked_of& now) { return now.priority_decides<lot_kind::paid>(); },
              "paid lots meet others"},
    // Without a hold nothing is given back; a lot that never ends nor begins anew takes it back itself.
    condition{"released_from_ended",
              [](const asked_of& now) { return now.scenario.has_holds && now.scenario.lots_change; },
              "there are holds, and lots that end or begin anew"},
    // Every turn of the period is a reset (R3.10), so any debt may meet one.
    condition{"preserve_overage", [](const asked_of& now) { return now.may_owe(); }, "an account can owe"},
    // Keys that are made from places never come twice (R4.9).
    condition{"key_window", [](const asked_of& now) { return now.scenario.key_comes_again; },
              "the key of a usage is given twice"},
    // Where credit is certain to be left, nobody asks for it.
    condition{"requires_positive_balance",
              [](const asked_of& now) { return now.scenario.may_be_empty_for_open_meter; },
              "an account can be empty when a meter that does not say itself is used"},
    condition{"when_short", [](const asked_of& now) { return now.scenario.may_run_short; },
              "usage can find too little credit"},
    condition{"overdraft", [](const asked_of& now) { return now.may_owe(); }, "an account can owe"},
    condition{"debt_paid_by", [](const asked_of& now) { return now.may_owe(); }, "an account can owe"},
    condition{"top_up_ends_stop", [](const asked_of& now) { return now.scenario.stopped_agent_meets_top_up; },
              "an agent can be stopped, and somebody tops up"},
    // A capture of the whole hold is never beyond it.
    condition{"capture_overrun", [](const asked_of& now) { return now.scenario.captures_an_amount; },
              "amounts are captured, which can be more than is held"},
    condition{"hold_ttl", [](const asked_of& now) { return now.scenario.hold_without_ttl; },
              "a hold does not say how long it lasts"},
    condition{"renewal_grants",
              [](const asked_of& now) {
                return now.scenario.renews_at_a_price || (now.scenario.subscribes && now.may_invoice());
              },
              "a subscription renews at a price"},
    condition{"dunning",
              [](const asked_of& now) {
                return now.scenario.renewal_may_fail || (now.scenario.subscribes && now.may_invoice());
              },
              "the charge of a renewal can fail"},
    condition{"cancel_refund", [](const asked_of& now) { return now.scenario.cancels_at_once; },
              "a subscription is canceled at once"},
    condition{"proration_base",
              [](const asked_of& now) {
                const bool may_give_back =
                    !now.is_known("cancel_refund") || now.rules.on_cancel == cancel_refund::prorated;
                return now.scenario.divides_cycles || (now.scenario.cancels_at_once && may_give_back);
              },
              "a part of a cycle is paid for or granted"},
    condition{"allocation_on_change", [](const asked_of& now) { return now.scenario.changes_plan; },
              "a subscription goes to another plan"},
    // While everybody pays at one rate it does not matter when.
    condition{"rate_fixed_at", [](const asked_of& now) { return now.scenario.rate_may_change; },
              "credit is bought for money, at rates that change"},
    condition{"refund_expired",
              [](const asked_of& now) { return now.scenario.refunds_usage && now.scenario.lots_change; },
              "usage is refunded, and lots end"},
    condition{"refund_window", [](const asked_of& now) { return now.scenario.refunds_usage; },
              "usage is refunded"},
    // Recharges that say these themselves never ask; the loader notes those that do.
    condition{"watch", [](const asked_of& now) { return now.was_consulted("watch"); },
              "an auto-recharge does not say it"},
    condition{"trigger", [](const asked_of& now) { return now.was_consulted("trigger"); },
              "an auto-recharge does not say it"},
    condition{"count_pending", [](const asked_of& now) { return now.was_consulted("count_pending"); },
              "an auto-recharge does not say it"},
    // Without bounds on top-ups there is nothing to hold.
    condition{"limits",
              [](const asked_of& now) { return now.was_consulted("limits") && now.scenario.bounds_top_ups; },
              "an auto-recharge does not say it"},
    condition{"on_failure", [](const asked_of& now) { return now.scenario.recharge_may_fail; },
              "a recharge can fail"},
    condition{"wake", [](const asked_of& now) { return now.may_wait(); }, "auto-recharge can come to wait"},
    condition{"max_per_period", [](const asked_of& now) { return now.was_consulted("max_per_period"); },
              "an auto-recharge does not say it"},
    condition{"cooldown", [](const asked_of& now) { return now.was_consulted("cooldown"); },
              "an auto-recharge does not say it"},
};

}  // namespace

std::vector<needed_setting> needed_settings(const world& what, const rules_used& used,
                                            const std::set<std::string_view>& consulted,
                                            const usage_ahead& ahead) {
  std::vector<needed_setting> needed;
  const auto is_unknown = [](const setting_used& one) { return one.from == setting_origin::unknown; };
  if (std::none_of(used.settings.begin(), used.settings.end(), is_unknown)) return needed;
  const scenario_needs scenario(what, ahead);
  const asked_of now{scenario, what.settings, used, consulted};
  for (const setting_entry& one : setting_table()) {
    if (!one.is_built() || now.is_known(one.name)) continue;
    const condition* found = nullptr;
    for (const condition& row : conditions)
      if (row.setting == one.name) found = &row;
    if (found == nullptr)
      needed.push_back({&one, "it can always make a difference"});
    else if (found->is_needed(now))
      needed.push_back({&one, found->because});
  }
  return needed;
}

}  // namespace drawdown::language
