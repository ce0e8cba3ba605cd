// Holds, corrections, and what grants, recharges and steps may say beside them, as they become stimuli.
#include <string>

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

const std::string corpus = DRAWDOWN_SOURCE_DIR "/scenarios/corpus/";

const std::string head =
    "scenario: Test\n"
    "catalog:\n"
    "  catalog: small\n"
    "  currency: EUR\n"
    "  credit_rate: 1 EUR = 50 credits\n"
    "  meters: {call: {per: minute, price: 10}, message: {per: unit, price: 0.5}}\n"
    "start: 2026-01-30T09:00:00Z\n"
    "end: 2026-03-02\n"
    "users: {olga: {}}\n";
const std::string one_account =
    "accounts: {acme: {grants: [{kind: free, credits: 10, key: gift}], agents: {bot: {user: olga}}}}\n";

loaded loaded_from(const std::string& text) {
  return load_scenario_text(corpus + "good/test.yaml", text);
}

std::shared_ptr<world> load(const std::string& text) {
  const loaded made = loaded_from(text);
  for (const diagnostic& one : made.findings) UNSCOPED_INFO(render(one, false));
  REQUIRE(made.what != nullptr);
  return made.what;
}

std::string codes(const std::string& text) {
  std::string all;
  for (const diagnostic& one : loaded_from(text).findings) all += one.code + " ";
  return all;
}

std::shared_ptr<world> holds_and_corrections() {
  const loaded made = load_scenario(corpus + "good/holds-and-corrections.yaml");
  REQUIRE(made.what != nullptr);
  return made.what;
}

instant at(const std::string& text) {
  return *parse_instant(text, zone_table{});
}

std::string key_name(const world& from, const effect_key& key) {
  return key_text(from, 0, key);
}

// The n-th command of the first account whose body is of this type.
template <class Body>
const command& nth(const world& from, std::size_t n) {
  for (const auto& one : from.accounts.at(0).commands) {
    if (std::holds_alternative<Body>(one->body) && n-- == 0) return *one;
  }
  FAIL("there are not so many");
  throw defect("unreachable");
}
template <class Body>
const Body& body(const world& from, std::size_t n) {
  return std::get<Body>(nth<Body>(from, n).body);
}

const grant_command& grant(const world& from, std::size_t n) {
  return std::get<grant_command>(from.accounts.at(0).grants.at(n).body);
}

}  // namespace

TEST_CASE("a grant is for meters, for features as the meters of these, and for a user [R3.8]") {
  const auto w = holds_and_corrections();
  CHECK(grant(*w, 0).only.meters == std::vector<meter_index>{0, 1, 2});
  CHECK(grant(*w, 0).only.user == no_user);
  CHECK(grant(*w, 1).only.meters == std::vector<meter_index>{0, 1});
  CHECK(w->users.at(grant(*w, 1).only.user) == "olga");
  CHECK(grant(*w, 2).only.is_none());
  CHECK(w->catalog.meters.at(1).feature == "voice");
  CHECK(w->catalog.meters.at(2).feature.empty());
}

TEST_CASE("a grant recurs after a length of time, from an anchor where one is given [R3.9]") {
  const auto w = holds_and_corrections();
  CHECK(grant(*w, 1).recurs == recurrence{calendar_span{1, calendar_unit::weeks}, {}});
  CHECK(grant(*w, 2).recurs == recurrence{calendar_span{1, calendar_unit::months}, at("2026-01-31")});
  CHECK(grant(*w, 3).recurs == recurrence{duration::hours(12), {}});
  CHECK_FALSE(grant(*w, 4).recurs);
}

TEST_CASE("a grant says what a reset leaves of it [R3.10]") {
  const auto w = holds_and_corrections();
  CHECK(grant(*w, 2).rollover == rollover_terms{credits::whole(200), credits::whole(50)});
  CHECK(grant(*w, 3).rollover == rollover_terms{{}, credits::whole(5)});
  CHECK(grant(*w, 4).rollover == rollover_terms{credits{}, credits{}});
  CHECK_FALSE(grant(*w, 0).rollover);
}

TEST_CASE("recharges have caps and a cooldown; a setting holds where they say nothing [R10.5]") {
  const auto w = holds_and_corrections();
  const recharge_terms& terms = *w->accounts.at(0).auto_recharge;
  CHECK(terms.max_per_period == 3U);
  CHECK(terms.max_spend_per_period == money::from_minor(6000));
  CHECK(terms.cooldown == duration::hours(1));

  const auto set = load(
      head +
      "settings: {max_per_period: 4, cooldown: 2h}\n"
      "accounts:\n"
      "  acme: {auto_recharge: {threshold: 5, amount: 20 EUR}}\n"
      "  umbrella: {auto_recharge: {threshold: 5, amount: 20 EUR, max_per_period: none, cooldown: none}}\n");
  CHECK(set->accounts.at(0).auto_recharge->max_per_period == 4U);
  CHECK(set->accounts.at(0).auto_recharge->cooldown == duration::hours(2));
  CHECK_FALSE(set->accounts.at(1).auto_recharge->max_per_period);
  CHECK(set->accounts.at(1).auto_recharge->cooldown == duration{});
}

TEST_CASE("a level of low balance is declared, set and switched off [R10.6]") {
  const auto w = holds_and_corrections();
  CHECK(w->accounts.at(0).low_balance == credits::whole(50));
  CHECK_FALSE(w->accounts.at(1).low_balance);
  const auto& off = body<set_account_command>(*w, 0);
  CHECK((off.low_balance && !*off.low_balance && !off.auto_recharge));
  CHECK(**body<set_account_command>(*w, 1).low_balance == credits::from_micro(12'500'000));
}

TEST_CASE("usage is on behalf of the step's user, else the agent's, and counted under a group [R5.5]") {
  const auto w = holds_and_corrections();
  const auto& items = std::get<timeline_source>(w->accounts.at(0).agents.at(0).source).items;
  CHECK(w->users.at(items.at(0).user) == "olga");
  CHECK(w->groups.at(items.at(0).group) == "friday");
  CHECK(w->users.at(items.at(1).user) == "Zoë");
  CHECK(w->groups.at(items.at(1).group) == "saturday");
  CHECK(w->users.at(body<usage>(*w, 0).user) == "olga");
  CHECK(body<usage>(*w, 0).group == no_group);
  CHECK(w->accounts.at(0).agents.at(1).user == no_user);
}

TEST_CASE("a hold is an amount, perhaps for a meter, or a quantity of one [R6.1]") {
  const auto w = holds_and_corrections();
  const auto& first = body<hold_command>(*w, 0);
  CHECK(first.agent == 1);
  CHECK(first.amount == credits::whole(60));
  CHECK(first.meter == 0);
  CHECK_FALSE(first.quantity);
  CHECK(first.ttl == span_of_time(duration::hours(2)));
  CHECK(first.user == no_user);
  CHECK(w->groups.at(first.group) == "friday");
  CHECK(key_name(*w, nth<hold_command>(*w, 0).key) == "live-1");

  const auto& second = body<hold_command>(*w, 1);
  CHECK(second.agent == no_agent);
  CHECK(second.amount == credits::from_micro(12'500'000));
  CHECK(second.meter == no_meter);
  CHECK_FALSE(second.ttl);
  CHECK(w->users.at(second.user) == "olga");

  const auto& third = body<hold_command>(*w, 2);
  CHECK(third.meter == 0);
  CHECK(third.quantity == 600'000'000);
  CHECK(third.ttl == span_of_time(calendar_span{1, calendar_unit::days}));
  CHECK(w->users.at(third.user) == "olga");
}

TEST_CASE("a capture takes an amount, a quantity or all of the hold that it names [R6.2]") {
  const auto w = holds_and_corrections();
  CHECK(std::get<credits>(body<capture_command>(*w, 0).amount) == credits::whole(42));
  CHECK(key_name(*w, body<capture_command>(*w, 0).hold) == "live-1");
  CHECK_FALSE(body<capture_command>(*w, 0).keep_rest);
  CHECK(std::get<metered_quantity>(body<capture_command>(*w, 1).amount) == metered_quantity{2, 3'000'000});
  CHECK(body<capture_command>(*w, 1).keep_rest);
  CHECK(key_name(*w, nth<capture_command>(*w, 1).key) == "first-part");
  CHECK(std::holds_alternative<whole_hold>(body<capture_command>(*w, 2).amount));
  CHECK(key_name(*w, body<void_command>(*w, 0).hold) == "live-3");
}

TEST_CASE(
    "an adjustment gives or takes, a revocation names its grant, a reset says nothing more [R3.10] [R3.11]") {
  const auto w = holds_and_corrections();
  CHECK(body<adjust_command>(*w, 0) == adjust_command{credits::whole(50), false});
  CHECK(body<adjust_command>(*w, 1) == adjust_command{credits::whole(-30), true});
  CHECK(body<adjust_command>(*w, 2) == adjust_command{credits::from_micro(-500'000), false});
  CHECK(body<revoke_command>(*w, 0).grant == w->accounts.at(0).grants.at(0).key);
  CHECK(body<revoke_command>(*w, 1).grant == effect_key{effect_key::space::timeline, 2, 0});
  CHECK(body<revoke_command>(*w, 2).grant == nth<adjust_command>(*w, 0).key);
  CHECK(body<revoke_command>(*w, 3).grant == nth<grant_command>(*w, 0).key);
  CHECK_NOTHROW(body<reset_command>(*w, 0));
}

TEST_CASE("a hold, a capture and their like are steps of their account at their instant [R2.4]") {
  const auto w = holds_and_corrections();
  const command& hold = nth<hold_command>(*w, 0);
  CHECK(hold.order == turn_order{at("2026-01-30T09:02:00Z"), turn_order::phase::timeline, 0, 4});
  CHECK(hold.place.line == 34);
  CHECK(nth<reset_command>(*w, 0).key == effect_key{effect_key::space::timeline, 0, 19});
}

TEST_CASE("a key that nothing has is a warning, and the file runs [R3.11] [R6.5]") {
  const std::string steps =
      "timeline:\n"
      "  - {at: +1h, account: acme, capture: 1, of: none}\n"
      "  - {at: +1h, account: acme, void: gift}\n"
      "  - {at: +1h, account: acme, revoke: step-1}\n"
      "  - {at: +1h, account: acme, revoke: gift}\n";
  CHECK(codes(head + one_account + steps) == "W004 W004 W005 ");
  CHECK(loaded_from(head + one_account + steps).what != nullptr);
}

TEST_CASE("what is held by one account is nothing to another [R2.8]") {
  CHECK(codes(head + "accounts: {acme: {}, umbrella: {}}\n"
                     "timeline:\n"
                     "  - {at: +1h, account: acme, hold: 5, key: live}\n"
                     "  - {at: +1h, account: umbrella, capture: 5, of: live}\n") == "W004 ");
}

TEST_CASE("a hold may be placed after the step that names it, or not at all where its own step is faulty") {
  CHECK(codes(head + one_account +
              "timeline:\n"
              "  - {at: +1h, account: acme, void: live}\n"
              "  - {at: +1h, account: acme, hold: x, key: live}\n") == "E040 ");
}

TEST_CASE("an expectation is warned of every new step that shares its instant [R2.4]") {
  for (const char* step : {"hold: 5, key: live", "capture: 5, of: before", "void: before", "revoke: gift",
                           "adjust: 5", "reset: true", "set: {low_balance: off}"}) {
    INFO(step);
    CHECK(codes(head + one_account +
                "timeline:\n"
                "  - {at: +1h, account: acme, hold: 5, key: before}\n"
                "  - {at: +1h, account: acme, expect: {held: 5}}\n"
                "  - {at: +0s, account: acme, " +
                step + "}\n") == "W001 ");
  }
}

TEST_CASE("where a meter and an amount could be meant, the quantity decides") {
  const auto w = load(
      "scenario: Test\n"
      "catalog: {catalog: c, currency: EUR, credit_rate: 1 EUR = 50 credits, meters: {\"60\": {per: unit, "
      "price: 1}, "
      "all: {per: unit, price: 1}}}\n"
      "start: 2026-01-30\n"
      "end: 2026-03-02\n"
      "accounts: {acme: {}}\n"
      "timeline:\n"
      "  - {at: +1h, account: acme, hold: 60, quantity: 2, key: a}\n"
      "  - {at: +1h, account: acme, capture: all, quantity: 1, of: a}\n"
      "  - {at: +1h, account: acme, hold: 61, key: b}\n"
      "  - {at: +1h, account: acme, capture: all, of: b}\n");
  CHECK(body<hold_command>(*w, 0).quantity == 2'000'000);
  CHECK(std::get<metered_quantity>(body<capture_command>(*w, 0).amount).meter == 1);
  CHECK(body<hold_command>(*w, 1).amount == credits::whole(61));
  CHECK(std::holds_alternative<whole_hold>(body<capture_command>(*w, 1).amount));
}

TEST_CASE("a recharge above its own cap is an error only where its price is known [R10.5]") {
  const auto with = [](const std::string& terms) {
    return head + "accounts: {acme: {auto_recharge: {threshold: 5, " + terms + "}}}\n";
  };
  CHECK(codes(with("amount: 20 EUR, max_spend_per_period: 20 EUR")) == "");
  CHECK(codes(with("amount: 20.01 EUR, max_spend_per_period: 20 EUR")) == "E085 ");
  CHECK(codes(with("amount: 18 EUR, pack: 10.50 EUR, max_spend_per_period: 20 EUR")) == "E085 ");
  CHECK(codes(with("amount: 1001 credits, max_spend_per_period: 20 EUR")) == "E085 ");
  CHECK(codes(with("target: 5000, max_spend_per_period: 20 EUR")) == "");
}

}  // namespace drawdown::language
