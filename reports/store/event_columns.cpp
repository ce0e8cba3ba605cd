#include "reports/store/event_columns.hpp"

#include "engine/units/rate.hpp"

namespace drawdown::reports {

namespace {

class column_filler {
 public:
  column_filler(const account_history& history, instant at) : history_(history), at_(at) {}

  event_columns operator()(const usage_event& usage) const {
    event_columns row;
    for (const slice& taken : usage.slices) row.change -= taken.amount;
    row.amount = usage.amount;
    row.step = "use";
    row.result = name_of(usage.result);
    row.repeated = usage.repeated;
    if (usage.agent != no_agent) row.agent = usage.agent;
    row.meter = usage.meter;
    row.quantity = usage.quantity;
    row.key = usage.key;
    return row;
  }

  event_columns operator()(const lot_event& lot) const {
    event_columns row;
    if (lot.result == outcome::granted) row.change = lot.amount;
    row.amount = lot.amount;
    // A lot that a payment brought, or whose time has come, answers no step.
    if (lot.payment == 0 && lot.created == at_) row.step = "grant";
    row.result = name_of(lot.result);
    row.key = lot.key;
    row.lot = lot.lot;
    if (lot.payment != 0) {
      row.payment = lot.payment;
      row.moved = lot.cost;
    }
    return row;
  }

  event_columns operator()(const lot_end_event& end) const {
    event_columns row;
    row.change = -end.expired;
    row.amount = end.expired;
    row.lot = end.lot;
    return row;
  }

  event_columns operator()(const command_event& answer) const {
    event_columns row;
    row.step = name_of(answer.of);
    row.result = name_of(answer.result);
    row.repeated = answer.repeated;
    row.key = answer.key;
    const command* change = history_.change_of(at_, answer);
    const auto* of_agent = change == nullptr ? nullptr : std::get_if<set_agent_command>(&change->body);
    if (of_agent != nullptr) row.agent = of_agent->agent;
    return row;
  }

  event_columns operator()(const charge_event& charge) const {
    event_columns row;
    row.amount = charge.brings;
    row.key = charge.key;
    row.payment = charge.payment;
    row.attempt = charge.attempt;
    row.gateway = charge.gateway;
    return row;
  }

  event_columns operator()(const heard_event& heard) const {
    event_columns row;
    row.key = heard.key;
    if (heard.payment != 0) row.payment = heard.payment;
    row.attempt = heard.attempt;
    row.gateway = history_.gateway_of(heard.payment, heard.attempt);
    row.answer = name_of(heard.answer);
    const std::string reason = history_.reason_of(heard);
    if (!reason.empty()) row.reason = reason;
    row.effect = name_of(heard.effect);
    row.heard_as = heard.by_hand ? "by_hand" : heard.is_answer ? "answer" : "notice";
    return row;
  }

  event_columns operator()(const recharge_failed_event& failure) const {
    event_columns row;
    const auto payment = history_.payments().find(failure.payment);
    if (failure.payment != 0) row.payment = failure.payment;
    if (!failure.declined)
      row.result = name_of(failure.why);
    else if (payment != history_.payments().end() && !payment->second.last_reason.empty())
      row.reason = payment->second.last_reason;
    return row;
  }

  event_columns operator()(const recharge_off_event& off) const {
    event_columns row;
    row.payment = off.payment;
    return row;
  }

  event_columns operator()(const figures_event& seen) const {
    event_columns row;
    row.amount = seen.account.available();
    if (seen.agent != no_agent) row.agent = seen.agent;
    return row;
  }

 private:
  static std::string_view name_of(command_event::what step) {
    switch (step) {
      case command_event::what::top_up:
        return "top_up";
      case command_event::what::grant:
        return "grant";
      case command_event::what::set:
        return "set";
    }
    return "";
  }
  static std::string_view name_of(outcome o) { return drawdown::name_of(o); }
  static std::string_view name_of(payment_answer a) { return drawdown::name_of(a); }
  static std::string_view name_of(notice_effect e) { return drawdown::name_of(e); }

  const account_history& history_;
  instant at_;
};

}  // namespace

event_columns columns_of(const account_history& history, const event& what) {
  return std::visit(column_filler(history, what.at), what.body);
}

std::optional<money> worth_of(credits amount, const credit_rate& rate) {
  const auto worth = price_of(amount, rate, rounding::half_even);
  if (!worth) return std::nullopt;
  return *worth;
}

}  // namespace drawdown::reports
