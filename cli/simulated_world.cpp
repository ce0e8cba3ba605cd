#include "cli/simulated_world.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>

namespace drawdown::cli {

std::optional<simulated_world> simulate_customers(const language::loaded_population& from, unsigned threads,
                                                  const std::atomic<bool>* interrupted,
                                                  const on_settled& tell) {
  simulated_world made;
  made.what = from.scenario.what;
  made.customers = population::customers_of(from.of, *made.what);
  made.habits = population::settle(from.of, made.customers, *made.what);
  made.lives.resize(made.customers.size());

  // No account knows of another (R2.8), so each is lived by whichever thread is free.
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> lived = 0;
  std::atomic<bool> has_failed = false;
  std::exception_ptr failure;
  const auto is_over = [&] { return has_failed || (interrupted != nullptr && *interrupted); };
  const auto live_some = [&] {
    for (std::size_t i = next++; i < made.customers.size() && !is_over(); i = next++) {
      try {
        made.lives[i] = customers::live(*made.what, static_cast<account_index>(i), from.of, made.customers[i],
                                        made.habits[i]);
      } catch (...) {
        if (!has_failed.exchange(true)) failure = std::current_exception();
      }
      ++lived;
    }
  };
  const unsigned count = threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < count; ++i) workers.emplace_back(live_some);
  while (lived < made.customers.size() && !is_over()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (tell) tell(lived, made.customers.size());
  }
  for (std::thread& one : workers) one.join();
  if (failure) std::rethrow_exception(failure);
  if (is_over()) return std::nullopt;
  for (const customers::customer_life& one : made.lives) made.events += one.events;
  return made;
}

}  // namespace drawdown::cli
