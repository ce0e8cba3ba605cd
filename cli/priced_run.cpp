#include "cli/priced_run.hpp"

#include <utility>

#include <fmt/format.h>

#include "cli/load_words.hpp"
#include "engine/population/population_feed.hpp"
#include "reports/customers/run_totals.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {
namespace {

// Blocks are folded as they come, and forgotten.
class totals_sink : public block_sink {
 public:
  explicit totals_sink(reports::run_totals& into) : into_(into) {}
  result<void> write(std::span<const std::byte> block) override { return into_.add(block); }

 private:
  reports::run_totals& into_;
};

std::optional<simulated_world> settle(const priced_order& order) {
  status_line line(order.quiet);
  return simulate_customers(order.population, order.options.threads, order.options.interrupted,
                            [&](std::size_t lived, std::size_t all) {
                              line.show([&](std::size_t columns) {
                                return reports::cut_to(fmt::format("{}: what {} of {} customers do",
                                                                   order.name, grouped(lived), grouped(all)),
                                                       columns);
                              });
                            });
}

}  // namespace

run_outcome run_simulated(const simulated_world& made, run_options options, block_sink& sink, bool quiet) {
  progress_line line(quiet);
  population::population_feed feed(made.what, made.habits);
  options.feed = &feed;
  line.begins(*made.what, made.what->end);
  options.on_progress = [&](const progress& now) { line.comes_to(now); };
  return drawdown::run(made.what, options, sink);
}

result<std::optional<priced_run>> run_priced(const priced_order& order) {
  auto made = settle(order);
  if (!made) return std::nullopt;
  reports::run_totals totals(*made->what);
  totals_sink sink(totals);
  run_outcome outcome = run_simulated(*made, order.options, sink, order.quiet);
  if (outcome.sink_error) return tl::unexpected(*outcome.sink_error);
  totals.finish();
  return priced_run{std::move(*made), totals.customers(), std::move(outcome), totals.events()};
}

simulated_world only_some(const simulated_world& of, const std::vector<account_index>& some) {
  simulated_world made;
  auto what = std::make_shared<world>(*of.what);
  what->accounts.clear();
  for (const account_index one : some) {
    what->accounts.push_back(of.what->accounts.at(one));
    made.customers.push_back(of.customers.at(one));
    made.habits.push_back(of.habits.at(one));
    made.lives.push_back(of.lives.at(one));
    made.events += of.lives.at(one).events;
  }
  made.what = std::move(what);
  return made;
}

std::string kind_text(const population::population_terms& of, const world& in,
                      const population::customer& who) {
  const population::mix_entry& kind = of.mix.at(who.kind);
  const std::string plan = kind.plan == no_plan ? "no plan" : in.catalog.plans.at(kind.plan).name;
  return fmt::format("{}, {}", plan, of.behaviours.at(kind.behaves).name);
}

}  // namespace drawdown::cli
