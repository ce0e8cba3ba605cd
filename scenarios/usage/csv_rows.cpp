#include "scenarios/usage/csv_rows.hpp"

#include <utility>

#include <fmt/format.h>

namespace drawdown::bulk {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

row_source::step csv_rows::next() {
  for (;;) {
    switch (lines_.next()) {
      case line_buffer::step::end:
        return step::end;
      case line_buffer::step::broken:
        return step::broken;
      case line_buffer::step::too_long:
        return report(row_problem::too_long, 0,
                      fmt::format("line {} has more than {} bytes", lines_.line(), longest_row), "too long",
                      "a row of usage is short: is this a table?");
      case line_buffer::step::line:
        break;
    }
    fault_.message.clear();
    const bool is_sound = split();
    if (is_broken_) return step::broken;
    if (!is_sound) return step::fault;
    if (fields_.empty()) continue;
    make_cells();
    return step::row;
  }
}

row_source::step csv_rows::report(row_problem what, std::size_t begin, std::string message, std::string label,
                                  std::string hint) {
  begin_row();
  fault_ = {what, begin, begin + 1, std::move(message), std::move(label), std::move(hint)};
  return step::fault;
}

void csv_rows::begin_row() {
  row_.line = lines_.line();
  row_.text = lines_.text();
  row_.cells = {};
}

// Finds the fields of the row, taking further lines to it while a quote is open; false where it is faulty. A
// line with nothing on it has none.
bool csv_rows::split() {
  fields_.clear();
  std::string_view text = lines_.text();
  for (std::size_t at = 0;;) {
    while (at < text.size() && is_space(text[at])) ++at;
    if (at == text.size() && fields_.empty()) return true;
    if (at < text.size() && text[at] == '"') {
      if (!read_quoted(at)) return false;
      text = lines_.text();
    } else {
      field& made = fields_.emplace_back();
      made.begin = made.text_begin = at;
      while (at < text.size() && text[at] != ',' && text[at] != '"') ++at;
      made.end = at;
      while (made.end > made.begin && is_space(text[made.end - 1])) --made.end;
      made.text_end = made.end;
    }
    if (at == text.size()) return true;
    if (text[at] != ',') {
      report(row_problem::not_a_table, at, "a quote may only stand around a whole field", "breaks the field",
             "put the whole field between double quotes, and write a quote in it twice");
      lines_.keep_first_line();
      return false;
    }
    ++at;
  }
}

// Reads a field between quotes that begins at `at`, which is then behind it and the spaces that follow.
bool csv_rows::read_quoted(std::size_t& at) {
  field made;
  made.begin = at;
  made.text_begin = ++at;
  std::string_view text = lines_.text();
  for (;;) {
    at = text.find('"', at);
    if (at == std::string_view::npos) {
      at = text.size();
      const line_buffer::step more = lines_.extend();
      if (more == line_buffer::step::line) {
        text = lines_.text();
        continue;
      }
      is_broken_ = more == line_buffer::step::broken;
      lines_.keep_first_line();
      report(row_problem::not_a_table, made.begin, "the quote is never closed", "opened here",
             "close it before the next comma");
      return false;
    }
    if (at + 1 >= text.size() || text[at + 1] != '"') break;
    made.has_quotes = true;
    at += 2;
  }
  made.text_end = at++;
  made.end = at;
  while (at < text.size() && is_space(text[at])) ++at;
  if (at < text.size() && text[at] != ',') {
    report(row_problem::not_a_table, at, "a quote may only stand around a whole field", "breaks the field",
           "put the whole field between double quotes, and write a quote in it twice");
    lines_.keep_first_line();
    return false;
  }
  fields_.push_back(made);
  return true;
}

void csv_rows::make_cells() {
  begin_row();
  cells_.resize(fields_.size());
  unquoted_.clear();
  unquoted_.reserve(row_.text.size());  // so that nothing in it moves
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const field& from = fields_[i];
    std::string_view text = row_.text.substr(from.text_begin, from.text_end - from.text_begin);
    if (from.has_quotes) {
      const std::size_t begin = unquoted_.size();
      for (std::size_t at = 0; at < text.size(); ++at) {
        unquoted_ += text[at];
        if (text[at] == '"') ++at;
      }
      text = std::string_view(unquoted_).substr(begin);
    }
    cells_[i] = {text, from.begin, from.end, true};
  }
  row_.cells = cells_;
}

}  // namespace drawdown::bulk
