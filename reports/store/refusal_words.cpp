// What refusals are called where people read them.
#include "engine/world/outcome.hpp"
#include "reports/store/describe.hpp"

namespace drawdown::reports {

namespace {

// Of subscriptions, refunds, chargebacks and invoices (R8, R9).
std::string_view words_for_billing(outcome refusal) {
  switch (refusal) {
    case outcome::already_subscribed:
      return "there is a subscription";
    case outcome::subscription_required:
      return "there is no subscription";
    case outcome::subscription_ended:
      return "the subscription has ended";
    case outcome::subscription_past_due:
      return "the subscription is past due";
    case outcome::payment_pending:
      return "an earlier payment is not known yet";
    case outcome::add_on_not_offered:
      return "the plan is not sold with it";
    case outcome::already_a_user:
      return "the user is there";
    case outcome::not_a_user:
      return "there is no such user";
    case outcome::membership_required:
      return "a plan that is paid for is needed";
    case outcome::unknown_debit:
      return "nothing was charged under that key";
    case outcome::exceeds_debit:
      return "it is more than is left of it";
    case outcome::refund_window_over:
      return "it was charged too long ago";
    case outcome::unknown_payment:
      return "no payment of that key succeeded";
    case outcome::non_refundable:
      return "it is not refundable";
    case outcome::already_charged_back:
      return "it was charged back before";
    case outcome::not_charged_back:
      return "it was not charged back";
    case outcome::already_won:
      return "it was won before";
    case outcome::billing_method:
      return "the account is billed the other way";
    case outcome::unknown_invoice:
      return "there is no such invoice";
    case outcome::exceeds_invoice:
      return "it is more than is open";
    case outcome::already_paid:
      return "it was paid before";
    case outcome::forbidden:
      return "it needs another role";
    default:
      return name_of(refusal);
  }
}

}  // namespace

std::string_view words_for(lot_kind kind) {
  return kind == lot_kind::addon ? "add-on" : name_of(kind);
}

std::string_view words_for(outcome refusal) {
  switch (refusal) {
    case outcome::idempotency_conflict:
      return "its key came before with other content";
    case outcome::amount_out_of_range:
      return "the amount is too large";
    case outcome::too_late:
      return "it occurred too long ago";
    case outcome::account_suspended:
      return "the account is suspended";
    case outcome::feature_not_in_plan:
      return "the plan does not have it";
    case outcome::positive_balance_required:
      return "a positive balance is needed";
    case outcome::limit_reached:
      return "the monthly limit is reached";
    case outcome::plan_exhausted:
      return "the plan does not cover it";
    case outcome::insufficient_credit:
      return "not enough credit";
    case outcome::amount_not_offered:
      return "this amount is not offered";
    case outcome::below_minimum:
      return "below the minimum";
    case outcome::above_maximum:
      return "above the maximum";
    case outcome::amount_too_small:
      return "the amount is too small";
    case outcome::no_payment_method:
      return "no payment method";
    case outcome::ends_before_it_begins:
      return "it would end before it begins";
    case outcome::lot_has_cost:
      return "credit that was paid for is never refilled";
    case outcome::exceeds_hold:
      return "it is more than is held";
    case outcome::unknown_hold:
      return "nothing was held under that key";
    case outcome::already_captured:
      return "the hold was captured before";
    case outcome::already_voided:
      return "the hold was released before";
    case outcome::already_ran_out:
      return "the hold ran out before";
    case outcome::unknown_grant:
      return "nothing was granted under that key";
    case outcome::used_up:
      return "nothing is left of it";
    case outcome::lot_ended:
      return "the credit ended before";
    case outcome::already_revoked:
      return "it was revoked before";
    default:
      return words_for_billing(refusal);
  }
}

}  // namespace drawdown::reports
