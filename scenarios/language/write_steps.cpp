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

  void add_usage(const usage& body);
  void add_agent(agent_index agent) {
    if (agent != no_agent) made_.add("agent", scalar(spec_.agents[agent].name));
  }
  std::string finish(const effect_key& key) {
    if (key.was_given()) made_.add("key", key_name(key));
    return made_.text();
  }

 private:
  const meter& meter_of(meter_index index) const { return in_.catalog.meters[index]; }
  std::string key_name(const effect_key& key) const { return scalar(key_text(in_, account_, key)); }
  void add_factors(const meter& used, std::int64_t times, value_index value);
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

void step_writer::add_factors(const meter& used, std::int64_t times, value_index value) {
  if (!used.times.empty()) made_.add("times", fmt::format("{}", times));
  if (const auto* by = std::get_if<price_by_value>(&used.price))
    made_.add("value", scalar(by->values[value].value));
}

void step_writer::add_usage(const usage& body) {
  const meter& used = meter_of(body.meter);
  made_.add("use", scalar(used.name)).add("quantity", text_of(body.quantity, used));
  add_factors(used, body.times, body.value);
  add_attribution(body.agent, body.user, body.group);
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

}  // namespace

std::string step_text(const world& in, account_index account, const command& step) {
  step_writer writer(in, account, step.order);
  std::visit(writer, step.body);
  return writer.finish(step.key);
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
