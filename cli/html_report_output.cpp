#include "cli/html_report_output.hpp"

#include <filesystem>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "cli/kept_run.hpp"
#include "cli/output_target.hpp"
#include "cli/terminal.hpp"
#include "reports/html/html_report.hpp"
#include "reports/results/file.hpp"
#include "scenarios/language/bytes.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// The page that `compare-pricing --out` left in its folder; none where it is another folder.
std::optional<files::path> page_of_comparison(const files::path& folder) {
  std::error_code failure;
  const files::path page = folder / "report.html";
  const bool is_comparison = files::exists(folder / "comparison.json", failure) &&
                             files::exists(page, failure) && !files::exists(folder / "run.sqlite", failure);
  return is_comparison ? std::optional(page) : std::nullopt;
}

exit_code say_where(const std::string& path) {
  write_message(fmt::format("drawdown: the report is in `{}`; open it in a browser\n", path));
  return exit_code::fine;
}

exit_code hand_on(const files::path& page, const html_wishes& wishes) {
  if (!wishes.output) return say_where(page.string());
  const auto text = language::read_bytes(page.string());
  if (!text) return complain(text.error());
  if (wishes.output == "-") return show(*text);
  if (auto written = reports::write_file(*wishes.output, *text); !written) return complain(written.error());
  return say_where(*wishes.output);
}

}  // namespace

exit_code report_as_html(const std::string& folder, const html_wishes& wishes) {
  if (const auto page = page_of_comparison(folder)) return hand_on(*page, wishes);
  const auto kept = open_run(folder);
  if (!kept) return complain(kept.error());
  const std::string path = wishes.output.value_or(beside_store(folder, "report.html"));
  if (path != "-")
    if (const auto fine = check_output_file(path, folder, *kept); !fine) return complain(fine.error());
  tell_what_is_kept(*kept);
  const auto page =
      reports::html_report(kept->store, {.accounts = wishes.accounts, .run = shell_word(folder)});
  if (!page) return complain(page.error());
  if (path == "-") return show(*page);
  if (auto written = reports::write_file(path, *page); !written) return complain(written.error());
  return say_where(path);
}

}  // namespace drawdown::cli
