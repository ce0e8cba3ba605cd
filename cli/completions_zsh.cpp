#include <fmt/format.h>

#include "cli/completions.hpp"

namespace drawdown::cli {

namespace {

constexpr std::string_view beginning = R"(#compdef drawdown
# Completions of drawdown for zsh, as `drawdown completions zsh` prints them.

_drawdown() {
  local curcontext=$curcontext state line
  local -a commands
  local -A opt_args
)";

constexpr std::string_view middle = R"(  _arguments -C '1: :->command' '*:: :->words'
  case $state in
    command) _describe -t commands command commands; return ;;
    words) ;;
    *) return 1 ;;
  esac
  case $words[1] in
)";

constexpr std::string_view ending = R"(  esac
}

if [[ $funcstack[1] == _drawdown ]]; then
  _drawdown "$@"
else
  compdef _drawdown drawdown
fi
)";

// With a backslash before each of these letters.
std::string escaped(std::string_view text, std::string_view letters) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || letters.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// What is expected there, as `_arguments` reads it.
std::string action(const expected_word& expected, std::span<const command_page> commands) {
  const auto words = listed_words(expected, commands);
  const std::string list = fmt::format("({})", fmt::join(words, " "));
  const std::string files = expected.files ? "_files" : expected.folders ? "_files -/" : "";
  if (words.empty()) return files.empty() ? " " : files;
  if (files.empty()) return list;
  return fmt::format("_alternative \"words:word:{}\" \"files:file:{}\"", list, files);
}

// An option as `_arguments` reads it; one with a letter has both names, either of which rules out the other.
std::string option_spec(const option_page& option, std::span<const command_page> commands) {
  std::string rest = "[" + escaped(option.help, "[]:") + "]";
  const bool has_value = !option.value_name.empty();
  if (has_value)
    rest += fmt::format(":{}:{}", escaped(option.value_name, ":"),
                        action(expected_of_value(option.value_name), commands));
  const std::string sign = has_value ? "=" : "";
  if (option.letter.empty())
    return quoted(fmt::format("{}--{}{}{}", option.repeats ? "*" : "", option.name, sign, rest));
  const std::string plus = has_value ? "+" : "";
  const std::string before = option.repeats ? "'*'" : fmt::format("'(-{} --{})'", option.letter, option.name);
  return fmt::format("{}{{-{}{},--{}{}}}{}", before, option.letter, plus, option.name, sign, quoted(rest));
}

std::string command_case(const command_page& page, std::span<const command_page> commands) {
  std::string text = fmt::format("    {})\n      _arguments -s", page.name);
  for (const option_page& option : page.options) text += " \\\n        " + option_spec(option, commands);
  if (!page.arguments.empty())
    text += " \\\n        " + quoted(fmt::format("*:{}:{}", escaped(page.arguments, ":"),
                                                 action(expected_of_arguments(page.arguments), commands)));
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_completions(std::span<const command_page> commands) {
  std::string text(beginning);
  text += "  commands=(\n";
  for (const command_page& page : commands)
    text += fmt::format("    {}\n", quoted(page.name + ":" + escaped(page.summary, ":")));
  text += "  )\n";
  text += middle;
  for (const command_page& page : commands) text += command_case(page, commands);
  return text + std::string(ending);
}

}  // namespace drawdown::cli
