#include "cli/resumption.hpp"

#include <utility>

#include <fmt/format.h>

#include "cli/load_words.hpp"
#include "cli/segment_file.hpp"
#include "engine/checkpoint/committed_blocks.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/item_text.hpp"

namespace drawdown::cli {

namespace {

constexpr std::uint64_t most_seconds = 24ULL * 60 * 60;

// The checkpoint to go on from, if there is one that the blocks lead to; else why there is none.
std::optional<kept_checkpoint> usable_checkpoint(const run_folder& folder, const block_keeper& blocks,
                                                 std::string& said) {
  const auto kept = blocks.kept_before();
  auto found = read_checkpoint(folder.checkpoint());
  if (!found) {
    const char* const why = found.error().code == error_code::corrupt ? "damaged and not used" : "not used";
    said += fmt::format("drawdown: `{}` is {}: {}\n", folder.checkpoint(), why, found.error().message);
    return std::nullopt;
  }
  if (*found && (*found)->view.header.blocks > kept.size()) {
    said += fmt::format("drawdown: `{}` is not used: it stands behind {} blocks, and {} were kept\n",
                        folder.checkpoint(), grouped((*found)->view.header.blocks), grouped(kept.size()));
    return std::nullopt;
  }
  if (*found && !lead_to(kept, (*found)->view)) {
    said += fmt::format("drawdown: `{}` is not used: it is of another run\n", folder.checkpoint());
    return std::nullopt;
  }
  return std::move(*found);
}

std::string torn_text(const kept_blocks& kept, const run_folder& folder) {
  if (kept.torn_bytes == 0) return "";
  const std::string what = kept.torn_bytes == 1 ? fmt::format("the last byte, byte {}, was", kept.bytes)
                                                : fmt::format("the last {} bytes, from byte {} on, were",
                                                              kept.torn_bytes, kept.bytes);
  return fmt::format("drawdown: `{}`: {} no whole block ({}), and cut\n", folder.blocks(), what, kept.torn);
}

std::string resumption_text(const kept_blocks& kept, const std::optional<kept_checkpoint>& from) {
  const std::string how_much =
      fmt::format("drawdown: {} blocks ({} bytes) were kept of the run that was killed; it ",
                  grouped(kept.count), grouped(kept.bytes));
  if (!from) return how_much + "is worked again from its start, and held against them\n";
  const checkpoint_header& at = from->view.header;
  return how_much + fmt::format("goes on at {}, behind {} of them{}\n", to_string(at.until),
                                grouped(at.blocks),
                                at.blocks < kept.count ? ", and is held against the others" : "");
}

result<kept_beginning> go_on(const run_wishes& wishes, const run_folder& folder, block_keeper& blocks) {
  const auto kept = blocks.also_go_on_in(folder.blocks());
  if (!kept) return tl::unexpected(kept.error());
  if (auto removed = folder.remove_results(); !removed) return tl::unexpected(removed.error());
  kept_beginning begins;
  begins.said = torn_text(*kept, folder);
  if (blocks.others() == nullptr) begins.from = usable_checkpoint(folder, blocks, begins.said);
  if (!wishes.quiet) begins.said += resumption_text(*kept, begins.from);
  return begins;
}

result<kept_beginning> begin(const language::loaded& scenario, std::string_view name,
                             const std::vector<std::string>& files, const run_wishes& wishes,
                             const run_folder& folder, block_keeper& blocks) {
  const auto run = unfinished_run_of(scenario, std::string(name), files, wishes.given);
  if (auto written = write_unfinished_run(folder, run); !written) return tl::unexpected(written.error());
  if (auto opened = blocks.also_append_to(folder.blocks()); !opened) return tl::unexpected(opened.error());
  return kept_beginning{};
}

}  // namespace

void declare_checkpoints(option_set& options, run_wishes& wishes) {
  options.count(
      "checkpoint-every",
      fmt::format("keeps in --out where the run stands, when an epoch ends and so many seconds went "
                  "by since it last did ({}); 0: after every epoch",
                  run_wishes::usual_checkpoint_seconds),
      wishes.checkpoint_every, 0, most_seconds);
}

result<void> check_kept(const run_wishes& wishes, bool has_folder) {
  if (wishes.checkpoint_every && !has_folder)
    return fail(error_code::malformed,
                "`--checkpoint-every` keeps in a folder where the run stands: name one with `--out DIR`");
  return check_keep(wishes.keep, has_folder);
}

result<std::shared_ptr<const unfinished_run>> take_up(command& target, std::string_view name,
                                                      const run_folder& folder,
                                                      const std::vector<std::string>& options_now) {
  auto run = read_unfinished_run(folder, name);
  if (!run) return tl::unexpected(run.error());
  if (auto read = read_options_again(target, *run, options_now); !read) return tl::unexpected(read.error());
  return std::make_shared<const unfinished_run>(std::move(*run));
}

// Accounts that are folded as they come are in no block, so that nothing could be gone on from.
result<kept_beginning> open_blocks(const language::loaded& scenario, std::string_view name,
                                   const std::vector<std::string>& files, const run_wishes& wishes,
                                   const run_folder& folder, block_keeper& blocks) {
  auto begins =
      wishes.resumed ? go_on(wishes, folder, blocks) : begin(scenario, name, files, wishes, folder, blocks);
  if (begins && blocks.others() == nullptr)
    begins->checkpoints.emplace(
        folder.checkpoint(),
        std::chrono::seconds(wishes.checkpoint_every.value_or(run_wishes::usual_checkpoint_seconds)), blocks);
  return begins;
}

result<void> begin_from(kept_beginning& begins, const block_keeper& blocks, block_sink& sink,
                        run_options& options) {
  options.checkpoints = begins.checkpoints ? &*begins.checkpoints : nullptr;
  if (!begins.from) return {};
  options.resumed = &begins.from->view;
  for (const auto& block : blocks.kept_before().first(begins.from->view.header.blocks))
    if (auto written = sink.write(block); !written) return written;
  return {};
}

std::optional<short_stop> stopped_short(const run_outcome& outcome, const block_keeper& blocks) {
  if (const error* const conflict = blocks.conflict())
    return short_stop{exit_code::ledgers_disagree,
                      fmt::format("the run does not repeat: {}", conflict->message)};
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
                    fmt::format("the run does not repeat: {} that it had committed did not come again",
                                reports::counted(blocks.still_expected(), "block", "blocks"))};
}

}  // namespace drawdown::cli
