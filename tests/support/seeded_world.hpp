// Worlds drawn from a seed: small, dense, full of ties and of things that go wrong. The same seed gives the
// same world.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/draws/stream.hpp"
#include "engine/world/world.hpp"

namespace drawdown::test {

class seeded_world {
 public:
  explicit seeded_world(std::uint64_t seed) : draws_(seed, draw_stream::agent_usage) {}

  std::shared_ptr<const world> make(std::uint32_t accounts = 1) {
    made_ = std::make_shared<world>();
    made_->name = "drawn";
    made_->files = {"drawn.yaml"};
    made_->seed = below(1'000'000);
    made_->start = instant::from_us(1'774'000'000'000'000);  // 2026-03-20T09:46:40Z
    made_->end = made_->start + duration::days(5 + pick(70));
    made_->key_names = {"a", "b", "c", "d", "e", "f"};
    made_->fingerprints = {"A", "B", "C"};
    made_->zones.push_back(madrid());
    draw_settings();
    draw_catalog();
    draw_gateways();
    for (std::uint32_t i = 0; i < accounts; ++i) draw_account(i);
    return made_;
  }

 private:
  static zone_table madrid() {
    return {"Europe/Madrid",
            {{instant::from_us(INT64_MIN), 3600},
             {instant::from_us(1'774'746'000'000'000), 7200},    // 2026-03-29T01:00Z
             {instant::from_us(1'792'890'000'000'000), 3600}}};  // 2026-10-25T01:00Z
  }

  std::uint64_t below(std::uint64_t count) { return draws_.uniform_below(count, {0, draw_++, 0}); }
  int pick(int count) { return static_cast<int>(below(static_cast<std::uint64_t>(count))); }
  bool chance(int percent) { return pick(100) < percent; }
  template <class T>
  T one_of(std::initializer_list<T> choices) {
    return *(choices.begin() + pick(static_cast<int>(choices.size())));
  }
  credits some_credits() {
    const auto whole = one_of<std::int64_t>({1, 5, 10, 50, 100, 333, 1000});
    return credits::from_micro(whole * credits::micro_per_credit + (chance(20) ? pick(1'000'000) : 0));
  }
  money some_money() { return money::from_minor(one_of<std::int64_t>({100, 500, 1000, 1999, 2500, 5000})); }

  // Few distinct instants, so that much happens at the same one.
  instant some_instant() {
    const std::int64_t span_hours = (made_->end - made_->start).us() / duration::hours(1).us();
    const instant t = made_->start + duration::hours(6 * pick(static_cast<int>(span_hours / 6) + 1));
    if (chance(10)) return std::min(t.next(), made_->end);
    if (chance(10)) return std::min(t + duration::seconds(2), made_->end);
    return std::min(t, made_->end);
  }
  duration some_delay() {
    return one_of({duration::hours(6), duration::hours(24), duration::days(7), duration::hours(18)});
  }
  span_of_time some_span() {
    if (chance(50)) return some_delay();
    return calendar_span{1 + pick(2),
                         one_of({calendar_unit::days, calendar_unit::weeks, calendar_unit::months})};
  }

  void draw_settings() {
    settings& rules = made_->settings;
    rules.credit_decimals = one_of({6, 6, 6, 2, 0});
    rules.requires_positive_balance = chance(20);
    rules.top_up_ends_stop = !chance(25);
    rules.key_window = one_of({duration::days(1), duration::days(7)});
    if (chance(30)) rules.retry = {duration::hours(1)};
    if (chance(30)) rules.priorities = {10, 10, 10, 10, 10};
    if (chance(50)) draw_burn_down();
  }

  void draw_burn_down() {
    const std::vector<burn_key> keys = {{burn_by::priority},
                                        {burn_by::expires, true, true, expiry_grain::day},
                                        {burn_by::expires, false, false, expiry_grain::minute},
                                        {burn_by::kind},
                                        {burn_by::created, true},
                                        {burn_by::cost_per_credit, false, true},
                                        {burn_by::effective}};
    made_->settings.burn_down.clear();
    for (int n = 1 + pick(4); n > 0; --n) made_->settings.burn_down.push_back(keys[below(keys.size())]);
  }

  void draw_catalog() {
    catalog& sold = made_->catalog;
    sold.name = "drawn";
    sold.unit = currency::of("EUR").value();
    sold.rate = chance(50) ? credit_rate{money::from_minor(100), credits::whole(50)}
                           : credit_rate{money::from_minor(3000), credits::whole(200)};
    meter call{"call", measure::minute, {10'000'000, 1}, 0, measure_size(measure::minute), std::nullopt};
    meter message{"message", measure::unit, {500'000, 1}, 0, 0, std::nullopt};
    meter token{"token", measure::unit, {1, 3}, 2'000'000, 0, chance(50)};
    meter gift{"gift", measure::unit, {0, 1}, 0, 0, chance(50)};
    sold.meters = {call, message, token, gift};
    if (chance(50)) sold.top_ups.minimum = money::from_minor(1000);
    if (chance(30)) sold.top_ups.maximum = money::from_minor(3000);
    if (chance(30)) sold.top_ups.tiers = {money::from_minor(2500), money::from_minor(5000)};
    if (chance(20)) sold.top_ups.expires = some_span();
  }

  void draw_gateways() {
    for (const char* name : {"stripe", "adyen"}) {
      gateway_spec gateway;
      gateway.name = name;
      gateway.latency = one_of({duration::seconds(2), duration{}, duration::hours(6)});
      gateway.decline_rate = one_of({0U, 300'000U});
      gateway.reasons = {"card_declined", "insufficient_funds"};
      gateway.duplicate_rate = one_of({0U, 500'000U});
      gateway.lost_rate = one_of({0U, 0U, 100'000U});
      gateway.delay_max = one_of({duration{}, duration::hours(12)});
      if (chance(40)) {
        const instant from = some_instant();
        gateway.outages = {{from, from + duration::hours(12)}};
      }
      made_->gateways.push_back(gateway);
    }
  }

  payment_method some_method() {
    payment_method method;
    method.gateway = static_cast<gateway_index>(pick(2));
    method.fingerprint = static_cast<std::uint32_t>(pick(3));
    for (int n = pick(4); n > 0; --n)
      method.card.push_back(chance(60) ? card_answer::ok : card_answer::declines);
    return method;
  }

  recharge_terms some_terms() {
    recharge_terms terms;
    terms.watch = chance(50) ? recharge_watch::available : recharge_watch::wallet;
    terms.trigger = chance(50) ? recharge_trigger::below : recharge_trigger::at_or_below;
    terms.threshold = some_credits();
    terms.count_pending = chance(30);
    terms.limits = one_of({recharge_limits::apply, recharge_limits::minimum_only, recharge_limits::ignore});
    const bool in_money = chance(50);
    const auto some_amount = [&]() -> asked_amount {
      return in_money ? asked_amount(some_money()) : asked_amount(some_credits());
    };
    switch (pick(3)) {
      case 0:
        terms.amount = some_amount();
        if (chance(40)) terms.pack = some_amount();
        break;
      case 1:
        terms.target = some_credits() + some_credits();
        break;
      default:
        terms.pack = some_amount();
    }
    return terms;
  }

  grant_command some_grant() {
    grant_command grant;
    grant.kind = static_cast<lot_kind>(pick(5));
    grant.amount = some_credits();
    if (chance(30)) grant.effective = chance(50) ? moment(some_instant()) : moment(some_span());
    if (chance(60)) grant.expires = chance(50) ? moment(some_instant()) : moment(some_span());
    if (chance(20)) grant.priority = pick(60);
    if (chance(30)) grant.cost = some_money();
    return grant;
  }

  effect_key given_key() { return {effect_key::space::given, 0, below(made_->key_names.size())}; }

  std::int64_t some_quantity(meter_index meter) {
    if (chance(5)) return 0;
    if (chance(2)) return INT64_MAX - pick(3);
    return meter == 0 ? duration::seconds(1 + pick(900)).us()
                      : (1 + pick(40)) * 1'000'000LL + (chance(20) ? 1 : 0);
  }

  void draw_account(std::uint32_t index) {
    account_spec spec;
    spec.name = "account-" + std::to_string(index);
    spec.zone = static_cast<std::uint32_t>(pick(2));
    if (chance(80)) spec.payment_methods.push_back(some_method());
    if (chance(60)) spec.auto_recharge = some_terms();
    for (int n = pick(4); n > 0; --n) {
      command declared;
      declared.order = {made_->start, turn_order::phase::timeline, 0, 0};
      declared.key = chance(20) ? given_key()
                                : effect_key{effect_key::space::timeline, 1, static_cast<std::uint64_t>(n)};
      declared.body = some_grant();
      spec.grants.push_back(declared);
    }
    draw_agents(spec);
    draw_timeline(spec, index);
    made_->accounts.push_back(std::move(spec));
  }

  void draw_agents(account_spec& spec) {
    for (int n = pick(4); n > 0; --n) {
      agent_spec agent;
      agent.name = "agent-" + std::to_string(n);
      agent.policy = chance(50) ? when_exhausted::stop : when_exhausted::use_balance;
      if (chance(50)) agent.monthly_limit = some_credits();
      if (chance(40)) {
        drawn_source source;
        source.meter = static_cast<meter_index>(pick(3));
        source.per_day = static_cast<std::uint32_t>(1 + pick(4));
        source.quantity_min = 1'000'000;
        source.quantity_max = 30'000'000;
        if (chance(60)) source.pause_after_refusal = some_delay();
        agent.source = source;
      } else {
        agent.source = timeline_source{};
      }
      spec.agents.push_back(agent);
    }
  }

  void draw_timeline(account_spec& spec, std::uint32_t account) {
    given_.clear();
    std::vector<instant> times;
    for (int n = 5 + pick(60); n > 0; --n) times.push_back(some_instant());
    std::sort(times.begin(), times.end());
    std::uint64_t ordinal = 0;
    for (const instant t : times) draw_step(spec, account, t, ++ordinal);
    std::stable_sort(spec.commands.begin(), spec.commands.end(),
                     [](const auto& a, const auto& b) { return a->order < b->order; });
  }

  void draw_step(account_spec& spec, std::uint32_t account, instant t, std::uint64_t ordinal) {
    command step;
    step.order = {t, turn_order::phase::timeline, 0, ordinal};
    step.key = chance(30) ? given_key() : effect_key{effect_key::space::timeline, 0, ordinal};
    const auto agents = static_cast<int>(spec.agents.size());
    const int what = pick(100);
    if (what < 50) {
      if (!draw_usage(spec, step)) return;
    } else if (what < 62) {
      step.body = top_up_command{chance(60) ? asked_amount(some_money()) : asked_amount(some_credits())};
    } else if (what < 72) {
      step.body = some_grant();
    } else if (what < 78 && agents > 0) {
      step.body = some_change(agents);
    } else if (what < 84) {
      step.body = some_account_change();
    } else if (what < 90) {
      step.body = some_notice();
    } else if (what < 95) {
      step.body = some_crash(agents);
    } else {
      step.order.in = turn_order::phase::expectation;
      expect_command question;
      if (agents > 0 && chance(50)) question.agent = static_cast<agent_index>(pick(agents));
      question.expectation = static_cast<std::uint32_t>(made_->expectations.size());
      made_->expectations.push_back({account, question.agent, t, {}, {}});
      step.body = question;
    }
    spec.commands.push_back(std::make_shared<const command>(std::move(step)));
  }

  // Usage of an agent goes to its timeline (then false is returned), usage of nobody is a step.
  bool draw_usage(account_spec& spec, command& step) {
    usage used;
    used.order = step.order;
    used.key = step.key;
    used.meter = static_cast<meter_index>(pick(4));
    used.quantity = some_quantity(used.meter);
    if (!spec.agents.empty() && chance(85)) used.agent = static_cast<agent_index>(below(spec.agents.size()));
    if (chance(15)) repeat_something(used);
    if (used.key.was_given()) given_.push_back(used);
    step.key = used.key;
    step.body = used;
    if (used.agent == no_agent) return true;
    if (auto* timeline = std::get_if<timeline_source>(&spec.agents[used.agent].source))
      timeline->items.push_back(used);
    return false;
  }

  // The same usage again, as a client sends it that got no answer.
  void repeat_something(usage& used) {
    if (given_.empty()) return;
    const usage& first = given_[below(given_.size())];
    used.key = first.key;
    used.meter = first.meter;
    used.quantity = first.quantity;
    used.agent = first.agent;
  }

  set_agent_command some_change(int agents) {
    set_agent_command change;
    change.agent = static_cast<agent_index>(pick(agents));
    if (chance(60)) change.policy = chance(50) ? when_exhausted::stop : when_exhausted::use_balance;
    if (chance(60)) change.monthly_limit = chance(30) ? std::nullopt : std::optional(some_credits());
    return change;
  }

  set_account_command some_account_change() {
    set_account_command change;
    if (chance(60)) {
      change.payment_methods.emplace();
      for (int n = pick(3); n > 0; --n) change.payment_methods->push_back(some_method());
    }
    if (chance(60)) change.auto_recharge = chance(30) ? std::nullopt : std::optional(some_terms());
    return change;
  }

  notice_command some_notice() {
    notice_command by_hand;
    by_hand.payment = chance(50) ? effect_key{effect_key::space::recharge, 0, 1 + below(3)} : given_key();
    if (chance(30)) by_hand.attempt = static_cast<std::uint32_t>(pick(4));
    by_hand.answer = one_of({payment_answer::succeeded, payment_answer::declined, payment_answer::timed_out});
    return by_hand;
  }

  crash_command some_crash(int agents) {
    switch (pick(4)) {
      case 0:
        return {crash_command::whom::gateway, static_cast<std::uint32_t>(pick(2))};
      case 1:
        return {crash_command::whom::auditor, 0};
      case 2:
        if (agents > 0) return {crash_command::whom::agent, static_cast<std::uint32_t>(pick(agents))};
        break;
      default:
        break;
    }
    return {crash_command::whom::account, 0};
  }

  stream draws_;
  std::uint64_t draw_ = 0;
  std::shared_ptr<world> made_;
  std::vector<usage> given_;  // usages of the account at hand that came with a given key
};

}  // namespace drawdown::test
