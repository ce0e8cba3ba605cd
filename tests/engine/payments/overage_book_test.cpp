// What of usage beyond the credit is billed, and in which payment (R4.5).
#include "engine/payments/overage_book.hpp"

#include <catch2/catch.hpp>

#include "engine/units/credits.hpp"

namespace drawdown {

TEST_CASE("all that is not billed goes into one payment, and comes back where that fails", "[R4.5]") {
  overage_book book;
  book.add(credits::whole(30));
  book.add(credits::whole(12));
  book.lower(credits::whole(2));
  CHECK(book.unbilled() == credits::whole(40));
  CHECK(book.bill(7) == credits::whole(40));
  CHECK(book.unbilled() == credits{});
  book.add(credits::whole(5));
  SECTION("paid: once") {
    CHECK(book.settle(7));
    CHECK_FALSE(book.settle(7));
    CHECK_FALSE(book.take_back(7));
    CHECK(book.unbilled() == credits::whole(5));
  }
  SECTION("failed: a success that comes later pays for nothing") {
    CHECK(book.take_back(7));
    CHECK(book.unbilled() == credits::whole(45));
    CHECK_FALSE(book.settle(7));
    CHECK_FALSE(book.take_back(7));
  }
  CHECK_FALSE(book.settle(8));
}

TEST_CASE("payments for overage alone are counted", "[R4.5][R4.3]") {
  overage_book book;
  CHECK(book.next_key() == effect_key{effect_key::space::overage, 0, 1});
  CHECK(book.next_key() == effect_key{effect_key::space::overage, 0, 2});
}

}  // namespace drawdown
