// Usage beyond the credit is paid in money (R4.5).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

// A world where usage beyond the credit costs a dollar for 40 credits, and `starter` 29 dollars a month for
// 1000.
struct shop_that_invoices {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());

  shop_that_invoices() {
    world.settings().when_short = short_of_credit::invoice;
    world.until("2026-02-20");
    world.catalog().overage_price = credit_rate{1_usd, 40_cr};
    plan_terms starter;
    starter.name = "starter";
    starter.price = 29_usd;
    starter.every = lasting("1 month");
    starter.allocation = 1000_cr;
    world.catalog().plans = {starter};
  }
  account_builder& at(std::string_view t) { return acme.at(t); }
  void subscribes() { at("2026-01-15T09:00:00Z").does(subscribe_command{0}); }
};

// What was billed, and with what.
struct billed {
  effect_key::space key = effect_key::space::overage;
  credits amount;
  money charged;
  friend bool operator==(const billed&, const billed&) = default;
};
std::vector<billed> billed_in(const verdict& said) {
  std::vector<billed> all;
  for (std::size_t i = 0; i + 1 < said.events.size(); ++i) {
    const auto* overage = std::get_if<overage_event>(&said.events[i].body);
    if (overage == nullptr) continue;
    const auto* charge = std::get_if<charge_event>(&said.events[i + 1].body);
    all.push_back({overage->key.from, overage->amount, charge == nullptr ? money{} : charge->amount});
  }
  return all;
}
constexpr auto of_cycle = effect_key::space::cycle;
constexpr auto of_overage = effect_key::space::overage;

TEST_CASE("a debit beyond the credit takes what there is, and the rest is invoiced", "[R4.5]") {
  shop_that_invoices shop;
  shop.world.until("2026-01-20");
  shop.acme.begins_with(lot(lot_kind::free, 80_cr));
  const agent_index bot = shop.acme.agent("bot", when_exhausted::use_balance);
  shop.at("2026-01-05").uses(bot, 100).expects(bot);
  const verdict said = run(shop.world);
  const auto used = said.all<usage_event>().at(0);
  CHECK(used.result == outcome::charged);
  CHECK(used.slices == std::vector{slice{1, 80_cr}});
  CHECK(used.invoiced == 20_cr);
  CHECK(used.debt == credits{});
  CHECK(said.at_end.invoiced == 20_cr);
  CHECK(said.at_end.debt == credits{});
  CHECK(said.all<figures_event>().at(0).agent_spent == 100_cr);
}

TEST_CASE("a hold is never invoiced, what is captured beyond it is", "[R4.5][R6.2]") {
  shop_that_invoices shop;
  shop.world.settings().capture_overrun = overrun::debit;
  shop.world.until("2026-01-20");
  shop.acme.begins_with(lot(lot_kind::free, 80_cr));
  shop.at("2026-01-05").holds("too-much", 100_cr).holds("h", 50_cr).captures("h", 100_cr);
  const verdict said = run(shop.world);
  CHECK(said.all<hold_event>().at(0).result == outcome::insufficient_credit);
  CHECK(said.all<usage_event>().at(0).invoiced == 20_cr);
  CHECK(said.at_end.invoiced == 20_cr);
}

TEST_CASE("what was invoiced is charged with the next cycle, rounded once", "[R4.5][R8.2]") {
  shop_that_invoices shop;
  shop.subscribes();
  shop.at("2026-02-01").uses(1041);
  const verdict said = run(shop.world);
  CHECK(billed_in(said) == std::vector{billed{of_cycle, 41_cr, money::from_minor(3002)}});
  CHECK(said.at_end.invoiced == credits{});
  CHECK(said.at_end.of(lot_kind::plan) == 1000_cr);
}

TEST_CASE("the price of overage is that of the catalog in force", "[R4.5][R7.3]") {
  shop_that_invoices shop;
  shop.subscribes();
  shop.at("2026-02-01").uses(1040);
  shop.world.version("2026-02-10").overage_price = credit_rate{1_usd, 20_cr};
  CHECK(billed_in(run(shop.world)) == std::vector{billed{of_cycle, 40_cr, 31_usd}});
}

TEST_CASE("a plan that costs nothing is charged for overage alone", "[R4.5][R8.2]") {
  shop_that_invoices shop;
  shop.world.catalog().plans[0].price = {};
  shop.subscribes();
  SECTION("at the boundary") {
    shop.at("2026-02-01").uses(1040);
    const verdict said = run(shop.world);
    CHECK(billed_in(said) == std::vector{billed{of_cycle, 40_cr, 1_usd}});
    CHECK(said.at_end.of(lot_kind::plan) == 1000_cr);
  }
  SECTION("not where that rounds to nothing") {
    shop.world.meter("crumb", 100'000);
    shop.at("2026-02-01").uses(1000).uses_exactly(no_agent, 1'000'000, 1);
    const verdict said = run(shop.world);
    CHECK(billed_in(said).empty());
    CHECK(said.at_end.invoiced == credits::from_micro(100'000));
    CHECK(said.at_end.of(lot_kind::plan) == 1000_cr);
  }
  SECTION("without a payment method it is past due with that") {
    shop.acme.spec().payment_methods.clear();
    shop.at("2026-02-01").uses(1040);
    const verdict said = run(shop.world);
    CHECK(billed_in(said) == std::vector{billed{of_cycle, 40_cr, {}}});
    CHECK(said.all<subscription_event>().back().of == subscription_event::what::past_due);
  }
}

TEST_CASE("a retry is for the same money; when the last fails, overage waits for the next usage period",
          "[R4.5][R8.3]") {
  shop_that_invoices shop;
  using enum card_answer;
  shop.acme.spec().payment_methods = {card({ok, declines})};
  shop.world.until("2026-03-02");
  shop.subscribes();
  shop.at("2026-02-01").uses(1040);
  shop.at("2026-02-16").uses(80);
  const verdict said = run(shop.world);
  CHECK(billed_in(said) == std::vector{billed{of_cycle, 40_cr, 30_usd}, billed{of_overage, 120_cr, 3_usd}});
  const auto charges = said.all<charge_event>();
  REQUIRE(charges.size() == 6);
  for (std::size_t i = 1; i <= 4; ++i) CHECK(charges[i].amount == 30_usd);
  CHECK(charges[5].of == payment_for::overage);
  // That was declined, too.
  CHECK(said.at_end.invoiced == 120_cr);
}

TEST_CASE("without a subscription overage is a payment of its own at the turn of the usage period",
          "[R4.5][R2.6]") {
  shop_that_invoices shop;
  shop.at("2026-01-05").uses(120);
  SECTION("by card") {
    shop.at("2026-02-05").uses(40);
    shop.world.until("2026-03-05");
    const verdict said = run(shop.world);
    CHECK(billed_in(said) ==
          std::vector{billed{of_overage, 120_cr, 3_usd}, billed{of_overage, 40_cr, 1_usd}});
    CHECK(said.at_end.invoiced == credits{});
    CHECK(said.all<lot_event>().empty());
  }
  SECTION("by invoice") {
    shop.acme.spec().invoice_terms = lasting("30d");
    const verdict said = run(shop.world);
    const auto invoices = said.all<invoice_event>();
    REQUIRE(invoices.size() == 1);
    CHECK(invoices[0].why == payment_for::overage);
    CHECK(invoices[0].amount == 3_usd);
  }
  SECTION("nothing is sent without a payment method") {
    shop.acme.spec().payment_methods.clear();
    const verdict said = run(shop.world);
    CHECK(billed_in(said).empty());
    CHECK(said.at_end.invoiced == 120_cr);
  }
  SECTION("one that fails is over") {
    shop.acme.spec().payment_methods = {card({card_answer::declines})};
    const verdict said = run(shop.world);
    CHECK(said.all<charge_event>().size() == 1);
    CHECK(said.at_end.invoiced == 120_cr);
  }
  SECTION("a success that comes after a failure is given back") {
    shop.acme.spec().payment_methods = {card({card_answer::declines})};
    const effect_key key{effect_key::space::overage, 0, 1};
    shop.at("2026-02-02").hears(key, payment_answer::succeeded);
    const verdict said = run(shop.world);
    REQUIRE(said.all<payment_refund_event>().size() == 1);
    CHECK(said.all<payment_refund_event>()[0].given_back == 3_usd);
    CHECK(said.at_end.invoiced == 120_cr);
  }
}

TEST_CASE("the end of a subscription charges overage at once", "[R4.5][R8.6]") {
  shop_that_invoices shop;
  shop.subscribes();
  shop.at("2026-01-20").uses(1080);
  SECTION("at once") {
    shop.at("2026-01-25").does(cancel_command{true});
    CHECK(billed_in(run(shop.world)) == std::vector{billed{of_overage, 80_cr, 2_usd}});
  }
  SECTION("with its cycle") {
    shop.at("2026-01-25").does(cancel_command{});
    CHECK(billed_in(run(shop.world)) == std::vector{billed{of_overage, 80_cr, 2_usd}});
  }
}

TEST_CASE("a refund gives back what was not billed first, and not what was", "[R9.7][R4.5]") {
  shop_that_invoices shop;
  shop.acme.begins_with(lot(lot_kind::free, 80_cr));
  shop.at("2026-01-05").uses(100).keyed("u");
  SECTION("not billed") {
    shop.at("2026-01-06").does(refund_command{shop.world.key("u"), 30_cr});
    const verdict said = run(shop.world);
    const auto refund = said.all<refund_event>().at(0);
    CHECK(refund.invoiced == 20_cr);
    CHECK(refund.slices == std::vector{refunded_slice{1, 10_cr, refunded_to::lot}});
    CHECK(said.at_end.invoiced == credits{});
    CHECK(billed_in(said).empty());
  }
  SECTION("billed") {
    shop.at("2026-02-06").does(refund_command{shop.world.key("u"), 90_cr});
    shop.at("2026-02-07").does(refund_command{shop.world.key("u"), {}});
    const auto refunds = run(shop.world).all<refund_event>();
    CHECK(refunds.at(0).result == outcome::exceeds_debit);
    CHECK(refunds.at(1).amount == 80_cr);
    CHECK(refunds.at(1).invoiced == credits{});
  }
  SECTION("billed in a payment that failed") {
    shop.acme.spec().payment_methods = {card({card_answer::declines})};
    shop.at("2026-02-06").does(refund_command{shop.world.key("u"), {}});
    const auto refund = run(shop.world).all<refund_event>().at(0);
    CHECK(refund.amount == 100_cr);
    CHECK(refund.invoiced == 20_cr);
  }
}

TEST_CASE("a payment for overage is not refunded, and its chargeback makes no debt", "[R9.5][R9.6][R4.5]") {
  shop_that_invoices shop;
  shop.at("2026-01-05").uses(120);
  const effect_key key{effect_key::space::overage, 0, 1};
  shop.at("2026-02-05").does(refund_payment_command{key, {}}).does(chargeback_command{key, false});
  const verdict said = run(shop.world);
  CHECK(said.all<command_event>().at(0).result == outcome::non_refundable);
  const auto back = said.all<chargeback_event>().at(0);
  CHECK(back.amount == 3_usd);
  CHECK(back.debt == credits{});
  CHECK(said.at_end.invoiced == credits{});
}

}  // namespace
}  // namespace drawdown::test
