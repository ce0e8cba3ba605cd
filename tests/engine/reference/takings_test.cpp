// Where the money of payments is (R13.4).
#include <catch2/catch.hpp>

#include "balances.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// A world whose gateway keeps 2.9% and 0.25.
struct with_fees {
  world_builder w;
  account_builder acme = w.account("acme").pays_by(good_card());
  with_fees() {
    gateway().fee_rate = 29'000;
    gateway().fee_fixed = 25_cents;
    acme.at("2026-01-01T12:00:00Z");  // a Thursday
  }
  with_fees(const with_fees&) = delete;
  with_fees& operator=(const with_fees&) = delete;

  gateway_spec& gateway() { return w.raw().gateways[0]; }
};

std::vector<said> never_says(const charge&) {
  return {{duration::seconds(2), payment_answer::timed_out}};
}

}  // namespace

TEST_CASE("of 20.00 at 2.9% and 0.25 the gateway has 19.17, and pays them out at midnight",
          "[R13.4][R13.1]") {
  with_fees f;
  f.acme.tops_up(20_usd);
  CHECK(books_at(f.w, "2026-01-02") == lines{"gateways 1917", "deferred -2000", "gateway_fees 83"});
  CHECK(books_at(f.w, "2026-01-02T00:00:01Z") == lines{"cash 1917", "deferred -2000", "gateway_fees 83"});
}

TEST_CASE("the rate of a fee is rounded half to even, and the fee may pass the price", "[R13.4]") {
  with_fees f;
  f.gateway().fee_rate = 25'000;
  f.acme.tops_up(20_cents);  // 0.5 of a cent: 0
  CHECK(books_at(f.w, "2026-01-02") == lines{"gateways -5", "deferred -20", "gateway_fees 25"});
  f.acme.tops_up(60_cents);  // 1.5 cents: 2
  CHECK(books_at(f.w, "2026-01-02") == lines{"gateways 28", "deferred -80", "gateway_fees 52"});
}

TEST_CASE("a gateway pays out every day, on Mondays, on the first, or never", "[R13.4]") {
  with_fees f;
  f.acme.tops_up(20_usd);
  const auto is_paid_out = [&](std::string_view t) {
    const lines found = books_at(f.w, t);
    return std::find(found.begin(), found.end(), "cash 1917") != found.end();
  };
  SECTION("on Mondays") {
    f.gateway().payout = payout_every::week;
    CHECK_FALSE(is_paid_out("2026-01-05"));
    CHECK(is_paid_out("2026-01-05T00:00:01Z"));
  }
  SECTION("on the first") {
    f.gateway().payout = payout_every::month;
    CHECK_FALSE(is_paid_out("2026-02-01"));
    CHECK(is_paid_out("2026-02-01T00:00:01Z"));
  }
  SECTION("never") {
    f.gateway().payout = payout_every::never;
    CHECK_FALSE(is_paid_out("2026-03-31"));
  }
}

TEST_CASE("a payout comes before all events of its instant", "[R13.4][R2.4]") {
  world_builder w;
  w.account("acme").pays_by(good_card()).at("2026-01-05T23:59:57Z").tops_up(20_usd);
  CHECK(books_at(w, "2026-01-06T00:00:01Z") == lines{"gateways 2000", "deferred -2000"});
  CHECK(books_at(w, "2026-01-07") == lines{"gateways 2000", "deferred -2000"});
  CHECK(books_at(w, "2026-01-07T00:00:01Z") == lines{"cash 2000", "deferred -2000"});
}

TEST_CASE("what a gateway lacks comes from cash", "[R13.4]") {
  with_fees f;
  f.acme.tops_up(20_usd).keyed("buy");
  f.acme.at("2026-01-10T12:00:00Z").does(refund_payment_command{f.w.key("buy")});
  // The fee does not come back.
  CHECK(books_at(f.w, "2026-01-11") == lines{"gateways -2000", "cash 1917", "gateway_fees 83"});
  CHECK(books_at(f.w, "2026-01-12") == lines{"cash -83", "gateway_fees 83"});
}

TEST_CASE("a payment whose attempt was sent to no gateway is paid elsewhere", "[R13.4][R9.11]") {
  with_fees f;
  f.acme.tops_up(20_usd).keyed("buy");
  SECTION("an attempt that never was") {
    f.acme.at("2026-01-02").hears(f.w.key("buy"), payment_answer::succeeded, 7);
    CHECK(books_at(f.w, "2026-01-03", never_says) == lines{"paid_elsewhere 2000", "deferred -2000"});
    f.acme.at("2026-01-04").does(refund_payment_command{f.w.key("buy"), 500_cr});
    CHECK(books_at(f.w, "2026-01-05", never_says) == lines{"paid_elsewhere 1000", "deferred -1000"});
  }
  SECTION("the one that was is at its gateway, whoever says so") {
    f.acme.at("2026-01-02").hears(f.w.key("buy"), payment_answer::succeeded);
    CHECK(books_at(f.w, "2026-01-03", never_says) ==
          lines{"gateways 1917", "deferred -2000", "gateway_fees 83"});
  }
}

TEST_CASE("an attempt without a payment method reaches no gateway", "[R13.4][R8.3]") {
  world_builder w;
  auto acme = subscriber(w, sells(w, monthly("starter", 30_usd, 100_cr)));
  acme.at("2026-01-20").sets_cards({});
  acme.at("2026-02-01T12:00:00Z").hears({effect_key::space::cycle, 0, 1}, payment_answer::succeeded);
  CHECK(books_at(w, "2026-02-02") ==
        lines{"cash 3000", "paid_elsewhere 3000", "deferred_fees -3000", "revenue:fees -3000"});
}

TEST_CASE("the fee is that of the gateway whose attempt succeeded, and each is paid out by itself",
          "[R13.4]") {
  with_fees f;
  f.w.raw().gateways.push_back({.name = "other",
                                .delay_min = {},
                                .delay_max = {},
                                .outages = {},
                                .fee_fixed = 1_usd,
                                .payout = payout_every::never});
  payment_method other = good_card(1);
  other.gateway = 1;
  f.acme.tops_up(20_usd).sets_cards({other}).tops_up(20_usd);
  CHECK(books_at(f.w, "2026-01-02") == lines{"gateways 3817", "deferred -4000", "gateway_fees 183"});
  CHECK(books_at(f.w, "2026-01-03") ==
        lines{"gateways 1900", "cash 1917", "deferred -4000", "gateway_fees 183"});
}

TEST_CASE("an invoice is open until it is paid, and what is paid on it is cash", "[R13.4][R9.3]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.spec().invoice_terms = lasting("30 days");
  acme.at("2026-01-05").does(invoice_command{50_usd}).keyed("bill");
  acme.at("2026-01-06").does(pay_invoice_command{w.key("bill"), 20_usd});
  acme.at("2026-01-07");
  CHECK(books_at(w, "2026-01-06") == lines{"receivables 5000", "billed -5000"});
  CHECK(books_at(w, "2026-01-07") ==
        lines{"cash 2000", "receivables 3000", "unsettled -2000", "billed -3000"});
  SECTION("in full") {
    acme.does(pay_invoice_command{w.key("bill")});
    CHECK(books_at(w, "2026-01-08") == lines{"cash 5000", "deferred -5000"});
    acme.at("2026-01-08").uses(500).does(refund_payment_command{w.key("bill"), 1000_cr});
    CHECK(books_at(w, "2026-01-09") == lines{"cash 3000", "deferred -2000", "revenue:usage -1000"});
    acme.at("2026-01-09").does(chargeback_command{w.key("bill")});
    CHECK(books_at(w, "2026-01-10") == lines{"revenue:usage -1000", "chargeback_losses 1000"});
  }
  SECTION("voided: what was paid goes back, and the rest is not billed") {
    acme.does(void_invoice_command{w.key("bill")});
    CHECK(books_at(w, "2026-01-08").empty());
  }
}

TEST_CASE("overage is revenue when all of its payment is paid", "[R13.4][R4.13]") {
  world_builder w;
  w.settings().when_short = short_of_credit::invoice;
  w.catalog().overage_price = credit_rate{1_usd, 40_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").uses(100);
  SECTION("by card") {
    CHECK(books_at(w, "2026-02-01T00:00:03Z").empty());
    CHECK(books_at(w, "2026-02-02") == lines{"gateways 250", "revenue:overage -250"});
  }
  SECTION("by invoice, not with a part of it") {
    acme.spec().invoice_terms = lasting("30 days");
    const effect_key bill{effect_key::space::overage, 0, 1};
    acme.at("2026-02-03").does(pay_invoice_command{bill, 1_usd});
    acme.at("2026-02-04").does(pay_invoice_command{bill});
    CHECK(books_at(w, "2026-02-04") == lines{"cash 100", "receivables 150", "unsettled -100", "billed -150"});
    CHECK(books_at(w, "2026-02-05") == lines{"cash 250", "revenue:overage -250"});
  }
  SECTION("and not where it had failed, and goes back") {
    CHECK(books_at(w, "2026-02-02", [](const charge&) -> std::vector<said> {
            return {{duration::seconds(2), payment_answer::declined},
                    {duration::seconds(9), payment_answer::succeeded}};
          }).empty());
  }
}

TEST_CASE("what nobody waits for any more goes back, and only the gateway's fee is left", "[R13.4][R8.9]") {
  with_fees f;
  const plan_index starter = sells(f.w, monthly("starter", 20_usd, 100_cr));
  f.acme.does(subscribe_command{starter});
  CHECK(books_at(f.w, "2026-01-03", [](const charge&) -> std::vector<said> {
          return {{duration::seconds(2), payment_answer::declined},
                  {duration::hours(1), payment_answer::succeeded}};
        }) == lines{"cash -83", "gateway_fees 83"});
}

TEST_CASE("of a chargeback of 40.00 with 20.00 deferred the other 20.00 are lost", "[R13.4][R9.6]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(50_usd).keyed("buy");
  acme.at("2026-01-06").uses(1000).does(refund_payment_command{w.key("buy"), 500_cr});
  acme.at("2026-01-07").does(chargeback_command{w.key("buy")});
  CHECK(books_at(w, "2026-01-07") ==
        lines{"gateways -1000", "cash 5000", "deferred -2000", "revenue:usage -2000"});
  CHECK(books_at(w, "2026-01-08") ==
        lines{"gateways -4000", "cash 4000", "revenue:usage -2000", "chargeback_losses 2000"});
  SECTION("a dispute that is won gives the money back, and the lots with their cost") {
    acme.at("2026-01-08").does(chargeback_command{w.key("buy"), true});
    CHECK(books_at(w, "2026-01-09") == lines{"gateways 4000", "deferred -2000", "revenue:usage -2000"});
  }
  SECTION("also what had paid the debt: 400 of it, worth 8.00") {
    acme.grants(lot(lot_kind::free, 400_cr)).at("2026-01-08").does(chargeback_command{w.key("buy"), true});
    CHECK(books_at(w, "2026-01-09") ==
          lines{"gateways 4000", "deferred -2800", "revenue:usage -2000", "chargeback_losses 800"});
  }
}
