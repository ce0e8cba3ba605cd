// What is reserved, in which order it is taken, and what is remembered of a hold that ended (R6).
#include "engine/holds/hold_book.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;

namespace {

constexpr effect_key key_of(std::uint64_t number) {
  return {effect_key::space::given, 0, number};
}

hold hold_until(std::uint64_t key, instant runs_out) {
  hold made;
  made.key = key_of(key);
  made.runs_out = runs_out;
  made.left = credits::whole(60);
  made.parts = {{1, 0, 0, credits::whole(40)}, {2, 1, 0, credits::whole(20)}};
  return made;
}

const instant noon = instant{} + duration::hours(12);

}  // namespace

TEST_CASE("a hold is taken in the order in which it was reserved", "[R6.2]") {
  hold_book book;
  book.place(hold_until(1, noon));
  hold& of = *book.find(key_of(1));
  const auto taken = book.take(of, credits::whole(45));
  REQUIRE(taken.size() == 2);
  CHECK(taken[0].lot == 1);
  CHECK(taken[0].amount == credits::whole(40));
  CHECK(taken[1].lot == 2);
  CHECK(taken[1].amount == credits::whole(5));
  CHECK(of.left == credits::whole(15));
  REQUIRE(of.parts.size() == 1);
  CHECK(of.parts[0].amount == credits::whole(15));
}

TEST_CASE("holds that run out at one instant do so in the order of placing", "[R2.4][R6.3]") {
  hold_book book;
  book.place(hold_until(7, noon));
  book.place(hold_until(3, noon));
  book.place(hold_until(5, noon + duration::hours(1)));
  CHECK(book.next_end() == noon);
  CHECK(book.running_out(noon + duration::from_us(-1)) == nullptr);
  REQUIRE(book.running_out(noon) != nullptr);
  CHECK(book.running_out(noon)->key == key_of(7));
  book.end(*book.running_out(noon), hold_state::ran_out);
  CHECK(book.running_out(noon)->key == key_of(3));
  book.end(*book.running_out(noon), hold_state::ran_out);
  CHECK(book.running_out(noon) == nullptr);
  CHECK(book.next_end() == noon + duration::hours(1));
}

TEST_CASE("who comes after the end of a hold hears how it ended", "[R6.5]") {
  hold_book book;
  CHECK(book.find(key_of(1)) == nullptr);
  book.place(hold_until(1, noon));
  book.end(*book.find(key_of(1)), hold_state::voided);
  CHECK(book.next_end().is_never());
  CHECK(book.find(key_of(1))->parts.empty());
  CHECK(refusal_of(book.find(key_of(1))->state) == outcome::already_voided);
  CHECK(refusal_of(hold_state::captured) == outcome::already_captured);
  CHECK(refusal_of(hold_state::ran_out) == outcome::already_ran_out);
}

TEST_CASE("the holds of a lot are found in the order of placing", "[R9.6]") {
  hold_book book;
  book.place(hold_until(2, noon));
  book.place(hold_until(1, noon));
  REQUIRE(book.holding(2).size() == 2);
  CHECK(book.holding(2)[0]->key == key_of(2));
  book.take(*book.find(key_of(2)), credits::whole(40));
  REQUIRE(book.holding(1).size() == 1);
  CHECK(book.holding(1)[0]->key == key_of(1));
}

TEST_CASE("a hold that an agent drew is forgotten once its end was answered, any other is not", "[R6.5]") {
  hold_book book;
  hold drawn = hold_until(1, noon);
  drawn.key = {effect_key::space::agent, 0, 1};
  book.place(drawn);
  book.place(hold_until(1, noon));
  book.forget_if_over(drawn.key);
  REQUIRE(book.find(drawn.key) != nullptr);  // it is open
  for (const effect_key& key : {drawn.key, key_of(1)}) {
    book.end(*book.find(key), hold_state::captured);
    book.forget_if_over(key);
  }
  CHECK(book.find(drawn.key) == nullptr);
  REQUIRE(book.find(key_of(1)) != nullptr);
  CHECK(book.find(key_of(1))->state == hold_state::captured);
}
