// Everything that a world says, as text: two worlds that mean the same run have the same text. Where things
// were written, and how texts happen to be numbered, is left out. What is taken apart by name below does not
// compile once a field is added, so that none is forgotten.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/settings/table.hpp"
#include "engine/time/text.hpp"
#include "engine/world/world.hpp"

namespace drawdown::language {

class world_text {
 public:
  explicit world_text(const world& in) : in_(in) {}

  std::string whole() {
    line("name {} seed {} from {} to {} zone {} database {}", in_.name, in_.seed, to_string(in_.start),
         to_string(in_.end), in_.zones.at(in_.zone).name, in_.zone_database_version);
    for (const setting_entry& one : setting_table())
      if (one.is_built()) line("setting {} {}", one.name, one.write(in_.settings));
    tell_catalog();
    for (const gateway_spec& one : in_.gateways) tell(one);
    for (const std::string& one : in_.users) line("user {}", one);
    for (const std::string& one : in_.usage_files) line("usage file {}", one);
    for (account_ = 0; account_ < in_.accounts.size(); ++account_) tell(in_.accounts[account_]);
    for (const always_rule& one : in_.rules) line("always {}", drawdown::text_of(in_, one));
    for (const expectation& one : in_.expectations) tell(one);
    for (const expected_total& one : in_.totals) {
      const auto& [place, what] = one;
      line("total {}", std::visit([&](const auto& it) { return text(it); }, what));
    }
    return text_;
  }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> form, Values&&... values) {
    text_ += fmt::format(form, std::forward<Values>(values)...) + '\n';
  }
  template <class Value>
  std::string maybe(const std::optional<Value>& value) const {
    return value ? text(*value) : "-";
  }
  template <class Value>
  std::string all(const std::vector<Value>& values) const {
    std::string joined;
    for (const Value& one : values) joined += text(one) + ' ';
    return joined;
  }

  std::string text(credits amount) const { return to_string(amount); }
  std::string text(money amount) const { return to_string(amount, in_.catalog.unit); }
  std::string text(const std::string& one) const { return one; }
  std::string text(bool one) const { return one ? "true" : "false"; }
  std::string text(std::int64_t one) const { return fmt::format("{}", one); }
  std::string text(std::int32_t one) const { return fmt::format("{}", one); }
  std::string text(std::uint32_t one) const { return fmt::format("{}", one); }
  std::string text(when_exhausted one) const { return fmt::format("policy {}", static_cast<int>(one)); }
  std::string text(instant one) const { return to_string(one); }
  std::string text(const span_of_time& one) const { return to_string(one); }
  std::string text(card_answer one) const { return fmt::format("{}", static_cast<int>(one)); }
  template <class... Kinds>
  std::string text(const std::variant<Kinds...>& one) const {
    return fmt::format("[{}] ", one.index()) + std::visit([&](const auto& it) { return text(it); }, one);
  }
  std::string text(duration one) const { return to_string(one); }
  std::string text(calendar_span one) const { return to_string(span_of_time(one)); }
  std::string text(const effect_key& key) const {
    return fmt::format("{}:{}", static_cast<int>(key.from), key_text(in_, account_, key));
  }
  template <class Value>
  std::string text(const std::optional<Value>& one) const {
    return "(" + maybe(one) + ")";
  }

  std::string user(user_index index) const { return index == no_user ? "nobody" : in_.users.at(index); }
  std::string group(group_index index) const { return index == no_group ? "none" : in_.groups.at(index); }
  std::string meter(std::uint16_t index) const {
    return index == no_meter ? "none" : in_.catalog.meters.at(index).name;
  }
  std::string plan(plan_index index) const { return in_.catalog.plans.at(index).name; }
  std::string add_on(add_on_index index) const {
    return index == no_add_on ? "none" : in_.catalog.add_ons.at(index).name;
  }
  std::string users(const std::vector<user_index>& indices) const {
    std::string joined;
    for (const user_index one : indices) joined += user(one) + ' ';
    return joined;
  }
  std::string agent(agent_index index) const {
    return index == no_agent ? "none" : in_.accounts.at(account_).agents.at(index).name;
  }

  std::string text(const payment_method& one) const {
    const auto& [gateway, fingerprint, card] = one;
    return fmt::format("{} {} {}", in_.gateways.at(gateway).name, in_.fingerprints.at(fingerprint),
                       all(card));
  }
  std::string text(const recharge_terms& one) const {
    const auto& [watch, trigger, threshold, amount, target, pack, pending, limits, most, spend, cooldown] =
        one;
    return fmt::format("{} {} {} {} {} {} {} {} {} {} {}", static_cast<int>(watch), static_cast<int>(trigger),
                       text(threshold), maybe(amount), maybe(target), maybe(pack), pending,
                       static_cast<int>(limits), maybe(most), maybe(spend), text(cooldown));
  }
  std::string text(const recurrence& one) const {
    const auto& [every, anchor] = one;
    return text(every) + " from " + maybe(anchor);
  }
  std::string text(const rollover_terms& one) const {
    const auto& [max, min] = one;
    return maybe(max) + ".." + text(min);
  }
  std::string text(const usage& one) const {
    const auto& [order, key, quantity, of_agent, of_meter, of_user, of_group, times, value, occurred] = one;
    return fmt::format("usage {} {} {} x {} {} {} {} {} {} {}", text(order), text(key), quantity, times,
                       value, agent(of_agent), meter(of_meter), user(of_user), group(of_group),
                       text(occurred));
  }
  std::string text(const turn_order& one) const {
    const auto& [at, in, rank, number] = one;
    return fmt::format("{} {} {} {}", to_string(at), static_cast<int>(in), rank, number);
  }
  std::string text(const top_up_command& one) const { return "top-up " + text(one.amount); }
  std::string text(const grant_command& one) const {
    const auto& [kind, amount, effective, expires, priority, cost, only, recurs, rollover] = one;
    std::string meters;
    for (const meter_index each : only.meters) meters += meter(each) + ' ';
    return fmt::format("grant {} {} {} {} {} {} for {} of {} {} {}", static_cast<int>(kind), text(amount),
                       maybe(effective), maybe(expires), maybe(priority), text(cost), meters, user(only.user),
                       maybe(recurs), maybe(rollover));
  }
  std::string text(const set_agent_command& one) const {
    const auto& [of_agent, policy, limit] = one;
    return fmt::format("set {} {} {}", agent(of_agent), maybe(policy), maybe(limit));
  }
  std::string text(const std::vector<payment_method>& methods) const { return all(methods); }
  std::string text(const set_account_command& one) const {
    const auto& [methods, recharge, low] = one;
    return fmt::format("set {} {} {}", maybe(methods), maybe(recharge), maybe(low));
  }
  std::string text(const hold_command& one) const {
    const auto& [of_agent, of_user, of_group, of_meter, quantity, amount, ttl, times, value] = one;
    return fmt::format("hold {} {} {} {} {} {} {} x {} ({})", agent(of_agent), user(of_user), group(of_group),
                       meter(of_meter), maybe(quantity), text(amount), maybe(ttl), times, value);
  }
  std::string text(const metered_quantity& one) const {
    return fmt::format("{} x {} ({}) of {}", one.quantity, one.times, one.value, meter(one.meter));
  }
  std::string text(const whole_hold&) const { return "all"; }
  std::string text(const capture_command& one) const {
    const auto& [hold, amount, keep_rest] = one;
    return fmt::format("capture {} {} {}", text(hold), text(amount), keep_rest);
  }
  std::string text(const void_command& one) const { return "void " + text(one.hold); }
  std::string text(const revoke_command& one) const { return "revoke " + text(one.grant); }
  std::string text(const adjust_command& one) const {
    const auto& [amount, into_debt] = one;
    return fmt::format("adjust {} {}", text(amount), into_debt);
  }
  std::string text(const reset_command&) const { return "reset"; }
  std::string text(const notice_command& one) const {
    const auto& [payment, attempt, answer] = one;
    return fmt::format("notice {} {} {}", text(payment), maybe(attempt), static_cast<int>(answer));
  }
  std::string text(const crash_command& one) const {
    const auto& [target, index] = one;
    return fmt::format("crash {} {}", static_cast<int>(target), index);
  }
  std::string text(const expect_command& one) const {
    const auto& [of_agent, expectation] = one;
    return fmt::format("expect {} {}", agent(of_agent), expectation);
  }

  std::string text(const subscribe_command& one) const {
    const auto& [of_plan, anchor] = one;
    return fmt::format("subscribe {} {}", plan(of_plan), maybe(anchor));
  }
  std::string text(const change_plan_command& one) const {
    const auto& [of_plan, prorate, restart] = one;
    return fmt::format("change {} {} {}", plan(of_plan), prorate, restart);
  }
  std::string text(const cancel_command& one) const { return fmt::format("cancel {}", one.at_once); }
  std::string text(const resume_command&) const { return "resume"; }
  std::string text(const add_on_command& one) const {
    const auto& [of_add_on, units] = one;
    return fmt::format("units {} {}", add_on(of_add_on), units);
  }
  std::string text(const seat_command& one) const {
    const auto& [of_user, joins] = one;
    return fmt::format("seat {} {}", user(of_user), joins);
  }
  std::string text(const refund_command& one) const {
    const auto& [debit, amount] = one;
    return fmt::format("refund {} {}", text(debit), maybe(amount));
  }
  std::string text(const refund_payment_command& one) const {
    const auto& [payment, amount] = one;
    return fmt::format("refund payment {} {}", text(payment), maybe(amount));
  }
  std::string text(const chargeback_command& one) const {
    const auto& [payment, is_won] = one;
    return fmt::format("chargeback {} {}", text(payment), is_won);
  }
  std::string text(const view_usage_command&) const { return "view"; }
  std::string text(const invoice_command& one) const { return "invoice " + text(one.amount); }
  std::string text(const pay_invoice_command& one) const {
    const auto& [invoice, amount] = one;
    return fmt::format("pay {} {}", text(invoice), maybe(amount));
  }
  std::string text(const void_invoice_command& one) const { return "void invoice " + text(one.invoice); }
  std::string text(const estimate_command& one) const {
    const auto& [of_agent, activities] = one;
    return fmt::format("estimate {} {}", agent(of_agent), all(activities));
  }
  std::string text(const quote_command& one) const { return "quote " + text(one.change); }

  std::string text(const expected_subscription& one) const {
    const auto& [which, value, of_add_on] = one;
    return fmt::format("subscription {} {} {}", name_of(which), value, add_on(of_add_on));
  }
  std::string text(const expected_suspended& one) const { return fmt::format("suspended {}", one.suspended); }
  std::string text(const expected_payment& one) const {
    return fmt::format("payment {} {}", text(one.key), name_of(one.state));
  }
  std::string text(const expected_invoice& one) const {
    return fmt::format("invoice {} {}", text(one.key), name_of(one.state));
  }
  std::string text(const expected_estimate& one) const {
    return fmt::format("estimate {} {} {}", text(one.key), name_of(one.which), text(one.value));
  }
  std::string text(const expected_quote& one) const {
    return fmt::format("quote {} {} {}", text(one.key), name_of(one.which), text(one.value));
  }
  std::string text(const expected_figure& one) const {
    return fmt::format("{} {}", name_of(one.which), text(one.value));
  }
  std::string text(const expected_stopped& one) const { return fmt::format("stopped {}", one.stopped); }
  std::string text(const expected_last& one) const { return fmt::format("last {}", name_of(one.result)); }
  std::string text(const expected_count& one) const { return fmt::format("{} {}", one.kind, one.count); }
  std::string text(const expected_outcome& one) const {
    return fmt::format("{} {}", text(one.key), name_of(one.result));
  }
  std::string text(const expected_lot& one) const {
    return fmt::format("{} {} {}", text(one.key), name_of(one.which), text(one.value));
  }
  std::string text(const expected_lot_end& one) const {
    return fmt::format("{} {}", text(one.key), one.ended);
  }
  std::string text(const expected_hold& one) const {
    return fmt::format("{} {} {}", text(one.key), name_of(one.which), text(one.value));
  }
  std::string text(const expected_hold_state& one) const {
    return fmt::format("{} {}", text(one.key), name_of(one.state));
  }
  std::string text(const expected_line& one) const {
    const auto& [page, size, number, kind, change, balance, debt, key, of_agent] = one;
    return fmt::format("line {} {} {} {} {} {} {} {} {}", page, size, number, kind, maybe(change),
                       maybe(balance), maybe(debt), maybe(key), of_agent ? agent(*of_agent) : "-");
  }
  std::string text(const expected_flow& one) const {
    return fmt::format("{} {}", name_of(one.which), text(one.value));
  }
  std::string text(const expected_payments& one) const {
    return fmt::format("payments {} {}", one.only_recharges, one.count);
  }

  std::string text(const unit_price& one) const {
    return fmt::format("{}/{}", one.numerator_micro, one.denominator);
  }
  std::string text(const price_tier& one) const {
    return fmt::format("{}: {}", maybe(one.up_to), text(one.price));
  }
  std::string text(const price_by_value::value_price& one) const {
    return fmt::format("{}: {}", one.value, text(one.price));
  }
  std::string text(const price_by_value& one) const {
    return fmt::format("by {} {}", one.attribute, all(one.values));
  }
  std::string text(const graduated_price& one) const { return fmt::format("graduated {}", all(one.tiers)); }
  std::string text(const volume_price& one) const { return fmt::format("volume {}", all(one.tiers)); }
  std::string text(const package_price& one) const {
    return fmt::format("package {} {}", one.size, text(one.price));
  }

  std::string text(const credit_rate& one) const {
    return fmt::format("{} = {}", text(one.price), text(one.brings));
  }
  std::string text(const rate_step& one) const {
    return fmt::format("{} from {}", text(one.rate), text(one.from));
  }
  std::string text(const carry_terms& one) const {
    return fmt::format("{} to {} for {}", text(one.min), text(one.max), maybe(one.lives));
  }
  std::string text(const top_up_bonus& one) const {
    return fmt::format("{} from {}", text(one.brings), text(one.from));
  }

  void tell_catalog() {
    tell(in_.catalog);
    for (const catalog_version& one : in_.versions) tell(one);
  }

  void tell(const catalog_version& one) {
    line("from {}", text(one.effective));
    tell(one.terms);
  }

  void tell(const catalog& sold) {
    const auto& [name, unit, rate, meters, top_ups, plans, add_ons, overage_price] = sold;
    line("catalog {} {} {} {}", name, unit.code(), text(rate), maybe(overage_price));
    for (const drawdown::meter& one : meters) {
      const auto& [of_name, per, price, minimum, increment, positive, feature, times, divisible] = one;
      line("meter {} {} {} {} {} {} {} {} {}", of_name, static_cast<int>(per),
           std::visit([&](const auto& form) { return text(form); }, price), minimum, increment,
           maybe(positive), feature, times, divisible);
    }
    for (const plan_terms& one : plans) {
      const auto& [of_name, price, every, allocation, monthly, pool, features, tops_up, trial, rollover] =
          one;
      line("plan {} {} {} {} {} {} {} {} {} {}", of_name, text(price), text(every), text(allocation), monthly,
           static_cast<int>(pool), all(features), tops_up, maybe(trial), maybe(rollover));
    }
    for (const add_on_terms& one : add_ons) {
      const auto& [of_name, brings, price, pool, for_plans, prorate] = one;
      std::string with;
      for (const plan_index each : for_plans) with += plan(each) + ' ';
      line("add-on {} {} {} {} {} {}", of_name, text(brings), text(price), static_cast<int>(pool), with,
           prorate);
    }
    const auto& [minimum, maximum, tiers, expires, with_plan, refundable, bonuses, bonus_expires, rates] =
        top_ups;
    line("top-ups {} {} {} {} {} {} {} {} {}", maybe(minimum), maybe(maximum), all(tiers), maybe(expires),
         with_plan, refundable, all(bonuses), maybe(bonus_expires), all(rates));
  }

  void tell(const gateway_spec& one) {
    const auto& [name, latency, timeout, declines, reasons, doubled, lost, least, most, outages, fee_rate,
                 fee_fixed, payout] = one;
    line("gateway {} {} {} {} {} {} {} {} {} keeps {} {} pays out by {}", name, text(latency), text(timeout),
         declines, all(reasons), doubled, lost, text(least), text(most), fee_rate, text(fee_fixed),
         name_of(payout));
    for (const outage& each : outages) line("  outage {} {}", text(each.from), text(each.until));
  }

  void tell(const account_spec& one) {
    const auto& [name, organization, zone, place, methods, grants, recharge, low, invoice_terms, own_prices,
                 seats, subscribed, managers, viewers, agents, commands] = one;
    line("account {} of {} {} {} {} low {} invoices {} users {} managers {} viewers {}", name, organization,
         in_.zones.at(zone).name, all(methods), maybe(recharge), maybe(low), maybe(invoice_terms),
         users(seats), users(managers), users(viewers));
    for (const catalog_version& each : own_prices) tell(each);
    if (subscribed)
      line("  {} {} {}", text(subscribed->order), text(subscribed->key), text(subscribed->body));
    for (const command& each : grants)
      line("  {} {} {}", text(each.order), text(each.key), text(std::get<grant_command>(each.body)));
    for (const agent_spec& each : agents) {
      const auto& [of_name, policy, limit, of_user, source] = each;
      line("  agent {} {} {} {}", of_name, text(policy), maybe(limit), user(of_user));
      for (const usage& used : std::get<timeline_source>(source).items) line("    {}", text(used));
    }
    for (const auto& each : commands)
      line("  {} {} {} by {}", text(each->order), text(each->key), text(each->body), user(each->by));
  }

  void tell(const expectation& one) {
    const auto& [account, of_agent, at, at_end, place, items] = one;
    account_ = account;
    line("expectation {} {} {} {}", in_.accounts.at(account).name, agent(of_agent), text(at), at_end);
    for (const expected_item& each : items) line("  {}", text(each.what));
  }

  const world& in_;
  account_index account_ = 0;
  std::string text_;
};

}  // namespace drawdown::language
