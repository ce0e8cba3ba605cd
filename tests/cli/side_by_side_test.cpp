#include "cli/side_by_side.hpp"

#include <catch2/catch.hpp>

using namespace drawdown::cli;

namespace {

const auto nothing = [] {};

// Lets a test wait for as many pieces of work as it needs at a time.
class meeting {
 public:
  explicit meeting(std::size_t wanted) : missing_(wanted) {}
  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    if (missing_ > 0 && --missing_ == 0) all_there_.notify_all();
    all_there_.wait(lock, [&] { return missing_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_there_;
  std::size_t missing_;
};

}  // namespace

TEST_CASE("Results come in the order of the work, whichever is done first") {
  // The first piece ends only when all others have.
  meeting all(20);
  std::vector<std::size_t> taken;
  side_by_side<std::size_t>(
      20, 20,
      [&](std::size_t i) {
        all.arrive_and_wait();
        return i * i;
      },
      [&](std::size_t i, std::size_t square) {
        CHECK(square == i * i);
        taken.push_back(i);
      },
      nothing);
  std::vector<std::size_t> expected(20);
  for (std::size_t i = 0; i < 20; ++i) expected[i] = i;
  CHECK(taken == expected);
}

TEST_CASE("No more is done at a time than allowed") {
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  side_by_side<int>(
      50, 3,
      [&](std::size_t) {
        const int at_once = ++now;
        int before = most;
        while (before < at_once && !most.compare_exchange_weak(before, at_once)) {
        }
        std::this_thread::yield();
        --now;
        return 0;
      },
      [](std::size_t, int) {}, nothing);
  CHECK(most <= 3);
  CHECK(most >= 1);
}

TEST_CASE("A result is taken as soon as those before it are, while others still go on") {
  std::atomic<bool> first_was_taken = false;
  side_by_side<int>(
      2, 2,
      [&](std::size_t i) {
        while (i == 1 && !first_was_taken) std::this_thread::yield();
        return 0;
      },
      [&](std::size_t i, int) {
        if (i == 0) first_was_taken = true;
      },
      nothing);
  CHECK(first_was_taken);
}

TEST_CASE("What work throws arrives, and no further work is begun") {
  std::atomic<int> begun = 0;
  const auto work = [&](std::size_t i) -> int {
    ++begun;
    if (i == 2) throw std::runtime_error("third");
    return 0;
  };
  std::size_t taken = 0;
  CHECK_THROWS_WITH(side_by_side<int>(
                        1000, 1, work, [&](std::size_t, int) { ++taken; }, nothing),
                    "third");
  CHECK(taken == 2);
  CHECK(begun == 3);
}

TEST_CASE("Nothing to do is soon done") {
  side_by_side<int>(
      0, 4, [](std::size_t) { return 0; }, [](std::size_t, int) { FAIL(); }, nothing);
}
