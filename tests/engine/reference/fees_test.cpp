// What plans and seats cost becomes revenue over its time (R13.3). A charge is paid three seconds after it is
// made, which no figure here shows.
#include <catch2/catch.hpp>

#include "balances.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// Who subscribes on 16 April to a plan of 30.00 a month, until 16 May and on.
struct april {
  world_builder w;
  plan_index starter;
  account_builder acme;

  april()
      : starter(sells(w.from("2026-04-16").until("2026-08-01"), monthly("starter", 30_usd, 100_cr))),
        acme(subscriber(w, starter)) {}
  april(const april&) = delete;
  april& operator=(const april&) = delete;
};

constexpr effect_key of_the_plan{effect_key::space::cycle, 0, 0};

}  // namespace

TEST_CASE("30.00 on 16 April for a month are revenue of 15.00 at the end of April, and of 15.00 on 16 May",
          "[R13.3]") {
  april a;
  CHECK(books_at(a.w, "2026-04-17") == lines{"gateways 3000", "deferred_fees -3000"});
  // An instant is before its own posting.
  CHECK(books_at(a.w, "2026-05-01") == lines{"cash 3000", "deferred_fees -3000"});
  CHECK(books_at(a.w, "2026-05-01T00:00:01Z") ==
        lines{"cash 3000", "deferred_fees -1500", "revenue:fees -1500"});
  CHECK(books_at(a.w, "2026-05-16") == lines{"cash 3000", "deferred_fees -1500", "revenue:fees -1500"});
  CHECK(books_at(a.w, "2026-05-16T00:00:01Z") == lines{"cash 3000", "revenue:fees -3000"});
}

TEST_CASE("a renewal pays for the cycle from its boundary on", "[R13.3]") {
  april a;
  // 16 of 31 days from 16 May to 16 June: 30.00 x 16 / 31 = 15.48
  CHECK(books_at(a.w, "2026-06-02") == lines{"cash 6000", "deferred_fees -1452", "revenue:fees -4548"});
}

TEST_CASE("a renewal that is paid late is revenue from its boundary on, at the next end of a month",
          "[R13.3][R8.3]") {
  world_builder w;
  plan_terms terms = monthly("starter", 61_usd, 100_cr);
  terms.every = lasting("2 months");
  w.from("2026-01-20").until("2026-08-01").settings().dunning = {duration::days(14)};
  auto acme = subscriber(w, sells(w, terms));
  acme.spec().payment_methods = {card({card_answer::ok, card_answer::declines, card_answer::ok})};
  const lines first_is_over{"cash 6100", "revenue:fees -6100"};
  CHECK(books_at(w, "2026-04-03") == first_is_over);
  // Paid on 3 April: March has passed, and nothing of it is posted by itself.
  CHECK(books_at(w, "2026-04-04") ==
        lines{"gateways 6100", "cash 6100", "deferred_fees -6100", "revenue:fees -6100"});
  // By 1 May 42 of the 61 days from 20 March to 20 May have passed.
  CHECK(books_at(w, "2026-05-02") == lines{"cash 12200", "deferred_fees -1900", "revenue:fees -10300"});
}

TEST_CASE("the cost of add-on lots is deferred for their credit, and no part of the fee", "[R13.3][R8.4]") {
  april a;
  const add_on_index units = sells_add_on(a.w, 60_cr, 10_usd);
  a.acme.at("2026-04-20").does(add_on_command{units, 2});
  a.acme.at("2026-04-21").uses(100 + 30);  // the plan's 100, then 30 of the units' 120
  CHECK(books_at(a.w, "2026-04-21") ==
        lines{"gateways 2000", "cash 3000", "deferred -2000", "deferred_fees -3000"});
  CHECK(books_at(a.w, "2026-05-02") == lines{"cash 5000", "deferred -1500", "deferred_fees -1500",
                                             "revenue:usage -500", "revenue:fees -1500"});
  // What is left of the units expires with the cycle; the next one costs 50.00, of which 20.00 are for units.
  CHECK(books_at(a.w, "2026-05-17") == lines{"gateways 5000", "cash 5000", "deferred -2000",
                                             "deferred_fees -3000", "revenue:usage -500",
                                             "revenue:fees -3000", "breakage -1500"});
}

TEST_CASE("units that are granted before they are paid for are deferred out of what is not settled",
          "[R13.3][R8.2]") {
  april a;
  a.w.settings().renewal_grants = renewal_grant::at_boundary;
  const add_on_index units = sells_add_on(a.w, 60_cr, 10_usd);
  a.acme.at("2026-04-20").does(add_on_command{units, 1});
  CHECK(books_at(a.w, "2026-05-16T00:00:01Z") ==
        lines{"cash 4000", "unsettled 1000", "deferred -1000", "revenue:fees -3000", "breakage -1000"});
  CHECK(books_at(a.w, "2026-05-17") == lines{"gateways 4000", "cash 4000", "deferred -1000",
                                             "deferred_fees -3000", "revenue:fees -3000", "breakage -1000"});
}

TEST_CASE("what a renewal takes for overage is revenue at once, and no part of the fee",
          "[R13.3][R13.4][R4.13]") {
  april a;
  a.w.settings().when_short = short_of_credit::invoice;
  a.w.catalog().overage_price = credit_rate{1_usd, 40_cr};
  a.acme.at("2026-04-20").uses(200);  // 100 of the plan, 100 at 2.50
  CHECK(books_at(a.w, "2026-05-17") == lines{"gateways 3250", "cash 3000", "deferred_fees -3000",
                                             "revenue:fees -3000", "revenue:overage -250"});
}

TEST_CASE("an upgrade leaves the pieces before it as they are", "[R13.3][R8.7]") {
  april a;
  const plan_index pro = sells(a.w, monthly("pro", 60_usd, 200_cr));
  SECTION("in the same cycle: 20.00 for its last 20 of 30 days") {
    a.acme.at("2026-04-26").does(change_plan_command{pro});
    // By 1 May 15 of 30 days of the one have passed, 5 of 20 of the other.
    CHECK(books_at(a.w, "2026-05-02") == lines{"cash 5000", "deferred_fees -3000", "revenue:fees -2000"});
  }
  SECTION("with a cycle of its own: 40.00 for a month from 26 April on") {
    a.acme.at("2026-04-26").does(change_plan_command{pro, true, true});
    CHECK(books_at(a.w, "2026-05-02") ==
          lines{"cash 7000", "deferred_fees -4833", "revenue:fees -2167"});  // 15.00 + 40.00 x 5 / 30 = 6.67
    CHECK(books_at(a.w, "2026-05-17") ==
          lines{"cash 7000", "deferred_fees -3333", "revenue:fees -3667"});  // 30.00 and, still, 6.67
  }
}

TEST_CASE("a seat is paid for from when its user joins", "[R13.3][R8.8]") {
  world_builder w;
  plan_terms terms = monthly("seats", 30_usd, 100_cr);
  terms.pool = credit_pool::per_user;
  w.from("2026-04-16").until("2026-08-01");
  const user_index ann = w.user("ann");
  auto acme = subscriber(w, sells(w, terms), {ann});
  acme.at("2026-04-26").does(seat_command{w.user("bob"), true});
  CHECK(books_at(w, "2026-05-02") == lines{"cash 5000", "deferred_fees -3000", "revenue:fees -2000"});
}

TEST_CASE("where the subscription ends the rest of all pieces is revenue", "[R13.3][R8.6]") {
  april a;
  a.acme.at("2026-04-20").does(cancel_command{true});
  SECTION("without money back") {
    CHECK(books_at(a.w, "2026-04-21") == lines{"cash 3000", "revenue:fees -3000"});
    CHECK(books_at(a.w, "2026-07-01") == lines{"cash 3000", "revenue:fees -3000"});
  }
  SECTION("and what is given back is no revenue any more") {
    a.w.settings().on_cancel = cancel_refund::prorated;  // 26 of 30 days
    CHECK(books_at(a.w, "2026-04-21") ==
          lines{"gateways -2600", "cash 3000", "revenue:fees -3000", "refunds 2600"});
  }
}

TEST_CASE("a chargeback takes what is still deferred of the fee", "[R13.4][R13.3][R9.6]") {
  april a;
  a.acme.at("2026-05-06").does(chargeback_command{of_the_plan});
  CHECK(books_at(a.w, "2026-05-07") ==
        lines{"gateways -3000", "cash 3000", "revenue:fees -1500", "chargeback_losses 1500"});
  SECTION("it is lost for good") {
    a.acme.at("2026-05-10").does(cancel_command{});
    CHECK(books_at(a.w, "2026-06-02") == lines{"revenue:fees -1500", "chargeback_losses 1500"});
  }
  SECTION("a dispute that is won gives it back, to what is deferred") {
    a.acme.at("2026-05-10").does(chargeback_command{of_the_plan, true}).does(cancel_command{});
    CHECK(books_at(a.w, "2026-05-11") == lines{"gateways 3000", "deferred_fees -1500", "revenue:fees -1500"});
    CHECK(books_at(a.w, "2026-05-17") == lines{"cash 3000", "revenue:fees -3000"});
  }
  SECTION("or, where its time is over, to revenue") {
    a.acme.at("2026-05-10").does(cancel_command{});
    a.acme.at("2026-05-20").does(chargeback_command{of_the_plan, true});
    CHECK(books_at(a.w, "2026-05-21") == lines{"gateways 3000", "revenue:fees -3000"});
  }
  SECTION("which is so where the subscription has ended before") {
    a.acme.at("2026-05-07").does(cancel_command{true});
    a.acme.at("2026-05-08").does(chargeback_command{of_the_plan, true});
    CHECK(books_at(a.w, "2026-05-09") == lines{"gateways 3000", "revenue:fees -3000"});
  }
}

TEST_CASE("what is won is posted by the formula at the next posting, not with the dispute",
          "[R13.3][R13.4]") {
  april a;
  a.acme.at("2026-04-20").does(chargeback_command{of_the_plan});
  a.acme.at("2026-05-04").does(chargeback_command{of_the_plan, true});
  CHECK(books_at(a.w, "2026-05-02") == lines{});
  CHECK(books_at(a.w, "2026-05-05") == lines{"gateways 3000", "deferred_fees -3000"});
  CHECK(books_at(a.w, "2026-05-16T00:00:01Z") == lines{"cash 3000", "revenue:fees -3000"});
}

TEST_CASE("lots that cost more than was paid for them leave a fee below zero, posted whole",
          "[R13.3][R7.3]") {
  world_builder w;
  w.from("2026-04-16").until("2026-08-01");
  auto acme = subscriber(w, sells(w, monthly("starter", 0_usd, 100_cr)));
  const add_on_index units = sells_add_on(w, 60_cr, 10_usd);
  acme.at("2026-04-20").does(add_on_command{units, 1});
  w.version("2026-05-16T00:00:01Z").add_ons[units].price = 12_usd;
  CHECK(books_at(w, "2026-05-17") ==
        lines{"gateways 1000", "cash 1000", "deferred -1200", "deferred_fees 200", "breakage -1000"});
  CHECK(books_at(w, "2026-06-02") ==
        lines{"cash 2000", "deferred -1200", "revenue:fees 200", "breakage -1000"});
}
