// The customers of a population under one price list: drawn with each seed, and simulated.
#include <utility>

#include <fmt/format.h>

#include "cli/priced_side.hpp"
#include "cli/simulated_run.hpp"
#include "cli/some_accounts.hpp"
#include "engine/population/population_feed.hpp"
#include "scenarios/language/load_population.hpp"

namespace drawdown::cli {
namespace {

class priced_population : public priced_side {
 public:
  explicit priced_population(priced_asked asked) : asked_(std::move(asked)) {
    loaded_ = load(asked_.seed);
    if (loaded_.scenario.what != nullptr) first_seed_ = loaded_.scenario.what->seed;
  }

  const language::loaded& scenario() const override { return loaded_.scenario; }

  result<std::optional<priced_run>> run(std::uint64_t n, const priced_wishes& how) override {
    language::loaded_population again;
    if (n > 0) again = load(first_seed_ + n);
    const std::string name = fmt::format("{}, seed {}", asked_.list, first_seed_ + n);
    auto made = settle_customers(n == 0 ? loaded_ : again, how.options, name, how.quiet);
    if (!made) return std::nullopt;
    population::population_feed feed(made->what, made->habits);
    std::vector<instant> left;
    for (const customers::customer_life& life : made->lives) left.push_back(life.left);
    auto done = run_and_fold(made->what, &feed, how, name, left);
    if (!done) return tl::unexpected(done.error());
    if (n == 0) made_ = std::move(*made);
    return std::move(*done);
  }

  const world& customers() const override { return *made_.what; }

  // Plan and behaviour, as the mix has it.
  std::string kind_of(account_index customer) const override {
    const population::mix_entry& kind = loaded_.of.mix.at(made_.customers.at(customer).kind);
    const std::string plan = kind.plan == no_plan ? "no plan" : made_.what->catalog.plans.at(kind.plan).name;
    return fmt::format("{}, {}", plan, loaded_.of.behaviours.at(kind.behaves).name);
  }

  result<run_of_some> run_some(const std::vector<account_index>& some, block_sink& into,
                               const priced_wishes& how) override {
    std::vector<population::customer_habits> habits;
    for (const account_index one : some) habits.push_back(made_.habits.at(one));
    const std::shared_ptr<world> few = only_accounts(*made_.what, some);
    population::population_feed feed(few, std::move(habits));
    return run_of_some{few, run_into(few, &feed, into, how, asked_.list)};
  }

 private:
  language::loaded_population load(std::optional<std::uint64_t> seed) const {
    return language::load_population(
        asked_.file,
        {.catalog = asked_.catalog, .months = asked_.months, .seed = seed, .rules = asked_.rules});
  }

  priced_asked asked_;
  std::uint64_t first_seed_ = 0;
  language::loaded_population loaded_;  // with the first seed
  simulated_world made_;                // with the first seed
};

}  // namespace

std::unique_ptr<priced_side> load_priced_population(priced_asked asked) {
  return std::make_unique<priced_population>(std::move(asked));
}

}  // namespace drawdown::cli
