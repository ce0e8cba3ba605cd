#include "cli/explored_language.hpp"

#include <fmt/format.h>

#include "engine/sweep/account_run.hpp"
#include "engine/worldgen/written_usage.hpp"
#include "scenarios/language/diagnostic.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/write_scenario.hpp"

namespace drawdown::cli {

namespace {

std::string errors_in(const language::loaded& from) {
  std::string all;
  for (const language::diagnostic& one : from.findings)
    if (one.level == language::severity::error) all += language::render(one, false);
  return all;
}

bool comes_to_the_same(const std::shared_ptr<const world>& a, const std::shared_ptr<const world>& b,
                       account_index account) {
  sweep::account_run first(a, account);
  sweep::account_run second(b, account);
  first.work_all();
  second.work_all();
  return first.events().size() == second.events().size() && first.now() == second.now();
}

}  // namespace

std::optional<std::string> wrong_in_language(const std::shared_ptr<const world>& in) {
  const auto told = worldgen::with_written_usage(in);
  const auto text = language::write_scenario(*told);
  if (!text) return "it can't be written: " + text.error().message;
  const language::loaded again = language::load_scenario_text("drawn.yaml", *text);
  if (again.what == nullptr) return "what was written does not load\n" + errors_in(again);
  const auto twice = language::write_scenario(*again.what);
  if (!twice || *twice != *text) return "what was written and loaded is written in another way";
  for (account_index i = 0; i < told->accounts.size(); ++i)
    if (!comes_to_the_same(told, again.what, i))
      return fmt::format("account `{}` comes to something else when it was written and loaded",
                         told->accounts[i].name);
  return std::nullopt;
}

}  // namespace drawdown::cli
