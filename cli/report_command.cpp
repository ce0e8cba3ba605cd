#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/html_report_output.hpp"
#include "cli/kept_run.hpp"
#include "cli/output_target.hpp"
#include "cli/run_verdict.hpp"
#include "cli/terminal.hpp"
#include "reports/formats/finance_tables.hpp"
#include "reports/formats/junit.hpp"
#include "reports/formats/markdown.hpp"
#include "reports/formats/query_output.hpp"
#include "reports/results/file.hpp"
#include "reports/results/results.hpp"
#include "reports/results/streamed_file.hpp"
#include "reports/workbook/finance_workbook.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

enum class report_format : std::uint8_t { html, junit, markdown, json, csv, xlsx };

class report_command : public command {
 public:
  void declare(option_set& options) override {
    options.choice("format", "what is written (html)", format_,
                   {{"html", report_format::html},
                    {"junit", report_format::junit},
                    {"markdown", report_format::markdown},
                    {"json", report_format::json},
                    {"csv", report_format::csv},
                    {"xlsx", report_format::xlsx}});
    options.file("out,o",
                 "writes to FILE instead of standard output; html and xlsx instead of `report.html` or "
                 "`report.xlsx` in the run's folder (`-`: html to standard output); csv to a folder, which "
                 "is new or empty",
                 out_);
    options.count("accounts", "billing pages in html at most (100)", accounts_, 0, 100'000);
    options.places(folders_, 1);
  }

  exit_code run() override {
    if (folders_.empty())
      return complain({error_code::malformed, "no run is named; give the folder that `run --out` left"});
    if (format_ == report_format::html) return report_as_html(folders_.front(), {out_, accounts_});
    return about_run(folders_.front(), [this](const kept_run& kept) { return make(kept); });
  }

 private:
  exit_code make(const kept_run& kept) const {
    tell_what_is_kept(kept);
    if (format_ == report_format::csv) return write_tables(kept);
    if (format_ == report_format::xlsx) return write_workbook(kept);
    if (out_)
      if (const auto fine = check_output_file(*out_, folders_.front(), kept); !fine)
        return complain(fine.error());
    const auto text = text_of(kept.store);
    if (!text) return complain(text.error());
    if (!out_) return show(*text);
    const auto written = write_file(*out_, *text);
    return written ? exit_code::fine : complain(written.error());
  }

  result<std::string> text_of(const run_store& store) const {
    if (format_ == report_format::junit) return junit_xml(store);
    if (format_ == report_format::markdown) return markdown_summary(store);
    const auto run = read_run(store);
    if (!run) return tl::unexpected<error>(run.error());
    const auto expectations = check_expectations(store);
    if (!expectations) return tl::unexpected<error>(expectations.error());
    return results_json(store, {static_cast<int>(verdict_on(run->facts, *expectations)), {}});
  }

  exit_code write_workbook(const kept_run& kept) const {
    if (out_ == "-")
      return complain(
          {error_code::malformed, "a workbook is no text to print; name a file with `--out FILE`"});
    const std::string path = out_.value_or(beside_store(folders_.front(), "report.xlsx"));
    if (const auto fine = check_output_file(path, folders_.front(), kept); !fine)
      return complain(fine.error());
    if (const auto written = write_finance_workbook(kept.store, path); !written)
      return complain(written.error());
    write_message(fmt::format("drawdown: the workbook is in `{}`\n", path));
    return exit_code::fine;
  }

  exit_code write_tables(const kept_run& kept) const {
    if (!out_)
      return complain(
          {error_code::malformed, "CSV is several files; name a folder for them with `--out DIR`"});
    const auto tables = finance_tables(kept.store);
    if (!tables) return complain(tables.error());
    if (const auto made = make_output_folder(*out_); !made) return complain(made.error());
    for (const finance_table& table : *tables)
      if (const auto written = write_table(kept.store, table); !written) return complain(written.error());
    return exit_code::fine;
  }

  result<void> write_table(const run_store& store, const finance_table& table) const {
    streamed_file file((std::filesystem::path(*out_) / table.file).string());
    const auto output =
        make_query_output(query_format::csv, [&](std::string_view piece) { file.put(piece); });
    const auto asked = ask(store, table.question,
                           {[&](const auto& names) { return output->columns(names); },
                            [&](const auto& row) {
                              output->row(row);
                              return file.is_good();
                            }});
    if (!asked) return asked;
    output->end();
    return file.finish();
  }

  report_format format_ = report_format::html;
  std::size_t accounts_ = 100;
  std::optional<std::string> out_;
  std::vector<std::string> folders_;
};

}  // namespace

std::unique_ptr<command> create_report_command() {
  return std::make_unique<report_command>();
}

}  // namespace drawdown::cli
