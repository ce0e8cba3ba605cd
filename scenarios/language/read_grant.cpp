#include "scenarios/language/read_grant.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 7> grant_keys = {"kind",     "credits", "effective", "expires",
                                             "priority", "cost",    "key"};
constexpr std::array<names, 7> grant_later = {"recurs", "rollover", "meters", "features",
                                              "user",   "every",    "file"};
constexpr std::array<names, lot_kinds> kind_words = {"free", "plan", "addon", "adjustment", "paid"};

instant resolve(const moment& when, instant from, const zone_table& zone, month_end rule) {
  if (const auto* exactly = std::get_if<instant>(&when)) return *exactly;
  return add(from, std::get<span_of_time>(when), zone, rule);
}

// What an account has at its start must be something: a grant that the run would refuse is reported (R1.1,
// R3.1).
void check_declared(scenario_state& state, const node& at, const grant_command& body,
                    const zone_table& zone) {
  const settings& rules = state.what.settings;
  std::int64_t unit = 1;
  for (int places = rules.credit_decimals; places < credits::decimals; ++places) unit *= 10;
  if (divide(body.amount.micro(), unit, rules.grant_rounding) == 0) {
    state.in.report(
        fault::void_grant, at.place,
        {fmt::format("the grant rounds to nothing with `credit_decimals: {}`", rules.credit_decimals), "",
         ""});
  }
  if (!state.start || !body.expires) return;
  const instant effective =
      body.effective ? resolve(*body.effective, *state.start, zone, rules.month_end_rule) : *state.start;
  const instant expires = resolve(*body.expires, effective, zone, rules.month_end_rule);
  if (expires <= effective || expires <= *state.start) {
    state.in.report(fault::void_grant, at.place,
                    {fmt::format("the grant ends at {}, before any of it could be spent", to_string(expires)),
                     fmt::format("effective {}", to_string(std::max(effective, *state.start))), ""});
  }
}

}  // namespace

std::optional<effect_key> read_given_key(scenario_state& state, const node& at) {
  const auto text = read_label(state.in, at, "the key");
  if (!text) return {};
  for (const names reserved : {"recharge-", "step-", "grant-"}) {
    if (!text->starts_with(reserved)) continue;
    state.in.report(fault::reserved_key, at.place,
                    {fmt::format("a key cannot begin with `{}`", reserved), "",
                     "such names belong to keys that are not given"});
    return {};
  }
  return effect_key{effect_key::space::given, 0, state.keys.number_of(*text)};
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
    const auto word = read_choice(in, *kind, "the kind of a grant", kind_words);
    sound = word.has_value();
    if (word) made.kind = static_cast<lot_kind>(*word);
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
    made.cost =
        read_money(in, *cost, "the cost", state.sold.unit, allowed_sign::not_negative).value_or(money{});
  }
  if (!sound || !keys.find("kind") || !keys.find("credits")) return {};
  return made;
}

void read_declared_grants(scenario_state& state, const node& at, account_index account) {
  const auto* items = list_items(state.in, at, "`grants`");
  if (items == nullptr) return;
  account_spec& into = state.what.accounts[account];
  const zone_table zone = state.zone_of(account);
  credits total;
  for (const node& item : *items) {
    const auto body = read_grant(state, item, zone, true);
    if (!body) continue;
    check_declared(state, item, *body, zone);
    if (body->amount > credits::largest() - total) {
      state.in.report(fault::out_of_range, item.place,
                      {"the grants of this account pass what can be counted together", "", ""});
      return;
    }
    total += body->amount;

    command made;
    made.order.at = state.start.value_or(instant{});
    made.key = {effect_key::space::timeline, static_cast<std::uint32_t>(into.grants.size() + 1), 0};
    for (const entry& one : item.entries) {
      if (one.key.text == "key") made.key = read_given_key(state, one.value).value_or(made.key);
    }
    made.place = state.place_of(item.place);
    made.body = *body;
    into.grants.push_back(std::move(made));
  }
}

}  // namespace drawdown::language
