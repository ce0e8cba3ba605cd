#include "cli/help.hpp"

#include <fmt/format.h>

#include "cli/layout.hpp"

namespace drawdown::cli {

namespace {

std::string paragraph(std::string_view text) {
  return wrapped_behind("", text, page_columns);
}

std::string indented_lines(std::string_view text) {
  return wrapped_behind("  ", text.substr(0, text.find_last_not_of('\n') + 1), page_columns);
}

}  // namespace

std::string short_help() {
  return "Drawdown simulates and verifies the billing of prepaid credit.\n"
         "\n"
         "  drawdown init                     writes an example scenario to begin from\n"
         "  drawdown run scenario.yaml        runs a scenario and proves its statement\n"
         "\n"
         "See `drawdown help` for all commands.\n";
}

std::string full_help() {
  std::string text =
      "Drawdown simulates and verifies the billing of prepaid credit.\n\n"
      "Usage: drawdown COMMAND [OPTIONS] ...\n\nCommands:\n";
  const auto line = [&](std::string_view name, std::string_view arguments, std::string_view summary) {
    text +=
        wrapped_behind(fmt::format("  {:<24}", fmt::format("{} {}", name, arguments)), summary, page_columns);
  };
  for (const command_entry& entry : command_table()) line(entry.name, entry.arguments, entry.summary);
  line("help", "[COMMAND]", "this page, or the page of a command");
  text += "\nThe program ends with\n" + exit_code_help();
  text += paragraph("Of several files' codes it ends with the gravest: 1, 10, 11, 130, 5, 2, 3, 4.");
  return text;
}

std::string command_help(const command_entry& entry, const option_set& options) {
  std::string text = fmt::format("Usage: drawdown {} [OPTIONS]{}{}\n\n", entry.name,
                                 entry.arguments.empty() ? "" : " ", entry.arguments) +
                     paragraph(entry.summary);
  if (!entry.details.empty()) text += "\n" + paragraph(entry.details);
  text += "\nOptions:\n" + options.help();
  return text + "\nFor example:\n" + indented_lines(entry.examples);
}

}  // namespace drawdown::cli
