// One population under one price list, with one seed: worked by both ledgers and folded into what it comes to
// for each customer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actors/run.hpp"
#include "cli/exit_code.hpp"
#include "cli/simulated_world.hpp"
#include "reports/customers/customer_totals.hpp"

namespace drawdown::cli {

// What is run, and how.
struct priced_order {
  const language::loaded_population& population;
  run_options options;
  std::string name;  // of the price list, as progress tells it
  bool quiet = false;
};

struct priced_run {
  simulated_world made;
  std::vector<reports::customer_totals> customers;  // as the accounts stand
  run_outcome outcome;
  std::uint64_t events = 0;
};

// Nothing if it was interrupted before the run began; an error where a block could not be folded.
result<std::optional<priced_run>> run_priced(const priced_order& order);

// The same customers and what they do, but only some of them, in that order: accounts are apart (R2.8), so to
// each of them happens what happened to it among all.
simulated_world only_some(const simulated_world& of, const std::vector<account_index>& some);

// What a customer is in the mix: plan and behaviour.
std::string kind_text(const population::population_terms& of, const world& in,
                      const population::customer& who);

}  // namespace drawdown::cli
