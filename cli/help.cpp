#include "cli/help.hpp"

#include <fmt/format.h>

namespace drawdown::cli {

std::string short_help() {
  return "Drawdown simulates and verifies the billing of prepaid credit.\n"
         "\n"
         "  drawdown run scenarios/library/friday-night.yaml    runs a scenario and proves its statement\n"
         "  drawdown check my-scenario.yaml                     says what is wrong with a file\n"
         "\n"
         "See `drawdown help` for all commands.\n";
}

std::string full_help() {
  std::string text =
      "Drawdown simulates and verifies the billing of prepaid credit.\n\n"
      "Usage: drawdown COMMAND [OPTIONS] ...\n\nCommands:\n";
  for (const command_entry& entry : command_table())
    text += fmt::format("  {:<18}{}\n", fmt::format("{} {}", entry.name, entry.arguments), entry.summary);
  text += fmt::format("  {:<18}{}\n", "help [COMMAND]", "this page, or the page of a command");
  text += "\nThe program ends with\n" + exit_code_help();
  text += "Of several files' codes it ends with the gravest: 1, then 10, 11, 130, then the others.\n";
  return text;
}

std::string command_help(const command_entry& entry, const option_set& options) {
  std::string text = fmt::format("Usage: drawdown {} [OPTIONS]{}{}\n\n{}\n", entry.name,
                                 entry.arguments.empty() ? "" : " ", entry.arguments, entry.summary);
  if (!entry.details.empty()) text += fmt::format("\n{}", entry.details);
  return text + "\nOptions:\n" + options.help();
}

}  // namespace drawdown::cli
