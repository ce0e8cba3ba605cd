// Which settings a scenario depends on: under a rule-book that knows nothing of them, those are missed and no
// others (R15.2).
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

using names = std::vector<std::string>;

// What ai-studios, which says nothing of any setting, leaves open of an account that is declared so, to which
// this happens. The meter says itself whether it needs a balance.
names missing(const std::string& account, const std::string& timeline, const std::string& settings = "{}",
              const std::string& price = "1",
              const std::string& meter = ", requires_positive_balance: false") {
  const std::string text = fmt::format(
      "scenario: A desk\nrules: ai-studios\nsettings: {}\n"
      "catalog:\n  catalog: desk\n  currency: EUR\n  credit_rate: 1 EUR = 50 credits\n"
      "  meters: {{message: {{per: unit, price: {}{}}}}}\n"
      "start: 2026-01-01\nend: 2026-02-01\n"
      "gateways: {{bank: {{}}}}\n"
      "accounts:\n  acme: {}\n"
      "timeline: {}\n",
      settings, price, meter, account, timeline);
  const loaded made = load_scenario_text("desk.yaml", text);
  for (const diagnostic& one : made.findings)
    if (one.code != "E056") FAIL(render(one, false));
  return made.rules.missing;
}

const std::string one_lot = "{grants: [{kind: free, credits: 100}]}";

// What every lot that ends depends on.
const std::string expiry = "{expiry_instant: exclusive, expiry_sweep: none}";

std::string use(const std::string& more) {
  return "{at: +1h, account: acme, use: message, quantity: " + more + "}";
}

}  // namespace

TEST_CASE("a scenario with credit enough in one lot depends on no setting", "[R15.2]") {
  CHECK(missing(one_lot, "[" + use("10") + ", " + use("89") + "]") == names{});
}

TEST_CASE("usage that may find too little credit depends on what happens then", "[R15.2]") {
  CHECK(missing(one_lot, "[" + use("60") + ", " + use("41") + "]") == names{"when_short"});
  CHECK(missing(one_lot, "[" + use("101") + "]", "{when_short: carry}") ==
        names{"preserve_overage", "overdraft", "debt_paid_by"});
}

TEST_CASE("a meter that does not say whether it needs a balance depends on the setting", "[R15.2]") {
  CHECK(missing(one_lot, "[" + use("100") + "]", "{}", "1", "") == names{"requires_positive_balance"});
  CHECK(missing(one_lot, "[" + use("99") + "]", "{}", "1", "") == names{});
}

TEST_CASE("credit that ends before it is used up is not certain", "[R15.2]") {
  const std::string ends = "{grants: [{kind: free, credits: 100, expires: 2026-01-01T01:00:00Z}]}";
  CHECK(missing(ends, "[" + use("10") + "]", expiry) == names{"when_short"});
}

TEST_CASE("two lots depend on the order, and on the priorities of kinds that meet", "[R15.2]") {
  const auto lots = [](const std::string& a, const std::string& b) {
    return "{grants: [{credits: 50, kind: " + a + "}, {credits: 50, kind: " + b + "}]}";
  };
  CHECK(missing(lots("free", "free"), "[" + use("10") + "]") == names{"burn_down"});
  CHECK(missing(lots("free", "paid"), "[" + use("10") + "]") ==
        names{"burn_down", "priority_free", "priority_paid"});
  CHECK(missing(lots("free", "paid, priority: 7"), "[" + use("10") + "]") ==
        names{"burn_down", "priority_free"});
  CHECK(missing(lots("free", "paid"), "[" + use("10") + "]", "{burn_down: expires}") == names{});
}

TEST_CASE("amounts that are not whole depend on decimals and rounding", "[R15.2]") {
  CHECK(missing(one_lot, "[" + use("10") + "]", "{}", "0.5") == names{});
  CHECK(missing(one_lot, "[" + use("11") + "]", "{}", "0.5") == names{"credit_decimals"});
  CHECK(missing(one_lot, "[" + use("1") + "]", "{credit_decimals: 2}", "0.005") == names{"rounding_usage"});
  CHECK(missing("{grants: [{kind: free, credits: 99.5}]}", "[" + use("1") + "]") == names{"credit_decimals"});
}

TEST_CASE("only a key that comes twice depends on how long keys are known", "[R15.2]") {
  CHECK(missing(one_lot, "[" + use("1, key: a") + ", " + use("1, key: b") + "]") == names{});
  CHECK(missing(one_lot, "[" + use("1, key: a") + ", " + use("1, key: a") + "]") == names{"key_window"});
}

TEST_CASE("months depend on the end of months, exact time does not", "[R15.2]") {
  const auto lot = [](const std::string& until) {
    return "{grants: [{kind: free, credits: 100, expires: " + until + "}]}";
  };
  CHECK(missing(lot("+1 month"), "[" + use("10") + "]", expiry) == names{"month_end"});
  CHECK(missing(lot("+20d"), "[" + use("10") + "]", expiry) == names{});
}

TEST_CASE("holds depend on their length, captures of amounts on what is beyond", "[R15.2]") {
  const std::string held = "{at: +1h, account: acme, hold: 10 credits, key: h";
  CHECK(missing(one_lot, "[" + held + ", ttl: 2h}]") == names{});
  CHECK(missing(one_lot, "[" + held + "}, {at: +1h, account: acme, capture: 5 credits, of: h}]") ==
        names{"capture_overrun", "hold_ttl"});
}

TEST_CASE("an auto-recharge depends on what it does not say itself", "[R15.2]") {
  const std::string whole =
      "threshold: 10, amount: 10 EUR, watch: available, trigger: below, count_pending: false, "
      "limits: apply, max_per_period: none, cooldown: none";
  const auto account = [](const std::string& terms, const std::string& card) {
    return "{grants: [{kind: free, credits: 100}], payment_methods: [{gateway: bank, card: " + card +
           "}], auto_recharge: {" + terms + "}}";
  };
  const std::string known = "{burn_down: expires}";
  CHECK(missing(account(whole, "ok"), "[" + use("10") + "]", known) == names{});
  CHECK(missing(account(whole, "[ok, declines]"), "[" + use("10") + "]", known) ==
        names{"on_failure", "wake"});
  CHECK(missing(account("threshold: 10, amount: 10 EUR", "ok"), "[" + use("10") + "]", known) ==
        names{"watch", "trigger", "count_pending", "max_per_period", "cooldown"});
}

TEST_CASE("a stopped agent and a top-up depend on whether that ends the stop", "[R15.2]") {
  const std::string account =
      "{grants: [{kind: free, credits: 100}], payment_methods: [{gateway: bank, card: ok}], "
      "agents: {bot: {when_plan_exhausted: stop}}}";
  CHECK(missing(account,
                "[{at: +1h, agent: bot, use: message, quantity: 5}, "
                "{at: +1h, account: acme, top_up: 10 EUR}]",
                "{burn_down: expires, when_short: refuse}") == names{"top_up_ends_stop"});
}

TEST_CASE("a lot that ends during the run depends on its end instant, one that ends later does not",
          "[R15.2][R2.1]") {
  const auto until = [](const std::string& end) {
    return "{grants: [{kind: free, credits: 100, expires: " + end + "}]}";
  };
  CHECK(missing(until("2026-01-31"), "[" + use("10") + "]", "{when_short: refuse}") ==
        names{"expiry_instant", "expiry_sweep"});
  CHECK(missing(until("2026-02-02"), "[" + use("10") + "]") == names{});
}

TEST_CASE("only late usage depends on how late it may be", "[R15.2][R2.5]") {
  CHECK(missing(one_lot, "[" + use("10, occurred_at: 2026-01-01") + "]") == names{"late_usage_grace"});
  CHECK(missing(one_lot, "[" + use("10, occurred_at: 2026-01-01T01:00:00Z") + "]") == names{});
}

TEST_CASE("refunds of usage depend on how long they may take", "[R15.2][R9.7]") {
  CHECK(missing(one_lot, "[" + use("10, key: a") + ", {at: +1h, account: acme, refund: a}]") ==
        names{"refund_window"});
}

TEST_CASE("a subscription depends on what happens at its turns, and a change of it on parts of cycles",
          "[R15.2][R8.2][R8.3][R8.7]") {
  const auto missing_of = [](const std::string& price, const std::string& card, const std::string& steps) {
    const std::string text = fmt::format(
        "scenario: A desk\nrules: ai-studios\n"
        "catalog:\n  catalog: desk\n  currency: EUR\n  credit_rate: 1 EUR = 50 credits\n"
        "  plans: {{basic: {{price: {0} EUR, every: 1 month, allocation: 100}}, "
        "large: {{price: {0} EUR, every: 1 month, allocation: 900}}}}\n"
        "start: 2026-01-01\nend: 2026-02-01\ngateways: {{bank: {{}}}}\n"
        "settings: {{burn_down: kind}}\n"
        "accounts: {{acme: {{plan: basic, payment_methods: [{{gateway: bank, card: {1}}}]}}}}\n"
        "timeline: [{2}]\n",
        price, card, steps);
    return load_scenario_text("desk.yaml", text).rules.missing;
  };
  CHECK(missing_of("0", "ok", "") == names{"usage_period"});
  CHECK(missing_of("20", "ok", "") == names{"usage_period", "renewal_grants"});
  CHECK(missing_of("20", "declines", "") == names{"usage_period", "renewal_grants", "dunning"});
  CHECK(missing_of("20", "ok", "{at: +1d, account: acme, cancel: at_once}") ==
        names{"usage_period", "renewal_grants", "cancel_refund", "proration_base"});
  CHECK(missing_of("20", "ok", "{at: +1d, account: acme, cancel: period_end}") ==
        names{"usage_period", "renewal_grants"});
  CHECK(missing_of("20", "ok", "{at: +1d, account: acme, change_plan: large}") ==
        names{"credit_decimals", "rounding_granted", "rounding_charged", "usage_period", "renewal_grants",
              "proration_base", "allocation_on_change"});
}

}  // namespace drawdown::language
