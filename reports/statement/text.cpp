#include "reports/statement/text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "engine/units/error.hpp"

namespace drawdown::reports {

namespace {

constexpr char32_t invalid = 0xFFFFFFFF;

struct decoded {
  char32_t point = invalid;
  std::size_t bytes = 1;
};

// The character at the front of `text`, which is not empty. Overlong forms, surrogates and what lies beyond
// Unicode are invalid, and then one byte long.
decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  char32_t point = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < smallest[length] || point > 0x10FFFF || surrogate) return {};
  return {point, length};
}

struct range {
  char32_t first;
  char32_t last;
};

bool within(std::span<const range> ranges, char32_t point) {
  return std::ranges::any_of(ranges, [&](const range& r) { return point >= r.first && point <= r.last; });
}

// Control characters, marks of direction, separators of lines, characters without a width.
constexpr std::array<range, 9> steering = {{{0x00, 0x1F},
                                            {0x7F, 0x9F},
                                            {0xAD, 0xAD},
                                            {0x61C, 0x61C},
                                            {0x200B, 0x200F},
                                            {0x2028, 0x202E},
                                            {0x2060, 0x206F},
                                            {0xFEFF, 0xFEFF},
                                            {0xE0000, 0xE007F}}};
constexpr std::array<range, 6> combining = {{{0x300, 0x36F},
                                             {0x1AB0, 0x1AFF},
                                             {0x1DC0, 0x1DFF},
                                             {0x20D0, 0x20FF},
                                             {0xFE00, 0xFE0F},
                                             {0xFE20, 0xFE2F}}};
constexpr std::array<range, 11> wide = {{{0x1100, 0x115F},
                                         {0x2E80, 0x303E},
                                         {0x3041, 0xA4CF},
                                         {0xAC00, 0xD7A3},
                                         {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},
                                         {0xFF00, 0xFF60},
                                         {0xFFE0, 0xFFE6},
                                         {0x1F300, 0x1F64F},
                                         {0x1F900, 0x1F9FF},
                                         {0x20000, 0x3FFFD}}};

std::size_t width_of(char32_t point) {
  if (within(combining, point)) return 0;
  return within(wide, point) ? 2 : 1;
}

constexpr std::size_t narrowest = 16;
constexpr std::size_t gap = 2;
constexpr std::size_t hanging_cell = 2;  // how far what goes on below stands in

// Cuts the first line off the front of the text.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::size_t widest_line(std::string_view cell) {
  std::size_t widest = 0;
  while (!cell.empty()) widest = std::max(widest, display_width(take_line(cell)));
  return widest;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const decoded next = decode(text);
    if (next.point == invalid)
      out += "\uFFFD";
    else if (!within(steering, next.point))
      out += text.substr(0, next.bytes);
    else if (next.point < 0x80)
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(next.point));
    else
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(next.point));
    text.remove_prefix(next.bytes);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const decoded next = decode(text);
    width += width_of(next.point);
    text.remove_prefix(next.bytes);
  }
  return width;
}

std::string cut_to(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::string out;
  std::size_t width = 0;
  while (!text.empty()) {
    const decoded next = decode(text);
    width += width_of(next.point);
    if (width + 1 > columns) break;
    out += text.substr(0, next.bytes);
    text.remove_prefix(next.bytes);
  }
  return out + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns, std::size_t hanging) {
  std::vector<std::string> lines(1);
  bool is_fresh = true;  // the last line has no word yet
  const auto begin_line = [&] {
    lines.emplace_back(hanging, ' ');
    is_fresh = true;
  };
  while (!text.empty()) {
    if (text.front() == '\n') {
      begin_line();
      text.remove_prefix(1);
      continue;
    }
    if (text.front() == ' ' && !is_fresh) {
      text.remove_prefix(1);
      continue;
    }
    // Blanks at the beginning of a line belong to it.
    const std::size_t end = std::min(text.find_first_of(" \n", text.find_first_not_of(' ')), text.size());
    const std::string_view word = text.substr(0, end);
    if (!is_fresh && display_width(lines.back()) + 1 + display_width(word) > columns) begin_line();
    if (!is_fresh) lines.back() += ' ';
    lines.back() += word;
    is_fresh = false;
    text.remove_prefix(end);
  }
  return lines;
}

std::string filled_to(std::string_view text, std::size_t columns, side words) {
  const std::size_t width = display_width(text);
  const std::string blanks(columns > width ? columns - width : 0, ' ');
  return words == side::left ? std::string(text) + blanks : blanks + std::string(text);
}

void table::add(std::vector<std::string> row) {
  ensure(row.size() == columns_.size(), "table: a row has other columns than the table");
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> table::widths() const {
  std::vector<std::size_t> widths;
  for (const column& each : columns_) widths.push_back(display_width(each.title));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], widest_line(row[i]));
  return widths;
}

void table::fit(std::size_t flexible, std::size_t width) {
  if (width == 0) return;
  const std::vector<std::size_t> all = widths();
  std::size_t others = gap * (all.size() - 1);
  for (std::size_t i = 0; i < all.size(); ++i) others += i == flexible ? 0 : all[i];
  const std::size_t room = std::max(narrowest, width > others ? width - others : 0);
  for (auto& row : rows_) {
    std::string cell;
    for (const std::string& line : wrapped(row[flexible], room, hanging_cell))
      cell += (cell.empty() ? "" : "\n") + cut_to(line, room);
    row[flexible] = std::move(cell);
  }
}

std::string table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& all,
                        std::size_t indent) const {
  std::string text(indent, ' ');
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) text.append(gap, ' ');
    text += filled_to(cells[i], all[i], columns_[i].words);
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string table::title(std::size_t indent) const {
  std::vector<std::string> titles;
  for (const column& each : columns_) titles.push_back(each.title);
  return line(titles, widths(), indent);
}

std::string table::rows(std::size_t indent) const {
  const std::vector<std::size_t> all = widths();
  std::string text;
  for (const auto& row : rows_) {
    std::vector<std::string_view> left(row.begin(), row.end());
    do {
      std::vector<std::string> cells;
      for (std::string_view& cell : left) cells.emplace_back(take_line(cell));
      text += line(cells, all, indent);
    } while (std::ranges::any_of(left, [](std::string_view cell) { return !cell.empty(); }));
  }
  return text;
}

std::string palette::in(std::string_view code, std::string_view text) const {
  if (!colour_) return std::string(text);
  const bool ends_line = text.ends_with('\n');
  if (ends_line) text.remove_suffix(1);
  return fmt::format("\x1b[{}m{}\x1b[0m{}", code, text, ends_line ? "\n" : "");
}

}  // namespace drawdown::reports
