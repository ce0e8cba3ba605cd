#include "cli/resumption.hpp"

#include <utility>

#include <fmt/format.h>

#include "cli/load_words.hpp"
#include "cli/segment_file.hpp"

namespace drawdown::cli {

namespace {

std::string resumption_text(const kept_blocks& kept, const run_folder& folder, bool quiet) {
  std::string text;
  if (kept.torn_bytes > 0)
    text += fmt::format(
        "drawdown: `{}`: the last {} bytes, from byte {} on, were no whole block ({}); they were cut\n",
        folder.blocks(), kept.torn_bytes, kept.bytes, kept.torn);
  if (!quiet)
    text += fmt::format(
        "drawdown: {} blocks ({} bytes) were kept of the run that was killed; it is worked again "
        "from its start, and held against them\n",
        grouped(kept.count), grouped(kept.bytes));
  return text;
}

}  // namespace

result<std::shared_ptr<const unfinished_run>> take_up(command& target, std::string_view name,
                                                      const run_folder& folder,
                                                      const std::vector<std::string>& files_now,
                                                      const std::vector<std::string>& options_now) {
  if (!files_now.empty())
    return fail(error_code::conflict,
                fmt::format("`--resume` knows what it runs: leave out `{}`", files_now.front()));
  auto run = read_unfinished_run(folder, name);
  if (!run) return tl::unexpected(run.error());
  if (auto read = read_options_again(target, *run, options_now); !read) return tl::unexpected(read.error());
  return std::make_shared<const unfinished_run>(std::move(*run));
}

result<std::string> open_blocks(const language::loaded& scenario, std::string_view name,
                                const std::vector<std::string>& files, const run_wishes& wishes,
                                const run_folder& folder, block_keeper& blocks) {
  if (wishes.resumed) {
    const auto kept = blocks.also_go_on_in(folder.blocks());
    if (!kept) return tl::unexpected(kept.error());
    if (auto removed = folder.remove_results(); !removed) return tl::unexpected(removed.error());
    return resumption_text(*kept, folder, wishes.quiet);
  }
  const auto run = unfinished_run_of(scenario, std::string(name), files, wishes.given);
  if (auto written = write_unfinished_run(folder, run); !written) return tl::unexpected(written.error());
  if (auto opened = blocks.also_append_to(folder.blocks()); !opened) return tl::unexpected(opened.error());
  return "";
}

std::optional<short_stop> stopped_short(const run_outcome& outcome, const block_keeper& blocks) {
  if (blocks.differs())
    return short_stop{exit_code::ledgers_disagree,
                      fmt::format("the run does not repeat: {}", outcome.sink_error->message)};
  if (blocks.still_expected() == 0 || outcome.sink_error) return std::nullopt;
  if (outcome.defect)
    return short_stop{exit_code::defect, fmt::format("a defect of Drawdown: {}", *outcome.defect)};
  if (outcome.interrupted)
    return short_stop{
        exit_code::interrupted,
        fmt::format("interrupted before the run came to where it was killed ({} blocks were to come); "
                    "it can be resumed again",
                    grouped(blocks.still_expected()))};
  return short_stop{exit_code::ledgers_disagree,
                    fmt::format("the run does not repeat: {} blocks that it had committed did not come again",
                                grouped(blocks.still_expected()))};
}

}  // namespace drawdown::cli
