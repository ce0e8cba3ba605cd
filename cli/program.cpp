#include "cli/program.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/help.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

namespace {

exit_code complain(const std::string& message, const std::string& see) {
  write_message(fmt::format("drawdown: {}\nSee `{}`.\n", message, see));
  return exit_code::usage;
}

exit_code show(const std::string& page) {
  const auto written = write_output(page);
  if (!written) write_message(fmt::format("drawdown: {}\n", written.error().message));
  return written ? exit_code::fine : exit_code::unusable_file;
}

exit_code complain_of_command(const std::string& name) {
  if (name.starts_with('-'))
    return complain(fmt::format("`{}` stands before the command; options come behind it", name),
                    "drawdown help");
  std::vector<std::string_view> known;
  for (const command_entry& entry : command_table()) known.push_back(entry.name);
  known.emplace_back("help");
  if (std::error_code failure; std::filesystem::exists(name, failure))
    return complain(fmt::format("`{0}` is no command; to run it, write `drawdown run {0}`", name),
                    "drawdown help");
  return complain(unknown_word("command", name, known).message, "drawdown help");
}

exit_code run_command(const command_entry& entry, const std::vector<std::string>& arguments) {
  const auto chosen = entry.create();
  option_set options;
  declare_all(*chosen, options);
  const auto read = options.read(arguments);
  if (!read) return complain(read.error().message, fmt::format("drawdown {} --help", entry.name));
  if (options.help_wanted()) return show(command_help(entry, options));
  if (chosen->is_brief()) return chosen->run();
  const working_line line(entry.name, options.quiet_wanted());
  return chosen->run();
}

bool asks_for_help(const std::string& word) {
  return word == "help" || word == "--help" || word == "-h";
}

}  // namespace

exit_code run_program(std::vector<std::string> words) {
  if (words.empty()) return show(short_help());
  if (words.front() == "--version") words.front() = "version";
  if (asks_for_help(words.front())) {
    words.erase(words.begin());
    if (words.empty() || asks_for_help(words.front())) return show(full_help());
    words.resize(1);
    words.emplace_back("--help");
  }
  const command_entry* entry = find_command(words.front());
  if (entry == nullptr) return complain_of_command(words.front());
  words.erase(words.begin());
  return run_command(*entry, words);
}

}  // namespace drawdown::cli
