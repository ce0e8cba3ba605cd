#include "scenarios/language/scenario_needs.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <type_traits>
#include <vector>

#include "engine/pricing/usage_price.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::language {
namespace {

constexpr int128 micro_per_credit = credits::micro_per_credit;

// Credit that is used, held or captured at some instant.
struct spending {
  instant at;
  std::optional<measured> used;  // of a meter; else `amount`
  meter_index meter = no_meter;
  credits amount;
};

struct lot_seen {
  lot_kind kind = lot_kind::paid;
  bool has_priority = false;
};

// What one account declares and what comes to it.
struct account_seen {
  std::vector<const grant_command*> granted_at_start;
  std::vector<const grant_command*> granted;  // all
  std::vector<lot_seen> lots;                 // that there may be at a time; of recharges two
  std::vector<spending> spent;
  std::vector<asked_amount> bought;
  std::vector<recharge_terms> recharges;
  std::vector<const hold_command*> holds;
  std::map<effect_key, int> given_keys;
  std::vector<effect_key> usage_keys;
  credits taken;  // by corrections
  bool captures_an_amount = false;
  bool adjusts_into_debt = false;
  bool revokes = false;
  bool tops_up = false;
  bool has_stop = false;
  bool is_unsure = false;  // it draws usage, limits its agents, or does what is not looked into here
};

// Gathers what happens to an account, command by command.
class account_reader {
 public:
  explicit account_reader(const account_spec& account) {
    for (const command& grant : account.grants) {
      (*this)(grant, std::get<grant_command>(grant.body));
      seen_.granted_at_start.push_back(&std::get<grant_command>(grant.body));
    }
    if (account.auto_recharge) add_recharge(*account.auto_recharge);
    for (const agent_spec& agent : account.agents) add_agent(agent);
    for (const auto& one : account.commands)
      std::visit([&](const auto& body) { (*this)(*one, body); }, one->body);
  }

  account_seen take() { return std::move(seen_); }

 private:
  void operator()(const command& of, const grant_command& grant) {
    count_key(of.key);
    seen_.granted.push_back(&grant);
    seen_.lots.push_back({grant.kind, grant.priority.has_value()});
  }
  void operator()(const command&, const usage& used) { add_usage(used); }
  void operator()(const command& of, const top_up_command& top_up) {
    count_key(of.key);
    seen_.lots.push_back({lot_kind::paid, false});
    seen_.bought.push_back(top_up.amount);
    seen_.tops_up = true;
  }
  void operator()(const command& of, const set_agent_command& set) {
    count_key(of.key);
    seen_.has_stop = seen_.has_stop || set.policy == when_exhausted::stop;
    seen_.is_unsure = true;
  }
  void operator()(const command& of, const set_account_command& set) {
    count_key(of.key);
    if (set.auto_recharge && *set.auto_recharge) add_recharge(**set.auto_recharge);
  }
  void operator()(const command& of, const hold_command& hold) {
    count_key(of.key);
    seen_.holds.push_back(&hold);
    spending made{of.order.at, {}, hold.meter, hold.amount};
    if (hold.quantity) made.used = measured{*hold.quantity, hold.times, hold.value};
    seen_.spent.push_back(made);
  }
  void operator()(const command& of, const capture_command& capture) {
    count_key(of.key);
    seen_.captures_an_amount =
        seen_.captures_an_amount || !std::holds_alternative<whole_hold>(capture.amount);
    spending made{of.order.at, {}, no_meter, {}};
    if (const auto* amount = std::get_if<credits>(&capture.amount)) made.amount = *amount;
    if (const auto* counted = std::get_if<metered_quantity>(&capture.amount)) {
      made.used = measured{counted->quantity, counted->times, counted->value};
      made.meter = counted->meter;
    }
    seen_.spent.push_back(made);
  }
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
  void operator()(const command&, const reset_command&) {}
  void operator()(const command&, const notice_command&) {}
  void operator()(const command&, const crash_command&) {}
  void operator()(const command&, const expect_command&) {}
  // What is not looked into may bring lots and take credit.
  template <class Other>
  void operator()(const command& of, const Other&) {
    count_key(of.key);
    seen_.is_unsure = true;
    for (int kind = 0; kind < static_cast<int>(lot_kinds); ++kind)
      seen_.lots.push_back({static_cast<lot_kind>(kind), false});
  }

  void add_usage(const usage& used) {
    count_key(used.key);
    if (used.key.was_given()) seen_.usage_keys.push_back(used.key);
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
    seen_.lots.insert(seen_.lots.end(), 2, {lot_kind::paid, false});
  }

  void count_key(const effect_key& key) {
    if (key.was_given()) ++seen_.given_keys[key];
  }

  account_seen seen_;
};

bool in_months(const span_of_time& span) {
  const auto* calendar = std::get_if<calendar_span>(&span);
  return calendar != nullptr &&
         (calendar->unit == calendar_unit::months || calendar->unit == calendar_unit::years);
}

bool in_months(const std::optional<moment>& when) {
  const auto* span = when ? std::get_if<span_of_time>(&*when) : nullptr;
  return span != nullptr && in_months(*span);
}

// What the spending costs at the most, in whole credits; nothing where that depends on what was used before.
std::optional<int128> most_of(const world& what, const spending& one) {
  settings rules = what.settings;
  rules.credit_decimals = 0;
  rules.usage_rounding = rounding::up;
  if (!one.used) return (int128{one.amount.micro()} + micro_per_credit - 1) / micro_per_credit;
  const meter& priced = what.catalog.meters[one.meter];
  if (priced.is_counted()) return {};
  const auto cost = cost_of(priced, *one.used, 0, rules);
  return cost ? std::optional(int128{cost->cost.micro()} / micro_per_credit) : std::nullopt;
}

// Whole credits that are there from the start until at least `last`, for anybody's usage of any meter.
int128 sure_credit(const world& what, const account_spec& account, const account_seen& seen, instant last) {
  int128 sum = 0;
  for (const grant_command* grant : seen.granted_at_start) {
    if (!grant->only.is_none() || grant->effective || grant->rollover) continue;
    if (grant->expires) {
      const auto* at = std::get_if<instant>(&*grant->expires);
      const instant ends = at != nullptr ? *at
                                         : add(what.start, std::get<span_of_time>(*grant->expires),
                                               what.zones[account.zone], what.settings.month_end_rule);
      if (ends <= last) continue;
    }
    sum += int128{grant->amount.micro()} / micro_per_credit;
  }
  return sum;
}

// What all spending of an account comes to at the most; nothing where that cannot be told.
std::optional<int128> all_wanted(const world& what, const account_seen& seen) {
  if (seen.is_unsure || seen.revokes) return {};
  int128 sum = (int128{seen.taken.micro()} + micro_per_credit - 1) / micro_per_credit;
  for (const spending& one : seen.spent) {
    const auto most = most_of(what, one);
    if (!most) return {};
    sum += *most;
  }
  return sum;
}

bool may_decline(const world& what, const payment_method& method) {
  if (method.card.empty()) return what.gateways[method.gateway].decline_rate > 0;
  return std::find(method.card.begin(), method.card.end(), card_answer::declines) != method.card.end();
}

// Whether a charge of the account may be declined, or have no method to go to.
bool charges_may_fail(const world& what, const account_spec& account) {
  if (account.payment_methods.empty()) return true;
  const auto declines = [&](const payment_method& method) { return may_decline(what, method); };
  if (std::any_of(account.payment_methods.begin(), account.payment_methods.end(), declines)) return true;
  for (const auto& one : account.commands) {
    if (const auto* notice = std::get_if<notice_command>(&one->body);
        notice != nullptr && notice->answer == payment_answer::declined)
      return true;
    const auto* set = std::get_if<set_account_command>(&one->body);
    if (set == nullptr || !set->payment_methods) continue;
    if (set->payment_methods->empty()) return true;
    if (std::any_of(set->payment_methods->begin(), set->payment_methods->end(), declines)) return true;
  }
  return false;
}

// Says of amounts whether they are exact in so many decimals.
class exactness {
 public:
  exactness(const world& what, int decimals) : what_(what), decimals_(decimals) {
    for (int places = decimals; places < credits::decimals; ++places) unit_ *= 10;
  }

  bool is_exact(credits amount) const { return amount.micro() % unit_ == 0; }
  bool buys_exactly(money paid) const {
    const credit_rate& rate = what_.catalog.rate;
    const int128 buys = int128{paid.minor()} * rate.brings.micro();
    return buys % (int128{rate.price.minor()} * unit_) == 0;
  }
  bool costs_exactly(credits wanted) const {
    const credit_rate& rate = what_.catalog.rate;
    return int128{wanted.micro()} * rate.price.minor() % rate.brings.micro() == 0;
  }
  bool is_exact(const spending& one) const {
    if (!one.used) return is_exact(one.amount);
    const meter& priced = what_.catalog.meters[one.meter];
    if (priced.is_counted()) return false;
    settings rules = what_.settings;
    rules.credit_decimals = decimals_;
    rules.usage_rounding = rounding::down;
    const auto least = cost_of(priced, *one.used, 0, rules);
    rules.usage_rounding = rounding::up;
    const auto most = cost_of(priced, *one.used, 0, rules);
    return !least || !most || least->cost == most->cost;
  }

 private:
  const world& what_;
  int decimals_;
  std::int64_t unit_ = 1;
};

void look_at_bought(const asked_amount& asked, const exactness& check, fractions& found) {
  if (const auto* paid = std::get_if<money>(&asked)) {
    found.granted = found.granted || !check.buys_exactly(*paid);
  } else {
    const credits wanted = std::get<credits>(asked);
    found.granted = found.granted || !check.is_exact(wanted);
    found.charged = found.charged || !check.costs_exactly(wanted);
  }
}

void look_at_recharge(const world& what, const recharge_terms& terms, const exactness& check,
                      fractions& found) {
  if (terms.amount) look_at_bought(*terms.amount, check, found);
  if (terms.pack) look_at_bought(*terms.pack, check, found);
  if (!terms.target) return;
  // What is missing to a target is as fine as what was spent; the bounds of top-ups may take its place.
  found.granted = found.granted || found.usage || !check.is_exact(*terms.target);
  found.charged = true;
  const top_up_terms& bounds = what.catalog.top_ups;
  if (bounds.minimum) look_at_bought(*bounds.minimum, check, found);
  if (bounds.maximum) look_at_bought(*bounds.maximum, check, found);
}

}  // namespace

scenario_needs::scenario_needs(const world& what) : what_(what) {
  const top_up_terms& sold = what.catalog.top_ups;
  bounds_top_ups = sold.minimum || sold.maximum;
  lots_change = sold.expires.has_value();
  counts_months = sold.expires && in_months(*sold.expires);
  for (const account_spec& one : what.accounts) look_at(one);
}

void scenario_needs::look_at(const account_spec& account) {
  const account_seen seen = account_reader(account).take();
  for (const grant_command* grant : seen.granted) {
    counts_months = counts_months || in_months(grant->effective) || in_months(grant->expires) ||
                    (grant->recurs && in_months(grant->recurs->every));
    lots_change = lots_change || grant->expires || grant->recurs || grant->rollover;
  }
  has_two_lots = has_two_lots || seen.lots.size() > 1;
  for (const lot_seen& one : seen.lots) {
    const auto is_other = [&](const lot_seen& other) { return other.has_priority || other.kind != one.kind; };
    if (!one.has_priority && std::any_of(seen.lots.begin(), seen.lots.end(), is_other))
      kind_decides[static_cast<std::size_t>(one.kind)] = true;
  }

  has_holds = has_holds || !seen.holds.empty();
  for (const hold_command* hold : seen.holds) hold_without_ttl = hold_without_ttl || !hold->ttl;
  captures_an_amount = captures_an_amount || seen.captures_an_amount;
  adjusts_into_debt = adjusts_into_debt || seen.adjusts_into_debt;
  lots_change = lots_change || seen.revokes;
  stopped_agent_meets_top_up = stopped_agent_meets_top_up || (seen.has_stop && seen.tops_up);
  for (const effect_key& key : seen.usage_keys)
    key_comes_again = key_comes_again || seen.given_keys.at(key) > 1;

  instant last = what_.start;
  bool uses_open_meter = false;
  for (const spending& one : seen.spent) {
    last = std::max(last, one.at);
    uses_open_meter =
        uses_open_meter ||
        (one.meter == no_meter || !what_.catalog.meters[one.meter].requires_positive_balance.has_value());
  }
  const bool draws = seen.is_unsure && seen.spent.empty() && !account.agents.empty();
  const auto wanted = all_wanted(what_, seen);
  const int128 sure = sure_credit(what_, account, seen, last);
  const bool spends = draws || !seen.spent.empty();
  may_run_short = may_run_short || (spends && (!wanted || *wanted > sure));
  may_be_empty_for_open_meter =
      may_be_empty_for_open_meter || ((draws || uses_open_meter) && (!wanted || *wanted >= sure));

  if (seen.recharges.empty()) return;
  recharge_may_fail = recharge_may_fail || charges_may_fail(what_, account);
  for (const recharge_terms& terms : seen.recharges)
    recharge_is_bounded = recharge_is_bounded || terms.max_per_period || terms.max_spend_per_period ||
                          terms.cooldown > duration{};
}

fractions scenario_needs::fractions_at(int decimals) const {
  fractions found;
  const exactness check(what_, decimals);
  for (const account_spec& account : what_.accounts) {
    const account_seen seen = account_reader(account).take();
    for (const grant_command* grant : seen.granted)
      found.granted = found.granted || !check.is_exact(grant->amount);
    for (const spending& one : seen.spent) found.usage = found.usage || !check.is_exact(one);
    found.granted = found.granted || !check.is_exact(seen.taken);
    for (const agent_spec& agent : account.agents)
      found.usage = found.usage || !std::holds_alternative<timeline_source>(agent.source);
    for (const asked_amount& one : seen.bought) look_at_bought(one, check, found);
    for (const recharge_terms& terms : seen.recharges) look_at_recharge(what_, terms, check, found);
  }
  return found;
}

}  // namespace drawdown::language
