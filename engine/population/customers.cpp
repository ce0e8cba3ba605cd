#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/draws/stream.hpp"
#include "engine/population/population.hpp"

namespace drawdown::population {
namespace {

constexpr std::uint64_t million = 1'000'000;

// What is drawn about a customer. Each has an entity of its own, so that no draw moves another one.
constexpr std::string_view kind_draw = "/kind", agents_draw = "/agents", joining_draw = "/joining",
                           recharging_draw = "/recharging", leaving_draw = "/leaving";

draw_place place_of(const std::string& name, std::string_view what, std::uint64_t month = 0,
                    std::uint16_t draw = 0) {
  return {entity_of(name + std::string(what)), month, draw};
}

// Draws about customers.
class drawing {
 public:
  drawing(const population_terms& of, const world& in)
      : of_(of),
        draws_(in.seed, draw_stream::agent_usage),
        months_(months_of(in.start, of.months, in.zones[in.zone])) {
    for (const mix_entry& one : of.mix) shares_.push_back(one.share);
  }

  std::vector<customer> all() {
    const std::vector<std::uint32_t> counts = apportioned(shares_, of_.accounts);
    for (std::uint32_t kind = 0; kind < counts.size(); ++kind)
      for (std::uint32_t i = 0; i < counts[kind]; ++i) add(kind, months_.front());
    for (std::size_t month = 0; month + 1 < months_.size(); ++month) add_signups_of(month);
    return std::move(made_);
  }

 private:
  // So many of all who ever joined before the month, so that no price decides who comes.
  void add_signups_of(std::size_t month) {
    const std::uint64_t coming = made_.size() * of_.signups_per_month / million;
    for (std::uint64_t i = 0; i < coming; ++i) {
      const std::string name = name_of(made_.size() + 1);
      add(drawn_kind(name), within(month, place_of(name, joining_draw)));
    }
  }

  void add(std::uint32_t kind, instant joins) {
    customer one;
    one.name = name_of(made_.size() + 1);
    one.kind = kind;
    const mix_entry& of = of_.mix[kind];
    one.agents = static_cast<std::uint32_t>(
        draws_.between(of.agents_least, of.agents_most, place_of(one.name, agents_draw)));
    one.joins = joins;
    one.leaves = drawn_leaving(one);
    one.recharges = of_.recharge && draws_.chance(of_.recharge->share, place_of(one.name, recharging_draw));
    made_.push_back(std::move(one));
  }

  static std::string name_of(std::uint64_t number) { return fmt::format("customer-{}", number); }

  instant within(std::size_t month, const draw_place& place) const {
    const auto length = static_cast<std::uint64_t>((months_[month + 1] - months_[month]).us());
    return months_[month] + duration::from_us(static_cast<std::int64_t>(draws_.uniform_below(length, place)));
  }

  std::uint32_t drawn_kind(const std::string& name) const {
    std::uint64_t drawn = draws_.uniform_below(million, place_of(name, kind_draw));
    std::uint32_t kind = 0;
    while (kind + 1 < shares_.size() && drawn >= shares_[kind]) drawn -= shares_[kind++];
    return kind;
  }

  // The first month behind that of joining in which the customer leaves, and when in it.
  instant drawn_leaving(const customer& who) const {
    if (of_.churn.per_month == 0) return instant::never();
    for (std::size_t month = 0; month + 1 < months_.size(); ++month) {
      if (who.joins > months_[month]) continue;
      if (draws_.chance(of_.churn.per_month, place_of(who.name, leaving_draw, month))) {
        const instant at = within(month, place_of(who.name, leaving_draw, month, 1));
        return std::max(at, who.joins.next());
      }
    }
    return instant::never();
  }

  const population_terms& of_;
  stream draws_;
  std::vector<instant> months_;
  std::vector<parts_per_million> shares_;
  std::vector<customer> made_;
};

// Makes accounts of customers.
class settling {
 public:
  settling(const population_terms& of, world& in) : of_(of), in_(in) {
    card_.fingerprint = static_cast<std::uint32_t>(in.fingerprints.size());
    in.fingerprints.emplace_back("card");
  }

  customer_habits add(const customer& who) {
    account_spec account;
    account.name = who.name;
    account.zone = in_.zone;
    account.place = of_.place;
    account.payment_methods = {card_};
    if (who.recharges) account.auto_recharge = of_.recharge->terms;
    const mix_entry& kind = of_.mix[who.kind];
    if (kind.plan != no_plan) subscribe(account, who, kind.plan);
    for (std::uint32_t i = 0; i < who.agents; ++i) {
      agent_spec& agent = account.agents.emplace_back();
      agent.name = fmt::format("agent-{}", i + 1);
      agent.policy = kind.policy;
    }
    in_.accounts.push_back(std::move(account));
    return {uses_of(who, kind), who.joins, who.leaves};
  }

 private:
  void subscribe(account_spec& account, const customer& who, plan_index plan) const {
    command asked;
    asked.order = {who.joins, turn_order::phase::timeline, 0, 0};
    asked.place = of_.place;
    asked.body = subscribe_command{plan};
    if (who.joins > in_.start) {
      asked.key = {effect_key::space::timeline, 0, 1};
      asked.order.number = 1;
      account.commands.push_back(std::make_shared<const command>(asked));
    } else {
      asked.key = {effect_key::space::cycle, 0, 0};
      account.plan = asked;
    }
  }

  // Where nothing grows it does not matter when somebody joined.
  std::shared_ptr<const std::vector<habitual_usage>> uses_of(const customer& who, const mix_entry& kind) {
    const behaviour& behaves = of_.behaviours[kind.behaves];
    usage_pattern pattern = behaves.pattern;
    if (kind.growth_per_month) pattern.growth_per_month = *kind.growth_per_month;
    const zone_table& zone = in_.zones[in_.zone];
    const instant since = pattern.growth_per_month > 0 ? month_of(who.joins, zone) : in_.start;
    auto& known = known_[{who.kind, since}];
    if (known) return known;
    std::vector<habitual_usage> uses;
    for (const use_habit& use : behaves.uses)
      uses.push_back({use.meter, use.value, use.times, use.by,
                      std::make_shared<const rhythm>(
                          rhythm_of(pattern, use.per_day_micro, since, in_.start, in_.end, zone)),
                      use.quantity});
    known = std::make_shared<const std::vector<habitual_usage>>(std::move(uses));
    return known;
  }

  const population_terms& of_;
  world& in_;
  payment_method card_;
  std::map<std::pair<std::uint32_t, instant>, std::shared_ptr<const std::vector<habitual_usage>>> known_;
};

}  // namespace

std::vector<std::uint32_t> apportioned(const std::vector<parts_per_million>& shares, std::uint32_t whole) {
  const std::uint64_t all = std::accumulate(shares.begin(), shares.end(), std::uint64_t{0});
  ensure(all > 0, "something is apportioned to shares that are not all zero");
  std::vector<std::uint32_t> counts;
  std::vector<std::size_t> by_rest(shares.size());
  std::iota(by_rest.begin(), by_rest.end(), std::size_t{0});
  std::uint32_t left = whole;
  for (const parts_per_million share : shares) {
    counts.push_back(static_cast<std::uint32_t>(std::uint64_t{whole} * share / all));
    left -= counts.back();
  }
  std::stable_sort(by_rest.begin(), by_rest.end(), [&](std::size_t a, std::size_t b) {
    return std::uint64_t{whole} * shares[a] % all > std::uint64_t{whole} * shares[b] % all;
  });
  for (std::uint32_t i = 0; i < left; ++i) ++counts[by_rest[i]];
  return counts;
}

std::vector<instant> months_of(instant start, std::uint32_t months, const zone_table& zone) {
  std::vector<instant> bounds;
  for (std::uint32_t i = 0; i <= months; ++i)
    bounds.push_back(boundary(start, calendar_span{1, calendar_unit::months}, static_cast<std::int32_t>(i),
                              zone, month_end::clamp));
  return bounds;
}

std::vector<customer> customers_of(const population_terms& of, const world& in) {
  return drawing(of, in).all();
}

std::vector<customer_habits> settle(const population_terms& of, const std::vector<customer>& customers,
                                    world& in) {
  ensure(!in.gateways.empty(), "customers pay at a gateway");
  settling accounts(of, in);
  in.accounts.reserve(customers.size());
  std::vector<customer_habits> habits;
  habits.reserve(customers.size());
  for (const customer& one : customers) habits.push_back(accounts.add(one));
  return habits;
}

}  // namespace drawdown::population
