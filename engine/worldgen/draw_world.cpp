#include "engine/worldgen/draw_world.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/worldgen/number_steps.hpp"
#include "engine/worldgen/sayable.hpp"
#include "engine/worldgen/terms_drawing.hpp"

namespace drawdown::worldgen {
namespace {

class world_drawing : private terms_drawing {
 public:
  explicit world_drawing(std::uint64_t seed) : terms_drawing(seed) {}

  std::shared_ptr<world> make(std::uint32_t accounts) {
    made = std::make_shared<world>();
    made->name = "drawn";
    made->files = {"drawn.yaml"};
    made->seed = below(1'000'000);
    // At midnight the grid of instants meets the turns of months in UTC.
    const instant midnight = instant::from_us(1'773'964'800'000'000);  // 2026-03-20
    made->start = chance(50) ? midnight : midnight + duration::seconds(35'200);
    made->end = made->start + duration::days(5 + pick(70));
    made->key_names = {"a", "b", "c", "d", "e", "f"};
    for (std::uint64_t i = 0; i < hold_keys; ++i) made->key_names.push_back("hold-" + std::to_string(i));
    for (std::uint64_t i = 0; i < grant_keys; ++i) made->key_names.push_back("grant-" + std::to_string(i));
    made->users = {"ann", "bob", "cyd"};
    made->groups = {"red", "blue"};
    made->usage_files = {"one.csv", "two.csv"};
    made->fingerprints = {"A", "B", "C"};
    made->zones.push_back(madrid());
    draw_features();
    draw_strikes();
    draw_settings();
    draw_sales_settings();
    draw_catalog();
    draw_offers();
    draw_versions();
    draw_gateways();
    for (std::uint32_t i = 0; i < accounts; ++i) draw_account(i);
    draw_books();
    return made;
  }

 private:
  effect_key key_among(std::uint64_t first, std::uint64_t count) {
    return {effect_key::space::given, 0, first + below(count)};
  }
  // Keys that anything may carry, and those that mostly holds and grants do, so that they are met again.
  effect_key given_key() { return key_among(0, common_keys); }
  effect_key hold_key() { return chance(92) ? key_among(common_keys, hold_keys) : given_key(); }
  effect_key grant_key() { return chance(92) ? key_among(common_keys + hold_keys, grant_keys) : given_key(); }

  void draw_account(std::uint32_t index) {
    account_spec spec;
    spec.name = "account-" + std::to_string(index);
    spec.zone = static_cast<std::uint32_t>(pick(2));
    draw_customer(spec);
    if (chance(80)) spec.payment_methods.push_back(some_method());
    trouble_terms(spec);
    if (chance(60)) spec.auto_recharge = some_terms();
    if (chance(40)) spec.low_balance = some_credits();
    for (int n = pick(5); n > 0; --n) {
      command declared;
      declared.order = {made->start, turn_order::phase::timeline, 0, 0};
      declared.key = chance(40) ? grant_key()
                                : effect_key{effect_key::space::timeline,
                                             static_cast<std::uint32_t>(spec.grants.size() + 1), 0};
      declared.body = some_grant();
      spec.grants.push_back(declared);
    }
    draw_agents(spec);
    draw_timeline(spec, index);
    made->accounts.push_back(std::move(spec));
  }

  void draw_agents(account_spec& spec) {
    for (int n = pick(4); n > 0; --n) {
      agent_spec agent;
      agent.name = "agent-" + std::to_string(n);
      agent.policy = chance(50) ? when_exhausted::stop : when_exhausted::use_balance;
      if (chance(50)) agent.monthly_limit = some_credits();
      if (chance(40)) agent.user = some_user();
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
    used_before_.clear();
    said_before_.clear();
    held_before_.clear();
    lines_ = {};
    std::vector<instant> times;
    for (int n = 5 + pick(75); n > 0; --n) times.push_back(some_instant());
    std::sort(times.begin(), times.end());
    std::uint64_t ordinal = 0;
    for (const instant t : times) draw_step(spec, account, t, ++ordinal);
    trouble_timeline(spec, account, ordinal);
    // Rows of files come after the steps of their instant, whichever was drawn first.
    std::stable_sort(spec.commands.begin(), spec.commands.end(),
                     [](const auto& a, const auto& b) { return a->order < b->order; });
    for (agent_spec& agent : spec.agents)
      if (auto* timeline = std::get_if<timeline_source>(&agent.source))
        std::stable_sort(timeline->items.begin(), timeline->items.end(),
                         [](const usage& a, const usage& b) { return a.order < b.order; });
  }

  void draw_step(account_spec& spec, std::uint32_t account, instant t, std::uint64_t ordinal) {
    command step;
    step.order = {t, turn_order::phase::timeline, 0, ordinal};
    step.key = chance(25) ? given_key() : effect_key{effect_key::space::timeline, 0, ordinal};
    if (!draw_sale(spec, step) && !draw_plain_step(spec, account, step)) return;
    if (chance(8)) repeat_something(step);
    if (step.key.was_given()) said_before_.push_back(step);
    spec.commands.push_back(std::make_shared<const command>(std::move(step)));
  }

  // False where it is the usage of an agent, and no step of the account.
  bool draw_plain_step(account_spec& spec, std::uint32_t account, command& step) {
    const auto agents = static_cast<int>(spec.agents.size());
    const int what = pick(100);
    if (what < 32) return draw_usage(spec, step);
    if (what < 54) {
      draw_hold_step(spec, step);
    } else if (what < 60) {
      note_payment(step.key);
      step.body = top_up_command{chance(60) ? asked_amount(some_money()) : asked_amount(some_credits())};
    } else if (what < 69) {
      if (chance(50)) step.key = grant_key();
      step.body = some_grant();
    } else if (what < 80) {
      draw_correction(step);
    } else if (what < 84 && agents > 0) {
      step.body = some_change(agents);
    } else if (what < 90) {
      step.body = some_account_change();
    } else if (what < 93) {
      step.body = some_notice();
    } else if (what < 96) {
      step.body = some_crash(agents);
    } else {
      draw_question(spec, account, step);
    }
    return true;
  }

  void draw_question(const account_spec& spec, std::uint32_t account, command& step) {
    step.order.in = turn_order::phase::expectation;
    expect_command question;
    if (!spec.agents.empty() && chance(50))
      question.agent = static_cast<agent_index>(below(spec.agents.size()));
    question.expectation = static_cast<std::uint32_t>(made->expectations.size());
    made->expectations.push_back({account, question.agent, step.order.at, false, {}, some_figure()});
    step.body = question;
  }

  // Usage of an agent goes to its timeline (then false is returned), usage of nobody is a step.
  bool draw_usage(account_spec& spec, command& step) {
    usage used;
    if (chance(25)) {  // a row of a file
      const auto file = static_cast<std::uint32_t>(below(lines_.size()));
      step.order = {step.order.at, turn_order::phase::file, file, ++lines_[file]};
      if (!step.key.was_given()) step.key = {effect_key::space::file, file, lines_[file]};
    }
    used.order = step.order;
    used.key = step.key;
    used.meter = static_cast<meter_index>(pick(4));
    used.quantity = some_quantity(used.meter);
    used.times = some_times(used.meter);
    used.value = some_value(used.meter);
    if (chance(20)) used.group = some_group();
    if (!spec.agents.empty() && chance(85)) used.agent = static_cast<agent_index>(below(spec.agents.size()));
    used.occurred_at = some_occurrence(used.order.at);
    if (chance(15)) repeat_something(used);
    if (has_refunds) note_debit(used.key);
    used.user = user_of(spec, used.agent);
    if (used.key.was_given()) used_before_.push_back(used);
    step.key = used.key;
    step.body = used;
    if (used.agent == no_agent) return true;
    if (auto* timeline = std::get_if<timeline_source>(&spec.agents[used.agent].source))
      timeline->items.push_back(used);
    return false;
  }

  // On whose behalf: the step says it, or else the agent (R5.1).
  user_index user_of(const account_spec& spec, agent_index agent) {
    if (chance(25)) return some_user();
    return agent == no_agent ? no_user : spec.agents[agent].user;
  }

  // The same usage again, as a client sends it that got no answer.
  void repeat_something(usage& used) {
    if (used_before_.empty()) return;
    const usage& first = used_before_[below(used_before_.size())];
    used.key = first.key;
    used.meter = first.meter;
    used.quantity = first.quantity;
    used.times = first.times;
    used.value = first.value;
    used.agent = first.agent;
    if (chance(80)) used.occurred_at = first.occurred_at;
  }

  // The same step again; now and then under another thing's key.
  void repeat_something(command& step) {
    if (said_before_.empty() || std::holds_alternative<usage>(step.body) ||
        step.order.in != turn_order::phase::timeline)
      return;
    const command& first = said_before_[below(said_before_.size())];
    step.key = first.key;
    const bool is_plain = !std::holds_alternative<usage>(first.body) &&
                          !std::holds_alternative<expect_command>(first.body);  // which stand elsewhere
    if (chance(75) && is_plain) step.body = first.body;
  }

  // A hold, or what becomes of one.
  void draw_hold_step(const account_spec& spec, command& step) {
    const int what = pick(100);
    if (what < 50) {
      step.key = hold_key();
      step.body = some_hold(spec);
      held_before_.push_back(step.key);
    } else if (what < 82) {
      note_debit(step.key);
      step.body = some_capture();
    } else {
      step.body = void_command{key_of_a_hold()};
    }
  }

  // Mostly one of the last holds, which may still be open.
  effect_key key_of_a_hold() {
    if (held_before_.empty() || chance(15)) return hold_key();
    const std::uint64_t last = held_before_.size() - 1;
    return held_before_[last - below(std::min<std::uint64_t>(3, held_before_.size()))];
  }

  hold_command some_hold(const account_spec& spec) {
    hold_command asked;
    if (!spec.agents.empty() && chance(75)) asked.agent = static_cast<agent_index>(below(spec.agents.size()));
    asked.user = user_of(spec, asked.agent);
    if (chance(20)) asked.group = some_group();
    if (chance(60)) asked.meter = static_cast<meter_index>(pick(4));
    if (asked.meter != no_meter && chance(50)) {
      asked.quantity = some_quantity(asked.meter);
      asked.times = some_times(asked.meter);
      asked.value = some_value(asked.meter);
    } else {
      asked.amount = chance(5) ? credits{} : some_credits();
    }
    if (chance(50)) asked.ttl = some_span();
    return asked;
  }

  capture_command some_capture() {
    capture_command taken{key_of_a_hold(), whole_hold{}, chance(30)};
    if (chance(60)) taken.amount = chance(10) ? credits{} : some_credits();
    if (chance(20)) {
      const auto meter = static_cast<meter_index>(pick(4));
      taken.amount = metered_quantity{meter, some_quantity(meter), some_times(meter), some_value(meter)};
    }
    return taken;
  }

  // What an operator does by hand: revocations, adjustments, resets (R3.10, R3.11).
  void draw_correction(command& step) {
    const int what = pick(100);
    if (what < 30) {
      step.body = revoke_command{grant_key()};
    } else if (what < 75) {
      if (chance(30)) step.key = grant_key();
      step.body =
          chance(40) ? adjust_command{some_credits(), false} : adjust_command{-some_credits(), chance(60)};
    } else {
      step.body = reset_command{};
    }
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
    if (chance(50)) change.auto_recharge = chance(30) ? std::nullopt : std::optional(some_terms());
    if (chance(30)) change.low_balance = chance(30) ? std::nullopt : std::optional(some_credits());
    return change;
  }

  notice_command some_notice() {
    notice_command by_hand;
    by_hand.payment = chance(50) ? some_payment() : given_key();
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

  static constexpr std::uint64_t common_keys = 6;
  static constexpr std::uint64_t hold_keys = 16;
  static constexpr std::uint64_t grant_keys = 5;
  std::vector<usage> used_before_;        // usages of the account at hand that came with a given key
  std::vector<effect_key> held_before_;   // its holds, so far
  std::vector<command> said_before_;      // and its other steps
  std::array<std::uint64_t, 2> lines_{};  // of each usage file, how many were drawn
};

}  // namespace

std::shared_ptr<const world> draw_world(std::uint64_t seed, std::uint32_t accounts) {
  const auto drawn = world_drawing(seed).make(accounts);
  make_sayable(*drawn);
  number_steps(*drawn);
  return drawn;
}

std::shared_ptr<const world> draw_unsayable_world(std::uint64_t seed, std::uint32_t accounts) {
  return world_drawing(seed).make(accounts);
}

std::uint32_t accounts_of_seed(std::uint64_t seed) {
  const stream draws(seed, draw_stream::world_drawing);
  return 1 + static_cast<std::uint32_t>(draws.uniform_below(4, {.entity = 1}));
}

}  // namespace drawdown::worldgen
