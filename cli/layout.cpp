#include "cli/layout.hpp"

#include "reports/statement/text.hpp"

namespace drawdown::cli {

using reports::display_width;

std::string cut_between_words(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::string cut = reports::cut_to(text, columns);
  const std::size_t blank = cut.rfind(' ');
  if (blank == std::string::npos || 3 * display_width(cut.substr(0, blank)) < 2 * columns) return cut;
  cut.erase(cut.find_last_not_of(" ,;:", blank) + 1);
  return cut + " …";
}

std::string cut_path(std::string_view path, std::size_t columns) {
  if (display_width(path) <= columns) return std::string(path);
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1))
    if (1 + display_width(path.substr(slash)) <= columns) return "…" + std::string(path.substr(slash));
  const std::size_t name = path.rfind('/') + 1;
  return reports::cut_to(path.substr(name), columns);
}

std::string wrapped_behind(std::string_view first, std::string_view text, std::size_t columns) {
  const std::size_t indent = display_width(first);
  const std::size_t room = columns > indent ? columns - indent : 1;
  std::string out;
  for (const std::string& line : reports::wrapped(text, room)) {
    std::string whole = (out.empty() ? std::string(first) : std::string(indent, ' ')) + line;
    whole.erase(whole.find_last_not_of(' ') + 1);
    out += whole + '\n';
  }
  return out;
}

}  // namespace drawdown::cli
