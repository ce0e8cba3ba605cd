// Auto-recharge: when it buys, that it buys once, and how it fails (R10.2–R10.4).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

recharge_terms below(credits threshold) {
  recharge_terms terms;
  terms.threshold = threshold;
  terms.amount = 20_usd;  // brings 1000
  return terms;
}

gateway never_says_more() {
  return [](const charge&) { return std::vector<said>{{duration::seconds(2), payment_answer::timed_out}}; };
}

TEST_CASE("when available falls below the threshold credit is bought, and at the threshold not", "[R10.2]") {
  world_builder w;
  auto acme = w.account("acme")
                  .pays_by(good_card())
                  .begins_with(lot(lot_kind::free, 120_cr))
                  .recharges(below(100_cr));
  acme.at("2026-01-05").uses(20).later(duration::hours(1)).uses(1);
  const verdict said = run(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-05T01:00:00Z")});
  CHECK(said.all<charge_event>().front().is_recharge());
  CHECK(said.at_end.of(lot_kind::paid) == 1000_cr);
}

TEST_CASE("at most one recharge is in flight, however long its outcome is awaited", "[R10.3][R10.12]") {
  world_builder w;
  auto acme = w.account("acme")
                  .pays_by(good_card())
                  .begins_with(lot(lot_kind::free, 120_cr))
                  .recharges(below(100_cr));
  acme.at("2026-01-05").uses(50).uses(10).later(duration::days(30)).uses(10);
  CHECK(run(w, never_says_more()).charges.size() == 1);
}

TEST_CASE("on success it is looked at again", "[R10.3]") {
  world_builder w;
  auto acme = w.account("acme")
                  .pays_by(good_card())
                  .begins_with(lot(lot_kind::free, 120_cr))
                  .recharges(below(2000_cr));
  acme.at("2026-01-05").expects();
  const verdict said = run(w);
  CHECK(said.charges.size() == 2);
  CHECK(said.at_end.balance() == 2120_cr);
}

TEST_CASE("a lot that ends may start a recharge, and one that begins may spare one", "[R10.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).recharges(below(100_cr));
  acme.begins_with(lot(lot_kind::free, 120_cr).until("2026-01-06"));
  CHECK(run(w).times<charge_event>() == std::vector{when("2026-01-06")});
  acme.begins_with(lot(lot_kind::free, 100_cr).from("2026-01-06"));
  CHECK(run(w).charges.empty());
}

TEST_CASE("only the wallet is watched where the terms say so", "[R10.2]") {
  world_builder w;
  auto terms = below(100_cr);
  terms.watch = recharge_watch::wallet;
  w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 5000_cr)).recharges(terms);
  CHECK(run(w).charges.size() == 1);
}

TEST_CASE("credit of payments in flight is counted where the terms say so", "[R10.2]") {
  const bool count_pending = GENERATE(false, true);
  world_builder w;
  auto terms = below(100_cr);
  terms.count_pending = count_pending;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 120_cr));
  acme.at("2026-01-05").tops_up(2_usd).sets_recharge(terms).uses(50);
  CHECK(run(w, never_says_more()).charges.size() == (count_pending ? 1 : 2));
}

TEST_CASE("switching on, and changing the terms, is a look", "[R10.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 50_cr));
  acme.at("2026-01-05").sets_recharge(below(50_cr)).later(duration::hours(1)).sets_recharge(below(51_cr));
  CHECK(run(w).times<charge_event>() == std::vector{when("2026-01-05T01:00:00Z")});
}

TEST_CASE("a declined recharge is tried again 1h, 6h and 24h after the first failure, then switched off",
          "[R10.4]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(bad_card()).begins_with(lot(lot_kind::free, 120_cr)).recharges(below(100_cr));
  acme.at("2026-01-05T12:00:00Z").uses(50);
  acme.at("2026-01-08").uses(10);
  const verdict said = run(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-05T12:00:00Z"), when("2026-01-05T13:00:02Z"),
                                                  when("2026-01-05T18:00:02Z"),
                                                  when("2026-01-06T12:00:02Z")});
  for (const charge_event& attempt : said.all<charge_event>()) CHECK(attempt.payment == 1);
  CHECK(said.times<recharge_off_event>() == std::vector{when("2026-01-06T12:00:04Z")});
  CHECK(said.all<recharge_failed_event>() ==
        std::vector{recharge_failed_event{1, true, 0, outcome::no_payment_method}});  // once in this crossing
}

TEST_CASE("a retry that succeeds ends the failure", "[R10.4]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(card({card_answer::declines, card_answer::ok}));
  acme.begins_with(lot(lot_kind::free, 120_cr)).recharges(below(100_cr)).at("2026-01-05").uses(50);
  const verdict said = run(w);
  CHECK(said.charges.size() == 2);
  CHECK(said.at_end.balance() == 1070_cr);
  CHECK(said.all<recharge_off_event>().empty());
}

TEST_CASE("a success of the first attempt cancels the retry of the second", "[R9.4][R10.4]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(bad_card()).begins_with(lot(lot_kind::free, 120_cr)).recharges(below(100_cr));
  acme.at("2026-01-05")
      .uses(50)
      .later(duration::minutes(30))
      .hears(key_of_recharge(1), payment_answer::succeeded);
  const verdict said = run(w);
  CHECK(said.charges.size() == 1);
  CHECK(said.at_end.balance() == 1070_cr);
}

TEST_CASE("without a payment method one failure is reported per crossing, and no gateway is asked",
          "[R10.4][R10.13]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 120_cr)).recharges(below(100_cr));
  acme.at("2026-01-05").uses(50).uses(1).uses(1).grants(lot(lot_kind::free, 100_cr)).uses(69).uses(1);
  const verdict said = run(w);
  CHECK(said.charges.empty());
  const recharge_failed_event failed{0, false, 0, outcome::no_payment_method};
  CHECK(said.all<recharge_failed_event>() == std::vector{failed, failed});
}

TEST_CASE("a retry without a payment method fails at once and is followed by the next", "[R10.4][R10.10]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(bad_card()).begins_with(lot(lot_kind::free, 120_cr)).recharges(below(100_cr));
  acme.at("2026-01-05").uses(50).later(duration::minutes(30)).sets_cards({});
  acme.at("2026-01-05T05:00:00Z").sets_cards({good_card(1)});
  const verdict said = run(w);
  CHECK(said.times<charge_event>() == std::vector{when("2026-01-05"), when("2026-01-05T06:00:02Z")});
  CHECK(said.all<charge_event>()[1].attempt == 3);
  CHECK(said.at_end.balance() == 1070_cr);
}

TEST_CASE(
    "switched off, a recharge that waits for its retry is over; one in the gateway's hands may still come",
    "[R10.4][R10.11]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(bad_card()).begins_with(lot(lot_kind::free, 120_cr)).recharges(below(100_cr));
  acme.at("2026-01-05").uses(50).later(duration::minutes(30)).sets_recharge(std::nullopt);
  CHECK(run(w).charges.size() == 1);

  world_builder v;
  auto bolt = v.account("bolt")
                  .pays_by(good_card())
                  .begins_with(lot(lot_kind::free, 120_cr))
                  .recharges(below(100_cr));
  bolt.at("2026-01-05").uses(50).sets_recharge(std::nullopt);
  CHECK(run(v).at_end.balance() == 1070_cr);
}

TEST_CASE("a recharge that is refused by the bounds is reported once, and tried when they let it",
          "[R10.2][R10.4]") {
  world_builder w;
  w.catalog().top_ups.minimum = 30_usd;
  auto acme = w.account("acme")
                  .pays_by(good_card())
                  .begins_with(lot(lot_kind::free, 120_cr))
                  .recharges(below(100_cr));
  acme.at("2026-01-05").uses(50).uses(1);
  auto terms = below(100_cr);
  terms.limits = recharge_limits::ignore;
  acme.later(duration::hours(1)).sets_recharge(terms);
  const verdict said = run(w);
  CHECK(said.all<recharge_failed_event>() ==
        std::vector{recharge_failed_event{0, false, 0, outcome::below_minimum}});
  CHECK(said.charges.size() == 1);
}

TEST_CASE("a declined top-up is not tried again", "[R10.4]") {
  world_builder w;
  w.account("acme").pays_by(bad_card()).at("2026-01-05").tops_up(20_usd);
  const verdict said = run(w);
  CHECK(said.charges.size() == 1);
  CHECK(said.all<recharge_failed_event>().empty());
}

}  // namespace
TEST_CASE("a retry goes to the card that is the first when it is due", "[R10.7][R10.4]") {
  world_builder w;
  auto acme = w.account("acme")
                  .pays_by(bad_card(0))
                  .begins_with(lot(lot_kind::free, 120_cr))
                  .recharges(below(100_cr));
  acme.at("2026-01-05").uses(50).later(duration::minutes(30)).sets_cards({good_card(1), bad_card(0)});
  const verdict said = run(w);
  REQUIRE(said.charges.size() == 2);
  CHECK(said.charges[0].method.fingerprint == 0);
  CHECK(said.charges[1].method.fingerprint == 1);
  CHECK(said.charges[1].attempt == 2);
  CHECK(said.charges[1].attempts_before == 0);
  CHECK(said.at_end.of(lot_kind::paid) == 1000_cr);
}

}  // namespace drawdown::test
