// A run that was killed, gone on with: what is said of it, and whether it came to what it had been at.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/run.hpp"
#include "cli/block_keeper.hpp"
#include "cli/checkpoint_file.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/run_folder.hpp"
#include "cli/scenario_run.hpp"
#include "cli/unfinished_run.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

// Declares --checkpoint-every, of a command whose runs can be resumed.
void declare_checkpoints(option_set& options, run_wishes& wishes);

// Whether a run that has a folder, or none, can be kept as it is wished. `malformed` says what asks for one.
result<void> check_kept(const run_wishes& wishes, bool has_folder);

// Reads what the run in `folder` was begun with, and its options into `target`, the command `name` that began
// it. `unreadable` where it can't go on.
result<std::shared_ptr<const unfinished_run>> take_up(command& target, std::string_view name,
                                                      const run_folder& folder,
                                                      const std::vector<std::string>& options_now);

// How a run that is kept begins.
struct kept_beginning {
  std::string said;                            // how much was kept, and a torn tail with its offset
  std::optional<kept_checkpoint> from;         // nothing: it begins at its start
  std::optional<checkpoint_file> checkpoints;  // nothing: it keeps none
};

// Opens the file that the blocks of a run go into, in its folder: a new one, beside what the run is begun
// with; or that of the run that was killed, where one is resumed.
result<kept_beginning> open_blocks(const language::loaded& scenario, std::string_view name,
                                   const std::vector<std::string>& files, const run_wishes& wishes,
                                   const run_folder& folder, block_keeper& blocks);

// Lets a run that `options` describe begin so: what was committed before the checkpoint is handed to `sink`
// as it is, where the run's own blocks will go.
result<void> begin_from(kept_beginning& begins, const block_keeper& blocks, block_sink& sink,
                        run_options& options);

// Why a run ended before it could be kept.
struct short_stop {
  exit_code code = exit_code::fine;
  std::string message;
};

// Whether a resumed run did not come to all that was committed before: it was interrupted again, a defect
// ended it, or it does not repeat. It then stays as it is, and can be resumed.
std::optional<short_stop> stopped_short(const run_outcome& outcome, const block_keeper& blocks);

}  // namespace drawdown::cli
