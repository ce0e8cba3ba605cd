#include "reports/store/describe_billing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/store/describe.hpp"
#include "reports/store/purpose.hpp"

namespace drawdown::reports {

namespace {

// What a step asks for, as `name_of_step` says it.
class step_namer {
 public:
  step_namer(const world& in, account_index account) : in_(in), account_(account) {}

  std::string operator()(const set_agent_command& step) const {
    return "settings of " + in_.accounts.at(account_).agents.at(step.agent).name;
  }
  std::string operator()(const set_account_command&) const { return "settings"; }
  std::string operator()(const revoke_command& step) const {
    return fmt::format("revocation of grant {}", text_of(step.grant));
  }
  std::string operator()(const adjust_command&) const { return "adjustment"; }
  std::string operator()(const reset_command&) const { return "reset"; }
  std::string operator()(const subscribe_command& step) const {
    return fmt::format("subscription to {}", in_.catalog.plans.at(step.plan).name);
  }
  std::string operator()(const change_plan_command& step) const {
    return fmt::format("change of plan to {}", in_.catalog.plans.at(step.plan).name);
  }
  std::string operator()(const cancel_command& step) const {
    return step.at_once ? "cancellation at once" : "cancellation at the end of the cycle";
  }
  std::string operator()(const resume_command&) const { return "resumption of the subscription"; }
  std::string operator()(const add_on_command& step) const {
    return fmt::format("{} {} of {}", step.units, step.units == 1 ? "unit" : "units",
                       in_.catalog.add_ons.at(step.add_on).name);
  }
  std::string operator()(const seat_command& step) const {
    return fmt::format("{} of {}", step.joins ? "joining" : "leaving", in_.users.at(step.user));
  }
  std::string operator()(const refund_command& step) const {
    return fmt::format("refund of {}", text_of(step.debit));
  }
  std::string operator()(const refund_payment_command& step) const {
    return fmt::format("refund of payment {}", text_of(step.payment));
  }
  std::string operator()(const chargeback_command& step) const {
    return fmt::format("{} of payment {}", step.is_won ? "won chargeback" : "chargeback",
                       text_of(step.payment));
  }
  std::string operator()(const view_usage_command&) const { return "a look at the usage"; }
  std::string operator()(const invoice_command&) const { return "invoice"; }
  std::string operator()(const pay_invoice_command& step) const {
    return fmt::format("payment of invoice {}", text_of(step.invoice));
  }
  std::string operator()(const void_invoice_command& step) const {
    return fmt::format("voiding of invoice {}", text_of(step.invoice));
  }
  std::string operator()(const estimate_command&) const { return "estimate"; }
  std::string operator()(const quote_command& step) const {
    return "quote of " + std::visit(*this, step.change);
  }
  // What is answered by events of its own.
  template <class Other>
  std::string operator()(const Other&) const {
    return "step";
  }

 private:
  std::string text_of(const effect_key& key) const { return key_text(in_, account_, key); }

  const world& in_;
  account_index account_;
};

// What is asked for, where nobody knows the step any more.
std::string_view name_of_kind(command_event::what step) {
  switch (step) {
    case command_event::what::top_up:
      return "top-up";
    case command_event::what::grant:
      return "grant";
    case command_event::what::set:
      return "settings";
    case command_event::what::revoke:
      return "revocation";
    case command_event::what::adjust:
      return "adjustment";
    case command_event::what::reset:
      return "reset";
    case command_event::what::subscribe:
      return "subscription";
    case command_event::what::change_plan:
      return "change of plan";
    case command_event::what::cancel:
      return "cancellation";
    case command_event::what::resume:
      return "resumption of the subscription";
    case command_event::what::add_on:
      return "add-on";
    case command_event::what::add_user:
      return "joining of a user";
    case command_event::what::remove_user:
      return "leaving of a user";
    case command_event::what::refund:
      return "refund";
    case command_event::what::refund_payment:
      return "refund of a payment";
    case command_event::what::chargeback:
      return "chargeback";
    case command_event::what::win_chargeback:
      return "won chargeback";
    case command_event::what::view_usage:
      return "a look at the usage";
    case command_event::what::invoice:
      return "invoice";
    case command_event::what::pay_invoice:
      return "payment of an invoice";
    case command_event::what::void_invoice:
      return "voiding of an invoice";
    case command_event::what::estimate:
      return "estimate";
    case command_event::what::quote:
      return "quote";
  }
  throw defect("describe: a step that is none");
}

// What is said of a step that was accepted.
std::string_view word_of_acceptance(command_event::what step) {
  switch (step) {
    case command_event::what::set:
    case command_event::what::grant:
    case command_event::what::adjust:
    case command_event::what::revoke:
      return "changed";
    case command_event::what::cancel:
    case command_event::what::resume:
    case command_event::what::add_user:
    case command_event::what::remove_user:
    case command_event::what::add_on:
    case command_event::what::change_plan:
      return "accepted";
    default:
      return "asked for";
  }
}

bool any_went(const refund_event& refund, refunded_to where) {
  return std::ranges::any_of(refund.slices, [&](const refunded_slice& part) { return part.went == where; });
}

}  // namespace

std::string billing_narrator::text_of(money amount) const {
  return to_string(amount, in_.catalog.unit);
}

std::string billing_narrator::plan_text(plan_index plan) const {
  return plan == no_plan ? "a plan" : in_.catalog.plans.at(plan).name;
}

std::string billing_narrator::name_of(payment_for what, money amount) const {
  return payment_text(what, amount, in_.catalog.unit);
}

std::string billing_narrator::payment_named(payment_id id, const effect_key& key) const {
  const payment_record* payment = history_.payments().find(id);
  return payment == nullptr ? fmt::format("payment {}", text_of(key)) : name_of(*payment);
}

std::string billing_narrator::name_of_step(const command_event& answer) const {
  const command* step = history_.step_at(at_, answer.key);
  // Several steps of one instant may share a key; then only the first is known.
  const std::string known = step == nullptr ? "step" : std::visit(step_namer(in_, account_), step->body);
  return known == "step" || answer.result == outcome::idempotency_conflict
             ? std::string(name_of_kind(answer.of))
             : known;
}

// ` by ana`, where the scenario says who acts (R11.2).
std::string billing_narrator::acting(const command_event& answer) const {
  const command* step = history_.step_at(at_, answer.key);
  return step == nullptr || step->by == no_user ? "" : fmt::format(" by {}", in_.users.at(step->by));
}

// What is missing for a top-up: that the plan allows it, or a plan (R9.2).
std::string_view billing_narrator::why_refused(outcome refusal) const {
  const subscription_figures& now = history_.subscription().now();
  const bool runs = now.state == subscription_state::active || now.state == subscription_state::past_due;
  if (refusal != outcome::membership_required || !runs) return words_for(refusal);
  const bool is_open = sold_at(in_, account_, at_).terms->plans.at(now.plan).top_ups;
  return is_open ? words_for(refusal) : "the plan does not allow top-ups";
}

std::string billing_narrator::operator()(const command_event& answer) const {
  const std::string what = name_of_step(answer) + acting(answer);
  if (answer.repeated) return what + " sent again, counted once";
  if (is_refusal(answer.result)) return fmt::format("{} refused: {}", what, why_refused(answer.result));
  if (answer.of == command_event::what::reset) return "reset of the usage period";
  if (answer.of == command_event::what::view_usage) return "usage looked at" + acting(answer);
  return fmt::format("{} {}", what, word_of_acceptance(answer.of));
}

std::string billing_narrator::operator()(const carry_event& carry) const {
  const std::string kind(words_for(history_.kind_of(carry.lot)));
  const bool is_turn = history_.movements().front().what == movement::carried;
  if (!is_turn) return fmt::format("{} credit trimmed to what the new plan carries", kind);
  const std::string_view trimmed =
      carry.expired.is_zero() ? "" : ", what was beyond the bound of the plan expired";
  const std::string_view filled =
      carry.refilled.is_zero() ? "" : ", filled up to what the plan carries at least";
  return fmt::format("{} credit carried into the next period{}{}", kind, trimmed, filled);
}

std::string billing_narrator::operator()(const overage_event& billed) const {
  return fmt::format("{} credits of usage beyond the credit billed", to_string(billed.amount));
}

// `3 units of generative`: what is paid for now and was not before.
std::string billing_narrator::new_units(const subscription_figures& now) const {
  const std::vector<std::uint32_t>& before = history_.subscription().before().units;
  std::string text;
  for (std::size_t i = 0; i < now.units.size(); ++i) {
    if (now.units[i] == (i < before.size() ? before[i] : 0)) continue;
    text += fmt::format("{}{} {} of {}", text.empty() ? "" : ", ", now.units[i],
                        now.units[i] == 1 ? "unit" : "units", in_.catalog.add_ons.at(i).name);
  }
  return text.empty() ? "add-on units" : text;
}

std::string billing_narrator::new_users(const subscription_figures& now) const {
  const std::vector<user_index>& before = history_.subscription().before().users;
  std::string text;
  for (const user_index user : now.users)
    if (std::ranges::find(before, user) == before.end())
      text += fmt::format("{}{}", text.empty() ? "" : ", ", in_.users.at(user));
  return text.empty() ? "a user" : text;
}

// ` for 29.00 EUR`, where it was paid and the price told.
std::string billing_narrator::price_of(payment_id id) const {
  const payment_record* payment = history_.payments().find(id);
  const bool is_told = payment != nullptr && payment->credited && !payment->amount.is_zero();
  return is_told ? fmt::format(" for {}", text_of(payment->amount)) : "";
}

std::string billing_narrator::operator()(const subscription_event& change) const {
  const std::string price = price_of(change.payment);
  const std::string plan =
      plan_text(change.now.plan == no_plan ? history_.subscription().asked_for() : change.now.plan);
  switch (change.of) {
    case subscription_event::what::begun:
      return fmt::format("subscription to {} began{}", plan, price);
    case subscription_event::what::refused:
      return fmt::format("no subscription to {}: its first payment failed", plan);
    case subscription_event::what::turned:
      return fmt::format("a cycle of {} ended, the next one began", plan);
    case subscription_event::what::renewed:
      return fmt::format("subscription to {} renewed{}", plan, price);
    case subscription_event::what::past_due:
      return fmt::format("subscription to {} past due: its renewal is not paid", plan);
    case subscription_event::what::plan_changed:
      return fmt::format("plan changed to {}{}", plan, price);
    case subscription_event::what::units_paid:
      return fmt::format("{}{}", new_units(change.now), price);
    case subscription_event::what::user_joined:
      return fmt::format("{} joined{}", new_users(change.now), price);
    case subscription_event::what::ended:
      return fmt::format("subscription to {} ended", plan);
  }
  throw defect("describe: a change of a subscription that is none");
}

std::string billing_narrator::operator()(const refund_event& refund) const {
  const std::string what = fmt::format("refund of {}", text_of(refund.debit));
  if (refund.repeated) return what + " sent again, counted once";
  if (is_refusal(refund.result)) return fmt::format("{} refused: {}", what, words_for(refund.result));
  return fmt::format(
      "{}{}{}{}{}{}{}", what, refund.debt.is_zero() ? "" : ", what was owed for it is owed no more",
      refund.invoiced.is_zero() ? "" : ", what was invoiced for it is not billed",
      any_went(refund, refunded_to::debt) ? ", what had been charged back paid for that" : "",
      any_went(refund, refunded_to::expired) ? ", what came back to ended credit expired" : "",
      any_went(refund, refunded_to::regranted) ? ", what came back to ended credit is granted anew" : "",
      any_went(refund, refunded_to::revoked) ? ", what came back to revoked credit went with it" : "");
}

std::string billing_narrator::operator()(const payment_refund_event& refund) const {
  return fmt::format("{} given back of {}", text_of(refund.given_back),
                     payment_named(refund.id, refund.payment));
}

std::string billing_narrator::operator()(const chargeback_event& chargeback) const {
  const std::string payment = payment_named(chargeback.id, chargeback.payment);
  if (chargeback.is_won)
    return fmt::format("chargeback of {} won, {} come back", payment, text_of(chargeback.amount));
  return fmt::format("{} charged back, {} taken{}", payment, text_of(chargeback.amount),
                     chargeback.debt.is_zero() ? "" : ", what was used of it is owed");
}

std::string billing_narrator::operator()(const invoice_event& invoice) const {
  const std::string what = fmt::format("invoice for {}", payment_named(invoice.payment, invoice.invoice));
  switch (invoice.of) {
    case invoice_event::what::issued:
      return fmt::format("{} issued, due {}", what, clock_text(invoice.due, zone()));
    case invoice_event::what::paid_part:
      return fmt::format("{}: {} paid, {} open", what, text_of(invoice.amount), text_of(invoice.open));
    case invoice_event::what::paid:
      return fmt::format("{} paid", what);
    case invoice_event::what::overdue:
      return fmt::format("{} overdue, {} open", what, text_of(invoice.open));
    case invoice_event::what::voided:
      return fmt::format(
          "{} voided{}", what,
          invoice.amount.is_zero() ? "" : fmt::format(", {} given back", text_of(invoice.amount)));
  }
  throw defect("describe: an invoice of which nothing happened");
}

std::string billing_narrator::operator()(const estimate_event& estimate) const {
  const std::string who =
      estimate.agent == no_agent
          ? ""
          : fmt::format(" for {}", in_.accounts.at(account_).agents.at(estimate.agent).name);
  if (estimate.missing.is_zero()) return fmt::format("estimate{}: there is enough credit", who);
  if (estimate.offer.is_zero())
    return fmt::format("estimate{}: credit is missing, nothing offered covers it", who);
  return fmt::format("estimate{}: credit is missing, a top-up of {} covers it", who, text_of(estimate.offer));
}

std::string billing_narrator::operator()(const quote_event& quote) const {
  const command* step = history_.step_at(at_, quote.key);
  const std::string what = step == nullptr ? "quote" : std::visit(step_namer(in_, account_), step->body);
  const std::string when = quote.acts == at_ ? "at once" : "from " + clock_text(quote.acts, zone());
  return fmt::format("{}: {} now, {} per cycle, {}", what, text_of(quote.now), text_of(quote.per_cycle),
                     when);
}

}  // namespace drawdown::reports
