// Rule-books: a named set of all settings, each with the document that says so, or `unknown` where none does
// (R15.1). They are written in scenarios/rulebooks and built into the program.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/units/error.hpp"

namespace drawdown::language {

inline constexpr std::string_view default_rulebook = "default";

// What a rule-book says of one setting.
struct rulebook_setting {
  std::string name;
  std::optional<std::string> value;  // in the words of the scenario language; nothing: unknown
  std::string source;                // the document; where the value is unknown, what was looked at
};

struct rulebook {
  std::string name;
  std::string about;                       // one line
  std::vector<rulebook_setting> settings;  // in the order of the file
  std::vector<std::string> not_expressed;  // what its documents say and no setting can

  // What it says of a setting; null where it names none of that name.
  const rulebook_setting* find(std::string_view setting) const;
};

// A rule-book as it is written.
struct rulebook_file {
  std::string_view name;  // of the file, without its ending
  std::string_view text;
};

// All files.
std::span<const rulebook_file> rulebook_files();

// Reads a file. `malformed` where it is no rule-book, lacks a built setting, or gives one a value that it
// cannot have; the message is what the loader would say of it.
result<rulebook> read_rulebook(const rulebook_file& file);

// The names of all rule-books, sorted.
std::vector<std::string_view> rulebook_names();

// The rule-book of that name; null where there is none.
const rulebook* find_rulebook(std::string_view name);

}  // namespace drawdown::language
