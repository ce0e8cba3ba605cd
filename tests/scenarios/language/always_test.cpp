// The rules of `always`: what they are read as, and what is said of one that is none.
#include <string>

#include <catch2/catch.hpp>

#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

std::string with_rules(const std::string& rules) {
  return "scenario: Test\n"
         "catalog: {catalog: c, currency: EUR, credit_rate: 1 EUR = 50 credits}\n"
         "start: 2026-01-30\n"
         "end: 2026-03-02\n"
         "accounts:\n"
         "  acme: {agents: {bot: {}, night line: {}}}\n"
         "  the.firm: {agents: {owl: {}}}\n"
         "  Zürich AG: {}\n"
         "always:\n" +
         rules;
}

loaded load_rule(const std::string& rule) {
  return load_scenario_text("test.yaml", with_rules("  - " + rule + "\n"));
}

// The rule as the world has it, written back.
std::string read_back(const std::string& rule) {
  const loaded made = load_rule(rule);
  for (const diagnostic& one : made.findings) UNSCOPED_INFO(render(one, false));
  REQUIRE(made.what != nullptr);
  REQUIRE(made.what->rules.size() == 1);
  return text_of(*made.what, made.what->rules[0]);
}

// What the finding says, and what of the line stands over its caret.
std::string finding_of(const std::string& rule) {
  const loaded made = load_rule(rule);
  REQUIRE(made.findings.size() == 1);
  const diagnostic& found = made.findings[0];
  CHECK(made.what == nullptr);
  return found.code + " " + found.message + " | " + found.source_line.substr(found.column - 1, found.width) +
         " | " + found.hint;
}

}  // namespace

TEST_CASE("a rule compares sums of figures and amounts") {
  CHECK(read_back("accounts.*.debt == 0") == "accounts.*.debt == 0");
  CHECK(read_back("accounts.acme.available  + 1 - accounts.acme.held<=5_000 credits") ==
        "accounts.acme.available + 1 - accounts.acme.held <= 5000");
  CHECK(read_back("-2.50 < accounts.*.net") == "-2.5 < accounts.*.net");
  CHECK(read_back("accounts.*.held != accounts.*.balance") == "accounts.*.held != accounts.*.balance");
  CHECK(read_back("accounts.*.free > 1 credit - 2") == "accounts.*.free > 1 - 2");
}

TEST_CASE("a rule names an account, or each, and an agent of it, or each") {
  const auto in =
      load_rule("accounts.*.agents.*.spent + accounts.*.agents.bot.counted >= accounts.*.paid").what;
  REQUIRE(in != nullptr);
  const always_rule& rule = in->rules.at(0);
  CHECK_FALSE(rule.account.has_value());
  CHECK(rule.compares == comparison::at_least);
  REQUIRE(rule.left.size() == 2);
  CHECK(rule.left[0].of == rule_term::whose::each_agent);
  CHECK(rule.left[0].which == figure::agent_spent);
  CHECK(rule.left[1].of == rule_term::whose::agent);
  CHECK(rule.left[1].agent == "bot");
  CHECK(rule.left[1].which == figure::agent_counted);
  REQUIRE(rule.right.size() == 1);
  CHECK(rule.right[0].of == rule_term::whose::account);
  CHECK(rule.place.line == 10);
  CHECK(rule.place.column == 5);
}

TEST_CASE("names with points and spaces stand in quotes, of either sort, and come back so") {
  CHECK(read_back("accounts.\"the.firm\".debt == 0") == "accounts.\"the.firm\".debt == 0");
  CHECK(read_back("accounts.'Zürich AG'.debt == 0") == "accounts.\"Zürich AG\".debt == 0");
  CHECK(read_back("accounts.acme.agents.\"night line\".spent == 0") ==
        "accounts.acme.agents.\"night line\".spent == 0");
  CHECK(read_back("'accounts.\"acme\".debt == 0'") == "accounts.acme.debt == 0");
}

TEST_CASE("what a rule is read as is read back from its text") {
  for (const std::string rule :
       {"accounts.*.debt == 0", "accounts.\"the.firm\".agents.owl.spent - 1 <= accounts.\"the.firm\".wallet",
        "-5 < accounts.*.agents.*.counted"}) {
    CHECK(read_back(read_back(rule)) == read_back(rule));
  }
}

TEST_CASE("the caret stands under the piece of a rule that is wrong") {
  CHECK(finding_of("accounts.*.debts == 0") ==
        "E050 an account has no figure `debts` | debts | did you mean `debt`?");
  CHECK(finding_of("accounts.*.spent == 0") ==
        "E050 an account has no figure `spent` | spent | an agent has it: `accounts.NAME.agents.*.spent`");
  CHECK(finding_of("accounts.*.agents.*.debt == 0") ==
        "E050 an agent has no figure `debt` | debt | the account has it: `accounts.NAME.debt`");
  CHECK(finding_of("accounts.*.debt-1 == 0") ==
        "E050 an account has no figure `debt-1` | debt-1 | `+` and `-` stand between spaces");
  CHECK(finding_of("accounts.amce.debt == 0") ==
        "E060 there is no account named `amce` | amce | did you mean `acme`?");
  CHECK(finding_of("accounts.acme.agents.owl.spent == 0") ==
        "E060 the account `acme` has no agent `owl` | owl | name an agent of this account, or write "
        "`accounts.*`");
  CHECK(finding_of("accounts.*.agents.bto.spent == 0") ==
        "E060 there is no agent named `bto` | bto | did you mean `bot`?");
  CHECK(finding_of("accounts.*.debt = 0") == "E055 there is no operator `=` | = | did you mean `==`?");
  CHECK(finding_of("accounts.*.debt => 0") == "E055 there is no operator `=>` | => | did you mean `>=`?");
  CHECK(finding_of("accounts.*.debt == 1.2345678").starts_with("E042 "));
}

TEST_CASE("a rule without its operator, figure or amount is told what is missing where") {
  const auto begins = [](const std::string& rule, const std::string& said) {
    INFO(rule << ": " << finding_of(rule));
    CHECK(finding_of(rule).starts_with(said));
  };
  begins("accounts.*.debt 0", "E055 an operator is missing | 0 |");
  begins("accounts.*.debt", "E055 the rule compares nothing | accounts.*.debt |");
  begins("accounts.*.debt ==", "E055 the rule ends too early | == |");
  begins("accounts.*.debt == 0 +", "E055 the rule ends too early | + |");
  begins("accounts.*.debt == 0 1", "E055 an operator is missing | 1 |");
  begins("accounts.*.debt + <= 0", "E055 a figure or an amount is due, not `<=` | <= |");
  begins("accounts.*.debt * 2 == 0", "E055 an operator is missing | * |");
  begins("accounts.*.debt == 2 * 3", "E055 rules do not multiply or divide | * |");
  begins("0 <= accounts.*.debt <= 5", "E055 a rule compares once | <= |");
  begins("1 <= 2", "E055 the rule names no figure | 1 <= 2 |");
  begins("debt == 0", "E055 a rule knows nothing called `debt` | debt | write `accounts.*.debt`");
  begins("account.acme.debt == 0",
         "E055 a rule knows nothing called `account` | account | did you mean `accounts`?");
  begins("accounts.acme == 0",
         "E055 `accounts.acme` names no figure | accounts.acme | write `accounts.acme.debt`");
  begins("accounts == 0", "E055 `accounts` names no figure | accounts | write `accounts.*.debt`");
  begins("accounts.acme.agents.bot == 0",
         "E055 `accounts.acme.agents.bot` names no figure | accounts.acme.agents.bot | write "
         "`accounts.acme.agents.bot.spent`");
  begins("accounts..debt == 0", "E055 a name is missing after a point | . |");
  begins("accounts.acme. == 0", "E055 a name is missing after a point |");
  begins("accounts.\"acme.debt == 0", "E055 a quote is never closed | \"acme.debt |");
  begins("accounts.the.firm.debt == 0",
         "E055 `accounts.the.firm.debt` has a part too many | debt | a name with a point");
  begins("accounts.acme.debt == accounts.\"the.firm\".debt",
         "E055 a rule is about one account, or about each | the.firm |");
  begins("accounts.acme.debt == accounts.*.debt", "E055 a rule is about one account, or about each | * |");
}

TEST_CASE("all rules are read, and each says what is wrong with it") {
  const loaded made = load_scenario_text(
      "test.yaml",
      with_rules("  - accounts.*.debt == \n  - [a]\n  -\n  - accounts.*.debt == 0\n  - nonsense\n"));
  std::string codes;
  for (const diagnostic& one : made.findings) codes += one.code + " ";
  CHECK(codes == "E055 E033 E034 E055 ");
}

TEST_CASE("a rule that is folded over lines is told of as a whole") {
  const loaded made =
      load_scenario_text("test.yaml", with_rules("  - accounts.*.debt ==\n    accounts.*.hled\n"));
  REQUIRE(made.findings.size() == 1);
  CHECK(made.findings[0].code == "E050");
  CHECK(made.findings[0].column == 5);
}

}  // namespace drawdown::language
