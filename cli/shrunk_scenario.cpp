#include "cli/shrunk_scenario.hpp"

#include <array>
#include <exception>
#include <string_view>

#include <fmt/format.h>

#include "actors/explore/run_plans.hpp"
#include "actors/explore/shrink_failure.hpp"
#include "cli/explored_language.hpp"
#include "engine/worldgen/written_usage.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/write_scenario.hpp"

namespace drawdown::cli {

namespace {

using explore::failure;
using explore::failure_kind;

std::shared_ptr<const world> loaded_from(const std::string& text) {
  return language::load_scenario_text("shrunk.yaml", text).what;
}

bool can_be_said(const std::shared_ptr<const world>& in) {
  const auto text = language::write_scenario(*worldgen::with_written_usage(in));
  return text && loaded_from(*text) != nullptr;
}

bool fails_in_language(const std::shared_ptr<const world>& in) {
  return wrong_in_language(in).has_value();
}

// How often a way to run it is drawn from a seed, where `run` does not show the failure.
constexpr std::uint64_t seeds_tried = 200;

// What `run` can be told of how to run.
run_options sayable(const run_options& how) {
  run_options plain;
  plain.schedule = how.schedule.value_or(0);
  plain.epoch = how.epoch;
  plain.chunk = how.chunk;
  plain.window = how.window;
  return plain;
}

// How it is told.
std::string words_of(const run_options& how) {
  constexpr std::array<std::string_view, 4> epochs = {"hour", "day", "month", "whole"};
  return fmt::format("run FILE --schedule {} --epoch {} --chunk {} --window {}", how.schedule.value_or(0),
                     epochs[static_cast<std::size_t>(how.epoch)], how.chunk, how.window);
}

// The simplest command that is found to make a scenario fail so, after it went through a file.
std::string command_that_shows(const std::shared_ptr<const world>& in, const failure& failed) {
  const auto is_it = [&](const std::optional<failure>& seen) { return seen && seen->is_like(failed); };
  if (!failed.first) {
    const run_options usual{.schedule = 0};
    if (is_it(explore::failure_of(in, usual, usual))) return "run FILE";
    const run_options as_it_failed = sayable(failed.how);
    if (is_it(explore::failure_of(in, as_it_failed, as_it_failed))) return words_of(as_it_failed);
  }
  for (std::uint64_t seed = 0; seed < seeds_tried; ++seed)
    if (is_it(explore::explore_world(in, seed).failed)) return fmt::format("explore FILE --seed {}", seed);
  return "";
}

// How it failed, which stands above the scenario.
std::string comment(const failure& failed, const world& in, const std::string& origin) {
  std::string text = fmt::format("# {}: {}{}\n", origin, words_for(failed.kind),
                                 failed.rule.empty() ? "" : ", " + failed.rule);
  if (failed.kind == failure_kind::language) return text;
  if (failed.first) text += fmt::format("# first run: {}\n", explore::text_of(*failed.first, in));
  return text + fmt::format("# {}run: {}\n", failed.first ? "second " : "", explore::text_of(failed.how, in));
}

}  // namespace

result<shrunk_scenario> shrink_to_scenario(const std::shared_ptr<const world>& in, const failure& found,
                                           const std::string& origin) {
  auto small = explore::shrink_failure(in, found, fails_in_language);
  std::uint64_t tries = small.tries;
  const bool is_sayable = found.kind == failure_kind::language || can_be_said(small.what);
  if (!is_sayable) {
    small = explore::shrink_failure(in, found, fails_in_language, can_be_said);
    tries += small.tries;
  }
  const failure failed = small.failed.value_or(found);
  const auto told = worldgen::with_written_usage(small.what);
  const auto text = language::write_scenario(*told);
  if (!text) return tl::unexpected(text.error());
  shrunk_scenario made;
  made.text = comment(failed, *told, origin);
  made.steps_before = small.steps_before;
  made.steps = small.steps;
  made.tries = tries;
  const auto loaded = failed.kind == failure_kind::language ? nullptr : loaded_from(*text);
  if (loaded != nullptr) made.again = command_that_shows(loaded, failed);
  if (!made.again.empty()) made.text += fmt::format("# again: drawdown {}\n", made.again);
  made.text += *text;
  return made;
}

}  // namespace drawdown::cli
