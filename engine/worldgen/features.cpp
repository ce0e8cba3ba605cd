#include "engine/worldgen/features.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <variant>

namespace drawdown::worldgen {
namespace {

using names = std::string_view;

constexpr std::array<names, features> words = {"burn_down_order",
                                               "inclusive_expiry",
                                               "expiry_sweep",
                                               "debt",
                                               "capped_debits",
                                               "overage",
                                               "calendar_periods",
                                               "counted_prices",
                                               "prices_by_value",
                                               "divisible_meters",
                                               "price_versions",
                                               "own_prices",
                                               "bonuses",
                                               "graduated_rates",
                                               "restricted_lots",
                                               "recurring_grants",
                                               "rollover_of_lots",
                                               "scheduled_grants",
                                               "plans",
                                               "plan_changes",
                                               "trials",
                                               "rollover_of_plans",
                                               "seats",
                                               "add_ons",
                                               "limits",
                                               "stops",
                                               "drawn_usage",
                                               "usage_files",
                                               "late_usage",
                                               "repeated_keys",
                                               "holds",
                                               "captures_by_quantity",
                                               "top_ups",
                                               "auto_recharge",
                                               "declines",
                                               "unreliable_notices",
                                               "outages",
                                               "notices_by_hand",
                                               "refunds",
                                               "chargebacks",
                                               "invoices",
                                               "roles",
                                               "estimates",
                                               "low_balance",
                                               "corrections",
                                               "changed_terms",
                                               "gateway_fees",
                                               "time_zones",
                                               "crash_steps",
                                               "ties"};

// Goes through a world and notes what it meets.
class finder {
 public:
  explicit finder(const world& in) : in_(in) {
    look_at(in.settings);
    look_at(in.catalog);
    if (!in.versions.empty()) add(feature::price_versions);
    for (const gateway_spec& gateway : in.gateways) look_at(gateway);
    for (const account_spec& account : in.accounts) look_at(account);
  }
  const feature_set& found() const { return found_; }

  void operator()(const usage& body) { look_at_usage(body); }
  void operator()(const top_up_command&) { add(feature::top_ups); }
  void operator()(const grant_command& body) {
    if (!body.only.is_none()) add(feature::restricted_lots);
    if (body.recurs) add(feature::recurring_grants);
    if (body.rollover) add(feature::rollover_of_lots);
    if (body.effective) add(feature::scheduled_grants);
  }
  void operator()(const set_agent_command& body) {
    add(feature::changed_terms);
    if (body.policy == when_exhausted::stop) add(feature::stops);
    if (body.monthly_limit && *body.monthly_limit) add(feature::limits);
  }
  void operator()(const set_account_command& body) {
    add(feature::changed_terms);
    if (body.auto_recharge && *body.auto_recharge) add(feature::auto_recharge);
    if (body.low_balance && *body.low_balance) add(feature::low_balance);
    if (body.payment_methods) look_at(*body.payment_methods);
  }
  void operator()(const notice_command&) { add(feature::notices_by_hand); }
  void operator()(const crash_command&) { add(feature::crash_steps); }
  void operator()(const expect_command&) {}
  void operator()(const hold_command&) { add(feature::holds); }
  void operator()(const capture_command& body) {
    if (std::holds_alternative<metered_quantity>(body.amount)) add(feature::captures_by_quantity);
  }
  void operator()(const void_command&) {}
  void operator()(const revoke_command&) { add(feature::corrections); }
  void operator()(const adjust_command&) { add(feature::corrections); }
  void operator()(const reset_command&) { add(feature::corrections); }
  void operator()(const subscribe_command& body) {
    add(feature::plans);
    const plan_terms& plan = in_.catalog.plans[body.plan];
    if (plan.trial) add(feature::trials);
    if (plan.rollover) add(feature::rollover_of_plans);
    if (plan.pool == credit_pool::per_user) add(feature::seats);
  }
  void operator()(const change_plan_command&) { add(feature::plan_changes); }
  void operator()(const cancel_command&) { add(feature::plan_changes); }
  void operator()(const resume_command&) { add(feature::plan_changes); }
  void operator()(const add_on_command&) { add(feature::add_ons); }
  void operator()(const seat_command&) { add(feature::seats); }
  void operator()(const refund_command&) { add(feature::refunds); }
  void operator()(const refund_payment_command&) { add(feature::refunds); }
  void operator()(const chargeback_command&) { add(feature::chargebacks); }
  void operator()(const view_usage_command&) { add(feature::roles); }
  void operator()(const invoice_command&) { add(feature::invoices); }
  void operator()(const pay_invoice_command&) { add(feature::invoices); }
  void operator()(const void_invoice_command&) { add(feature::invoices); }
  void operator()(const estimate_command&) { add(feature::estimates); }
  void operator()(const quote_command&) { add(feature::estimates); }

 private:
  void add(feature f) { found_.set(static_cast<std::size_t>(f)); }

  void look_at(const settings& rules) {
    if (rules.burn_down != settings{}.burn_down) add(feature::burn_down_order);
    if (rules.expiry_inclusive) add(feature::inclusive_expiry);
    if (rules.sweep.at != expiry_sweep::when::none) add(feature::expiry_sweep);
    if (rules.when_short == short_of_credit::carry) add(feature::debt);
    if (rules.when_short == short_of_credit::cap) add(feature::capped_debits);
    if (rules.when_short == short_of_credit::invoice) add(feature::overage);
    if (rules.period == usage_period::calendar_month) add(feature::calendar_periods);
  }

  void look_at(const catalog& sold) {
    for (const meter& one : sold.meters) {
      if (one.is_counted()) add(feature::counted_prices);
      if (std::holds_alternative<price_by_value>(one.price)) add(feature::prices_by_value);
      if (one.divisible) add(feature::divisible_meters);
    }
    if (!sold.top_ups.bonuses.empty()) add(feature::bonuses);
    if (!sold.top_ups.rates.empty()) add(feature::graduated_rates);
  }

  void look_at(const gateway_spec& gateway) {
    if (gateway.decline_rate > 0) add(feature::declines);
    if (gateway.duplicate_rate > 0 || gateway.lost_rate > 0 || gateway.delay_max > duration{})
      add(feature::unreliable_notices);
    if (!gateway.outages.empty()) add(feature::outages);
    if (gateway.fee_rate > 0 || !gateway.fee_fixed.is_zero()) add(feature::gateway_fees);
  }

  void look_at(const std::vector<payment_method>& methods) {
    for (const payment_method& one : methods)
      if (std::find(one.card.begin(), one.card.end(), card_answer::declines) != one.card.end())
        add(feature::declines);
  }

  void look_at(const account_spec& account) {
    keys_.clear();
    instants_.clear();
    if (account.zone != 0) add(feature::time_zones);
    if (account.auto_recharge) add(feature::auto_recharge);
    if (account.low_balance) add(feature::low_balance);
    if (account.invoice_terms) add(feature::invoices);
    if (!account.own_prices.empty()) add(feature::own_prices);
    if (!account.managers.empty() || !account.viewers.empty()) add(feature::roles);
    look_at(account.payment_methods);
    if (account.plan) std::visit(*this, account.plan->body);
    for (const command& grant : account.grants) std::visit(*this, grant.body);
    for (const agent_spec& agent : account.agents) look_at(agent);
    for (const auto& step : account.commands) {
      note(step->order, step->key);
      std::visit(*this, step->body);
    }
  }

  void look_at(const agent_spec& agent) {
    if (agent.monthly_limit) add(feature::limits);
    if (agent.policy == when_exhausted::stop) add(feature::stops);
    const auto* told = std::get_if<timeline_source>(&agent.source);
    if (told == nullptr) return add(feature::drawn_usage);
    for (const usage& used : told->items) {
      note(used.order, used.key);
      look_at_usage(used);
    }
  }

  void look_at_usage(const usage& used) {
    if (used.order.in == turn_order::phase::file) add(feature::usage_files);
    if (used.occurred_at != instant::never()) add(feature::late_usage);
  }

  void note(const turn_order& order, const effect_key& key) {
    if (key.was_given() && !keys_.insert(key).second) add(feature::repeated_keys);
    if (order.in != turn_order::phase::expectation && !instants_.insert(order.at).second) add(feature::ties);
  }

  const world& in_;
  feature_set found_;
  std::set<effect_key> keys_;   // of the account at hand
  std::set<instant> instants_;  // of its steps
};

}  // namespace

std::string_view name_of(feature f) {
  return words[static_cast<std::size_t>(f)];
}

std::optional<feature> feature_named(std::string_view name) {
  const auto found = std::find(words.begin(), words.end(), name);
  if (found == words.end()) return std::nullopt;
  return static_cast<feature>(found - words.begin());
}

std::span<const std::string_view> feature_names() {
  return words;
}

feature_set features_of(const world& in) {
  return finder(in).found();
}

}  // namespace drawdown::worldgen
