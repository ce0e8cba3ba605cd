// What is said of subscriptions, refunds, chargebacks, invoices and estimates, and of the steps that ask for
// them, in the words of a billing page (R12.1).
#pragma once

#include <string>
#include <string_view>

#include "engine/world/event.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"

namespace drawdown::reports {

// Says these kinds of events in words, once `history` has taken them in.
class billing_narrator {
 public:
  billing_narrator(const world& in, account_index account, const account_history& history, instant at)
      : in_(in), account_(account), history_(history), at_(at) {}

  // `top-up of 50.00 USD`.
  std::string name_of(payment_for what, money amount) const;
  std::string name_of(const payment_record& payment) const { return name_of(payment.of, payment.amount); }

  // Why something was refused, where the subscription has to do with it.
  std::string_view why_refused(outcome refusal) const;

  std::string operator()(const command_event& answer) const;
  std::string operator()(const carry_event& carry) const;
  std::string operator()(const subscription_event& change) const;
  std::string operator()(const refund_event& refund) const;
  std::string operator()(const payment_refund_event& refund) const;
  std::string operator()(const chargeback_event& chargeback) const;
  std::string operator()(const invoice_event& invoice) const;
  std::string operator()(const overage_event& billed) const;
  std::string operator()(const estimate_event& estimate) const;
  std::string operator()(const quote_event& quote) const;

 private:
  std::string name_of_step(const command_event& answer) const;
  std::string acting(const command_event& answer) const;
  std::string payment_named(payment_id id, const effect_key& key) const;
  const zone_table& zone() const { return in_.zones.at(in_.accounts.at(account_).zone); }
  std::string text_of(money amount) const;
  std::string text_of(const effect_key& key) const { return key_text(in_, account_, key); }
  std::string plan_text(plan_index plan) const;
  std::string price_of(payment_id id) const;
  std::string new_units(const subscription_figures& now) const;
  std::string new_users(const subscription_figures& now) const;

  const world& in_;
  account_index account_;
  const account_history& history_;
  instant at_;
};

}  // namespace drawdown::reports
