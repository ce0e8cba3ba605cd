// Properties of the store over whole runs of random worlds, as the account's core makes them.

#include <catch2/catch.hpp>

#include "engine/settings/table.hpp"
#include "plain_run.hpp"
#include "random_world.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/explanation.hpp"
#include "reports/store/finance.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/sql.hpp"
#include "seeded_world.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// Runs the only account of a world, in epochs of a week, and writes its store.
struct stored_run {
  std::shared_ptr<const world> what;
  plain_run run;
  std::vector<record::bytes> blocks;
  run_store store;

  explicit stored_run(std::shared_ptr<const world> in) : what(std::move(in)), run(what, 0), store(fill()) {}

 private:
  run_store fill() {
    for (instant until = what->start + duration::days(7); until <= what->end;
         until = until + duration::days(7))
      work(until);
    work(what->end.next());
    auto made = run_store::create("").value();
    const auto written = made.write(*what, blocks);
    if (!written) throw defect(written.error().message.c_str());
    return made;
  }
  void work(instant until) {
    run.work(until);
    blocks.push_back(run.block());
  }
};

// How many rows a query gives.
std::int64_t count(const run_store& store, std::string_view query) {
  sql::session session(store.handle());
  sql::statement rows(session, query);
  std::int64_t found = 0;
  while (rows.next()) ++found;
  RC_ASSERT(session.status().has_value());
  return found;
}

// What must give no row in any store.
constexpr std::array never = {
    "select 1 from lots where granted_micro + refilled_micro <> used_micro + expired_micro + revoked_micro + "
    "left_micro or left_micro < 0 or held_micro < 0 or held_micro > left_micro",
    "select account, number from postings group by account, number, commodity having sum(amount) <> 0",
    "select 1 from events e where credits_micro <> coalesce((select sum(amount) from postings p where "
    "p.account = e.account and p.number = e.number and p.ledger_account like 'customer:%' and "
    "p.ledger_account <> 'customer:debt'), 0)",
    "select 1 from events e where debt_micro <> -coalesce((select sum(amount) from postings p where "
    "p.account = e.account and p.number = e.number and p.ledger_account = 'customer:debt'), 0)",
    "select 1 from events e where balance_micro <> (select sum(f.credits_micro) from events f where "
    "f.account = e.account and f.number <= e.number)",
    "select 1 from events e where owed_micro <> (select sum(f.debt_micro) from events f where "
    "f.account = e.account and f.number <= e.number)",
    "select 1 from events e where credits_micro <> coalesce((select sum(v.left_micro) from movements v "
    "where v.account = e.account and v.number = e.number), 0)",
    "select 1 from events e where kind = 'charged' and amount_micro <> max(debt_micro, 0) + "
    "coalesce(forgiven_micro, 0) + coalesce(invoiced_micro, 0) - credits_micro",
    "select 1 from events e where (select coalesce(sum(f.invoiced_micro), 0) from events f where "
    "f.account = e.account and f.number <= e.number) < 0",
    "select 1 from payments p where overage_micro <> coalesce((select sum(e.amount_micro) from events e "
    "where "
    "e.kind = 'overage_billed' and e.account = p.account and e.payment = p.payment), 0)",
    "select 1 from lots l where state <> 'scheduled' and (left_micro, held_micro) <> (select "
    "sum(v.left_micro), "
    "sum(v.held_micro) from movements v where v.account = l.account and v.lot = l.lot)",
    "select 1 from holds h where amount_micro <> captured_micro + released_micro + left_micro or left_micro "
    "< 0 "
    "or (state <> 'open' and left_micro <> 0)",
    "select 1 from accounts a where (select coalesce(sum(left_micro), 0) from holds where account = "
    "a.account) <> "
    "(select coalesce(sum(held_micro), 0) from lots where account = a.account)",
    "select 1 from debts where amount_micro <> paid_micro + dropped_micro + withdrawn_micro + open_micro or "
    "open_micro < 0",
    "select 1 from debts d where open_micro <> (select sum(v.change_micro) from debt_movements v where "
    "v.account = d.account and v.debt = d.debt)",
    "select 1 from events e where debt_micro <> coalesce((select sum(v.change_micro) from debt_movements v "
    "where v.account = e.account and v.number = e.number), 0)",
    "select 1 from accounts a where (select coalesce(sum(e.money_minor), 0) from events e where e.account = "
    "a.account) <> (select coalesce(sum(p.paid_minor - p.given_back_minor - p.taken_back_minor), 0) from "
    "payments p where p.account = a.account)",
    "select 1 from payments p where purpose in ('top_up', 'recharge') and (state = 'credited') <> exists "
    "(select "
    "1 from lots l where l.account = p.account and l.payment = p.payment)",
    "select 1 from payments p where attempts <> (select count(*) from events e where e.kind = 'charge' and "
    "e.account = p.account and e.payment = p.payment)",
    // A recharge begins only when none is in flight (R10.3): what came before the last one is over.
    "select 1 from payments p where purpose = 'recharge' and state = 'in_flight' and exists (select 1 from "
    "payments q where q.account = p.account and q.purpose = 'recharge' and q.payment > p.payment)",
    "select 1 from events where description = ''",
    // What is said of days and accounts is the sum of the transactions.
    "select account, ledger_account, commodity, sum(amount) from journal group by 1, 2, 3 having sum(amount) "
    "<> 0 "
    "except select * from account_balances",
    "select * from account_balances except select account, ledger_account, commodity, sum(amount) from "
    "journal "
    "group by 1, 2, 3",
    "select strftime('%Y-%m-%d', (at_us - (closing is not null)) / 1000000, 'unixepoch'), ledger_account, "
    "commodity, sum(amount) from journal group by 1, 2, 3 having sum(amount) <> 0 "
    "except select day, ledger_account, commodity, amount from day_postings",
    "select day, ledger_account, commodity, amount from day_postings except select strftime('%Y-%m-%d', "
    "(at_us - "
    "(closing is not null)) / 1000000, 'unixepoch'), ledger_account, commodity, sum(amount) from journal "
    "group by "
    "1, 2, 3",
    "select day, kind, step, outcome, purpose, gateway, answer, effect, reason, count, first_attempts, "
    "amount_micro, credits_micro, forgiven_micro, invoiced_micro, money_minor from day_events except select "
    "substr(at, 1, 10), kind, step, outcome, purpose, gateway, answer, effect, reason, count(*), "
    "sum(kind = 'charge' and attempt = 1), coalesce(sum(amount_micro), 0), sum(credits_micro), "
    "coalesce(sum(forgiven_micro), 0), coalesce(sum(invoiced_micro), 0), coalesce(sum(money_minor), 0) "
    "from events group by 1, 2, 3, 4, 5, 6, 7, 8, 9",
    "select 1 where (select count(*) from events) <> (select coalesce(sum(count), 0) from day_events)",
    "select substr(e.at, 1, 10), l.kind, v.movement, count(*), sum(v.left_micro), sum(v.held_micro) from "
    "movements v "
    "join events e on e.account = v.account and e.number = v.number join lots l on l.account = v.account and "
    "l.lot = v.lot group by 1, 2, 3 except select day, kind, movement, count, change_micro, held_micro from "
    "day_movements",
    "select substr(e.at, 1, 10), 'debt', v.movement, count(*), sum(v.change_micro) from debt_movements v "
    "join "
    "events e on e.account = v.account and e.number = v.number group by 1, 2, 3 except select day, kind, "
    "movement, "
    "count, change_micro from day_movements",
    "select account, kind, count(*), sum(granted_micro), sum(refilled_micro), sum(used_micro), "
    "sum(expired_micro), "
    "sum(revoked_micro), sum(left_micro), sum(held_micro) from lots where state not in ('scheduled', "
    "'withdrawn') "
    "group by 1, 2 except select * from account_credit",
    "select 'payment', purpose, state, count(*), sum(attempts), sum(money_minor), sum(paid_minor), "
    "sum(given_back_minor), sum(taken_back_minor) from payments group by 2, 3 except select what, purpose, "
    "state, "
    "count, attempts, money_minor, paid_minor, given_back_minor, taken_back_minor from end_states",
    "select 'hold', state, count(*) from holds group by 2 except select what, state, count from end_states",
    "select 'invoice', state, count(*) from invoices group by 2 except select what, state, sum(count) from "
    "end_states where what = 'invoice' group by 1, 2",
    "select 1 from account_totals t where events <> (select count(*) from events e where e.account = "
    "t.account) or "
    "unbilled_micro <> (select coalesce(sum(invoiced_micro), 0) from events e where e.account = t.account)",
};

}  // namespace

TEST_CASE("the store of any run is at one with itself and with the account's figures",
          "[R3.12][R10.3][R13.1][R14.1][R14.2]") {
  REQUIRE(rc::check([] {
    const recipe drawn = *any_recipe();
    const stored_run done(world_of(drawn).build());
    for (const char* query : never) {
      RC_LOG() << query;
      RC_ASSERT(count(done.store, query) == 0);
    }
    RC_ASSERT(read_accounts(done.store).value().at(0).left == done.run.now());
  }));
}

TEST_CASE("the store of any run with subscriptions, refunds and invoices is at one with itself",
          "[R8][R9][R12.2][R14.1][R14.2]") {
  REQUIRE(rc::check([] {
    const stored_run done(seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make());
    for (const char* query : never) {
      RC_LOG() << query;
      RC_ASSERT(count(done.store, query) == 0);
    }
    RC_ASSERT(read_accounts(done.store).value().at(0).left == done.run.now());
    RC_ASSERT(explain(done.store, 0, std::nullopt, done.what->end).value().adds_up());
  }));
}

// 495779: add-on credit that was granted at the boundary, before any attempt at the renewal was sent, counted
// as paid for.
TEST_CASE("stores that were once at odds with themselves are at one", "[R8.2][R12.2]") {
  for (const std::uint64_t seed : {495'779U}) {
    const stored_run done(seeded_world(seed).make());
    for (const char* query : never) {
      INFO(query);
      CHECK(count(done.store, query) == 0);
    }
  }
}

TEST_CASE("what is deferred in lots ages to what the books of any run owe for credit", "[R13.2]") {
  REQUIRE(rc::check([] {
    stored_run done(seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make());
    run_facts facts;
    facts.verification = "off";
    facts.reached = done.what->end;
    for (const setting_entry& each : setting_table())
      if (each.name == "breakage")
        facts.settings.push_back({std::string(each.name), each.write(done.what->settings), "scenario"});
    RC_ASSERT(done.store.write_facts(facts).has_value());
    const finance books = read_finance(done.store, read_run(done.store).value()).value();
    RC_TAG(done.what->settings.expected_breakage > 0 ? "some breakage is expected" : "none is expected");
    RC_ASSERT(books.age.sum() == books.owed_on("deferred"));
  }));
}

// Of a subscription that is pending nobody knows the parts before its first payment is heard of.
TEST_CASE("what reports follow of an account is what the ledgers answer where they are asked",
          "[R2.6][R5.3][R8][R9.6]") {
  REQUIRE(rc::check([] {
    const auto in = seeded_world(*rc::gen::arbitrary<std::uint64_t>()).make();
    plain_run run(in, 0);
    run.work_all();
    account_history history(*in, 0);
    for (const event& next : run.events()) {
      const subscription_figures before = history.subscription().now();
      RC_ASSERT(history.apply(next).has_value());
      const auto* seen = std::get_if<figures_event>(&next.body);
      if (seen == nullptr) continue;
      RC_ASSERT(before == seen->subscription || before.state == subscription_state::pending);
      RC_ASSERT(history.now() == seen->account);
      if (seen->agent == no_agent) continue;
      RC_ASSERT(history.agent_spent(seen->agent) == seen->agent_spent);
      RC_ASSERT(history.agent_held(seen->agent) == seen->agent_held);
    }
  }));
}

TEST_CASE("what is explained of any run comes to its figures, at its end and before", "[R12.2][R14.1]") {
  REQUIRE(rc::check([] {
    const recipe drawn = *any_recipe();
    const stored_run done(world_of(drawn).build());
    const auto explained = [&](instant at, std::optional<lot_kind> kind) {
      const explanation what = explain(done.store, 0, kind, at).value();
      RC_ASSERT(what.adds_up());
      return what;
    };
    const explanation at_end = explained(done.what->end, std::nullopt);
    RC_ASSERT(at_end.balance() == done.run.now().balance());
    RC_ASSERT(at_end.held() == done.run.now().held);
    RC_ASSERT(at_end.debt() == done.run.now().debt);
    for (std::size_t i = 0; i < lot_kinds; ++i) {
      const auto kind = static_cast<lot_kind>(i);
      RC_ASSERT(explained(done.what->end, kind).balance() == done.run.now().of(kind));
    }
    if (done.run.events().empty()) return;
    const auto some = *rc::gen::container<std::vector<std::size_t>>(5, rc::gen::arbitrary<std::size_t>());
    for (const std::size_t pick : some)
      explained(done.run.events()[pick % done.run.events().size()].at, std::nullopt);
  }));
}
