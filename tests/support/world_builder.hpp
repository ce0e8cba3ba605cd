// Small worlds for tests, written as one would tell them: who has what, and what they do when.
//
//   world_builder w;
//   auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).until("2026-01-10"));
//   const agent_index bot = acme.agent("bot", when_exhausted::stop);
//   acme.at("2026-01-05").uses(bot, 30).tops_up(2500_cr).keyed("again").expects(bot);
//   auto world = w.build();
//
// Unless a test says otherwise the run goes from 2026-01-01 to the end of 2026-03-31 UTC, one US dollar buys
// 50 credits, and meter 0 costs one credit per unit.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/time/text.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/world.hpp"

namespace drawdown::test {

inline namespace literals {
// 100_cr, 0.5_cr: an amount of credit, exact.
inline credits operator""_cr(const char* text) {
  return parse_credits(text).value();
}
// 20_usd: so many dollars. 1999_cents.
inline money operator""_usd(unsigned long long dollars) {
  return money::from_minor(static_cast<std::int64_t>(dollars) * 100);
}
inline money operator""_cents(unsigned long long cents) {
  return money::from_minor(static_cast<std::int64_t>(cents));
}
}  // namespace literals

// An instant as RFC 3339, or a date, which is midnight in UTC.
inline instant when(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

// A length of time: "36h", "1 month".
inline span_of_time lasting(std::string_view text) {
  return parse_span(text).value();
}

// A grant: lot(lot_kind::free, 100_cr).from("2026-01-05").until("2026-02-01").
class lot {
 public:
  lot(lot_kind kind, credits amount) {
    command_.kind = kind;
    command_.amount = amount;
  }
  lot& from(std::string_view instant_text) { return command_.effective = when(instant_text), *this; }
  lot& from_after(std::string_view span) { return command_.effective = lasting(span), *this; }
  lot& until(std::string_view instant_text) { return command_.expires = when(instant_text), *this; }
  lot& lasts(std::string_view span) { return command_.expires = lasting(span), *this; }
  lot& priority(std::int32_t number) { return command_.priority = number, *this; }
  lot& costs(money paid) { return command_.cost = paid, *this; }
  lot& only(std::vector<meter_index> meters) { return command_.only.meters = std::move(meters), *this; }
  lot& of(user_index user) { return command_.only.user = user, *this; }
  lot& recurs(std::string_view every, std::optional<std::string_view> anchor = std::nullopt) {
    command_.recurs = recurrence{lasting(every), std::nullopt};
    if (anchor) command_.recurs->anchor = when(*anchor);
    return *this;
  }
  lot& rolls_over(std::optional<credits> max, credits min = {}) {
    return command_.rollover = rollover_terms{max, min}, *this;
  }
  operator const grant_command&() const { return command_; }

 private:
  grant_command command_;
};

// A card that gives these answers, one per attempt, the last again and again.
inline payment_method card(std::vector<card_answer> answers, std::uint32_t fingerprint = 0) {
  payment_method method;
  method.fingerprint = fingerprint;
  method.card = std::move(answers);
  return method;
}
inline payment_method good_card(std::uint32_t fingerprint = 0) {
  return card({card_answer::ok}, fingerprint);
}
inline payment_method bad_card(std::uint32_t fingerprint = 0) {
  return card({card_answer::declines}, fingerprint);
}

// Keys by which payments are known: of the top-up that is the n-th step of the world, and of the n-th
// recharge.
inline effect_key key_of_step(std::uint64_t ordinal) {
  return {effect_key::space::timeline, 0, ordinal};
}
inline effect_key key_of_recharge(std::uint64_t number) {
  return {effect_key::space::recharge, 0, number};
}

class world_builder;

// One account of a world: what it has, and its steps in the order in which they are told. `at` says when.
class account_builder {
 public:
  account_builder(world_builder& world, account_index index) : world_(&world), index_(index) {}

  account_index index() const { return index_; }
  account_spec& spec() const;

  account_builder& in_zone(zone_table zone);
  account_builder& begins_with(const grant_command& granted, std::string_view key = {});
  account_builder& pays_by(payment_method method);
  account_builder& recharges(recharge_terms terms);
  account_builder& warned_below(credits level);  // R10.6
  // Declares an agent and answers its number.
  agent_index agent(std::string name, when_exhausted policy = when_exhausted::use_balance,
                    std::optional<credits> monthly_limit = std::nullopt, user_index user = no_user);

  // When the steps that follow happen.
  account_builder& at(std::string_view instant_text) { return at(when(instant_text)); }
  account_builder& at(instant t) { return now_ = t, *this; }
  account_builder& later(duration d) { return now_ = now_ + d, *this; }

  // Usage of whole units of meter 0, without an agent or of one.
  account_builder& uses(std::int64_t units) { return uses_exactly(no_agent, units * 1'000'000); }
  account_builder& uses(agent_index agent, std::int64_t units) {
    return uses_exactly(agent, units * 1'000'000);
  }
  // Usage in millionths of a unit, or microseconds.
  account_builder& uses_exactly(agent_index agent, std::int64_t quantity, meter_index meter = 0);
  // Usage that an agent of a population drew: it comes after the steps of its instant (R2.4 H).
  account_builder& draws(agent_index agent, std::int64_t units);
  // Usage from the next row of a file: it comes after the steps of its instant, before what agents drew
  // (R2.4 H).
  account_builder& reads(std::uint32_t file, agent_index agent, std::int64_t units);
  // Attributes the last usage otherwise than its agent would.
  account_builder& on_behalf_of(user_index user);
  account_builder& under(group_index group);
  // Says when the last usage occurred, where that is not when it arrives (R2.5).
  account_builder& occurred(std::string_view instant_text);

  // Credit is reserved under a key (R6.1).
  account_builder& holds(std::string_view key, credits amount, agent_index agent = no_agent,
                         std::optional<std::string_view> ttl = std::nullopt);
  account_builder& holds(std::string_view key, const hold_command& asked) { return does(asked).keyed(key); }
  // What was held under a key is taken, in part or whole (R6.2), or given back (R6.3).
  account_builder& captures(std::string_view hold, credits amount, bool keep_rest = false);
  account_builder& captures_all(std::string_view hold);
  account_builder& voids(std::string_view hold);

  // What is left of the grant of that key goes (R3.11).
  account_builder& revokes(std::string_view grant);
  account_builder& adjusts(credits amount, bool into_debt = false) {
    return does(adjust_command{amount, into_debt});
  }
  account_builder& resets() { return does(reset_command{}); }

  account_builder& tops_up(money amount) { return does(top_up_command{amount}); }
  account_builder& tops_up(credits amount) { return does(top_up_command{amount}); }
  account_builder& grants(const grant_command& granted) { return does(granted); }
  account_builder& sets_policy(agent_index agent, when_exhausted policy) {
    return does(set_agent_command{agent, policy, std::nullopt});
  }
  account_builder& sets_limit(agent_index agent, std::optional<credits> limit) {
    return does(set_agent_command{agent, std::nullopt, std::optional{limit}});
  }
  account_builder& sets_cards(std::vector<payment_method> methods) {
    return does(set_account_command{std::move(methods), std::nullopt, std::nullopt});
  }
  account_builder& sets_recharge(std::optional<recharge_terms> terms) {
    return does(set_account_command{std::nullopt, std::optional{std::move(terms)}, std::nullopt});
  }
  account_builder& sets_low_balance(std::optional<credits> level) {
    return does(set_account_command{std::nullopt, std::nullopt, std::optional{level}});
  }
  account_builder& hears(effect_key payment, payment_answer answer,
                         std::optional<std::uint32_t> attempt = {}) {
    return does(notice_command{payment, attempt, answer});
  }
  account_builder& expects(agent_index agent = no_agent);
  account_builder& does(command_body body);

  // Gives the last step or usage a key of its own.
  account_builder& keyed(std::string_view name);
  // Says who did the last step (R11.2).
  account_builder& by(user_index user);

 private:
  account_builder& takes(agent_index agent, usage used);

  world_builder* world_;
  account_index index_;
  instant now_;
};

class world_builder {
 public:
  world_builder() {
    world_.name = "test";
    world_.start = when("2026-01-01");
    world_.end = when("2026-03-31T23:59:59Z");
    world_.catalog.name = "test";
    world_.catalog.unit = currency::of("USD").value();
    world_.catalog.rate = {money::from_minor(100), credits::whole(50)};
    world_.gateways.push_back(
        {.name = "gateway", .delay_min = {}, .delay_max = {}, .outages = {}, .fee_fixed = {}});
    world_.fingerprints = {"A", "B", "C"};
    meter("unit", 1'000'000);
  }

  world_builder& from(std::string_view start) { return world_.start = when(start), *this; }
  world_builder& until(std::string_view end) { return world_.end = when(end), *this; }
  drawdown::settings& settings() { return world_.settings; }
  drawdown::catalog& catalog() { return world_.catalog; }
  world& raw() { return world_; }

  // Adds a meter at so many micro-credits per unit of its measure.
  meter_index meter(std::string name, std::int64_t price_micro, measure per = measure::unit) {
    drawdown::meter added;
    added.name = std::move(name);
    added.per = per;
    added.price = unit_price{price_micro, 1};
    world_.catalog.meters.push_back(added);
    return static_cast<meter_index>(world_.catalog.meters.size() - 1);
  }

  user_index user(std::string name) {
    world_.users.push_back(std::move(name));
    return static_cast<user_index>(world_.users.size() - 1);
  }
  group_index group(std::string name) {
    world_.groups.push_back(std::move(name));
    return static_cast<group_index>(world_.groups.size() - 1);
  }
  std::uint32_t usage_file(std::string name) {
    world_.usage_files.push_back(std::move(name));
    return static_cast<std::uint32_t>(world_.usage_files.size() - 1);
  }
  // What is sold from an instant on: as before, but for what the test changes of it (R7.3).
  drawdown::catalog& version(std::string_view effective) {
    const drawdown::catalog& before = world_.versions.empty() ? world_.catalog : world_.versions.back().terms;
    catalog_version next{when(effective), before};
    return world_.versions.emplace_back(std::move(next)).terms;
  }
  // The key of that name, which a step may be given or refer to.
  effect_key key(std::string_view name) {
    const auto known = std::find(world_.key_names.begin(), world_.key_names.end(), name);
    const auto position = static_cast<std::uint64_t>(known - world_.key_names.begin());
    if (known == world_.key_names.end()) world_.key_names.emplace_back(name);
    return {effect_key::space::given, 0, position};
  }

  account_builder account(std::string name) {
    world_.accounts.emplace_back().name = std::move(name);
    steps_.emplace_back();
    return {*this, static_cast<account_index>(world_.accounts.size() - 1)};
  }

  // The world as told so far; it can be told on, and built again.
  std::shared_ptr<const world> build() const {
    auto built = std::make_shared<world>(world_);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      std::vector<command> steps = steps_[i];
      std::stable_sort(steps.begin(), steps.end(),
                       [](const auto& a, const auto& b) { return a.order < b.order; });
      for (command& step : steps)
        built->accounts[i].commands.push_back(std::make_shared<const command>(step));
      for (agent_spec& agent : built->accounts[i].agents) {
        auto& items = std::get<timeline_source>(agent.source).items;
        std::stable_sort(items.begin(), items.end(),
                         [](const auto& a, const auto& b) { return a.order < b.order; });
      }
    }
    return built;
  }

 private:
  friend class account_builder;

  world world_;
  std::vector<std::vector<command>> steps_;  // by account, as told
  std::uint64_t ordinal_ = 0;                // of the last step
  std::vector<std::uint64_t> drawn_;         // how many an agent drew, by agent number
  std::vector<std::uint64_t> lines_;         // how many rows a file has, by file number
  std::vector<effect_key*> last_key_;        // of the last step; two where it stands in two places
  usage* last_usage_ = nullptr;
  command* last_step_ = nullptr;
};

inline account_spec& account_builder::spec() const {
  return world_->world_.accounts[index_];
}

inline account_builder& account_builder::in_zone(zone_table zone) {
  world_->world_.zones.push_back(std::move(zone));
  spec().zone = static_cast<std::uint32_t>(world_->world_.zones.size() - 1);
  return *this;
}

inline account_builder& account_builder::begins_with(const grant_command& granted, std::string_view key) {
  command declared;
  declared.order = {world_->world_.start, turn_order::phase::timeline, 0, ++world_->ordinal_};
  declared.key = key.empty() ? key_of_step(world_->ordinal_) : world_->key(key);
  declared.body = granted;
  spec().grants.push_back(declared);
  return *this;
}

inline account_builder& account_builder::pays_by(payment_method method) {
  return spec().payment_methods.push_back(std::move(method)), *this;
}

inline account_builder& account_builder::recharges(recharge_terms terms) {
  return spec().auto_recharge = std::move(terms), *this;
}

inline account_builder& account_builder::warned_below(credits level) {
  return spec().low_balance = level, *this;
}

inline agent_index account_builder::agent(std::string name, when_exhausted policy,
                                          std::optional<credits> monthly_limit, user_index user) {
  spec().agents.push_back({std::move(name), policy, monthly_limit, user, timeline_source{}});
  return static_cast<agent_index>(spec().agents.size() - 1);
}

inline account_builder& account_builder::uses_exactly(agent_index agent, std::int64_t quantity,
                                                      meter_index meter) {
  usage used;
  used.order = {now_, turn_order::phase::timeline, 0, ++world_->ordinal_};
  used.key = key_of_step(world_->ordinal_);
  used.quantity = quantity;
  used.meter = meter;
  return takes(agent, used);
}

inline account_builder& account_builder::draws(agent_index agent, std::int64_t units) {
  world_->drawn_.resize(std::max<std::size_t>(world_->drawn_.size(), agent + 1));
  const std::uint64_t number = ++world_->drawn_[agent];
  usage used;
  used.order = {now_, turn_order::phase::population, agent, number};
  used.key = {effect_key::space::agent, agent, number};
  used.quantity = units * 1'000'000;
  return takes(agent, used);
}

inline account_builder& account_builder::reads(std::uint32_t file, agent_index agent, std::int64_t units) {
  world_->lines_.resize(std::max<std::size_t>(world_->lines_.size(), file + 1));
  const std::uint64_t line = ++world_->lines_[file];
  usage used;
  used.order = {now_, turn_order::phase::file, file, line};
  used.key = {effect_key::space::file, file, line};
  used.quantity = units * 1'000'000;
  return takes(agent, used);
}

inline account_builder& account_builder::takes(agent_index agent, usage used) {
  used.agent = agent;
  if (agent == no_agent) {
    command& step = world_->steps_[index_].emplace_back(command{used.order, used.key, {}, used});
    world_->last_usage_ = &std::get<usage>(step.body);
    world_->last_key_ = {&step.key, &world_->last_usage_->key};
  } else {
    used.user = spec().agents[agent].user;
    auto& items = std::get<timeline_source>(spec().agents[agent].source).items;
    world_->last_usage_ = &items.emplace_back(used);
    world_->last_key_ = {&world_->last_usage_->key};
  }
  return *this;
}

inline account_builder& account_builder::on_behalf_of(user_index user) {
  return world_->last_usage_->user = user, *this;
}
inline account_builder& account_builder::under(group_index group) {
  return world_->last_usage_->group = group, *this;
}
inline account_builder& account_builder::occurred(std::string_view instant_text) {
  return world_->last_usage_->occurred_at = when(instant_text), *this;
}
inline account_builder& account_builder::by(user_index user) {
  return world_->last_step_->by = user, *this;
}

inline account_builder& account_builder::holds(std::string_view key, credits amount, agent_index agent,
                                               std::optional<std::string_view> ttl) {
  hold_command asked;
  asked.agent = agent;
  if (agent != no_agent) asked.user = spec().agents[agent].user;
  asked.amount = amount;
  if (ttl) asked.ttl = lasting(*ttl);
  return holds(key, asked);
}
inline account_builder& account_builder::captures(std::string_view hold, credits amount, bool keep_rest) {
  return does(capture_command{world_->key(hold), amount, keep_rest});
}
inline account_builder& account_builder::captures_all(std::string_view hold) {
  return does(capture_command{world_->key(hold), whole_hold{}, false});
}
inline account_builder& account_builder::voids(std::string_view hold) {
  return does(void_command{world_->key(hold)});
}
inline account_builder& account_builder::revokes(std::string_view grant) {
  return does(revoke_command{world_->key(grant)});
}

inline account_builder& account_builder::expects(agent_index agent) {
  expectation asked;
  asked.account = index_;
  asked.agent = agent;
  asked.at = now_;
  world_->world_.expectations.push_back(asked);
  return does(expect_command{agent, static_cast<std::uint32_t>(world_->world_.expectations.size() - 1)});
}

inline account_builder& account_builder::does(command_body body) {
  const bool asks = std::holds_alternative<expect_command>(body);
  const auto phase = asks ? turn_order::phase::expectation : turn_order::phase::timeline;
  const turn_order order{now_, phase, 0, ++world_->ordinal_};
  command& step =
      world_->steps_[index_].emplace_back(command{order, key_of_step(world_->ordinal_), {}, std::move(body)});
  world_->last_key_ = {&step.key};
  world_->last_step_ = &step;
  return *this;
}

inline account_builder& account_builder::keyed(std::string_view name) {
  for (effect_key* key : world_->last_key_) *key = world_->key(name);
  return *this;
}

// The stimuli of one account in [from, until): its steps, and one plan for each agent, whose promise reaches
// `until`. Scripts are for the test to add.
inline epoch_stimuli stimuli_of(const world& in, account_index account, instant from, instant until) {
  epoch_stimuli stimuli;
  stimuli.from = from;
  stimuli.until = until;
  const account_spec& spec = in.accounts[account];
  for (const auto& step : spec.commands)
    if (step->order.at >= from && step->order.at < until) stimuli.commands.push_back(step);
  for (agent_index agent = 0; agent < spec.agents.size(); ++agent) {
    auto told = std::make_shared<plan>();
    told->agent = agent;
    told->complete_until = until;
    for (const usage& item : std::get<timeline_source>(spec.agents[agent].source).items)
      if (item.order.at >= from && item.order.at < until) told->items.push_back(item);
    stimuli.plans.push_back(std::move(told));
  }
  return stimuli;
}

}  // namespace drawdown::test
