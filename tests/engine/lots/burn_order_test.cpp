// Which of two lots is burned first (R3.3), key by key.
#include "engine/lots/burn_order.hpp"

#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "making.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using keys = std::vector<burn_key>;

// Whether `a` goes first, and not `b`.
bool first_of(const lot& a, const lot& b, const keys& order) {
  const bool before = burns_before(a, b, order);
  REQUIRE(before != burns_before(b, a, order));
  return before;
}

keys by_default() {
  return settings{}.burn_down;
}

instant at_second(std::int64_t second) {
  return instant{} + duration::seconds(second);
}

}  // namespace

TEST_CASE("by default the lower priority number goes first, whatever expires sooner", "[R3.3]") {
  const lot late = at_priority(until(lot_of(2, 1), at_hour(9)), 10);
  const lot soon = at_priority(until(lot_of(1, 1), at_hour(2)), 20);
  CHECK(first_of(late, soon, by_default()));
}

TEST_CASE("by default the lot that expires sooner goes first, one that never does last", "[R3.3]") {
  const lot never = lot_of(1, 1);
  const lot late = until(lot_of(2, 1), at_hour(9));
  const lot soon = until(lot_of(3, 1), at_hour(2));
  CHECK(first_of(soon, late, by_default()));
  CHECK(first_of(late, never, by_default()));
}

TEST_CASE("by default the earlier effective lot breaks a tie, then the lower id", "[R3.3]") {
  CHECK(first_of(from(lot_of(2, 1), at_hour(1)), from(lot_of(1, 1), at_hour(2)), by_default()));
  CHECK(first_of(lot_of(1, 1), lot_of(2, 1), by_default()));
}

TEST_CASE("a tie that the keys leave goes to the lower lot id", "[R3.3]") {
  CHECK(first_of(lot_of(1, 1), lot_of(2, 1), {}));
  CHECK(first_of(lot_of(1, 1), lot_of(2, 1), keys{{burn_by::priority}}));
  CHECK(first_of(lot_of(1, 1), lot_of(2, 1), keys{{burn_by::priority, true}}));
  CHECK(first_of(lot_of(2, 1), lot_of(1, 1), keys{{burn_by::lot_id, true}}));
}

TEST_CASE("descending turns a key around", "[R3.3]") {
  const lot low = at_priority(lot_of(1, 1), 10);
  const lot high = at_priority(lot_of(2, 1), 20);
  CHECK(first_of(low, high, keys{{burn_by::priority}}));
  CHECK(first_of(high, low, keys{{burn_by::priority, true}}));
}

TEST_CASE("a lot that never expires stands last unless the key puts it first, whatever its direction",
          "[R3.3][R3.15]") {
  const lot never = lot_of(1, 1);
  const lot some_day = until(lot_of(2, 1), at_hour(5));
  CHECK(first_of(some_day, never, keys{{burn_by::expires}}));
  CHECK(first_of(some_day, never, keys{{burn_by::expires, true}}));
  CHECK(first_of(never, some_day, keys{{burn_by::expires, false, true}}));
  CHECK(first_of(never, some_day, keys{{burn_by::expires, true, true}}));
}

TEST_CASE("two lots that have none of a key tie in it, and the next key decides", "[R3.3]") {
  const lot a = at_priority(lot_of(1, 1), 20);
  const lot b = at_priority(lot_of(2, 1), 10);
  CHECK(first_of(b, a, keys{{burn_by::expires}, {burn_by::priority}}));
}

TEST_CASE("an expiry is compared to the grain that the key names", "[R3.3][R3.15]") {
  const lot sooner = until(lot_of(2, 1), at_second(61));
  const lot later = until(lot_of(1, 1), at_second(119));
  CHECK(first_of(sooner, later, keys{{burn_by::expires}}));
  CHECK(first_of(sooner, later, keys{{burn_by::expires, false, false, expiry_grain::second}}));
  CHECK(first_of(later, sooner, keys{{burn_by::expires, false, false, expiry_grain::minute}}));
  const lot next_minute = until(lot_of(1, 1), at_second(120));
  CHECK(first_of(sooner, next_minute, keys{{burn_by::expires, false, false, expiry_grain::minute}}));
}

TEST_CASE("a day is a day in UTC", "[R3.3][R3.15]") {
  const keys by_day{{burn_by::expires, false, false, expiry_grain::day}};
  const lot last_of_day = until(lot_of(2, 1), at_hour(24) + duration::from_us(-1));
  const lot same_day = until(lot_of(1, 1), at_hour(1));
  const lot next_day = until(lot_of(1, 1), at_hour(24));
  CHECK(first_of(same_day, last_of_day, by_day));
  CHECK(first_of(last_of_day, next_day, by_day));
}

TEST_CASE("kinds burn free first and paid last", "[R3.3][R3.15]") {
  const keys by_kind{{burn_by::kind}};
  const std::vector order{lot_kind::free, lot_kind::plan, lot_kind::addon, lot_kind::adjustment,
                          lot_kind::paid};
  for (std::size_t i = 0; i + 1 < order.size(); ++i)
    CHECK(first_of(of_kind(lot_of(2, 1), order[i]), of_kind(lot_of(1, 1), order[i + 1]), by_kind));
}

TEST_CASE("created and effective are different things", "[R3.3]") {
  lot granted_early = from(lot_of(2, 1), at_hour(9));
  granted_early.created = at_hour(1);
  lot granted_late = from(lot_of(1, 1), at_hour(3));
  granted_late.created = at_hour(3);
  CHECK(first_of(granted_early, granted_late, keys{{burn_by::created}}));
  CHECK(first_of(granted_late, granted_early, keys{{burn_by::effective}}));
}

TEST_CASE("cost per credit is compared as an exact fraction", "[R3.3][R1.4][R3.15]") {
  const keys by_cost{{burn_by::cost_per_credit}};
  const lot third = at_cost(lot_of(2, 3), 1);               // 1/3 of a cent
  const lot almost = at_cost(lot_of(1, 300'001), 100'000);  // a little less than 1/3
  CHECK(first_of(almost, third, by_cost));
  const lot same = at_cost(lot_of(1, 300'000), 100'000);
  CHECK(first_of(same, third, by_cost));  // equal: the lower id
  CHECK(first_of(third, at_cost(lot_of(1, 2), 1), by_cost));
}

TEST_CASE("free credit has no cost, and stands where the key puts it", "[R3.3]") {
  const lot free = lot_of(2, 1);
  const lot bought = at_cost(lot_of(1, 1), 5);
  CHECK(first_of(bought, free, keys{{burn_by::cost_per_credit}}));
  CHECK(first_of(free, bought, keys{{burn_by::cost_per_credit, false, true}}));
}

namespace {

lot any_lot(lot_id id) {
  lot made = lot_of(id, *rc::gen::inRange(1, 4));
  made.kind = static_cast<lot_kind>(*rc::gen::inRange(0, 5));
  made.priority = *rc::gen::inRange(0, 2);
  made.created = at_hour(*rc::gen::inRange(0, 2));
  made.effective = at_hour(*rc::gen::inRange(0, 2));
  if (*rc::gen::arbitrary<bool>()) made.expires = at_second(*rc::gen::inRange(0, 200'000));
  made.cost = money::from_minor(*rc::gen::inRange(0, 3));
  return made;
}

keys any_keys() {
  return *rc::gen::container<keys>(rc::gen::exec([] {
    return burn_key{static_cast<burn_by>(*rc::gen::inRange(0, 7)), *rc::gen::arbitrary<bool>(),
                    *rc::gen::arbitrary<bool>(), static_cast<expiry_grain>(*rc::gen::inRange(0, 4))};
  }));
}

}  // namespace

namespace drawdown {
void showValue(const burn_key& key, std::ostream& out) {
  out << "key " << static_cast<int>(key.by) << (key.descending ? " desc" : "")
      << (key.none_first ? " none_first" : "");
}
}  // namespace drawdown

TEST_CASE("any keys put any lots into one order", "[R3.3]") {
  REQUIRE(rc::check([] {
    const auto order = any_keys();
    const lot a = any_lot(1);
    const lot b = any_lot(2);
    const lot c = any_lot(3);
    RC_ASSERT(!burns_before(a, a, order));
    RC_ASSERT(burns_before(a, b, order) != burns_before(b, a, order));
    if (burns_before(a, b, order) && burns_before(b, c, order)) RC_ASSERT(burns_before(a, c, order));
    if (burns_before(c, b, order) && burns_before(b, a, order)) RC_ASSERT(burns_before(c, a, order));
  }));
}
