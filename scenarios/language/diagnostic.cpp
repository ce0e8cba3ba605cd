#include "scenarios/language/diagnostic.hpp"

#include <fmt/format.h>

namespace drawdown::language {
namespace {

// The escape sequences of a terminal, or nothing.
struct palette {
  std::string_view error, warning, frame, strong, off;
};

constexpr palette in_colour = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};
constexpr palette in_plain = {};

std::string source_lines(const diagnostic& d, const palette& paint, const std::string& margin) {
  const std::uint32_t before = d.column >= d.source_from ? d.column - d.source_from : 0;
  const std::string_view mark = d.level == severity::error ? paint.error : paint.warning;
  std::string text = fmt::format("{}{} |{}\n", paint.frame, margin, paint.off);
  text += fmt::format("{}{} |{} {}\n", paint.frame, d.line, paint.off, d.source_line);
  text += fmt::format("{}{} |{} {}{}{}", paint.frame, margin, paint.off, std::string(before, ' '), mark,
                      std::string(d.width == 0 ? 1 : d.width, '^'));
  if (!d.label.empty()) text += ' ' + d.label;
  return text + fmt::format("{}\n", paint.off);
}

}  // namespace

std::string render(const diagnostic& d, bool colour) {
  const palette& paint = colour ? in_colour : in_plain;
  const bool is_error = d.level == severity::error;
  const std::string margin(d.line == 0 ? 1 : std::to_string(d.line).size(), ' ');

  std::string text =
      fmt::format("{}{}[{}]{}{}: {}{}\n", is_error ? paint.error : paint.warning,
                  is_error ? "error" : "warning", d.code, paint.off, paint.strong, d.message, paint.off);
  if (!d.file.empty()) {
    text += fmt::format("{}{}-->{} {}", paint.frame, margin, paint.off, d.file);
    if (d.line > 0) text += fmt::format(":{}:{}", d.line, d.column);
    text += '\n';
  }
  if (d.line > 0) text += source_lines(d, paint, margin);
  if (!d.hint.empty()) text += fmt::format("{}{} ={} hint: {}\n", paint.frame, margin, paint.off, d.hint);
  return text;
}

}  // namespace drawdown::language
