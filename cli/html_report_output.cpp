#include "cli/html_report_output.hpp"

#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

// The files that the comparison was made from, on either side.
std::vector<reports::input_hash> inputs_of_comparison(const files::path& folder) {
  std::vector<reports::input_hash> inputs;
  const auto text = language::read_bytes((folder / "comparison.json").string());
  const auto told = nlohmann::json::parse(text.value_or(""), nullptr, false);
  for (const char* side : {"baseline", "candidate"})
    if (told.contains(side))
      for (const auto& input : told[side].value("inputs", nlohmann::json::array()))
        inputs.push_back({input.value("path", ""), input.value("xxh3", "")});
  return inputs;
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
  const auto free = check_not_an_input(*wishes.output, inputs_of_comparison(page.parent_path()));
  if (!free) return complain(free.error());
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
