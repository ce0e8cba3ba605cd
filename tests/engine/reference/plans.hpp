// Plans, add-ons and subscribers of tests, and what is told of them in short lines.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "judge.hpp"

namespace drawdown::test {

using lines = std::vector<std::string>;

// A plan for a month: `monthly("starter", 29_usd, 1000_cr)`.
inline plan_terms monthly(std::string name, money price, credits allocation) {
  plan_terms terms;
  terms.name = std::move(name);
  terms.price = price;
  terms.every = lasting("1 month");
  terms.allocation = allocation;
  return terms;
}
inline plan_index sells(world_builder& w, plan_terms terms) {
  w.catalog().plans.push_back(std::move(terms));
  return static_cast<plan_index>(w.catalog().plans.size() - 1);
}
// An add-on that is sold with every plan so far.
inline add_on_index sells_add_on(world_builder& w, credits unit, money price,
                                 credit_pool pool = credit_pool::shared) {
  add_on_terms terms;
  terms.name = "add-on";
  terms.unit = unit;
  terms.price = price;
  terms.pool = pool;
  for (std::size_t i = 0; i < w.catalog().plans.size(); ++i)
    terms.for_plans.push_back(static_cast<std::uint16_t>(i));
  w.catalog().add_ons.push_back(terms);
  return static_cast<add_on_index>(w.catalog().add_ons.size() - 1);
}

// An account that is declared with a plan, and a good card.
inline account_builder subscriber(world_builder& w, plan_index plan, std::vector<user_index> users = {}) {
  auto acme = w.account("acme").pays_by(good_card());
  command declared;
  declared.order = {w.raw().start, turn_order::phase::timeline, 0, 0};
  declared.key = {effect_key::space::cycle, 0, 0};
  declared.body = subscribe_command{plan, {}};
  acme.spec().plan = declared;
  acme.spec().users = std::move(users);
  return acme;
}

// How each thing that matters for a subscription is told; what does not is an empty line.
struct in_short {
  std::string operator()(const command_event& e) const {
    return fmt::format("step {}{}", name_of(e.result), e.repeated ? " again" : "");
  }
  std::string operator()(const charge_event& e) const {
    return fmt::format("charge {} {} {}", e.payment, name_of(e.of), e.amount.minor());
  }
  std::string operator()(const lot_event& e) const {
    return fmt::format("lot {} {} {}", e.lot, name_of(e.kind), to_string(e.amount));
  }
  std::string operator()(const lot_end_event& e) const {
    return fmt::format("end {} {}", e.lot, to_string(e.expired));
  }
  std::string operator()(const carry_event& e) const {
    std::string line = fmt::format("carry {} {} of {}", e.lot, to_string(e.carried),
                                   to_string(e.carried - e.refilled + e.expired));
    if (!e.refilled.is_zero()) line += fmt::format(", refilled {}", to_string(e.refilled));
    return line;
  }
  std::string operator()(const overage_event& e) const {
    return fmt::format("overage {} {}", e.payment, to_string(e.amount));
  }
  std::string operator()(const invoice_event& e) const {
    return fmt::format("invoice {} {} {}", e.payment, name_of(e.of), e.amount.minor());
  }
  std::string operator()(const subscription_event& e) const { return std::string(name_of(e.of)); }
  std::string operator()(const payment_refund_event& e) const {
    return fmt::format("back {} {}", e.id, e.given_back.minor());
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

// What was told from an instant on, until before another.
inline lines told_between(const verdict& said, std::string_view from, std::string_view until) {
  lines told;
  for (const event& e : said.events) {
    if (e.at < when(from) || e.at >= when(until)) continue;
    if (std::string line = std::visit(in_short{}, e.body); !line.empty()) told.push_back(std::move(line));
  }
  return told;
}
inline lines told_on(const verdict& said, std::string_view day) {
  return told_between(said, day, std::string(day) + "T23:59:59Z");
}

// The last thing of that sort that was told of the subscription.
inline subscription_event last(const verdict& said, subscription_event::what of) {
  subscription_event found;
  for (const subscription_event& e : said.all<subscription_event>())
    if (e.of == of) found = e;
  return found;
}

}  // namespace drawdown::test
