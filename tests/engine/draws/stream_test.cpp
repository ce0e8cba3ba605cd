#include "engine/draws/stream.hpp"

#include <array>

#include <Random123/philox.h>
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/units/error.hpp"

namespace drawdown {

namespace {

const std::uint64_t receptionist = entity_of("acme/receptionist");

rc::Gen<std::int64_t> any_number() {
  return rc::gen::arbitrary<std::int64_t>();
}

draw_place any_place() {
  return {*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::inRange<std::uint64_t>(0, 1ULL << 48U),
          *rc::gen::arbitrary<std::uint16_t>()};
}

stream any_stream() {
  return {*rc::gen::arbitrary<std::uint64_t>(), draw_stream::agent_usage};
}

}  // namespace

TEST_CASE("Philox4x32-10 gives the known answers that Random123 publishes", "[R14.7]") {
  using philox = r123::Philox4x32;
  struct known_answer {
    philox::ctr_type counter;
    philox::key_type key;
    philox::ctr_type drawn;
  };
  const std::array<known_answer, 3> answers{{
      {{{0, 0, 0, 0}}, {{0, 0}}, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}},
      {{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}},
       {{0xffffffff, 0xffffffff}},
       {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}},
      {{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
       {{0xa4093822, 0x299f31d0}},
       {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}},
  }};
  for (const known_answer& each : answers) CHECK(philox()(each.counter, each.key) == each.drawn);
}

TEST_CASE("an entity is the XXH64 of its path of names", "[R14.7]") {
  CHECK(entity_of("") == 0xef46db3751d8e999);
  CHECK(entity_of("a") == 0xd24ec4f1a98c6e5b);
  CHECK(entity_of("abc") == 0x44bc2cf5ad770999);
  CHECK(entity_of("Nobody inspects the spammish repetition") == 0xfbcea83c8a378bf1);
  CHECK(receptionist == 0xf3de50dc548496a0);
}

// The values come from another implementation of both algorithms, in another language.
TEST_CASE("a draw is the same on every machine and forever", "[R14.7]") {
  CHECK(stream(1, draw_stream::gateway_decline).bits({receptionist, 0, 0}) == 0x5780cee7e206fef0);
  CHECK(stream(1, draw_stream::agent_usage).bits({receptionist, 0, 0}) == 0x8b4292f67600769b);
  CHECK(stream(7, draw_stream::agent_usage).bits({receptionist, 5, 2}) == 0x4b9fcc8b2a67e1fd);
  CHECK(stream(UINT64_MAX, draw_stream::gateway_notice).bits({receptionist, (1ULL << 48U) - 1, 0xffff}) ==
        0xd5ad37039e3ccbf9);
}

TEST_CASE("numbers below a thousand are the known ones", "[R14.7]") {
  const stream usage(7, draw_stream::agent_usage);
  const std::array<std::uint64_t, 5> expected{780, 599, 378, 972, 766};
  for (std::uint64_t i = 0; i < expected.size(); ++i)
    CHECK(usage.uniform_below(1000, {receptionist, i, 0}) == expected[i]);
}

TEST_CASE("a draw lies within its bounds", "[R14.7]") {
  REQUIRE(rc::check([] {
    const std::int64_t a = *any_number();
    const std::int64_t b = *any_number();
    const std::int64_t drawn = any_stream().between(std::min(a, b), std::max(a, b), any_place());
    RC_ASSERT(drawn >= std::min(a, b));
    RC_ASSERT(drawn <= std::max(a, b));
    const std::uint64_t count = *rc::gen::positive<std::uint64_t>();
    RC_ASSERT(any_stream().uniform_below(count, any_place()) < count);
    RC_ASSERT(any_stream().between(a, a, any_place()) == a);
  }));
}

TEST_CASE("both bounds are drawn, and what is certain happens", "[R14.7]") {
  const stream usage(3, draw_stream::agent_usage);
  std::array<int, 3> seen{};
  int chances = 0;
  for (std::uint64_t i = 0; i < 30'000; ++i) {
    ++seen[static_cast<std::size_t>(usage.between(-1, 1, {receptionist, i, 0}) + 1)];
    chances += usage.chance(20'000, {receptionist, i, 1}) ? 1 : 0;
    CHECK_FALSE(usage.chance(0, {receptionist, i, 2}));
    CHECK(usage.chance(1'000'000, {receptionist, i, 2}));
  }
  // Ten thousand each and six hundred, give or take five standard deviations.
  for (const int count : seen) CHECK((count > 9'592 && count < 10'408));
  CHECK((chances > 478 && chances < 722));
}

TEST_CASE("draws of other streams, seeds, entities and places are others", "[R14.7]") {
  REQUIRE(rc::check([](std::uint64_t seed) {
    const draw_place at = any_place();
    const std::uint64_t drawn = stream(seed, draw_stream::agent_usage).bits(at);
    RC_ASSERT(drawn == stream(seed, draw_stream::agent_usage).bits(at));
    RC_ASSERT(drawn != stream(seed, draw_stream::gateway_decline).bits(at));
    RC_ASSERT(drawn != stream(seed + 1, draw_stream::agent_usage).bits(at));
    RC_ASSERT(drawn != stream(seed, draw_stream::agent_usage).bits({at.entity + 1, at.index, at.draw}));
    RC_ASSERT(drawn != stream(seed, draw_stream::agent_usage).bits({at.entity, at.index ^ 1U, at.draw}));
    RC_ASSERT(drawn != stream(seed, draw_stream::agent_usage)
                           .bits({at.entity, at.index, static_cast<std::uint16_t>(at.draw ^ 1U)}));
  }));
}

TEST_CASE("a draw from nothing, or from an index beyond the counter, is a defect", "[R14.7]") {
  const stream usage(3, draw_stream::agent_usage);
  CHECK_THROWS_AS(usage.uniform_below(0, {receptionist, 0, 0}), defect);
  CHECK_THROWS_AS(usage.between(1, 0, {receptionist, 0, 0}), defect);
  CHECK_THROWS_AS(usage.bits({receptionist, 1ULL << 48U, 0}), defect);
}

}  // namespace drawdown
