// Credit that comes back to lots, and is taken back from them, in a book that keeps them all (R9.5–R9.7).
#include <catch2/catch.hpp>

#include "engine/lots/lot_book.hpp"
#include "engine/lots/money_share.hpp"
#include "tests/engine/lots/making.hpp"

namespace drawdown::test {
namespace {

const settings defaults;

lot some_lot(lot_id id, lot_kind kind, credits amount) {
  lot made;
  made.id = id;
  made.kind = kind;
  made.priority = defaults.priorities[static_cast<std::size_t>(kind)];
  made.granted = made.left = amount;
  made.payment = 7;
  return made;
}

// A book with a free lot of 30 and a paid lot of 100, of which 50 were used.
lot_book used_book() {
  lot_book book(defaults.burn_down, true);
  lot free = some_lot(1, lot_kind::free, credits::whole(30));
  free.expires = free.ends = instant::from_us(1000);
  book.book(free);
  book.book(some_lot(2, lot_kind::paid, credits::whole(100)));
  std::vector<slice> slices;
  book.take(credits::whole(50), spendable::all, {}, slices);
  return book;
}

TEST_CASE("a lot that is used up is still alive, and takes credit back in its place", "[R9.7]") {
  lot_book book = used_book();
  CHECK(book.state_of(1) == lot_state::alive);
  CHECK(book.used_of(1) == credits::whole(30));
  book.put_back(1, credits::whole(5));
  CHECK(book.left().balance() == credits::whole(85));
  std::vector<slice> slices;
  book.take(credits::whole(6), spendable::all, {}, slices);
  CHECK(slices == std::vector<slice>{{1, credits::whole(5)}, {2, credits::whole(1)}});
}

TEST_CASE("a lot that was used up has ended after its end", "[R9.7]") {
  lot_book book = used_book();
  CHECK(book.end_next(instant::from_us(1000))->expired.is_zero());
  CHECK(book.state_of(1) == lot_state::ended);
  book.put_back_and_lose(1, credits::whole(10));
  CHECK(book.used_of(1) == credits::whole(20));
  CHECK(book.left().balance() == credits::whole(80));
}

TEST_CASE("a lot of which all is taken back is over, and its end is not told", "[R9.5]") {
  lot_book book = used_book();
  book.put_back(1, credits::whole(30));
  book.take_back(1, credits::whole(30));
  CHECK(book.state_of(1) == lot_state::revoked);
  CHECK(book.next_end().is_never());
  book.take_back(2, credits::whole(79));
  CHECK(book.state_of(2) == lot_state::alive);
  CHECK(book.left().balance() == credits::whole(1));
}

TEST_CASE("a chargeback ends every lot of its payment", "[R9.6]") {
  lot_book book = used_book();
  CHECK(book.brought_by(7) == std::vector<lot_id>{1, 2});
  CHECK(book.charge_back(1).is_zero());
  CHECK(book.charge_back(2) == credits::whole(80));
  CHECK(book.state_of(1) == lot_state::charged_back);
  CHECK(book.state_of(2) == lot_state::charged_back);
  CHECK(book.next_end().is_never());
  CHECK(book.left().balance().is_zero());
  CHECK(book.available(spendable::all).is_zero());
}

TEST_CASE("a part of a lot stands for its part of the money, half to even", "[R13.2]") {
  lot of = some_lot(1, lot_kind::paid, credits::whole(300));
  of.cost = money::from_minor(1000);
  CHECK(money_share(of, credits::whole(300)) == money::from_minor(1000));
  CHECK(money_share(of, credits::whole(200)) == money::from_minor(667));
  CHECK(money_share(of, credits::whole(100)) == money::from_minor(333));
  CHECK(money_share(of, {}) == money{});
  of.cost = money::from_minor(1);
  CHECK(money_share(of, credits::whole(150)) == money{});
}

}  // namespace
}  // namespace drawdown::test
