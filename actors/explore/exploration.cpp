#include "actors/explore/exploration.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/units/error.hpp"
#include "engine/worldgen/draw_world.hpp"
#include "engine/worldgen/shrink.hpp"

namespace drawdown::explore {
namespace {

using clock = std::chrono::steady_clock;
constexpr auto tick = std::chrono::milliseconds(200);
constexpr std::uint64_t seconds_a_microsecond = 1'000'000;

void add(const world& in, const worldgen::feature_set& has, const explored_world& done, exploration& into) {
  const auto span = static_cast<std::uint64_t>((in.end - in.start).us()) / seconds_a_microsecond;
  ++into.seeds;
  into.accounts += in.accounts.size();
  into.steps += worldgen::steps_in(in);
  into.events += done.events;
  into.runs += done.runs;
  into.messages += done.messages;
  into.restarts += done.restarts;
  into.virtual_seconds += span * in.accounts.size() * done.runs;
  into.digest += done.digest;
  for (std::size_t i = 0; i < worldgen::faults; ++i) into.faults[i] += done.faults[i];
  into.features.add(has);
}

// Hands out seeds to threads and adds up what they find.
class seed_loop {
 public:
  explicit seed_loop(const wishes& wanted) : wanted_(wanted), next_(wanted.from) {
    if (wanted.time) ends_ = clock::now() + std::chrono::duration_cast<clock::duration>(*wanted.time);
  }

  exploration work(const std::function<void(const exploration&)>& on_tick) {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(wanted_.jobs, 1U); ++i) {
      ++running_;
      threads.emplace_back([this] { work_on(); });
    }
    std::unique_lock lock(mutex_);
    while (running_ > 0) {
      over_.wait_for(lock, tick, [this] { return running_ == 0; });
      if (on_tick) on_tick(all_);
    }
    if (thrown_) std::rethrow_exception(thrown_);
    all_.next_seed = next_;
    return std::move(all_);
  }

 private:
  // What is thrown where no world could be drawn ends it all, and says of which seed it was.
  void work_on() {
    std::uint64_t at = wanted_.from;
    try {
      for (auto seed = take_seed(); seed; seed = take_seed()) try_seed(at = *seed);
    } catch (const std::exception& thrown) {
      const std::lock_guard lock(mutex_);
      thrown_ = std::make_exception_ptr(defect(fmt::format("seed {}: {}", at, thrown.what())));
    }
    const std::lock_guard lock(mutex_);
    if (--running_ == 0) over_.notify_one();
  }

  // The next seed, unless there were enough.
  std::optional<std::uint64_t> take_seed() {
    const std::lock_guard lock(mutex_);
    all_.interrupted = wanted_.interrupted != nullptr && wanted_.interrupted->load();
    const bool is_late = ends_ && clock::now() >= *ends_;
    const bool are_enough = wanted_.seeds && all_.seeds + begun_ >= *wanted_.seeds;
    if (thrown_ || all_.failed || all_.interrupted || is_late || are_enough || lacking_ >= most_passed_over)
      return std::nullopt;
    ++begun_;
    return next_++;
  }

  void try_seed(std::uint64_t seed) {
    const auto in = wanted_.scenario ? wanted_.scenario : world_of_seed(seed);
    const worldgen::feature_set has = worldgen::features_of(*in);
    if ((has & wanted_.features) != wanted_.features) return pass_over();
    const bool is_checked = wanted_.also_check && (wanted_.check_all || seed % wishes::checked_one_in == 0);
    explored_world done = run_and_check(in, seed, is_checked);
    take(seed, *in, has, done, is_checked);
  }

  // What is thrown on the way is a failure of the seed.
  explored_world run_and_check(const std::shared_ptr<const world>& in, std::uint64_t seed,
                               bool is_checked) const {
    try {
      explored_world done = explore_world(in, seed);
      if (done.failed || !is_checked) return done;
      if (auto wrong = wanted_.also_check(in))
        done.failed = failure{failure_kind::language, {}, {}, in->start, std::move(*wrong)};
      return done;
    } catch (const std::exception& thrown) {
      explored_world broken;
      broken.failed = failure{failure_kind::defect, {}, {}, in->start, thrown.what()};
      return broken;
    }
  }

  void pass_over() {
    const std::lock_guard lock(mutex_);
    --begun_;
    ++lacking_;
    ++all_.passed_over;
  }

  void take(std::uint64_t seed, const world& in, const worldgen::feature_set& has, explored_world& done,
            bool is_checked) {
    const std::lock_guard lock(mutex_);
    --begun_;
    lacking_ = 0;
    add(in, has, done, all_);
    if (is_checked) ++all_.checked;
    if (done.failed && (!all_.failed || seed < all_.failed->seed))
      all_.failed = failed_seed{seed, std::move(*done.failed)};
  }

  const wishes& wanted_;
  std::optional<clock::time_point> ends_;
  std::mutex mutex_;
  std::condition_variable over_;
  exploration all_;
  std::uint64_t next_;
  std::uint64_t begun_ = 0;    // seeds that threads work on
  std::uint64_t lacking_ = 0;  // seeds in a row that lack a feature
  unsigned running_ = 0;       // threads
  std::exception_ptr thrown_;
};

}  // namespace

std::shared_ptr<const world> world_of_seed(std::uint64_t seed) {
  return worldgen::draw_world(seed, worldgen::accounts_of_seed(seed));
}

exploration explore(const wishes& wanted, const std::function<void(const exploration&)>& on_tick) {
  return seed_loop(wanted).work(on_tick);
}

}  // namespace drawdown::explore
