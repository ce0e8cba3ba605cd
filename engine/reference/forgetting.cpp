#include "engine/reference/forgetting.hpp"

#include <algorithm>
#include <variant>

namespace drawdown::reference {
namespace {

// R9.3–R9.6: steps that say which payment they are about.
bool names_a_payment(const command_body& step) {
  return std::holds_alternative<notice_command>(step) ||
         std::holds_alternative<refund_payment_command>(step) ||
         std::holds_alternative<chargeback_command>(step) ||
         std::holds_alternative<pay_invoice_command>(step) ||
         std::holds_alternative<void_invoice_command>(step);
}

// R9.5–R9.7: steps that look at what was used of lots, or give it back.
bool asks_credit_back(const command_body& step) {
  return std::holds_alternative<refund_command>(step) ||
         std::holds_alternative<refund_payment_command>(step) ||
         std::holds_alternative<chargeback_command>(step);
}

// R9.4, R9.10, R10.1: whether something of the payment is still to come.
bool is_awaited(const books& b, const payment& p) {
  const bool notice_comes =
      std::any_of(b.notices.begin(), b.notices.end(), [&](const notice& n) { return n.payment == p.id; });
  return notice_comes || b.in_flight.contains(p.id) || p.retry_at || b.subscription.awaited.contains(p.id);
}

// R8.6: a cancellation may give back a part of what paid for this cycle.
bool pays_for_the_cycle(const books& b, const payment& p) {
  return b.subscription.paid_by == p.id;
}

void forget_payments(books& b) {
  std::erase_if(b.payments, [&](const auto& entry) {
    const payment& p = entry.second;
    if (is_awaited(b, p) || pays_for_the_cycle(b, p)) return false;
    if (p.is_recharge() && p.credited) b.past_recharges.push_back({p.begun, p.amount});
    return true;
  });
  std::sort(b.past_recharges.begin(), b.past_recharges.end(),
            [](const past_recharge& a, const past_recharge& other) { return a.begun < other.begun; });
}

// R10.5: the caps count those of this usage period, the cooldown goes by the last one.
void forget_recharges(books& b) {
  if (b.past_recharges.empty()) return;
  const past_recharge last = b.past_recharges.back();
  std::erase_if(b.past_recharges, [&](const past_recharge& past) { return past.begun < b.period_began; });
  if (b.past_recharges.empty()) b.past_recharges.push_back(last);
}

// R3.6: a lot that is used up still ends, and then is not asked for any more. One of a subscription that is
// used up may be filled when its grant period is over (R8.2).
void forget_lots(books& b) {
  std::erase_if(b.past_lots, [&](const auto& entry) {
    const lot& l = entry.second;
    return !l.is_alive() || (l.ends.is_never() && !l.of_cycle);
  });
}

// R2.5: a period is named as long as usage may be late that occurred in it.
void forget_periods(desk& d) {
  std::vector<billing_period>& periods = d.books.billing;
  const auto is_named = [&](const billing_period& next) {
    return d.now - next.began < d.rules().late_usage_grace;
  };
  const auto first_named = std::find_if(periods.begin() + 1, periods.end(), is_named);
  periods.erase(periods.begin(), first_named - 1);
}

}  // namespace

void note_what_steps_name(books& b, const account_spec& account) {
  for (const auto& step : account.commands) {
    b.steps_name_payments = b.steps_name_payments || names_a_payment(step->body);
    b.steps_ask_credit_back = b.steps_ask_credit_back || asks_credit_back(step->body);
  }
}

void forget_what_is_over(desk& d) {
  books& b = d.books;
  if (!b.steps_name_payments) forget_payments(b);
  forget_recharges(b);
  if (!b.steps_ask_credit_back) forget_lots(b);
  forget_periods(d);
}

}  // namespace drawdown::reference
