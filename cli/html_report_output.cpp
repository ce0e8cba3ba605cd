#include "cli/html_report_output.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "cli/comparison_folder.hpp"
#include "cli/kept_run.hpp"
#include "cli/output_target.hpp"
#include "cli/terminal.hpp"
#include "reports/html/html_report.hpp"
#include "reports/results/file.hpp"
#include "scenarios/language/bytes.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

exit_code say_where(const std::string& path) {
  write_message(fmt::format("drawdown: the report is in `{}`; open it in a browser\n", path));
  return exit_code::fine;
}

// Of a comparison there is a page already.
exit_code hand_on(const files::path& comparison, const html_wishes& wishes) {
  const files::path page = page_of_comparison(comparison);
  if (!wishes.output) return say_where(page.string());
  const auto text = language::read_bytes(page.string());
  if (!text) return complain(text.error());
  if (wishes.output == "-") return show(*text);
  const auto free = check_not_an_input(*wishes.output, files_of_comparison(comparison));
  if (!free) return complain(free.error());
  if (auto written = reports::write_file(*wishes.output, *text); !written) return complain(written.error());
  return say_where(*wishes.output);
}

}  // namespace

exit_code report_as_html(const std::string& folder, const html_wishes& wishes) {
  if (is_comparison_folder(folder)) return hand_on(folder, wishes);
  return about_run(folder, [&](const kept_run& kept) {
    const std::string path = wishes.output.value_or(beside_store(folder, "report.html"));
    if (path != "-")
      if (const auto fine = check_output_file(path, folder, kept); !fine) return complain(fine.error());
    tell_what_is_kept(kept);
    const auto page =
        reports::html_report(kept.store, {.accounts = wishes.accounts, .run = shell_word(folder)});
    if (!page) return complain(page.error());
    if (path == "-") return show(*page);
    if (auto written = reports::write_file(path, *page); !written) return complain(written.error());
    return say_where(path);
  });
}

}  // namespace drawdown::cli
