#include "cli/progress.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::cli;

namespace {

const instant start = instant::from_us(0);
const instant end = start + duration::days(100);

progress_sight after(std::chrono::milliseconds elapsed) {
  return {start, end, 200, elapsed};
}

}  // namespace

TEST_CASE("Progress shows the virtual date, the share, the events, their rate and what is left") {
  CHECK(progress_text({start + duration::days(25), 50'000, 0}, after(std::chrono::seconds(10)), 100) ==
        "1970-01-26   25%  50000 events  5000/s  30 s left");
}

TEST_CASE("Accounts that are through count where they are further than the slowest account") {
  CHECK(progress_text({start, 100, 150}, after(std::chrono::seconds(3)), 100) ==
        "1970-01-01   75%  100 events  33/s  1 s left");
}

TEST_CASE("What is left is not guessed from nothing") {
  CHECK(progress_text({start, 0, 0}, after(std::chrono::seconds(3)), 100) ==
        "1970-01-01    0%  0 events  0/s");
}

TEST_CASE("A long wait is told in minutes or hours") {
  CHECK(progress_text({start + duration::days(2), 1, 0}, after(std::chrono::seconds(60)), 100)
            .ends_with("49 min left"));
  CHECK(progress_text({start + duration::days(2), 1, 0}, after(std::chrono::hours(1)), 100)
            .ends_with("49 h left"));
}

TEST_CASE("A line of progress is never wider than the terminal") {
  CHECK(progress_text({start + duration::days(25), 50'000, 0}, after(std::chrono::seconds(10)), 20).size() ==
        20);
}
