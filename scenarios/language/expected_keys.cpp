#include "scenarios/language/expected_keys.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;
using key_of_account = std::pair<account_index, effect_key>;

// Of more keys than a person mistypes the nearest ones are not looked for.
constexpr std::size_t most_suggestions = 100;

// How one sort of things is spoken of, and where the ones that the file makes are remembered.
struct sort_of_thing {
  names nothing;    // "no grant or top-up of"
  names how_named;  // a hint where no key is near
  std::vector<const key_references*> made;
};

sort_of_thing sort_of(const scenario_state& state, keyed what) {
  switch (what) {
    case keyed::step:
      return {"no step", "a step is named by its `key`, or by `step-N`", {&state.steps, &state.grants}};
    case keyed::lot:
      return {"no grant, payment or adjustment",
              "a lot is named by the `key` of what made it, by `step-N`, `grant-N`, `recharge-N`, `cycle-N`",
              {&state.grants, &state.payments, &state.returned_lots}};
    case keyed::hold:
      return {"no hold", "a hold is named by its `key`, or by `step-N`", {&state.holds}};
    case keyed::payment:
      return {"no payment",
              "a payment is named by its `key`, by `step-N`, `recharge-N`, `cycle-N`, `overage-N`, or `plan`",
              {&state.payments}};
    case keyed::estimate:
      return {"no estimate", "an estimate is named by its `key`, or by `step-N`", {&state.estimates}};
    case keyed::quote:
      return {"no quote", "a quote is named by its `key`, or by `step-N`", {&state.quotes}};
    case keyed::line:
      return {"no step",
              "what a line is about is named by a `key`, by `step-N`, `grant-N`, `recharge-N`, `cycle-N` or "
              "`overage-N`",
              {&state.steps, &state.grants, &state.payments, &state.holds}};
  }
  throw defect("sort_of: a sort of things that is none");
}

// The keys that usage has: its rows may come from a file, where no step tells them.
std::set<key_of_account> keys_of_usage(const world& what) {
  std::set<key_of_account> keys;
  for (account_index account = 0; account < what.accounts.size(); ++account) {
    for (const agent_spec& agent : what.accounts[account].agents) {
      const auto* told = std::get_if<timeline_source>(&agent.source);
      if (told == nullptr) continue;
      for (const usage& used : told->items) keys.insert({account, used.key});
    }
    for (const auto& step : what.accounts[account].commands) {
      if (const auto* used = std::get_if<usage>(&step->body)) keys.insert({account, used->key});
    }
  }
  return keys;
}

// `a`, `b` and 3 more, each once.
std::string first_of(std::vector<names> keys) {
  constexpr std::size_t most = 8;
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::string text;
  for (std::size_t i = 0; i < keys.size() && i < most; ++i)
    text += fmt::format("{}`{}`", i == 0 ? "" : ", ", keys[i]);
  return keys.size() <= most ? text : text + fmt::format(" and {} more", keys.size() - most);
}

class key_checker {
 public:
  explicit key_checker(scenario_state& state) : state_(state) {}

  void check(const expected_key& named) {
    const sort_of_thing sort = sort_of(state_, named.what);
    if (is_made(named, sort)) return;
    std::string hint(sort.how_named);
    std::vector<related_place> related;
    if (++strange_ <= most_suggestions) suggest(named, sort, hint, related);
    state_.in.report(fault::key_never_made, named.place,
                     {fmt::format("{} of `{}` has the key `{}`", sort.nothing,
                                  state_.what.accounts[named.account].name, named.text),
                      "nothing has this key", std::move(hint), std::move(related)});
  }

 private:
  static bool may_be_usage(keyed what) { return what == keyed::step || what == keyed::line; }

  // A hold without its key was reported; any name may be meant for it.
  bool may_be_hold_without_key(const expected_key& named) const {
    return named.what == keyed::hold && std::ranges::any_of(state_.holds.made, [&](const auto& one) {
             return one.first.first == named.account && !one.first.second.was_given();
           });
  }

  bool is_made(const expected_key& named, const sort_of_thing& sort) {
    const bool is_lot = named.what == keyed::lot && named.key.from != effect_key::space::overage;
    if (is_made_by_run(named.key)) return is_lot || named.what == keyed::payment || named.what == keyed::line;
    const bool is_declared_plan = named.key.from == effect_key::space::cycle;
    if (is_declared_plan && named.what == keyed::step) return true;
    if (state_.keys_of_faulty_steps.contains(named.key) || may_be_hold_without_key(named)) return true;
    const key_of_account key{named.account, named.key};
    const bool by_step = std::any_of(sort.made.begin(), sort.made.end(),
                                     [&](const key_references* one) { return one->made.contains(key); });
    return by_step || (may_be_usage(named.what) && of_usage().contains(key));
  }

  void suggest(const expected_key& named, const sort_of_thing& sort, std::string& hint,
               std::vector<related_place>& related) {
    std::vector<names> known;
    for (const key_references* one : sort.made) {
      for (const auto& [key, place] : one->made) add(named.account, key, known);
    }
    if (may_be_usage(named.what)) {
      for (const key_of_account& key : of_usage()) add(named.account, key, known);
    }
    const auto meant = nearest_word(named.text, known);
    if (!meant) {
      if (!known.empty()) hint += fmt::format("; those that are given here: {}", first_of(std::move(known)));
      return;
    }
    hint = fmt::format("did you mean `{}`?", *meant);
    for (const key_references* one : sort.made) {
      for (const auto& [key, place] : one->made) {
        if (key.first != named.account || !key.second.was_given() || !related.empty()) continue;
        if (state_.what.key_names[key.second.number] == *meant)
          related.push_back({fmt::format("`{}` is given here", *meant), place});
      }
    }
  }

  void add(account_index account, const key_of_account& key, std::vector<names>& known) const {
    if (key.first == account && key.second.was_given())
      known.push_back(state_.what.key_names[key.second.number]);
  }

  const std::set<key_of_account>& of_usage() {
    if (!of_usage_) of_usage_ = keys_of_usage(state_.what);
    return *of_usage_;
  }

  scenario_state& state_;
  std::optional<std::set<key_of_account>> of_usage_;
  std::size_t strange_ = 0;
};

}  // namespace

std::optional<effect_key> read_expected_key(scenario_state& state, std::optional<account_index> account,
                                            const node& at, keyed what) {
  const auto text = read_label(state.in, at, "the key");
  if (!text) return {};
  const effect_key key = key_named_by(state, account, *text);
  if (account) state.expected_keys.push_back({*account, key, at.place, *text, what});
  return key;
}

void check_expected_keys(scenario_state& state) {
  key_checker checker(state);
  for (const expected_key& one : state.expected_keys) checker.check(one);
}

}  // namespace drawdown::language
