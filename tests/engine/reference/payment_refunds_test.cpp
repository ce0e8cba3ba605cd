#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// 2500 credits for 50 USD, at the rate of these tests.
struct buyer {
  world_builder w;
  account_builder acme = w.account("acme").pays_by(good_card());
  buyer() { acme.at("2026-01-05").tops_up(50_usd).keyed("buy"); }
  buyer(const buyer&) = delete;
  buyer& operator=(const buyer&) = delete;

  account_builder& refunds(std::optional<credits> amount = std::nullopt) {
    return acme.does(refund_payment_command{w.key("buy"), amount});
  }
};

}  // namespace

TEST_CASE("a refund of a payment takes what is left for the money behind it", "[R9.5][R13.2]") {
  buyer b;
  b.acme.at("2026-01-06").uses(1000);
  b.refunds(500_cr);
  b.acme.at("2026-01-07");
  b.refunds();
  b.refunds();
  const verdict said = judge(b.w);
  const auto refunds = said.all<payment_refund_event>();
  REQUIRE(refunds.size() == 2);
  CHECK(refunds[0].given_back == 10_usd);
  CHECK(refunds[0].slices == std::vector<slice>{{1, 500_cr}});
  CHECK(refunds[0].balance == 1000_cr);
  CHECK(refunds[1].given_back == 20_usd);
  CHECK(said.command_outcomes().back() == outcome::used_up);
  CHECK(said.all<lot_end_event>().empty());
}

TEST_CASE("the parts of the money add up to what was paid", "[R9.5][R13.2]") {
  world_builder w;
  w.catalog().rate = {10_usd, 300_cr};
  auto acme = w.account("acme").pays_by(good_card());
  const effect_key buy = w.key("buy");
  acme.at("2026-01-05").tops_up(10_usd).keyed("buy");
  acme.at("2026-01-06").uses(100);
  for (int i = 0; i < 2; ++i) acme.does(refund_payment_command{buy, 100_cr});
  const auto refunds = judge(w).all<payment_refund_event>();
  REQUIRE(refunds.size() == 2);
  CHECK(refunds[0].given_back == 334_cents);
  CHECK(refunds[1].given_back == 333_cents);
}

TEST_CASE("what is held is not given back", "[R9.5]") {
  buyer b;
  b.acme.at("2026-01-06").holds("call", 2000_cr);
  b.refunds(501_cr);
  b.refunds();
  b.acme.at("2026-01-07").voids("call").expects();
  const verdict said = judge(b.w);
  CHECK(said.command_outcomes().back() == outcome::exceeds_debit);
  CHECK(said.all<payment_refund_event>().at(0).given_back == 10_usd);
  CHECK(said.seen().account.balance() == 2000_cr);
}

TEST_CASE("what is not refundable, unknown or not paid is refused", "[R9.5]") {
  world_builder w;
  w.catalog().top_ups.refundable = false;
  auto acme = w.account("acme").pays_by(card({card_answer::declines, card_answer::ok}));
  acme.at("2026-01-05").tops_up(50_usd).keyed("declined").tops_up(50_usd).keyed("buy");
  acme.at("2026-01-06")
      .does(refund_payment_command{w.key("declined")})
      .does(refund_payment_command{w.key("nobody's")})
      .does(refund_payment_command{w.key("buy")});
  const verdict said = judge(w);
  const auto unknown = outcome::unknown_payment;
  CHECK(said.command_outcomes() == std::vector<outcome>{outcome::requested, outcome::requested, unknown,
                                                        unknown, outcome::non_refundable});
}

TEST_CASE("a purchase brings the bonus that it reaches, and a refund takes it back behind what was paid",
          "[R9.1][R9.5]") {
  world_builder w;
  w.catalog().top_ups.bonuses = {{20_usd, 100_cr}, {50_usd, 300_cr}};
  w.catalog().top_ups.bonus_expires = lasting("30d");
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(50_usd).keyed("buy").tops_up(19_usd);
  acme.at("2026-01-06").does(refund_payment_command{w.key("buy"), 2600_cr});
  const verdict said = judge(w);
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == 3);
  CHECK(said.all<charge_event>().at(0).brings == 2500_cr);
  CHECK(lots[0].amount == 2500_cr);
  CHECK(lots[1].kind == lot_kind::free);
  CHECK(lots[1].amount == 300_cr);
  CHECK(lots[1].payment == 1);
  CHECK(lots[1].cost == 0_usd);
  CHECK(lots[1].expires == when("2026-02-04T00:00:03Z"));
  CHECK(lots[2].amount == 950_cr);
  const payment_refund_event back = said.all<payment_refund_event>().at(0);
  CHECK(back.slices == std::vector<slice>{{1, 2500_cr}, {2, 100_cr}});
  CHECK(back.given_back == 50_usd);
}

TEST_CASE("usage of a lot whose money was given back is revoked when it is refunded", "[R9.5][R9.7]") {
  buyer b;
  b.acme.at("2026-01-06").uses(1000).keyed("some");
  b.refunds().does(refund_command{b.w.key("some")});
  const verdict said = judge(b.w);
  CHECK(said.all<refund_event>().at(0).slices ==
        std::vector<refunded_slice>{{1, 1000_cr, refunded_to::revoked}});
  CHECK(said.at_end.balance() == 0_cr);
}
