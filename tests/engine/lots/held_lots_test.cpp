// Held, restricted, recurring, carried and revoked lots (R3.7–R3.11, R6.1).
#include <catch2/catch.hpp>

#include "making.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

const std::vector<burn_key> default_order = settings{}.burn_down;

lot_book book_of(const std::vector<lot>& lots) {
  lot_book book(default_order);
  for (const lot& l : lots) book.book(l);
  return book;
}

std::vector<held_part> hold(lot_book& book, std::int32_t amount, const purpose& of = {}) {
  std::vector<held_part> parts;
  book.hold(credits::whole(amount), spendable::all, of, parts);
  return parts;
}

released_to give_back(lot_book& book, const held_part& part, released_credit rule = released_credit::lost) {
  return book.release(part, part.amount, rule);
}

}  // namespace

TEST_CASE("a hold lowers what is available, not the balance", "[R6.1]") {
  auto book = book_of({lot_of(1, 50), lot_of(2, 50)});
  const auto parts = hold(book, 60);
  REQUIRE(parts.size() == 2);
  CHECK(parts[1].amount == credits::whole(10));
  CHECK(book.left().balance() == credits::whole(100));
  CHECK(book.left().held == credits::whole(60));
  CHECK(book.available(spendable::all) == credits::whole(40));
  CHECK(take(book, credits::whole(40)) == std::vector{took(2, 40)});
}

TEST_CASE("held credit outlives its lot, and goes its way when it is given back", "[R3.7][R6.4]") {
  auto book = book_of({until(lot_of(1, 100), at_hour(5))});
  const auto parts = hold(book, 60);
  CHECK(book.end_next(at_hour(5))->expired == credits::whole(40));
  CHECK(book.left().balance() == credits::whole(60));
  CHECK(book.left().held == credits::whole(60));
  CHECK(book.available(spendable::all).is_zero());
  book.capture(parts[0], credits::whole(42));
  CHECK(book.release(parts[0], credits::whole(18), released_credit::successor) == released_to::expired);
  CHECK(book.left().balance().is_zero());
  CHECK(book.left().held.is_zero());
}

TEST_CASE("restricted lots pay for what they are for, in their place in the order", "[R3.8]") {
  const purpose call{3, no_user};
  const purpose olgas_call{3, 1};
  auto book =
      book_of({for_only(lot_of(1, 10), {{3}, no_user}), for_only(lot_of(2, 10), {{}, 1}), lot_of(3, 10)});
  CHECK(book.available(spendable::all, {}) == credits::whole(10));
  CHECK(book.available(spendable::all, call) == credits::whole(20));
  CHECK(book.available(spendable::all, olgas_call) == credits::whole(30));
  CHECK(book.available(spendable::all) == credits::whole(30));
  CHECK(take(book, credits::whole(5), spendable::all, {4, no_user}) == std::vector{took(3, 5)});
  CHECK(take(book, credits::whole(12), spendable::all, call) == std::vector{took(1, 10), took(3, 2)});
}

TEST_CASE("at one priority a user's own lot comes first", "[R3.3]") {
  auto book = book_of(
      {lot_of(1, 10), for_only(lot_of(2, 10), {{}, 1}), at_priority(for_only(lot_of(3, 10), {{}, 1}), 1)});
  CHECK(take(book, credits::whole(25), spendable::all, {no_meter, 1}) ==
        std::vector{took(2, 10), took(1, 10), took(3, 5)});
}

TEST_CASE("a lot that recurs is filled to what was granted, whatever is left", "[R3.9]") {
  auto book = book_of({recurring(lot_of(1, 10), at_hour(1))});
  take(book, credits::whole(10));
  CHECK(book.next_recurrence() == at_hour(1));
  CHECK(book.next_recurring(at_hour(0)) == nullptr);
  REQUIRE(book.next_recurring(at_hour(1))->id == 1);
  auto filled = book.recur(1, credits::largest(), at_hour(2));
  CHECK(filled.expired.is_zero());
  CHECK(filled.refilled == credits::whole(10));
  const auto parts = hold(book, 4);
  filled = book.recur(1, credits::largest(), at_hour(3));
  CHECK(filled.expired == credits::whole(6));
  CHECK(book.left().balance() == credits::whole(14));
  SECTION("what was held before is lost when it is given back") {
    CHECK(give_back(book, parts[0]) == released_to::expired);
    CHECK(book.left().balance() == credits::whole(10));
  }
  SECTION("or goes to what took its place") {
    CHECK(give_back(book, parts[0], released_credit::successor) == released_to::lot);
    CHECK(book.available(spendable::all) == credits::whole(14));
  }
  SECTION("without room nothing is filled") {
    CHECK(book.recur(1, credits::whole(9), at_hour(4)).refilled.is_zero());
    CHECK(book.available(spendable::all).is_zero());
  }
}

TEST_CASE("a reset leaves min(max, max(left, min))", "[R3.10]") {
  const auto after_reset = [](std::int32_t used, std::optional<credits> max, credits min) {
    auto book = book_of({rolling_over(lot_of(1, 100), max, min)});
    take(book, credits::whole(used));
    CHECK(book.reset_next(0, credits::largest()));
    CHECK_FALSE(book.reset_next(1, credits::largest()));
    return book.available(spendable::all);
  };
  CHECK(after_reset(30, credits::whole(50), {}) == credits::whole(50));
  CHECK(after_reset(70, credits::whole(50), {}) == credits::whole(30));
  CHECK(after_reset(100, credits::whole(50), credits::whole(20)) == credits::whole(20));
  CHECK(after_reset(100, std::nullopt, {}).is_zero());
  CHECK(after_reset(10, std::nullopt, credits::whole(95)) == credits::whole(95));
  CHECK(after_reset(0, credits::whole(10), credits::whole(20)) == credits::whole(10));
}

TEST_CASE("what is left of a revoked lot goes, and what is held of it later", "[R3.11]") {
  auto book = book_of({until(lot_of(1, 100), at_hour(5))});
  const auto parts = hold(book, 30);
  CHECK(book.revoke(1) == credits::whole(70));
  CHECK(book.next_end().is_never());
  CHECK(book.left().balance() == credits::whole(30));
  CHECK(give_back(book, parts[0]) == released_to::revoked);
  CHECK(book.left().balance().is_zero());
  CHECK_FALSE(book.revoke(1));
}

TEST_CASE("a lot that is used up cannot be revoked, unless it will be filled again", "[R3.11]") {
  auto book = book_of({lot_of(1, 10), recurring(lot_of(2, 10), at_hour(1)),
                       rolling_over(lot_of(3, 10), std::nullopt, credits{})});
  take(book, credits::whole(30));
  CHECK_FALSE(book.revoke(1));
  CHECK(book.revoke(2) == credits{});
  CHECK(book.next_recurrence().is_never());
  CHECK_FALSE(book.revoke(3));
}

TEST_CASE("a lot that is only scheduled is revoked without having been there", "[R3.11]") {
  lot_book book(default_order);
  book.schedule(from(lot_of(1, 10), at_hour(3)));
  CHECK(book.revoke(1) == credits{});
  CHECK(book.next_effective().is_never());
}
