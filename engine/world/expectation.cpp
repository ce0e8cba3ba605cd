#include "engine/world/expectation.hpp"

#include "engine/units/words.hpp"

namespace drawdown {

namespace {

constexpr word_table<figure, figure_names> figure_words{{"balance", "held", "available", "debt", "net",
                                                         "free", "plan", "addon", "adjustment", "paid",
                                                         "wallet", "invoiced", "spent", "counted"}};
constexpr word_table<lot_part, lot_parts> lot_words{
    {"left", "held", "granted", "refilled", "used", "expired", "revoked"}};
constexpr word_table<hold_part, hold_parts> hold_words{{"left", "amount", "captured", "released"}};
constexpr word_table<hold_state, hold_states> state_words{{"open", "captured", "voided", "ran_out"}};
constexpr word_table<credit_flow, credit_flows> flow_words{
    {"granted", "refilled", "used", "expired", "revoked", "forgiven", "invoiced"}};

constexpr word_table<subscription_part, subscription_parts> subscription_words{
    {"state", "plan", "next_plan", "renews", "cancels", "units", "users"}};
constexpr word_table<payment_state, payment_states> payment_words{
    {"in_flight", "succeeded", "failed", "refunded", "charged_back"}};
constexpr word_table<invoice_state, invoice_states> invoice_words{{"open", "overdue", "paid", "voided"}};
constexpr word_table<estimate_part, estimate_parts> estimate_words{
    {"total", "available", "after", "missing", "brings"}};
constexpr word_table<quote_part, quote_parts> quote_words{{"now", "per_cycle"}};

}  // namespace

std::string_view name_of(figure f) {
  return figure_words.of(f);
}
std::optional<figure> figure_named(std::string_view name) {
  return figure_words.named(name);
}

credits value_of(figure which, const figures& account) {
  switch (which) {
    case figure::balance:
      return account.balance();
    case figure::held:
      return account.held;
    case figure::available:
      return account.available();
    case figure::debt:
      return account.debt;
    case figure::net:
      return account.net();
    case figure::free:
      return account.of(lot_kind::free);
    case figure::plan:
      return account.of(lot_kind::plan);
    case figure::addon:
      return account.of(lot_kind::addon);
    case figure::adjustment:
      return account.of(lot_kind::adjustment);
    case figure::paid:
      return account.of(lot_kind::paid);
    case figure::wallet:
      return account.wallet();
    case figure::invoiced:
      return account.invoiced;
    case figure::agent_spent:
    case figure::agent_counted:
      break;
  }
  throw defect("value_of: no figure of an account");
}

std::string_view name_of(lot_part p) {
  return lot_words.of(p);
}
std::optional<lot_part> lot_part_named(std::string_view name) {
  return lot_words.named(name);
}

std::string_view name_of(hold_part p) {
  return hold_words.of(p);
}
std::optional<hold_part> hold_part_named(std::string_view name) {
  return hold_words.named(name);
}

std::string_view name_of(hold_state s) {
  return state_words.of(s);
}
std::optional<hold_state> hold_state_named(std::string_view name) {
  return state_words.named(name);
}

std::string_view name_of(credit_flow f) {
  return flow_words.of(f);
}
std::optional<credit_flow> credit_flow_named(std::string_view name) {
  return flow_words.named(name);
}

std::string_view name_of(subscription_part p) {
  return subscription_words.of(p);
}
std::optional<subscription_part> subscription_part_named(std::string_view name) {
  return subscription_words.named(name);
}

std::string_view name_of(payment_state s) {
  return payment_words.of(s);
}
std::optional<payment_state> payment_state_named(std::string_view name) {
  return payment_words.named(name);
}

std::string_view name_of(invoice_state s) {
  return invoice_words.of(s);
}
std::optional<invoice_state> invoice_state_named(std::string_view name) {
  return invoice_words.named(name);
}

std::string_view name_of(estimate_part p) {
  return estimate_words.of(p);
}
std::optional<estimate_part> estimate_part_named(std::string_view name) {
  return estimate_words.named(name);
}

std::string_view name_of(quote_part p) {
  return quote_words.of(p);
}
std::optional<quote_part> quote_part_named(std::string_view name) {
  return quote_words.named(name);
}

}  // namespace drawdown
