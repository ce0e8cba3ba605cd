#include "scenarios/language/scenario_needs.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/pricing/usage_price.hpp"
#include "engine/units/wide.hpp"
#include "scenarios/language/account_seen.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

constexpr int128 micro_per_credit = credits::micro_per_credit;

bool is_after_months(const std::optional<moment>& when) {
  const auto* span = when ? std::get_if<span_of_time>(&*when) : nullptr;
  return span != nullptr && in_months(*span);
}

// What the spending costs at the most, in whole credits; nothing where that depends on what was used before.
std::optional<int128> most_of(const world& what, const std::vector<const catalog*>& catalogs,
                              const spending& one) {
  settings rules = what.settings;
  rules.credit_decimals = 0;
  rules.usage_rounding = rounding::up;
  if (!one.used) return (int128{one.amount.micro()} + micro_per_credit - 1) / micro_per_credit;
  int128 most = 0;
  for (const catalog* sold : catalogs) {
    const meter& priced = sold->meters[one.meter];
    if (priced.is_counted()) return {};
    const auto cost = cost_of(priced, *one.used, 0, rules);
    if (!cost) return {};
    most = std::max(most, int128{cost->cost.micro()} / micro_per_credit);
  }
  return most;
}

// Whole credits that are there from the start until at least `last`, for anybody's usage of any meter.
int128 sure_credit(const world& what, const account_spec& account, const account_seen& seen, instant last) {
  int128 sum = 0;
  for (std::size_t i = 0; i < seen.granted_at_start; ++i) {
    const grant_command* grant = seen.granted[i].what;
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
std::optional<int128> all_wanted(const world& what, const account_spec& account, const account_seen& seen) {
  if (seen.is_unsure || seen.revokes) return {};
  int128 sum = (int128{seen.taken.micro()} + micro_per_credit - 1) / micro_per_credit;
  const std::vector<const catalog*> catalogs = catalogs_of(what, account);
  for (const spending& one : seen.spent) {
    const auto most = most_of(what, catalogs, one);
    if (!most) return {};
    sum += *most;
  }
  return sum;
}

bool may_decline(const world& what, const payment_method& method) {
  if (method.card.empty()) return what.gateways[method.gateway].decline_rate > 0;
  return std::find(method.card.begin(), method.card.end(), card_answer::declines) != method.card.end();
}

// Whether a charge of the account may be declined, or have no method to go to. An invoice fails only where it
// is voided (R9.3).
bool charges_may_fail(const world& what, const account_spec& account, const account_seen& seen) {
  if (account.invoice_terms) return seen.voids_invoices;
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
  exactness(const settings& rules, const catalog& sold, int decimals)
      : rules_(rules), sold_(sold), rates_(sold.purchase_rates()), decimals_(decimals) {
    for (int places = decimals; places < credits::decimals; ++places) unit_ *= 10;
  }

  bool is_exact(credits amount) const { return amount.micro() % unit_ == 0; }
  bool buys_exactly(money paid) const {
    const auto least = credits_for(paid, rates_, rounding::down, decimals_);
    const auto most = credits_for(paid, rates_, rounding::up, decimals_);
    return least && most && *least == *most;
  }
  bool costs_exactly(credits wanted) const {
    const auto least = price_of(wanted, rates_, rounding::down);
    const auto most = price_of(wanted, rates_, rounding::up);
    return least && most && *least == *most;
  }
  bool is_exact(const spending& one) const {
    if (!one.used) return is_exact(one.amount);
    const meter& priced = sold_.meters[one.meter];
    if (priced.is_counted()) return false;
    settings rules = rules_;
    rules.credit_decimals = decimals_;
    rules.usage_rounding = rounding::down;
    const auto least = cost_of(priced, *one.used, 0, rules);
    rules.usage_rounding = rounding::up;
    const auto most = cost_of(priced, *one.used, 0, rules);
    return !least || !most || least->cost == most->cost;
  }
  const catalog& sold() const { return sold_; }

 private:
  const settings& rules_;
  const catalog& sold_;
  std::vector<rate_step> rates_;
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

void look_at_recharge(const recharge_terms& terms, const exactness& check, fractions& found) {
  if (terms.amount) look_at_bought(*terms.amount, check, found);
  if (terms.pack) look_at_bought(*terms.pack, check, found);
  if (!terms.target) return;
  // What is missing to a target is as fine as what was spent; the bounds of top-ups may take its place.
  found.granted = found.granted || found.usage || !check.is_exact(*terms.target);
  found.charged = true;
  const top_up_terms& bounds = check.sold().top_ups;
  if (bounds.minimum) look_at_bought(*bounds.minimum, check, found);
  if (bounds.maximum) look_at_bought(*bounds.maximum, check, found);
}

// What a subscription grants, and a part of a cycle costs.
void look_at_subscription(const account_seen& seen, const exactness& check, fractions& found) {
  for (const plan_index one : seen.plans)
    found.granted = found.granted || !check.is_exact(check.sold().plans[one].allocation);
  for (const add_on_index one : seen.add_ons)
    found.granted = found.granted || !check.is_exact(check.sold().add_ons[one].unit);
  for (const top_up_bonus& one : check.sold().top_ups.bonuses)
    found.granted = found.granted || (!seen.bought.empty() && !check.is_exact(one.brings));
  found.granted = found.granted || seen.divides_cycles;
  found.charged = found.charged || seen.divides_cycles;
}

// All that an account is granted, charged and spends, by the prices of one catalog.
void look_at_amounts(const account_seen& seen, const exactness& check, fractions& found) {
  for (const grant_seen& grant : seen.granted)
    found.granted = found.granted || !check.is_exact(grant.what->amount);
  for (const spending& one : seen.spent) found.usage = found.usage || !check.is_exact(one);
  for (const spending& one : seen.planned) found.usage = found.usage || !check.is_exact(one);
  for (const credits one : seen.refunded) found.usage = found.usage || !check.is_exact(one);
  found.granted = found.granted || !check.is_exact(seen.taken);
  for (const asked_amount& one : seen.bought) look_at_bought(one, check, found);
  for (const recharge_terms& terms : seen.recharges) look_at_recharge(terms, check, found);
  look_at_subscription(seen, check, found);
}

// Whether a grant ends while the run goes on.
bool ends_in_run(const world& what, const account_spec& account, const grant_seen& grant) {
  const auto at = [&](const std::optional<moment>& when, instant from) {
    if (!when) return from;
    if (const auto* exactly = std::get_if<instant>(&*when)) return *exactly;
    return add(from, std::get<span_of_time>(*when), what.zones[account.zone], what.settings.month_end_rule);
  };
  return grant.what->expires && at(grant.what->expires, at(grant.what->effective, grant.at)) <= what.end;
}

bool has_price(const world& what, const account_spec& account, const account_seen& seen) {
  const auto catalogs = catalogs_of(what, account);
  return !seen.add_ons.empty() || std::any_of(seen.plans.begin(), seen.plans.end(), [&](plan_index plan) {
    return std::any_of(catalogs.begin(), catalogs.end(),
                       [&](const catalog* one) { return one->plans[plan].price > money{}; });
  });
}

}  // namespace

scenario_needs::scenario_needs(const world& what, const usage_ahead& ahead)
    : what_(what), has_usage_ahead_(ahead.is_there()) {
  for (const account_spec& one : what.accounts) look_at(one);
  if (!has_usage_ahead_ || what.accounts.empty()) return;
  key_comes_again = key_comes_again || ahead.has_keys;
  occurs_late = occurs_late || ahead.occurs_late;
  may_run_short = true;
  may_be_empty_for_open_meter = may_be_empty_for_open_meter ||
                                std::any_of(ahead.meters.begin(), ahead.meters.end(), [&](meter_index one) {
                                  return !what.catalog.meters[one].requires_positive_balance.has_value();
                                });
}

void scenario_needs::look_at_bounds(const account_spec& account, const account_seen& seen) {
  const bool buys = !seen.bought.empty() || !seen.recharges.empty();
  const auto in_money = [](const asked_amount& asked) { return std::holds_alternative<money>(asked); };
  const bool pays_in_money =
      !seen.recharges.empty() || std::any_of(seen.bought.begin(), seen.bought.end(), in_money);
  const catalog& first = account.own_prices.empty() ? what_.catalog : account.own_prices.front().terms;
  const auto& later = account.own_prices.empty() ? what_.versions : account.own_prices;
  const auto is_other = [&](const catalog_version& one) {
    return one.terms.purchase_rates() != first.purchase_rates();
  };
  rate_may_change = rate_may_change || (pays_in_money && std::any_of(later.begin(), later.end(), is_other));
  for (const catalog* sold : catalogs_of(what_, account)) {
    const top_up_terms& terms = sold->top_ups;
    const auto is_closed = [](const plan_terms& one) { return !one.top_ups; };
    const bool asks_for_plan =
        terms.requires_plan || std::any_of(sold->plans.begin(), sold->plans.end(), is_closed);
    bounds_top_ups = bounds_top_ups || terms.minimum || terms.maximum || asks_for_plan;
    recharge_may_fail = recharge_may_fail || (asks_for_plan && !seen.recharges.empty());
    for (const auto& life : {terms.expires, terms.bonus_expires}) {
      if (!life) continue;
      lots_change = true;
      counts_months = counts_months || in_months(*life);
      lots_expire = lots_expire || buys;
    }
  }
}

void scenario_needs::look_at_subscription(const account_spec& account, const account_seen& seen) {
  occurs_late = occurs_late || seen.occurs_late;
  refunds_usage = refunds_usage || seen.refunds_usage;
  if (seen.plans.empty()) return;
  subscribes = true;
  lots_change = true;
  renews_at_a_price = renews_at_a_price || has_price(what_, account, seen);
  renewal_may_fail = renewal_may_fail || (has_price(what_, account, seen) && !account.invoice_terms &&
                                          charges_may_fail(what_, account, seen));
  cancels_at_once = cancels_at_once || seen.cancels_at_once;
  changes_plan = changes_plan || seen.changes_plan;
  divides_cycles = divides_cycles || seen.divides_cycles;
}

void scenario_needs::look_at(const account_spec& account) {
  const account_seen seen = look_at_account(what_, account);
  look_at_bounds(account, seen);
  look_at_subscription(account, seen);
  for (const grant_seen& one : seen.granted) {
    const grant_command* grant = one.what;
    lots_expire = lots_expire || ends_in_run(what_, account, one);
    counts_months = counts_months || is_after_months(grant->effective) || is_after_months(grant->expires) ||
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
  const auto wanted = all_wanted(what_, account, seen);
  const int128 sure = sure_credit(what_, account, seen, last);
  const bool spends = draws || !seen.spent.empty();
  may_run_short = may_run_short || (spends && (!wanted || *wanted > sure));
  may_be_empty_for_open_meter =
      may_be_empty_for_open_meter || ((draws || uses_open_meter) && (!wanted || *wanted >= sure));

  if (seen.recharges.empty()) return;
  recharge_may_fail = recharge_may_fail || charges_may_fail(what_, account, seen);
  for (const recharge_terms& terms : seen.recharges)
    recharge_is_bounded = recharge_is_bounded || terms.max_per_period || terms.max_spend_per_period ||
                          terms.cooldown > duration{};
}

fractions scenario_needs::fractions_at(int decimals) const {
  fractions found;
  found.usage = has_usage_ahead_;
  for (const account_spec& account : what_.accounts) {
    const account_seen seen = look_at_account(what_, account);
    for (const agent_spec& agent : account.agents)
      found.usage = found.usage || !std::holds_alternative<timeline_source>(agent.source);
    for (const catalog* sold : catalogs_of(what_, account))
      look_at_amounts(seen, exactness(what_.settings, *sold, decimals), found);
  }
  return found;
}

}  // namespace drawdown::language
