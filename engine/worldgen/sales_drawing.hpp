// What is sold, drawn from a seed: plans and add-ons with short cycles, versions of prices, who may buy, and
// the steps of people who subscribe, change their minds, and want their money back.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/worldgen/value_drawing.hpp"

namespace drawdown::worldgen {

class sales_drawing : protected value_drawing {
 protected:
  using value_drawing::value_drawing;

  // What a world has anything of: each by itself, so that worlds without it remain.
  void draw_features() {
    has_plans_ = chance(60);
    has_refunds = chance(60);
    has_chargebacks_ = chance(40);
    has_versions_ = chance(30);
    has_late_usage_ = chance(30);
    has_divisible_meters_ = chance(30);
    has_roles_ = chance(25);
    has_estimates_ = chance(30);
    has_overage_ = chance(25);
    has_steps_ = chance(30);
  }

  void draw_sales_settings() {
    settings& rules = made->settings;
    if (has_plans_) draw_plan_settings(rules);
    if (has_refunds && chance(40)) rules.regrant_refunds = some_delay();
    if (has_refunds && chance(40)) rules.refund_window = some_delay();
    if (chance(25)) rules.expiry_inclusive = true;
    if (chance(15)) rules.sweep = {expiry_sweep::when::minute, one_of({0U, 45U}), {}};
    if (chance(15))
      rules.sweep = {expiry_sweep::when::delay, 0, one_of({duration::hours(6), duration::seconds(2)})};
    if (has_overage_) rules.when_short = short_of_credit::invoice;
    if (chance(has_versions_ ? 60 : 10)) rules.rate_fixed_at = rate_time::payment;
    if (has_late_usage_)
      rules.late_usage_grace = one_of({duration::hours(24), duration::hours(6), duration{}});
  }

  // Behind the meters and the terms of top-ups.
  void draw_offers() {
    catalog& sold = made->catalog;
    if (has_divisible_meters_)
      for (meter& m : sold.meters) m.divisible = m.times.empty() && chance(50);
    if (has_overage_) sold.overage_price = some_rate();
    if (has_steps_) sold.top_ups.rates = some_steps();
    if (has_refunds && chance(20)) sold.top_ups.refundable = false;
    if (chance(25)) sold.top_ups.bonuses = {{money::from_minor(1000), some_credits()}};
    if (chance(10)) sold.top_ups.bonuses.push_back({money::from_minor(3000), some_credits()});
    if (chance(50)) sold.top_ups.bonus_expires = some_span();
    if (!has_plans_) return;
    sold.top_ups.requires_plan = chance(20);
    if (chance(30)) sold.meters[0].feature = "video";
    for (int n = 1 + pick(3); n > 0; --n) sold.plans.push_back(some_plan());
    for (int n = pick(3); n > 0; --n) sold.add_ons.push_back(some_add_on(sold.plans.size()));
  }

  void draw_versions() {
    if (!has_versions_) return;
    // Many, where purchases wait for their rate.
    const bool rates_wait = made->settings.rate_fixed_at == rate_time::payment;
    for (int n = rates_wait ? 3 + pick(4) : 1 + pick(2); n > 0; --n)
      made->versions.push_back({some_instant(), changed(made->catalog)});
    put_in_order(made->versions);
  }

  void draw_customer(account_spec& spec) {
    if (chance(has_plans_ ? 20 : 10)) spec.invoice_terms = some_span();
    if (has_versions_ && chance(20)) spec.own_prices = {{some_instant(), changed(made->catalog)}};
    for (std::size_t n = 0; n < made->users.size(); ++n) {
      const auto user = static_cast<user_index>(n);
      if (chance(50)) spec.users.push_back(user);
      if (has_roles_ && chance(50)) spec.managers.push_back(user);
      if (has_roles_ && chance(50)) spec.viewers.push_back(user);
    }
    payments_before_.clear();
    debits_before_.clear();
    if (!has_plans_ || chance(40)) return;
    command declared;
    declared.order = {made->start, turn_order::phase::timeline, 0, 0};
    declared.key = {effect_key::space::cycle, 0, 0};
    declared.body = some_subscription();
    payments_before_.push_back(declared.key);
    spec.plan = std::move(declared);
  }

  // Whether the next step is one of these; then `step` is it.
  bool draw_sale(const account_spec& spec, command& step) {
    if (has_roles_ && chance(40)) step.by = some_user();
    if (has_plans_ && chance(25)) return draw_subscription_step(step), true;
    if ((has_refunds || has_chargebacks_) && chance(20)) return draw_return(step), true;
    if (spec.invoice_terms && chance(25)) return draw_invoice_step(step), true;
    if (has_estimates_ && chance(8)) return draw_planning(spec, step), true;
    if (has_roles_ && chance(3)) return step.body = view_usage_command{}, true;
    return false;
  }

  // Some arrive later than they occurred, never before the run (R2.5).
  instant some_occurrence(instant arrives) {
    if (!has_late_usage_ || chance(60)) return instant::never();
    const auto ago = one_of({duration{}, duration::from_us(1), duration::hours(6), duration::hours(24),
                             duration::from_us(duration::hours(24).us() + 1), duration::hours(30)});
    return std::max(made->start, arrives + duration::from_us(-ago.us()));
  }

  void note_payment(const effect_key& key) { payments_before_.push_back(key); }
  void note_debit(const effect_key& key) { debits_before_.push_back(key); }

  effect_key some_payment() {
    if (chance(30)) return {effect_key::space::recharge, 0, 1 + below(3)};
    if (has_plans_ && chance(30)) return {effect_key::space::cycle, 0, below(6)};
    if (has_overage_ && chance(30)) return {effect_key::space::overage, 0, 1 + below(3)};
    return among(payments_before_);
  }
  // Mostly one of the last.
  effect_key among(const std::vector<effect_key>& keys) {
    if (keys.empty() || chance(5)) return {effect_key::space::given, 0, below(made->key_names.size())};
    const std::uint64_t newest = keys.size() - 1;
    return keys[newest - below(std::min<std::uint64_t>(chance(50) ? 3 : 100, keys.size()))];
  }

  bool has_refunds = false;

 private:
  void draw_plan_settings(settings& rules) {
    rules.period = chance(80) ? usage_period::cycle : usage_period::calendar_month;
    rules.renewal_grants = chance(70) ? renewal_grant::on_payment : renewal_grant::at_boundary;
    rules.dunning = one_of<std::vector<duration>>({{duration::days(1), duration::days(3), duration::days(7)},
                                                   {duration::hours(6), duration::hours(24)},
                                                   {duration{}},
                                                   {}});
    rules.on_cancel = chance(50) ? cancel_refund::none : cancel_refund::prorated;
    rules.proration_base = chance(70) ? proration::exact : proration::days;
    rules.allocation_on_change = one_of(
        {change_allocation::prorated_delta, change_allocation::full_delta, change_allocation::replace});
  }

  // Cycles of which several, and of some several months, fall into a run.
  span_of_time some_cycle() {
    return one_of<span_of_time>(
        {duration::hours(36), duration::days(3), duration::days(40), calendar_span{1, calendar_unit::days},
         calendar_span{1, calendar_unit::weeks}, calendar_span{1, calendar_unit::months},
         calendar_span{2, calendar_unit::months}, calendar_span{1, calendar_unit::years}});
  }

  // Only cycles of months or years may grant each month (R8.8).
  static bool is_in_months(const span_of_time& every) {
    const auto* span = std::get_if<calendar_span>(&every);
    return span != nullptr && (span->unit == calendar_unit::months || span->unit == calendar_unit::years);
  }

  plan_terms some_plan() {
    plan_terms plan;
    plan.name = "plan-" + std::to_string(made->catalog.plans.size());
    plan.price = chance(20) ? money{} : some_money();
    plan.every =
        chance(40) && !made->catalog.plans.empty() ? made->catalog.plans.front().every : some_cycle();
    plan.allocation = chance(10) ? credits{} : some_credits();
    plan.monthly_allocation = is_in_months(plan.every) && chance(50);
    plan.pool = chance(60) ? credit_pool::shared : credit_pool::per_user;
    if (chance(40)) plan.features = {"video"};
    plan.top_ups = chance(80);
    if (chance(20)) plan.trial = chance(50) ? span_of_time(some_delay()) : some_span();
    if (chance(50)) plan.rollover = some_carry();
    return plan;
  }

  carry_terms some_carry() {
    carry_terms terms{some_credits(), 1};
    if (chance(30)) terms.lives = 2;
    if (chance(30)) terms.lives.reset();
    if (chance(40)) terms.min = std::min(terms.max, some_credits());
    return terms;
  }

  // Some so cheap that what is owed comes to no money.
  credit_rate some_rate() {
    return {money::from_minor(one_of<std::int64_t>({1, 100, 3000})), some_credits()};
  }

  // Graduated rates whose steps are met by usual purchases; nothing: the one rate again. None so dear that
  // recharges go on and on without reaching their threshold.
  std::vector<rate_step> some_steps() {
    std::vector<rate_step> steps;
    credits from;
    for (int n = pick(4); n > 0; --n) {
      const auto price = money::from_minor(one_of<std::int64_t>({1, 50, 100}));
      steps.push_back({from, {price, some_credits()}});
      from += some_credits();
    }
    return steps;
  }

  add_on_terms some_add_on(std::size_t plans) {
    add_on_terms sold;
    sold.name = "add-on-" + std::to_string(made->catalog.add_ons.size());
    sold.unit = some_credits();
    sold.price = chance(10) ? money{} : some_money();
    sold.pool = chance(60) ? credit_pool::shared : credit_pool::per_user;
    for (std::size_t plan = 0; plan < plans; ++plan)
      if (chance(80)) sold.for_plans.push_back(static_cast<plan_index>(plan));
    sold.prorate = chance(50);
    return sold;
  }

  // Another version: other prices and amounts; what is sold stays.
  catalog changed(const catalog& before) {
    catalog after = before;
    if (chance(50)) after.rate = credit_rate{money::from_minor(100), some_credits()};
    if (has_overage_ && chance(50)) after.overage_price = some_rate();
    if (has_steps_ && chance(50)) after.top_ups.rates = some_steps();
    if (chance(50)) after.meters[0].price = unit_price{some_credits().micro(), 1};
    if (chance(50)) after.meters[1].price = some_price();
    if (chance(30)) after.meters[2].minimum = 5'000'000;
    if (chance(30)) after.top_ups.minimum = money::from_minor(500);
    if (chance(30)) after.top_ups.expires = some_span();
    if (chance(30)) after.top_ups.bonuses = {{money::from_minor(500), some_credits()}};
    for (plan_terms& plan : after.plans) {
      if (chance(40)) plan.price = chance(20) ? money{} : some_money();
      if (chance(40)) plan.allocation = some_credits();
      if (chance(20)) plan.rollover = some_carry();
      if (chance(20)) plan.features = {"video"};
    }
    for (add_on_terms& sold : after.add_ons) {
      if (chance(40)) sold.price = some_money();
      if (chance(40)) sold.unit = some_credits();
    }
    return after;
  }

  static void put_in_order(std::vector<catalog_version>& versions) {
    std::ranges::stable_sort(versions, {}, &catalog_version::effective);
    const auto begin_together = [](const catalog_version& a, const catalog_version& b) {
      return a.effective == b.effective;
    };
    versions.erase(std::unique(versions.begin(), versions.end(), begin_together), versions.end());
  }

  plan_index any_plan() { return static_cast<plan_index>(below(made->catalog.plans.size())); }

  subscribe_command some_subscription() {
    subscribe_command asked{any_plan(), std::nullopt};
    if (chance(25)) asked.anchor = some_instant();
    return asked;
  }
  change_plan_command some_plan_change() { return {any_plan(), chance(75), chance(25)}; }
  add_on_command some_units() {
    return {static_cast<add_on_index>(below(made->catalog.add_ons.size())),
            static_cast<std::uint32_t>(pick(4))};
  }
  seat_command some_seat() { return {some_user(), chance(60)}; }

  void draw_subscription_step(command& step) {
    note_payment(step.key);
    const int what = pick(100);
    const bool has_add_ons = !made->catalog.add_ons.empty();
    if (what < 25 || (what >= 80 && !has_add_ons)) {
      step.body = some_subscription();
    } else if (what < 50) {
      step.body = some_plan_change();
    } else if (what < 60) {
      step.body = cancel_command{chance(40)};
    } else if (what < 65) {
      step.body = resume_command{};
    } else if (what < 80) {
      step.body = some_seat();
    } else {
      step.body = some_units();
    }
  }

  void draw_return(command& step) {
    const bool of_usage = has_refunds && chance(50);
    if (of_usage) {
      refund_command asked{among(debits_before_), std::nullopt};
      if (chance(60)) asked.amount = chance(10) ? credits{} : some_credits();
      step.body = asked;
    } else if (has_refunds && (!has_chargebacks_ || chance(50))) {
      refund_payment_command asked{some_payment(), std::nullopt};
      if (chance(60)) asked.amount = chance(10) ? credits{} : some_credits();
      step.body = asked;
    } else {
      // What was charged back is won soon, or never.
      const bool is_won = charged_back_ && chance(60);
      step.body = chargeback_command{is_won ? *charged_back_ : some_payment(), is_won};
      charged_back_ = std::get<chargeback_command>(step.body).payment;
    }
  }

  void draw_invoice_step(command& step) {
    const int what = pick(100);
    if (what < 35) {
      note_payment(step.key);
      step.body = invoice_command{chance(60) ? asked_amount(some_money()) : asked_amount(some_credits())};
    } else if (what < 85) {
      pay_invoice_command paid{some_payment(), std::nullopt};
      if (chance(40)) paid.amount = chance(10) ? money{} : some_money();
      step.body = paid;
    } else {
      step.body = void_invoice_command{some_payment()};
    }
  }

  void draw_planning(const account_spec& spec, command& step) {
    if (has_plans_ && chance(70)) {
      const bool has_add_ons = !made->catalog.add_ons.empty();
      if (chance(40)) {
        step.body = quote_command{some_seat()};
      } else if (has_add_ons && chance(60)) {
        step.body = quote_command{some_units()};
      } else {
        step.body = quote_command{some_plan_change()};
      }
      return;
    }
    estimate_command asked;
    if (!spec.agents.empty()) asked.agent = static_cast<agent_index>(below(spec.agents.size()));
    for (int n = pick(4); n > 0; --n) {
      const auto meter = static_cast<meter_index>(pick(4));
      asked.activities.push_back({meter, some_quantity(meter), some_times(meter), some_value(meter)});
    }
    step.body = asked;
  }

  bool has_plans_ = false;
  bool has_chargebacks_ = false;
  bool has_versions_ = false;
  bool has_late_usage_ = false;
  bool has_divisible_meters_ = false;
  bool has_roles_ = false;
  bool has_estimates_ = false;
  bool has_overage_ = false;                 // usage beyond the credit is billed
  bool has_steps_ = false;                   // rates that go by how much is bought
  std::vector<effect_key> payments_before_;  // of steps that asked for one
  std::vector<effect_key> debits_before_;    // of usages and captures
  std::optional<effect_key> charged_back_;
};

}  // namespace drawdown::worldgen
