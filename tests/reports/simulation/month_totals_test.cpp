// What a simulated population comes to, month by month.
#include "reports/simulation/month_totals.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "engine/record/block_writer.hpp"
#include "engine/time/text.hpp"
#include "engine/time/zone.hpp"

using namespace drawdown;
using namespace drawdown::reports;

namespace {

instant at(const char* text) {
  return parse_instant(text, zone_table{}).value();
}

// A world of so many accounts, of which totals need nothing else.
world with_accounts(std::size_t count) {
  world made;
  made.accounts.resize(count);
  return made;
}

std::vector<instant> january_and_february() {
  return {at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"), at("2026-03-01T00:00:00Z")};
}

record::bytes block_of(account_index account, const std::vector<event>& events, credits left = {}) {
  record::block_writer writer;
  writer.begin(account, 0, at("2026-01-01T00:00:00Z"), at("2026-03-01T00:00:00Z"), 1);
  for (const event& one : events) writer.append(one.at, one.body);
  figures at_end;
  at_end.of(lot_kind::paid) = left;
  return writer.finish(1, at_end);
}

usage_event used(std::int32_t cost, outcome result) {
  usage_event made;
  made.amount = credits::whole(cost);
  made.result = result;
  if (result == outcome::charged) made.slices = {{1, made.amount}};
  return made;
}

charge_event charged(payment_id payment, payment_for of, std::int64_t minor) {
  charge_event made;
  made.payment = payment;
  made.of = of;
  made.amount = money::from_minor(minor);
  return made;
}

heard_event heard(payment_id payment, notice_effect effect) {
  heard_event made;
  made.payment = payment;
  made.effect = effect;
  return made;
}

const instant january = at("2026-01-10T00:00:00Z");
const instant february = at("2026-02-01T00:00:00Z");  // its first instant

}  // namespace

TEST_CASE("usage counts in its month: charged, refused for lack of credit, refused for another reason") {
  simulation_totals totals(with_accounts(1), january_and_february());
  usage_event again = used(30, outcome::charged);
  again.repeated = true;
  again.slices.clear();
  REQUIRE(totals.add(block_of(0, {{january, used(30, outcome::charged)},
                                  {january, again},
                                  {january, used(7, outcome::insufficient_credit)},
                                  {february, used(5, outcome::limit_reached)},
                                  {february, used(20, outcome::charged)}})));
  month_totals first;
  first.charged = 1;
  first.used = credits::whole(30).micro();
  first.refused_credit = 1;
  first.missed = credits::whole(7).micro();
  first.events = 3;
  month_totals second;
  second.charged = 1;
  second.used = credits::whole(20).micro();
  second.refused_else = 1;
  second.events = 2;
  CHECK(totals.months() == std::vector{first, second});
  first += second;
  CHECK(totals.all() == first);
}

TEST_CASE("payments count when they succeed, by what they are for, also where an attempt failed before",
          "[R9.4]") {
  simulation_totals totals(with_accounts(1), january_and_february());
  REQUIRE(totals.add(block_of(0, {{january, charged(1, payment_for::renewal, 900)},
                                  {january, heard(1, notice_effect::failed)},
                                  {february, heard(1, notice_effect::credited)},
                                  {february, heard(1, notice_effect::already_credited)},
                                  {january, charged(2, payment_for::top_up, 2000)},
                                  {january, heard(2, notice_effect::credited)},
                                  {february, charged(3, payment_for::recharge, 1000)},
                                  {february, heard(3, notice_effect::failed)}})));
  const month_totals all = totals.all();
  CHECK(all.fees == paid_totals{1, 900});
  CHECK(all.top_ups == paid_totals{1, 2000});
  CHECK(all.recharges == paid_totals{});
  CHECK(all.declined == 2);
  CHECK(totals.months()[0].fees == paid_totals{});
  CHECK(totals.months()[1].fees == paid_totals{1, 900});
}

TEST_CASE("credit expires when a lot ends and when what is carried is trimmed", "[R13.1]") {
  simulation_totals totals(with_accounts(1), january_and_february());
  lot_end_event ended;
  ended.lot = 1;
  ended.expired = credits::whole(11);
  carry_event trimmed;
  trimmed.lot = 2;
  trimmed.carried = credits::whole(100);
  trimmed.expired = credits::whole(4);
  REQUIRE(totals.add(block_of(0, {{january, ended}, {february, trimmed}})));
  CHECK(totals.months()[0].expired == credits::whole(11).micro());
  CHECK(totals.months()[1].expired == credits::whole(4).micro());
}

TEST_CASE("the balance is what the last block of each account leaves") {
  simulation_totals totals(with_accounts(2), january_and_february());
  REQUIRE(totals.add(block_of(1, {}, credits::whole(5))));
  REQUIRE(totals.add(block_of(0, {}, credits::whole(3))));
  REQUIRE(totals.add(block_of(1, {}, credits::whole(2))));
  CHECK(totals.balance() == credits::whole(5).micro());
}

TEST_CASE("a block of a simulation that does not decode is an error") {
  simulation_totals totals(with_accounts(1), january_and_february());
  record::bytes torn = block_of(0, {{january, used(30, outcome::charged)}});
  torn.back() ^= std::byte{1};
  const auto added = totals.add(torn);
  REQUIRE_FALSE(added);
  CHECK(added.error().code == error_code::corrupt);
}
