#include "cli/progress.hpp"

#include <catch2/catch.hpp>

#include "reports/statement/text.hpp"

using namespace drawdown;
using namespace drawdown::cli;

namespace {

const instant start = instant::from_us(0);
const instant end = start + duration::days(100);

progress_sight after(std::chrono::milliseconds elapsed) {
  return {start, end, 200, elapsed};
}

// The first epoch of 50 days, or the second, with so many of the 200 accounts through.
progress first_half(std::uint64_t accounts_through) {
  return {start, start + duration::days(50), accounts_through, 50'000};
}
progress second_half(std::uint64_t accounts_through) {
  return {start + duration::days(50), end, accounts_through, 50'000};
}

}  // namespace

TEST_CASE("Progress shows the virtual date, the share, the events, their rate and what is left") {
  CHECK(progress_text(first_half(100), after(std::chrono::seconds(10)), 100) ==
        "1970-01-01   25%  50000 events  5000/s  30 s left");
}

TEST_CASE("An epoch counts as far as accounts are through it") {
  CHECK(share_done(first_half(0), after({})) == 0);
  CHECK(share_done(first_half(200), after({})) == 0.5);
  CHECK(share_done(second_half(0), after({})) == 0.5);
  CHECK(share_done(second_half(50), after({})) == 0.625);
  CHECK(share_done(second_half(200), after({})) == 1);
}

TEST_CASE("Epochs in which nothing is due count as soon as they are passed") {
  CHECK(share_done({start + duration::days(90), end, 0, 1}, after({})) == 0.9);
}

TEST_CASE("A run over no time has no share to show") {
  CHECK(share_done({start, start, 0, 0}, {start, start, 200, {}}) == 0);
}

TEST_CASE("What is left is not guessed from nothing, nor told when all is done") {
  CHECK(progress_text({start, end, 0, 0}, after(std::chrono::seconds(3)), 100) ==
        "1970-01-01    0%  0 events  0/s");
  CHECK(progress_text(second_half(200), after(std::chrono::seconds(10)), 100).ends_with("5000/s"));
}

TEST_CASE("A long wait is told in minutes or hours") {
  CHECK(progress_text(first_half(8), after(std::chrono::seconds(60)), 100).ends_with("49 min left"));
  CHECK(progress_text(first_half(8), after(std::chrono::hours(1)), 100).ends_with("49 h left"));
}

TEST_CASE("A line of progress is never wider than the terminal") {
  for (const std::size_t columns : {1U, 10U, 20U, 40U})
    CHECK(reports::display_width(progress_text(first_half(100), after(std::chrono::seconds(10)), columns)) <=
          columns);
}

TEST_CASE("The progress of several runs names those that are on") {
  progress_of_several now{12, 21, 0.6, 412'000, {"friday-night", "late-notice"}, std::chrono::seconds(12)};
  CHECK(progress_text(now, 100) == "12 of 21 scenarios  412000 events  8 s left  friday-night, late-notice");
  CHECK(progress_text(now, 60) == "12 of 21 scenarios  412000 events  8 s left  friday-night …");
}
