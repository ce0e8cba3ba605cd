#include "scenarios/language/account_seen.hpp"

#include <algorithm>
#include <utility>

namespace drawdown::language {
namespace {

// Gathers what happens to an account, command by command.
class account_reader {
 public:
  account_reader(const world& what, const account_spec& account)
      : what_(what), catalogs_(catalogs_of(what, account)) {
    for (const command& grant : account.grants) (*this)(grant, std::get<grant_command>(grant.body));
    seen_.granted_at_start = seen_.granted.size();
    if (account.plan) (*this)(*account.plan, std::get<subscribe_command>(account.plan->body));
    if (account.auto_recharge) add_recharge(*account.auto_recharge);
    for (const agent_spec& agent : account.agents) add_agent(agent);
    for (const auto& one : account.commands)
      std::visit([&](const auto& body) { (*this)(*one, body); }, one->body);
  }

  account_seen take() { return std::move(seen_); }

 private:
  void operator()(const command& of, const grant_command& grant) {
    count_key(of.key);
    seen_.granted.push_back({&grant, of.order.at});
    seen_.lots.push_back({grant.kind, grant.priority.has_value()});
  }
  void operator()(const command&, const usage& used) { add_usage(used); }
  void operator()(const command& of, const top_up_command& top_up) { add_purchase(of, top_up.amount); }
  void operator()(const command& of, const invoice_command& invoice) { add_purchase(of, invoice.amount); }
  void operator()(const command& of, const set_agent_command& set) {
    count_key(of.key);
    seen_.has_stop = seen_.has_stop || set.policy == when_exhausted::stop;
    seen_.is_unsure = true;
  }
  void operator()(const command& of, const set_account_command& set) {
    count_key(of.key);
    if (set.auto_recharge && *set.auto_recharge) add_recharge(**set.auto_recharge);
  }
  void operator()(const command& of, const hold_command& hold);
  void operator()(const command& of, const capture_command& capture);
  void operator()(const command& of, const void_command&) { count_key(of.key); }
  void operator()(const command& of, const revoke_command&) {
    count_key(of.key);
    seen_.revokes = true;
  }
  void operator()(const command& of, const adjust_command& adjust) {
    count_key(of.key);
    if (adjust.amount > credits{}) return seen_.lots.push_back({lot_kind::adjustment, false});
    seen_.taken += -adjust.amount;
    seen_.adjusts_into_debt = seen_.adjusts_into_debt || adjust.into_debt;
  }
  void operator()(const command& of, const reset_command&) { count_key(of.key); }
  void operator()(const command&, const notice_command&) {}
  void operator()(const command&, const crash_command&) {}
  void operator()(const command&, const expect_command&) {}

  void operator()(const command& of, const subscribe_command& body) {
    count_key(of.key);
    add_plan(body.plan);
    seen_.divides_cycles = seen_.divides_cycles || body.anchor;
  }
  void operator()(const command& of, const change_plan_command& body) {
    count_key(of.key);
    change_plan(body);
  }
  void operator()(const command& of, const cancel_command& body) {
    count_key(of.key);
    seen_.cancels_at_once = seen_.cancels_at_once || body.at_once;
  }
  void operator()(const command& of, const resume_command&) { count_key(of.key); }
  void operator()(const command& of, const add_on_command& body) {
    count_key(of.key);
    add_units(body);
  }
  void operator()(const command& of, const seat_command& body) {
    count_key(of.key);
    add_seat(body);
  }
  void operator()(const command& of, const quote_command& body) {
    count_key(of.key);
    if (const auto* units = std::get_if<add_on_command>(&body.change)) add_units(*units);
    if (const auto* seat = std::get_if<seat_command>(&body.change)) add_seat(*seat);
    if (const auto* plan = std::get_if<change_plan_command>(&body.change)) change_plan(*plan);
  }
  void operator()(const command& of, const refund_command& body) {
    count_key(of.key);
    seen_.refunds_usage = true;
    if (body.amount) seen_.refunded.push_back(*body.amount);
  }
  // A payment that is taken back takes credit, and one that comes back brings it.
  void operator()(const command& of, const refund_payment_command& body) {
    count_key(of.key);
    if (body.amount) seen_.refunded.push_back(*body.amount);
    take_back();
  }
  void operator()(const command& of, const chargeback_command&) {
    count_key(of.key);
    take_back();
  }
  void operator()(const command& of, const view_usage_command&) { count_key(of.key); }
  void operator()(const command& of, const pay_invoice_command&) { count_key(of.key); }
  void operator()(const command& of, const void_invoice_command&) {
    count_key(of.key);
    seen_.voids_invoices = true;
  }
  void operator()(const command& of, const estimate_command& body) {
    count_key(of.key);
    for (const metered_quantity& one : body.activities)
      seen_.planned.push_back({of.order.at, measured{one.quantity, one.times, one.value}, one.meter, {}});
  }

  void add_purchase(const command& of, const asked_amount& amount) {
    count_key(of.key);
    add_bought_lots(1);
    seen_.bought.push_back(amount);
    seen_.tops_up = true;
  }

  // Lots of purchases, and of the bonuses that may come with them.
  void add_bought_lots(std::size_t count) {
    seen_.lots.insert(seen_.lots.end(), count, {lot_kind::paid, false});
    const bool has_bonus = std::any_of(catalogs_.begin(), catalogs_.end(),
                                       [](const catalog* one) { return !one->top_ups.bonuses.empty(); });
    if (has_bonus) seen_.lots.insert(seen_.lots.end(), count, {lot_kind::free, false});
  }

  void take_back() {
    seen_.is_unsure = true;
    seen_.lots.push_back({lot_kind::paid, false});
  }

  // What one cycle grants and what is carried into it.
  void add_plan(plan_index plan) {
    seen_.plans.push_back(plan);
    seen_.lots.insert(seen_.lots.end(), 2, {lot_kind::plan, false});
  }
  void change_plan(const change_plan_command& body) {
    add_plan(body.plan);
    seen_.changes_plan = seen_.divides_cycles = true;
  }
  void add_units(const add_on_command& body) {
    seen_.add_ons.push_back(body.add_on);
    seen_.lots.insert(seen_.lots.end(), 2, {lot_kind::addon, false});
    seen_.divides_cycles = seen_.divides_cycles ||
                           std::any_of(catalogs_.begin(), catalogs_.end(),
                                       [&](const catalog* one) { return one->add_ons[body.add_on].prorate; });
  }
  void add_seat(const seat_command& body) {
    if (!body.joins) return;
    const auto is_per_user = [](const plan_terms& one) { return one.pool == credit_pool::per_user; };
    const std::vector<plan_terms>& plans = what_.catalog.plans;
    seen_.divides_cycles = seen_.divides_cycles || std::any_of(plans.begin(), plans.end(), is_per_user);
  }

  void add_usage(const usage& used) {
    count_key(used.key);
    if (used.key.was_given()) seen_.usage_keys.push_back(used.key);
    seen_.occurs_late = seen_.occurs_late || used.occurred_at < used.order.at;
    seen_.spent.push_back({used.order.at, measured{used.quantity, used.times, used.value}, used.meter, {}});
  }

  void add_agent(const agent_spec& agent) {
    seen_.has_stop = seen_.has_stop || agent.policy == when_exhausted::stop;
    if (agent.policy == when_exhausted::stop || agent.monthly_limit) seen_.is_unsure = true;
    const auto* told = std::get_if<timeline_source>(&agent.source);
    if (told == nullptr) seen_.is_unsure = true;
    if (told != nullptr)
      for (const usage& used : told->items) add_usage(used);
  }

  void add_recharge(const recharge_terms& terms) {
    seen_.recharges.push_back(terms);
    add_bought_lots(2);
  }

  void count_key(const effect_key& key) {
    if (key.was_given()) ++seen_.given_keys[key];
  }

  const world& what_;
  std::vector<const catalog*> catalogs_;
  account_seen seen_;
};

void account_reader::operator()(const command& of, const hold_command& hold) {
  count_key(of.key);
  seen_.holds.push_back(&hold);
  spending made{of.order.at, {}, hold.meter, hold.amount};
  if (hold.quantity) made.used = measured{*hold.quantity, hold.times, hold.value};
  seen_.spent.push_back(made);
}

void account_reader::operator()(const command& of, const capture_command& capture) {
  count_key(of.key);
  seen_.captures_an_amount = seen_.captures_an_amount || !std::holds_alternative<whole_hold>(capture.amount);
  spending made{of.order.at, {}, no_meter, {}};
  if (const auto* amount = std::get_if<credits>(&capture.amount)) made.amount = *amount;
  if (const auto* counted = std::get_if<metered_quantity>(&capture.amount)) {
    made.used = measured{counted->quantity, counted->times, counted->value};
    made.meter = counted->meter;
  }
  seen_.spent.push_back(made);
}

}  // namespace

account_seen look_at_account(const world& what, const account_spec& account) {
  return account_reader(what, account).take();
}

std::vector<const catalog*> catalogs_of(const world& what, const account_spec& account) {
  std::vector<const catalog*> all{&what.catalog};
  const std::vector<catalog_version>& later = account.own_prices.empty() ? what.versions : account.own_prices;
  for (const catalog_version& one : later) all.push_back(&one.terms);
  return all;
}

}  // namespace drawdown::language
