#include "cli/html_report_output.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/kept_run.hpp"
#include "cli/terminal.hpp"
#include "reports/html/html_report.hpp"
#include "reports/results/file.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// A run may be named by its folder, or by the store in it.
files::path beside_store(const std::string& run) {
  std::error_code failure;
  const files::path named(run);
  return (files::is_directory(named, failure) ? named : named.parent_path()) / "report.html";
}

}  // namespace

exit_code report_as_html(const std::string& folder, const html_wishes& wishes) {
  const auto kept = open_run(folder);
  if (!kept) return complain(kept.error());
  tell_what_is_kept(*kept);
  const auto page =
      reports::html_report(kept->store, {.accounts = wishes.accounts, .run = shell_word(folder)});
  if (!page) return complain(page.error());
  if (wishes.output == "-") return show(*page);
  const std::string path = wishes.output.value_or(beside_store(folder).string());
  if (auto written = reports::write_file(path, *page); !written) return complain(written.error());
  write_message(fmt::format("drawdown: the report is in `{}`; open it in a browser\n", path));
  return exit_code::fine;
}

}  // namespace drawdown::cli
