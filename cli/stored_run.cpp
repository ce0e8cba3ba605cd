#include "cli/stored_run.hpp"

#include <algorithm>
#include <utility>

#include "cli/block_keeper.hpp"
#include "reports/store/facts.hpp"

namespace drawdown::cli {

result<stored_run> run_in_memory(const std::shared_ptr<const world>& what, run_options options,
                                 run_watcher& watcher) {
  block_keeper blocks;
  watcher.begins(*what, options.until ? std::min(*options.until, what->end) : what->end);
  options.on_progress = [&](const progress& now) { watcher.comes_to(now); };
  run_outcome outcome = drawdown::run(what, options, blocks);
  watcher.writes(outcome);
  auto store = reports::run_store::create("");
  if (!store) return tl::unexpected<error>(store.error());
  if (auto written = store->write(*what, blocks.blocks()); !written)
    return tl::unexpected<error>(written.error());
  reports::run_facts facts;
  facts.reached = outcome.reached;
  if (auto written = store->write_facts(facts); !written) return tl::unexpected<error>(written.error());
  return stored_run{std::move(outcome), std::move(*store)};
}

}  // namespace drawdown::cli
