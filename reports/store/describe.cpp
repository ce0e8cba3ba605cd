#include "reports/store/describe.hpp"

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"

namespace drawdown::reports {

namespace {

// Says each kind of event in words.
class narrator {
 public:
  narrator(const world& in, account_index account, const account_history& history, instant at)
      : in_(in), spec_(in.accounts.at(account)), account_(account), history_(history), at_(at) {}

  std::string operator()(const usage_event& usage) const {
    const meter& used = in_.catalog.meters.at(usage.meter);
    const std::string what = fmt::format("{} {}", used.name, quantity_text(usage.quantity, used.per));
    const std::string who = usage.agent == no_agent ? "" : agent(usage.agent) + " ";
    if (usage.repeated) return fmt::format("{}sent {} again, counted once", who, what);
    if (is_refusal(usage.result))
      return fmt::format("{}was refused {}: {}", who, what, words_for(usage.result));
    return fmt::format("{}used {}", who, what);
  }

  std::string operator()(const lot_event& lot) const {
    if (lot.payment != 0) return paid_for(lot.payment);
    const std::string_view kind = words_for(lot.kind);
    if (lot.result == outcome::scheduled)
      return fmt::format("{} credit scheduled for {}", kind, to_string(lot.effective));
    if (lot.created != at_) return fmt::format("{} credit that was scheduled became effective", kind);
    return fmt::format("{} credit granted", kind);
  }

  std::string operator()(const lot_end_event& end) const {
    const std::string_view kind = words_for(history_.kind_of(end.lot));
    if (end.expired.is_zero()) return fmt::format("{} credit ended, used up", kind);
    return fmt::format("{} credit expired", kind);
  }

  std::string operator()(const command_event& answer) const {
    const std::string what = name_of_step(answer);
    if (answer.repeated) return what + " sent again, counted once";
    if (is_refusal(answer.result)) return fmt::format("{} refused: {}", what, words_for(answer.result));
    return fmt::format("{} {}", what, answer.of == command_event::what::top_up ? "asked for" : "changed");
  }

  std::string operator()(const charge_event& charge) const {
    return fmt::format("{} sent to {}{}", name_of_payment(charge), gateway(charge.gateway),
                       charge.attempt == 1 ? "" : fmt::format(", attempt {}", charge.attempt));
  }

  std::string operator()(const heard_event& heard) const {
    const auto payment = history_.payments().find(heard.payment);
    if (payment == history_.payments().end())
      return fmt::format("notice of a payment that never was, {}", key_text(in_, account_, heard.key));
    return fmt::format("{} {}", name_of_payment(payment->second.first), news_of(heard));
  }

  std::string operator()(const recharge_failed_event& failure) const {
    if (!failure.declined) return fmt::format("auto-recharge failed: {}", words_for(failure.why));
    return fmt::format("auto-recharge failed: {}", declined(last_reason(failure.payment)));
  }

  std::string operator()(const recharge_off_event&) const {
    return "auto-recharge switched off after its last attempt failed";
  }

  std::string operator()(const figures_event& seen) const {
    if (seen.agent == no_agent) return "figures looked at";
    return fmt::format("figures looked at, {} {}", agent(seen.agent),
                       seen.agent_stopped ? "is stopped" : "may spend");
  }

 private:
  const std::string& agent(agent_index index) const { return spec_.agents.at(index).name; }
  const std::string& gateway(gateway_index index) const { return in_.gateways.at(index).name; }

  std::string name_of_payment(const charge_event& charge) const {
    return fmt::format("{} of {}", charge.recharge ? "auto-recharge" : "top-up",
                       to_string(charge.amount, in_.catalog.unit));
  }

  std::string paid_for(payment_id id) const {
    const auto payment = history_.payments().find(id);
    return payment == history_.payments().end() ? "paid credit granted"
                                                : name_of_payment(payment->second.first);
  }

  std::string name_of_step(const command_event& answer) const {
    if (answer.of == command_event::what::top_up) return "top-up";
    if (answer.of == command_event::what::grant) return "grant";
    const command* change = history_.change_of(at_, answer);
    const auto* of_agent = change == nullptr ? nullptr : std::get_if<set_agent_command>(&change->body);
    return of_agent == nullptr ? "settings" : "settings of " + agent(of_agent->agent);
  }

  std::string last_reason(payment_id id) const {
    const auto payment = history_.payments().find(id);
    return payment == history_.payments().end() ? std::string() : payment->second.last_reason;
  }

  // What a notice or an answer means to the customer (R9.4).
  std::string news_of(const heard_event& heard) const {
    switch (heard.effect) {
      case notice_effect::awaiting:
        return heard.answer == payment_answer::timed_out ? "not answered in time, to be awaited"
                                                         : "accepted, to be awaited";
      case notice_effect::credited:
        return "paid";
      case notice_effect::failed:
        return declined(history_.reason_of(heard));
      case notice_effect::already_credited:
        return "paid before, said again";
      case notice_effect::ignored:
        return fmt::format("said to be {}, changes nothing", name_of(heard.answer));
      case notice_effect::unknown_payment:
        return "never made";
    }
    return {};
  }

  static std::string declined(const std::string& reason) {
    return reason.empty() ? "declined" : fmt::format("declined, {}", reason);
  }

  const world& in_;
  const account_spec& spec_;
  account_index account_;
  const account_history& history_;
  instant at_;
};

}  // namespace

std::string quantity_text(std::int64_t quantity, measure per) {
  return per == measure::unit ? format_decimal(quantity, 6, true) : to_string(duration::from_us(quantity));
}

std::string_view words_for(lot_kind kind) {
  return kind == lot_kind::addon ? "add-on" : name_of(kind);
}

std::string_view words_for(outcome refusal) {
  switch (refusal) {
    case outcome::idempotency_conflict:
      return "its key came before with other content";
    case outcome::amount_out_of_range:
      return "the amount is too large";
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
    default:
      return name_of(refusal);
  }
}

std::string describe(const world& in, account_index account, const account_history& history,
                     const event& what) {
  return std::visit(narrator(in, account, history, what.at), what.body);
}

}  // namespace drawdown::reports
