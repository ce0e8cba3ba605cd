// What a simulation says at its end, as text and as JSON.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "actors/run.hpp"
#include "cli/exit_code.hpp"
#include "cli/simulated_world.hpp"
#include "reports/simulation/month_totals.hpp"
#include "scenarios/language/rules_used.hpp"

namespace drawdown::cli {

// Who was there in a month.
struct customers_of_month {
  std::uint64_t joined = 0;
  std::uint64_t left = 0;
  std::uint64_t active = 0;  // at its end
};

struct simulate_report {
  const simulated_world& of;
  const population::population_terms& asked;
  const reports::simulation_totals& totals;
  const run_outcome& outcome;
  const language::rules_used& rules;
  std::string_view verification;
  exit_code code = exit_code::fine;
  unsigned threads = 1;
  std::chrono::duration<double> making{0};   // of the world
  std::chrono::duration<double> running{0};  // of it
  std::uint64_t resident_bytes = 0;
};

// The customers of each month.
std::vector<customers_of_month> customers_by_month(const simulate_report& report);

// Over all customers: how much of their time they had no credit, in millionths.
std::uint64_t blocked_ppm(const simulate_report& report);

std::string simulate_text(const simulate_report& report);
// What is not the same on every machine stands in `measurement` alone.
std::string simulate_json(const simulate_report& report);
// How long it took.
std::string simulate_speed(const simulate_report& report);

}  // namespace drawdown::cli
