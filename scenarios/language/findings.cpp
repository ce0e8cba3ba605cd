#include "scenarios/language/findings.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "scenarios/language/utf8.hpp"

namespace drawdown::language {
namespace {

// A line longer than this is shown as a window around its caret.
constexpr std::uint32_t window_columns = 100;
constexpr std::uint32_t context_columns = 40;
constexpr std::uint32_t longest_words = 400;
// More findings than this are counted and not kept: a hostile file must not fill the memory.
constexpr std::size_t most_kept = 1'000;
constexpr std::string_view ellipsis = "…";

// The bytes of `line` from display column `first` (from 1) on, `count` code points.
std::string_view columns(std::string_view line, std::uint32_t first, std::uint32_t count) {
  std::size_t at = 0;
  for (std::uint32_t column = 1; column < first && at < line.size(); ++column)
    at += decode_utf8(line, at).bytes;
  const std::size_t begin = at;
  for (std::uint32_t taken = 0; taken < count && at < line.size(); ++taken) at += decode_utf8(line, at).bytes;
  return line.substr(begin, at - begin);
}

// Fills in the line under which the caret stands, cut on both sides where it is long.
void show_line(diagnostic& d, std::string_view line) {
  if (line.size() <= 4 * window_columns && code_points(line) <= window_columns) {
    d.source_line = printable(line);
    return;
  }
  const std::uint32_t first = d.column > context_columns + 1 ? d.column - context_columns : 1;
  const std::string_view window = columns(line, first, window_columns);
  std::string shown = printable(window);
  if (first > 1) {
    d.source_from = first - 1;
    shown = std::string(ellipsis) + shown;
  }
  if (window.data() + window.size() < line.data() + line.size()) shown += ellipsis;
  d.source_line = std::move(shown);
  d.width = std::min(d.width, first + window_columns - d.column);
}

// Texts of the file may stand in what is said about it, and may be of any length.
std::string readable(const std::string& said) {
  const std::string_view kept = columns(said, 1, longest_words);
  return printable(kept) + (kept.size() < said.size() ? std::string(ellipsis) : std::string{});
}

diagnostic worded(fault what, const wording& words) {
  const fault_entry& entry = entry_of(what);
  diagnostic d;
  d.level = entry.level;
  d.code = entry.code;
  d.message = readable(words.message);
  d.label = readable(words.label);
  d.hint = readable(words.hint);
  return d;
}

}  // namespace

void findings::add(fault what, std::uint32_t file_number, const source_text& file, text_place where,
                   const wording& words) {
  if (!may_keep(what)) return;
  diagnostic d = worded(what, words);
  d.file = printable(file.name());
  if (where.line > 0) {
    d.line = where.line;
    d.column = std::max<std::uint32_t>(where.column, 1);
    d.width = std::max<std::uint32_t>(where.width, 1);
    show_line(d, file.line(where.line));
  }
  kept_.push_back({file_number, std::move(d)});
}

void findings::add(fault what, std::uint32_t file_number, const std::string& file_name,
                   const wording& words) {
  if (!may_keep(what)) return;
  diagnostic d = worded(what, words);
  d.file = printable(file_name);
  kept_.push_back({file_number, std::move(d)});
}

bool findings::may_keep(fault what) {
  if (entry_of(what).level == severity::error) ++errors_;
  if (kept_.size() < most_kept) return true;
  ++dropped_;
  return false;
}

std::vector<diagnostic> findings::sorted(std::size_t most) const {
  std::vector<const kept*> order;
  for (const kept& one : kept_) order.push_back(&one);
  const auto by_place = [](const kept* a, const kept* b) {
    return std::tie(a->file_number, a->what.line, a->what.column) <
           std::tie(b->file_number, b->what.line, b->what.column);
  };
  std::stable_sort(order.begin(), order.end(), by_place);

  const std::size_t all = order.size() + dropped_;
  if (order.size() > most) {  // an error must not be crowded out by warnings
    std::stable_partition(order.begin(), order.end(),
                          [](const kept* one) { return one->what.level == severity::error; });
    order.resize(most);
    std::stable_sort(order.begin(), order.end(), by_place);
  }

  std::vector<diagnostic> result;
  for (const kept* one : order) result.push_back(one->what);
  if (all > result.size()) {
    diagnostic rest = worded(fault::too_many_errors,
                             {fmt::format("and {} more", all - result.size()), "", "put these right first"});
    rest.level = has_errors() ? severity::error : severity::warning;
    result.push_back(std::move(rest));
  }
  return result;
}

}  // namespace drawdown::language
