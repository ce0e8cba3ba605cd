#include "scenarios/language/read_grant.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/read_grant_terms.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// The key stands last: where a step has it beside it, it has no place among these.
constexpr std::array<names, 12> grant_keys = {"kind",     "credits", "effective", "expires",
                                              "priority", "cost",    "meters",    "features",
                                              "user",     "recurs",  "rollover",  "key"};
constexpr std::array<names, 0> grant_later{};
constexpr std::array<names, lot_kinds> kind_words = {"free", "plan", "addon", "adjustment", "paid"};

instant resolve(const moment& when, instant from, const zone_table& zone, month_end rule) {
  if (const auto* exactly = std::get_if<instant>(&when)) return *exactly;
  return add(from, std::get<span_of_time>(when), zone, rule);
}

// A table in the list of one account: it belongs to the scenario, for it has rows of all accounts.
bool is_table(scope& in, const node& at) {
  for (const entry& one : at.entries) {
    if (one.key.text != "file") continue;
    in.report(fault::unknown_key, one.key.place,
              {"unknown key `file` in a grant", "not a key of an account's grant",
               "tables stand at the top: `grants: [{file: grants.csv, columns: {account: …}}]`"});
    return true;
  }
  return false;
}

// Credit that was paid for is never filled up again, so the run would refuse it (R3.9, R3.10).
void check_cost(scenario_state& state, const node& at, const grant_command& body) {
  const bool is_raised = body.rollover && body.rollover->min > credits{};
  if (body.cost.is_zero() || (!body.recurs && !is_raised)) return;
  const names refilled = body.recurs ? "recurs" : "rollover";
  text_place cost, refills;
  for (const entry& one : at.entries) {
    if (one.key.text == "cost") cost = one.value.place;
    if (one.key.text == refilled) refills = one.key.place;
  }
  state.in.report(fault::void_grant, refills,
                  {"credit that was paid for is never filled up again",
                   body.recurs ? "a grant with a cost cannot recur" : "a grant with a cost has no `min`",
                   fmt::format("take `{}` or `cost` away", refilled),
                   {{"the cost is given here", state.in.here(cost)}}});
}

// What an account has at its start must be something: a grant that the run would refuse is reported (R1.1,
// R3.1).
void check_declared(const scenario_state& state, const grant_declared& made, const zone_table& zone) {
  const grant_command& body = made.body;
  const settings& rules = state.what.settings;
  std::int64_t unit = 1;
  for (int places = rules.credit_decimals; places < credits::decimals; ++places) unit *= 10;
  if (divide(body.amount.micro(), unit, rules.grant_rounding) == 0) {
    made.in.report(
        fault::void_grant, made.place,
        {fmt::format("the grant rounds to nothing with `credit_decimals: {}`", rules.credit_decimals),
         fmt::format("{}, in whole steps of {}", to_string(body.amount),
                     to_string(credits::from_micro(unit))),
         "grant more, or keep more decimals",
         {{"the decimals are given here", state.in.here(state.place_of_setting("credit_decimals"))}}});
  }
  if (!state.start || !body.expires) return;
  const instant effective =
      body.effective ? resolve(*body.effective, *state.start, zone, rules.month_end_rule) : *state.start;
  const instant expires = resolve(*body.expires, effective, zone, rules.month_end_rule);
  if (expires <= effective || expires <= *state.start) {
    made.in.report(fault::void_grant, made.place,
                   {fmt::format("the grant ends at {}, before any of it could be spent", to_string(expires)),
                    fmt::format("effective {}", to_string(std::max(effective, *state.start))),
                    "`expires` must be after `effective` and after the start of the run",
                    {{"the run starts here", state.in.here(state.start_at)}}});
  }
}

}  // namespace

std::optional<std::string_view> reserved_prefix(std::string_view key) {
  for (const names reserved : {"recharge-", "step-", "grant-", "cycle-", "overage-"}) {
    if (key.starts_with(reserved)) return reserved;
  }
  return {};
}

std::optional<effect_key> read_given_key(scenario_state& state, scope& in, const node& at) {
  const auto text = read_label(in, at, "the key");
  if (!text) return {};
  if (const auto reserved = reserved_prefix(*text)) {
    in.report(fault::reserved_key, at.place,
              {fmt::format("a key cannot begin with `{}`", *reserved), "a reserved name",
               fmt::format("`{}N` names what has no key of its own: choose another", *reserved)});
    return {};
  }
  return effect_key{effect_key::space::given, 0, state.keys.number_of(*text)};
}

std::optional<money> read_cost(scope& in, const node& at, const due_currency& unit) {
  constexpr money largest = money::from_minor(1'000'000'000'000);
  const auto cost = read_money(in, at, "the cost", unit, allowed_sign::not_negative);
  if (!cost || *cost <= largest) return cost;
  in.report(fault::out_of_range, at.place,
            {"the cost of a grant is at most 10^12 minor units", "too much", "write several grants"});
  return std::nullopt;
}

std::optional<lot_kind> read_kind(scope& in, const node& at) {
  const auto word = read_choice(in, at, "the kind of a grant", kind_words);
  return word ? std::optional(static_cast<lot_kind>(*word)) : std::nullopt;
}

std::optional<grant_command> read_grant(scenario_state& state, const node& at, const zone_table& zone,
                                        bool may_have_key) {
  scope& in = state.in;
  const std::span<const names> known =
      std::span(grant_keys).first(grant_keys.size() - (may_have_key ? 0U : 1U));
  const mapping keys(in, at, {"a grant", known, grant_later});
  if (!keys.is_sound()) return {};
  grant_command made;
  bool sound = true;
  if (const node* kind = keys.require("kind", fmt::format("write `kind: {}`", kind_words.front()))) {
    const auto read = read_kind(in, *kind);
    sound = read.has_value();
    if (read) made.kind = *read;
  }
  if (const node* amount = keys.require("credits", "write `credits: 100`")) {
    const auto read = read_credits(in, *amount, "the amount of a grant", allowed_sign::positive);
    sound = sound && read;
    if (read) made.amount = *read;
  }
  if (const node* effective = keys.find("effective"))
    made.effective = read_moment(in, *effective, "`effective`", zone);
  if (const node* expires = keys.find("expires")) made.expires = read_moment(in, *expires, "`expires`", zone);
  if (const node* priority = keys.find("priority")) {
    if (const auto read = read_whole(in, *priority, "the priority", INT32_MIN, INT32_MAX))
      made.priority = static_cast<std::int32_t>(*read);
  }
  if (const node* cost = keys.find("cost")) {
    made.cost = read_cost(in, *cost, state.sold.unit).value_or(money{});
  }
  read_restriction(state, keys, made.only);
  if (const node* recurs = keys.find("recurs")) made.recurs = read_recurrence(state, *recurs, zone);
  if (const node* rollover = keys.find("rollover")) made.rollover = read_rollover(in, *rollover);
  if (!sound || !keys.find("kind") || !keys.find("credits")) return {};
  return made;
}

bool declare_grant(scenario_state& state, const grant_declared& made) {
  account_spec& into = state.what.accounts[made.account];
  check_declared(state, made, state.zone_of(made.account));
  if (state.granted.size() <= made.account) state.granted.resize(made.account + std::size_t{1});
  credits& total = state.granted[made.account];
  if (made.body.amount > credits::largest() - total) {
    made.in.report(fault::out_of_range, made.place,
                   {"the grants of this account pass what can be counted together",
                    fmt::format("the grants before it are {} already", to_string(total)),
                    fmt::format("all grants of an account are at most {}", to_string(credits::largest()))});
    return false;
  }
  total += made.body.amount;

  command declared;
  declared.order.at = state.start.value_or(instant{});
  declared.key = made.key.value_or(
      effect_key{effect_key::space::timeline, static_cast<std::uint32_t>(into.grants.size() + 1), 0});
  declared.place = {made.in.file_number, made.place.line, made.place.column};
  declared.body = made.body;
  state.grants.made.insert(
      {{made.account, declared.key}, made.in.here(made.key ? made.key_place : made.place)});
  into.grants.push_back(std::move(declared));
  return true;
}

void read_declared_grants(scenario_state& state, const node& at, account_index account) {
  const auto* items = list_items(state.in, at, "`grants`");
  if (items == nullptr) return;
  const zone_table zone = state.zone_of(account);
  for (const node& item : *items) {
    if (is_table(state.in, item)) continue;
    const auto body = read_grant(state, item, zone, true);
    if (!body) continue;
    check_cost(state, item, *body);
    grant_declared made{state.in, item.place, account, *body, {}, {}};
    for (const entry& one : item.entries) {
      if (one.key.text != "key") continue;
      made.key = read_given_key(state, state.in, one.value);
      made.key_place = one.value.place;
      if (made.key && is_name_of_plan(state, account, *made.key, one.value.place)) made.key.reset();
    }
    if (!declare_grant(state, made)) return;
  }
}

}  // namespace drawdown::language
