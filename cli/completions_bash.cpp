#include <fmt/format.h>

#include "cli/completions.hpp"

namespace drawdown::cli {

namespace {

constexpr std::string_view beginning =
    R"(# Completions of drawdown for bash, as `drawdown completions bash` prints them.

_drawdown_add() {
  local found
  found=$(compgen "$@") && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY <<<"$found"
}

_drawdown_words() {
  _drawdown_add -W "$1" -- "$2"
}

_drawdown_files() {
  compopt -o filenames 2>/dev/null
  _drawdown_add "$1" -- "$2"
}

_drawdown() {
  local word=${COMP_WORDS[COMP_CWORD]} before= command=${COMP_WORDS[1]} options=
  ((COMP_CWORD > 0)) && before=${COMP_WORDS[COMP_CWORD - 1]}
  # `--format=json` comes as three words.
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]] && ((COMP_CWORD > 1)); then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
)";

constexpr std::string_view ending = R"(}

complete -F _drawdown drawdown
)";

// The statement that offers what is expected; words are plain, so that they need no quotes of their own.
std::string offer(const expected_word& expected, std::span<const command_page> commands) {
  const auto words = listed_words(expected, commands);
  std::vector<std::string> said;
  if (!words.empty()) said.push_back(fmt::format("_drawdown_words '{}' \"$word\"", fmt::join(words, " ")));
  if (expected.files) said.emplace_back("_drawdown_files -f \"$word\"");
  if (expected.folders && !expected.files) said.emplace_back("_drawdown_files -d \"$word\"");
  return said.empty() ? ":" : fmt::format("{}", fmt::join(said, "; "));
}

std::string option_words(const command_page& page) {
  std::string words;
  for (const option_page& option : page.options) {
    words += (words.empty() ? "--" : " --") + option.name;
    if (!option.letter.empty()) words += " -" + option.letter;
  }
  return words;
}

// Where the word before is an option with a value, it is that which is completed.
std::string value_cases(const command_page& page, std::span<const command_page> commands) {
  std::string text;
  for (const option_page& option : page.options) {
    if (option.value_name.empty()) continue;
    std::string names = fmt::format("{},--{}", page.name, option.name);
    if (!option.letter.empty()) names += fmt::format(" | {},-{}", page.name, option.letter);
    text +=
        fmt::format("    {}) {}; return ;;\n", names, offer(expected_of_value(option.value_name), commands));
  }
  return text;
}

std::string argument_case(const command_page& page, std::span<const command_page> commands) {
  return fmt::format("    {})\n      options='{}'\n      [[ $word == -* ]] || {{ {}; }}\n      ;;\n",
                     page.name, option_words(page), offer(expected_of_arguments(page.arguments), commands));
}

}  // namespace

std::string bash_completions(std::span<const command_page> commands) {
  std::string text(beginning);
  expected_word first;
  first.commands = true;
  text += fmt::format("  if ((COMP_CWORD == 1)); then\n    {}\n    return\n  fi\n", offer(first, commands));
  text += "  case $command,$before in\n";
  for (const command_page& page : commands) text += value_cases(page, commands);
  text += "  esac\n  case $command in\n";
  for (const command_page& page : commands) text += argument_case(page, commands);
  text += "  esac\n  [[ $word != -* ]] || _drawdown_words \"$options\" \"$word\"\n";
  return text + std::string(ending);
}

}  // namespace drawdown::cli
