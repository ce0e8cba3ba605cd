#include "reports/html/kind_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace drawdown::reports::html {

namespace {

constexpr std::array kinds = {
    kind_words{"charged", "Usage", "Usage charged"},
    kind_words{"refused", "Usage", "Usage, a grant or a change refused"},
    kind_words{"repeated", "Usage", "The same key again, counted once"},
    kind_words{"overage_billed", "Usage", "Usage beyond the credit billed"},
    kind_words{"held", "Holds", "Credit held"},
    kind_words{"hold_refused", "Holds", "Hold refused"},
    kind_words{"captured", "Holds", "Hold captured"},
    kind_words{"capture_refused", "Holds", "Capture refused"},
    kind_words{"released", "Holds", "Hold released"},
    kind_words{"ran_out", "Holds", "Hold ran out"},
    kind_words{"release_refused", "Holds", "Release refused"},
    kind_words{"granted", "Credit", "Credit granted"},
    kind_words{"scheduled", "Credit", "Credit scheduled for later"},
    kind_words{"expired", "Credit", "A lot ended"},
    kind_words{"carried", "Credit", "A lot carried into the next period"},
    kind_words{"recurred", "Credit", "A lot came again"},
    kind_words{"reset", "Credit", "A lot reset"},
    kind_words{"revoked", "Credit", "Credit revoked"},
    kind_words{"adjusted", "Credit", "Credit taken by an operator"},
    kind_words{"debt_paid", "Credit", "Debt paid"},
    kind_words{"debt_dropped", "Credit", "Debt dropped"},
    kind_words{"top_up_requested", "Top-ups and payments", "Top-up asked for"},
    kind_words{"top_up_refused", "Top-ups and payments", "Top-up refused"},
    kind_words{"charge", "Top-ups and payments", "Attempt sent to a gateway"},
    kind_words{"answered", "Top-ups and payments", "Attempt accepted, outcome to come"},
    kind_words{"credited", "Top-ups and payments", "Payment succeeded"},
    kind_words{"declined", "Top-ups and payments", "Payment declined"},
    kind_words{"timed_out", "Top-ups and payments", "Gateway timed out"},
    kind_words{"already_credited", "Top-ups and payments", "Success said again"},
    kind_words{"notice_ignored", "Top-ups and payments", "Notice that changed nothing"},
    kind_words{"low_balance", "Auto-recharge", "Low balance"},
    kind_words{"recharge_waits", "Auto-recharge", "Auto-recharge waits"},
    kind_words{"recharge_failed", "Auto-recharge", "Auto-recharge failed"},
    kind_words{"recharge_off", "Auto-recharge", "Auto-recharge switched off"},
    kind_words{"refunded", "Refunds and chargebacks", "Usage refunded"},
    kind_words{"refund_refused", "Refunds and chargebacks", "Refund refused"},
    kind_words{"payment_refunded", "Refunds and chargebacks", "Payment given back"},
    kind_words{"charged_back", "Refunds and chargebacks", "Payment charged back"},
    kind_words{"chargeback_won", "Refunds and chargebacks", "Chargeback won"},
    kind_words{"invoice_issued", "Invoices", "Invoice issued"},
    kind_words{"invoice_paid_part", "Invoices", "Invoice paid in part"},
    kind_words{"invoice_paid", "Invoices", "Invoice paid"},
    kind_words{"invoice_overdue", "Invoices", "Invoice overdue"},
    kind_words{"invoice_voided", "Invoices", "Invoice void"},
    kind_words{"subscribed", "Subscriptions", "Subscription began"},
    kind_words{"subscription_refused", "Subscriptions", "First payment of a subscription failed"},
    kind_words{"turned", "Subscriptions", "Cycle ended"},
    kind_words{"renewed", "Subscriptions", "Subscription renewed"},
    kind_words{"past_due", "Subscriptions", "Renewal not paid, past due"},
    kind_words{"plan_changed", "Subscriptions", "Plan changed"},
    kind_words{"units_paid", "Subscriptions", "Add-on units paid for"},
    kind_words{"user_joined", "Subscriptions", "User joined"},
    kind_words{"subscription_ended", "Subscriptions", "Subscription ended"},
    kind_words{"changed", "Settings and questions", "Settings or subscription changed"},
    kind_words{"estimated", "Settings and questions", "Estimate asked for"},
    kind_words{"quoted", "Settings and questions", "Quote asked for"},
    kind_words{"looked_at", "Settings and questions", "Figures looked at"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 24> entries = {{
    {"usage", "Usage"},
    {"captured_usage", "Captured usage"},
    {"hold", "Hold"},
    {"release", "Release"},
    {"top_up", "Top-up"},
    {"allocation", "Included allocation"},
    {"grant", "Grant"},
    {"scheduled", "Scheduled"},
    {"adjustment", "Adjustment"},
    {"expiry", "Expiry"},
    {"carry", "Carried over"},
    {"refill", "Refill"},
    {"revocation", "Revocation"},
    {"debt_paid", "Debt paid"},
    {"debt_dropped", "Debt dropped"},
    {"subscription", "Subscription"},
    {"invoice", "Invoice"},
    {"refund", "Refund"},
    {"overage", "Overage"},
    {"payment_refund", "Payment refund"},
    {"chargeback", "Chargeback"},
    {"refused", "Refused"},
    {"payment_failed", "Payment failed"},
    {"notice", "Notice"},
}};

}  // namespace

std::span<const kind_words> all_kind_words() {
  return kinds;
}

std::string_view words_for_entry(std::string_view entry) {
  const auto* found =
      std::ranges::find(entries, entry, &std::pair<std::string_view, std::string_view>::first);
  return found == entries.end() ? entry : found->second;
}

}  // namespace drawdown::reports::html
