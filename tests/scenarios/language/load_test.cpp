#include "scenarios/language/load.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"

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
    "  top_ups: {minimum: 10 EUR}\n"
    "start: 2026-01-30T09:00:00Z\n"
    "end: 2026-03-02\n"
    "gateways: {stripe: {}, adyen: {}}\n";

const std::string two_accounts =
    "accounts:\n"
    "  acme: {payment_methods: [{gateway: stripe, card: ok}], agents: {bot: {}, owl: {}}}\n"
    "  umbrella: {agents: {bot: {}}}\n";

std::shared_ptr<world> load(const std::string& text) {
  const loaded made = load_scenario_text(corpus + "good/test.yaml", text);
  for (const diagnostic& one : made.findings) UNSCOPED_INFO(render(one, false));
  REQUIRE(made.what != nullptr);
  return made.what;
}

// The codes of all findings.
std::string codes(const std::string& text) {
  std::string all;
  for (const diagnostic& one : load_scenario_text(corpus + "good/test.yaml", text).findings)
    all += one.code + " ";
  return all;
}

instant at(const std::string& text) {
  return *parse_instant(text, zone_table{});
}

template <class Body>
const Body& body_of(const world& from, std::size_t account, std::size_t number) {
  REQUIRE(from.accounts.at(account).commands.size() > number);
  return std::get<Body>(from.accounts[account].commands[number]->body);
}

const std::vector<usage>& usages_of(const world& from, std::size_t account, std::size_t agent) {
  return std::get<timeline_source>(from.accounts.at(account).agents.at(agent).source).items;
}

}  // namespace

TEST_CASE("a scenario and its catalog become a world, and both files are kept for the manifest") {
  const loaded made = load_scenario(corpus + "good/every-verb.yaml");
  REQUIRE(made.what != nullptr);
  const world& w = *made.what;
  CHECK(w.name == "Every verb");
  CHECK(w.start == at("2026-01-30T09:00:00Z"));
  CHECK(w.end == at("2026-03-02"));
  CHECK(w.settings.usage_rounding == rounding::half_up);
  CHECK(w.catalog.name == "small");
  CHECK(w.catalog.unit.code() == "EUR");
  CHECK(w.catalog.rate == credit_rate{money::from_minor(100), credits::whole(50)});
  CHECK_FALSE(w.zone_database_version.empty());
  REQUIRE(made.inputs.size() == 2);
  CHECK(made.inputs[0].path == corpus + "good/every-verb.yaml");
  CHECK(made.inputs[1].path == corpus + "catalogs/small.yaml");
  CHECK(made.inputs[1].content.starts_with("# What the scenarios"));
  CHECK(w.files == std::vector<std::string>{made.inputs[0].path, made.inputs[1].path});
}

TEST_CASE("meters are exact: prices to twelve decimals, quantities by their measure [R1.3] [R7.1]") {
  const auto w = load_scenario(corpus + "good/catalog-in-place.yaml").what;
  REQUIRE(w != nullptr);
  const std::vector<meter>& meters = w->catalog.meters;
  REQUIRE(meters.size() == 4);
  CHECK(meters[0].price == price_form(unit_price{1, 500'000}));
  CHECK(meters[0].minimum == 1'000'000'000);
  CHECK(meters[0].increment == 100'000'000);
  CHECK(meters[1].price == price_form(unit_price{2'000, 1}));
  CHECK(meters[2].per == measure::second);
  CHECK(meters[2].minimum == 10'000'000);
  CHECK(meters[2].requires_positive_balance == true);
  CHECK(meters[3].price == price_form(unit_price{0, 1}));
  CHECK(w->catalog.unit.decimals() == 0);
  CHECK(w->catalog.top_ups.tiers == std::vector{money::from_minor(1000), money::from_minor(5000)});
  CHECK(*w->catalog.top_ups.expires == span_of_time(calendar_span{1, calendar_unit::years}));
  CHECK(usages_of(*w, 0, 0).at(0).quantity == 1'000'000'000'000);
  CHECK(usages_of(*w, 0, 0).at(1).quantity == 90'000'000);
}

TEST_CASE("gateways: probabilities in millionths, delays, outages in order [R10.1]") {
  const auto w = load_scenario(corpus + "good/every-verb.yaml").what;
  REQUIRE(w != nullptr);
  const gateway_spec& stripe = w->gateways.at(0);
  CHECK(stripe.latency == duration{});
  CHECK(stripe.timeout == duration::seconds(30));
  CHECK(stripe.decline_rate == 20'000);
  CHECK(stripe.reasons == std::vector<std::string>{"insufficient_funds", "expired_card"});
  CHECK(stripe.duplicate_rate == 500);
  CHECK(stripe.lost_rate == 10'000);
  CHECK(stripe.delay_min == duration{});
  CHECK(stripe.delay_max == duration::minutes(10));
  REQUIRE(stripe.outages.size() == 2);
  CHECK(stripe.outages[0].from == at("2026-02-06T20:00:00Z"));
  CHECK(stripe.outages[0].until == at("2026-02-06T20:45:00Z"));
  CHECK(stripe.outages[1].until == at("2026-02-11"));
}

TEST_CASE("an account has what it declares: cards, grants, recharge, agents") {
  const auto w = load_scenario(corpus + "good/every-verb.yaml").what;
  REQUIRE(w != nullptr);
  const account_spec& acme = w->accounts.at(0);
  REQUIRE(acme.payment_methods.size() == 2);
  CHECK(acme.payment_methods[0].card == std::vector{card_answer::ok, card_answer::declines});
  CHECK(w->fingerprints.at(acme.payment_methods[0].fingerprint) == "A");
  CHECK(acme.payment_methods[1].card.empty());
  CHECK(acme.payment_methods[1].fingerprint != acme.payment_methods[0].fingerprint);

  REQUIRE(acme.grants.size() == 2);
  const auto& january = std::get<grant_command>(acme.grants[0].body);
  CHECK(january.kind == lot_kind::plan);
  CHECK(january.amount == credits::whole(1000));
  CHECK(january.priority == 15);
  CHECK(std::get<span_of_time>(*january.expires) == span_of_time(calendar_span{1, calendar_unit::months}));
  CHECK(acme.grants[0].key == effect_key{effect_key::space::given, 0, 0});
  CHECK(w->key_names.at(0) == "january");
  const auto& paid = std::get<grant_command>(acme.grants[1].body);
  CHECK(paid.cost == money::from_minor(201));
  CHECK(std::get<instant>(*paid.effective) == at("2026-02-01"));
  CHECK_FALSE(acme.grants[1].key.was_given());

  CHECK(acme.auto_recharge->watch == recharge_watch::wallet);
  CHECK(acme.auto_recharge->trigger == recharge_trigger::at_or_below);
  CHECK(acme.auto_recharge->target == credits::whole(500));
  CHECK_FALSE(acme.auto_recharge->count_pending);
  CHECK(acme.auto_recharge->limits == recharge_limits::ignore);
  CHECK(acme.agents.at(0).policy == when_exhausted::stop);
  CHECK(acme.agents.at(0).monthly_limit == credits::from_micro(1'500'500'000));
  CHECK(acme.agents.at(1).policy == when_exhausted::use_balance);
  CHECK_FALSE(acme.agents.at(1).monthly_limit);
}

TEST_CASE("what a recharge does not say comes from the settings [R10.2]") {
  const auto w =
      load(head +
           "settings: {watch: wallet, count_pending: yes, trigger: at_or_below, limits: minimum_only}\n"
           "accounts: {acme: {auto_recharge: {threshold: 5, amount: 20 EUR}}}\n");
  const recharge_terms& terms = *w->accounts.at(0).auto_recharge;
  CHECK(terms.watch == recharge_watch::wallet);
  CHECK(terms.trigger == recharge_trigger::at_or_below);
  CHECK(terms.count_pending);
  CHECK(terms.limits == recharge_limits::minimum_only);
  CHECK(std::get<money>(*terms.amount) == money::from_minor(2000));
}

TEST_CASE("every step becomes its stimulus, at its instant, with its place in the file [R2.4]") {
  const auto w = load_scenario(corpus + "good/every-verb.yaml").what;
  REQUIRE(w != nullptr);
  const auto& commands = w->accounts.at(0).commands;
  REQUIRE(commands.size() == 17);

  const usage& first = usages_of(*w, 0, 0).at(0);
  CHECK(first.order == turn_order{w->start, turn_order::phase::timeline, 0, 1});
  CHECK(first.key == effect_key{effect_key::space::timeline, 0, 1});
  CHECK(first.quantity == 60'000'000);
  CHECK(first.agent == 0);
  const auto& unowned = body_of<usage>(*w, 0, 0);
  CHECK(unowned.agent == no_agent);
  CHECK(unowned.quantity == 1);
  CHECK(unowned.meter == 1);
  CHECK(unowned.order == commands[0]->order);
  CHECK(unowned.key == commands[0]->key);

  CHECK(std::get<money>(body_of<top_up_command>(*w, 0, 1).amount) == money::from_minor(5000));
  CHECK(w->key_names.at(commands[1]->key.number) == "first");
  CHECK(commands[1]->order.at == at("2026-01-30T10:30:00Z"));
  CHECK(commands[1]->place.file == 0);
  CHECK(commands[1]->place.line == 32);
  CHECK(commands[1]->place.column == 5);
  CHECK(std::get<credits>(body_of<top_up_command>(*w, 0, 2).amount) == credits::whole(1200));
  CHECK(commands[2]->order.at == at("2026-01-30T10:30:00.000001Z"));
  CHECK(body_of<grant_command>(*w, 0, 3).kind == lot_kind::adjustment);
  CHECK(commands[3]->order.at == at("2026-02-28T10:30:00.000001Z"));

  const auto& set_owl = body_of<set_agent_command>(*w, 0, 4);
  CHECK(set_owl.agent == 1);
  CHECK(set_owl.policy == when_exhausted::stop);
  CHECK((set_owl.monthly_limit && !*set_owl.monthly_limit));
  const auto& off = body_of<set_account_command>(*w, 0, 5);
  CHECK((off.auto_recharge && !*off.auto_recharge && !off.payment_methods));
  const auto& on = body_of<set_account_command>(*w, 0, 6);
  CHECK((on.auto_recharge && *on.auto_recharge && on.payment_methods && on.payment_methods->empty()));

  CHECK(body_of<notice_command>(*w, 0, 7).payment == commands[1]->key);
  CHECK(body_of<notice_command>(*w, 0, 8).payment == effect_key{effect_key::space::recharge, 0, 1});
  CHECK(body_of<notice_command>(*w, 0, 8).attempt == 2U);
  CHECK(body_of<notice_command>(*w, 0, 8).answer == payment_answer::timed_out);
  CHECK(body_of<notice_command>(*w, 0, 9).payment == effect_key{effect_key::space::timeline, 0, 4});
  CHECK(body_of<crash_command>(*w, 0, 10).target == crash_command::whom::account);
  CHECK(body_of<crash_command>(*w, 0, 11) == crash_command{crash_command::whom::agent, 1});
  CHECK(body_of<crash_command>(*w, 0, 12) == crash_command{crash_command::whom::gateway, 0});
  CHECK(body_of<crash_command>(*w, 0, 13).target == crash_command::whom::auditor);
}

TEST_CASE("expectations stand in the world, and a command asks for each") {
  const auto w = load_scenario(corpus + "good/every-verb.yaml").what;
  REQUIRE(w != nullptr);
  REQUIRE(w->expectations.size() == 3);
  const expectation& figures = w->expectations[0];
  REQUIRE(figures.items.size() == 11);
  const auto& net = std::get<expected_figure>(figures.items[4].what);
  CHECK(net.which == figure::net);
  CHECK(net.value == credits::whole(-1));
  CHECK(figures.items[4].place.line == 45);

  const expectation& agent = w->expectations[1];
  CHECK(agent.agent == 0);
  CHECK(std::get<expected_figure>(agent.items[0].what).which == figure::agent_spent);
  CHECK_FALSE(std::get<expected_stopped>(agent.items[1].what).stopped);
  CHECK(std::get<expected_last>(agent.items[2].what).result == outcome::charged);
  CHECK(std::get<expected_count>(agent.items[3].what).kind == "charged");
  CHECK(std::get<expected_count>(agent.items[4].what).count == 0);
  CHECK(std::get<expected_last>(w->expectations[2].items[0].what).result == outcome::requested);

  const auto& asked = body_of<expect_command>(*w, 0, 15);
  CHECK(asked.agent == 0);
  CHECK(asked.expectation == 1);
  CHECK(w->accounts[0].commands[15]->order.in == turn_order::phase::expectation);
}

TEST_CASE("an expectation is ordered behind all steps of its instant, and that is warned of [R2.4]") {
  const std::string text = head + two_accounts +
                           "timeline:\n"
                           "  - {at: +1h, account: acme, expect: {balance: 0}}\n"
                           "  - {at: +0s, account: acme, top_up: 50 EUR}\n"
                           "  - {at: +0s, account: acme, crash: account}\n"
                           "  - {at: +0s, account: umbrella, grant: {kind: free, credits: 1}}\n"
                           "  - {at: +0s, account: acme, expect: {balance: 0}}\n";
  CHECK(codes(text) == "W001 ");
  const auto w = load(text);
  REQUIRE(w->accounts[0].commands.size() == 4);
  CHECK(std::holds_alternative<top_up_command>(w->accounts[0].commands[0]->body));
  CHECK(std::holds_alternative<crash_command>(w->accounts[0].commands[1]->body));
  CHECK(std::holds_alternative<expect_command>(w->accounts[0].commands[2]->body));
}

TEST_CASE("relative instants count from the step before, the first from the start [R2.7]") {
  const auto w = load(head + two_accounts +
                      "timeline:\n"
                      "  - {at: +1 month, account: acme, top_up: 50 EUR}\n"
                      "  - {at: +1 hour, account: umbrella, top_up: 50 EUR}\n"
                      "  - {at: +0s, account: acme, top_up: 50 EUR}\n");
  CHECK(w->accounts[0].commands[0]->order.at == at("2026-02-28T09:00:00Z"));
  CHECK(w->accounts[1].commands[0]->order.at == at("2026-02-28T10:00:00Z"));
  CHECK(w->accounts[0].commands[1]->order.at == at("2026-02-28T10:00:00Z"));
}

TEST_CASE("the instants start and end belong to the run [R2.7]") {
  CHECK(codes(head + two_accounts +
              "timeline:\n"
              "  - {at: 2026-01-30T09:00:00Z, account: acme, crash: account}\n"
              "  - {at: 2026-03-02, account: acme, crash: account}\n") == "");
  CHECK(codes(head + two_accounts +
              "timeline: [{at: 2026-01-30T08:59:59.999999Z, account: acme, crash: account}]\n") == "E071 ");
  CHECK(codes(head + two_accounts +
              "timeline: [{at: 2026-03-02T00:00:00.000001Z, account: acme, crash: account}]\n") == "E071 ");
}

TEST_CASE("dates are midnight in the scenario's zone, those of an account's grants in its own [R2.7]") {
  const auto w = load_scenario(corpus + "good/time-zones.yaml").what;
  REQUIRE(w != nullptr);
  CHECK(w->start == at("2026-02-28T23:00:00Z"));
  CHECK(w->zones.at(w->accounts[0].zone).name == "Europe/Madrid");
  CHECK(w->zones.at(w->accounts[1].zone).name == "Asia/Tokyo");
  const auto expires = [&](std::size_t account) {
    return std::get<instant>(*std::get<grant_command>(w->accounts[account].grants[0].body).expires);
  };
  CHECK(expires(0) == at("2026-03-14T23:00:00Z"));
  CHECK(expires(1) == at("2026-03-14T15:00:00Z"));
  CHECK(w->accounts[0].commands[0]->order.at == at("2026-03-28T23:00:00Z"));
  CHECK(w->accounts[0].commands[1]->order.at == at("2026-03-29T22:00:00Z"));
}

TEST_CASE("an agent's account may be left out where its name is unique [R5.1]") {
  const auto w = load(head + two_accounts +
                      "timeline:\n"
                      "  - {at: +1s, agent: owl, use: message, quantity: 1}\n"
                      "  - {at: +1s, account: umbrella, agent: bot, use: message, quantity: 2}\n");
  CHECK(usages_of(*w, 0, 1).at(0).quantity == 1'000'000);
  CHECK(usages_of(*w, 1, 0).at(0).quantity == 2'000'000);
  CHECK(codes(head + two_accounts + "timeline: [{at: +1s, agent: bot, use: message, quantity: 1}]\n") ==
        "E061 ");
  CHECK(codes(head + two_accounts +
              "timeline: [{at: +1s, account: umbrella, agent: owl, use: message, quantity: 1}]\n") ==
        "E060 ");
}

TEST_CASE("one key text is one key, whoever gives it; repeating it is not the loader's business [R4.3]") {
  const auto w = load_scenario(corpus + "good/same-names.yaml").what;
  REQUIRE(w != nullptr);
  CHECK(w->key_names == std::vector<std::string>{"a"});
  CHECK(usages_of(*w, 0, 0).at(0).key == usages_of(*w, 0, 0).at(1).key);
  CHECK(usages_of(*w, 0, 0).at(0).key == usages_of(*w, 1, 0).at(0).key);
}

TEST_CASE("payment methods without a fingerprint are told apart by what they say") {
  const auto w = load(
      head +
      "accounts:\n"
      "  acme: {payment_methods: [{gateway: stripe}, {gateway: stripe}, {gateway: adyen}, {gateway: stripe, "
      "card: ok}]}\n"
      "timeline:\n"
      "  - {at: +1s, account: acme, set: {payment_methods: [{gateway: stripe, card: ok}]}, key: new-card}\n"
      "  - {at: +1s, account: acme, set: {payment_methods: [{gateway: stripe, card: ok}]}, key: new-card}\n");
  const auto& declared = w->accounts[0].payment_methods;
  CHECK(declared[0].fingerprint != declared[1].fingerprint);
  CHECK(declared[0].fingerprint != declared[2].fingerprint);
  CHECK(declared[0].fingerprint != declared[3].fingerprint);
  CHECK(body_of<set_account_command>(*w, 0, 0) == body_of<set_account_command>(*w, 0, 1));
  CHECK(body_of<set_account_command>(*w, 0, 0).payment_methods->at(0) == declared[3]);
}

TEST_CASE("a recharge is held against the bounds of top-ups after its packs are whole [R10.2]") {
  const auto with = [](const std::string& terms) {
    return codes(head + "accounts: {acme: {auto_recharge: {threshold: 10, " + terms + "}}}\n");
  };
  CHECK(with("amount: 10 EUR") == "");
  CHECK(with("amount: 9.99 EUR") == "E080 ");
  CHECK(with("amount: 9.99 EUR, limits: ignore") == "");
  CHECK(with("amount: 9.99 EUR, limits: minimum_only") == "E080 ");
  CHECK(with("amount: 4 EUR, pack: 5 EUR") == "E080 ");
  CHECK(with("amount: 6 EUR, pack: 5 EUR") == "");
  CHECK(with("amount: 499 credits") == "E080 ");
  CHECK(with("amount: 500") == "");
  CHECK(with("amount: 401, pack: 100 credits") == "");
  CHECK(with("target: 20") == "");
  CHECK(with("pack: 2 EUR") == "");
  CHECK(with("pack: 2 EUR, target: 20") == "E036 ");
}

TEST_CASE("a declared grant must give something for some time [R1.1] [R3.1]") {
  const auto with = [](const std::string& grant) {
    return codes(head + "accounts: {acme: {grants: [{kind: free, credits: 5, " + grant + "}]}}\n");
  };
  CHECK(with("expires: +1us") == "");
  CHECK(with("expires: +0s") == "E082 ");
  CHECK(with("expires: 2026-01-30T09:00:00Z") == "E082 ");
  CHECK(with("effective: 2026-01-01, expires: +10d") == "E082 ");
  CHECK(with("effective: 2026-01-01, expires: +1 month") == "");
  CHECK(with("effective: +10d, expires: +0s") == "E082 ");
  CHECK(with("effective: 2027-01-01, expires: 2026-12-31") == "E082 ");
}

TEST_CASE("one fault is not reported again by what refers to it") {
  const std::string timeline =
      "timeline:\n"
      "  - {at: +1h, agent: bot, use: call, quantity: 1m}\n"
      "  - {at: +1h, account: acme, top_up: 50 EUR}\n";
  const std::string account = "accounts: {acme: {payment_methods: [{gateway: stripe}], agents: {bot: {}}}}\n";
  const std::string rest = "scenario: a\nstart: 2026-01-01\nend: 2026-02-01\n";
  CHECK(codes(rest + "catalog: nowhere.yaml\ngateways: {stripe: {}}\n" + account + timeline) == "E001 ");
  CHECK(codes(rest + "catalog: ../catalogs/small.yaml\ngateways: [stripe]\n" + account + timeline) ==
        "E033 ");
  CHECK(codes(rest + "catalog: ../catalogs/small.yaml\ngateways: {stripe: }\n" + account + timeline) ==
        "E034 ");
  CHECK(codes(rest + "catalog: ../catalogs/small.yaml\naccounts: [acme]\n" + timeline) == "E033 ");
  CHECK(codes("scenario: a\nstart: soon\nend: 2026-02-01\ncatalog: ../catalogs/small.yaml\ngateways: "
              "{stripe: {}}\n" +
              account + timeline) == "E049 ");
  CHECK(codes(rest +
              "catalog: {catalog: c, currency: EURO, credit_rate: 1 EUR = 50 credits, meters: {call: {per: "
              "minute, price: 1}}}\n"
              "gateways: {stripe: {}}\n" +
              account + timeline) == "E044 ");
}

TEST_CASE("all errors come at once") {
  CHECK(codes("scenario: a\ncatalog: nowhere.yaml\nstart: 2026-02-30\nend: x\ngatewys: {}\naccounts: {a: "
              "{features: b}}\n") == "E001 E049 E049 E030 E031 ");
}

TEST_CASE("a seed is any whole number from zero on") {
  CHECK(load(head + two_accounts + "seed: 9223372036854775807\n")->seed == 9223372036854775807U);
  CHECK(load(head + two_accounts + "seed: 0\n")->seed == 0);
  CHECK(load(head + two_accounts)->seed == 1);
  CHECK(codes(head + two_accounts + "seed: 1.5\n") == "E042 ");
  CHECK(codes(head + two_accounts + "seed: 007\n") == "E040 ");
}

TEST_CASE("settings are read from their text, lists as their items, and kept [R15.2]") {
  const auto w =
      load(head + two_accounts +
           "settings: {burn_down: [kind, lot_id desc], on_failure: retry 5m 10m, key_window: 36h}\n");
  REQUIRE(w->settings.burn_down.size() >= 2);
  CHECK(w->settings.burn_down[0].by == burn_by::kind);
  CHECK(w->settings.burn_down[1].descending);
  CHECK(w->settings.retry == std::vector{duration::minutes(5), duration::minutes(10)});
  CHECK(w->settings.key_window == duration::hours(36));
}

TEST_CASE("the same bytes give the same world and the same findings [R14.7]") {
  const auto twice = [](const std::string& path) {
    const loaded a = load_scenario(path);
    const loaded b = load_scenario(path);
    REQUIRE(a.findings.size() == b.findings.size());
    for (std::size_t i = 0; i < a.findings.size(); ++i)
      CHECK(render(a.findings[i], false) == render(b.findings[i], false));
  };
  twice(corpus + "bad/reference-agent.yaml");
  twice(corpus + "good/every-verb.yaml");
}

}  // namespace drawdown::language
