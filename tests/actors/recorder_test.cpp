// The recorder dies where its sink throws; a new one goes on behind the last block that was kept.
#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "seeded_world.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// Keeps blocks, and throws so many times when a block is the n-th (from 0).
class failing_sink : public block_sink {
 public:
  failing_sink(std::size_t at, unsigned times) : at_(at), times_(times) {}

  result<void> write(std::span<const std::byte> block) override {
    if (blocks.size() == at_ && times_ > 0) {
      --times_;
      throw std::runtime_error("no memory for a block");
    }
    blocks.emplace_back(block.begin(), block.end());
    return {};
  }

  bool has_thrown_all() const { return times_ == 0; }

  std::vector<record::bytes> blocks;

 private:
  std::size_t at_;
  unsigned times_;
};

std::vector<record::bytes> in_order(std::vector<record::bytes> blocks) {
  std::ranges::sort(blocks);
  return blocks;
}

constexpr std::uint32_t accounts = 4;

}  // namespace

TEST_CASE("a recorder that dies at any block is restarted, and each block is kept once",
          "[R14.7][supervision]") {
  const auto in = seeded_world(7).make(accounts);
  run_options options;
  options.epoch = epoch_length::day;
  const std::vector<record::bytes> expected = in_order(run_with_actors(in, options).blocks);
  REQUIRE(expected.size() > 20);
  for (std::size_t at = 0; at < expected.size(); at += 1 + at / 10) {
    for (const unsigned times : {1U, 2U}) {
      options.schedule = at;
      options.window = at % 2 == 0 ? 1 : 64;
      failing_sink sink(at, times);
      const run_outcome outcome = run(in, options, sink);
      REQUIRE(complaint(outcome) == "");
      REQUIRE(sink.has_thrown_all());
      REQUIRE(outcome.work.restarts >= times);
      REQUIRE(in_order(std::move(sink.blocks)) == expected);
    }
  }
}

TEST_CASE("a recorder that dies on threads loses no block", "[R14.7][supervision]") {
  const auto in = seeded_world(8).make(accounts);
  run_options options;
  options.threads = 4;
  options.window = 2;
  options.epoch = epoch_length::day;
  const std::vector<record::bytes> expected = in_order(run_with_actors(in, options).blocks);
  for (std::size_t at = 0; at < expected.size(); at += 1 + at / 5) {
    failing_sink sink(at, 1);
    const run_outcome outcome = run(in, options, sink);
    REQUIRE(complaint(outcome) == "");
    REQUIRE(sink.has_thrown_all());
    REQUIRE(in_order(std::move(sink.blocks)) == expected);
  }
}

TEST_CASE("a recorder that dies three times at the same block is a defect", "[supervision]") {
  const auto in = seeded_world(7).make(accounts);
  run_options options;
  options.epoch = epoch_length::day;
  options.schedule = 1;
  failing_sink sink(3, 3);
  const run_outcome outcome = run(in, options, sink);
  REQUIRE(outcome.defect);
  CHECK_THAT(*outcome.defect, Catch::Contains("the recorder died 3 times at the same block") &&
                                  Catch::Contains("no memory for a block"));
}
