// Money behind credit (R13.2). Figures are worked by hand in minor units: with 10.00 for 300 credits
// D(300) = 1000, D(250) = 833, D(200) = 667, D(100) = 333, D(60) = 200, D(50) = 167.
#include <catch2/catch.hpp>

#include "balances.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// A grant of 300 credits for which 10.00 were paid somewhere.
lot thirty_for_one() {
  return lot(lot_kind::paid, 300_cr).costs(10_usd);
}

// An account that buys 300 credits for 10.00, and what then happens to them.
struct buyer_of_300 {
  world_builder w;
  account_builder acme = w.account("acme").pays_by(good_card());
  buyer_of_300() {
    w.catalog().rate = {10_usd, 300_cr};
    acme.at("2026-01-02").tops_up(10_usd).keyed("buy");
  }
  buyer_of_300(const buyer_of_300&) = delete;
  buyer_of_300& operator=(const buyer_of_300&) = delete;
};

}  // namespace

TEST_CASE("of 10.00 for 300 credits 100 used are 3.33, 100 refunded 3.34, 100 expired 3.33",
          "[R13.2][R13.5]") {
  buyer_of_300 b;
  b.w.catalog().top_ups.expires = lasting("10d");
  b.acme.at("2026-01-03").uses(100);
  b.acme.at("2026-01-04").does(refund_payment_command{b.w.key("buy"), 100_cr});
  CHECK(books_at(b.w, "2026-01-02T00:00:03Z").empty());
  CHECK(books_at(b.w, "2026-01-03") == lines{"gateways 1000", "deferred -1000"});
  CHECK(books_at(b.w, "2026-01-04") == lines{"cash 1000", "deferred -667", "revenue:usage -333"});
  // D(200) - D(100) = 3.34 goes back: out of what is deferred, and out of what the gateway has.
  CHECK(books_at(b.w, "2026-01-05") ==
        lines{"gateways -334", "cash 1000", "deferred -333", "revenue:usage -333"});
  CHECK(books_at(b.w, "2026-01-13") == lines{"cash 666", "revenue:usage -333", "breakage -333"});
}

TEST_CASE("credit that is free, or of a plan, carries no money", "[R13.2]") {
  world_builder w;
  w.catalog().top_ups.bonuses = {{5_usd, 100_cr}};
  auto acme = subscriber(w, sells(w, monthly("starter", 0_usd, 100_cr)));
  acme.begins_with(lot(lot_kind::free, 100_cr)).at("2026-01-05").adjusts(50_cr).uses(200).adjusts(-50_cr);
  CHECK(books_at(w, "2026-03-31").empty());
  acme.at("2026-01-06").tops_up(10_usd);
  CHECK(books_at(w, "2026-01-08") == lines{"cash 1000", "deferred -1000"});
}

TEST_CASE("a lot that was granted for money is deferred from when it is booked", "[R13.2][R13.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(thirty_for_one().from("2026-01-10"), "later");
  acme.begins_with(thirty_for_one().from("2026-01-20"), "never");
  acme.at("2026-01-15").revokes("never");
  CHECK(books_at(w, "2026-01-10").empty());
  CHECK(books_at(w, "2026-01-10T00:00:01Z") == lines{"paid_elsewhere 1000", "deferred -1000"});
  CHECK(books_at(w, "2026-02-01") == lines{"paid_elsewhere 1000", "deferred -1000"});
}

TEST_CASE("an adjustment, paid debt and a capture are used credit", "[R13.2]") {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  auto acme = w.account("acme");
  SECTION("an adjustment: D(300) - D(200)") {
    acme.begins_with(thirty_for_one()).at("2026-01-05").adjusts(-100_cr);
    CHECK(books_at(w, "2026-01-06") == lines{"paid_elsewhere 1000", "deferred -667", "revenue:usage -333"});
  }
  SECTION("paid debt: D(300) - D(250)") {
    acme.at("2026-01-05").uses(50);
    acme.at("2026-01-06").grants(thirty_for_one());
    CHECK(books_at(w, "2026-01-07") == lines{"paid_elsewhere 1000", "deferred -833", "revenue:usage -167"});
  }
  SECTION("a capture of 200 of a hold of 250: D(300) - D(100)") {
    acme.begins_with(thirty_for_one()).at("2026-01-05").holds("call", 250_cr);
    acme.at("2026-01-06").captures("call", 200_cr);
    CHECK(books_at(w, "2026-01-06") == lines{"paid_elsewhere 1000", "deferred -1000"});
    CHECK(books_at(w, "2026-01-07") == lines{"paid_elsewhere 1000", "deferred -333", "revenue:usage -667"});
  }
}

TEST_CASE("what expires, is trimmed or is revoked is breakage, also of a hold", "[R13.2][R3.7]") {
  world_builder w;
  auto acme = w.account("acme");
  SECTION("the end of a lot: what is not held at once, what is held with its hold") {
    acme.begins_with(thirty_for_one().until("2026-01-10")).at("2026-01-05").holds("call", 100_cr);
    CHECK(books_at(w, "2026-01-10T00:00:01Z") ==
          lines{"paid_elsewhere 1000", "deferred -333", "breakage -667"});
    CHECK(books_at(w, "2026-01-13") == lines{"paid_elsewhere 1000", "breakage -1000"});
  }
  SECTION("a capture of 40 still uses it, D(100) - D(60); the other 60 expire") {
    acme.begins_with(thirty_for_one().until("2026-01-10")).at("2026-01-05").holds("call", 100_cr);
    acme.at("2026-01-11").captures("call", 40_cr);
    CHECK(books_at(w, "2026-01-12") == lines{"paid_elsewhere 1000", "revenue:usage -133", "breakage -867"});
  }
  SECTION("revoked after 100 were used") {
    acme.begins_with(thirty_for_one(), "grant").at("2026-01-05").uses(100).revokes("grant");
    CHECK(books_at(w, "2026-01-06") == lines{"paid_elsewhere 1000", "revenue:usage -333", "breakage -667"});
  }
  SECTION("trimmed to 100 by a reset") {
    acme.begins_with(thirty_for_one().rolls_over(100_cr)).at("2026-01-05").resets();
    CHECK(books_at(w, "2026-01-06") == lines{"paid_elsewhere 1000", "deferred -333", "breakage -667"});
  }
}

TEST_CASE("credit that a refund of usage gives back to its lot is deferred again", "[R13.2][R9.7]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(thirty_for_one());
  acme.at("2026-01-05").uses(100).keyed("debit");
  acme.at("2026-01-06").does(refund_command{w.key("debit"), 50_cr});
  // D(250) - D(200) = 1.66 comes back.
  CHECK(books_at(w, "2026-01-07") == lines{"paid_elsewhere 1000", "deferred -833", "revenue:usage -167"});
  acme.at("2026-01-08").does(refund_command{w.key("debit")});
  CHECK(books_at(w, "2026-01-09") == lines{"paid_elsewhere 1000", "deferred -1000"});
}

TEST_CASE("refunded credit whose lot has ended or was revoked is breakage at once", "[R13.2][R9.7]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(thirty_for_one().until("2026-01-10"), "grant");
  acme.at("2026-01-05").uses(100).keyed("debit");
  if (GENERATE(true, false)) acme.at("2026-01-06").revokes("grant");
  acme.at("2026-01-11").does(refund_command{w.key("debit"), 60_cr});
  CHECK(books_at(w, "2026-01-11") == lines{"paid_elsewhere 1000", "revenue:usage -333", "breakage -667"});
  // D(60) = 2.00
  CHECK(books_at(w, "2026-01-12") == lines{"paid_elsewhere 1000", "revenue:usage -133", "breakage -867"});
}

TEST_CASE("refunded credit that comes in a new lot brings that lot's cost", "[R13.2][R9.7]") {
  world_builder w;
  w.settings().regrant_refunds = duration::days(30);
  auto acme = w.account("acme").begins_with(thirty_for_one().until("2026-01-10"));
  acme.at("2026-01-05").uses(100).keyed("debit");
  acme.at("2026-01-11").does(refund_command{w.key("debit")});
  CHECK(books_at(w, "2026-01-12") == lines{"paid_elsewhere 1000", "deferred -333", "breakage -667"});
  CHECK(books_at(w, "2026-03-01") == lines{"paid_elsewhere 1000", "breakage -1000"});
}

TEST_CASE("refunded credit that pays the debt of a chargeback lowers what was lost", "[R13.2][R9.6][R9.7]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(50_usd).keyed("buy");
  acme.at("2026-01-06").uses(1000).keyed("debit");
  acme.at("2026-01-07").does(chargeback_command{w.key("buy")});
  // 50.00 lost, of which 30.00 were deferred for 1500 credits.
  CHECK(books_at(w, "2026-01-08") ==
        lines{"gateways -5000", "cash 5000", "revenue:usage -2000", "chargeback_losses 2000"});
  acme.at("2026-01-08").does(refund_command{w.key("debit"), 400_cr});  // worth 8.00
  CHECK(books_at(w, "2026-01-09") == lines{"revenue:usage -1200", "chargeback_losses 1200"});
  // Once the debt is paid otherwise, what comes back is revoked.
  acme.at("2026-01-09").grants(lot(lot_kind::adjustment, 600_cr));
  acme.at("2026-01-10").does(refund_command{w.key("debit")});
  CHECK(books_at(w, "2026-01-11") == lines{"breakage -1200", "chargeback_losses 1200"});
}

TEST_CASE("with an expected breakage of 10% of 100 credits for 10.00 50 used are 5.00, and 0.56 breakage",
          "[R13.2]") {
  world_builder w;
  w.settings().expected_breakage = 100'000;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr).costs(10_usd).until("2026-01-20"));
  acme.at("2026-01-05").uses(50).keyed("debit");
  // E(50) = 10.00 x 40 / 90 = 4.44
  CHECK(books_at(w, "2026-01-06") ==
        lines{"paid_elsewhere 1000", "deferred -444", "revenue:usage -500", "breakage -56"});
  SECTION("all used: what is missing comes from breakage") {
    acme.at("2026-01-06").uses(50);
    CHECK(books_at(w, "2026-01-07") == lines{"paid_elsewhere 1000", "revenue:usage -1000"});
  }
  SECTION("never below zero: E(5) = 0, and so nothing expires with it") {
    acme.at("2026-01-06").uses(45);
    const lines as_used{"paid_elsewhere 1000", "revenue:usage -950", "breakage -50"};
    CHECK(books_at(w, "2026-01-07") == as_used);
    CHECK(books_at(w, "2026-01-21") == as_used);
  }
  SECTION("what expires is breakage, whatever was expected") {
    CHECK(books_at(w, "2026-01-21") == lines{"paid_elsewhere 1000", "revenue:usage -500", "breakage -500"});
  }
  SECTION("refunded usage goes the way back that it came") {
    acme.at("2026-01-06").does(refund_command{w.key("debit")});
    CHECK(books_at(w, "2026-01-07") == lines{"paid_elsewhere 1000", "deferred -1000"});
  }
  SECTION("refunded usage of a lot that has ended") {
    acme.at("2026-01-21").does(refund_command{w.key("debit")});
    CHECK(books_at(w, "2026-01-22") == lines{"paid_elsewhere 1000", "breakage -1000"});
  }
}

TEST_CASE("with an expected breakage a refund and a chargeback take what the credit is worth",
          "[R13.2][R9.5][R9.6]") {
  world_builder w;
  w.settings().expected_breakage = 100'000;
  w.catalog().rate = {10_usd, 100_cr};
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(10_usd).keyed("buy").at("2026-01-06");
  SECTION("5.00 go back, 5.56 are deferred no more") {
    acme.does(refund_payment_command{w.key("buy"), 50_cr});
    CHECK(books_at(w, "2026-01-07") == lines{"gateways -500", "cash 1000", "deferred -444", "breakage -56"});
  }
  SECTION("of 10.00 lost 5.00 were for credit that was left, though 4.44 were deferred") {
    acme.uses(50).does(chargeback_command{w.key("buy")});
    CHECK(books_at(w, "2026-01-07") ==
          lines{"gateways -1000", "cash 1000", "revenue:usage -500", "chargeback_losses 500"});
  }
}

TEST_CASE("an expected breakage is exact where the product passes 128 bits", "[R13.2][R1.4]") {
  world_builder w;
  w.settings().expected_breakage = 100'000;
  const money cost = money::from_minor(9'000'000'000'000'001);
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 9000000000000_cr).costs(cost));
  acme.at("2026-01-05").uses(4'500'000'000'000);
  // D = c / 2 = 4'500'000'000'000'000.5, to the even one; E = c x 4 / 9 = 4'000'000'000'000'000.44
  CHECK(books_at(w, "2026-01-06") == lines{"paid_elsewhere 9000000000000001", "deferred -4000000000000000",
                                           "revenue:usage -4500000000000001", "breakage -500000000000000"});
}
