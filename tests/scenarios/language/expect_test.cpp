// What may be expected: how it stands in the world, and what is said of what cannot be.
#include <string>

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

const std::string head =
    "scenario: Test\n"
    "catalog:\n"
    "  catalog: small\n"
    "  currency: EUR\n"
    "  credit_rate: 1 EUR = 50 credits\n"
    "  meters: {message: {per: unit, price: 0.5}}\n"
    "start: 2026-01-30\n"
    "end: 2026-03-02\n"
    "gateways: {stripe: {}}\n"
    "accounts:\n"
    "  acme:\n"
    "    payment_methods: [{gateway: stripe, card: ok}]\n"
    "    grants: [{kind: free, credits: 100, key: welcome}, {kind: free, credits: 5}]\n"
    "    agents: {bot: {}, owl: {}}\n"
    "  umbrella: {agents: {crow: {}}}\n"
    "timeline:\n"
    "  - {at: +1h, agent: bot, use: message, quantity: 3, key: msg-17}\n"
    "  - {at: +1h, agent: bot, hold: 10, key: live-1}\n"
    "  - {at: +1h, account: acme, top_up: 50 EUR, key: first}\n"
    "  - {at: +1h, account: acme, adjust: 5, key: sorry}\n";

loaded load_with(const std::string& more) {
  return load_scenario_text("test.yaml", head + more);
}

std::shared_ptr<world> world_of(const std::string& more) {
  const loaded made = load_with(more);
  for (const diagnostic& one : made.findings) UNSCOPED_INFO(render(one, false));
  REQUIRE(made.what != nullptr);
  REQUIRE(made.findings.empty());
  return made.what;
}

std::vector<expected_item> items_of(const std::string& expected, const std::string& whose = "account: acme") {
  const auto in = world_of("  - {at: +1h, " + whose + ", expect: " + expected + "}\n");
  REQUIRE(in->expectations.size() == 1);
  return in->expectations[0].items;
}

// Code, message, what stands over the caret, and hint of the only finding.
std::string finding_in(const std::string& more) {
  const loaded made = load_with(more);
  REQUIRE(made.findings.size() == 1);
  const diagnostic& found = made.findings[0];
  return found.code + " " + found.message + " | " + found.source_line.substr(found.column - 1, found.width) +
         " | " + found.hint;
}
std::string finding_of(const std::string& expected, const std::string& whose = "account: acme") {
  return finding_in("  - {at: +1h, " + whose + ", expect: " + expected + "}\n");
}

std::string key_of(const world& in, const effect_key& key) {
  return key_text(in, 0, key);
}

}  // namespace

TEST_CASE("a figure of an agent, with and without what it holds, may be expected [R5.3]") {
  const auto items =
      items_of("{spent: 1.5, counted: 11.5, stopped: false, last: {outcome: held}}", "agent: bot");
  REQUIRE(items.size() == 4);
  CHECK(std::get<expected_figure>(items[1].what).which == figure::agent_counted);
  CHECK(std::get<expected_figure>(items[1].what).value == *parse_credits("11.5"));
  CHECK(std::get<expected_last>(items[3].what).result == outcome::held);
  CHECK(finding_of("{counted: 5}") ==
        "E064 `counted` is asked of an agent | counted | add `agent: NAME` to the step");
}

TEST_CASE("outcomes are expected by key, of what has one of its own or not [R4.3]") {
  const auto in = world_of(
      "  - {at: +1h, account: acme, expect: {outcomes: {msg-17: charged, live-1: held, grant-2: "
      "granted}}}\n");
  const auto& items = in->expectations[0].items;
  REQUIRE(items.size() == 3);
  CHECK(key_of(*in, std::get<expected_outcome>(items[0].what).key) == "msg-17");
  CHECK(std::get<expected_outcome>(items[1].what).result == outcome::held);
  CHECK(key_of(*in, std::get<expected_outcome>(items[2].what).key) == "grant-2");
  CHECK(items[1].place.column == 67);
}

TEST_CASE("lots are expected by the key of what made them [R14.1]") {
  const auto items = items_of(
      "{lots: {welcome: {left: 98.5, held: 10, granted: 100, used: 1.5, expired: 0, revoked: 0, refilled: 0, "
      "ended: "
      "false}, grant-2: {left: 5}, first: {left: 2500}, recharge-1: {left: 0}, sorry: {ended: true}}}");
  REQUIRE(items.size() == 12);
  CHECK(std::get<expected_lot>(items[0].what).which == lot_part::left);
  CHECK(std::get<expected_lot>(items[5].what).which == lot_part::revoked);
  CHECK_FALSE(std::get<expected_lot_end>(items[7].what).ended);
  CHECK(std::get<expected_lot>(items[9].what).value == credits::whole(2500));
}

TEST_CASE("holds are expected by their key [R6.1]") {
  const auto items =
      items_of("{holds: {live-1: {left: 10, amount: 10, captured: 0, released: 0, state: open}}}");
  REQUIRE(items.size() == 5);
  CHECK(std::get<expected_hold>(items[2].what).which == hold_part::captured);
  CHECK(std::get<expected_hold_state>(items[4].what).state == hold_state::open);
}

TEST_CASE("lines of the history are expected newest first, or on a page [R12.1]") {
  auto items =
      items_of("{history: [{kind: held, credits: -42, balance: 58, debt: 1}, {key: live-1, agent: bot}]}");
  REQUIRE(items.size() == 2);
  const auto& first = std::get<expected_line>(items[0].what);
  CHECK(first.kind == "held");
  CHECK(first.change == credits::whole(-42));
  CHECK(first.balance == credits::whole(58));
  CHECK(first.debt == credits::whole(1));
  CHECK_FALSE(first.key.has_value());
  CHECK(first.position() == 1);
  const auto& second = std::get<expected_line>(items[1].what);
  CHECK(second.agent == 0U);
  CHECK(second.key.has_value());
  CHECK(second.kind.empty());
  CHECK(second.position() == 2);
  items = items_of("{history: {page: 3, size: 5, lines: [{kind: usage}, {kind: grant}]}}");
  REQUIRE(items.size() == 2);
  CHECK(std::get<expected_line>(items[1].what).position() == 12);
}

TEST_CASE("the section `expect` asks accounts and agents at the end, after everything else [R2.7]") {
  const auto in = world_of(
      "  - {at: 2026-03-02, account: acme, crash: account}\n"
      "expect:\n"
      "  accounts:\n"
      "    acme: {available: 1, agents: {owl: {spent: 0}, bot: {stopped: false}}}\n"
      "    umbrella: {agents: {crow: {last: charged}}}\n");
  REQUIRE(in->expectations.size() == 4);
  CHECK(in->expectations[0].agent == no_agent);
  CHECK(in->expectations[1].agent == 1);
  CHECK(in->expectations[2].agent == 0);
  CHECK(in->expectations[3].account == 1);
  for (const expectation& one : in->expectations) {
    CHECK(one.at_end);
    CHECK(one.at == in->end);
  }
  const auto& commands = in->accounts[0].commands;
  REQUIRE(commands.size() >= 3);
  CHECK(std::get<expect_command>(commands.back()->body) == expect_command{0, 2});
  CHECK(commands.back()->order.in == turn_order::phase::expectation);
  CHECK(std::get<expect_command>(in->accounts[1].commands.back()->body) == expect_command{0, 3});
}

TEST_CASE("sums over all accounts are expected at the end") {
  const auto in = world_of(
      "expect:\n"
      "  totals: {available: -1, top_ups: 2, recharges: 1, used: 3, forgiven: 0, events: {charged: 20}}\n");
  REQUIRE(in->totals.size() == 6);
  CHECK(std::get<expected_figure>(in->totals[0].what).which == figure::available);
  CHECK_FALSE(std::get<expected_payments>(in->totals[1].what).only_recharges);
  CHECK(std::get<expected_payments>(in->totals[2].what).only_recharges);
  CHECK(std::get<expected_flow>(in->totals[3].what).which == credit_flow::used);
  CHECK(std::get<expected_flow>(in->totals[4].what).which == credit_flow::forgiven);
  CHECK(std::get<expected_count>(in->totals[5].what).kind == "charged");
  CHECK(std::get<expected_count>(in->totals[5].what).count == 20);
}

TEST_CASE("a key that nothing has is an error, with the nearest that something has") {
  CHECK(finding_of("{outcomes: {msg-71: charged}}") ==
        "E065 no step of `acme` has the key `msg-71` | msg-71 | did you mean `msg-17`?");
  CHECK(finding_of("{lots: {welcom: {left: 1}}}") ==
        "E065 no grant, payment or adjustment of `acme` has the key `welcom` | welcom | did you mean "
        "`welcome`?");
  CHECK(finding_of("{holds: {live-2: {left: 1}}}") ==
        "E065 no hold of `acme` has the key `live-2` | live-2 | did you mean `live-1`?");
  CHECK(finding_of("{history: [{key: nothing-near}]}")
            .starts_with("E065 no step of `acme` has the key `nothing-near` | nothing-near |"));
  CHECK(finding_of("{lots: {live-1: {left: 1}}}")
            .starts_with("E065 no grant, payment or adjustment of `acme`"));
  CHECK(finding_of("{holds: {recharge-1: {left: 1}}}").starts_with("E065 "));
  CHECK(finding_of("{outcomes: {step-99: charged}}").starts_with("E065 "));
  CHECK(finding_of("{outcomes: {msg-17: charged}}", "account: umbrella")
            .starts_with("E065 no step of `umbrella`"));
}

TEST_CASE("a key of a step that stands below an expectation is known to it") {
  const auto in = world_of(
      "  - {at: +1h, account: acme, expect: {outcomes: {later: charged}}}\n"
      "  - {at: +1h, agent: owl, use: message, quantity: 1, key: later}\n");
  CHECK(in->expectations.size() == 1);
}

TEST_CASE("what cannot be expected is said where it stands") {
  CHECK(finding_of("{lots: {welcome: {lft: 1}}}").starts_with("E030 unknown key `lft` in a lot | lft |"));
  CHECK(finding_of("{lots: {welcome: {left: -1}}}").starts_with("E043 "));
  CHECK(finding_of("{lots: {welcome: {}}}").starts_with("E032 nothing is expected of it"));
  CHECK(finding_of("{lots: {}}").starts_with("E032 `lots` names nothing"));
  CHECK(finding_of("{lots: [welcome]}").starts_with("E033 `lots` is a mapping from keys, not a list"));
  CHECK(finding_of("{holds: {live-1: {state: opn}}}").starts_with("E050 "));
  CHECK(finding_of("{outcomes: {msg-17: chargd}}").starts_with("E050 "));
  CHECK(finding_of("{history: [{kind: capturd}]}").starts_with("E050 "));
  CHECK(finding_of("{history: []}").starts_with("E032 no line is expected"));
  CHECK(finding_of("{history: [{}]}").starts_with("E032 nothing is expected of it"));
  CHECK(
      finding_of("{history: {page: 2, lines: [{kind: usage}]}}").starts_with("E032 `history` needs `size`"));
  CHECK(finding_of("{history: {size: 1, lines: [{kind: usage}, {kind: usage}]}}")
            .starts_with("E041 2 lines do not fit on a page of 1"));
  CHECK(finding_of("{history: [{agent: crow}]}").starts_with("E060 the account `acme` has no agent `crow`"));
  CHECK(finding_of("{events: {granted: 1}}", "agent: bot")
            .starts_with("E037 no agent ever has an event `granted`"));
  CHECK(finding_of("{revenue: 1}").starts_with("E031 `revenue` is not built in this version"));
  CHECK(finding_of("{}").starts_with("E032 nothing is expected"));
}

TEST_CASE("what cannot be expected at the end is said where it stands") {
  CHECK(finding_in("expect: {accounts: {amce: {debt: 0}}}\n") ==
        "E060 there is no account named `amce` | amce | did you mean `acme`?");
  CHECK(finding_in("expect: {accounts: {acme: {agents: {bto: {spent: 0}}}}}\n") ==
        "E060 the account `acme` has no agent `bto` | bto | did you mean `bot`?");
  CHECK(finding_in("expect: {accounts: {acme: {spent: 0}}}\n") ==
        "E064 `spent` is asked of an agent | spent | write it under `agents: {NAME: {…}}` of the account");
  CHECK(finding_in("expect: {totals: {spent: 0}}\n").starts_with("E030 unknown key `spent` in `totals`"));
  CHECK(finding_in("expect: {totals: {breakage: 0 EUR}}\n").starts_with("E031 `breakage` is not built"));
  CHECK(finding_in("expect: {totals: {top_ups: 1.5}}\n").starts_with("E042 "));
  CHECK(finding_in("expect: {totals: {}}\n").starts_with("E032 nothing is expected"));
  CHECK(finding_in("expect: {}\n").starts_with("E032 nothing is expected"));
  CHECK(finding_in("expect: {accounts: {acme: {}}}\n").starts_with("E032 nothing is expected"));
  CHECK(finding_in("expect: {available: 5}\n").starts_with("E030 unknown key `available` in `expect`"));
}

TEST_CASE(
    "an expectation that shares its instant with a later step is warned of, whatever the step does [R2.4]") {
  for (const std::string step :
       {"agent: bot, use: message, quantity: 1", "account: acme, use: message, quantity: 1",
        "account: acme, top_up: 50 EUR", "account: acme, grant: {kind: free, credits: 1}",
        "agent: bot, set: {monthly_limit: 5}", "account: acme, set: {low_balance: 5}",
        "agent: bot, hold: 5, key: live-2", "account: acme, capture: 5, of: live-1",
        "account: acme, void: live-1", "account: acme, revoke: welcome", "account: acme, adjust: -5",
        "account: acme, reset: true", "account: acme, notice: succeeded, of: first"}) {
    INFO(step);
    const loaded made =
        load_with("  - {at: +1h, account: acme, expect: {debt: 0}}\n  - {at: +0s, " + step + "}\n");
    REQUIRE(made.findings.size() == 1);
    CHECK(made.findings[0].code == "W001");
    CHECK(made.findings[0].hint.find("+1us") != std::string::npos);
    CHECK(load_with("  - {at: +1h, account: acme, expect: {debt: 0}}\n  - {at: +1us, " + step + "}\n")
              .findings.empty());
  }
}

}  // namespace drawdown::language
