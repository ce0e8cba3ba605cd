// Runs a world with actors. What others see of them: no CAF in it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actors/kill.hpp"
#include "actors/pace.hpp"
#include "engine/audit/audit.hpp"
#include "engine/checkpoint/checkpoint.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/error.hpp"
#include "engine/world/usage_feed.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// How far an epoch goes. No output may depend on it.
enum class epoch_length : std::uint8_t { hour, day, month, whole };

// Kills an account's actor when it is about to do its n-th step (from 0) of the run; it is restarted from its
// last commit. For tests of that.
struct planned_crash {
  account_index account = 0;
  std::uint64_t step = 0;
};

// Probabilistic concurrency testing: every actor has a priority that the seed of the schedule draws, and the
// ready one with the highest acts; at `depth` - 1 steps, drawn among the first `steps`, whoever would act
// next gets a priority below all that were drawn. Finds what needs so many ordered events with a known
// probability.
struct priority_schedule {
  std::uint32_t depth = 1;
  std::uint64_t steps = 1;  // that the run takes, about; above zero
};

// How far a run has come, told about four times a second.
struct progress {
  instant reached;                     // every account has worked what is due before this
  instant until;                       // where the epoch ends that is worked now
  std::uint64_t accounts_through = 0;  // that epoch
  std::uint64_t events = 0;            // committed
};

// Where checkpoints go. Called between two epochs, from one thread at a time.
class checkpoint_sink {
 public:
  virtual ~checkpoint_sink() = default;
  // Whether one is wanted now: it takes time to write, in which nothing is worked.
  virtual bool is_due() = 0;
  // The parts of the next checkpoint, in order; only when `finish` was called may it take the place of the
  // one before. What is refused ends the run.
  virtual result<void> begin() = 0;
  virtual result<void> write(std::span<const std::byte> part) = 0;
  virtual result<void> finish() = 0;
};

struct run_options {
  unsigned threads = 0;                           // of the executor; 0: one per core
  std::optional<std::uint64_t> schedule{};        // runs on one thread; this seed picks the next actor
  std::optional<priority_schedule> priorities{};  // with `schedule`; nothing: a random walk
  std::uint32_t chunk = 512;                      // usages an agent is asked for at a time, at most
  std::uint32_t window = 64;                      // accounts open at a time, at most
  epoch_length epoch = epoch_length::month;
  verification verify = verification::full;
  std::optional<instant> until{};  // ends earlier than the world does; belongs to the run
  std::vector<planned_crash> crashes{};
  std::vector<planned_kill> kills{};
  const std::atomic<bool>* interrupted = nullptr;      // set from outside: what is not committed is given up
  std::function<void(const progress&)> on_progress{};  // called from an actor's thread
  run_pace* pace = nullptr;                // of load; in the place of `epoch`. It must outlive the run
  usage_feed* feed = nullptr;              // bulk usage beside the world's. It must outlive the run
  checkpoint_sink* checkpoints = nullptr;  // not of load. It must outlive the run
  // Goes on from there instead of from the start: a checkpoint of a run of the same world with the same
  // options, whose blocks up to there are kept already. It must outlive the run.
  const checkpoint_view* resumed = nullptr;
  // Every account goes on from its state written as bytes and read again, after each epoch. To show that
  // nothing is forgotten.
  bool states_as_bytes = false;
};

// Where commit blocks go. Called from one actor at a time, in no particular order of accounts.
class block_sink {
 public:
  virtual ~block_sink() = default;
  // Keeps one block, or says why it can't; the run then ends.
  virtual result<void> write(std::span<const std::byte> block) = 0;
};

// What messages and work a run took. None of it may reach an output that must repeat.
struct work_counts {
  std::uint64_t visits = 0;     // accounts opened
  std::uint64_t open_done = 0;  // messages
  std::uint64_t want_plan = 0;
  std::uint64_t charge_script = 0;
  std::uint64_t judge_verdict = 0;
  std::uint64_t usages = 0;  // charged or refused
  std::uint64_t charged = 0;
  std::uint64_t events = 0;
  std::uint64_t restarts = 0;                      // actors that died and were restarted
  std::uint64_t crash_steps = 0;                   // of the timeline, that killed somebody
  std::array<std::uint64_t, kill_points> kills{};  // planned ones that happened, by point
  std::uint64_t schedule_steps = 0;                // messages handled, in a run on one thread
};

struct run_outcome {
  bool interrupted = false;
  instant reached;                           // every account got here; the last instant that was worked
  bool was_enough = false;                   // the pace ended the run before the world ended
  std::vector<disagreement> disagreements;   // ordered by instant, account
  std::optional<std::string> defect;         // of ours: a stall, or an actor that keeps dying
  std::optional<error> sink_error;           // the sink refused a block
  std::optional<error> feed_error;           // bulk usage could not be read; it was worked until `reached`
  std::vector<std::uint64_t> state_digests;  // per account, at the end
  std::vector<std::uint64_t> steps;          // per account: how often it could have been crashed
  work_counts work;
};

// Runs `what` to its end. Same world, same events per account, whatever the options but `until` (R14.7); same
// blocks per account with the same `epoch`, `feed` and `pace`, which say where epochs end.
run_outcome run(std::shared_ptr<const world> what, const run_options& options, block_sink& sink);

}  // namespace drawdown
