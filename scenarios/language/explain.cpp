#include "scenarios/language/explain.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace drawdown::language {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view off = "\x1b[0m";

// One line of a page, between its first character and its line end.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

}  // namespace

const explain_page* page_of(std::string_view code) {
  const auto pages = explain_pages();
  const auto found =
      std::find_if(pages.begin(), pages.end(), [&](const explain_page& one) { return one.code == code; });
  return found == pages.end() ? nullptr : &*found;
}

std::string render(const explain_page& page, bool colour) {
  std::string text;
  bool in_example = false;
  for (std::string_view rest = page.text; !rest.empty();) {
    const std::string_view line = take_line(rest);
    if (line.starts_with("```")) {
      in_example = !in_example;
    } else if (in_example) {
      text += line.empty() ? "\n" : fmt::format("    {}\n", line);
    } else if (line.starts_with('#')) {
      const std::string_view heading = line.substr(line.find(' ') + 1);
      text += colour ? fmt::format("{}{}{}\n", bold, heading, off) : fmt::format("{}\n", heading);
      // The heading of a section stands upon what it heads.
      if (line.starts_with("##") && rest.starts_with('\n')) rest.remove_prefix(1);
    } else {
      text += fmt::format("{}\n", line);
    }
  }
  return text;
}

}  // namespace drawdown::language
