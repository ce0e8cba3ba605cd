#include "reports/workbook/workbook.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "engine/time/text.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

namespace files = std::filesystem;

// What a number of a spreadsheet holds exactly.
constexpr int128 first_inexact = 1'000'000'000'000'000;
// In bytes; a cell holds 32 767 characters.
constexpr std::size_t longest_text = 32'000;
constexpr std::int64_t us_per_day = 86'400'000'000;
// 1970-01-01, as spreadsheets count days.
constexpr double epoch_day = 25'569.0;
// From 1900-03-01, before which spreadsheets count a day that never was, until before the year 10000.
constexpr std::int64_t first_day = -25'508;
constexpr std::int64_t day_after_last = 2'932'897;

bool is_exact(const number_cell& number) {
  return number.count < first_inexact && number.count > -first_inexact;
}

double value_of(const number_cell& number) {
  double scale = 1;
  for (int i = 0; i < number.decimals; ++i) scale *= 10;
  return static_cast<double>(number.count) / scale;
}

// As many decimals as money has; of credits two at least.
std::string number_format(int decimals) {
  if (decimals == 0) return "#,##0";
  if (decimals <= 3) return fmt::format("#,##0.{:0>{}}", "", decimals);
  return fmt::format("#,##0.00{:#>{}}", "", decimals - 2);
}

// What fits into a cell, with characters that are none written out.
std::string text_of(const std::string& text) {
  std::string shown = clean(text);
  if (shown.size() <= longest_text) return shown;
  std::size_t end = longest_text;
  while ((static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;  // not within a character
  return shown.substr(0, end) + "…";
}

std::time_t seconds_of(instant t) {
  return std::max<std::time_t>(1, t.us() / 1'000'000);  // 0 would be the time on the clock
}

}  // namespace

struct workbook::parts {
  parts(std::string to, instant created) : path(std::move(to)), part(path + ".part") {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book = workbook_new_opt(part.c_str(), &options);
    if (book == nullptr) return;
    lxw_doc_properties properties{};
    properties.created = seconds_of(created);
    workbook_set_properties(book, &properties);
    title_format = workbook_add_format(book);
    format_set_bold(title_format);
    format_set_bottom(title_format, LXW_BORDER_THIN);
    time_format = workbook_add_format(book);
    format_set_num_format(time_format, "yyyy-mm-dd hh:mm:ss");
  }

  lxw_format* format_of(int decimals) {
    lxw_format*& found = number_formats[decimals];
    if (found == nullptr) {
      found = workbook_add_format(book);
      format_set_num_format(found, number_format(decimals).c_str());
    }
    return found;
  }

  void open_sheet() {
    const std::string called = volume == 1 ? name : fmt::format("{} {}", name, volume);
    sheet = workbook_add_worksheet(book, called.c_str());
    next = 0;
    if (sheet == nullptr) return;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto at = static_cast<lxw_col_t>(i);
      worksheet_set_column(sheet, at, at, columns[i].width, nullptr);
      worksheet_write_string(sheet, 0, at, columns[i].title.c_str(), title_format);
    }
    worksheet_freeze_panes(sheet, 1, 0);
    next = 1;
  }

  void close_sheet() {
    if (sheet != nullptr && next > 1 && !columns.empty())
      worksheet_autofilter(sheet, 0, 0, next - 1, static_cast<lxw_col_t>(columns.size() - 1));
    sheet = nullptr;
  }

  void put(lxw_col_t, std::monostate) {}
  void put(lxw_col_t at, const std::string& text) {
    note(worksheet_write_string(sheet, next, at, text_of(text).c_str(), nullptr));
  }
  void put(lxw_col_t at, const number_cell& number) {
    if (!is_exact(number)) return put(at, wide_decimal(number.count, number.decimals, true));
    note(worksheet_write_number(sheet, next, at, value_of(number), format_of(number.decimals)));
  }
  void put(lxw_col_t at, const time_cell& time) {
    const std::int64_t us = time.at.us();
    if (us < first_day * us_per_day || us >= day_after_last * us_per_day) return put(at, to_string(time.at));
    const double day = static_cast<double>(us) / static_cast<double>(us_per_day) + epoch_day;
    note(worksheet_write_number(sheet, next, at, day, time_format));
  }
  void put(lxw_col_t at, const formula_cell& formula) {
    note(worksheet_write_formula_num(sheet, next, at, formula.text.c_str(),
                                     format_of(formula.comes_to.decimals), value_of(formula.comes_to)));
  }

  // Keeps the first thing that went wrong.
  void note(lxw_error what) {
    if (failure == LXW_NO_ERROR) failure = what;
  }

  std::string path;
  std::string part;  // where it is written before it has its name
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* title_format = nullptr;
  lxw_format* time_format = nullptr;
  std::map<int, lxw_format*> number_formats;  // by decimals
  std::string name;                           // of the sheet
  int volume = 1;                             // of the sheets of that name
  std::vector<workbook_column> columns;
  lxw_row_t next = 0;
  lxw_error failure = LXW_NO_ERROR;
};

workbook::workbook(std::string path, instant created)
    : parts_(std::make_unique<parts>(std::move(path), created)) {}

workbook::~workbook() {
  if (parts_->book == nullptr) return;
  lxw_workbook_free(parts_->book);  // was not finished: nothing is written
}

void workbook::begin_sheet(std::string name, std::vector<workbook_column> columns) {
  parts& in = *parts_;
  if (in.book == nullptr) return;
  in.close_sheet();
  in.name = std::move(name);
  in.columns = std::move(columns);
  in.volume = 1;
  in.open_sheet();
}

void workbook::row(const std::vector<workbook_cell>& cells) {
  parts& in = *parts_;
  if (in.sheet == nullptr) return;
  if (in.next == LXW_ROW_MAX) {
    in.close_sheet();
    ++in.volume;
    in.open_sheet();
    if (in.sheet == nullptr) return;
  }
  for (std::size_t i = 0; i < cells.size(); ++i)
    std::visit([&](const auto& cell) { in.put(static_cast<lxw_col_t>(i), cell); }, cells[i]);
  ++in.next;
}

std::size_t workbook::next_row() const {
  return parts_->next + std::size_t{1};
}

result<void> workbook::finish() {
  parts& in = *parts_;
  const auto fails = [&](std::string_view why) {
    std::error_code ignored;
    files::remove(in.part, ignored);
    return fail(error_code::unreadable, fmt::format("`{}` can't be written: {}", in.path, why));
  };
  std::error_code failure;
  if (files::is_other(in.path, failure)) return fails("a workbook is a file, and that is none");
  if (in.book == nullptr) return fails("there is not enough memory");
  in.close_sheet();
  if (!std::ofstream(in.part, std::ios::binary)) return fails("its folder is missing, or closed to you");
  in.note(workbook_close(std::exchange(in.book, nullptr)));
  if (in.failure != LXW_NO_ERROR) return fails(lxw_strerror(in.failure));
  files::rename(in.part, in.path, failure);
  if (failure) return fails(failure.message());
  return {};
}

}  // namespace drawdown::reports
