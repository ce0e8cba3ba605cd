#include "engine/worldgen/references.hpp"

#include <algorithm>
#include <memory>
#include <type_traits>
#include <variant>

namespace drawdown::worldgen {
namespace {

constexpr std::size_t nothing = SIZE_MAX;

// Notes what steps name.
class name_reader {
 public:
  explicit name_reader(things_named& into) : all_(into) {}

  void note_user(user_index user) { note(all_.users, user == no_user ? nothing : user); }
  void note_meter(meter_index meter) { note(all_.meters, meter == no_meter ? nothing : meter); }
  void note_plan(plan_index plan) { note(all_.plans, plan == no_plan ? nothing : plan); }
  void note_methods(const std::vector<payment_method>& methods) {
    for (const payment_method& one : methods) note(all_.gateways, one.gateway);
  }
  void note_row(const turn_order& order) {
    if (order.in == turn_order::phase::file) note(all_.usage_files, order.rank);
  }

  void operator()(const usage& body) {
    note_meter(body.meter);
    note_user(body.user);
    note_row(body.order);
  }
  void operator()(const grant_command& body) {
    note_user(body.only.user);
    for (const meter_index meter : body.only.meters) note_meter(meter);
  }
  void operator()(const set_account_command& body) {
    if (body.payment_methods) note_methods(*body.payment_methods);
  }
  void operator()(const crash_command& body) {
    if (body.target == crash_command::whom::gateway) note(all_.gateways, body.index);
  }
  void operator()(const hold_command& body) {
    note_meter(body.meter);
    note_user(body.user);
  }
  void operator()(const capture_command& body) {
    if (const auto* metered = std::get_if<metered_quantity>(&body.amount)) note_meter(metered->meter);
  }
  void operator()(const estimate_command& body) {
    for (const metered_quantity& planned : body.activities) note_meter(planned.meter);
  }
  void operator()(const subscribe_command& body) { note_plan(body.plan); }
  void operator()(const change_plan_command& body) { note_plan(body.plan); }
  void operator()(const add_on_command& body) { note(all_.add_ons, body.add_on); }
  void operator()(const seat_command& body) { note_user(body.user); }
  void operator()(const quote_command& body) { std::visit(*this, body.change); }
  template <class Other>
  void operator()(const Other&) {}

 private:
  static void note(std::size_t& needed, std::size_t position) {
    if (position != nothing) needed = std::max(needed, position + 1);
  }

  things_named& all_;
};

void read(const account_spec& account, name_reader& names) {
  names.note_methods(account.payment_methods);
  if (account.plan) std::visit(names, account.plan->body);
  for (const user_index user : account.users) names.note_user(user);
  for (const user_index user : account.managers) names.note_user(user);
  for (const user_index user : account.viewers) names.note_user(user);
  for (const command& grant : account.grants) std::visit(names, grant.body);
  for (const auto& step : account.commands) {
    names.note_user(step->by);
    std::visit(names, step->body);
  }
  for (const agent_spec& agent : account.agents) {
    names.note_user(agent.user);
    if (const auto* told = std::get_if<timeline_source>(&agent.source))
      for (const usage& used : told->items) names(used);
    if (const auto* drawn = std::get_if<drawn_source>(&agent.source)) names.note_meter(drawn->meter);
  }
}

}  // namespace

things_named named_in(const world& in) {
  things_named all;
  name_reader names(all);
  for (const account_spec& account : in.accounts) read(account, names);
  for (const add_on_terms& sold : in.catalog.add_ons)
    for (const plan_index plan : sold.for_plans) names.note_plan(plan);
  return all;
}

std::size_t agents_named(const account_spec& account) {
  std::size_t needed = 0;
  const auto note = [&](agent_index agent) {
    if (agent != no_agent) needed = std::max(needed, std::size_t{agent} + 1);
  };
  for (const auto& step : account.commands)
    std::visit(
        [&](const auto& body) {
          if constexpr (requires { body.agent; }) note(body.agent);
          if constexpr (std::is_same_v<std::decay_t<decltype(body)>, crash_command>)
            if (body.target == crash_command::whom::agent) note(body.index);
        },
        step->body);
  for (std::size_t i = 0; i < account.agents.size(); ++i) {
    const auto* told = std::get_if<timeline_source>(&account.agents[i].source);
    if (told == nullptr || !told->items.empty()) note(static_cast<agent_index>(i));
  }
  return needed;
}

bool sells_to_users(const catalog& sold) {
  const auto is_for_each = [](const auto& one) { return one.pool == credit_pool::per_user; };
  return std::any_of(sold.plans.begin(), sold.plans.end(), is_for_each) ||
         std::any_of(sold.add_ons.begin(), sold.add_ons.end(), is_for_each);
}

void drop_last_plan(world& in) {
  each_catalog(in, [](catalog& sold) {
    sold.plans.pop_back();
    for (add_on_terms& one : sold.add_ons)
      std::erase_if(one.for_plans, [&](plan_index plan) { return plan >= sold.plans.size(); });
  });
}

void drop_account(world& in, account_index gone) {
  in.accounts.erase(in.accounts.begin() + static_cast<std::ptrdiff_t>(gone));
  in.rules.clear();  // which may name it
  for (expectation& one : in.expectations) {
    if (one.account == gone) one.at_end = false;
    if (one.account > gone) --one.account;
  }
}

instant last_instant(const world& in) {
  instant last = in.start;
  for (const account_spec& account : in.accounts) {
    if (!account.commands.empty()) last = std::max(last, account.commands.back()->order.at);
    for (const agent_spec& agent : account.agents)
      if (const auto* told = std::get_if<timeline_source>(&agent.source); told && !told->items.empty())
        last = std::max(last, told->items.back().order.at);
  }
  return last;
}

}  // namespace drawdown::worldgen
