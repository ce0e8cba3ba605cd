#include "cli/kept_comparison.hpp"

#include <filesystem>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "cli/block_keeper.hpp"
#include "cli/keep_run.hpp"
#include "cli/kept_run.hpp"
#include "cli/load_words.hpp"
#include "cli/run_folder.hpp"
#include "cli/version.hpp"
#include "reports/pricing_page/pricing_page.hpp"
#include "reports/results/file.hpp"

namespace drawdown::cli {
namespace {

namespace files = std::filesystem;
using reports::pricing::pricing_report;

// More than so many are no run store that anybody waits for.
constexpr std::uint64_t most_events_kept = 5'000'000;

std::vector<account_index> whose_bill_changes_most(const pricing_report& of) {
  std::set<account_index> chosen;
  for (const auto& one : of.compared.winners(of.most)) chosen.insert(one.account);
  for (const auto& one : of.compared.losers(of.most)) chosen.insert(one.account);
  return {chosen.begin(), chosen.end()};
}

result<void> check_size(const kept_side& of, const std::vector<account_index>& some) {
  std::uint64_t events = 0;
  for (const account_index one : some) events += of.customers.at(one).events;
  if (events <= most_events_kept) return {};
  return fail(error_code::out_of_range,
              fmt::format("the customers whose bill changes most have {} events under the {}, and at most {} "
                          "are kept: tell of fewer with `--top N`, or leave out `--out`",
                          grouped(events), of.name, grouped(most_events_kept)));
}

// A run of some customers, with every transaction.
result<void> keep_side(const kept_side& of, const files::path& path, const std::vector<account_index>& some,
                       const run_wishes& wishes) {
  auto folder = run_folder::make(path);
  if (!folder) return tl::unexpected(folder.error());
  block_keeper blocks;
  if (auto opened = blocks.also_append_to(folder->blocks()); !opened) return opened;
  auto done = of.side.run_some(some, blocks, {wishes.options, wishes.quiet});
  if (!done) return tl::unexpected(done.error());
  if (done->outcome.feed_error) return tl::unexpected(*done->outcome.feed_error);
  if (done->outcome.interrupted)
    return fail(error_code::unreadable, "stopped before the comparison was kept: its folder is not whole");
  if (auto closed = blocks.close(); !closed) return closed;
  language::loaded scenario = of.side.scenario();
  scenario.what = std::move(done->what);
  for (language::input_file& input : of.side.streamed()) scenario.inputs.push_back(std::move(input));
  return keep_run(scenario, wishes, *folder, blocks, done->outcome, {});
}

}  // namespace

result<void> check_comparison_folder(const std::string& folder) {
  std::error_code ignored;
  if (folder.empty() || !files::exists(folder, ignored)) return {};
  if (!files::is_directory(folder, ignored))
    return fail(error_code::unreadable, fmt::format("`{}` is a file: name a new folder", folder));
  if (files::is_empty(folder, ignored)) return {};
  return fail(error_code::unreadable, fmt::format("`{}` is not empty: name a new folder", folder));
}

result<void> keep_comparison(const std::string& folder, const pricing_report& made,
                             const std::array<kept_side, 2>& sides, const run_wishes& wishes) {
  const std::vector<account_index> chosen = whose_bill_changes_most(made);
  for (const kept_side& one : sides)
    if (auto fits = check_size(one, chosen); !fits) return fits;
  const files::path path = folder;
  std::error_code failed;
  files::create_directories(path, failed);
  if (failed) return fail(error_code::unreadable, fmt::format("`{}`: {}", folder, failed.message()));
  for (const kept_side& one : sides)
    if (auto kept = keep_side(one, path / one.name, chosen, wishes); !kept) return kept;
  const auto write = [&](const char* name, const std::string& text) {
    return reports::write_file((path / name).string(), text);
  };
  if (auto written = write("comparison.json", pricing_json(made)); !written) return written;
  if (auto written = write("comparison.txt", pricing_text(made)); !written) return written;
  const reports::pricing::page_options page{
      .program_version = std::string(program_version()), .folder = shell_word(folder), .as_word = shell_word};
  if (auto written = write("report.html", pricing_page(made, page)); !written) return written;
  return write("customers.csv", customers_csv(made));
}

}  // namespace drawdown::cli
