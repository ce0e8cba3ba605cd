// Lots of a subscription: carried over the turn of their grant period, or ended with it (R8.2).
#include <catch2/catch.hpp>

#include "engine/lots/lot_book.hpp"
#include "making.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

const std::vector<burn_key> default_order = settings{}.burn_down;

lot allocation(lot_id id, std::int32_t amount, bool may_be_filled) {
  lot made = of_kind(lot_of(id, amount), lot_kind::plan);
  made.expires = at_hour(5);
  made.of_cycle = true;
  made.may_be_filled = may_be_filled;
  return made;
}

}  // namespace

TEST_CASE("a carried lot keeps a part, gets more, and ends later", "[R8.2]") {
  lot_book book(default_order);
  book.book(allocation(1, 100, false));
  book.book(until(lot_of(2, 10), at_hour(7)));
  CHECK(book.carry(1, credits::whole(30), {}, at_hour(9)) == credits::whole(70));
  CHECK(book.next_turn() == at_hour(9));
  CHECK(book.available(spendable::all) == credits::whole(40));
  // It burns by its new end now.
  CHECK(take(book, credits::whole(20)) == std::vector{took(2, 10), took(1, 10)});
  CHECK(book.carry(1, credits::whole(20), credits::whole(5), at_hour(12)).is_zero());
  CHECK(book.left().of(lot_kind::plan) == credits::whole(25));
  CHECK(book.of_cycle(at_hour(12)).at(0).carried == 2);
  CHECK(book.trim(1, credits::whole(1)) == credits::whole(24));
  CHECK(book.end_of_cycle(1).expired == credits::whole(1));
  CHECK(book.next_turn().is_never());
}

TEST_CASE("a lot that is used up is filled again where it may be", "[R8.2]") {
  lot_book book(default_order);
  book.book(allocation(1, 100, true));
  book.book(allocation(2, 100, false));
  take(book, credits::whole(200));
  const std::vector<lot> over = book.of_cycle(at_hour(5));
  REQUIRE(over.size() == 2);
  CHECK(over[0].granted == credits::whole(100));
  CHECK(book.carry(1, {}, credits::whole(50), at_hour(9)).is_zero());
  CHECK(book.end_of_cycle(2).expired.is_zero());
  CHECK(take(book, credits::whole(50)) == std::vector{took(1, 50)});
  CHECK(book.end_of_cycle(1).expired.is_zero());
  CHECK(book.of_cycle(instant::never()).empty());
}
