// Payments that are given back, in the fast core (R9.5).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;

// An account that buys 2500 credits for 50 dollars under the key "bought".
struct one_payment {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());

  one_payment() { acme.at("2026-01-05").tops_up(50_usd).keyed("bought").at("2026-01-06"); }
  account_builder& refunds(std::optional<credits> amount = {}) {
    return acme.does(refund_payment_command{world.key("bought"), amount});
  }
};

TEST_CASE("a payment is refunded as far as its credit is left", "[R9.5]") {
  one_payment given;
  given.acme.uses(1000);
  given.refunds(500_cr).expects();
  const verdict said = run(given.world);
  const auto told = said.all<payment_refund_event>().at(0);
  CHECK(told.given_back == 10_usd);
  CHECK(told.payment == given.world.key("bought"));
  CHECK(told.id == 1);
  CHECK(told.slices == std::vector<slice>{{1, 500_cr}});
  CHECK(said.seen().account.balance() == 1000_cr);
}

TEST_CASE("parts of a payment add up to no more than its price", "[R9.5][R13.2]") {
  world_builder w;
  w.catalog().rate = {10_usd, 300_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(10_usd).keyed("bought").at("2026-01-06");
  for (int i = 0; i < 3; ++i) acme.does(refund_payment_command{w.key("bought"), 100_cr});
  const auto all = run(w).all<payment_refund_event>();
  REQUIRE(all.size() == 3);
  CHECK(all[0].given_back == 333_cents);
  CHECK(all[1].given_back == 334_cents);
  CHECK(all[2].given_back == 333_cents);
}

TEST_CASE("what is held stays, and can be refunded when it is free again", "[R9.5][R3.7]") {
  one_payment given;
  given.acme.holds("live", 400_cr);
  given.refunds();
  given.refunds().later(duration::hours(1)).voids("live");
  given.refunds();
  const verdict said = run(given.world);
  const auto all = said.all<payment_refund_event>();
  REQUIRE(all.size() == 2);
  CHECK(all[0].slices == std::vector<slice>{{1, 2100_cr}});
  CHECK(all[0].given_back == 42_usd);
  CHECK(all[1].given_back == 8_usd);
  CHECK(said.command_outcomes() == results{outcome::requested, outcome::used_up});
}

TEST_CASE("a bonus goes with its payment, after what was paid for", "[R9.5][R9.1]") {
  one_payment given;
  given.world.catalog().top_ups.bonuses = {{50_usd, 100_cr}};
  given.refunds(2550_cr);
  const auto told = run(given.world).all<payment_refund_event>().at(0);
  CHECK(told.slices == std::vector<slice>{{1, 2500_cr}, {2, 50_cr}});
  CHECK(told.given_back == 50_usd);
}

TEST_CASE("what cannot be refunded of payments is refused, and says why", "[R9.5]") {
  one_payment given;
  given.acme.does(refund_payment_command{given.world.key("never"), std::nullopt});
  given.refunds(2501_cr);
  given.refunds(0_cr);
  given.acme.uses(2500);
  given.refunds();
  given.acme.at("2026-01-07")
      .tops_up(50_usd)
      .keyed("pending")
      .does(refund_payment_command{given.world.key("pending"), std::nullopt});
  CHECK(run(given.world).command_outcomes() ==
        results{outcome::requested, outcome::unknown_payment, outcome::exceeds_debit,
                outcome::amount_too_small, outcome::used_up, outcome::requested, outcome::unknown_payment});
}

TEST_CASE("what is not refundable is not refunded", "[R9.5]") {
  one_payment given;
  given.world.catalog().top_ups.refundable = false;
  given.refunds();
  CHECK(run(given.world).command_outcomes() == results{outcome::requested, outcome::non_refundable});
}

TEST_CASE("usage of a payment that was refunded whole is refunded to nobody", "[R9.5][R9.7]") {
  one_payment given;
  given.acme.uses(100).keyed("call");
  given.refunds().does(refund_command{given.world.key("call"), std::nullopt});
  const verdict said = run(given.world);
  CHECK(said.all<refund_event>().at(0).slices ==
        std::vector<refunded_slice>{{1, 100_cr, refunded_to::revoked}});
  CHECK(said.at_end.balance().is_zero());
}

}  // namespace
}  // namespace drawdown::test
