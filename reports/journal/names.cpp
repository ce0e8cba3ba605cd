#include "reports/journal/names.hpp"

#include <fmt/format.h>

namespace drawdown::reports {

namespace {

// Of ASCII alone, whatever the locale.
bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_in_word(char c) {
  return is_plain(c) || c == '_' || c == '.' || c == '-';
}

std::string escaped(char escape, char byte) {
  return fmt::format("{}{:02X}", escape, static_cast<unsigned char>(byte));
}

}  // namespace

std::string percent_name(std::string_view name) {
  if (name.empty()) return "%";  // a part of an account is never empty
  std::string text;
  for (const char c : name) text += is_in_word(c) ? std::string(1, c) : escaped('%', c);
  return text;
}

std::string percent_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_between =
        text[i] == ' ' && i > 0 && i + 1 < text.size() && text[i - 1] != ' ' && text[i + 1] != ' ';
    out +=
        is_between || is_in_word(text[i]) || text[i] == '+' ? std::string(1, text[i]) : escaped('%', text[i]);
  }
  return out;
}

std::string dashed_name(std::string_view name) {
  std::string text = "N-";
  for (const char c : name) text += is_plain(c) ? std::string(1, c) : escaped('-', c);
  return text;
}

}  // namespace drawdown::reports
