#include "cli/explored_language.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "actors/explore/exploration.hpp"
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
  // Keys that say by which step something was done may differ: in a file every step has a place of its own.
  const auto is_like = [](const event& one, const event& other) {
    return one.at == other.at && one.body.index() == other.body.index();
  };
  return std::ranges::equal(first.events(), second.events(), is_like) && first.now() == second.now();
}

// The same world, which expects of every balance that it asks for what it is.
std::shared_ptr<const world> with_met_expectations(const std::shared_ptr<const world>& in) {
  const auto met = std::make_shared<world>(*in);
  for (account_index i = 0; i < in->accounts.size(); ++i) {
    sweep::account_run run(in, i);
    run.work_all();
    for (const event& one : run.events())
      if (const auto* seen = std::get_if<figures_event>(&one.body))
        for (expected_item& item : met->expectations[seen->expectation].items)
          if (auto* expected = std::get_if<expected_figure>(&item.what))
            expected->value = value_of(expected->which, seen->account);
  }
  return met;
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

result<std::string> drawn_scenario(std::uint64_t seed) {
  const auto told = worldgen::with_written_usage(explore::world_of_seed(seed));
  const auto text = language::write_scenario(*told);
  if (!text) return text;
  // In a file every question has its expectation; drawn ones may share one.
  const language::loaded again = language::load_scenario_text("drawn.yaml", *text);
  if (again.what == nullptr)
    return fail(error_code::malformed, "what was written does not load\n" + errors_in(again));
  return language::write_scenario(*with_met_expectations(again.what)).map([&](const std::string& met) {
    return fmt::format(
        "# The world that `drawdown explore --seed {}` draws; what it expects is what it came to.\n{}", seed,
        met);
  });
}

}  // namespace drawdown::cli
