#include "cli/completions.hpp"

#include <algorithm>

namespace drawdown::cli {

namespace {

constexpr std::string_view lower_case = "abcdefghijklmnopqrstuvwxyz0123456789-";

// The parts between bars and blanks, without brackets and dots.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("| "), text.size());
    std::string part(text.substr(0, end));
    std::erase_if(part, [](char c) { return c == '[' || c == ']' || c == '.'; });
    if (!part.empty()) parts.push_back(std::move(part));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

expected_word expected_of_value(std::string_view value_name) {
  expected_word expected;
  for (const std::string& part : parts_of(value_name)) {
    if (part == "FILE")
      expected.files = true;
    else if (part == "DIR")
      expected.folders = true;
    else if (part == "COMMAND")
      expected.commands = true;
    else if (part.find_first_not_of(lower_case) == std::string::npos)
      expected.words.push_back(part);
  }
  return expected;
}

expected_word expected_of_arguments(std::string_view arguments) {
  expected_word expected = expected_of_value(arguments);
  const std::size_t known = expected.words.size() + (expected.files ? 1 : 0) + (expected.folders ? 1 : 0) +
                            (expected.commands ? 1 : 0);
  // What else a command takes, as RUN or A and B, is in files.
  if (parts_of(arguments).size() > known) expected.files = true;
  return expected;
}

std::vector<std::string> listed_words(const expected_word& expected, std::span<const command_page> commands) {
  std::vector<std::string> words = expected.words;
  if (expected.commands)
    for (const command_page& page : commands) words.push_back(page.name);
  return words;
}

}  // namespace drawdown::cli
