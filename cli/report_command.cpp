#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/html_report_output.hpp"
#include "cli/kept_run.hpp"

namespace drawdown::cli {

namespace {

enum class report_format : std::uint8_t { html };

class report_command : public command {
 public:
  void declare(option_set& options) override {
    options.choice("format", "how it is told", format_, {{"html", report_format::html}});
    options.value("output,o", "FILE",
                  "where it goes (`report.html` in the run's folder); - is standard output",
                  [this](std::string_view text) -> result<void> {
                    wishes_.output = text;
                    return {};
                  });
    options.count("accounts", "billing pages in the file at most (100)", wishes_.accounts, 0, 100'000);
    options.files(runs_);
  }

  exit_code run() override {
    if (runs_.size() != 1)
      return complain(
          {error_code::malformed, fmt::format("a report is made of one run, not of {}", runs_.size())});
    return report_as_html(runs_.front(), wishes_);
  }

 private:
  report_format format_ = report_format::html;
  html_wishes wishes_;
  std::vector<std::string> runs_;
};

}  // namespace

std::unique_ptr<command> create_report_command() {
  return std::make_unique<report_command>();
}

}  // namespace drawdown::cli
