// Debts one by one: numbered as they are made, paid from the oldest on, ended together (R4.5, R3.10).
#include "engine/debts/debt_book.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;

namespace {

debt of_amount(std::int32_t amount) {
  debt made;
  made.owed = credits::whole(amount);
  return made;
}

}  // namespace

TEST_CASE("debts keep their numbers when older ones are paid", "[R4.5]") {
  debt_book book;
  book.add(of_amount(10));
  book.add(of_amount(20));
  CHECK(book.total() == credits::whole(30));
  book.pay(0, credits::whole(10));
  book.pay(1, credits::whole(5));
  book.forget_paid();
  REQUIRE(book.open().size() == 1);
  CHECK(book.open()[0].id == 2);
  CHECK(book.open()[0].owed == credits::whole(15));
  CHECK(book.total() == credits::whole(15));
  book.add(of_amount(1));
  CHECK(book.open()[1].id == 3);
}

TEST_CASE("a reset that drops debt ends all of it", "[R3.10]") {
  debt_book book;
  book.add(of_amount(10));
  book.add(of_amount(20));
  CHECK(book.drop() == credits::whole(30));
  CHECK(book.total().is_zero());
  CHECK(book.open().empty());
}

TEST_CASE("debt of chargebacks is told apart from other debt", "[R9.6]") {
  debt_book book;
  book.add(of_amount(10));
  debt charged_back = of_amount(20);
  charged_back.charged_back = 1;
  const debt_id id = book.add(charged_back);
  CHECK(id == book.latest());
  CHECK(book.of_chargebacks() == credits::whole(20));
  book.lower(id, credits::whole(5));
  CHECK(book.open_of(id) == credits::whole(15));
  CHECK(book.of_chargebacks() == credits::whole(15));
  CHECK(book.total() == credits::whole(25));
  book.lower(id, credits::whole(15));
  CHECK(book.open_of(id).is_zero());
  CHECK(book.open().size() == 1);
  book.add(charged_back);
  book.drop();
  CHECK(book.of_chargebacks().is_zero());
}
