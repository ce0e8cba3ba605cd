// Which rate a purchase has: graduated by how much it buys, fixed when it is asked for or when it is paid
// (R9.1).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

std::vector<credits> bought(const verdict& said) {
  std::vector<credits> amounts;
  for (const auto& e : said.all<lot_event>())
    if (e.kind == lot_kind::paid) amounts.push_back(e.amount);
  return amounts;
}

TEST_CASE("top-ups, recharges and estimates buy at graduated rates", "[R9.1][R10.2][R7.4]") {
  world_builder w;
  w.until("2026-01-20");
  w.catalog().top_ups.rates = {{credits{}, {1_usd, 50_cr}}, {1000_cr, {1_usd, 100_cr}}};
  auto acme = w.account("acme").pays_by(good_card());
  SECTION("money and credits") {
    acme.at("2026-01-05").tops_up(30_usd).tops_up(2000_cr);
    const verdict said = run(w);
    CHECK(bought(said) == std::vector{2000_cr, 2000_cr});
    CHECK(said.all<charge_event>().at(1).amount == 30_usd);
  }
  SECTION("the fewest packs that suffice") {
    recharge_terms terms;
    terms.threshold = 1500_cr;
    terms.pack = asked_amount{10_usd};
    acme.recharges(terms);
    const verdict said = run(w);
    CHECK(said.all<charge_event>().at(0).amount == 30_usd);
    CHECK(bought(said) == std::vector{2000_cr});
  }
  SECTION("up to a target") {
    recharge_terms terms;
    terms.threshold = 100_cr;
    terms.target = 1500_cr;
    acme.recharges(terms);
    CHECK(run(w).all<charge_event>().at(0).amount == 25_usd);
  }
  SECTION("the least money of an estimate") {
    acme.at("2026-01-05").does(estimate_command{no_agent, {{0, 1'500'000'000}}});
    const auto told = run(w).all<estimate_event>().at(0);
    CHECK(told.missing == 1500_cr);
    CHECK(told.offer == 25_usd);
  }
}

// A world where the rate goes from 50 to 40 credits for a dollar on 2 January, between a request and its
// payment.
struct dearer_soon {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());

  dearer_soon() {
    world.until("2026-01-20");
    world.settings().rate_fixed_at = rate_time::payment;
    world.version("2026-01-02").rate = {1_usd, 40_cr};
  }
};
constexpr const char* just_before = "2026-01-01T23:59:59Z";

TEST_CASE("the rate may be that of the payment, where money is asked for", "[R9.1]") {
  dearer_soon shop;
  SECTION("money") {
    shop.acme.at(just_before).tops_up(10_usd);
    const verdict said = run(shop.world);
    CHECK(said.all<charge_event>().at(0).brings == 500_cr);
    CHECK(bought(said) == std::vector{400_cr});
  }
  SECTION("credits are as they were asked for") {
    shop.acme.at(just_before).tops_up(500_cr);
    CHECK(bought(run(shop.world)) == std::vector{500_cr});
  }
  SECTION("as it is asked for by default") {
    shop.world.settings().rate_fixed_at = rate_time::request;
    shop.acme.at(just_before).tops_up(10_usd);
    CHECK(bought(run(shop.world)) == std::vector{500_cr});
  }
  SECTION("an invoice, when it is paid in full") {
    shop.acme.spec().invoice_terms = lasting("30d");
    shop.acme.at("2026-01-01T12:00:00Z").does(invoice_command{10_usd}).keyed("i");
    shop.acme.at("2026-01-01T13:00:00Z").does(pay_invoice_command{shop.world.key("i"), 5_usd});
    shop.acme.at("2026-01-03").does(pay_invoice_command{shop.world.key("i"), {}});
    CHECK(bought(run(shop.world)) == std::vector{400_cr});
  }
  SECTION("its bonus stays") {
    shop.world.catalog().top_ups.bonuses = {{5_usd, 30_cr}};
    shop.acme.at(just_before).tops_up(10_usd);
    const auto lots = run(shop.world).all<lot_event>();
    REQUIRE(lots.size() == 2);
    CHECK(lots[1].amount == 30_cr);
  }
  SECTION("where that rate brings nothing, what was shown is granted") {
    shop.world.settings().credit_decimals = 0;
    shop.world.raw().versions.back().terms.rate = {1000_usd, 1_cr};
    shop.acme.at(just_before).tops_up(10_usd);
    CHECK(bought(run(shop.world)) == std::vector{500_cr});
  }
}

TEST_CASE("recharges in money have the rate of their payment, up to a target they don't", "[R9.1][R10.2]") {
  dearer_soon shop;
  recharge_terms terms;
  terms.threshold = 100_cr;
  shop.acme.begins_with(lot(lot_kind::free, 150_cr));
  shop.acme.at(just_before).uses(100);
  SECTION("an amount") {
    terms.amount = asked_amount{10_usd};
    shop.acme.recharges(terms);
    CHECK(bought(run(shop.world)) == std::vector{400_cr});
  }
  SECTION("a target") {
    terms.target = 300_cr;
    shop.acme.recharges(terms);
    CHECK(bought(run(shop.world)) == std::vector{250_cr});
  }
}

}  // namespace
}  // namespace drawdown::test
