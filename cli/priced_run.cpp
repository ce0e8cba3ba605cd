#include "cli/priced_run.hpp"

#include <utility>

#include <fmt/format.h>

#include "cli/simulated_run.hpp"
#include "reports/customers/run_totals.hpp"

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

}  // namespace

result<std::optional<priced_run>> run_priced(const priced_order& order) {
  auto made = settle_customers(order.population, order.options, order.name, order.quiet);
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
