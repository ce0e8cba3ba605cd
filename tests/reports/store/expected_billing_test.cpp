// Expectations of subscriptions, payments, invoices, estimates and quotes.
#include <catch2/catch.hpp>

#include "reports/store/verdict.hpp"
#include "tests/reports/expecting.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

// What an account answers to items asked after its last event.
expectation_verdict verdict_on(account_index account, std::vector<item_body> items,
                               const subscription_figures& seen = {}, bool suspended = false) {
  world_builder told = studio_world();
  const std::uint32_t asked = expect(told, account, "2026-03-01", std::move(items));
  std::vector<told_history> histories = {history_of_studio(), history_of_agency()};
  figures_event look;
  look.expectation = asked;
  look.suspended = suspended;
  look.subscription = seen;
  histories[account].at("2026-03-01").tells(look);
  return check_expectations(store_of(*told.build(), histories)).value();
}

std::string actual_of(account_index account, item_body item, const subscription_figures& seen = {}) {
  const expectation_verdict verdict = verdict_on(account, {std::move(item)}, seen);
  return verdict.failures.empty() ? std::string() : verdict.failures.front().actual;
}

subscription_figures leaving_for_team() {
  subscription_figures seen = on_starter("2026-03-05", 3);
  seen.cancels = true;
  seen.next_plan = 1;
  return seen;
}

}  // namespace

TEST_CASE("all of a subscription is expected in the words of the language", "[R8.1]") {
  const auto verdict = verdict_on(0,
                                  {expected_subscription{subscription_part::state, "active"},
                                   expected_subscription{subscription_part::plan, "starter"},
                                   expected_subscription{subscription_part::next_plan, "team"},
                                   expected_subscription{subscription_part::renews, "2026-03-05T00:00:00Z"},
                                   expected_subscription{subscription_part::cancels, "true"},
                                   expected_subscription{subscription_part::units, "3", 0},
                                   expected_subscription{subscription_part::users, "ana, bo"}},
                                  leaving_for_team());
  CHECK(verdict.failures.empty());
  CHECK(verdict.held == 7);
}

TEST_CASE("without a subscription its parts are none, never, false and zero", "[R8.1]") {
  const auto verdict = verdict_on(1, {expected_subscription{subscription_part::state, "none"},
                                      expected_subscription{subscription_part::plan, "none"},
                                      expected_subscription{subscription_part::next_plan, "none"},
                                      expected_subscription{subscription_part::renews, "never"},
                                      expected_subscription{subscription_part::cancels, "false"},
                                      expected_subscription{subscription_part::units, "0", 0},
                                      expected_subscription{subscription_part::users, "none"}});
  CHECK(verdict.held == 7);
}

TEST_CASE("a part of a subscription that is not as expected says what it is, and which add-on's", "[R8.4]") {
  const auto verdict =
      verdict_on(0, {expected_subscription{subscription_part::units, "2", 0}}, leaving_for_team());
  REQUIRE(verdict.failures.size() == 1);
  const expectation_failure& failure = verdict.failures.front();
  CHECK(failure.asked.what == "subscription");
  CHECK(failure.asked.of == "generative");
  CHECK(failure.asked.name == "units");
  CHECK(failure.actual == "3");
  CHECK(failure.difference == "1");
  CHECK(failure.history.size() == 10);
}

TEST_CASE("whether an account is suspended is expected", "[R9.6]") {
  CHECK(verdict_on(0, {expected_suspended{true}}, {}, true).held == 1);
  const auto verdict = verdict_on(0, {expected_suspended{true}});
  REQUIRE(verdict.failures.size() == 1);
  CHECK(verdict.failures.front().actual == "false");
  // The chargeback, the refund that paid for it, and that it was won.
  CHECK(verdict.failures.front().history.size() == 3);
}

TEST_CASE("a payment is expected to have come so far", "[R9.4][R9.5][R9.6]") {
  CHECK(verdict_on(0, {expected_payment{first_key, payment_state::succeeded},
                       expected_payment{upgrade_key, payment_state::failed},
                       expected_payment{renewal_key, payment_state::refunded},
                       expected_payment{buy_key, payment_state::refunded}})
            .held == 4);
  CHECK(verdict_on(1, {expected_payment{bill_key, payment_state::succeeded},
                       expected_payment{key_of_recharge(1), payment_state::failed},
                       expected_payment{void_key, payment_state::in_flight}})
            .held == 3);
  CHECK(actual_of(0, expected_payment{win_key, payment_state::failed}) == "none");
  world_builder told = studio_world();
  const auto asked = expect(told, 0, "2026-02-09", {expected_payment{buy_key, payment_state::charged_back}});
  told_history studio(0);
  tell_first_cycle(studio);
  studio.at("2026-02-08").charges_back(dispute_key, 2, 50_usd, 100_cr, {{2, 2500_cr}});
  studio.at("2026-02-09").looks(asked, figures{});
  CHECK(check_expectations(store_of(*told.build(), {studio})).value().held == 1);
}

TEST_CASE("an invoice is expected in its state", "[R9.3]") {
  CHECK(verdict_on(1, {expected_invoice{bill_key, invoice_state::paid},
                       expected_invoice{key_of_recharge(1), invoice_state::voided},
                       expected_invoice{void_key, invoice_state::open}})
            .held == 3);
  CHECK(actual_of(0, expected_invoice{buy_key, invoice_state::paid}) == "none");
  const auto verdict = verdict_on(1, {expected_invoice{bill_key, invoice_state::open}});
  REQUIRE(verdict.failures.size() == 1);
  CHECK(verdict.failures.front().history.size() == 5);
}

TEST_CASE("what an estimate and a quote said is expected", "[R7.4]") {
  CHECK(verdict_on(0, {expected_estimate{estimate_key, estimate_part::total, 4000_cr},
                       expected_estimate{estimate_key, estimate_part::available, 2950_cr},
                       expected_estimate{estimate_key, estimate_part::after, -1050_cr},
                       expected_estimate{estimate_key, estimate_part::missing, 1050_cr},
                       expected_estimate{estimate_key, estimate_part::brings, 1050_cr},
                       expected_quote{quote_key, quote_part::now, 70_usd},
                       expected_quote{quote_key, quote_part::per_cycle, 159_usd}})
            .held == 7);
  CHECK(actual_of(0, expected_quote{quote_key, quote_part::now, 71_usd}) == "70.00 USD");
  CHECK(actual_of(0, expected_estimate{quote_key, estimate_part::total, 1_cr}) == "none");
}

TEST_CASE("steps of subscriptions, refunds and invoices are expected with their outcomes", "[R4.3]") {
  CHECK(
      verdict_on(
          0, {expected_outcome{first_key, outcome::subscribed}, expected_outcome{units_key, outcome::changed},
              expected_outcome{sorry_key, outcome::refunded}, expected_outcome{back_key, outcome::refunded},
              expected_outcome{dispute_key, outcome::charged_back}, expected_outcome{win_key, outcome::won},
              expected_outcome{quote_key, outcome::shown}, expected_count{"refunded", 2}})
          .held == 8);
  CHECK(verdict_on(1, {expected_outcome{rest_key, outcome::changed},
                       expected_outcome{void_key, outcome::voided}, expected_last{outcome::voided}})
            .held == 3);
}

TEST_CASE("several lots under one key are expected as their sum", "[R9.1][R8.1]") {
  CHECK(verdict_on(0, {expected_lot{buy_key, lot_part::granted, 2600_cr},
                       expected_lot{buy_key, lot_part::revoked, 2500_cr},
                       expected_lot{renewal_key, lot_part::granted, 1400_cr},
                       expected_lot_end{renewal_key, true}, expected_lot_end{win_key, false}})
            .held == 5);
}
