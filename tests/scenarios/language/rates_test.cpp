// Rates of purchases, the price of usage beyond the credit, what a plan carries at least, and the settings
// that go with them, as the loader reads them and writes them again.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "scenarios/language/load.hpp"
#include "scenarios/language/write_scenario.hpp"

namespace drawdown::language {
namespace {

using names = std::vector<std::string>;

// A scenario with these lines in its catalog, and these at its top; its one account uses 20 of 10 credits.
std::string text_of(const std::string& sold, const std::string& top = "", const std::string& used = "20") {
  return "scenario: A desk\n" + top +
         "catalog:\n"
         "  catalog: desk\n"
         "  currency: EUR\n"
         "  credit_rate: 1 EUR = 50 credits\n"
         "  meters: {message: {per: unit, price: 1, requires_positive_balance: false}}\n" +
         sold +
         "start: 2026-01-15\n"
         "end: 2026-06-01\n"
         "gateways: {bank: {}}\n"
         "accounts:\n"
         "  acme:\n"
         "    payment_methods: [{gateway: bank, card: ok}]\n"
         "    grants: [{kind: free, credits: 10}]\n"
         "timeline:\n"
         "  - {at: +1h, account: acme, use: message, quantity: " +
         used + "}\n";
}

std::shared_ptr<world> load(const std::string& text, const rules_asked& asked = {}) {
  const loaded made = load_scenario_text("desk.yaml", text, asked);
  for (const diagnostic& one : made.findings)
    if (one.level == severity::error) FAIL(render(one, false));
  return made.what;
}

names codes(const std::string& text, const rules_asked& asked = {}) {
  names found;
  for (const diagnostic& one : load_scenario_text("desk.yaml", text, asked).findings)
    found.push_back(one.code);
  return found;
}

credit_rate rate(std::int32_t euros, std::int32_t brings) {
  return {money::from_minor(euros * 100), credits::whole(brings)};
}

const std::string priced = "  overage_price: 1 EUR = 40 credits\n";

}  // namespace

TEST_CASE("a purchase has the catalog's rate, one of its own, or one for each part", "[R9.1]") {
  CHECK(load(text_of(""))->catalog.top_ups.rates.empty());
  CHECK(load(text_of("  top_ups: {rate: 1 EUR = 40 credits}\n"))->catalog.top_ups.rates ==
        std::vector<rate_step>{{credits{}, rate(1, 40)}});
  const auto in =
      load(text_of("  top_ups: {rate: {graduated: [{up_to: 1000, rate: 1 EUR = 50 credits}, "
                   "{up_to: 1500.5, rate: 2 EUR = 110 credits}, {rate: 1 EUR = 60 credits}]}}\n"));
  CHECK(in->catalog.top_ups.rates ==
        std::vector<rate_step>{{credits{}, rate(1, 50)},
                               {credits::whole(1000), rate(2, 110)},
                               {credits::from_micro(1'500'500'000), rate(1, 60)}});
}

TEST_CASE("versions and a customer's own prices change rates and the price of overage", "[R7.3][R9.14]") {
  std::string text = text_of(priced +
                             "  versions:\n"
                             "    - {effective: 2026-03-01, overage_price: 1 EUR = 30 credits}\n"
                             "    - {effective: 2026-04-01, top_ups: {rate: 1 EUR = 45 credits}}\n");
  const std::string grants = "    grants: [{kind: free, credits: 10}]\n";
  text.insert(text.find(grants),
              "    override: {overage_price: 1 EUR = 35 credits, top_ups: {rate: 1 EUR = 70 credits}}\n");
  const auto in = load(text);
  CHECK(in->catalog.overage_price == rate(1, 40));
  REQUIRE(in->versions.size() == 2);
  CHECK(in->versions[0].terms.overage_price == rate(1, 30));
  CHECK(in->versions[0].terms.top_ups.rates.empty());
  CHECK(in->versions[1].terms.overage_price == rate(1, 30));
  CHECK(in->versions[1].terms.purchase_rates() == std::vector<rate_step>{{credits{}, rate(1, 45)}});
  for (const catalog_version& own : in->accounts[0].own_prices) {
    CHECK(own.terms.overage_price == rate(1, 35));
    CHECK(own.terms.purchase_rates() == std::vector<rate_step>{{credits{}, rate(1, 70)}});
  }
}

TEST_CASE("a plan says how much is carried at least", "[R8.14]") {
  const auto carried = [](const std::string& terms) {
    return load(text_of("  plans: {starter: {price: 9 EUR, every: 1 month, allocation: 100, rollover: " +
                        terms + "}}\n"))
        ->catalog.plans.at(0)
        .rollover;
  };
  CHECK(carried("{max: 50}") == carry_terms{credits::whole(50), 1, credits{}});
  CHECK(carried("{max: 50, min: 20, lives: forever}") ==
        carry_terms{credits::whole(50), std::nullopt, credits::whole(20)});
  CHECK(carried("{max: 50, min: 50}") == carry_terms{credits::whole(50), 1, credits::whole(50)});
}

TEST_CASE("what is to be invoiced needs a price, where the scenario says so and where it can come to it",
          "[R4.13]") {
  CHECK(codes(text_of("", "settings: {when_short: invoice}\n")) == names{"E089"});
  CHECK(codes(text_of("", "settings: {when_short: invoice}\n", "5")) == names{"E089"});
  CHECK(codes(text_of(priced, "settings: {when_short: invoice}\n")) == names{});
  // A book that says so is no fault of a scenario in which credit is certain to be left.
  CHECK(codes(text_of("", "rules: lago\n", "5")) == names{});
  CHECK(codes(text_of("", "rules: lago\nsettings: {rounding_charged: up}\n")) == names{"E089"});
  CHECK(
      load(text_of(priced, "rules: lago\nsettings: {rounding_charged: half_even}\n"))->settings.when_short ==
      short_of_credit::invoice);
  CHECK(codes(text_of("", "rules: stigg\n"), {"", {{"when_short", "invoice"}, {"rounding_charged", "up"}}}) ==
        names{"E089"});
  // Whoever says so is named.
  const loaded under =
      load_scenario_text("desk.yaml", text_of("", "rules: lago\nsettings: {rounding_charged: up}\n"));
  REQUIRE(under.findings.size() == 1);
  CHECK(under.findings[0].message.find("the rule-book `lago` says `when_short: invoice`") == 0);
  CHECK(under.rules.lacking == names{"`when_short: invoice` needs `overage_price` in the catalog"});
  // A faulty price is told once.
  CHECK(codes(text_of("  overage_price: 40 credits\n", "settings: {when_short: invoice}\n")) ==
        names{"E052"});
}

TEST_CASE("keys are remembered for as long as usage may be late", "[R2.5][R4.3]") {
  CHECK(codes(text_of("", "settings: {key_window: 1h, late_usage_grace: 1h}\n", "5")) == names{});
  CHECK(codes(text_of("", "settings: {key_window: 23h}\n", "5")) == names{"E057"});
  CHECK(codes(text_of("", "settings: {late_usage_grace: 8d}\n", "5")) == names{"E057"});
  const loaded made =
      load_scenario_text("desk.yaml", text_of("", "settings: {late_usage_grace: 8d, key_window: 2d}\n", "5"));
  REQUIRE(made.findings.size() == 1);
  CHECK(made.findings[0].line == 2);
  CHECK_THAT(made.findings[0].hint, Catch::Contains("key_window: 8d"));
}

TEST_CASE("what was read of rates, prices and rollovers is written again", "[R9.1]") {
  const std::string text =
      text_of(priced +
                  "  plans: {starter: {price: 9 EUR, every: 1 month, allocation: 100, "
                  "rollover: {max: 50, min: 20}}}\n"
                  "  top_ups: {rate: {graduated: [{up_to: 1000, rate: 1 EUR = 50 credits}, "
                  "{rate: 1 EUR = 60 credits}]}}\n"
                  "  versions: [{effective: 2026-03-01, overage_price: 2 EUR = 70 credits, "
                  "top_ups: {rate: 1 EUR = 45 credits}}]\n",
              "settings: {when_short: invoice, rate_fixed_at: payment}\n");
  const auto first = load(text);
  const std::string whole = write_scenario(*first).value();
  const auto second = load(whole);
  CHECK(write_scenario(*second).value() == whole);
  CHECK(second->catalog.overage_price == first->catalog.overage_price);
  CHECK(second->catalog.top_ups.rates == first->catalog.top_ups.rates);
  CHECK(second->catalog.plans[0].rollover == first->catalog.plans[0].rollover);
  CHECK(second->versions[0].terms.overage_price == first->versions[0].terms.overage_price);
  CHECK(second->versions[0].terms.top_ups.rates == first->versions[0].terms.top_ups.rates);
  CHECK(second->settings == first->settings);
}

TEST_CASE("usage that is invoiced and its payments are asked for by name", "[R4.13]") {
  const auto in =
      load(text_of(priced, "settings: {when_short: invoice}\n") +
           "  - {at: +1h, account: acme, expect: {invoiced: 10}}\n"
           "always: [accounts.*.invoiced <= 10]\n"
           "expect: {accounts: {acme: {payments: {overage-1: succeeded}}}, totals: {invoiced: 10}}\n");
  const auto& asked = std::get<expected_figure>(in->expectations.at(0).items.at(0).what);
  CHECK(asked.which == figure::invoiced);
  CHECK(asked.value == credits::whole(10));
  CHECK(in->rules.size() == 1);
  CHECK(std::get<expected_flow>(in->totals.at(0).what).which == credit_flow::invoiced);
  const auto& paid = std::get<expected_payment>(in->expectations.at(1).items.at(0).what);
  CHECK(paid.key == effect_key{effect_key::space::overage, 0, 1});
  // No lot comes of it, and nobody else has such a key.
  CHECK(codes(text_of(priced) + "  - {at: +1h, account: acme, expect: {lots: {overage-1: {left: 1}}}}\n") ==
        names{"E065"});
  CHECK(codes(text_of(priced) + "  - {at: +1h, account: acme, top_up: 10 EUR, key: overage-1}\n") ==
        names{"E063"});
}

TEST_CASE("when the rate is fixed matters where money buys at rates that change", "[R9.15][R15.2]") {
  const auto needs = [](const std::string& sold, const std::string& step) {
    const loaded made = load_scenario_text("desk.yaml", text_of(sold, "rules: ai-studios\n", "5") +
                                                            "  - {at: +1h, account: acme, " + step + "}\n");
    const auto& missing = made.rules.missing;
    return std::find(missing.begin(), missing.end(), "rate_fixed_at") != missing.end();
  };
  const std::string changes = "  versions: [{effective: 2026-03-01, credit_rate: 1 EUR = 40 credits}]\n";
  CHECK(needs(changes, "top_up: 10 EUR"));
  CHECK_FALSE(needs(changes, "top_up: 500 credits"));
  CHECK_FALSE(needs("", "top_up: 10 EUR"));
  CHECK_FALSE(needs("  top_ups: {rate: 1 EUR = 60 credits}\n" + changes, "top_up: 10 EUR"));
}

}  // namespace drawdown::language
