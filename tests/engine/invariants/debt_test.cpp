// What the checker finds wrong with debt (R4.5, R4.6) and with what was charged for it (R14.3).
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "history.hpp"

namespace drawdown::test {
namespace {

std::shared_ptr<const world> world_with(const std::function<void(settings&)>& change) {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  change(w.settings());
  auto acme = w.account("acme");
  acme.agent("limited", when_exhausted::stop, 100_cr);
  acme.agent("easy", when_exhausted::use_balance, 100_cr);
  return w.build();
}
std::shared_ptr<const world> carrying() {
  return world_with([](settings&) {});
}

// Sixty free credits, of which a debit of 100 takes all: 40 are owed.
history owing_40(std::shared_ptr<const world> in = carrying()) {
  history told(std::move(in));
  told.books(1, lot_kind::free, 60_cr, 60_cr);
  return told.tell(debit_of({{1, 60_cr}}, 0_cr, 40_cr));
}

debt_paid_event paid(debt_id debt, std::vector<slice> slices, credits balance, credits owed) {
  debt_paid_event e;
  e.debt = debt;
  for (const slice& s : slices) e.amount += s.amount;
  e.slices = std::move(slices);
  e.balance = balance;
  e.owed = owed;
  return e;
}

TEST_CASE("a right history of debt breaks nothing", "[R4.5][R14.3]") {
  auto told = owing_40();
  told.tell(debit_of({}, 0_cr, 5_cr)).books(2, lot_kind::paid, 42_cr, 42_cr);
  told.tell(paid(1, {{2, 40_cr}}, 2_cr, 5_cr)).tell(paid(2, {{2, 2_cr}}, 0_cr, 3_cr));
  figures now;
  now.debt = 3_cr;
  told.tell(figures_event{0, no_agent, now, {}, {}, false});
  CHECK(told.message() == "");
}

TEST_CASE("debt that the settings do not allow is caught, and a part that is forgiven", "[R4.5]") {
  const auto refusing = world_with([](settings& s) { s.when_short = short_of_credit::refuse; });
  CHECK(history(refusing).tell(debit_of({}, 0_cr, 5_cr)).rule() == "R4.5");
  CHECK(history(refusing).tell(debit_of({}, 0_cr, 0_cr, 5_cr)).rule() == "R4.5");
  const auto capping = world_with([](settings& s) { s.when_short = short_of_credit::cap; });
  CHECK(history(capping).tell(debit_of({}, 0_cr, 0_cr, 5_cr)).message() == "");
  CHECK(history(capping).tell(debit_of({}, 0_cr, 5_cr)).rule() == "R4.5");
}

TEST_CASE("a refused usage that makes debt is caught", "[R4.5]") {
  usage_event refused = debit_of({}, 0_cr, 5_cr);
  refused.result = outcome::insufficient_credit;
  CHECK(history(carrying()).tell(refused).rule() == "R4.5");
}

TEST_CASE("debt that is made while a lot could have paid is caught", "[R4.5]") {
  history told(carrying());
  told.books(1, lot_kind::free, 60_cr, 60_cr);
  CHECK(history(told).tell(debit_of({{1, 59_cr}}, 1_cr, 40_cr)).rule() == "R4.5");
}

TEST_CASE("beyond the limit of an agent only the wallet must be empty", "[R4.5][R5.3]") {
  history told(carrying());
  told.books(1, lot_kind::plan, 300_cr, 300_cr).books(2, lot_kind::paid, 10_cr, 310_cr);
  usage_event beyond = debit_of({{1, 100_cr}, {2, 10_cr}}, 200_cr, 20_cr);
  beyond.agent = easy;
  CHECK(history(told).tell(beyond).rule() == "");
  usage_event within = debit_of({{1, 80_cr}}, 230_cr, 20_cr);
  within.agent = easy;
  CHECK(history(told).tell(within).rule() == "R4.5");
  usage_event keeps_wallet = debit_of({{1, 100_cr}, {2, 9_cr}}, 201_cr, 20_cr);
  keeps_wallet.agent = easy;
  CHECK(history(told).tell(keeps_wallet).rule() == "R4.5");
}

TEST_CASE("debt beyond the overdraft is caught", "[R14.6]") {
  const auto bounded = world_with([](settings& s) { s.overdraft = 50_cr; });
  CHECK(owing_40(bounded).tell(debit_of({}, 0_cr, 10_cr)).rule().empty());
  CHECK(owing_40(bounded).tell(debit_of({}, 0_cr, 11_cr)).rule() == "R14.6");
}

TEST_CASE("credit that is left available while there is debt is caught at the next item", "[R14.6]") {
  auto told = owing_40();
  told.books(2, lot_kind::paid, 15_cr, 15_cr);
  CHECK(told.rule().empty());
  CHECK(history(told).tell(debit_of({}, 15_cr)).rule() == "R14.6");
  CHECK(history(told).at(later).tell(recharge_off_event{1}).rule() == "R14.6");
  CHECK(history(told).tell(paid(1, {{2, 15_cr}}, 0_cr, 25_cr)).tell(debit_of({}, 0_cr)).message() == "");
  CHECK(history(told).tell(paid(1, {{2, 14_cr}}, 1_cr, 26_cr)).tell(debit_of({}, 1_cr)).rule() == "R14.6");
}

TEST_CASE("a kind that pays no debt may keep its credit, and must", "[R4.6]") {
  const auto told = [] {
    auto owing = owing_40(world_with([](settings& s) { s.debt_paid_by = {true, true, true, true, false}; }));
    owing.books(2, lot_kind::paid, 15_cr, 15_cr);
    return owing;
  };
  CHECK(told().tell(debit_of({{2, 1_cr}}, 14_cr)).message() == "");
  CHECK(told().tell(paid(1, {{2, 15_cr}}, 0_cr, 25_cr)).rule() == "R3.8");
}

TEST_CASE("a restricted lot pays only debt of usage that it could have paid", "[R4.6][R3.8]") {
  const auto told = [](meter_index only) {
    auto owing = owing_40();
    lot_event restricted = lot_of(2, lot_kind::paid, 15_cr, 15_cr);
    restricted.only.meters = {only};
    return owing.tell(restricted);
  };
  CHECK(told(0).tell(paid(1, {{2, 15_cr}}, 0_cr, 25_cr)).message() == "");
  CHECK(told(0).tell(debit_of({}, 15_cr)).rule() == "R14.6");
  CHECK(told(3).tell(paid(1, {{2, 15_cr}}, 0_cr, 25_cr)).rule() == "R3.8");
  CHECK(told(3).tell(debit_of({}, 15_cr)).message() == "");
}

TEST_CASE("debt of an adjustment is paid by unrestricted lots alone", "[R4.6][R3.11]") {
  history told(carrying());
  told.tell(adjust_event{key_of_step(8), 5_cr, 5_cr, 0_cr, {}});
  lot_event restricted = lot_of(2, lot_kind::paid, 15_cr, 15_cr);
  restricted.only.user = 0;
  told.tell(restricted);
  debt_paid_event by_lot = paid(1, {{2, 5_cr}}, 10_cr, 0_cr);
  by_lot.key = key_of_step(8);
  CHECK(history(told).tell(by_lot).rule() == "R3.8");
  CHECK(history(told).tell(recharge_off_event{1}).at(later).tell(recharge_off_event{1}).message() == "");
}

TEST_CASE("debt that is paid out of order, too much, or that is none, is caught", "[R4.5]") {
  const auto told = [] {
    auto owing = owing_40();
    owing.tell(debit_of({}, 0_cr, 5_cr)).books(2, lot_kind::paid, 60_cr, 60_cr);
    return owing;
  };
  CHECK(told().tell(paid(2, {{2, 5_cr}}, 55_cr, 40_cr)).rule() == "R4.5");
  CHECK(told().tell(paid(1, {{2, 41_cr}}, 19_cr, 4_cr)).rule() == "R4.5");
  CHECK(told().tell(paid(3, {{2, 5_cr}}, 55_cr, 40_cr)).rule() == "R4.5");
  CHECK(told().tell(paid(1, {{2, 40_cr}}, 20_cr, 4_cr)).rule() == "R14.2");
  debt_paid_event other = paid(1, {{2, 40_cr}}, 20_cr, 5_cr);
  other.key = key_of_step(99);
  CHECK(told().tell(other).rule() == "R4.5");
}

TEST_CASE("lots pay debt in their order", "[R14.5][R4.5]") {
  auto told = owing_40();
  told.books(2, lot_kind::paid, 60_cr, 60_cr).rule();
  history both = owing_40();
  // Both become effective at one instant: neither has been looked at alone.
  const auto scheduled = [](lot_id id, lot_kind kind, credits amount) {
    lot_event e = lot_of(id, kind, amount, 0_cr);
    e.result = outcome::scheduled;
    e.effective = later;
    return e;
  };
  lot_event plan = scheduled(2, lot_kind::plan, 30_cr);
  lot_event bought = scheduled(3, lot_kind::paid, 30_cr);
  both.tell(plan).tell(bought).at(later);
  plan.result = bought.result = outcome::granted;
  plan.balance = 30_cr;
  bought.balance = 60_cr;
  both.tell(plan).tell(bought);
  CHECK(history(both).tell(paid(1, {{2, 30_cr}, {3, 10_cr}}, 20_cr, 0_cr)).message() == "");
  CHECK(history(both).tell(paid(1, {{3, 30_cr}, {2, 10_cr}}, 20_cr, 0_cr)).rule() == "R14.5");
}

TEST_CASE("debt that is dropped where it is to be kept, or in part, is caught", "[R3.10]") {
  const instant turn = when("2026-02-01");
  CHECK(owing_40().at(turn).tell(debt_dropped_event{40_cr}).rule() == "R3.10");
  const auto dropping = world_with([](settings& s) { s.preserve_overage = false; });
  CHECK(owing_40(dropping).at(turn).tell(debt_dropped_event{40_cr}).tell(debit_of({}, 0_cr)).message() == "");
  CHECK(owing_40(dropping).at(turn).tell(debt_dropped_event{39_cr}).rule() == "R3.10");
  CHECK(owing_40(dropping).at(turn).tell(debit_of({}, 0_cr)).rule() == "R3.10");
  CHECK(owing_40(dropping).at(later).tell(debt_dropped_event{40_cr}).rule() == "R3.10");
}

TEST_CASE("an adjustment that makes debt while credit is available is caught", "[R3.11]") {
  history told(carrying());
  told.books(1, lot_kind::free, 60_cr, 60_cr);
  CHECK(history(told).tell(adjust_event{{}, 70_cr, 10_cr, 0_cr, {{1, 60_cr}}}).message() == "");
  CHECK(history(told).tell(adjust_event{{}, 60_cr, 10_cr, 10_cr, {{1, 50_cr}}}).rule() == "R3.11");
  CHECK(history(told).tell(adjust_event{{}, 0_cr, 0_cr, 60_cr, {}}).rule() == "R3.11");
  CHECK(history(told).tell(adjust_event{{}, 6_cr, 0_cr, 55_cr, {{1, 5_cr}}}).rule() == "R3.4");
}

TEST_CASE("figures with other debt are caught", "[R14.2]") {
  CHECK(owing_40().tell(figures_event{0, no_agent, figures{}, {}, {}, false}).rule() == "R14.2");
}

}  // namespace
}  // namespace drawdown::test
