// One side of a comparison of prices: the customers of a file, who buy from one price list. The file is a
// population, whose customers are drawn, or a scenario, whose customers did what it says.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/run.hpp"
#include "reports/customers/customer_totals.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

// What one side is asked for.
struct priced_asked {
  std::string file;
  std::string list;                     // what the price list is called: `candidate`
  std::string catalog;                  // its file; empty: the one that a scenario has itself
  language::rules_asked rules;          // by which this side is run
  std::string root{};                   // below which the files of a scenario lie; empty: as it is usual
  std::uint32_t months = 0;             // that a population is simulated for
  std::optional<std::uint64_t> seed{};  // instead of the file's
};

// How it is run.
struct priced_wishes {
  run_options options;
  bool quiet = false;
};

// All customers, run with one seed.
struct priced_run {
  std::vector<reports::customer_totals> customers;  // as the accounts stand
  run_outcome outcome;
  std::uint64_t events = 0;
};

// Some customers, run with every transaction.
struct run_of_some {
  std::shared_ptr<world> what;  // they alone, in the order in which they were asked for
  run_outcome outcome;
};

class priced_side {
 public:
  priced_side() = default;
  priced_side(const priced_side&) = delete;
  priced_side& operator=(const priced_side&) = delete;
  virtual ~priced_side() = default;

  // The file as it was loaded; its world is null where there was an error, and then nothing below is asked.
  virtual const language::loaded& scenario() const = 0;
  // Usage files that are read while it runs, with their hashes as far as they are read.
  virtual std::vector<language::input_file> streamed() const { return {}; }

  // Runs the n-th seed, counted up from the first: both ledgers work it, and it is folded customer by
  // customer. Seed 0 comes first. Nothing if it was interrupted before the run began; an error where a block
  // could not be folded.
  virtual result<std::optional<priced_run>> run(std::uint64_t n, const priced_wishes& how) = 0;
  // Reads the rows without a run, as far as they can be read, for `rows_found`; then this side isn't run.
  virtual void read_rows(const std::atomic<bool>& /*interrupted*/) {}
  // What is wrong with the rows that were read, in the order of files and lines.
  virtual std::vector<language::diagnostic> rows_found() const { return {}; }

  // After seed 0: the world with its customers, and what each of them is: in the mix, or the first plan.
  virtual const world& customers() const = 0;
  virtual std::string kind_of(account_index customer) const = 0;
  // Runs some of them again: accounts are apart (R2.8), so to each happens what happened to it among all.
  virtual result<run_of_some> run_some(const std::vector<account_index>& some, block_sink& into,
                                       const priced_wishes& how) = 0;
};

std::unique_ptr<priced_side> load_priced_population(priced_asked asked);
std::unique_ptr<priced_side> load_priced_scenario(priced_asked asked);

// Works a world to its end, and folds it. `left`: when each customer leaves; empty: nobody does.
result<priced_run> run_and_fold(const std::shared_ptr<const world>& what, usage_feed* feed,
                                const priced_wishes& how, const std::string& name,
                                const std::vector<instant>& left = {});

// The same with every transaction, into a sink.
run_outcome run_into(const std::shared_ptr<const world>& what, usage_feed* feed, block_sink& into,
                     const priced_wishes& how, const std::string& name);

}  // namespace drawdown::cli
