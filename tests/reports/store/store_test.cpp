// The store as a file, and what it is made from: blocks.
#include "reports/store/store.hpp"

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "tests/reports/sample_run.hpp"
#include "tests/reports/store/rows.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// A folder of the test's own, gone afterwards.
struct folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("drawdown-store-" + std::to_string(std::random_device{}()));
  folder() { std::filesystem::create_directory(path); }
  ~folder() { std::filesystem::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }
};

}  // namespace

TEST_CASE("blocks in any order and of any length give the same store", "[R14.7]") {
  const auto world = sample_world().build();
  const std::vector<told_history> histories = {history_of_acme(), history_of_zenith()};
  const std::string expected = store_of(*world, histories).dump().value();
  CHECK(expected.find("receptionist used call 12m30s") != std::string::npos);
  REQUIRE(rc::check([&] {
    auto blocks = blocks_of(histories, *rc::gen::inRange<std::size_t>(1, 9));
    const auto picks =
        *rc::gen::container<std::vector<std::uint32_t>>(blocks.size(), rc::gen::arbitrary<std::uint32_t>());
    for (std::size_t i = 0; i < blocks.size(); ++i) std::swap(blocks[i], blocks[picks[i] % blocks.size()]);
    auto store = run_store::create("").value();
    RC_ASSERT(store.write(*world, blocks).has_value());
    RC_ASSERT(store.dump().value() == expected);
  }));
}

TEST_CASE("a missing, doubled or torn block is refused and nothing is written", "[R14.7]") {
  const auto world = sample_world().build();
  auto blocks = history_of_acme().blocks(5);
  auto store = run_store::create("").value();
  SECTION("missing") {
    blocks.erase(blocks.begin() + 1);
    const auto written = store.write(*world, blocks);
    REQUIRE_FALSE(written);
    CHECK(written.error().message ==
          "account acme: the block of epoch 2 begins with event 11, expected was 6");
  }
  SECTION("doubled") {
    blocks.push_back(blocks.front());
    REQUIRE_FALSE(store.write(*world, blocks));
  }
  SECTION("torn") {
    blocks.back().pop_back();
    REQUIRE_FALSE(store.write(*world, blocks));
  }
  SECTION("of an account that the world does not have") {
    told_history other(7);
    other.at("2026-01-30T10:00:00Z").granted(1, lot_kind::free, 1_cr);
    blocks.push_back(other.blocks(1).front());
    REQUIRE_FALSE(store.write(*world, blocks));
  }
  CHECK(rows_of(store, "select * from events").empty());
  CHECK(rows_of(store, "select * from accounts").empty());
}

TEST_CASE("an event that names a lot that never was is refused with its number") {
  told_history acme(0);
  acme.at("2026-01-30T10:00:00Z").granted(1, lot_kind::free, 1_cr).ends(2, 0_cr);
  auto store = run_store::create("").value();
  const auto written = store.write(*sample_world().build(), acme.blocks(10));
  REQUIRE_FALSE(written);
  CHECK(written.error().code == error_code::corrupt);
  CHECK(written.error().message == "account acme: event 2: lot 2 is named before it was granted");
}

TEST_CASE("a store can be closed, opened again and read; a file of that name is not overwritten") {
  const folder here;
  const std::string path = here.file("run.sqlite");
  std::string expected;
  {
    auto store = run_store::create(path).value();
    REQUIRE(store.write(*sample_world().build(), history_of_acme().blocks(100)));
    REQUIRE(store.write_facts(sample_facts()));
    expected = store.dump().value();
  }
  CHECK(run_store::open(path).value().dump().value() == expected);
  CHECK_FALSE(run_store::create(path));
}

TEST_CASE("what is not a run store is not opened as one") {
  const folder here;
  CHECK_FALSE(run_store::open(here.file("missing.sqlite")));
  std::ofstream(here.file("text.sqlite")) << "this is no database, however long it may be";
  CHECK_FALSE(run_store::open(here.file("text.sqlite")));
  { std::ofstream empty(here.file("empty.sqlite")); }
  const auto opened = run_store::open(here.file("empty.sqlite"));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message == here.file("empty.sqlite") + " is not a run store");
}
