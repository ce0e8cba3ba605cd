#include "scenarios/language/findings.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "scenarios/language/columns.hpp"

namespace drawdown::language {
namespace {

// A line longer than this is shown as a window around its caret.
constexpr std::uint32_t window_columns = 100;
constexpr std::uint32_t context_columns = 40;
constexpr std::uint32_t longest_words = 400;
// A hint may list every word that can stand there: cut, it could lack the one that is looked for.
constexpr std::uint32_t longest_hint = 1'500;
// More errors, or more warnings, than this are counted and not kept: a hostile file must not fill the memory.
constexpr std::size_t most_kept = 1'000;
constexpr std::string_view ellipsis = "…";

// Fills in the line under which the caret stands, cut on both sides where it is long.
void show_line(shown_place& at, std::string_view line) {
  const bool is_short = line.size() <= 8 * window_columns && display_width(line) <= window_columns;
  const std::uint32_t first = is_short || at.column <= context_columns + 1 ? 1 : at.column - context_columns;
  const line_window window = window_of(line, first, window_columns);
  const bool cut_before = window.text.data() != line.data();
  const bool cut_after = window.text.data() + window.text.size() < line.data() + line.size();
  at.source_line = fmt::format("{}{}{}", cut_before ? ellipsis : "", shown(window.text, window.column),
                               cut_after ? ellipsis : "");
  at.source_from = cut_before ? window.column - 1 : 1;
  if (cut_after)
    at.width = std::min(at.width, window.column + display_width(window.text, window.column) - at.column);
}

// A stretch of a file with its line.
void show_place(shown_place& into, const source_text& file, text_place where) {
  into.file = printable(file.name());
  if (where.line == 0) return;
  into.line = where.line;
  into.column = std::max<std::uint32_t>(where.column, 1);
  into.width = std::max<std::uint32_t>(where.width, 1);
  show_line(into, file.line(where.line));
}

// Texts of the file may stand in what is said about it, and may be of any length.
std::string readable(const std::string& said, std::uint32_t longest = longest_words) {
  const std::string_view kept = fitting(said, longest);
  return printable(kept) + (kept.size() < said.size() ? std::string(ellipsis) : std::string{});
}

diagnostic worded(fault what, const wording& words) {
  const fault_entry& entry = entry_of(what);
  diagnostic d;
  d.level = entry.level;
  d.code = entry.code;
  d.message = readable(words.message);
  d.label = readable(words.label);
  d.hint = readable(words.hint, longest_hint);
  return d;
}

// "3 more errors"
std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} more {}{}", number, what, number == 1 ? "" : "s");
}

}  // namespace

void findings::add(fault what, std::uint32_t file_number, const source_text& file, text_place where,
                   const wording& words) {
  if (!may_keep(what)) return;
  diagnostic d = worded(what, words);
  show_place(d, file, where);
  for (const related_place& one : words.related) {
    if (one.at.where.line == 0) continue;
    related_note note;
    note.message = readable(one.label);
    show_place(note, one.at.file != nullptr ? *one.at.file : file, one.at.where);
    d.related.push_back(std::move(note));
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

bool findings::keeps(fault what) const {
  return (entry_of(what).level == severity::error ? errors_ : warnings_) < most_kept;
}

bool findings::may_keep(fault what) {
  std::size_t& like_it = entry_of(what).level == severity::error ? errors_ : warnings_;
  return ++like_it <= most_kept;
}

std::vector<diagnostic> findings::sorted(std::size_t most) const {
  std::vector<const kept*> order;
  for (const kept& one : kept_) order.push_back(&one);
  const auto by_place = [](const kept* a, const kept* b) {
    return std::tie(a->file_number, a->what.line, a->what.column) <
           std::tie(b->file_number, b->what.line, b->what.column);
  };
  std::stable_sort(order.begin(), order.end(), by_place);

  if (order.size() > most) {  // an error must not be crowded out by warnings
    std::stable_partition(order.begin(), order.end(),
                          [](const kept* one) { return one->what.level == severity::error; });
    order.resize(most);
    std::stable_sort(order.begin(), order.end(), by_place);
  }

  std::vector<diagnostic> result;
  for (const kept* one : order) result.push_back(one->what);
  if (errors_ + warnings_ > result.size()) result.push_back(rest_of(result));
  return result;
}

diagnostic findings::rest_of(const std::vector<diagnostic>& shown) const {
  const auto shown_errors = static_cast<std::size_t>(std::count_if(
      shown.begin(), shown.end(), [](const diagnostic& d) { return d.level == severity::error; }));
  const std::size_t errors = errors_ - shown_errors;
  const std::size_t warnings = warnings_ - (shown.size() - shown_errors);
  diagnostic rest = worded(fault::too_many_errors, {});
  if (warnings == 0)
    rest.message = fmt::format("and {}", counted(errors, "error"));
  else if (errors == 0)
    rest.message = fmt::format("and {}", counted(warnings, "warning"));
  else
    rest.message = fmt::format("and {}, {}", counted(errors, "error"), counted(warnings, "warning"));
  rest.hint = has_errors() ? "put these right first: most of the others may go away with them"
                           : "the file can be run; only the first of its warnings are shown";
  if (!has_errors()) rest.level = severity::warning;
  return rest;
}

}  // namespace drawdown::language
