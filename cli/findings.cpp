#include "cli/findings.hpp"

namespace drawdown::cli {

void show_findings(const std::vector<language::diagnostic>& findings, color_choice color) {
  const bool colored = wants_color(color, channel::messages);
  for (const language::diagnostic& finding : findings) write_message(language::render(finding, colored));
}

exit_code code_of(const language::loaded& scenario) {
  if (scenario.what != nullptr) return exit_code::fine;
  return scenario.unreadable ? exit_code::unusable_file : exit_code::faulty_input;
}

}  // namespace drawdown::cli
