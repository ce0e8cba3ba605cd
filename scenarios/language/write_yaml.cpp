#include "scenarios/language/write_yaml.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace drawdown::language {
namespace {

bool is_letter_or_digit(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

// Whether YAML takes the text as it stands for that very text, wherever it stands.
bool may_be_plain(std::string_view text) {
  constexpr std::string_view others = "_-.@+/%*=<> ";
  constexpr std::array<std::string_view, 3> nulls = {"null", "Null", "NULL"};
  if (text.empty() || text.ends_with(' ') || text.ends_with(':')) return false;
  const bool begins_well = is_letter_or_digit(text[0]) || text[0] == '_' || text[0] == '+' ||
                           (text[0] == '-' && text.size() > 1 && is_letter_or_digit(text[1]));
  if (!begins_well || std::find(nulls.begin(), nulls.end(), text) != nulls.end()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_inner_colon = text[i] == ':' && is_letter_or_digit(text[i + 1]);
    if (!is_letter_or_digit(text[i]) && others.find(text[i]) == std::string_view::npos && !is_inner_colon)
      return false;
  }
  return true;
}

}  // namespace

std::string scalar(std::string_view text) {
  if (may_be_plain(text)) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\t') {
      quoted += "\\t";
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

flow_mapping& flow_mapping::add(std::string_view key, std::string_view value) {
  if (!inside_.empty()) inside_ += ", ";
  inside_ += fmt::format("{}: {}", scalar(key), value);
  return *this;
}

flow_list& flow_list::add(std::string_view item) {
  if (!inside_.empty()) inside_ += ", ";
  inside_ += item;
  return *this;
}

void block_writer::add(std::size_t level, std::string_view key, std::string_view value) {
  text_ += fmt::format("{:{}}{}: {}\n", "", 2 * level, scalar(key), value);
}

void block_writer::open(std::size_t level, std::string_view key) {
  text_ += fmt::format("{:{}}{}:\n", "", 2 * level, scalar(key));
}

void block_writer::item(std::size_t level, std::string_view item) {
  text_ += fmt::format("{:{}}- {}\n", "", 2 * level, item);
}

}  // namespace drawdown::language
