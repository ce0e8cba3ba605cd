#include "reports/formats/query_output.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "reports/results/csv_text.hpp"
#include "reports/results/json_text.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports {

namespace {

using kind = query_value::kind;

constexpr std::size_t rows_that_set_widths = 1000;

bool is_number(const query_value& value) {
  return value.is == kind::integer || value.is == kind::real;
}

class text_output : public query_output {
 public:
  explicit text_output(taker put) : put_(std::move(put)) {}

  result<void> columns(const std::vector<std::string>& names) override {
    for (const std::string& name : names) {
      titles_.push_back(clean(name));
      widths_.push_back(display_width(titles_.back()));
      sides_.push_back(side::right);
    }
    return {};
  }

  void row(const std::vector<query_value>& values) override {
    ++rows_;
    if (is_begun_) return put_(line(values));
    kept_.push_back(values);
    if (kept_.size() == rows_that_set_widths) begin();
  }

  void end() override {
    if (!is_begun_) begin();
    put_(rows_ == 0 ? "(no rows)\n" : fmt::format("({} row{})\n", rows_, rows_ == 1 ? "" : "s"));
  }

 private:
  // A column of numbers alone has them on its right.
  void begin() {
    is_begun_ = true;
    for (const auto& values : kept_)
      for (std::size_t i = 0; i < values.size(); ++i) {
        widths_[i] = std::max(widths_[i], display_width(clean(values[i].text)));
        if (values[i].is != kind::null && !is_number(values[i])) sides_[i] = side::left;
      }
    if (kept_.empty()) std::ranges::fill(sides_, side::left);
    put_(line(titles_));
    std::vector<std::string> rule;
    for (const std::size_t width : widths_) rule.emplace_back(width, '-');
    put_(line(rule));
    for (const auto& values : kept_) put_(line(values));
    kept_.clear();
  }

  std::string line(const std::vector<query_value>& values) const {
    std::vector<std::string> cells;
    for (const query_value& value : values) cells.push_back(clean(value.text));
    return line(cells);
  }

  std::string line(const std::vector<std::string>& cells) const {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += (i == 0 ? "" : "  ") + filled_to(cells[i], widths_[i], sides_[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
  }

  taker put_;
  std::vector<std::string> titles_;
  std::vector<std::size_t> widths_;
  std::vector<side> sides_;
  std::vector<std::vector<query_value>> kept_;
  std::uint64_t rows_ = 0;
  bool is_begun_ = false;
};

class csv_output : public query_output {
 public:
  explicit csv_output(taker put) : put_(std::move(put)) {}

  result<void> columns(const std::vector<std::string>& names) override {
    put_(csv_line(names));
    return {};
  }
  void row(const std::vector<query_value>& values) override {
    std::vector<std::string> cells;
    for (const query_value& value : values) cells.push_back(value.text);
    put_(csv_line(cells));
  }
  void end() override {}

 private:
  taker put_;
};

// An array of objects, one a line.
class json_output : public query_output {
 public:
  explicit json_output(taker put) : put_(std::move(put)) {}

  result<void> columns(const std::vector<std::string>& names) override {
    std::set<std::string> known;
    for (const std::string& name : names)
      if (!known.insert(name).second)
        return fail(
            error_code::malformed,
            fmt::format("two columns are named `{}`, and JSON has one field of a name; give one of them "
                        "another with `as`",
                        name));
    names_ = names;
    put_("[");
    return {};
  }
  void row(const std::vector<query_value>& values) override {
    json fields = json::object();
    for (std::size_t i = 0; i < values.size(); ++i) fields[names_[i]] = value_of(values[i]);
    put_(is_first_ ? "\n  " : ",\n  ");
    put_(fields.dump(-1, ' ', false, json::error_handler_t::replace));
    is_first_ = false;
  }
  void end() override { put_(is_first_ ? "]\n" : "\n]\n"); }

 private:
  // What has no number in JSON, infinity, is text.
  static json value_of(const query_value& value) {
    if (value.is == kind::null) return {};
    if (is_number(value))
      if (json number = json::parse(value.text, nullptr, false); number.is_number()) return number;
    return value.text;
  }

  taker put_;
  std::vector<std::string> names_;
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<query_output> make_query_output(query_format format, query_output::taker put) {
  switch (format) {
    case query_format::csv:
      return std::make_unique<csv_output>(std::move(put));
    case query_format::json:
      return std::make_unique<json_output>(std::move(put));
    case query_format::text:
      break;
  }
  return std::make_unique<text_output>(std::move(put));
}

}  // namespace drawdown::reports
