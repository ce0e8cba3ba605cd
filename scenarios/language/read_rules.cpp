#include "scenarios/language/read_rules.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/settings/table.hpp"
#include "engine/time/text.hpp"
#include "scenarios/language/needed_settings.hpp"
#include "scenarios/language/rulebook.hpp"
#include "scenarios/language/scenario_needs.hpp"
#include "scenarios/language/usage_columns.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// The setting that is nearest, or where all of them are listed.
std::string setting_meant(names word, const std::vector<names>& known) {
  std::string meant = did_you_mean(word, known);
  return meant.empty() ? "docs/scenario-language.md lists all settings" : meant;
}

// The text of a setting's value; `[a, b]` says the same as the text `a, b`.
std::optional<std::string> value_text(scope& in, const entry& one) {
  if (one.value.kind != node_kind::list) {
    const auto text = read_text(in, one.value, fmt::format("the setting `{}`", one.key.text));
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }
  std::string text;
  bool are_texts = true;
  for (const node& item : one.value.items) {
    are_texts = read_text(in, item, fmt::format("an entry of `{}`", one.key.text)) && are_texts;
    text += (text.empty() ? "" : ", ") + item.text;
  }
  return are_texts ? std::optional(text) : std::nullopt;
}

void report_refused(scenario_state& state, const entry& one, const std::string& text, const error& why,
                    const std::vector<names>& known) {
  if (why.code == error_code::unknown_name)
    return state.in.report(fault::unknown_key, one.key.place,
                           {fmt::format("there is no setting `{}`", one.key.text), "not a setting",
                            setting_meant(one.key.text, known)});
  if (why.code == error_code::not_built)
    return state.in.report(fault::not_built, one.key.place, engine_wording(why));
  const auto entry_at = std::find(known.begin(), known.end(), one.key.text);
  const setting_entry& setting = setting_table()[static_cast<std::size_t>(entry_at - known.begin())];
  state.in.report(fault::setting_value, one.value.place, setting_wording(why, text, setting.allowed));
}

// Reads `settings`; gives the names of those that it sets.
std::vector<std::string> read_settings(scenario_state& state, const node& at) {
  std::vector<std::string> said;
  if (at.kind != node_kind::mapping) {
    report_shape(state.in, at, "`settings`", "a mapping");
    return said;
  }
  std::vector<names> known;
  for (const setting_entry& one : setting_table()) known.push_back(one.name);
  for (const entry& one : at.entries) {
    if (one.value.kind == node_kind::nothing &&
        std::find(known.begin(), known.end(), one.key.text) == known.end()) {
      state.in.report(fault::missing_value, one.key.place,
                      {fmt::format("the setting `{}` has no value", one.key.text), "not a setting",
                       "between braces a comma ends a value: one that has several words is written without, "
                       "`on_failure: retry 1h 6h`"});
      continue;
    }
    const auto text = value_text(state.in, one);
    if (!text) continue;
    const result<void> applied = apply_setting(state.what.settings, one.key.text, *text);
    if (applied)
      state.settings_at.emplace(one.key.text, one.key.place);
    else
      report_refused(state, one, *text, applied.error(), known);
    said.push_back(one.key.text);
  }
  return said;
}

// The rule-book that is asked for, else that of the scenario; null where there is none of that name, which is
// reported.
const rulebook* book_of(scenario_state& state, const node* at, const std::string& asked) {
  std::string name = asked;
  if (name.empty() && at != nullptr) {
    const auto text = read_text(state.in, *at, "the rule-book");
    if (!text) return nullptr;
    name = *text;
  }
  if (name.empty()) name = default_rulebook;
  if (const rulebook* found = find_rulebook(name)) return found;
  const std::vector<names> known = rulebook_names();
  std::string hint = did_you_mean(name, known);
  if (hint.empty()) hint = fmt::format("there is {}", one_of(known));
  state.in.report(fault::unknown_reference, at != nullptr ? at->place : text_place{1, 1, 1},
                  {fmt::format("there is no rule-book `{}`", name), "not a rule-book", std::move(hint)});
  return nullptr;
}

// Puts what the book knows into the world.
void apply_book(scenario_state& state, const rulebook& book) {
  for (const rulebook_setting& one : book.settings)
    if (one.value) static_cast<void>(apply_setting(state.what.settings, one.name, *one.value));
}

bool contains(const std::vector<std::string>& all, names one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

rules_used read_rules(scenario_state& state, const mapping& keys, const rules_asked& asked) {
  rules_used used;
  const node* named = keys.find("rules");
  state.rules_at = named != nullptr ? named->place : keys.place_of("scenario");
  const rulebook* book = book_of(state, named, asked.book);
  if (book != nullptr) apply_book(state, *book);
  std::vector<std::string> said;
  if (const node* at = keys.find("settings")) said = read_settings(state, *at);
  if (book == nullptr) return used;

  used.book = book->name;
  for (const setting_entry& one : setting_table()) {
    if (!one.is_built()) continue;
    const auto assumed = std::find_if(asked.assumed.begin(), asked.assumed.end(),
                                      [&](const assumption& a) { return a.name == one.name; });
    const bool is_open = !contains(said, one.name) && !book->find(one.name)->value;
    setting_origin from = contains(said, one.name) ? setting_origin::scenario : setting_origin::book;
    if (is_open) from = setting_origin::unknown;
    if (!is_open && assumed != asked.assumed.end()) used.assumed_for_none.push_back(*assumed);
    const std::optional<std::string> filled_in =
        assumed != asked.assumed.end() ? std::optional(assumed->value)
        : asked.assumes_default        ? find_rulebook(default_rulebook)->find(one.name)->value
                                       : std::nullopt;
    if (is_open && filled_in && apply_setting(state.what.settings, one.name, *filled_in))
      from = setting_origin::assumed;
    used.settings.push_back({std::string(one.name), {}, from});
  }
  const auto built = setting_table();
  for (setting_used& one : used.settings) {
    const auto entry_of =
        std::find_if(built.begin(), built.end(), [&](const setting_entry& s) { return s.name == one.name; });
    one.value = one.from == setting_origin::unknown ? "unknown" : entry_of->write(state.what.settings);
  }
  return used;
}

namespace {

// What rows of usage files may be that are read while the scenario is run.
usage_ahead ahead_of(const scenario_state& state) {
  usage_ahead ahead;
  if (state.to_come == nullptr) return ahead;
  for (const usage_to_come& file : *state.to_come) {
    ahead.has_keys = ahead.has_keys || file.columns.key;
    ahead.occurs_late = ahead.occurs_late || file.columns.occurred_at;
    for (const metered_column& one : file.columns.meters) {
      if (!one.meter) {
        ahead.meters.push_back(one.fixed);
        continue;
      }
      for (std::size_t meter = 0; meter < state.what.catalog.meters.size(); ++meter)
        ahead.meters.push_back(static_cast<meter_index>(meter));
    }
  }
  return ahead;
}

// `when_short: invoice` without a price for what is invoiced (R4.5), whoever says it.
void report_no_overage_price(scenario_state& state, rules_used& used) {
  const setting_origin from = used.origin_of("when_short");
  if (from != setting_origin::scenario)
    used.lacking.emplace_back("`when_short: invoice` needs `overage_price` in the catalog");
  const std::string hint = "write `overage_price: 1 EUR = 40 credits` in the catalog";
  wording words{"usage beyond the credit is invoiced, and the catalog has no price for it",
                "`when_short: invoice`", hint};
  if (from == setting_origin::book) {
    words.message = fmt::format(
        "the rule-book `{}` says `when_short: invoice`: usage beyond the credit is invoiced, and the "
        "catalog has no price for it",
        used.book);
    words.label = "no price for what it invoices";
    words.hint = hint + ", or another `when_short` under `settings`";
  }
  if (from == setting_origin::assumed)
    words.message =
        "`--assume when_short=invoice`: usage beyond the credit is invoiced, and the catalog has no price "
        "for it";
  state.in.report(fault::overage_without_price, state.place_of_setting("when_short"), words);
}

}  // namespace

void check_rules(scenario_state& state, rules_used& used) {
  const settings& rules = state.what.settings;
  const auto is_known = [&](names name) { return used.origin_of(name) != setting_origin::unknown; };
  if (is_known("key_window") && is_known("late_usage_grace") && rules.key_window < rules.late_usage_grace) {
    const bool says_window = state.settings_at.contains("key_window");
    const names at = says_window ? "key_window" : "late_usage_grace";
    if (!says_window || !state.settings_at.contains("late_usage_grace"))
      used.lacking.push_back(
          fmt::format("`late_usage_grace: {0}` needs a `key_window` of {0} or more, and it is {1}",
                      to_string(rules.late_usage_grace), to_string(rules.key_window)));
    state.in.report(fault::settings_contradict, state.place_of_setting(at),
                    {fmt::format("keys are remembered for {}, but usage may arrive {} late",
                                 to_string(rules.key_window), to_string(rules.late_usage_grace)),
                     "late usage could be charged twice",
                     fmt::format("write `key_window: {}` or more, or a shorter `late_usage_grace`",
                                 to_string(rules.late_usage_grace))});
  }
  if (!is_known("when_short") || rules.when_short != short_of_credit::invoice) return;
  if (state.what.catalog.overage_price || !state.sold.overage_known) return;
  // A book may say so where credit never runs short.
  const bool is_of_book = used.origin_of("when_short") == setting_origin::book;
  if (is_of_book && !scenario_needs(state.what, ahead_of(state)).may_run_short) return;
  report_no_overage_price(state, used);
}

void report_missing_rules(scenario_state& state, rules_used& used) {
  for (const needed_setting& need :
       needed_settings(state.what, used, state.settings_consulted, ahead_of(state))) {
    used.missing.emplace_back(need.setting->name);
    state.in.report(
        fault::unknown_setting, state.rules_at,
        {fmt::format("the rule-book `{}` leaves `{}` ({}) unknown, and the scenario depends on it: {}",
                     used.book, need.setting->name, need.setting->rule, need.because),
         "its documents do not say",
         fmt::format("write it under `settings`, or run with `--assume {}=VALUE` ({}), or with "
                     "`--assume default` for all that is unknown",
                     need.setting->name, need.setting->allowed)});
  }
}

}  // namespace drawdown::language
