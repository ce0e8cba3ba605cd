// The lots of one account: what may be taken from them, what is scheduled, and how they end (R3).
#include "engine/lots/lot_book.hpp"

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

}  // namespace

TEST_CASE("a debit takes from the lots in their order and names each", "[R3.4]") {
  auto book = book_of({lot_of(1, 50), until(lot_of(2, 30), at_hour(9)), until(lot_of(3, 20), at_hour(5))});
  CHECK(take(book, credits::whole(40)) == std::vector{took(3, 20), took(2, 20)});
  CHECK(take(book, credits::whole(60)) == std::vector{took(2, 10), took(1, 50)});
  CHECK(book.available(spendable::all).is_zero());
}

TEST_CASE("a debit of exactly what a lot has leaves the next one whole", "[R3.4]") {
  auto book = book_of({lot_of(1, 20), lot_of(2, 20)});
  CHECK(take(book, credits::whole(20)) == std::vector{took(1, 20)});
  CHECK(take(book, credits::whole(1)) == std::vector{took(2, 1)});
}

TEST_CASE("a lot that is booked later takes its place in the order", "[R3.3]") {
  auto book = book_of({lot_of(1, 20)});
  take(book, credits::whole(5));
  book.book(until(lot_of(2, 20), at_hour(9)));
  CHECK(take(book, credits::whole(25)) == std::vector{took(2, 20), took(1, 5)});
}

TEST_CASE("figures are kept by kind", "[R3.12]") {
  auto book = book_of({at_priority(of_kind(lot_of(1, 10), lot_kind::free), 10),
                       at_priority(of_kind(lot_of(2, 20), lot_kind::plan), 20),
                       at_priority(of_kind(lot_of(3, 30), lot_kind::adjustment), 30),
                       at_priority(of_kind(lot_of(4, 40), lot_kind::paid), 40)});
  CHECK(book.left().balance() == credits::whole(100));
  CHECK(book.left().wallet() == credits::whole(70));
  take(book, credits::whole(65));
  CHECK(book.left().of(lot_kind::free).is_zero());
  CHECK(book.left().of(lot_kind::plan).is_zero());
  CHECK(book.left().of(lot_kind::adjustment).is_zero());
  CHECK(book.left().of(lot_kind::paid) == credits::whole(35));
}

TEST_CASE("who may not spend paid credit takes all other, and who spends the wallet paid and adjustments",
          "[R5.2][R5.3]") {
  auto book = book_of({of_kind(lot_of(1, 10), lot_kind::paid), of_kind(lot_of(2, 10), lot_kind::plan),
                       of_kind(lot_of(3, 10), lot_kind::adjustment)});
  CHECK(book.available(spendable::without_paid) == credits::whole(20));
  CHECK(book.available(spendable::wallet) == credits::whole(20));
  CHECK(take(book, credits::whole(15), spendable::without_paid) == std::vector{took(2, 10), took(3, 5)});
  CHECK(take(book, credits::whole(15), spendable::wallet) == std::vector{took(1, 10), took(3, 5)});
}

TEST_CASE("what a debit would take from the wallet is known before it is taken", "[R5.3]") {
  const auto book =
      book_of({of_kind(lot_of(1, 10), lot_kind::plan), of_kind(lot_of(2, 10), lot_kind::paid),
               of_kind(lot_of(3, 10), lot_kind::free), of_kind(lot_of(4, 10), lot_kind::adjustment)});
  CHECK(book.taken_from_wallet(credits::whole(10), {}) == credits{});
  CHECK(book.taken_from_wallet(credits::whole(15), {}) == credits::whole(5));
  CHECK(book.taken_from_wallet(credits::whole(30), {}) == credits::whole(10));
  CHECK(book.taken_from_wallet(credits::whole(33), {}) == credits::whole(13));
}

TEST_CASE("a lot that pays twice in one debit has one slice", "[R5.3]") {
  auto book = book_of({lot_of(1, 5), of_kind(lot_of(2, 50), lot_kind::paid)});
  std::vector<slice> slices;
  book.take(credits::whole(10), spendable::all, {}, slices);
  book.take(credits::whole(7), spendable::wallet, {}, slices);
  CHECK(slices == std::vector{took(1, 5), took(2, 12)});
}

TEST_CASE("more than there is can't be taken") {
  auto book = book_of({lot_of(1, 5)});
  CHECK_THROWS_AS(take(book, credits::whole(6)), defect);
  CHECK_THROWS_AS(take(book, credits::whole(1), spendable::wallet), defect);
}

TEST_CASE("a lot ends at its end instant and not a microsecond earlier", "[R2.1][R3.6]") {
  auto book = book_of({until(lot_of(1, 20), at_hour(5))});
  CHECK(book.next_end() == at_hour(5));
  CHECK_FALSE(book.end_next(at_hour(5) + duration::from_us(-1)).has_value());
  const auto ended = book.end_next(at_hour(5));
  REQUIRE(ended.has_value());
  CHECK(ended->id == 1);
  CHECK(ended->expired == credits::whole(20));
  CHECK(book.available(spendable::all).is_zero());
  CHECK(book.next_end().is_never());
}

TEST_CASE("what is left of a lot is written off at its end, also where nothing is left", "[R3.6]") {
  auto book = book_of({until(lot_of(1, 20), at_hour(5)), until(lot_of(2, 20), at_hour(6))});
  take(book, credits::whole(25));
  CHECK(book.end_next(at_hour(5))->expired == credits{});
  CHECK(book.end_next(at_hour(6))->expired == credits::whole(15));
}

TEST_CASE("lots that end at one instant end by their ids", "[R2.4]") {
  auto book = book_of(
      {until(lot_of(1, 1), at_hour(9)), until(lot_of(2, 1), at_hour(5)), until(lot_of(3, 1), at_hour(5))});
  CHECK(book.end_next(at_hour(9))->id == 2);
  CHECK(book.end_next(at_hour(9))->id == 3);
  CHECK(book.end_next(at_hour(9))->id == 1);
  CHECK_FALSE(book.end_next(at_hour(9)).has_value());
}

TEST_CASE("a scheduled lot is nowhere in the figures until it is booked", "[R3.5]") {
  lot_book book(default_order);
  book.schedule(from(lot_of(1, 20), at_hour(3)));
  CHECK(book.next_id() == 2);
  CHECK(book.next_effective() == at_hour(3));
  CHECK(book.available(spendable::all).is_zero());
  CHECK_FALSE(book.take_scheduled(at_hour(2)).has_value());
  const auto effective = book.take_scheduled(at_hour(3));
  REQUIRE(effective.has_value());
  book.book(*effective);
  CHECK(book.available(spendable::all) == credits::whole(20));
  CHECK(book.next_id() == 2);
  CHECK(book.next_effective().is_never());
}

TEST_CASE("scheduled lots come by the instant at which they are effective, then by id", "[R2.4][R3.5]") {
  lot_book book(default_order);
  book.schedule(from(lot_of(1, 1), at_hour(7)));
  book.schedule(from(lot_of(2, 1), at_hour(3)));
  book.schedule(from(lot_of(3, 1), at_hour(3)));
  CHECK(book.take_scheduled(at_hour(9))->id == 2);
  CHECK(book.take_scheduled(at_hour(9))->id == 3);
  CHECK(book.take_scheduled(at_hour(9))->id == 1);
}

TEST_CASE("lots take their ids in order") {
  auto book = book_of({lot_of(1, 1)});
  CHECK_THROWS_AS(book.book(lot_of(3, 1)), defect);
  CHECK_THROWS_AS(book.schedule(lot_of(3, 1)), defect);
}

TEST_CASE("a copy of a book goes its own way") {
  const auto book = book_of({lot_of(1, 20)});
  auto copy = book;
  take(copy, credits::whole(20));
  CHECK(book.available(spendable::all) == credits::whole(20));
}
