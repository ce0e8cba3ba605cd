#include "cli/html_report_output.hpp"

#include <fmt/format.h>

#include "cli/kept_run.hpp"
#include "cli/output_target.hpp"
#include "cli/terminal.hpp"
#include "reports/html/html_report.hpp"
#include "reports/results/file.hpp"

namespace drawdown::cli {

exit_code report_as_html(const std::string& folder, const html_wishes& wishes) {
  const auto kept = open_run(folder);
  if (!kept) return complain(kept.error());
  const std::string path = wishes.output.value_or(beside_store(folder, "report.html"));
  if (path != "-")
    if (const auto fine = check_output_file(path, folder, *kept); !fine) return complain(fine.error());
  const auto page =
      reports::html_report(kept->store, {.accounts = wishes.accounts, .run = shell_word(folder)});
  if (!page) return complain(page.error());
  if (path == "-") return show(*page);
  if (auto written = reports::write_file(path, *page); !written) return complain(written.error());
  write_message(fmt::format("drawdown: the report is in `{}`; open it in a browser\n", path));
  return exit_code::fine;
}

}  // namespace drawdown::cli
