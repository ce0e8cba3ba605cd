#include "engine/world/event.hpp"

#include "engine/units/words.hpp"

namespace drawdown {
namespace {

constexpr word_table<payment_for, 8> payment_words{
    {"top_up", "recharge", "subscription", "renewal", "plan_change", "units", "user", "overage"}};

constexpr word_table<subscription_state, 5> state_words{{"none", "pending", "active", "past_due", "ended"}};

constexpr word_table<subscription_event::what, 9> subscription_words{
    {"subscribed", "subscription_refused", "turned", "renewed", "past_due", "plan_changed", "units_paid",
     "user_joined", "subscription_ended"}};

constexpr word_table<invoice_event::what, 5> invoice_words{
    {"invoice_issued", "invoice_paid_part", "invoice_paid", "invoice_overdue", "invoice_voided"}};

}  // namespace

std::string_view name_of(invoice_event::what w) {
  return invoice_words.of(w);
}

std::string_view name_of(payment_for f) {
  return payment_words.of(f);
}

std::string_view name_of(subscription_state s) {
  return state_words.of(s);
}
std::optional<subscription_state> subscription_state_named(std::string_view name) {
  return state_words.named(name);
}

std::string_view name_of(subscription_event::what w) {
  return subscription_words.of(w);
}

}  // namespace drawdown
