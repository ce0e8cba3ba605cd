// A commit block keeps every event as it was, and notices when its bytes are not what was written.
#include <array>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "any_event.hpp"
#include "blocks.hpp"
#include "engine/record/block_writer.hpp"

using namespace drawdown;
using namespace drawdown::test;
using record::block_view;
using record::block_writer;

TEST_CASE("events of every kind come back from a block as they went in", "[R12.1]") {
  REQUIRE(rc::check([] {
    const auto events = *any_events();
    const auto block = block_of(events);
    const auto view = block_view::open(block);
    RC_ASSERT(view.has_value());
    const auto read = view->events();
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == events);
  }));
}

TEST_CASE("a block says whose it is, of which epoch, and how the account stands at its end") {
  REQUIRE(rc::check([] {
    record::block_header told;
    told.account = any_number<account_index>();
    told.epoch = any_number<std::uint32_t>();
    told.from = any_instant();
    told.until = any_instant();
    told.first_number = any_number<std::uint64_t>();
    told.event_count = 1;
    told.state_digest = any_number<std::uint64_t>();
    told.at_end = any_figures();
    block_writer writer;
    writer.begin(told.account, told.epoch, told.from, told.until, told.first_number);
    writer.append(told.from, any_body());
    const auto block = writer.finish(told.state_digest, told.at_end);
    RC_ASSERT(block_view::open(block).value().header() == told);
    RC_ASSERT(block_view::open(block).value().size_bytes() == block.size());
  }));
}

TEST_CASE("a debit takes 64 bytes, and 16 more for each slice where there is more than one", "[R3.4]") {
  const std::size_t empty = block_of({}).size();
  CHECK(block_of({usage_with(0)}).size() - empty == 64);
  CHECK(block_of({usage_with(1)}).size() - empty == 64);
  CHECK(block_of({usage_with(2)}).size() - empty == 64 + 2 * 16);
  CHECK(block_of({usage_with(3)}).size() - empty == 64 + 3 * 16);
}

TEST_CASE("what few usages have takes 56 bytes more", "[R2.5][R4.1][R4.5][R5.5]") {
  const std::size_t plain = block_of({usage_with(1)}).size();
  const auto more = [&](auto change) {
    event used = usage_with(1);
    change(std::get<usage_event>(used.body));
    return block_of({used}).size() - plain;
  };
  CHECK(more([](usage_event& e) { e.user = 0; }) == 56);
  CHECK(more([](usage_event& e) { e.group = 0; }) == 56);
  CHECK(more([](usage_event& e) { e.times = 2; }) == 56);
  CHECK(more([](usage_event& e) { e.occurred_at = instant::from_us(1); }) == 56);
  CHECK(more([](usage_event& e) { e.uncharged = 1; }) == 56);
  CHECK(more([](usage_event& e) { e.value = 1; }) == 0);
  // Its only slice is no longer the whole amount, and is written.
  CHECK(more([](usage_event& e) { e.amount += e.debt = credits::whole(1); }) == 56 + 16);
  CHECK(more([](usage_event& e) { e.amount += e.forgiven = credits::whole(1); }) == 56 + 16);
  CHECK(more([](usage_event& e) { e.amount += e.invoiced = credits::whole(1); }) == 56 + 16);
}

TEST_CASE("a writer that begins again drops what was collected before") {
  block_writer writer;
  writer.begin(1, 1, {}, {}, 1);
  writer.append(instant{}, usage_with(2).body);
  writer.begin(2, 5, {}, {}, 9);
  CHECK(writer.event_count() == 0);
  const auto block = writer.finish(0, {});
  CHECK(block_view::open(block).value().header().account == 2);
  CHECK(block_view::open(block).value().events().value().empty());
}

TEST_CASE("a debit whose slices are not what lots paid of it is not written down", "[R3.4][R4.5]") {
  block_writer writer;
  writer.begin(1, 1, {}, {}, 1);
  usage_event used;
  used.amount = credits::whole(3);
  used.slices = {{1, credits::whole(2)}};
  CHECK_THROWS_AS(writer.append(instant{}, used), defect);
  used.debt = credits::whole(1);
  CHECK_NOTHROW(writer.append(instant{}, used));
}

TEST_CASE("the checksum that closes a block is the CRC-32C of all before it") {
  const std::array<std::byte, 9> digits{std::byte{'1'}, std::byte{'2'}, std::byte{'3'},
                                        std::byte{'4'}, std::byte{'5'}, std::byte{'6'},
                                        std::byte{'7'}, std::byte{'8'}, std::byte{'9'}};
  REQUIRE(crc_32c(digits) == 0xE3069283U);  // the check value of the polynomial
  auto block = block_of({usage_with(2)});
  const auto written = block;
  seal(block);
  CHECK(block == written);
}

TEST_CASE("a block with one flipped bit, anywhere, is corrupt") {
  REQUIRE(rc::check([] {
    auto block = block_of(*any_events());
    flip_bit(block, *rc::gen::inRange<std::size_t>(0, block.size() * 8));
    const auto view = block_view::open(block);
    RC_ASSERT(!view.has_value());
    RC_ASSERT(view.error().code == error_code::corrupt);
  }));
}

TEST_CASE("a block that is cut anywhere is corrupt") {
  const auto block = block_of({usage_with(1), usage_with(3), {instant{}, recharge_off_event{1}}});
  for (std::size_t length = 0; length < block.size(); ++length) {
    const auto view = block_view::open(std::span(block).first(length));
    REQUIRE(!view.has_value());
    REQUIRE(view.error().code == error_code::corrupt);
  }
}

TEST_CASE("what follows a block is not part of it") {
  auto block = block_of({usage_with(2)});
  const std::size_t size = block.size();
  block.resize(size + 100, std::byte{0xFF});
  CHECK(block_view::open(block).value().size_bytes() == size);
  CHECK(block_view::open(block).value().events().value() == std::vector{usage_with(2)});
}

TEST_CASE("a block whose checksum is right and whose entries are not is read without a fault, or refused") {
  REQUIRE(rc::check([] {
    auto block = block_of(*rc::gen::nonEmpty(any_events()));
    const std::size_t header = block_of({}).size() - sizeof(std::uint32_t);
    const std::size_t last = block.size() - sizeof(std::uint32_t);
    const int changes = *rc::gen::inRange(1, 5);
    for (int i = 0; i < changes; ++i)
      block[*rc::gen::inRange(header, last)] = static_cast<std::byte>(any_number<std::uint8_t>());
    seal(block);
    const auto view = block_view::open(block);
    RC_ASSERT(view.has_value());
    const auto read = view->events();
    RC_ASSERT(read.has_value() || read.error().code == error_code::corrupt);
  }));
}

TEST_CASE("an entry that does not decode is said with its offset") {
  auto block = block_of({usage_with(1), usage_with(1)});
  const std::size_t header = block_of({}).size() - sizeof(std::uint32_t);
  block[header + 64] = std::byte{200};  // no event has that tag
  seal(block);
  const auto read = block_view::open(block).value().events();
  REQUIRE(!read.has_value());
  CHECK(read.error().message == "a block's entry at byte 64 does not decode");
}

TEST_CASE("a block that holds fewer events than it says is corrupt") {
  auto block = block_of({usage_with(1), usage_with(1)});
  constexpr std::size_t count_offset = 40;
  block[count_offset] = std::byte{3};
  seal(block);
  const auto read = block_view::open(block).value().events();
  REQUIRE(!read.has_value());
  CHECK(read.error().message == "a block says that it has 3 events and has 2");
}

TEST_CASE("A block that says it has more events than fit into its bytes is corrupt, and costs no memory") {
  auto block = block_of({usage_with(1), usage_with(2)});
  constexpr std::size_t count_offset = 40;
  for (std::size_t i = 0; i < 4; ++i) block[count_offset + i] = std::byte{0xFF};
  seal(block);
  const auto view = block_view::open(block);
  REQUIRE_FALSE(view);
  CHECK(view.error().code == error_code::corrupt);
}
