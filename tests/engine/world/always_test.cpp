#include "engine/world/always.hpp"

#include <catch2/catch.hpp>

#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

rule_term number(credits amount, bool minus = false) {
  rule_term term;
  term.amount = amount;
  term.minus = minus;
  return term;
}

rule_term of_account(figure which, bool minus = false) {
  rule_term term;
  term.of = rule_term::whose::account;
  term.which = which;
  term.minus = minus;
  return term;
}

rule_term of_agent(figure which, std::string name) {
  rule_term term;
  term.of = rule_term::whose::agent;
  term.which = which;
  term.agent = std::move(name);
  return term;
}

rule_term of_each_agent(figure which) {
  rule_term term;
  term.of = rule_term::whose::each_agent;
  term.which = which;
  return term;
}

}  // namespace

TEST_CASE("a comparison is exact, and called as it is written") {
  constexpr int128 wide = int128{INT64_MAX} * 2;
  CHECK(holds(1, comparison::equal, 1));
  CHECK_FALSE(holds(wide, comparison::equal, wide + 1));
  CHECK(holds(wide, comparison::not_equal, wide + 1));
  CHECK(holds(-1, comparison::less, 0));
  CHECK_FALSE(holds(0, comparison::less, 0));
  CHECK(holds(0, comparison::at_most, 0));
  CHECK_FALSE(holds(wide + 1, comparison::at_most, wide));
  CHECK(holds(1, comparison::more, 0));
  CHECK_FALSE(holds(0, comparison::more, 0));
  CHECK(holds(0, comparison::at_least, 0));
  CHECK_FALSE(holds(-1, comparison::at_least, 0));
  for (std::size_t i = 0; i < comparisons; ++i) {
    const auto each = static_cast<comparison>(i);
    CHECK(comparison_named(name_of(each)) == each);
  }
  CHECK_FALSE(comparison_named("=").has_value());
}

TEST_CASE("a rule is told as the language writes it") {
  world_builder told;
  told.account("acme");
  told.account("the.firm");
  const auto in = told.build();
  always_rule rule;
  rule.left = {of_account(figure::debt)};
  rule.right = {number(0_cr)};
  CHECK(text_of(*in, rule) == "accounts.*.debt == 0");
  rule.account = 0;
  rule.compares = comparison::at_most;
  rule.left = {of_account(figure::available), of_account(figure::held), number(2.5_cr, true)};
  rule.right = {number(-500_cr)};
  CHECK(text_of(*in, rule) == "accounts.acme.available + accounts.acme.held - 2.5 <= -500");
  rule.account = 1;
  rule.left = {of_each_agent(figure::agent_spent)};
  rule.right = {of_agent(figure::agent_counted, "night line")};
  CHECK(text_of(*in, rule) ==
        "accounts.\"the.firm\".agents.*.spent <= accounts.\"the.firm\".agents.\"night line\".counted");
}

TEST_CASE("a rule is of each agent where any of its terms is") {
  always_rule rule;
  rule.left = {of_account(figure::debt), of_agent(figure::agent_spent, "bot")};
  rule.right = {number(0_cr)};
  CHECK_FALSE(rule.is_of_each_agent());
  rule.right.push_back(of_each_agent(figure::agent_counted));
  CHECK(rule.is_of_each_agent());
}

TEST_CASE("a figure of an account is what R3.12 says, and none of an agent's", "[R3.12]") {
  figures seen;
  seen.of(lot_kind::free) = 10_cr;
  seen.of(lot_kind::adjustment) = 20_cr;
  seen.of(lot_kind::paid) = 300_cr;
  seen.held = 40_cr;
  seen.debt = 5_cr;
  seen.invoiced = 7_cr;
  CHECK(value_of(figure::balance, seen) == 330_cr);
  CHECK(value_of(figure::held, seen) == 40_cr);
  CHECK(value_of(figure::available, seen) == 290_cr);
  CHECK(value_of(figure::debt, seen) == 5_cr);
  CHECK(value_of(figure::net, seen) == 325_cr);
  CHECK(value_of(figure::free, seen) == 10_cr);
  CHECK(value_of(figure::plan, seen) == 0_cr);
  CHECK(value_of(figure::adjustment, seen) == 20_cr);
  CHECK(value_of(figure::paid, seen) == 300_cr);
  CHECK(value_of(figure::wallet, seen) == 320_cr);
  CHECK(value_of(figure::invoiced, seen) == 7_cr);
  CHECK_THROWS_AS(value_of(figure::agent_counted, seen), defect);
}
