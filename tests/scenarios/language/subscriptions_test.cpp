// Plans, add-ons, versions, people and what they do, as the loader reads them.
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

// A scenario whose catalog, users and account go on with these lines, and whose timeline has these steps.
struct written {
  std::string sold = {};      // lines of the catalog
  std::string users = {};     // between braces
  std::string account = {};   // between braces, behind the payment method
  std::string timeline = {};  // between brackets
  std::string more = {};      // at the top
};

std::string text_of(const written& parts) {
  return "scenario: A desk\n"
         "catalog:\n"
         "  catalog: desk\n"
         "  currency: EUR\n"
         "  credit_rate: 1 EUR = 50 credits\n" +
         parts.sold +
         "start: 2026-01-15\n"
         "end: 2026-06-01\n"
         "gateways: {bank: {}}\n"
         "users: {" +
         parts.users +
         "}\n"
         "accounts: {acme: {payment_methods: [{gateway: bank, card: ok}], agents: {bot: {}}" +
         parts.account + "}}\n" + "timeline: [" + parts.timeline + "]\n" + parts.more;
}

std::shared_ptr<world> load(const written& parts) {
  const loaded made = load_scenario_text("desk.yaml", text_of(parts));
  for (const diagnostic& one : made.findings)
    if (one.level == severity::error) FAIL(render(one, false));
  return made.what;
}

std::vector<std::string> codes(const written& parts) {
  std::vector<std::string> found;
  for (const diagnostic& one : load_scenario_text("desk.yaml", text_of(parts)).findings)
    found.push_back(one.code);
  return found;
}

const std::string meters =
    "  meters:\n"
    "    message: {per: unit, price: 1}\n"
    "    draft: {per: unit, price: {by: quality, fast: 4, premium: 25}, feature: writing}\n";
const std::string plans =
    "  plans:\n"
    "    starter: {price: 29 EUR, every: 1 month, allocation: 1000, rollover: {max: 200}}\n"
    "    team: {price: 20 EUR, every: 1 month, allocation: 500, pool: per_user, features: [writing]}\n";
const std::string boost = "  add_ons: {boost: {unit: 60 credits, price: 10 EUR}}\n";

template <class Body>
const Body& body_of(const world& in, std::size_t step) {
  return std::get<Body>(in.accounts.front().commands.at(step)->body);
}

std::string subscription_of(const expectation& asked) {
  std::string text;
  for (const expected_item& one : asked.items) {
    const auto& item = std::get<expected_subscription>(one.what);
    text += fmt::format("{}={};", name_of(item.which), item.value);
  }
  return text;
}

}  // namespace

TEST_CASE("a plan says what it costs, brings and opens", "[R8.1][R8.2][R8.8]") {
  const auto in = load({.sold = meters + "  plans:\n"
                                         "    year: {price: 900 EUR, every: 1 year, allocation: 1200.5, "
                                         "allocation_every: 1 month, pool: per_user, features: [writing], "
                                         "top_ups: false, trial: 14d, rollover: {max: 50, lives: forever}}\n"
                                         "    free: {price: 0 EUR, every: 36h, allocation: 0}\n"});
  const plan_terms& year = in->catalog.plans.at(0);
  CHECK(year.name == "year");
  CHECK(year.price == money::from_minor(90000));
  CHECK(year.every == span_of_time(calendar_span{1, calendar_unit::years}));
  CHECK(year.allocation == credits::from_micro(1'200'500'000));
  CHECK(year.monthly_allocation);
  CHECK(year.pool == credit_pool::per_user);
  CHECK(year.features == std::vector<std::string>{"writing"});
  CHECK_FALSE(year.top_ups);
  CHECK(year.trial == span_of_time(duration::days(14)));
  CHECK(year.rollover == carry_terms{credits::whole(50), std::nullopt});
  const plan_terms& free = in->catalog.plans.at(1);
  CHECK(free.price.is_zero());
  CHECK(free.every == span_of_time(duration::hours(36)));
  CHECK_FALSE(free.monthly_allocation);
  CHECK(free.pool == credit_pool::shared);
  CHECK(free.top_ups);
  CHECK_FALSE(free.trial.has_value());
  CHECK_FALSE(free.rollover.has_value());
}

TEST_CASE("an add-on is sold with all plans, or with those that it names", "[R8.4]") {
  const auto in = load({.sold = meters + plans +
                                "  add_ons:\n"
                                "    boost: {unit: 60 credits, price: 10 EUR}\n"
                                "    extra: {unit: 200, price: 30 EUR, pool: per_user, for_plans: [team], "
                                "prorate: true}\n"});
  CHECK(in->catalog.add_ons.at(0).for_plans == std::vector<std::uint16_t>{0, 1});
  CHECK_FALSE(in->catalog.add_ons.at(0).prorate);
  CHECK(in->catalog.add_ons.at(1).for_plans == std::vector<std::uint16_t>{1});
  CHECK(in->catalog.add_ons.at(1).unit == credits::whole(200));
  CHECK(in->catalog.add_ons.at(1).pool == credit_pool::per_user);
  CHECK(in->catalog.add_ons.at(1).prorate);
}

TEST_CASE("each version is whole: what it does not say is as in the one before", "[R7.3]") {
  const auto in = load(
      {.sold =
           meters + plans +
           "  top_ups: {minimum: 10 EUR, bonus: [{from: 50 EUR, credits: 100}]}\n"
           "  versions:\n"
           "    - {effective: 2026-02-01, meters: {draft: {price: {by: quality, premium: 30, fast: 5}}}}\n"
           "    - {effective: 2026-03-01T12:00:00Z, credit_rate: 1 EUR = 40 credits, "
           "plans: {starter: {price: 35 EUR}}, top_ups: {requires_plan: true}}\n"});
  REQUIRE(in->versions.size() == 2);
  const catalog& first = in->versions[0].terms;
  const auto& by = std::get<price_by_value>(first.meters.at(1).price);
  // A usage names a position, so the order stays.
  CHECK(by.values.at(0).value == "fast");
  CHECK(by.values.at(0).price.numerator_micro == 5'000'000);
  CHECK(by.values.at(1).price.numerator_micro == 30'000'000);
  CHECK(first.plans.at(0).price == money::from_minor(2900));
  CHECK(first.rate == in->catalog.rate);
  const catalog& second = in->versions[1].terms;
  CHECK(second.meters.at(1).price == first.meters.at(1).price);
  CHECK(second.plans.at(0).price == money::from_minor(3500));
  CHECK(second.plans.at(0).allocation == credits::whole(1000));
  CHECK(second.rate.brings == credits::whole(40));
  CHECK(second.top_ups.requires_plan);
  CHECK(second.top_ups.minimum == money::from_minor(1000));
  CHECK(second.top_ups.bonuses == first.top_ups.bonuses);
  CHECK(std::get<unit_price>(in->catalog.meters.at(0).price).numerator_micro == 1'000'000);
}

TEST_CASE("a date of a version is midnight in the scenario's zone", "[R2.7][R7.3]") {
  const auto in =
      load({.sold = meters + "  versions: [{effective: 2026-02-01, credit_rate: 1 EUR = 40 credits}]\n",
            .more = "time_zone: Europe/Madrid\n"});
  CHECK(to_string(in->versions.at(0).effective) == "2026-01-31T23:00:00Z");
}

TEST_CASE("an override holds from the start, and against every version", "[R7.3]") {
  const auto in = load({.sold = meters + plans +
                                "  versions:\n"
                                "    - {effective: 2026-01-01, meters: {message: {price: 2}}}\n"
                                "    - {effective: 2026-03-01, meters: {message: {price: 3}}, plans: "
                                "{starter: {price: 40 EUR}}}\n",
                        .account = ", override: {meters: {message: {price: 0.5}}}"});
  const std::vector<catalog_version>& own = in->accounts.front().own_prices;
  REQUIRE(own.size() == 2);
  CHECK(own[0].effective == in->start);
  CHECK(own[1].effective == in->versions[1].effective);
  for (const catalog_version& one : own)
    CHECK(std::get<unit_price>(one.terms.meters.at(0).price).numerator_micro == 500'000);
  CHECK(own[0].terms.plans.at(0).price == money::from_minor(2900));
  CHECK(own[1].terms.plans.at(0).price == money::from_minor(4000));
}

TEST_CASE("who has the role billing in an organization looks at its usage, and the owner buys as well",
          "[R11.1][R11.2]") {
  const std::string people = "olga: {roles: {ACME: billing}}, ben: {roles: {ACME: member}}, eve: {}";
  const auto in = load({.users = people, .account = ", organization: ACME, owner: eve, users: [ben, olga]"});
  const account_spec& acme = in->accounts.front();
  CHECK(acme.organization == "ACME");
  CHECK(acme.viewers == std::vector<user_index>{0});
  CHECK(acme.managers == std::vector<user_index>{0, 2});
  CHECK(acme.users == std::vector<user_index>{1, 0});

  const auto alone = load({.users = "olga: {}, eve: {}", .account = ", owner: eve"});
  CHECK(alone->accounts.front().viewers == std::vector<user_index>{1});
  CHECK(alone->accounts.front().managers == std::vector<user_index>{1});
}

TEST_CASE("an account by invoice has thirty days, or as it says", "[R9.3]") {
  CHECK_FALSE(load({})->accounts.front().invoice_terms.has_value());
  CHECK(load({.account = ", billing: invoice"})->accounts.front().invoice_terms ==
        span_of_time(calendar_span{30, calendar_unit::days}));
  CHECK(load({.account = ", billing: invoice, terms: 2 weeks"})->accounts.front().invoice_terms ==
        span_of_time(calendar_span{2, calendar_unit::weeks}));
}

TEST_CASE("the plan of a declaration is subscribed to at the start, and is named `plan`", "[R8.1][R2.2]") {
  const auto in = load({.sold = meters + plans,
                        .account = ", time_zone: Europe/Madrid, plan: {name: starter, anchor: 2026-02-15}",
                        .timeline = "{at: +1h, account: acme, notice: succeeded, of: plan}, "
                                    "{at: +1h, account: acme, chargeback: cycle-2}"});
  const account_spec& acme = in->accounts.front();
  REQUIRE(acme.plan.has_value());
  const effect_key declared{effect_key::space::cycle, 0, 0};
  CHECK(acme.plan->key == declared);
  CHECK(acme.plan->order.at == in->start);
  CHECK(to_string(*std::get<subscribe_command>(acme.plan->body).anchor) == "2026-02-14T23:00:00Z");
  CHECK(body_of<notice_command>(*in, 0).payment == declared);
  CHECK(body_of<chargeback_command>(*in, 1).payment == effect_key{effect_key::space::cycle, 0, 2});
}

TEST_CASE("where no plan is declared, `plan` is a key like others", "[R4.9]") {
  const auto in = load({.timeline = "{at: +1h, account: acme, top_up: 50 EUR, key: plan}, "
                                    "{at: +1h, account: acme, chargeback: plan}"});
  CHECK(body_of<chargeback_command>(*in, 1).payment.was_given());
  CHECK(codes({.sold = meters + plans,
               .account = ", plan: starter",
               .timeline = "{at: +1h, account: acme, top_up: 50 EUR, key: plan}"}) ==
        std::vector<std::string>{"E063"});
}

TEST_CASE("steps of a subscription say what changes", "[R8.4][R8.6][R8.7][R8.8]") {
  const auto in =
      load({.sold = meters + plans + boost,
            .users = "olga: {}",
            .timeline = "{at: +1h, account: acme, subscribe: starter, anchor: 2026-02-01, by: olga}, "
                        "{at: +1h, account: acme, change_plan: starter, prorate: false, "
                        "change_cycle: restart}, "
                        "{at: +1h, account: acme, cancel: at_once}, "
                        "{at: +1h, account: acme, add_on: boost, units: 3}, "
                        "{at: +1h, account: acme, add_user: olga}, "
                        "{at: +1h, account: acme, remove_user: olga}, "
                        "{at: +1h, account: acme, quote: {change_plan: team}}, "
                        "{at: +1h, account: acme, quote: {remove_user: olga}}"});
  CHECK(body_of<subscribe_command>(*in, 0) ==
        subscribe_command{0, parse_instant("2026-02-01T00:00:00Z", zone_table{}).value()});
  CHECK(in->accounts.front().commands.at(0)->by == 0);
  CHECK(in->accounts.front().commands.at(1)->by == no_user);
  CHECK(body_of<change_plan_command>(*in, 1) == change_plan_command{0, false, true});
  CHECK(body_of<cancel_command>(*in, 2).at_once);
  CHECK(body_of<add_on_command>(*in, 3) == add_on_command{0, 3});
  CHECK(body_of<seat_command>(*in, 4) == seat_command{0, true});
  CHECK(body_of<seat_command>(*in, 5) == seat_command{0, false});
  CHECK(body_of<quote_command>(*in, 6).change ==
        decltype(quote_command::change)(change_plan_command{1, true, false}));
  CHECK(body_of<quote_command>(*in, 7).change == decltype(quote_command::change)(seat_command{0, false}));
}

TEST_CASE("a plan for each user needs a user by then, who may have joined", "[R8.1]") {
  const std::string subscribes = "{at: +1h, account: acme, subscribe: team}";
  CHECK(codes({.sold = meters + plans, .users = "olga: {}", .timeline = subscribes}) ==
        std::vector<std::string>{"E087"});
  CHECK(codes({.sold = meters + plans,
               .users = "olga: {}",
               .timeline = "{at: +1h, account: acme, add_user: olga}, " + subscribes})
            .empty());
}

TEST_CASE("refunds, disputes and invoices name what they are about", "[R9.3][R9.5][R9.6][R9.7]") {
  const auto in = load({.sold = meters,
                        .account = ", billing: invoice",
                        .timeline = "{at: +1h, account: acme, use: message, quantity: 5, key: u}, "
                                    "{at: +1h, account: acme, refund: u, amount: 2.5 credits}, "
                                    "{at: +1h, account: acme, invoice: 500 credits, key: b}, "
                                    "{at: +1h, account: acme, pay_invoice: b, amount: 4 EUR}, "
                                    "{at: +1h, account: acme, void_invoice: step-3}, "
                                    "{at: +1h, account: acme, refund_payment: b}, "
                                    "{at: +1h, account: acme, win_chargeback: b}"});
  const effect_key used = in->accounts.front().commands.at(0)->key;
  const effect_key billed = in->accounts.front().commands.at(2)->key;
  CHECK(body_of<refund_command>(*in, 1) == refund_command{used, credits::from_micro(2'500'000)});
  CHECK(body_of<invoice_command>(*in, 2).amount == asked_amount(credits::whole(500)));
  CHECK(body_of<pay_invoice_command>(*in, 3) == pay_invoice_command{billed, money::from_minor(400)});
  CHECK(body_of<void_invoice_command>(*in, 4).invoice == effect_key{effect_key::space::timeline, 0, 3});
  CHECK(body_of<refund_payment_command>(*in, 5) == refund_payment_command{billed, std::nullopt});
  CHECK(body_of<chargeback_command>(*in, 6) == chargeback_command{billed, true});
}

TEST_CASE("an estimate prices its activities for its agent", "[R7.4]") {
  const auto in = load({.sold = meters,
                        .timeline = "{at: +1h, agent: bot, estimate: [{use: message, quantity: 3}, "
                                    "{use: draft, quantity: 2, value: premium}]}"});
  const auto& asked = body_of<estimate_command>(*in, 0);
  CHECK(asked.agent == 0);
  CHECK(asked.activities == std::vector<metered_quantity>{{0, 3'000'000, 1, no_value}, {1, 2'000'000, 1, 1}});
}

TEST_CASE("late usage says when it occurred, usage in time does not", "[R2.5]") {
  const auto in = load({.sold = meters,
                        .timeline = "{at: 2026-01-16T10:00:00Z, agent: bot, use: message, quantity: 1, "
                                    "occurred_at: 2026-01-16}, "
                                    "{at: +0s, agent: bot, use: message, quantity: 1}"});
  const auto& items = std::get<timeline_source>(in->accounts.front().agents.front().source).items;
  CHECK(to_string(items.at(0).occurred_at) == "2026-01-16T00:00:00Z");
  CHECK(items.at(1).occurred_at == instant::never());
  // At the start itself, and at its arrival, something can occur.
  CHECK(codes({.sold = meters,
               .timeline = "{at: +1h, agent: bot, use: message, quantity: 1, occurred_at: 2026-01-15}, "
                           "{at: +0s, agent: bot, use: message, quantity: 1, "
                           "occurred_at: 2026-01-15T01:00:00Z}"})
            .empty());
}

TEST_CASE("what is expected of a subscription is said in canonical words", "[R8.1]") {
  const auto in =
      load({.sold = meters + plans + boost,
            .users = "olga: {}, ben: {}",
            .account = ", time_zone: Europe/Madrid",
            .timeline = "{at: +1h, account: acme, expect: {subscription: {state: past_due, plan: none, "
                        "next_plan: team, renews: 2026-02-01, cancels: false, units: {boost: 2}, "
                        "users: [ben, olga]}}}, "
                        "{at: +1h, account: acme, expect: {subscription: ended}}, "
                        "{at: +1h, account: acme, expect: {subscription: {renews: never, users: []}}}"});
  CHECK(subscription_of(in->expectations.at(0)) ==
        "state=past_due;plan=none;next_plan=team;renews=2026-01-31T23:00:00Z;cancels=false;units=2;"
        "users=ben, olga;");
  CHECK(subscription_of(in->expectations.at(1)) == "state=ended;");
  CHECK(subscription_of(in->expectations.at(2)) == "renews=never;users=none;");
}

TEST_CASE("payments and invoices are expected by the keys of what they pay for", "[R9.3][R9.4]") {
  const auto in =
      load({.sold = meters + plans,
            .account = ", plan: starter",
            .timeline = "{at: +1h, account: acme, top_up: 50 EUR}, "
                        "{at: +1h, account: acme, expect: {payments: {plan: succeeded, "
                        "step-1: charged_back, cycle-3: failed}, invoices: {recharge-1: overdue}}}"});
  const auto& items = in->expectations.at(0).items;
  REQUIRE(items.size() == 4);
  CHECK(std::get<expected_payment>(items[0].what).key == effect_key{effect_key::space::cycle, 0, 0});
  CHECK(std::get<expected_payment>(items[1].what).state == payment_state::charged_back);
  CHECK(std::get<expected_payment>(items[2].what).key == effect_key{effect_key::space::cycle, 0, 3});
  CHECK(std::get<expected_invoice>(items[3].what).state == invoice_state::overdue);
}

}  // namespace drawdown::language
