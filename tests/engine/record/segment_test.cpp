// Blocks one behind the other: a torn tail is cut, anything broken before it is an error.
#include <cstring>
#include <string>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "any_event.hpp"
#include "blocks.hpp"
#include "engine/record/unfinished_segment.hpp"

using namespace drawdown;
using namespace drawdown::test;
using record::read_unfinished_segment;
using record::split_segment;

namespace {

// Three blocks of different sizes, and where each begins.
struct three_blocks {
  std::vector<record::bytes> blocks{block_of({usage_with(1)}, 1), block_of({usage_with(2), usage_with(1)}, 2),
                                    block_of({usage_with(3)}, 3)};
  record::bytes all;
  std::vector<std::size_t> begins;

  three_blocks() {
    for (const auto& block : blocks) {
      begins.push_back(all.size());
      all.insert(all.end(), block.begin(), block.end());
    }
  }
};

bool same(std::span<const std::byte> a, const record::bytes& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

TEST_CASE("a segment is the blocks that were written to it") {
  REQUIRE(rc::check([] {
    std::vector<record::bytes> blocks;
    record::bytes all;
    const int count = *rc::gen::inRange(0, 5);
    for (int i = 0; i < count; ++i) {
      blocks.push_back(block_of(*any_events()));
      all.insert(all.end(), blocks.back().begin(), blocks.back().end());
    }
    const auto found = split_segment(all);
    RC_ASSERT(found.has_value());
    RC_ASSERT(found->torn_bytes == 0U);
    RC_ASSERT(found->blocks.size() == blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) RC_ASSERT(same(found->blocks[i], blocks[i]));
  }));
}

TEST_CASE("a segment that was cut anywhere keeps its whole blocks and says how much was torn") {
  const three_blocks three;
  for (std::size_t length = 0; length <= three.all.size(); ++length) {
    const auto found = split_segment(std::span(three.all).first(length));
    REQUIRE(found.has_value());
    std::size_t whole = 0;
    std::size_t bytes = 0;
    while (whole < 3 && bytes + three.blocks[whole].size() <= length) bytes += three.blocks[whole++].size();
    REQUIRE(found->blocks.size() == whole);
    REQUIRE(found->torn_bytes == length - bytes);
  }
}

TEST_CASE("a flipped bit in a block that others follow is an error that names its offset") {
  const three_blocks three;
  for (std::size_t bit = three.begins[1] * 8; bit < three.begins[2] * 8; ++bit) {
    auto broken = three.all;
    flip_bit(broken, bit);
    const auto found = split_segment(broken);
    REQUIRE(!found.has_value());
    REQUIRE(found.error().code == error_code::corrupt);
    const std::string place = "(at byte " + std::to_string(three.begins[1]) + ")";
    REQUIRE_THAT(found.error().message, Catch::EndsWith(place));
  }
}

TEST_CASE("bytes that are no blocks at all are refused where they are long enough to be one") {
  const record::bytes zeros(4096);
  const auto found = split_segment(zeros);
  REQUIRE(!found.has_value());
  CHECK(found.error().code == error_code::corrupt);
}

TEST_CASE("of a segment that nobody closed the whole blocks are read, wherever it was cut") {
  const three_blocks three;
  for (std::size_t length = 0; length <= three.all.size(); ++length) {
    const auto found = read_unfinished_segment(std::span(three.all).first(length));
    REQUIRE(found.has_value());
    std::size_t whole = 0;
    std::size_t bytes = 0;
    while (whole < 3 && bytes + three.blocks[whole].size() <= length) bytes += three.blocks[whole++].size();
    REQUIRE(found->blocks.size() == whole);
    REQUIRE(found->whole_bytes == bytes);
    REQUIRE(found->torn.empty() == (bytes == length));
    for (std::size_t i = 0; i < whole; ++i) REQUIRE(same(found->blocks[i], three.blocks[i]));
  }
}

TEST_CASE("a flipped bit in the last block of a segment that nobody closed makes it a torn tail") {
  const three_blocks three;
  for (std::size_t bit = three.begins[2] * 8; bit < three.all.size() * 8; ++bit) {
    auto broken = three.all;
    flip_bit(broken, bit);
    const auto found = read_unfinished_segment(broken);
    REQUIRE(found.has_value());
    REQUIRE(found->blocks.size() == 2);
    REQUIRE(found->whole_bytes == three.begins[2]);
    REQUIRE_FALSE(found->torn.empty());
  }
}

TEST_CASE("a flipped bit before a whole block is an error, in a segment that nobody closed too") {
  const three_blocks three;
  for (std::size_t bit = 0; bit < three.begins[2] * 8; ++bit) {
    auto broken = three.all;
    flip_bit(broken, bit);
    const auto found = read_unfinished_segment(broken);
    REQUIRE_FALSE(found.has_value());
    REQUIRE(found.error().code == error_code::corrupt);
    const std::size_t begin = bit / 8 < three.begins[1] ? 0 : three.begins[1];
    REQUIRE_THAT(found.error().message, Catch::EndsWith("(at byte " + std::to_string(begin) + ")"));
  }
}

TEST_CASE("zeros behind the blocks, as a machine that lost its power leaves them, are a torn tail") {
  const three_blocks three;
  auto longer = three.all;
  longer.resize(longer.size() + 4096);
  const auto found = read_unfinished_segment(longer);
  REQUIRE(found.has_value());
  CHECK(found->blocks.size() == 3);
  CHECK(found->whole_bytes == three.all.size());
  CHECK_FALSE(found->torn.empty());
}

TEST_CASE("Bytes that are full of fronts of blocks, none of which is whole, are broken and soon said to be") {
  // Each front says that its block goes to the end: with a checksum for each this would take a minute.
  record::bytes all = block_of({usage_with(1)}, 1);
  const std::size_t whole = all.size();
  constexpr std::size_t fronts = 60'000;
  all.resize(whole + fronts * 16);
  for (std::size_t i = 0; i < fronts; ++i) {
    const std::size_t at = whole + i * 16;
    const auto size = static_cast<std::uint32_t>(all.size() - at);
    std::memcpy(all.data() + at, all.data(), 4);
    std::memcpy(all.data() + at + 4, &size, sizeof size);
  }
  const auto found = read_unfinished_segment(all);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == error_code::corrupt);
  CHECK(found.error().message.ends_with("(at byte " + std::to_string(whole) + ")"));
}
