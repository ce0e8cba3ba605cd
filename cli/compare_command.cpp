#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/compare_report.hpp"
#include "cli/terminal.hpp"
#include "engine/measure/measurements_json.hpp"
#include "scenarios/language/bytes.hpp"

namespace drawdown::cli {

namespace {

using namespace measurement;

enum class compare_format : std::uint8_t { text, json, markdown };

exit_code complain(const std::string& message, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", message));
  return code;
}

// A percentage such as `5%` or `2.5%`, as a part of one.
result<double> read_tolerance(std::string_view text) {
  double percent = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, percent, std::chars_format::fixed);
  const bool is_percentage = read.ec == std::errc() && end - read.ptr == 1 && *read.ptr == '%';
  if (!is_percentage || !(percent >= 0 && percent <= 100))  // nor is `nan` one
    return fail(error_code::malformed,
                fmt::format("--tolerance: `{}` is no percentage from 0% to 100%, such as `5%`", text));
  return percent / 100;
}

// The measurements in a file. The error names it; `unreadable` where there is none.
result<measurements> read_measurements(const std::string& path) {
  const result<std::string> text = language::read_bytes(path);
  if (!text)
    return fail(error_code::unreadable, fmt::format("{}: it can't be read: {}", path, text.error().message));
  if (text->size() > language::largest_file)
    return fail(error_code::malformed,
                fmt::format("{}: this is no file of measurements: it has more than 64 MB", path));
  auto read = from_json(*text);
  if (!read) return fail(read.error().code, fmt::format("{}: {}", path, read.error().message));
  return read;
}

class compare_command : public command {
 public:
  void declare(option_set& options) override {
    options.value("tolerance", "P%", "how much a time may differ and be called unchanged (5%)",
                  [this](std::string_view text) -> result<void> {
                    return read_tolerance(text).map([this](double part) { report_.terms.tolerance = part; });
                  });
    options.flag("baseline", "a count that is better, or new, is a difference too", report_.against_baseline);
    options.choice("format", "what is printed (text)", format_,
                   {{"text", compare_format::text},
                    {"json", compare_format::json},
                    {"markdown", compare_format::markdown}});
    options.places(files_, 2);
  }

  exit_code run() override {
    if (files_.size() != 2) return complain("compare: name two files, A and B", exit_code::usage);
    report_.a = files_[0];
    report_.b = files_[1];
    const auto a = read_measurements(report_.a);
    if (!a) return complain_of(a.error());
    const auto b = read_measurements(report_.b);
    if (!b) return complain_of(b.error());
    auto made = compare(*a, *b, report_.terms);
    if (!made)
      return complain(fmt::format("{} (A) and {} (B): {}", report_.a, report_.b, made.error().message),
                      exit_code::faulty_input);
    report_.made = std::move(*made);
    if (const auto written = write_output(text()); !written)
      return complain(written.error().message, exit_code::unusable_file);
    return code();
  }

 private:
  static exit_code complain_of(const error& failure) {
    return complain(failure.message, failure.code == error_code::unreadable ? exit_code::unusable_file
                                                                            : exit_code::faulty_input);
  }

  std::string text() const {
    switch (format_) {
      case compare_format::json:
        return compare_json(report_);
      case compare_format::markdown:
        return compare_markdown(report_);
      case compare_format::text:
        break;
    }
    return compare_text(report_, is_terminal(channel::output) ? columns_of(channel::output) : 0);
  }

  exit_code code() const {
    const verdict whole = report_.made.overall();
    if (whole == verdict::regressed) return exit_code::regressed;
    if (report_.against_baseline && report_.baseline_is_old()) return exit_code::regressed;
    return whole == verdict::inconclusive ? exit_code::inconclusive : exit_code::fine;
  }

  compare_format format_ = compare_format::text;
  std::vector<std::string> files_;
  compare_report report_;
};

}  // namespace

std::unique_ptr<command> create_compare_command() {
  return std::make_unique<compare_command>();
}

}  // namespace drawdown::cli
