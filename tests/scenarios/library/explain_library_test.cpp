// What is explained of every scenario of the library comes to what its ledgers said, at several instants.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "engine/record/block.hpp"
#include "engine/time/text.hpp"
#include "reports/store/explanation.hpp"
#include "reports/store/store.hpp"
#include "scenarios/language/load.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

// The events of each account, from the blocks of a run.
std::map<account_index, std::vector<event>> events_of(const actor_run& done) {
  std::map<account_index, std::map<std::uint32_t, std::vector<event>>> epochs;
  for (const auto& block : done.blocks) {
    const auto view = record::block_view::open(block).value();
    epochs[view.header().account][view.header().epoch] = view.events().value();
  }
  std::map<account_index, std::vector<event>> all;
  for (const auto& [account, by_epoch] : epochs)
    for (const auto& [epoch, events] : by_epoch)
      all[account].insert(all[account].end(), events.begin(), events.end());
  return all;
}

// The balance that an event says, if it says one.
std::optional<credits> balance_said(const event& what) {
  return std::visit(
      [](const auto& body) -> std::optional<credits> {
        if constexpr (requires { body.balance; })
          return body.balance;
        else
          return std::nullopt;
      },
      what.body);
}

// Whether the movements of each lot come to what it says is left of it.
void check_lots(const explanation& what) {
  for (const explained_lot& lot : what.lots) {
    CAPTURE(lot.lot);
    credits left;
    credits held;
    for (const explained_movement& moved : lot.movements) {
      left += moved.change;
      held += moved.held_change;
    }
    REQUIRE(lot.left == left);
    REQUIRE(lot.held == held);
    REQUIRE(left == lot.booked + lot.refilled - lot.used - lot.expired - lot.revoked);
  }
}

// Whether an expectation saw what is explained of its instant, kind by kind.
void check_against(const run_store& store, account_index account, instant at, const figures& seen) {
  const explanation all = explain(store, account, std::nullopt, at).value();
  REQUIRE(all.balance() == seen.balance());
  REQUIRE(all.held() == seen.held);
  REQUIRE(all.debt() == seen.debt);
  for (std::size_t i = 0; i < lot_kinds; ++i) {
    const auto kind = static_cast<lot_kind>(i);
    const explanation of_kind = explain(store, account, kind, at).value();
    REQUIRE(of_kind.balance() == seen.of(kind));
    REQUIRE(of_kind.adds_up());
  }
}

// Explains the end of each instant at which something happened, but of long histories only some.
void check_account(const run_store& store, account_index account, const std::vector<event>& events) {
  constexpr std::size_t most_looked_at = 60;
  const std::size_t stride = events.size() / most_looked_at + 1;
  credits balance;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const event& each = events[i];
    CAPTURE(to_string(each.at), i + 1);
    balance = balance_said(each).value_or(balance);
    if (i + 1 < events.size() && events[i + 1].at == each.at) continue;
    if (const auto* seen = std::get_if<figures_event>(&each.body))
      check_against(store, account, each.at, seen->account);
    if (i % stride != 0) continue;
    const explanation what = explain(store, account, std::nullopt, each.at).value();
    REQUIRE(what.last_event == i + 1);
    REQUIRE(what.balance() == balance);
    REQUIRE(what.adds_up());
    check_lots(what);
  }
}

}  // namespace

TEST_CASE("every figure of the library is explained by movements that come to it",
          "[library][R12.2][R14.1]") {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(DRAWDOWN_SOURCE_DIR "/scenarios/library"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    CAPTURE(file.filename());
    const auto scenario = language::load_scenario(file.string());
    REQUIRE(scenario.what != nullptr);
    const auto done = run_with_actors(scenario.what, {.schedule = 1});
    auto store = run_store::create("").value();
    REQUIRE(store.write(*scenario.what, done.blocks).has_value());
    for (const auto& [account, events] : events_of(done)) {
      CAPTURE(scenario.what->accounts[account].name);
      check_account(store, account, events);
    }
  }
}
