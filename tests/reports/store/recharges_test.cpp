// What the store knows beside events: the settings of its run, and the terms of recharging.
#include "reports/store/recharges.hpp"

#include <catch2/catch.hpp>

#include "reports/store/reader.hpp"
#include "tests/reports/rows.hpp"
#include "tests/reports/sample_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

TEST_CASE("settings are kept with where they come from, and read back", "[R15.2]") {
  auto store = sample_store();
  run_facts facts = sample_facts();
  facts.rule_book = "orb";
  facts.until = when("2026-02-15");
  facts.settings = {{"when_short", "refuse", "assumed"}, {"trigger", "below", "book"}};
  REQUIRE(store.write_facts(facts));
  CHECK(rows_of(store, "select position, name, value, origin from settings") ==
        lines{"0|when_short|refuse|assumed", "1|trigger|below|book"});
  const run_facts read = read_run(store).value().facts;
  CHECK(read.rule_book == "orb");
  CHECK(read.until == when("2026-02-15"));
  REQUIRE(read.settings.size() == 2);
  CHECK(read.settings[0].name == "when_short");
  CHECK(read.settings[0].value == "refuse");
  CHECK(read.settings[0].from == "assumed");
}

TEST_CASE("an account's terms of recharging are read as it began with them", "[R10.2][R10.5]") {
  world_builder told = sample_world();
  recharge_terms terms;
  terms.watch = recharge_watch::wallet;
  terms.trigger = recharge_trigger::at_or_below;
  terms.threshold = 100_cr;
  terms.amount = 20_usd;
  terms.max_per_period = 3;
  terms.max_spend_per_period = 90_usd;
  terms.cooldown = duration::hours(2);
  auto what = told.build();
  world changed = *what;
  changed.accounts[0].auto_recharge = terms;
  const auto store = store_of(changed, {history_of_acme(), history_of_zenith()});
  const recharge_state acme = read_recharges(store, 0).value();
  REQUIRE(acme.terms);
  CHECK(acme.terms->watch == "wallet");
  CHECK(acme.terms->trigger == "at_or_below");
  CHECK(acme.terms->threshold == 100_cr);
  CHECK(acme.terms->amount_money == 20_usd);
  CHECK_FALSE(acme.terms->amount);
  CHECK_FALSE(acme.terms->target);
  CHECK(acme.terms->max_per_period == 3U);
  CHECK(acme.terms->max_spend_per_period == 90_usd);
  CHECK(acme.terms->cooldown == duration::hours(2));
  CHECK(acme.paid == 0);
  CHECK(acme.last == "auto-recharge failed: declined, card_declined");
  CHECK_FALSE(read_recharges(store, 1).value().terms);
}
