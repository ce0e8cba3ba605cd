#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/write_parts.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 3> answer_words = {"succeeded", "declined", "timed_out"};

// Writes one step: when, whose, what it does, and its key.
class step_writer {
 public:
  step_writer(const world& in, account_index account, const turn_order& order)
      : in_(in), account_(account), spec_(in.accounts[account]) {
    made_.add("at", to_string(order.at)).add("account", scalar(spec_.name));
  }

  void operator()(const usage& body) {
    add_agent(body.agent);
    add_usage(body);
  }
  void operator()(const top_up_command& body) { made_.add("top_up", text_of(body.amount, in_)); }
  void operator()(const grant_command& body) { made_.add("grant", grant_mapping(body, in_).text()); }
  void operator()(const set_agent_command& body);
  void operator()(const set_account_command& body);
  void operator()(const notice_command& body);
  void operator()(const crash_command& body);
  void operator()(const expect_command& body);
  void operator()(const hold_command& body);
  void operator()(const capture_command& body);
  void operator()(const void_command& body) { made_.add("void", key_name(body.hold)); }
  void operator()(const revoke_command& body) { made_.add("revoke", key_name(body.grant)); }
  void operator()(const adjust_command& body) {
    made_.add("adjust", to_string(body.amount));
    if (body.amount < credits{}) made_.add("into_debt", text_of(body.into_debt));
  }
  void operator()(const reset_command&) { made_.add("reset", "true"); }
  void operator()(const subscribe_command& body);
  void operator()(const change_plan_command& body) { add_plan_change(body, made_); }
  void operator()(const cancel_command& body) {
    made_.add("cancel", body.at_once ? "at_once" : "period_end");
  }
  void operator()(const resume_command&) { made_.add("resume", "true"); }
  void operator()(const add_on_command& body) { add_units(body, made_); }
  void operator()(const seat_command& body) { add_seat(body, made_); }
  void operator()(const refund_command& body) {
    made_.add("refund", key_name(body.debit));
    if (body.amount) made_.add("amount", to_string(*body.amount));
  }
  void operator()(const refund_payment_command& body) {
    made_.add("refund_payment", key_name(body.payment));
    if (body.amount) made_.add("amount", to_string(*body.amount));
  }
  void operator()(const chargeback_command& body) {
    made_.add(body.is_won ? "win_chargeback" : "chargeback", key_name(body.payment));
  }
  void operator()(const view_usage_command&) { made_.add("view_usage", "true"); }
  void operator()(const invoice_command& body) { made_.add("invoice", text_of(body.amount, in_)); }
  void operator()(const pay_invoice_command& body) {
    made_.add("pay_invoice", key_name(body.invoice));
    if (body.amount) made_.add("amount", money_text(*body.amount, in_));
  }
  void operator()(const void_invoice_command& body) { made_.add("void_invoice", key_name(body.invoice)); }
  void operator()(const estimate_command& body);
  void operator()(const quote_command& body);

  void add_usage(const usage& body);
  void add_agent(agent_index agent) {
    if (agent != no_agent) made_.add("agent", scalar(spec_.agents[agent].name));
  }
  std::string finish(const effect_key& key, user_index by = no_user) {
    if (by != no_user) made_.add("by", scalar(in_.users[by]));
    if (key.was_given()) made_.add("key", key_name(key));
    return made_.text();
  }

 private:
  const meter& meter_of(meter_index index) const { return in_.catalog.meters[index]; }
  std::string key_name(const effect_key& key) const { return scalar(key_text(in_, account_, key)); }
  void add_factors(const meter& used, std::int64_t times, value_index value) {
    add_factors(used, times, value, made_);
  }
  static void add_factors(const meter& used, std::int64_t times, value_index value, flow_mapping& into);
  void add_plan_change(const change_plan_command& body, flow_mapping& into) const;
  void add_units(const add_on_command& body, flow_mapping& into) const;
  void add_seat(const seat_command& body, flow_mapping& into) const {
    into.add(body.joins ? "add_user" : "remove_user", scalar(in_.users[body.user]));
  }
  void add_attribution(agent_index agent, user_index user, group_index group);

  const world& in_;
  account_index account_;
  const account_spec& spec_;
  flow_mapping made_;
};

// A user is named where it is not the agent's own.
void step_writer::add_attribution(agent_index agent, user_index user, group_index group) {
  const user_index own = agent == no_agent ? no_user : spec_.agents[agent].user;
  if (user != no_user && user != own) made_.add("user", scalar(in_.users[user]));
  if (group != no_group) made_.add("group", scalar(in_.groups[group]));
}

void step_writer::add_factors(const meter& used, std::int64_t times, value_index value, flow_mapping& into) {
  if (!used.times.empty()) into.add("times", fmt::format("{}", times));
  if (const auto* by = std::get_if<price_by_value>(&used.price))
    into.add("value", scalar(by->values[value].value));
}

void step_writer::add_usage(const usage& body) {
  const meter& used = meter_of(body.meter);
  made_.add("use", scalar(used.name)).add("quantity", text_of(body.quantity, used));
  add_factors(used, body.times, body.value);
  add_attribution(body.agent, body.user, body.group);
  if (body.occurred_at != instant::never()) made_.add("occurred_at", to_string(body.occurred_at));
}

void step_writer::operator()(const set_agent_command& body) {
  flow_mapping set;
  if (body.policy) set.add("when_plan_exhausted", policy_text(*body.policy));
  if (body.monthly_limit) set.add("monthly_limit", limit_text(*body.monthly_limit));
  add_agent(body.agent);
  made_.add("set", set.text());
}

void step_writer::operator()(const set_account_command& body) {
  flow_mapping set;
  if (body.payment_methods) set.add("payment_methods", text_of(*body.payment_methods, in_));
  if (body.auto_recharge)
    set.add("auto_recharge", *body.auto_recharge ? text_of(**body.auto_recharge, in_) : "off");
  if (body.low_balance) set.add("low_balance", *body.low_balance ? to_string(**body.low_balance) : "off");
  made_.add("set", set.text());
}

void step_writer::operator()(const notice_command& body) {
  made_.add("notice", answer_words[static_cast<std::size_t>(body.answer)]).add("of", key_name(body.payment));
  if (body.attempt) made_.add("attempt", fmt::format("{}", *body.attempt));
}

void step_writer::operator()(const crash_command& body) {
  switch (body.target) {
    case crash_command::whom::account:
      made_.add("crash", "account");
      return;
    case crash_command::whom::agent:
      add_agent(body.index);
      made_.add("crash", "agent");
      return;
    case crash_command::whom::gateway:
      made_.add("crash", flow_mapping().add("gateway", scalar(in_.gateways[body.index].name)).text());
      return;
    case crash_command::whom::auditor:
      made_.add("crash", "auditor");
      return;
  }
}

void step_writer::operator()(const expect_command& body) {
  add_agent(body.agent);
  made_.add("expect", expected_mapping(in_, in_.expectations[body.expectation]).text());
}

void step_writer::operator()(const hold_command& body) {
  add_agent(body.agent);
  if (body.quantity) {
    const meter& used = meter_of(body.meter);
    made_.add("hold", scalar(used.name)).add("quantity", text_of(*body.quantity, used));
    add_factors(used, body.times, body.value);
  } else {
    made_.add("hold", to_string(body.amount));
    if (body.meter != no_meter) made_.add("meter", scalar(meter_of(body.meter).name));
  }
  // A hold without one is not the same as one with the setting's, should it be sent again (R4.3).
  if (body.ttl) made_.add("ttl", to_string(*body.ttl));
  add_attribution(body.agent, body.user, body.group);
}

void step_writer::operator()(const capture_command& body) {
  if (const auto* amount = std::get_if<credits>(&body.amount)) {
    made_.add("capture", to_string(*amount));
  } else if (const auto* metered = std::get_if<metered_quantity>(&body.amount)) {
    const meter& used = meter_of(metered->meter);
    made_.add("capture", scalar(used.name)).add("quantity", text_of(metered->quantity, used));
    add_factors(used, metered->times, metered->value);
  } else {
    made_.add("capture", "all");
  }
  made_.add("of", key_name(body.hold)).add("keep_rest", text_of(body.keep_rest));
}

void step_writer::operator()(const subscribe_command& body) {
  made_.add("subscribe", scalar(in_.catalog.plans[body.plan].name));
  if (body.anchor) made_.add("anchor", to_string(*body.anchor));
}

void step_writer::add_plan_change(const change_plan_command& body, flow_mapping& into) const {
  into.add("change_plan", scalar(in_.catalog.plans[body.plan].name))
      .add("prorate", text_of(body.prorate))
      .add("change_cycle", body.restart ? "restart" : "keep");
}

void step_writer::add_units(const add_on_command& body, flow_mapping& into) const {
  into.add("add_on", scalar(in_.catalog.add_ons[body.add_on].name))
      .add("units", fmt::format("{}", body.units));
}

void step_writer::operator()(const estimate_command& body) {
  add_agent(body.agent);
  flow_list activities;
  for (const metered_quantity& one : body.activities) {
    const meter& used = meter_of(one.meter);
    flow_mapping activity;
    activity.add("use", scalar(used.name)).add("quantity", text_of(one.quantity, used));
    add_factors(used, one.times, one.value, activity);
    activities.add(activity.text());
  }
  made_.add("estimate", activities.text());
}

void step_writer::operator()(const quote_command& body) {
  flow_mapping quoted;
  if (const auto* units = std::get_if<add_on_command>(&body.change)) add_units(*units, quoted);
  if (const auto* seat = std::get_if<seat_command>(&body.change)) add_seat(*seat, quoted);
  if (const auto* plan = std::get_if<change_plan_command>(&body.change)) add_plan_change(*plan, quoted);
  made_.add("quote", quoted.text());
}

}  // namespace

std::string step_text(const world& in, account_index account, const command& step) {
  step_writer writer(in, account, step.order);
  std::visit(writer, step.body);
  return writer.finish(step.key, step.by);
}

std::string step_text(const world& in, account_index account, const usage& step) {
  step_writer writer(in, account, step.order);
  writer(step);
  return writer.finish(step.key);
}

std::string row_text(const world& in, account_index account, const usage& row) {
  const std::string step = step_text(in, account, row);
  return fmt::format("{{line: {}, {}", row.order.number, step.substr(1));
}

}  // namespace drawdown::language
