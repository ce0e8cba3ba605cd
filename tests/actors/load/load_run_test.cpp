// A load run is a run: what comes of it depends on nothing but its world (R14.7).
#include "actors/load/load_run.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::load;
using namespace std::chrono_literals;

namespace {

// Every look at it is a little later than the one before.
class stepping_clock : public load_clock {
 public:
  explicit stepping_clock(nanoseconds step) : step_(step) {}
  nanoseconds now() override { return at_ += step_; }

 private:
  nanoseconds at_{};
  nanoseconds step_;
};

load_options few_debits() {
  load_options how;
  how.shape.accounts = 7;
  how.shape.agents = 2;
  how.shape.lots = 3;
  how.shape.skew = population::zipf_skew{1000};
  how.shape.holds = 100'000;
  how.shape.top_ups = 20'000;
  how.shape.recharges = 300'000;
  how.count = 5000;
  how.window = 64;
  how.threads = 1;
  return how;
}

load_phase ran(const load_options& how, verification verify = verification::full, nanoseconds step = 1us) {
  stepping_clock clock(step);
  return run_load(world_of(how), how, verify, clock);
}

void check_same(const load_phase& a, const load_phase& b) {
  CHECK_FALSE(a.outcome.defect);
  CHECK_FALSE(b.outcome.defect);
  CHECK(a.outcome.disagreements.empty());
  CHECK(b.outcome.disagreements.empty());
  CHECK(a.figures.debits == b.figures.debits);
  CHECK(a.figures.refused == b.figures.refused);
  CHECK(a.figures.plan_steps == b.figures.plan_steps);
  CHECK(a.figures.events == b.figures.events);
  CHECK(a.digest == b.digest);
  CHECK(a.digest != 0);
}

}  // namespace

TEST_CASE("both ledgers agree on debits, holds, top-ups and recharges of a load",
          "[R6.1][R6.2][R9.1][R10.2]") {
  const load_phase phase = ran(few_debits());
  CHECK(phase.verified);
  CHECK_FALSE(phase.outcome.defect);
  CHECK(phase.outcome.disagreements.empty());
  CHECK(phase.figures.debits > 4500);
  CHECK(phase.figures.debits < 5000);
  CHECK(phase.figures.plan_steps > 500);
  CHECK(phase.outcome.work.charge_script > 0);
  CHECK(phase.latencies.count() == phase.figures.debits);
}

TEST_CASE("counts and states of a load do not depend on threads, batch, window or verification", "[R14.7]") {
  const load_options how = few_debits();
  const load_phase first = ran(how);
  load_options other = how;
  other.threads = 2;
  check_same(first, ran(other));
  check_same(first, ran(how, verification::off));
  other.batch = 7;
  other.window = 5;
  check_same(first, ran(other));
  other.batch = 1;
  other.window = 10'000;
  check_same(first, ran(other));
}

TEST_CASE("messages of a closed loop are the same on any number of threads") {
  load_options how = few_debits();
  const load_phase one = ran(how);
  how.threads = 2;
  const load_phase two = ran(how);
  CHECK(one.outcome.work.want_plan == two.outcome.work.want_plan);
  CHECK(one.outcome.work.open_done == two.outcome.work.open_done);
  CHECK(one.outcome.work.judge_verdict == two.outcome.work.judge_verdict);
  CHECK(one.figures.block_bytes == two.figures.block_bytes);
}

TEST_CASE("the clock decides when an open loop's epochs begin, and nothing else", "[R14.7]") {
  for (const arrival_process arrivals : {arrival_process::even, arrival_process::poisson}) {
    load_options how = few_debits();
    how.shape.arrivals = arrivals;
    how.rate = 100'000;
    const load_phase on_time = ran(how, verification::full, 100us);
    const load_phase behind = ran(how, verification::full, 20ms);
    check_same(on_time, behind);
    CHECK(behind.figures.most_lag > on_time.figures.most_lag);
    how.threads = 2;
    check_same(on_time, ran(how, verification::off, 100us));
  }
}

TEST_CASE("another seed is another load") {
  load_options how = few_debits();
  const load_phase one = ran(how, verification::off);
  how.shape.seed = 2;
  CHECK(ran(how, verification::off).digest != one.digest);
}

TEST_CASE("a load with a duration ends when the clock says so") {
  load_options how = few_debits();
  how.count.reset();
  how.pace.duration = 50ms;
  const load_phase phase = ran(how, verification::full, 1ms);
  CHECK(phase.outcome.was_enough);
  CHECK_FALSE(phase.outcome.interrupted);
  CHECK(phase.figures.debits > 0);
  CHECK(phase.figures.elapsed >= 40ms);
  CHECK(phase.digest == 0);
}

TEST_CASE("a load that is interrupted says so") {
  const std::atomic<bool> interrupted = true;
  load_options how = few_debits();
  how.interrupted = &interrupted;
  CHECK(ran(how).outcome.interrupted);
}

TEST_CASE("whoever has nothing due in an epoch is not opened") {
  load_options how = few_debits();
  how.shape = {};
  how.shape.accounts = 100;
  how.count = 1000;
  how.window = 1;  // an epoch for each debit of an agent
  const load_phase phase = ran(how, verification::off);
  CHECK(phase.figures.debits == 1000);
  CHECK(phase.outcome.work.visits <= 1100);  // and all of them at the end
}
