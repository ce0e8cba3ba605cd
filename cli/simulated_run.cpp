#include "cli/simulated_run.hpp"

#include <fmt/format.h>

#include "cli/load_words.hpp"
#include "cli/progress.hpp"
#include "engine/population/population_feed.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

std::optional<simulated_world> settle_customers(const language::loaded_population& from,
                                                const run_options& options, std::string_view name,
                                                bool quiet) {
  status_line line(quiet);
  return simulate_customers(
      from, options.threads, options.interrupted, [&](std::size_t lived, std::size_t all) {
        line.show([&](std::size_t columns) {
          return reports::cut_to(fmt::format("{}{}what {} of {} customers do", name, name.empty() ? "" : ": ",
                                             grouped(lived), grouped(all)),
                                 columns);
        });
      });
}

run_outcome run_simulated(const simulated_world& made, run_options options, block_sink& sink, bool quiet) {
  progress_line line(quiet);
  population::population_feed feed(made.what, made.habits);
  options.feed = &feed;
  line.begins(*made.what, made.what->end);
  options.on_progress = [&](const progress& now) { line.comes_to(now); };
  return drawdown::run(made.what, options, sink);
}

}  // namespace drawdown::cli
