#include "scenarios/language/csv.hpp"

#include <algorithm>
#include <string_view>

#include <csv.h>

namespace drawdown::language {
namespace {

// libcsv tells what it has read and not where, so it is fed byte by byte: what it then tells ends there.
class csv_walk {
 public:
  explicit csv_walk(scope& in) : in_(in), text_(in.file.text()) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
  }
  ~csv_walk() { csv_free(&parser_); }
  csv_walk(const csv_walk&) = delete;
  csv_walk& operator=(const csv_walk&) = delete;

  void run(const std::function<bool(const csv_row&)>& each);

 private:
  static void field_ended(void* text, std::size_t size, void* walk);
  static void row_ended(int, void* walk) { static_cast<csv_walk*>(walk)->row_is_whole_ = true; }
  void add_field(std::string_view text);
  bool hand_on(const std::function<bool(const csv_row&)>& each);
  void report_quote(std::size_t at);
  void report_open_quote();

  scope& in_;
  const std::string& text_;
  csv_parser parser_{};
  std::size_t at_ = 0;           // the byte that is being read
  std::size_t field_begin_ = 0;  // behind the last separator
  std::size_t counted_to_ = 0;   // lines are counted up to here
  std::uint32_t line_ = 1;
  csv_row row_;
  std::size_t fields_ = 0;  // of row_ that are in use: their memory is kept from row to row
  bool row_is_whole_ = false;
};

void csv_walk::field_ended(void* text, std::size_t size, void* walk) {
  static_cast<csv_walk*>(walk)->add_field({static_cast<const char*>(text), size});
}

void csv_walk::add_field(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const std::size_t first = text_.find_first_not_of(spaces, field_begin_);
  if (row_.fields.size() == fields_) row_.fields.emplace_back();
  csv_field& field = row_.fields[fields_++];
  field.text = text;
  field.begin = std::min(first, at_);
  field.end = at_;
  while (field.end > field.begin && spaces.find(text_[field.end - 1]) != std::string_view::npos) --field.end;
  field_begin_ = at_ + 1;
}

bool csv_walk::hand_on(const std::function<bool(const csv_row&)>& each) {
  row_.fields.resize(fields_);
  const std::size_t begin = row_.fields.empty() ? at_ : row_.fields.front().begin;
  const auto from = text_.begin() + static_cast<std::ptrdiff_t>(counted_to_);
  const auto to = text_.begin() + static_cast<std::ptrdiff_t>(begin);
  line_ += static_cast<std::uint32_t>(std::count(from, to, '\n'));
  counted_to_ = begin;
  row_.line = line_;
  fields_ = 0;
  row_is_whole_ = false;
  field_begin_ = at_ + 1;
  return each(row_);
}

void csv_walk::report_quote(std::size_t at) {
  in_.report(fault::malformed_table, in_.file.place_of(at),
             {"a quote may only stand around a whole field", "breaks the field",
              "put the whole field between double quotes, and write a quote in it twice"});
}

void csv_walk::report_open_quote() {
  const std::size_t quote = text_.find('"', field_begin_);
  in_.report(fault::malformed_table, in_.file.place_of(std::min(quote, text_.size())),
             {"the quote is never closed", "opened here", "close it before the next comma"});
}

void csv_walk::run(const std::function<bool(const csv_row&)>& each) {
  for (at_ = 0; at_ < text_.size(); ++at_) {
    if (csv_parse(&parser_, &text_[at_], 1, field_ended, row_ended, this) != 1) return report_quote(at_);
    if (row_is_whole_ && !hand_on(each)) return;
  }
  if (csv_fini(&parser_, field_ended, row_ended, this) != 0) return report_open_quote();
  if (row_is_whole_) hand_on(each);
}

text_place stretch(const source_text& file, std::size_t begin, std::size_t end) {
  text_place where = file.place_of(begin);
  where.width = file.width_of(begin, end, where.column);
  return where;
}

}  // namespace

text_place place_of(const source_text& file, const csv_field& field) {
  return stretch(file, field.begin, field.end);
}

text_place place_of(const source_text& file, const csv_row& row) {
  return stretch(file, row.fields.front().begin, row.fields.back().end);
}

void each_csv_row(scope& in, const std::function<bool(const csv_row&)>& each) {
  csv_walk(in).run(each);
}

}  // namespace drawdown::language
