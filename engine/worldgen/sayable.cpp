#include "engine/worldgen/sayable.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/pricing/purchase.hpp"

namespace drawdown::worldgen {
namespace {

template <class Body, class... Kinds>
constexpr bool is_one_of = (std::is_same_v<Body, Kinds> || ...);

// Steps that may say who acts.
template <class Body>
constexpr bool has_actor = is_one_of<Body, top_up_command, set_agent_command, set_account_command,
                                     subscribe_command, change_plan_command, cancel_command, resume_command,
                                     add_on_command, seat_command, refund_payment_command, invoice_command,
                                     pay_invoice_command, void_invoice_command, view_usage_command>;

// Steps that have no key.
template <class Body>
constexpr bool lacks_key = is_one_of<Body, notice_command, crash_command, expect_command>;

constexpr duration longest_use = duration::days(365);
constexpr std::int64_t most_recharges_in_a_row = 100;

class settling {
 public:
  explicit settling(world& of) : world_(of) {}

  void work() {
    settle(world_.settings);
    settle(world_.catalog);
    const catalog* before = &world_.catalog;
    for (catalog_version& version : world_.versions) {
      settle(version.terms);
      keep_what_stays(*before, version.terms);
      before = &version.terms;
    }
    for (std::string& name : world_.key_names)
      if (name.starts_with("grant-")) name.replace(0, 6, "gift-");
    for (account_spec& account : world_.accounts) settle(account);
  }

 private:
  static void settle(settings& rules) {
    std::vector<burn_key> keys;
    for (const burn_key& key : rules.burn_down) {
      const auto is_same = [&](const burn_key& other) { return other.by == key.by; };
      if (std::none_of(keys.begin(), keys.end(), is_same)) keys.push_back(key);
    }
    rules.burn_down = std::move(keys);
    std::erase_if(rules.dunning, [](duration delay) { return delay <= duration{}; });
  }

  // A price is a decimal fraction.
  static void settle(unit_price& price) {
    constexpr std::int64_t finest = 1'000'000;
    if (finest % price.denominator == 0) return;
    price = {price.numerator_micro * finest / price.denominator, finest};
  }
  static void settle(price_form& price) {
    if (auto* flat = std::get_if<unit_price>(&price)) settle(*flat);
    if (auto* by = std::get_if<price_by_value>(&price))
      for (auto& one : by->values) settle(one.price);
    if (auto* graduated = std::get_if<graduated_price>(&price))
      for (price_tier& tier : graduated->tiers) settle(tier.price);
    if (auto* by_volume = std::get_if<volume_price>(&price))
      for (price_tier& tier : by_volume->tiers) settle(tier.price);
    if (auto* package = std::get_if<package_price>(&price)) settle(package->price);
  }

  static void settle(catalog& sold) {
    for (meter& one : sold.meters) settle(one.price);
    if (sold.top_ups.bonuses.empty()) sold.top_ups.bonus_expires.reset();
    const auto has_meter = [&](const std::string& wanted) {
      return std::any_of(sold.meters.begin(), sold.meters.end(),
                         [&](const meter& one) { return one.feature == wanted; });
    };
    for (plan_terms& plan : sold.plans)
      std::erase_if(plan.features, [&](const std::string& one) { return !has_meter(one); });
  }

  // A version says what changes: terms that it does not name stay, so none can be taken away (R7.3).
  static void keep_what_stays(const catalog& before, catalog& after) {
    const auto keep = [](const auto& old_terms, auto& terms) {
      if (!terms) terms = old_terms;
    };
    const top_up_terms& old_terms = before.top_ups;
    top_up_terms& terms = after.top_ups;
    keep(old_terms.minimum, terms.minimum);
    keep(old_terms.maximum, terms.maximum);
    keep(old_terms.expires, terms.expires);
    keep(old_terms.bonus_expires, terms.bonus_expires);
    keep(before.overage_price, after.overage_price);
    if (terms.rates.empty()) terms.rates = old_terms.rates;
    if (terms.bonuses.empty()) terms.bonuses = old_terms.bonuses;
    for (std::size_t i = 0; i < after.plans.size(); ++i)
      keep(before.plans[i].rollover, after.plans[i].rollover);
  }

  void settle(account_spec& account) {
    if (!account.own_prices.empty()) settle_own_prices(account.own_prices);
    settle_people(account);
    if (account.auto_recharge) settle(*account.auto_recharge);
    for (command& grant : account.grants) settle(std::get<grant_command>(grant.body), grant);
    std::vector<command> steps;
    for (const auto& one : account.commands) {
      command step = *one;
      if (std::visit([&](auto& body) { return settle_step(body, step); }, step.body))
        steps.push_back(std::move(step));
    }
    give_keys_to_rows(account, steps);
    account.commands.clear();
    for (command& step : steps) account.commands.push_back(std::make_shared<const command>(std::move(step)));
    for (agent_spec& agent : account.agents)
      if (auto* told = std::get_if<timeline_source>(&agent.source))
        for (usage& used : told->items) settle_quantity(used.meter, used.quantity);
  }

  // An account's own prices hold from the start and stay with each version; the rest is what everybody pays
  // (R7.3).
  void settle_own_prices(std::vector<catalog_version>& own) const {
    catalog asked = own.front().terms;
    settle(asked);
    own.assign(1, {world_.start, world_.catalog});
    for (const catalog_version& version : world_.versions) {
      if (version.effective > world_.start)
        own.push_back(version);
      else
        own.front().terms = version.terms;
    }
    for (catalog_version& version : own) {
      version.terms.rate = asked.rate;
      for (std::size_t i = 0; i < asked.meters.size(); ++i)
        version.terms.meters[i].price = asked.meters[i].price;
      for (std::size_t i = 0; i < asked.plans.size(); ++i)
        version.terms.plans[i].price = asked.plans[i].price;
    }
  }

  // One owner, and those with a role in the organization, who also look at its usage (R11.1).
  void settle_people(account_spec& account) const {
    const auto sells_to_users = [](const auto& sold) { return sold.pool == credit_pool::per_user; };
    const catalog& sold = world_.catalog;
    const bool needs_users = std::any_of(sold.plans.begin(), sold.plans.end(), sells_to_users) ||
                             std::any_of(sold.add_ons.begin(), sold.add_ons.end(), sells_to_users);
    if (needs_users && account.users.empty()) account.users.push_back(0);
    if (account.viewers.empty() && account.managers.empty()) return;
    account.organization = "org-of-" + account.name;
    std::vector<user_index> managers = account.viewers;
    const auto owns = [&](user_index one) {
      return std::find(managers.begin(), managers.end(), one) == managers.end();
    };
    const auto owner = std::find_if(account.managers.begin(), account.managers.end(), owns);
    if (owner != account.managers.end()) managers.push_back(*owner);
    std::sort(managers.begin(), managers.end());
    account.managers = std::move(managers);
  }

  // A row that something names needs a key of its own.
  void give_keys_to_rows(account_spec& account, std::vector<command>& steps) {
    std::map<effect_key, effect_key> given;
    for (command& step : steps)
      if (auto* refund = std::get_if<refund_command>(&step.body);
          refund != nullptr && is_of_row(refund->debit))
        refund->debit = given.try_emplace(refund->debit, next_given_key(given.size())).first->second;
    for (std::size_t i = 0; i < given.size(); ++i)
      world_.key_names.push_back(fmt::format("{}-row-{}", account.name, i + 1));
    const auto rename = [&](effect_key& key) {
      if (const auto found = given.find(key); found != given.end()) key = found->second;
    };
    for (command& step : steps) rename(step.key);
    for (agent_spec& agent : account.agents)
      if (auto* told = std::get_if<timeline_source>(&agent.source))
        for (usage& used : told->items) rename(used.key);
  }
  static bool is_of_row(const effect_key& key) { return key.from == effect_key::space::file; }
  effect_key next_given_key(std::size_t further) const {
    return {effect_key::space::given, 0, world_.key_names.size() + further};
  }

  // Whether a step can be said, after it was brought into shape.
  template <class Body>
  bool settle_step(Body& body, command& step) {
    if (!has_actor<Body>) step.by = no_user;
    if (lacks_key<Body>) step.key = {effect_key::space::timeline, 0, step.order.number};
    return settle(body, step);
  }

  template <class Body>
  bool settle(Body&, const command&) const {
    return true;
  }
  bool settle(usage& body, const command&) const { return settle_quantity(body.meter, body.quantity), true; }
  static bool settle(set_agent_command& body, const command&) { return body.policy || body.monthly_limit; }
  bool settle(set_account_command& body, const command&) const {
    if (body.auto_recharge && *body.auto_recharge) settle(**body.auto_recharge);
    return body.payment_methods || body.auto_recharge || body.low_balance;
  }
  static bool settle(notice_command& body, const command&) {
    if (body.attempt) body.attempt = std::max(*body.attempt, 1U);
    return true;
  }
  bool settle(hold_command& body, const command&) const {
    if (body.quantity) settle_quantity(body.meter, *body.quantity);
    if (!body.quantity && body.amount <= credits{}) body.amount = credits::whole(1);
    return true;
  }
  bool settle(capture_command& body, const command&) const {
    if (auto* metered = std::get_if<metered_quantity>(&body.amount))
      settle_quantity(metered->meter, metered->quantity);
    return true;
  }
  bool settle(estimate_command& body, const command&) const {
    for (metered_quantity& planned : body.activities) settle_quantity(planned.meter, planned.quantity);
    return !body.activities.empty();
  }
  static bool settle(refund_command& body, const command&) { return settle_part(body.amount), true; }
  static bool settle(refund_payment_command& body, const command&) { return settle_part(body.amount), true; }
  static bool settle(pay_invoice_command& body, const command&) { return settle_part(body.amount), true; }

  bool settle(grant_command& body, const command& step) const {
    if (body.rollover && body.rollover->max && body.rollover->min > *body.rollover->max)
      std::swap(*body.rollover->max, body.rollover->min);
    const bool is_filled_up = body.recurs || (body.rollover && body.rollover->min > credits{});
    if (is_filled_up) body.cost = money{};
    const auto* ends = body.expires ? std::get_if<instant>(&*body.expires) : nullptr;
    if (ends == nullptr) return true;
    const auto* begins = body.effective ? std::get_if<instant>(&*body.effective) : nullptr;
    const bool begins_some_time_later = body.effective && begins == nullptr;
    const instant from = std::max({step.order.at, world_.start, begins != nullptr ? *begins : world_.start});
    if (begins_some_time_later || *ends <= from) body.expires.reset();
    return true;
  }

  template <class Amount>
  static void settle_part(std::optional<Amount>& part) {
    if (part && *part <= Amount{}) part.reset();
  }

  // Time has an end, things have none.
  void settle_quantity(meter_index of, std::int64_t& quantity) const {
    const measure per = world_.catalog.meters[of].per;
    const bool is_time = per == measure::second || per == measure::minute || per == measure::hour;
    if (is_time) quantity = std::min(quantity, longest_use.us());
  }

  // Recharges that the bounds would refuse each time go without them; what would have to be bought over and
  // over is watched from lower down.
  void settle(recharge_terms& terms) const {
    terms.limits = recharge_limits::ignore;
    const auto bought = recharge_purchase(terms, credits{}, world_.catalog, world_.settings);
    if (!bought || !bought->has_value()) return;
    // With something to spare, because amounts are rounded by what is sold later.
    const bool is_close =
        terms.max_spend_per_period && (**bought).price.minor() * 2 > terms.max_spend_per_period->minor();
    if (is_close) terms.max_spend_per_period.reset();
    const credits brings = (**bought).brings;
    if (terms.threshold.micro() / most_recharges_in_a_row >= brings.micro()) terms.threshold = brings;
  }

  world& world_;
};

}  // namespace

void make_sayable(world& of) {
  settling(of).work();
}

}  // namespace drawdown::worldgen
