// Several pieces of work at once, with their results in order.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace drawdown::cli {

// Calls `work(i)` for each i below `count`, at most `at_once` of them at a time on threads of their own, and
// `take(i, result)` in ascending order on this thread, each as soon as it and all before it are there.
// Meanwhile `tick()` is called on this thread a few times a second. What `work` throws is thrown here, and
// no further work is begun then.
template <class Result, class Work, class Take, class Tick>
void side_by_side(std::size_t count, unsigned at_once, const Work& work, const Take& take, const Tick& tick) {
  struct outcome {
    std::optional<Result> done;
    std::exception_ptr thrown;
    bool is_there() const { return done.has_value() || thrown != nullptr; }
  };
  std::mutex mutex;
  std::condition_variable news;
  std::vector<outcome> outcomes(count);
  std::atomic<std::size_t> next{0};

  const auto work_on = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      outcome made;
      try {
        made.done.emplace(work(i));
      } catch (...) {
        made.thrown = std::current_exception();
        next = count;
      }
      const std::lock_guard lock(mutex);
      outcomes[i] = std::move(made);
      news.notify_one();
    }
  };
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < std::min<std::size_t>(at_once, count); ++i) workers.emplace_back(work_on);

  for (std::size_t i = 0; i < count; ++i) {
    outcome taken;
    while (!taken.is_there()) {
      std::unique_lock lock(mutex);
      news.wait_for(lock, std::chrono::milliseconds(100), [&] { return outcomes[i].is_there(); });
      taken = std::exchange(outcomes[i], {});
      lock.unlock();
      tick();
    }
    if (taken.thrown) std::rethrow_exception(taken.thrown);
    take(i, std::move(*taken.done));
  }
}

}  // namespace drawdown::cli
