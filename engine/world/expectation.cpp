#include "engine/world/expectation.hpp"

#include "engine/units/words.hpp"

namespace drawdown {

namespace {

constexpr word_table<figure, figure_names> figure_words{{"balance", "held", "available", "debt", "net",
                                                         "free", "plan", "addon", "adjustment", "paid",
                                                         "wallet", "spent", "counted"}};
constexpr word_table<lot_part, lot_parts> lot_words{
    {"left", "held", "granted", "refilled", "used", "expired", "revoked"}};
constexpr word_table<hold_part, hold_parts> hold_words{{"left", "amount", "captured", "released"}};
constexpr word_table<hold_state, hold_states> state_words{{"open", "captured", "voided", "ran_out"}};
constexpr word_table<credit_flow, credit_flows> flow_words{
    {"granted", "refilled", "used", "expired", "revoked", "forgiven"}};

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

}  // namespace drawdown
