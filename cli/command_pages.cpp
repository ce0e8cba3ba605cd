#include "cli/command_pages.hpp"

#include "cli/command_table.hpp"

namespace drawdown::cli {

void declare_all(command& of, option_set& options) {
  of.declare(options);
  if (!of.is_brief()) options.quiet_as_all();
}

std::vector<command_page> command_pages() {
  std::vector<command_page> pages;
  for (const command_entry& entry : command_table()) {
    const auto command = entry.create();
    option_set options;
    declare_all(*command, options);
    pages.push_back({std::string(entry.name), std::string(entry.arguments), std::string(entry.summary),
                     std::string(entry.details), std::string(entry.examples), options.pages()});
  }
  pages.push_back({"help",
                   "[COMMAND]",
                   "shows all commands, or the page of one",
                   "",
                   "drawdown help\ndrawdown help run\n",
                   {}});
  return pages;
}

}  // namespace drawdown::cli
