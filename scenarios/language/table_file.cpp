#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/bytes.hpp"
#include "scenarios/language/table.hpp"

namespace drawdown::language {
namespace {

// Whether a text is nothing but printable ASCII, as nearly all rows are.
bool is_plain(std::string_view text) {
  constexpr unsigned char first = ' ', count = 0x7F - ' ';
  unsigned char any = 0;
  for (const char c : text)
    any = static_cast<unsigned char>(
        any | (static_cast<unsigned char>(static_cast<unsigned char>(c) - first) >= count ? 1U : 0U));
  return any == 0;
}

fault fault_of(bulk::row_problem what) {
  switch (what) {
    case bulk::row_problem::not_a_table:
      return fault::malformed_table;
    case bulk::row_problem::not_json:
      return fault::malformed_json;
    case bulk::row_problem::not_an_event:
      return fault::not_an_event;
    case bulk::row_problem::not_a_value:
      return fault::wrong_shape;
    case bulk::row_problem::too_long:
      return fault::line_too_long;
  }
  throw defect("fault_of: a problem that is none");
}

std::uint32_t line_of(const bulk::row& of) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(of.line, UINT32_MAX));
}

text_place stretch(const scope& in, std::size_t begin, std::size_t end) {
  text_place where = in.file.place_of(begin);
  where.width = in.file.width_of(begin, end, where.column);
  return where;
}

}  // namespace

table_file::table_file(findings& found, std::string name, std::uint32_t number,
                       std::unique_ptr<bulk::row_source> rows)
    : found_(found), name_(std::move(name)), number_(number), rows_(std::move(rows)) {}

table_file::step table_file::next() {
  text_.reset();
  switch (rows_->next()) {
    case bulk::row_source::step::row:
      return is_plain(rows_->row().text) || check_characters() ? step::row : step::fault;
    case bulk::row_source::step::fault:
      report_fault();
      return step::fault;
    case bulk::row_source::step::end:
      return step::end;
    case bulk::row_source::step::broken:
      break;
  }
  report_broken();
  return step::broken;
}

void table_file::report_broken() {
  const error& why = rows_->why();
  const std::uint64_t line = rows_->row().line;
  const auto told = [&](std::string_view verb) {
    return line == 0 ? fmt::format("the file cannot be {}: {}", verb, why.message)
                     : fmt::format("the file can be {} up to line {} only: {}", verb, line, why.message);
  };
  if (why.code == error_code::out_of_range)
    found_.add(fault::too_large, number_, name_,
               {fmt::format("the table is too large when it is unpacked: {}", why.message), "",
                "split the table; usage of any size is run by `drawdown replay`"});
  else if (why.code == error_code::corrupt)
    found_.add(fault::damaged_file, number_, name_,
               {told("unpacked"), "", "see that it was copied whole, or pack it again"});
  else
    found_.add(fault::unreadable, number_, name_, {told("read"), "", ""});
}

bool table_file::check_characters() {
  const std::size_t before = found_.errors();
  language::check_characters(at(rows_->row()));
  return found_.errors() == before;
}

void table_file::report_fault() {
  const bulk::row_fault& said = rows_->fault();
  scope& in = at(rows_->row());
  // A row that is not text is better told so than by what it lacks.
  if (!is_plain(rows_->row().text) && !check_characters()) return;
  in.report(fault_of(said.what), stretch(in, said.begin, said.end), {said.message, said.label, said.hint});
}

scope& table_file::at(const bulk::row& of) {
  if (!text_ || !scope_ || text_->text() != of.text || text_->place_of(0).line != line_of(of)) {
    text_.emplace(name_, of.text, line_of(of));
    scope_.emplace(scope{found_, *text_, number_});
  }
  return *scope_;
}

scope& table_file::keep(const bulk::row& of) {
  const source_text& text = kept_texts_.emplace_back(name_, of.text, line_of(of));
  return kept_scopes_.emplace_back(scope{found_, text, number_});
}

text_place place_of(const scope& in, const bulk::row_cell& cell) {
  return stretch(in, cell.begin, cell.end);
}

text_place place_of(const scope& in, const bulk::row& row) {
  if (row.cells.empty()) return stretch(in, 0, row.text.size());
  std::size_t begin = row.text.size(), end = 0;
  for (const bulk::row_cell& cell : row.cells) {
    begin = std::min(begin, cell.begin);
    end = std::max(end, cell.end);
  }
  return stretch(in, begin, end);
}

void each_row(table_file& table, const std::function<bool(const bulk::row&)>& each) {
  while (table.next() == table_file::step::row) {
    if (!each(table.row())) return;
  }
}

kept_row::kept_row(const bulk::row& of) : line_(of.line) {
  std::size_t size = of.text.size();
  for (const bulk::row_cell& cell : of.cells) size += cell.text.size();
  bytes_.reserve(size);
  const auto keep = [&](std::string_view text) {
    const std::size_t begin = bytes_.size();
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return std::string_view(bytes_.data() + begin, text.size());
  };
  text_ = keep(of.text);
  cells_.assign(of.cells.begin(), of.cells.end());
  for (bulk::row_cell& cell : cells_) cell.text = keep(cell.text);
}

}  // namespace drawdown::language
