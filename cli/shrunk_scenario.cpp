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

// How `run` is called to run it so.
std::string options_of(const run_options& how) {
  constexpr std::array<std::string_view, 4> epochs = {"hour", "day", "month", "whole"};
  std::string text = how.schedule && !how.priorities ? fmt::format(" --schedule {}", *how.schedule) : "";
  return text + fmt::format(" --epoch {} --chunk {} --window {}", epochs[static_cast<std::size_t>(how.epoch)],
                            how.chunk, how.window);
}

// What stands above the scenario.
std::string comment(const failure& failed, const world& in, const std::string& origin) {
  std::string text = fmt::format("# {}: {}{}\n", origin, words_for(failed.kind),
                                 failed.rule.empty() ? "" : ", " + failed.rule);
  if (failed.first) {
    text += fmt::format("# first run: {}\n", explore::text_of(*failed.first, in));
    text += fmt::format("# second run: {}\n", explore::text_of(failed.how, in));
    return text + "# again: drawdown explore FILE\n";
  }
  if (failed.kind == failure_kind::language) return text;
  return text + fmt::format("# again: drawdown run FILE{}\n", options_of(failed.how));
}

// Whether the scenario fails as it did, after it went through a file.
bool fails_again(const std::shared_ptr<const world>& in, const failure& failed) {
  if (in == nullptr) return false;
  const auto again = failed.first ? explore::failure_of(in, *failed.first, failed.how)
                                  : explore::failure_of(in, failed.how, failed.how);
  return again && again->is_like(failed);
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
  made.text = comment(failed, *told, origin) + *text;
  made.steps_before = small.steps_before;
  made.steps = small.steps;
  made.tries = tries;
  made.fails_again = failed.kind != failure_kind::language && fails_again(loaded_from(made.text), failed);
  return made;
}

}  // namespace drawdown::cli
