#include "cli/rules_options.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "engine/settings/table.hpp"
#include "scenarios/language/rulebook.hpp"

namespace drawdown::cli {

namespace {

result<void> read_assumption(std::string_view text, language::rules_asked& into) {
  if (text == language::default_rulebook) {
    into.assumes_default = true;
    return {};
  }
  std::vector<language::assumption>& target = into.assumed;
  const std::size_t sign = text.find('=');
  if (sign == std::string_view::npos || sign == 0)
    return fail(
        error_code::malformed,
        fmt::format("--assume: write `--assume SETTING=VALUE` or `--assume default`, not `{}`", text));
  language::assumption made{std::string(text.substr(0, sign)), std::string(text.substr(sign + 1))};
  if (std::ranges::find(target, made.name, &language::assumption::name) != target.end())
    return fail(error_code::malformed, fmt::format("--assume: `{}` is assumed twice", made.name));
  settings scratch;
  if (const auto applied = apply_setting(scratch, made.name, made.value); !applied)
    return fail(error_code::malformed, fmt::format("--assume: {}", applied.error().message));
  target.push_back(std::move(made));
  return {};
}

}  // namespace

result<std::string> read_rulebook_name(std::string_view text) {
  if (language::find_rulebook(text) != nullptr) return std::string(text);
  const std::vector<std::string_view> known = language::rulebook_names();
  error failure = unknown_word("rule-book", text, known);
  if (failure.message.find(';') == std::string::npos)
    failure.message += fmt::format("; there is `{}`", fmt::join(known, "`, `"));
  return tl::unexpected(std::move(failure));
}

void declare_assume(option_set& options, language::rules_asked& target) {
  options.values("assume", "SETTING=VALUE|default",
                 "fills in a setting that the rule-book leaves unknown, or all that are as the rule-book "
                 "`default` has them; may be given several times",
                 [&target](std::string_view text) { return read_assumption(text, target); });
}

void declare_rules(option_set& options, language::rules_asked& target) {
  options.value("rules", "NAME", "runs by this rule-book instead of the scenario's",
                [&target](std::string_view text) -> result<void> {
                  auto name = read_rulebook_name(text);
                  if (!name) return tl::unexpected(name.error());
                  target.book = std::move(*name);
                  return {};
                });
  declare_assume(options, target);
}

result<void> check_assumed(const language::rules_used& rules) {
  if (rules.assumed_for_none.empty()) return {};
  const language::assumption& first = rules.assumed_for_none.front();
  const auto known = std::ranges::find(rules.settings, first.name, &language::setting_used::name);
  const bool in_book = known->from == language::setting_origin::book;
  return fail(
      error_code::malformed,
      fmt::format("--assume {}={}: {} says `{}`, and nothing is left to assume{}", first.name, first.value,
                  in_book ? fmt::format("the rule-book `{}`", rules.book) : "the scenario", known->value,
                  in_book ? "; a scenario may say otherwise under `settings`" : ""));
}

}  // namespace drawdown::cli
