// A run goes on from a checkpoint as if nothing had happened, and a damaged checkpoint is told.
#include "engine/checkpoint/checkpoint.hpp"

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "seeded_world.hpp"
#include "told_rows.hpp"

using namespace drawdown;
using namespace drawdown::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::uint32_t accounts = 3;

// Keeps every checkpoint that is offered.
class all_checkpoints : public checkpoint_sink {
 public:
  bool is_due() override { return true; }
  result<void> begin() override {
    next_.clear();
    return {};
  }
  result<void> write(std::span<const std::byte> part) override {
    next_.insert(next_.end(), part.begin(), part.end());
    return {};
  }
  result<void> finish() override {
    all.push_back(next_);
    return {};
  }

  std::vector<record::bytes> all;

 private:
  record::bytes next_;
};

// What the run leaves that goes on from `kept`, with the blocks that were committed before it.
actor_run go_on(const std::shared_ptr<const world>& in, run_options options, const record::bytes& kept,
                const std::vector<record::bytes>& blocks) {
  const auto view = open_checkpoint(kept).value();
  kept_blocks sink;
  sink.blocks.assign(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(view.header.blocks));
  options.resumed = &view;
  options.checkpoints = nullptr;
  actor_run done;
  done.outcome = run(in, options, sink);
  done.left = {events_by_account(in->accounts.size(), sink.blocks), done.outcome.state_digests};
  return done;
}

// One checkpoint of some run.
record::bytes a_checkpoint() {
  all_checkpoints kept;
  run_with_actors(seeded_world(1).make(accounts), {.schedule = 1, .checkpoints = &kept});
  return kept.all.at(kept.all.size() / 2);
}

}  // namespace

TEST_CASE("a run goes on from any of its checkpoints to the same events and states", "[R14.7][checkpoint]") {
  std::size_t tried = 0;
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const auto in = seeded_world(seed).make(accounts);
    all_checkpoints kept;
    run_options options;
    options.schedule = seed;
    options.epoch = seed % 2 == 0 ? epoch_length::day : epoch_length::month;
    options.checkpoints = &kept;
    const auto whole = run_with_actors(in, options);
    REQUIRE(complaint(whole.outcome) == "");
    const std::size_t step = 1 + kept.all.size() / 6;
    for (std::size_t i = 0; i < kept.all.size(); i += step, ++tried) {
      const auto done = go_on(in, options, kept.all[i], whole.blocks);
      REQUIRE(complaint(done.outcome) == "");
      REQUIRE(done.left == whole.left);
      REQUIRE(done.outcome.steps == whole.outcome.steps);
      REQUIRE(done.outcome.work.events == whole.outcome.work.events);
    }
  }
  REQUIRE(tried > 60);
}

TEST_CASE("a run that is fed goes on behind the rows that it has worked", "[R2.9][R14.7][checkpoint]") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    auto in = std::make_shared<world>(*seeded_world(seed).make(accounts));
    const auto rows = take_rows(*in);
    for (const std::size_t chunk : {1U, 7U, 1000U}) {
      all_checkpoints kept;
      told_rows feed(rows, chunk);
      const auto whole = run_with_actors(in, {.schedule = seed, .feed = &feed, .checkpoints = &kept});
      REQUIRE(complaint(whole.outcome) == "");
      const std::size_t step = 1 + kept.all.size() / 4;
      for (std::size_t i = 0; i < kept.all.size(); i += step) {
        told_rows again(rows, chunk);
        const auto done = go_on(in, {.threads = 2, .feed = &again}, kept.all[i], whole.blocks);
        REQUIRE(complaint(done.outcome) == "");
        REQUIRE(done.left == whole.left);
      }
    }
  }
}

TEST_CASE("accounts whose states are written and read after each epoch do the same", "[R14.7][checkpoint]") {
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const auto in = seeded_world(seed).make(accounts);
    const auto whole = run_with_actors(in, {.schedule = seed});
    const auto done =
        run_with_actors(in, {.threads = 2, .epoch = epoch_length::day, .states_as_bytes = true});
    REQUIRE(complaint(done.outcome) == "");
    REQUIRE(done.left == whole.left);
  }
}

TEST_CASE("a checkpoint that was cut or flipped anywhere is told with the byte", "[checkpoint]") {
  const record::bytes whole = a_checkpoint();
  REQUIRE(open_checkpoint(whole));
  for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 400) {
    const auto cut = open_checkpoint(std::span(whole).first(at));
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code == error_code::corrupt);
    CHECK_THAT(cut.error().message, Contains("at byte "));
    record::bytes flipped = whole;
    flipped[at] ^= std::byte{0x20};
    const auto damaged = open_checkpoint(flipped);
    REQUIRE_FALSE(damaged);
    CHECK(damaged.error().code == error_code::corrupt);
    CHECK_THAT(damaged.error().message, Contains("at byte "));
  }
  record::bytes longer = whole;
  longer.push_back(std::byte{0});
  CHECK_FALSE(open_checkpoint(longer));
}

TEST_CASE("a checkpoint of another run is refused", "[checkpoint]") {
  const record::bytes kept = a_checkpoint();
  const auto view = open_checkpoint(kept).value();
  kept_blocks sink;
  const auto more_accounts = run(seeded_world(1).make(accounts + 1), {.schedule = 1, .resumed = &view}, sink);
  REQUIRE(more_accounts.defect);
  CHECK_THAT(*more_accounts.defect, Contains("another run"));
  unsigned refused = 0;
  for (std::uint64_t seed = 2; seed < 12; ++seed)
    refused +=
        run(seeded_world(seed).make(accounts), {.schedule = 1, .resumed = &view}, sink).defect ? 1U : 0U;
  CHECK(refused >= 8);
}
