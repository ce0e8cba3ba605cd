#include "engine/worldgen/shrink.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "engine/settings/table.hpp"
#include "engine/worldgen/number_steps.hpp"
#include "engine/worldgen/references.hpp"
#include "engine/worldgen/written_usage.hpp"

namespace drawdown::worldgen {
namespace {

// Where a step stands: among the commands of an account, the usage of one of its agents, or its grants.
enum class shelf : std::uint8_t { commands, usage, grants };
struct step_place {
  shelf on = shelf::commands;
  account_index account = 0;
  agent_index agent = no_agent;
  std::size_t position = 0;
};

std::vector<step_place> places_in(const world& of) {
  std::vector<step_place> all;
  for (account_index i = 0; i < of.accounts.size(); ++i) {
    const account_spec& account = of.accounts[i];
    for (std::size_t n = 0; n < account.commands.size(); ++n)
      all.push_back({shelf::commands, i, no_agent, n});
    for (agent_index a = 0; a < account.agents.size(); ++a)
      if (const auto* told = std::get_if<timeline_source>(&account.agents[a].source))
        for (std::size_t n = 0; n < told->items.size(); ++n) all.push_back({shelf::usage, i, a, n});
    for (std::size_t n = 0; n < account.grants.size(); ++n) all.push_back({shelf::grants, i, no_agent, n});
  }
  return all;
}

// Takes the steps from `first` until before `last` away, which are in the order of `places_in`.
void take_away(world& from, const std::vector<step_place>& places, std::size_t first, std::size_t last) {
  for (std::size_t i = last; i-- > first;) {
    const step_place& place = places[i];
    account_spec& account = from.accounts[place.account];
    const auto at = static_cast<std::ptrdiff_t>(place.position);
    switch (place.on) {
      case shelf::commands:
        account.commands.erase(account.commands.begin() + at);
        break;
      case shelf::usage: {
        auto& items = std::get<timeline_source>(account.agents[place.agent].source).items;
        items.erase(items.begin() + at);
        break;
      }
      case shelf::grants:
        account.grants.erase(account.grants.begin() + at);
        for (std::size_t n = place.position; n < account.grants.size(); ++n) {
          effect_key& key = account.grants[n].key;
          if (!key.was_given()) key.owner = static_cast<std::uint32_t>(n + 1);
        }
        break;
    }
  }
}

class shrinking {
 public:
  shrinking(std::shared_ptr<const world> in, const fails_still& fails, std::uint64_t most_tries)
      : best_(std::move(in)), fails_(fails), most_tries_(most_tries) {}

  shrunk_world work() {
    shrunk_world done;
    done.steps_before = steps_in(*best_);
    fewer_accounts();
    if (const auto written = with_written_usage(best_); written != best_) try_world(written);
    fewer_steps();
    for (bool got_smaller = true; got_smaller && !is_over();) {
      const std::uint64_t before = smaller_;
      shorter();
      plainer_rules();
      plainer_catalog();
      plainer_gateways();
      for (account_index i = 0; i < best_->accounts.size(); ++i) plainer_account(i);
      plainer_steps();
      fewer_steps();
      fewer_names();
      got_smaller = smaller_ > before;
    }
    done.what = best_;
    done.tries = tries_;
    done.steps = steps_in(*best_);
    return done;
  }

 private:
  bool is_over() const { return tries_ >= most_tries_; }

  bool try_world(const std::shared_ptr<const world>& candidate) {
    if (is_over()) return false;
    ++tries_;
    if (!fails_(candidate)) return false;
    best_ = candidate;
    ++smaller_;
    return true;
  }

  // Tries the best world so far with a change; says whether it still fails.
  template <class Change>
  bool attempt(const Change& change) {
    const auto candidate = std::make_shared<world>(*best_);
    change(*candidate);
    number_steps(*candidate);
    return try_world(candidate);
  }

  // Tries to change something that is not as wanted.
  template <class Value>
  void plain(Value now, Value wanted, const std::function<void(world&)>& change) {
    if (!(now == wanted)) attempt(change);
  }

  static void keep_account(world& in, account_index alone) {
    for (auto i = static_cast<account_index>(in.accounts.size()); i-- > 0;)
      if (i != alone) drop_account(in, i);
  }
  void fewer_accounts() {
    for (account_index alone = 0; alone < best_->accounts.size() && best_->accounts.size() > 1; ++alone)
      if (attempt([&](world& in) { keep_account(in, alone); })) return;
    for (account_index i = static_cast<account_index>(best_->accounts.size()); i-- > 0;)
      if (best_->accounts.size() > 1) attempt([&](world& in) { drop_account(in, i); });
  }

  // Halves, quarters and so on down to single steps.
  void fewer_steps() {
    for (std::size_t size = std::max<std::size_t>(1, places_in(*best_).size() / 2); !is_over(); size /= 2) {
      take_away_by(size);
      if (size <= 1) return;
    }
  }
  void take_away_by(std::size_t size) {
    std::size_t last = places_in(*best_).size();
    while (last > 0 && !is_over()) {
      const auto places = places_in(*best_);
      last = std::min(last, places.size());
      const std::size_t first = last > size ? last - size : 0;
      attempt([&](world& in) { take_away(in, places, first, last); });
      last = first;
    }
  }

  // Ends with the last step, or as soon after the start as it may.
  void shorter() {
    for (int part = 1; part < 8; part *= 2) {
      const duration span = duration::from_us((best_->end - best_->start).us() / 8 * part);
      const instant end = std::max(best_->start + span, last_instant(*best_));
      if (end < best_->end && attempt([&](world& in) { in.end = end; })) return;
    }
  }

  void plainer_rules() {
    const settings usual;
    for (const setting_entry& one : setting_table()) {
      if (!one.is_built() || one.write(best_->settings) == one.write(usual)) continue;
      attempt([&](world& in) { (void)one.read(in.settings, one.write(usual)); });
    }
    if (!best_->rules.empty()) attempt([](world& in) { in.rules.clear(); });
    if (!best_->totals.empty()) attempt([](world& in) { in.totals.clear(); });
  }

  void plainer_catalog() {
    if (!best_->versions.empty()) attempt([](world& in) { in.versions.clear(); });
    for (std::size_t i = best_->versions.size(); i-- > 0;)
      attempt([&](world& in) { in.versions.erase(in.versions.begin() + static_cast<std::ptrdiff_t>(i)); });
    const catalog sold = best_->catalog;
    const top_up_terms& terms = sold.top_ups;
    plain_terms(!terms.bonuses.empty(), [](catalog& in) {
      in.top_ups.bonuses.clear();
      in.top_ups.bonus_expires.reset();
    });
    plain_terms(!terms.rates.empty(), [](catalog& in) { in.top_ups.rates.clear(); });
    plain_terms(terms.expires.has_value(), [](catalog& in) { in.top_ups.expires.reset(); });
    plain_terms(terms.minimum.has_value(), [](catalog& in) { in.top_ups.minimum.reset(); });
    plain_terms(terms.maximum.has_value(), [](catalog& in) { in.top_ups.maximum.reset(); });
    plain_terms(!terms.tiers.empty(), [](catalog& in) { in.top_ups.tiers.clear(); });
    plain_terms(terms.requires_plan, [](catalog& in) { in.top_ups.requires_plan = false; });
    plain_terms(!terms.refundable, [](catalog& in) { in.top_ups.refundable = true; });
    for (std::size_t i = 0; i < sold.meters.size(); ++i) plainer_meter(sold.meters[i], i);
    for (std::size_t i = 0; i < sold.plans.size(); ++i) plainer_plan(sold.plans[i], i);
  }
  void plainer_meter(const meter& now, std::size_t i) {
    plain_terms(now.is_counted(), [i](catalog& in) { in.meters[i].price = unit_price{1'000'000, 1}; });
    plain_terms(now.minimum > 0, [i](catalog& in) { in.meters[i].minimum = 0; });
    plain_terms(now.divisible, [i](catalog& in) { in.meters[i].divisible = false; });
    plain_terms(now.requires_positive_balance.has_value(),
                [i](catalog& in) { in.meters[i].requires_positive_balance.reset(); });
  }
  void plainer_plan(const plan_terms& now, std::size_t i) {
    plain_terms(now.trial.has_value(), [i](catalog& in) { in.plans[i].trial.reset(); });
    plain_terms(now.rollover.has_value(), [i](catalog& in) { in.plans[i].rollover.reset(); });
    plain_terms(now.monthly_allocation, [i](catalog& in) { in.plans[i].monthly_allocation = false; });
    plain_terms(now.pool == credit_pool::per_user,
                [i](catalog& in) { in.plans[i].pool = credit_pool::shared; });
  }
  // Changes the terms of all versions alike, where it is not done yet.
  template <class Change>
  void plain_terms(bool is_needed, const Change& change) {
    if (is_needed) attempt([&](world& in) { each_catalog(in, change); });
  }

  void plainer_gateways() {
    for (std::size_t i = 0; i < best_->gateways.size(); ++i) {
      const gateway_spec one = best_->gateways[i];
      plain(one.outages.empty(), true, [i](world& in) { in.gateways[i].outages.clear(); });
      plain(one.decline_rate, 0U, [i](world& in) { in.gateways[i].decline_rate = 0; });
      plain(one.duplicate_rate, 0U, [i](world& in) { in.gateways[i].duplicate_rate = 0; });
      plain(one.lost_rate, 0U, [i](world& in) { in.gateways[i].lost_rate = 0; });
      plain(one.delay_max, duration{}, [i](world& in) { in.gateways[i].delay_max = {}; });
      plain(one.fee_rate, 0U, [i](world& in) { in.gateways[i].fee_rate = 0; });
      plain(one.fee_fixed.is_zero(), true, [i](world& in) { in.gateways[i].fee_fixed = {}; });
      const gateway_spec usual;
      plain(one.latency, usual.latency, [i, usual](world& in) { in.gateways[i].latency = usual.latency; });
      plain(one.timeout, usual.timeout, [i, usual](world& in) { in.gateways[i].timeout = usual.timeout; });
    }
  }

  void plainer_account(account_index i) {
    const account_spec one = best_->accounts[i];
    plain(one.plan.has_value(), false, [i](world& in) { in.accounts[i].plan.reset(); });
    plain(one.auto_recharge.has_value(), false, [i](world& in) { in.accounts[i].auto_recharge.reset(); });
    plain(one.low_balance.has_value(), false, [i](world& in) { in.accounts[i].low_balance.reset(); });
    plain(one.invoice_terms.has_value(), false, [i](world& in) { in.accounts[i].invoice_terms.reset(); });
    plain(one.own_prices.empty(), true, [i](world& in) { in.accounts[i].own_prices.clear(); });
    plain(one.payment_methods.empty(), true, [i](world& in) { in.accounts[i].payment_methods.clear(); });
    plain(one.zone, 0U, [i](world& in) { in.accounts[i].zone = 0; });
    plain(one.managers.empty() && one.viewers.empty(), true, [i](world& in) {
      in.accounts[i].managers.clear();
      in.accounts[i].viewers.clear();
      in.accounts[i].organization.clear();
    });
    if (!sells_to_users(best_->catalog))
      plain(best_->accounts[i].users.empty(), true, [i](world& in) { in.accounts[i].users.clear(); });
    for (agent_index a = 0; a < best_->accounts[i].agents.size(); ++a) {
      const agent_spec agent = best_->accounts[i].agents[a];
      plain(agent.monthly_limit.has_value(), false,
            [i, a](world& in) { in.accounts[i].agents[a].monthly_limit.reset(); });
      plain(agent.policy, when_exhausted::use_balance,
            [i, a](world& in) { in.accounts[i].agents[a].policy = when_exhausted::use_balance; });
      while (lower_limit(i, a)) {
      }
    }
  }
  // A limit that is lower is reached in fewer steps. Says whether half of it does, too.
  bool lower_limit(account_index i, agent_index a) {
    const std::optional<credits> limit = best_->accounts[i].agents[a].monthly_limit;
    if (!limit || *limit <= credits::whole(1)) return false;
    const credits half = credits::from_micro(limit->micro() / 2);
    return attempt([=](world& in) { in.accounts[i].agents[a].monthly_limit = half; });
  }

  // Steps, one by one.
  void plainer_steps() {
    for (account_index i = 0; i < best_->accounts.size(); ++i) {
      for (std::size_t n = 0; n < best_->accounts[i].grants.size(); ++n)
        plainer_grant(std::get<grant_command>(best_->accounts[i].grants[n].body),
                      [&](world& in) -> grant_command& {
                        return std::get<grant_command>(in.accounts[i].grants[n].body);
                      });
    }
  }
  template <class Which>
  void plainer_grant(const grant_command& now, const Which& which) {
    const grant_command seen = now;  // which the first success ends
    if (seen.expires) attempt([&](world& in) { which(in).expires.reset(); });
    if (seen.effective) attempt([&](world& in) { which(in).effective.reset(); });
    if (seen.recurs) attempt([&](world& in) { which(in).recurs.reset(); });
    if (seen.rollover) attempt([&](world& in) { which(in).rollover.reset(); });
    if (seen.priority) attempt([&](world& in) { which(in).priority.reset(); });
    if (!seen.cost.is_zero()) attempt([&](world& in) { which(in).cost = {}; });
    if (!seen.only.is_none()) attempt([&](world& in) { which(in).only = {}; });
  }

  // What nothing names any more.
  void fewer_names() {
    for (account_index i = 0; i < best_->accounts.size(); ++i)
      while (best_->accounts[i].agents.size() > agents_named(best_->accounts[i]) &&
             attempt([&](world& in) { in.accounts[i].agents.pop_back(); })) {
      }
    drop_last([](const world& in, const things_named& n) { return in.catalog.add_ons.size() > n.add_ons; },
              [](world& in) { each_catalog(in, [](catalog& sold) { sold.add_ons.pop_back(); }); });
    drop_last([](const world& in, const things_named& n) { return in.catalog.plans.size() > n.plans; },
              drop_last_plan);
    drop_last([](const world& in, const things_named& n) { return in.catalog.meters.size() > n.meters; },
              [](world& in) { each_catalog(in, [](catalog& sold) { sold.meters.pop_back(); }); });
    drop_last([](const world& in, const things_named& n) { return in.gateways.size() > n.gateways; },
              [](world& in) { in.gateways.pop_back(); });
    drop_last([](const world& in, const things_named& n) { return in.users.size() > n.users; },
              [](world& in) { in.users.pop_back(); });
    drop_last([](const world& in, const things_named& n) { return in.usage_files.size() > n.usage_files; },
              [](world& in) { in.usage_files.pop_back(); });
  }
  // Takes the last of a sort away for as long as more are left than are named.
  template <class IsMore, class Drop>
  void drop_last(const IsMore& is_more, const Drop& drop) {
    while (!is_over() && is_more(*best_, named_in(*best_)) && attempt(drop)) {
    }
  }

  std::shared_ptr<const world> best_;
  const fails_still& fails_;
  std::uint64_t most_tries_;
  std::uint64_t tries_ = 0;
  std::uint64_t smaller_ = 0;
};

}  // namespace

shrunk_world shrink(std::shared_ptr<const world> in, const fails_still& fails, std::uint64_t most_tries) {
  return shrinking(std::move(in), fails, most_tries).work();
}

std::uint64_t steps_in(const world& of) {
  return places_in(of).size();
}

}  // namespace drawdown::worldgen
