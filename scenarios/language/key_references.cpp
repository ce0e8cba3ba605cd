#include "scenarios/language/key_references.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "scenarios/language/read_usage.hpp"
#include "scenarios/language/scenario_state.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// N of `PREFIXN`, from 1 and without leading zeros; 0 where the text is something else.
std::uint64_t number_after(names prefix, names text) {
  constexpr std::size_t most_digits = 9;
  if (!text.starts_with(prefix)) return 0;
  const names digits = text.substr(prefix.size());
  if (digits.empty() || digits.size() > most_digits || digits.front() == '0' ||
      digits.find_first_not_of("0123456789") != names::npos)
    return 0;
  std::uint64_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  return number;
}

// How one sort of things is spoken of.
struct sort_of_thing {
  fault warned;
  names what;       // "no top-up"
  names then;       // what the run will do
  names how_named;  // a hint where no key is near
};

// The key of a thing of the account that is nearest to one that nothing has, and where it is given.
std::vector<related_place> nearest_made(const scenario_state& state, const key_references& things,
                                        const key_named& strange, std::string& hint) {
  std::vector<names> known;
  const effect_key least{effect_key::space::given, 0, 0};
  for (auto one = things.made.lower_bound({strange.account, least});
       one != things.made.end() && one->first.first == strange.account; ++one) {
    if (one->first.second.was_given()) known.push_back(state.what.key_names[one->first.second.number]);
  }
  const auto meant = nearest_word(strange.text, known);
  if (!meant) return {};
  hint = fmt::format("did you mean `{}`?", *meant);
  const auto number = std::find(state.what.key_names.begin(), state.what.key_names.end(), *meant);
  const auto index = static_cast<std::uint64_t>(number - state.what.key_names.begin());
  return {{fmt::format("`{}` is given here", *meant),
           things.made.at({strange.account, {effect_key::space::given, 0, index}})}};
}

// The accounts of which a hold lacks its key, which was reported: any name may be meant for it.
std::set<account_index> with_a_hold_without_key(const scenario_state& state) {
  std::set<account_index> found;
  for (const auto& [key, place] : state.holds.made)
    if (!key.second.was_given()) found.insert(key.first);
  return found;
}

void warn(scenario_state& state, const key_references& things, const sort_of_thing& sort) {
  const auto any_name_is_meant = with_a_hold_without_key(state);
  for (const key_named& one : things.named) {
    if (is_made_by_run(one.key) || things.made.contains({one.account, one.key})) continue;
    if (state.keys_of_faulty_steps.contains(one.key)) continue;
    if (&things == &state.holds && any_name_is_meant.contains(one.account)) continue;
    if (!state.in.found.keeps(sort.warned)) {
      state.in.report(sort.warned, one.place, {});
      continue;
    }
    std::string hint(sort.how_named);
    std::vector<related_place> related = nearest_made(state, things, one, hint);
    state.in.report(sort.warned, one.place,
                    {fmt::format("{} of `{}` has the key `{}`", sort.what,
                                 state.what.accounts[one.account].name, one.text),
                     std::string(sort.then), std::move(hint), std::move(related)});
  }
}

constexpr names name_of_plan = "plan";

bool declares_plan(const scenario_state& state, std::optional<account_index> account) {
  return account && state.payments.made.contains({*account, {effect_key::space::cycle, 0, 0}});
}

}  // namespace

bool is_made_by_run(const effect_key& key) {
  return key.from == effect_key::space::recharge || key.from == effect_key::space::overage ||
         (key.from == effect_key::space::cycle && key.number > 0);
}

effect_key key_named_by(scenario_state& state, std::optional<account_index> account,
                        const std::string& text) {
  if (text == name_of_plan && declares_plan(state, account)) return {effect_key::space::cycle, 0, 0};
  if (const std::uint64_t number = number_after("cycle-", text)) return {effect_key::space::cycle, 0, number};
  if (const std::uint64_t number = number_after("recharge-", text))
    return {effect_key::space::recharge, 0, number};
  if (const std::uint64_t number = number_after("overage-", text))
    return {effect_key::space::overage, 0, number};
  if (const std::uint64_t number = number_after("step-", text))
    return {effect_key::space::timeline, 0, number};
  if (const std::uint64_t number = number_after("grant-", text))
    return {effect_key::space::timeline, static_cast<std::uint32_t>(number), 0};
  return {effect_key::space::given, 0, state.keys.number_of(text)};
}

bool is_name_of_plan(scenario_state& state, std::optional<account_index> account, const effect_key& key,
                     text_place where) {
  if (!key.was_given() || !declares_plan(state, account)) return false;
  if (state.what.key_names[key.number] != name_of_plan) return false;
  state.in.report(fault::reserved_key, where,
                  {fmt::format("`{}` names the plan that the account declares", name_of_plan),
                   "a reserved name", "choose another key"});
  return true;
}

void warn_of_strange_keys(scenario_state& state) {
  warn(state, state.payments,
       {fault::notice_without_payment, "no payment", "the run will call the payment unknown",
        "a payment is named by its `key`, by `step-N`, `recharge-N`, `cycle-N`, `overage-N`, or `plan`"});
  warn(state, state.holds,
       {fault::hold_never_placed, "no hold", "the run will refuse it as `unknown_hold`",
        "a hold is named by its `key`"});
  warn(state, state.grants,
       {fault::grant_never_made, "no grant", "the run will refuse it as `unknown_grant`",
        "a grant is named by its `key`, by `step-N` or by `grant-N`"});
}

void warn_of_strange_debits(scenario_state& state) {
  warn(state, state.debits,
       {fault::debit_never_made, "no usage or capture", "the run will refuse it as `unknown_debit`",
        "a usage or a capture is named by its `key`, or by `step-N`"});
}

}  // namespace drawdown::language
