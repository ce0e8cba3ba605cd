#include "tests/cli/random_kills.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <utility>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/cli/killed_runs.hpp"

namespace drawdown::cli_test {

namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point began) {
  return std::chrono::duration<double>(clock::now() - began).count();
}

class killer {
 public:
  killer(std::vector<std::string> words, std::uint64_t seed) : words_(std::move(words)), random_(seed) {
    const auto began = clock::now();
    const ended seen = program(with({"--out", folder_.path("undisturbed")}));
    figures_.seconds_undisturbed = seconds_since(began);
    INFO(seen.messages);
    REQUIRE(seen.code == 0);
    output_ = seen.output;
    expected_ = read_kept(folder_.path("undisturbed"));
    figures_.blocks_of_a_run = expected_.blocks.size();
    block_bytes_ = content_of(folder_.path("undisturbed/blocks.bin")).size();
  }

  void kill_one() {
    const std::string run = folder_.path(fmt::format("run-{}", figures_.kills++));
    INFO(run);
    if (!kill_at(with({"--out", run}), run, moment())) ++figures_.ended_before;
    count_phase(run);
    const std::string told = damage(run);
    if (draw(4) == 0 && can_be_resumed(run) && kill_at({command(), "--resume", run}, run, moment()))
      ++figures_.killed_again;
    else
      expect_cut(run, told);
    finish(run);
  }

  const kill_figures& figures() const { return figures_; }

 private:
  std::uint64_t draw(std::uint64_t below) { return random_() % below; }
  const std::string& command() const { return words_.front(); }

  std::vector<std::string> with(const std::vector<std::string>& more) const {
    std::vector<std::string> all = words_;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  // How many bytes are written when it comes: most often some blocks, else a part of the run store too; now
  // and then none.
  std::uint64_t moment() {
    if (draw(12) == 0) return 0;
    return draw(10) < 7 ? draw(block_bytes_) : block_bytes_ + draw(expected_.store.size());
  }

  void count_phase(const std::string& run) {
    const std::size_t there = content_of(run + "/blocks.bin").size();
    ++(there == 0             ? figures_.before_blocks
       : there < block_bytes_ ? figures_.among_blocks
                              : figures_.while_keeping);
  }

  // Tears, flips or lengthens the tail, or leaves it. What a resumed run has to say of it.
  std::string damage(const std::string& run) {
    if (!can_be_resumed(run) || content_of(run + "/manifest.json") != "") return "";
    std::string blocks = content_of(run + "/blocks.bin");
    const std::vector<std::size_t> offsets = block_offsets(run);
    if (offsets.size() < 2) return "";
    const std::size_t last = offsets[offsets.size() - 2];
    const std::size_t end = offsets.back();
    std::size_t cut_from = last;
    switch (draw(4)) {
      case 0:  // some bytes of the last whole block are gone
        blocks.resize(last + 1 + draw(end - last - 1));
        ++figures_.torn;
        break;
      case 1: {  // up to four bytes of it are others, which its checksum is sure to find
        const std::size_t at = last + draw(end - last);
        for (std::size_t i = at; i < std::min(end, at + 1 + draw(4)); ++i)
          blocks[i] = static_cast<char>(blocks[i] ^ static_cast<char>(1 + draw(255)));
        ++figures_.flipped;
        break;
      }
      case 2:  // something stands behind it
        blocks.resize(end);
        for (std::uint64_t more = 1 + draw(600); more > 0; --more) blocks += static_cast<char>(draw(256));
        cut_from = end;
        ++figures_.lengthened;
        break;
      default:
        return "";
    }
    put_content(run + "/blocks.bin", blocks);
    return torn_tail(blocks.size() - cut_from, cut_from);
  }

  void expect_cut(const std::string& run, const std::string& told) {
    if (told.empty()) return;
    const ended seen = resumed(run);
    CHECK_THAT(seen.messages, Catch::Matchers::Contains(told));
    CHECK(seen.output == output_);
    ++figures_.cuts_told;
  }

  ended resumed(const std::string& run) {
    const auto began = clock::now();
    ended seen = program({command(), "--resume", run});
    figures_.seconds_resumed += seconds_since(began);
    ++figures_.resumes;
    return seen;
  }

  // Whatever the run had come to: it is finished now, and as if nobody had disturbed it.
  void finish(const std::string& run) {
    const bool is_over = !content_of(run + "/manifest.json").empty();
    const ended seen = is_over               ? program({command(), "--resume", run})
                       : can_be_resumed(run) ? resumed(run)
                                             : program(with({"--out", run}));
    INFO(seen.messages);
    REQUIRE(seen.code == 0);
    if (!is_over || command() == "run") REQUIRE(seen.output == output_);
    REQUIRE(first_difference(expected_, read_kept(run)) == "");
    ++figures_.same;
    std::filesystem::remove_all(run);
  }

  scratch_folder folder_;
  std::vector<std::string> words_;
  std::mt19937_64 random_;
  std::string output_;
  kept_bytes expected_;
  std::uint64_t block_bytes_ = 0;
  kill_figures figures_;
};

}  // namespace

kill_figures kill_at_random(const std::vector<std::string>& words, unsigned kills, std::uint64_t seed) {
  killer one(words, seed);
  for (unsigned i = 0; i < kills; ++i) one.kill_one();
  return one.figures();
}

}  // namespace drawdown::cli_test
