// Completions of the command line for shells, made from the pages of the commands.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_pages.hpp"

namespace drawdown::cli {

std::string bash_completions(std::span<const command_page> commands);
std::string zsh_completions(std::span<const command_page> commands);
std::string fish_completions(std::span<const command_page> commands);

// What may stand in the place of a word, by what help calls it: of `text|json` the words `text` and `json`,
// of `FILE|DIR...` files, of `DIR` folders, of `COMMAND` commands; of `N` nothing that could be listed.
struct expected_word {
  std::vector<std::string> words;
  bool files = false;
  bool folders = false;
  bool commands = false;
};
expected_word expected_of_value(std::string_view value_name);

// The same of what a command takes beside options: there whatever is no plain word is a file or a folder.
expected_word expected_of_arguments(std::string_view arguments);

// What `expected_word` says, as one list of words: the names of commands in their place.
std::vector<std::string> listed_words(const expected_word& expected, std::span<const command_page> commands);

}  // namespace drawdown::cli
