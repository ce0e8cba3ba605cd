#include "scenarios/language/diagnostic.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace drawdown::language {
namespace {

// The escape sequences of a terminal, or nothing.
struct palette {
  std::string_view error, warning, note, frame, strong, off;
};

constexpr palette in_colour = {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;32m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};
constexpr palette in_plain = {};

// One finding on its way to becoming text.
class rendering {
 public:
  rendering(const diagnostic& d, const palette& paint) : d_(d), paint_(paint) {
    std::uint32_t last_line = std::max<std::uint32_t>(d.line, 1);
    for (const related_note& note : d.related) last_line = std::max(last_line, note.line);
    margin_.assign(std::to_string(last_line).size(), ' ');
  }

  std::string text() {
    const bool is_error = d_.level == severity::error;
    const std::string_view mark = is_error ? paint_.error : paint_.warning;
    text_ = fmt::format("{}{}[{}]{}{}: {}{}\n", mark, is_error ? "error" : "warning", d_.code, paint_.off,
                        paint_.strong, d_.message, paint_.off);
    if (!d_.file.empty()) add_place(d_, mark, d_.label);
    if (!d_.hint.empty())
      text_ += fmt::format("{}{} ={} hint: {}\n", paint_.frame, margin_, paint_.off, d_.hint);
    for (const related_note& note : d_.related) {
      text_ +=
          fmt::format("{}note{}{}: {}{}\n", paint_.note, paint_.off, paint_.strong, note.message, paint_.off);
      add_place(note, paint_.note, "");
    }
    return text_;
  }

 private:
  // `--> file:line:column`, and the line with its caret.
  void add_place(const shown_place& at, std::string_view mark, std::string_view label) {
    text_ += fmt::format("{}{}-->{} {}", paint_.frame, margin_, paint_.off, at.file);
    if (at.line == 0) {
      text_ += '\n';
      return;
    }
    const std::uint32_t before = at.column >= at.source_from ? at.column - at.source_from : 0;
    text_ += fmt::format(":{}:{}\n{}{} |{}\n", at.line, at.column, paint_.frame, margin_, paint_.off);
    text_ +=
        fmt::format("{}{:>{}} |{} {}\n", paint_.frame, at.line, margin_.size(), paint_.off, at.source_line);
    text_ += fmt::format("{}{} |{} {}{}{}", paint_.frame, margin_, paint_.off, std::string(before, ' '), mark,
                         std::string(std::max<std::uint32_t>(at.width, 1), '^'));
    if (!label.empty()) text_ += fmt::format(" {}", label);
    text_ += fmt::format("{}\n", paint_.off);
  }

  const diagnostic& d_;
  const palette& paint_;
  std::string margin_;
  std::string text_;
};

}  // namespace

std::string render(const diagnostic& d, bool colour) {
  return rendering(d, colour ? in_colour : in_plain).text();
}

}  // namespace drawdown::language
