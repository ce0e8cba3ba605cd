// Pages of the history, and usage by what it is attributed to.
#include <catch2/catch.hpp>

#include "reports/store/events.hpp"
#include "reports/store/usage_by.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

std::vector<std::uint64_t> numbers(const run_store& store, const history_choice& what,
                                   std::uint64_t skipped = 0, std::uint64_t count = 100) {
  std::vector<std::uint64_t> found;
  const auto rows = read_history(store, what, skipped, count).value();
  for (const event_row& row : rows) found.push_back(row.number);
  return found;
}

using names = std::vector<std::string>;

// `desk 3 125 1`: name, usages, credits, refused.
names totals(const run_store& store, usage_by by, const std::optional<std::string>& agent = std::nullopt) {
  names lines;
  const auto members = read_usage_by(store, by, {0, agent}).value();
  for (const usage_total& member : members)
    lines.push_back(member.name.value_or("(none)") + " " + std::to_string(member.usages) + " " +
                    to_string(member.spent) + " " + std::to_string(member.refused));
  return lines;
}

// Usage for a user, under a group, of an agent.
run_store attributed() {
  world_builder told = hotel_world();
  told.user("bo");
  told_history hotel(0);
  hotel.at("2026-01-01").granted(1, lot_kind::free, 100_cr);
  const auto uses = [&](agent_index agent, user_index user, group_index group, credits cost, outcome result) {
    usage_event event;
    event.key = key_of_step(100 + hotel.events().size());
    event.agent = agent;
    event.meter = 1;
    event.user = user;
    event.group = group;
    event.result = result;
    event.amount = cost;
    if (result == outcome::charged) event.slices = {{1, cost}};
    hotel.tells(event);
  };
  uses(0, 0, 0, 30_cr, outcome::charged);
  uses(0, 1, no_group, 10_cr, outcome::charged);
  uses(no_agent, 0, 0, 5_cr, outcome::charged);
  uses(no_agent, no_user, no_group, 40_cr, outcome::charged);
  uses(0, 1, 0, 50_cr, outcome::insufficient_credit);
  return store_of(*told.build(), {hotel});
}

}  // namespace

TEST_CASE("the history lists what moved, was refused or has to be told, newest first", "[R12.1][R12.2]") {
  CHECK(numbers(sample_store(), {}) == std::vector<std::uint64_t>{17, 14, 13, 12, 10, 8, 3, 2, 1});
  CHECK(numbers(hotel_store(), {}).size() == 20);  // all but the charge
}

TEST_CASE("pages follow one another without a gap, whatever their size", "[R12.2]") {
  const run_store store = hotel_store();
  const auto all = numbers(store, {});
  CHECK(count_history(store, {}).value() == all.size());
  for (std::uint64_t size = 1; size <= 21; ++size) {
    std::vector<std::uint64_t> paged;
    for (std::uint64_t skipped = 0; skipped < all.size(); skipped += size)
      for (const std::uint64_t number : numbers(store, {}, skipped, size)) paged.push_back(number);
    CHECK(paged == all);
  }
}

TEST_CASE("the history can be narrowed to an entry, a kind of event, an agent", "[R12.2]") {
  const run_store store = hotel_store();
  CHECK(numbers(store, {.kind = "usage"}) == std::vector<std::uint64_t>{20, 11});
  CHECK(numbers(store, {.kind = "charge"}) == std::vector<std::uint64_t>{14});
  CHECK(numbers(store, {.agent = "desk"}) == std::vector<std::uint64_t>{21, 16, 11, 9, 6, 4});
  CHECK(numbers(store, {.kind = "usage", .agent = "desk"}) == std::vector<std::uint64_t>{11});
  CHECK(count_history(store, {.kind = "usage", .agent = "desk"}).value() == 1);
  CHECK(numbers(store, {.agent = "nobody"}).empty());
}

TEST_CASE("an entry of the history carries its lots, its attribution and the figures after it", "[R12.1]") {
  const auto rows = read_history(attributed(), {}, 0, 10).value();
  const event_row& first = rows.at(4);
  CHECK(first.user == "ana");
  CHECK(first.group == "spring");
  CHECK(first.meter == "call");
  CHECK(first.feature == "voice");
  REQUIRE(first.movements.size() == 1);
  CHECK(first.movements[0].what == "used");
  CHECK(first.movements[0].left == -30_cr);
  CHECK(first.description == "desk used call 0s for ana under spring");
  const auto hotel = read_history(hotel_store(), {.kind = "captured"}, 1, 1).value();
  CHECK(hotel.at(0).held == 65_cr);
}

TEST_CASE("usage is totalled by agent, feature, group and user, most first, without one last", "[R5.5]") {
  const run_store store = attributed();
  CHECK(totals(store, usage_by::agent) == names{"desk 2 40 1", "(none) 2 45 0"});
  CHECK(totals(store, usage_by::feature) == names{"voice 4 85 1"});
  CHECK(totals(store, usage_by::group) == names{"spring 2 35 1", "(none) 2 50 0"});
  CHECK(totals(store, usage_by::user) == names{"ana 2 35 0", "bo 1 10 1", "(none) 1 40 0"});
  CHECK(totals(store, usage_by::user, "desk") == names{"ana 1 30 0", "bo 1 10 1"});
}

TEST_CASE("captures are usage, debt was spent, what was forgiven was not", "[R5.3][R4.5]") {
  CHECK(totals(hotel_store(), usage_by::agent) == names{"desk 3 125 1", "(none) 1 5 0"});
}

TEST_CASE("a share has one decimal, and nothing has none") {
  CHECK(share_of(1_cr, 3_cr) == "33.3%");
  CHECK(share_of(2_cr, 3_cr) == "66.7%");
  CHECK(share_of(3_cr, 3_cr) == "100.0%");
  CHECK(share_of(0_cr, 0_cr) == "0.0%");
  CHECK(share_of(credits::largest(), credits::largest()) == "100.0%");
}
