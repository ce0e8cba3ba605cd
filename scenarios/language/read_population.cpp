#include "scenarios/language/read_population.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/read_gateways.hpp"
#include "scenarios/language/read_rules.hpp"
#include "scenarios/language/system_zones.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 16> population_keys = {
    "population",    "rules",         "settings",   "seed",    "start", "time_zone",
    "accounts",      "mix",           "behaviours", "signups", "churn", "top_up_habit",
    "auto_recharge", "card_failures", "fees",       "payouts"};
constexpr std::array<names, 6> mix_keys = {"share",     "plan",   "agents",
                                           "behaviour", "growth", "when_plan_exhausted"};
constexpr std::array<names, 1> per_month_keys = {"per_month"};
constexpr std::array<names, 2> policies = {"use_balance", "stop"};
constexpr parts_per_million all = 1'000'000;
constexpr std::size_t most_kinds = 1000;
constexpr instant end_of_time = instant::from_us(7'258'118'400'000'000);  // 2200-01-01

// A file that is something else is better told so than by everything that it lacks.
bool is_something_else(scope& in, const node& of) {
  if (of.kind != node_kind::mapping) return false;
  const auto place_of = [&](names key) -> const node* {
    const auto found =
        std::ranges::find_if(of.entries, [&](const entry& one) { return one.key.text == key; });
    return found == of.entries.end() ? nullptr : &found->key;
  };
  if (place_of("population") != nullptr) return false;
  const node* scenario = place_of("scenario");
  const node* catalog = place_of("currency");
  if (scenario == nullptr && catalog == nullptr) return false;
  in.report(fault::missing_key, (scenario != nullptr ? scenario : catalog)->place,
            {fmt::format("this is a {}, not a population", scenario != nullptr ? "scenario" : "catalog"),
             fmt::format("a {} begins here", scenario != nullptr ? "scenario" : "catalog"),
             scenario != nullptr ? "`drawdown run FILE` runs it; a population begins with `population: NAME`"
                                 : "name it with `--catalog`; a population begins with `population: NAME`"});
  return true;
}

class population_reader {
 public:
  population_reader(scenario_state& state, const node& of, population::population_terms& made)
      : state_(state),
        in_(state.in),
        keys_(state.in, of, {"a population", population_keys, {}}),
        made_(made) {}

  bool is_sound() const { return keys_.is_sound(); }
  rules_used read(const catalog_opener& open_catalog, const population_asked& asked);

 private:
  void read_time(const population_asked& asked);
  void read_sold(const catalog_opener& open_catalog, const std::string& catalog);
  void read_accounts();
  void read_mix();
  void read_kind(const node& at, population::mix_entry& into);
  void read_agents(const node& at, population::mix_entry& into);
  void read_plan(const node& at, population::mix_entry& into);
  void read_behaviour(const node& at, population::mix_entry& into);
  void check_shares(const node& mix);
  void check_number(text_place where);
  void read_habits();
  timeline_source sample_of(const population::behaviour& of) const;
  void check_rules_of_all(rules_used& rules);

  scenario_state& state_;
  scope& in_;
  mapping keys_;
  population::population_terms& made_;
  std::vector<names> behaviour_names_;
  bool behaviours_known_ = false;
};

void population_reader::read_time(const population_asked& asked) {
  world& made = state_.what;
  made.zone_database_version = system_zone_version();
  if (const node* at = keys_.find("time_zone")) state_.zone = read_zone(state_, *at).value_or(0);
  made.zone = state_.zone;
  if (const node* at = keys_.find("seed"))
    made.seed = static_cast<std::uint64_t>(read_whole(in_, *at, "the seed", 0, INT64_MAX).value_or(1));
  if (asked.seed) made.seed = *asked.seed;
  made_.months = asked.months;
  const node* at = keys_.require("start", "write `start: 2026-01-01`");
  const auto start = at != nullptr ? read_instant(in_, *at, "`start`", state_.scenario_zone()) : std::nullopt;
  if (!start) return;
  const instant end = population::months_of(*start, asked.months, state_.scenario_zone()).back();
  if (end > end_of_time)
    in_.report(fault::out_of_range, at->place,
               {fmt::format("{} months from here end behind the year 2199", asked.months), "begins too late",
                "write an earlier `start`"});
  made.start = *start;
  made.end = instant::from_us(end.us() - 1);
}

void population_reader::read_sold(const catalog_opener& open_catalog, const std::string& catalog) {
  node named;
  named.kind = node_kind::text;
  named.text = catalog;
  state_.sold = open_catalog(named, state_.scenario_zone()).value_or(catalog_read{});
  state_.what.catalog = state_.sold.what;
  state_.what.versions = state_.sold.versions;
  for (std::size_t i = 0; i < state_.what.catalog.meters.size(); ++i)
    state_.meters.emplace(state_.what.catalog.meters[i].name, static_cast<meter_index>(i));
  for (const plan_terms& one : state_.what.catalog.plans)
    state_.plans.emplace(one.name, static_cast<plan_index>(state_.plans.size()));
}

void population_reader::read_accounts() {
  const node* at =
      keys_.require("accounts", "write how many customers there are at the start: `accounts: 5000`");
  if (at == nullptr) return;
  if (const auto count = read_whole(in_, *at, "`accounts`", 1, population::most_customers))
    made_.accounts = static_cast<std::uint32_t>(*count);
}

// `1..3`, or one number.
void population_reader::read_agents(const node& at, population::mix_entry& into) {
  const auto text = read_text(in_, at, "`agents`");
  if (!text) return;
  const std::size_t dots = text->find("..");
  const auto number = [&](names part) -> std::optional<std::uint32_t> {
    std::uint32_t value = 0;
    const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (failure != std::errc() || end != part.data() + part.size()) return {};
    return value;
  };
  const auto least = number(text->substr(0, dots));
  const auto most = dots == names::npos ? least : number(text->substr(dots + 2));
  if (!least || !most) {
    in_.report(fault::not_a_number, at.place,
               {fmt::format("`{}` is no number of agents", *text), "not a number, nor two",
                "write `agents: 2`, or `agents: 1..3`"});
    return;
  }
  if (*least < 1 || *most > population::most_agents || *least > *most) {
    in_.report(fault::out_of_range, at.place,
               {fmt::format("`agents` is {}", *text), "out of range",
                fmt::format("it is from 1 to {}, the smaller number first", population::most_agents)});
    return;
  }
  into.agents_least = *least;
  into.agents_most = *most;
}

void population_reader::read_plan(const node& at, population::mix_entry& into) {
  if (at.kind == node_kind::text && at.text == "none") return;
  const auto plan = look_up(state_, at, "a plan", state_.plans, state_.sold.plans_known);
  if (!plan) return;
  into.plan = *plan;
  if (state_.what.catalog.plans[*plan].pool != credit_pool::per_user) return;
  in_.report(fault::plan_without_users, at.place,
             {fmt::format("`{}` is paid for each user, and customers of a population have none", at.text),
              "a plan for users",
              "name a plan of one pool: `pool: shared`",
              {{"the plan is declared here", declaration_of(state_, "a plan", at.text)}}});
}

void population_reader::read_behaviour(const node& at, population::mix_entry& into) {
  const auto name = read_text(in_, at, "the behaviour");
  if (!name || !behaviours_known_) return;
  const auto found = std::ranges::find(behaviour_names_, *name);
  if (found != behaviour_names_.end()) {
    into.behaves = static_cast<std::uint32_t>(found - behaviour_names_.begin());
    return;
  }
  const std::string meant = did_you_mean(*name, behaviour_names_);
  in_.report(fault::unknown_reference, at.place,
             {fmt::format("there is no behaviour `{}`", *name), "nothing has this name",
              !meant.empty()             ? meant
              : behaviour_names_.empty() ? "declare it under `behaviours`"
                                         : fmt::format("there is {}", one_of(behaviour_names_))});
}

void population_reader::read_kind(const node& at, population::mix_entry& into) {
  const mapping keys(in_, at, {"an entry of `mix`", mix_keys, {}});
  if (!keys.is_sound()) return;
  if (const node* share = keys.require("share", "write `share: 70%`"))
    into.share = read_percentage(in_, *share, "the share").value_or(0);
  if (const node* plan = keys.require("plan", "write `plan: NAME`, or `plan: none`")) read_plan(*plan, into);
  if (const node* agents = keys.find("agents")) read_agents(*agents, into);
  if (const node* behaviour = keys.require("behaviour", "write `behaviour: NAME`"))
    read_behaviour(*behaviour, into);
  if (const node* growth = keys.find("growth"))
    into.growth_per_month = read_per_month(in_, *growth, "`growth`");
  if (const node* policy = keys.find("when_plan_exhausted"))
    if (const auto word = read_choice(in_, *policy, "`when_plan_exhausted`", policies))
      into.policy = static_cast<when_exhausted>(*word);
}

void population_reader::read_mix() {
  const node* at = keys_.require("mix", "write `mix: [{share: 100%, plan: NAME, behaviour: NAME}]`");
  const auto* items = at != nullptr ? list_items(in_, *at, "`mix`") : nullptr;
  if (items == nullptr) return;
  if (items->empty() || items->size() > most_kinds) {
    in_.report(fault::out_of_range, at->place,
               {fmt::format("`mix` has from 1 to {} entries", most_kinds),
                fmt::format("these are {}", items->size()), "write one for each kind of customer"});
    return;
  }
  const std::size_t errors = in_.found.errors();
  for (const node& one : *items) read_kind(one, made_.mix.emplace_back());
  if (in_.found.errors() == errors) check_shares(*at);
}

void population_reader::check_shares(const node& mix) {
  std::uint64_t sum = 0;
  for (const population::mix_entry& one : made_.mix) sum += one.share;
  if (sum == all) return;
  std::string written = fmt::format("{}.{:04}", sum / 10'000, sum % 10'000);
  written.erase(written.find_last_not_of('0') + 1);
  if (written.back() == '.') written.pop_back();
  in_.report(fault::out_of_range, mix.place,
             {fmt::format("the shares of `mix` come to {}%", written), "not 100%",
              "make them come to 100% together"});
}

// Signups are of all who ever joined, so their number is known before the run.
void population_reader::check_number(text_place where) {
  std::uint64_t count = made_.accounts;
  for (std::uint32_t month = 0; month < made_.months && count <= population::most_customers; ++month)
    count += count * made_.signups_per_month / all;
  if (count <= population::most_customers) return;
  in_.report(
      fault::out_of_range, where,
      {fmt::format("with these signups there are more than {} customers", population::most_customers),
       "too many in the end", "write fewer `accounts`, a smaller `per_month`, or ask for fewer months"});
}

void population_reader::read_habits() {
  if (const node* at = keys_.find("signups")) {
    made_.signups_per_month = read_per_month(in_, *at, "`signups`").value_or(0);
    check_number(at->place);
  }
  if (const node* at = keys_.find("churn")) read_churn(in_, *at, made_.churn);
  if (const node* at = keys_.find("top_up_habit")) read_top_up_habit(state_, *at, made_.habit);
  if (const node* at = keys_.find("auto_recharge")) read_recharge_habit(state_, *at, made_.recharge);
  gateway_spec cards;
  cards.name = "cards";
  if (const node* at = keys_.find("card_failures")) read_declines(in_, *at, "`card_failures`", cards);
  if (const node* at = keys_.find("fees")) read_fees(state_, *at, cards);
  if (const node* at = keys_.find("payouts")) read_payouts(state_, *at, cards);
  state_.what.gateways = {cards};
}

// One usage of each meter that somebody uses.
timeline_source population_reader::sample_of(const population::behaviour& of) const {
  timeline_source sample;
  for (const population::use_habit& use : of.uses) {
    usage& one = sample.items.emplace_back();
    one.order = {state_.what.start, turn_order::phase::population, 0, sample.items.size()};
    one.key = {effect_key::space::agent, 0, sample.items.size()};
    one.quantity = use.quantity.least;
    one.agent = 0;
    one.meter = use.meter;
    one.times = use.times;
    one.value = use.value;
  }
  return sample;
}

// Rules are held against what customers will have and do: one of each kind stands for all.
void population_reader::check_rules_of_all(rules_used& rules) {
  std::vector<population::customer> some;
  for (std::uint32_t kind = 0; kind < made_.mix.size(); ++kind)
    some.push_back({fmt::format("some-{}", kind), kind, 1, state_.what.start, instant::never(),
                    made_.recharge.has_value()});
  population::settle(made_, some, state_.what);
  for (std::uint32_t kind = 0; kind < made_.mix.size(); ++kind) {
    account_spec& one = state_.what.accounts[kind];
    one.agents.front().source = sample_of(made_.behaviours[made_.mix[kind].behaves]);
    const auto add = [&](command_body body) {
      command step;
      step.order = {state_.what.start, turn_order::phase::timeline, 0, one.commands.size() + 1};
      step.key = {effect_key::space::timeline, 0, one.commands.size() + 1};
      step.body = std::move(body);
      one.commands.push_back(std::make_shared<const command>(step));
    };
    for (const money amount : made_.habit.amounts) add(top_up_command{amount});
    const bool may_leave = made_.churn.per_month > 0 || made_.churn.chance > 0;
    if (may_leave && one.plan) add(cancel_command{});
  }
  report_missing_rules(state_, rules);
  if (!in_.found.has_errors()) check_rules(state_, rules);
  state_.what.accounts.clear();
  state_.what.fingerprints.clear();
}

rules_used population_reader::read(const catalog_opener& open_catalog, const population_asked& asked) {
  if (const node* at = keys_.require("population", "begin with `population: NAME`"))
    state_.what.name = read_label(in_, *at, "the population's name").value_or("");
  made_.place = state_.place_of(keys_.place_of("population"));
  read_time(asked);
  rules_used rules = read_rules(state_, keys_, asked.rules);
  read_sold(open_catalog, asked.catalog);
  read_accounts();
  const node* behaviours =
      keys_.require("behaviours", "declare what the customers use: `behaviours: {NAME: {…}}`");
  if (behaviours != nullptr && behaviours->kind == node_kind::mapping) {
    for (const entry& one : behaviours->entries) behaviour_names_.push_back(one.key.text);
    behaviours_known_ = true;
  }
  if (behaviours != nullptr) read_behaviours(state_, *behaviours, made_.behaviours);
  read_mix();
  read_habits();
  if (!in_.found.has_errors()) check_rules_of_all(rules);
  return rules;
}

}  // namespace

std::optional<parts_per_million> read_per_month(scope& in, const node& at, std::string_view what) {
  const mapping keys(in, at, {what, per_month_keys, {}});
  const node* rate = keys.is_sound() ? keys.require("per_month", "write `{per_month: 4%}`") : nullptr;
  return rate != nullptr ? read_percentage(in, *rate, "`per_month`") : std::nullopt;
}

rules_used read_population(scenario_state& state, const node& of, const catalog_opener& open_catalog,
                           const population_asked& asked, population::population_terms& made) {
  if (is_something_else(state.in, of)) return {};
  population_reader reader(state, of, made);
  return reader.is_sound() ? reader.read(open_catalog, asked) : rules_used{};
}

}  // namespace drawdown::language
