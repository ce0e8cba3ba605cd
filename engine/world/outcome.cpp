#include "engine/world/outcome.hpp"

#include "engine/units/words.hpp"

namespace drawdown {

namespace {

constexpr word_table<outcome, outcomes> outcome_words{{"charged",
                                                       "granted",
                                                       "scheduled",
                                                       "requested",
                                                       "changed",
                                                       "held",
                                                       "captured",
                                                       "voided",
                                                       "revoked",
                                                       "adjusted",
                                                       "subscribed",
                                                       "refunded",
                                                       "charged_back",
                                                       "won",
                                                       "shown",
                                                       "idempotency_conflict",
                                                       "amount_out_of_range",
                                                       "too_late",
                                                       "account_suspended",
                                                       "feature_not_in_plan",
                                                       "positive_balance_required",
                                                       "limit_reached",
                                                       "plan_exhausted",
                                                       "insufficient_credit",
                                                       "amount_not_offered",
                                                       "below_minimum",
                                                       "above_maximum",
                                                       "amount_too_small",
                                                       "no_payment_method",
                                                       "ends_before_it_begins",
                                                       "lot_has_cost",
                                                       "exceeds_hold",
                                                       "unknown_hold",
                                                       "already_captured",
                                                       "already_voided",
                                                       "already_ran_out",
                                                       "unknown_grant",
                                                       "used_up",
                                                       "lot_ended",
                                                       "already_revoked",
                                                       "already_subscribed",
                                                       "subscription_required",
                                                       "subscription_ended",
                                                       "subscription_past_due",
                                                       "payment_pending",
                                                       "add_on_not_offered",
                                                       "already_a_user",
                                                       "not_a_user",
                                                       "membership_required",
                                                       "unknown_debit",
                                                       "exceeds_debit",
                                                       "refund_window_over",
                                                       "unknown_payment",
                                                       "non_refundable",
                                                       "already_charged_back",
                                                       "not_charged_back",
                                                       "already_won",
                                                       "billing_method",
                                                       "unknown_invoice",
                                                       "exceeds_invoice",
                                                       "already_paid",
                                                       "forbidden"}};

constexpr word_table<payment_answer, 3> answer_words{{"succeeded", "declined", "timed_out"}};

constexpr word_table<notice_effect, 6> effect_words{
    {"awaiting", "credited", "failed", "already_credited", "ignored", "unknown_payment"}};

constexpr word_table<lot_kind, lot_kinds> kind_words{{"free", "plan", "addon", "adjustment", "paid"}};

}  // namespace

std::string_view name_of(outcome o) {
  return outcome_words.of(o);
}
std::optional<outcome> outcome_named(std::string_view name) {
  return outcome_words.named(name);
}

std::string_view name_of(payment_answer a) {
  return answer_words.of(a);
}

std::string_view name_of(notice_effect e) {
  return effect_words.of(e);
}

std::string_view name_of(lot_kind k) {
  return kind_words.of(k);
}
std::optional<lot_kind> lot_kind_named(std::string_view name) {
  return kind_words.named(name);
}

}  // namespace drawdown
