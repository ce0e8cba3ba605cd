#include "cli/findings.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace drawdown::cli {

void show_findings(const std::vector<language::diagnostic>& findings, color_choice color) {
  const bool colored = wants_color(color, channel::messages);
  for (const language::diagnostic& finding : findings)
    write_message(language::render(finding, colored) + '\n');
  const auto first = std::ranges::find(findings, language::severity::error, &language::diagnostic::level);
  if (first != findings.end())
    write_message(fmt::format("`drawdown explain {}` says more about a code.\n", first->code));
}

exit_code code_of(const language::loaded& scenario) {
  if (scenario.what != nullptr || scenario.load) return exit_code::fine;
  return scenario.unreadable ? exit_code::unusable_file : exit_code::faulty_input;
}

}  // namespace drawdown::cli
