// A store that keeps totals and the transactions of some accounts says the same as one that keeps everything.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "plain_run.hpp"
#include "reports/store/books.hpp"
#include "reports/store/kept.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/run_fold.hpp"
#include "reports/store/store.hpp"
#include "seeded_world.hpp"
#include "tests/reports/sample_run.hpp"
#include "tests/reports/store/rows.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// The same world, in which two rules are said to hold at all times; both are broken now and then.
std::shared_ptr<const world> with_rules(const world& in) {
  auto made = std::make_shared<world>(in);
  for (const figure which : {figure::held, figure::debt}) {
    always_rule rule;
    rule_term of_account;
    of_account.of = rule_term::whose::account;
    of_account.which = which;
    rule.left.push_back(of_account);
    rule.right.emplace_back();
    made->rules.push_back(rule);
  }
  return made;
}

// The blocks of all accounts of a world, week by week, as a run commits them.
std::vector<record::bytes> weekly_blocks(const std::shared_ptr<const world>& in) {
  std::vector<std::unique_ptr<plain_run>> runs;
  for (std::size_t i = 0; i < in->accounts.size(); ++i)
    runs.push_back(std::make_unique<plain_run>(in, static_cast<account_index>(i)));
  std::vector<record::bytes> blocks;
  const auto work = [&](instant until) {
    for (const auto& run : runs) {
      run->work(until);
      blocks.push_back(run->block());
    }
  };
  for (instant until = in->start + duration::days(7); until <= in->end; until = until + duration::days(7))
    work(until);
  work(in->end.next());
  return blocks;
}

run_store whole_store(const world& in, const std::vector<record::bytes>& blocks) {
  auto store = run_store::create("").value();
  RC_ASSERT(store.write(in, blocks).has_value());
  return store;
}

run_store totals_store(const world& in, const std::vector<record::bytes>& blocks,
                       const std::vector<bool>& kept) {
  run_fold others(in, kept);
  std::vector<record::bytes> own;
  for (const record::bytes& block : blocks) {
    if (kept.at(record::block_view::open(block)->header().account))
      own.push_back(block);
    else
      RC_ASSERT(others.add(block).has_value());
  }
  auto store = run_store::create("").value();
  RC_ASSERT(store.write(in, own, others).has_value());
  return store;
}

// What is said of all accounts.
const std::vector<std::string> of_all = {
    "daily",
    "daily_credit",
    "daily_refusals",
    "monthly_close",
    "trial_balance",
    "balances",
    "balance_by_kind",
    "months order by account, month",
    "account_totals order by account",
    "end_states order by position",
    "day_events order by position",
    "day_movements order by position",
    "day_postings order by position",
    "subscriptions order by account",
    "subscription_units order by account, add_on",
    "account_users order by account, position",
    "recharge_terms order by account",
    "rules order by position",
};

// The transactions, and what stands of each account that is kept.
const std::vector<std::string> of_kept = {"events",  "movements", "debt_movements", "postings", "closings",
                                          "figures", "estimates", "quotes",         "lots",     "lot_meters",
                                          "holds",   "debts",     "payments",       "invoices"};

std::vector<std::string> rows_of_kept(const run_store& store, const std::string& table,
                                      const std::vector<bool>& kept) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i])
      for (std::string& row :
           rows_of(store, "select * from " + table + " where account = " + std::to_string(i)))
        all.push_back(std::move(row));
  return all;
}

}  // namespace

TEST_CASE("totals are the same whether all transactions are kept or those of some", "[R13.5][R14.1]") {
  REQUIRE(rc::check([] {
    const auto in = with_rules(*seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make(3));
    const auto kept = *rc::gen::container<std::vector<bool>>(3, rc::gen::arbitrary<bool>());
    const auto blocks = weekly_blocks(in);
    const run_store whole = whole_store(*in, blocks);
    const run_store totals = totals_store(*in, blocks, kept);
    for (const std::string& name : of_all) {
      RC_LOG() << name;
      RC_ASSERT(rows_of(totals, "select * from " + name) == rows_of(whole, "select * from " + name));
    }
    for (const std::string& name : of_kept) {
      RC_LOG() << name;
      RC_ASSERT(rows_of_kept(totals, name, kept) == rows_of_kept(whole, name, kept));
    }
    RC_ASSERT(
        rows_of(totals, "select 1 from events e join accounts a on a.account = e.account where not a.kept")
            .empty());
    const auto before = read_accounts(whole).value();
    const auto after = read_accounts(totals).value();
    for (std::size_t i = 0; i < before.size(); ++i) {
      RC_ASSERT(before[i].left == after[i].left);
      RC_ASSERT(before[i].suspended == after[i].suspended);
      RC_ASSERT(before[i].payments_in_flight == after[i].payments_in_flight);
    }
    RC_ASSERT(read_payments_in_flight(whole)->size() == read_payments_in_flight(totals)->size());
    RC_ASSERT(read_open_invoices(whole)->size() == read_open_invoices(totals)->size());
  }));
}

TEST_CASE("a store says whose transactions it has") {
  const auto in = sample_world().build();
  const std::vector<told_history> histories = {history_of_acme(), history_of_zenith()};
  CHECK(kept_note(read_run(store_of(*in, histories)).value()).empty());
  const run_store store = totals_store(*in, blocks_of(histories, 5), {false, true});
  const run_row run = read_run(store).value();
  CHECK(run.kept_accounts == 1);
  CHECK(kept_note(run) ==
        "transactions are kept of 1 of 2 accounts (--keep totals); totals, months and balances are of all of "
        "them");
  CHECK_THAT(not_kept(run, read_accounts(store).value().front()).message,
             Catch::Matchers::Contains("--keep totals --keep-accounts acme"));
  CHECK(rows_of(store, "select name, kept from accounts") == std::vector<std::string>{"acme|0", "zenith|1"});
}

TEST_CASE("what happened on a day can be asked of either store") {
  const auto in = sample_world().build();
  const std::vector<told_history> histories = {history_of_acme(), history_of_zenith()};
  const run_store store = totals_store(*in, blocks_of(histories, 5), {false, false});
  CHECK(
      rows_of(
          store,
          "select day, usages, refused, granted, used, received, balance from daily where day < '2026-02'") ==
      std::vector<std::string>{"2026-01-30|2|0|3605|133|50.00|3472", "2026-01-31|0|1|0|0|0.00|3472"});
  CHECK(rows_of(store, "select * from daily_credit where day = '2026-01-30'") ==
        std::vector<std::string>{"2026-01-30|free|100|90|0|0|0", "2026-01-30|plan|1000|40|0|0|0",
                                 "2026-01-30|adjustment|5|3|0|0|0", "2026-01-30|paid|2500|0|0|0|0"});
  CHECK(rows_of(store, "select * from daily_refusals") ==
        std::vector<std::string>{"2026-01-31|plan_exhausted|1|5000"});
}

TEST_CASE("a block that is folded goes on from the one before, and is of an account that is not kept") {
  const auto in = sample_world().build();
  run_fold others(*in, {false, true});
  const auto blocks = history_of_acme().blocks(5);
  REQUIRE(others.add(blocks.at(0)));
  const auto skipped = others.add(blocks.at(2));
  REQUIRE_FALSE(skipped);
  CHECK(skipped.error().message == "account acme: the block of epoch 2 begins with event 11, expected was 6");
  CHECK_FALSE(others.add(history_of_zenith().blocks(5).front()));
  auto torn = blocks.at(1);
  torn.pop_back();
  CHECK_FALSE(others.add(torn));
  auto store = run_store::create("").value();
  CHECK_FALSE(store.write(*in, blocks, others));
}

TEST_CASE("a trial balance in the middle of a run needs every transaction") {
  const auto in = sample_world().build();
  const std::vector<told_history> histories = {history_of_acme(), history_of_zenith()};
  const run_store store = totals_store(*in, blocks_of(histories, 5), {false, true});
  CHECK(read_trial_balance(store, in->end.next()).value() ==
        read_trial_balance(store_of(*in, histories), in->end.next()).value());
  const auto early = read_trial_balance(store, when("2026-02-01"));
  REQUIRE_FALSE(early);
  CHECK_THAT(early.error().message, Catch::Matchers::Contains("day_postings"));
}
