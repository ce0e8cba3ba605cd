#include "tests/mutants/planted.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/units/planted.hpp"

namespace drawdown::planted {
namespace {

constexpr const char* same_calendar = "both ledgers reckon by the same calendar";
constexpr const char* nothing_kept = "exploring keeps no run in a folder, and resumes none";

constexpr std::array<bug, 84> table = {{
    {"tie_break", "of two lots that tie, the later one is burned first (R3.3)", breaks::rule},
    {"expiry_inclusive", "a lot is still usable at its end instant (R2.1)", breaks::rule},
    {"notice_credited_twice", "a doubled notice credits again (R9.4)", breaks::rule},
    {"limit_counted_late", "a limit is held against what was spent before, not with the debit (R5.3)",
     breaks::rule},
    {"holds_not_counted", "open holds do not count towards an agent's limit (R5.3)", breaks::rule},
    {"restriction_ignored", "restricted lots pay for anything (R3.8)", breaks::rule},
    {"recurrence_accumulates", "what is left is kept when a grant recurs (R3.9)", breaks::rule},
    {"ended_lot_gets_release_back", "credit goes back to a lot that has ended (R3.7)", breaks::rule},
    {"debt_paid_by_any_kind", "lots of every kind pay debt (R4.6)", breaks::rule},
    {"low_balance_repeated", "low balance is told at every look (R10.6)", breaks::rule},
    {"cap_counted_late", "the cap on recharges lets one more through (R10.5)", breaks::rule},
    {"failures_never_forgotten", "a success does not end a row of failures (R10.4)", breaks::rule},
    {"tier_bound_exclusive", "a tier's bound belongs to the tier above (R7.2)", breaks::rule},
    {"month_end_drifts", "a boundary counts from the one before, not from the anchor (R2.2)", breaks::rule},
    {"rollover_unbounded", "all that is left of a plan is carried on (R8.2)", breaks::rule},
    {"units_charged_again", "units are charged that were paid for in this cycle (R8.4)", breaks::rule},
    {"notices_of_an_instant_lost", "of the notices of one instant only the first payment's is heard (R2.11)",
     breaks::rule},
    {"failure_heard_after_success", "a failure that is heard after the success is one (R9.9)", breaks::rule},
    {"answer_taken_for_credit", "a gateway's answer credits, before any notice (R9.3)", breaks::rule},
    {"command_keys_forgotten", "a step that comes again is done again (R4.3)", breaks::rule},
    {"usage_keys_forgotten", "usage that comes again is charged again (R4.3)", breaks::rule},
    {"restart_skips_commands", "steps from before a crash are not worked again (R2.14)", breaks::rule},
    {"restart_skips_usage", "usage from before a crash is not worked again (R2.14)", breaks::rule},
    {"one_pack_at_a_time", "a recharge buys one pack, however much is missing (R10.2)", breaks::rule},
    {"refusal_kept_silent", "a recharge that is refused says nothing (R10.4)", breaks::rule},
    {"cap_reached_silently", "a recharge that has to wait says nothing (R10.5)", breaks::rule},
    {"recharges_side_by_side", "a recharge in flight keeps no other away (R10.3)", breaks::rule},
    {"break_outlives_the_card", "another payment method does not end the break (R10.4)", breaks::rule},
    {"no_look_after_a_turn", "nothing is looked at where time alone changed something (R2.13)", breaks::rule},
    {"spend_cap_counted_late", "what a recharge costs is left out where the cap is asked (R10.5)",
     breaks::rule},
    {"held_deducted_twice", "what is held is deducted twice before a recharge (R10.2)", breaks::rule},
    {"overdraft_counted_late", "the overdraft is held against the debt before (R4.5)", breaks::rule},
    {"debt_paid_by_bought_credit_alone", "debt waits for bought credit (R4.6)", breaks::rule},
    {"holds_reserve_nothing", "a hold sets nothing aside (R6.1)", breaks::rule},
    {"holds_of_a_crumb", "a hold by quantity reserves the same crumb for all (R6.1)", breaks::rule},
    {"rest_stays_held", "the rest of a captured hold stays held (R6.2)", breaks::rule},
    {"hold_ttl_ignored", "every hold runs out after the usual time (R6.3)", breaks::rule},
    {"overrun_undoes_the_capture", "a capture that is more than the hold takes nothing (R6.2)", breaks::rule},
    {"limit_change_restarts_count", "a new limit counts from zero (R5.4)", breaks::rule},
    {"later_expiry_first", "what ends later is burned first (R3.3)", breaks::rule},
    {"expiry_swept_late", "lots end when a sweep comes by, hours later (R2.1)", breaks::rule},
    {"ending_claws_back", "what ends takes all that was granted, at the cost of other lots (R3.6, R3.11)",
     breaks::rule},
    {"slices_cut_to_cents", "each lot gives its part cut to two decimals (R3.4)", breaks::rule},
    {"bought_credit_ends_with_the_month", "bought credit ends with the usage period (R3.2)", breaks::rule},
    {"anchor_drifts", "a recurrence counts from the one before, not from the anchor (R2.2)", breaks::rule},
    {"recurs_with_others", "a lot recurs when another one begins (R3.9)", breaks::rule},
    {"no_recurrence_at_the_turn", "a recurrence at the turn of the period brings nothing (R2.4)",
     breaks::rule},
    {"recurs_when_booked", "a recurring lot also recurs when it is booked (R3.9)", breaks::rule},
    {"turns_again_in_utc", "after its first turn the usage period goes by UTC (R2.6)", breaks::rule},
    {"cycle_turns_again_in_utc", "a cycle that has turned turns again with the month in UTC (R8.2)",
     breaks::rule},
    {"rollover_lost", "nothing of a plan's credit is carried on (R8.2)", breaks::rule},
    {"upgrade_grants_twice", "an upgrade grants the new allocation beside the old one (R8.7)", breaks::rule},
    {"downgrade_acts_at_once", "a downgrade acts at once, and the way up grants again (R8.7)", breaks::rule},
    {"upgrade_priced_from_the_first",
     "a second upgrade is priced from the plan of the cycle's beginning (R8.7)", breaks::rule},
    {"new_prices_restart_counts", "limits count from zero when new prices take effect (R7.3)", breaks::rule},
    {"late_usage_at_todays_price", "late usage is priced by when it arrives (R2.5)", breaks::rule},
    {"estimate_is_spent", "what is estimated counts as spent (R7.4)", breaks::rule},
    {"credits_from_rounded_money", "credits asked for are worked out again from their price (R9.1)",
     breaks::rule},
    {"paid_invoice_voided", "an invoice that is paid can be voided (R9.3)", breaks::rule},
    {"refund_mints_credit", "a refund gives back twice what was taken (R9.7)", breaks::rule},
    {"chargeback_leaves_used", "what was used of a payment that is charged back is not owed (R9.6)",
     breaks::rule},
    {"chargeback_ignores_refunds", "a chargeback also takes what was refunded before (R9.6)", breaks::rule},
    {"won_dispute_returns_money",
     "a dispute that is won returns the payment's money as if it were credits (R9.6)", breaks::rule},
    {"late_success_dropped", "a success that is heard after the failure is dropped (R9.10)", breaks::rule},
    {"second_subscription_accepted", "who has a subscription may begin another one (R8.1)", breaks::rule},
    {"offset_of_the_anchor_kept", "the offset of the anchor holds for all its boundaries (R2.3)",
     breaks::shared, same_calendar},
    {"days_of_utc", "months are counted from the day that it is in UTC (R2.2)", breaks::shared,
     same_calendar},
    {"month_overflows", "a day that a month lacks falls into the next month (R2.2)", breaks::shared,
     same_calendar},
    {"half_goes_down", "a half is rounded down (R1.4)", breaks::shared,
     "both ledgers round by the same function"},
    {"every_currency_has_cents", "every currency has hundredths (R1.2)", breaks::shared,
     "both ledgers read the same table of currencies"},
    {"leak_arrival_order", "a gateway counts charges in the order in which they reach it (R14.7)",
     breaks::repeatability},
    {"leak_wall_time", "a gateway looks at the machine's clock (R14.7)", breaks::repeatability},
    {"gateway_mixes_customers", "a gateway goes by a payment's number, whosever it is (R14.7)",
     breaks::shell},
    {"agent_goes_on_after_a_restart", "an agent that is asked again goes on where it was (R2.14)",
     breaks::shell},
    {"auditor_judges_in_place", "an auditor changes the state that it would have to begin with again (R2.14)",
     breaks::shell},
    {"last_account_forgotten", "the last account of an epoch is not opened", breaks::shell},
    {"last_blocks_left_behind", "blocks that are gathered when the run ends are not written", breaks::shell},
    {"block_lost_with_the_recorder", "a recorder that is restarted leaves out the block at which one died",
     breaks::shell},
    {"resume_trusts_what_is_there", "what a resumed run does is not held against what is there (R14.7)",
     breaks::keeping, nothing_kept},
    {"torn_tail_stays", "blocks are written behind a torn tail, which is not cut", breaks::keeping,
     nothing_kept},
    {"account_dies", "an account throws when it commits", breaks::actor},
    {"agent_dies", "an agent throws when it is asked", breaks::actor},
    {"gateway_dies", "a gateway throws when it is asked", breaks::actor},
    {"auditor_dies", "an auditor throws when it is asked", breaks::actor},
}};

std::string from_environment() {
  const char* named = std::getenv(switch_variable);
  return named == nullptr ? std::string() : std::string(named);
}

std::string& switched_on() {
  static std::string name = from_environment();
  return name;
}

}  // namespace

std::span<const bug> bugs() {
  return table;
}

const bug* find_bug(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &bug::name);
  return found == table.end() ? nullptr : found;
}

void switch_on(const std::string& name) {
  switched_on() = name;
}

bool is_on(const char* name) {
  return switched_on() == name;
}

}  // namespace drawdown::planted
