#include <fmt/format.h>

#include "cli/completions.hpp"

namespace drawdown::cli {

namespace {

constexpr std::string_view beginning =
    R"(# Completions of drawdown for fish, as `drawdown completions fish` prints them.

function __drawdown_has_command
    test (count (commandline -opc)) -gt 1
end

function __drawdown_command_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test "$words[2]" = $argv[1]
end

complete -c drawdown -f
)";

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\\' || c == '\'') out += '\\';
    out += c;
  }
  return out + "'";
}

// The options of `complete` that offer it.
std::string offer(const expected_word& expected, std::span<const command_page> commands) {
  std::string text;
  if (expected.files) text += " -F";
  auto words = fmt::format("{}", fmt::join(listed_words(expected, commands), " "));
  if (expected.folders && !expected.files) words += " (__fish_complete_directories)";
  return words.empty() ? text : text + " -a " + quoted(words);
}

std::string option_line(const std::string& here, const option_page& option,
                        std::span<const command_page> commands) {
  std::string text = here;
  if (!option.letter.empty()) text += " -s " + option.letter;
  text += " -l " + option.name;
  if (!option.value_name.empty()) {
    const expected_word expected = expected_of_value(option.value_name);
    text += (expected.files ? " -r" : " -x") + offer(expected, commands);
  }
  return text + " -d " + quoted(option.help) + "\n";
}

}  // namespace

std::string fish_completions(std::span<const command_page> commands) {
  std::string text(beginning);
  for (const command_page& page : commands)
    text += fmt::format("complete -c drawdown -n 'not __drawdown_has_command' -a {} -d {}\n", page.name,
                        quoted(page.summary));
  for (const command_page& page : commands) {
    const std::string here = fmt::format("complete -c drawdown -n '__drawdown_command_is {}'", page.name);
    text += "\n";
    if (const std::string words = offer(expected_of_arguments(page.arguments), commands); !words.empty())
      text += here + words + "\n";
    for (const option_page& option : page.options) text += option_line(here, option, commands);
  }
  return text;
}

}  // namespace drawdown::cli
